-- What a given picture looks like from afar, until it has come: a blurhash.
ALTER TABLE pictures ADD COLUMN blurhash TEXT;

-- A record shows several photos, in the order in which they were given.
CREATE TABLE picture_uses_in_order (
    path TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('card', 'photo', 'icon', 'header')),
    position BIGINT NOT NULL DEFAULT 0,
    digest TEXT NOT NULL REFERENCES pictures (digest),
    -- Whether somebody gave it, or it was drawn.
    given BOOLEAN NOT NULL,
    -- What is to be seen on it, by language; JSON.
    alt TEXT NOT NULL,
    PRIMARY KEY (path, role, position)
);
INSERT INTO picture_uses_in_order (path, role, digest, given, alt)
SELECT path, role, digest, given, alt FROM picture_uses;
DROP TABLE picture_uses;
ALTER TABLE picture_uses_in_order RENAME TO picture_uses;
CREATE INDEX picture_uses_by_digest ON picture_uses (digest);
