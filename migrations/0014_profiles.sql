-- How organizations show themselves to other servers; whoever has no row wants to be found.
CREATE TABLE profiles (
    organization TEXT PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
    discoverable BOOLEAN NOT NULL,
    indexable BOOLEAN NOT NULL
);

-- Which of its offers an organization shows first.
ALTER TABLE offers ADD COLUMN pinned_at BIGINT;

-- What each actor shows first, as its followers were told.
CREATE TABLE featured (
    actor TEXT NOT NULL,
    object TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (actor, object)
);
