-- Whether an organization decides who may follow it; without a row the node's setting counts.
CREATE TABLE admissions (
    -- The path of our actor.
    actor TEXT PRIMARY KEY,
    asks BOOLEAN NOT NULL
);
