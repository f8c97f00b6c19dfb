-- Registers' files that an office brought to its pages, until each is imported or laid aside.
-- The bytes lie in the node's directory, under the same identifier.
CREATE TABLE brought_files (
    id TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    -- What the office said its columns mean, as TOML; NULL where it said nothing yet.
    mapping TEXT,
    options TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('brought', 'rehearsing', 'rehearsed', 'importing', 'imported')),
    -- How far the work at it has come, and when that was last told.
    done_rows BIGINT NOT NULL DEFAULT 0,
    of_rows BIGINT NOT NULL DEFAULT 0,
    told_at BIGINT NOT NULL,
    -- What the rehearsal said, as JSON.
    report TEXT,
    -- Why the last work at it failed.
    refusal TEXT,
    batch TEXT,
    brought_at BIGINT NOT NULL
);
CREATE INDEX brought_files_by_age ON brought_files (brought_at);
