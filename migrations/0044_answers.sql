-- Which offers and needs an organization answered: each once, and some a day.
CREATE TABLE answers (
    organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    -- The id of the offer or need, here or in a friendly directory.
    about TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (organization, about)
);
