-- Under which name an actor's document shows its Ed25519 key; the first has none of its own
-- here and is called ed25519.
ALTER TABLE keys ADD COLUMN name TEXT;

-- Keys that are to take the place of those in keys: documents come to show them, and the old
-- ones go on signing until all of them do. `shown` is the text by which a document that shows
-- the key is known.
CREATE TABLE next_keys (
    owner TEXT NOT NULL,
    algorithm TEXT NOT NULL CHECK (algorithm IN ('rsa', 'ed25519')),
    private_pem TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    name TEXT,
    shown TEXT NOT NULL,
    PRIMARY KEY (owner, algorithm)
);

-- The public side of replaced Ed25519 keys, shown for as long as something stands under their
-- proof: until everything was sealed anew.
CREATE TABLE former_keys (
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    multibase TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    resealed BOOLEAN NOT NULL,
    PRIMARY KEY (owner, name)
);
