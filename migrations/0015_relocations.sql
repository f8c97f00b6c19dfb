-- Organizations that move to another server, with their followers, and those that came.

-- Where an organization has moved, by its own word. One that came back keeps the day.
CREATE TABLE relocations (
    organization TEXT PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
    target TEXT,
    moved_at BIGINT NOT NULL,
    -- When its followers were told.
    told_at BIGINT
);

-- At which addresses of other servers an organization was before, by its own word, and when
-- the account at that address said that it has moved here.
CREATE TABLE former_addresses (
    organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    stated_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    PRIMARY KEY (organization, address)
);

-- What it offered and sought at a former address: history, which nobody can take up.
CREATE TABLE former_offers (
    organization TEXT NOT NULL,
    former TEXT NOT NULL,
    address TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('offer', 'need')),
    title TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (organization, address),
    FOREIGN KEY (organization, former) REFERENCES former_addresses (organization, address)
        ON DELETE CASCADE
);
