-- Whom an organization asked whether they could meet a need of its: once each, and some a day.
CREATE TABLE questions (
    offer TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    -- The id of the organization that was asked.
    asked TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (offer, asked)
);
