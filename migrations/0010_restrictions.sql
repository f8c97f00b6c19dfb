-- Servers and actors of other servers that the office keeps out, or keeps out of sight.

CREATE TABLE restrictions (
    -- A host in ASCII, with the port where one was written, or an actor's id.
    subject TEXT PRIMARY KEY,
    severity TEXT NOT NULL CHECK (severity IN ('block', 'limit')),
    -- What everybody may know, and what only the office does.
    reason TEXT,
    note TEXT,
    created_at BIGINT NOT NULL
);

-- Whether a peer's record stands in no list, though it is held.
ALTER TABLE remote_records ADD COLUMN withheld BOOLEAN NOT NULL DEFAULT FALSE;
