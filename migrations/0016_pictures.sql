-- Pictures, by the digest of what they are drawn from or of their bytes. A drawing waits here
-- until it was drawn.
CREATE TABLE pictures (
    digest TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    drawing TEXT,
    content BYTES_TYPE,
    created_at BIGINT NOT NULL,
    -- Since when nothing shows it any more.
    released_at BIGINT
);
CREATE INDEX pictures_waiting ON pictures (created_at) WHERE drawing IS NOT NULL;
CREATE INDEX pictures_released ON pictures (released_at) WHERE released_at IS NOT NULL;

-- What each path shows: a card, a photo, an icon, a header.
CREATE TABLE picture_uses (
    path TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('card', 'photo', 'icon', 'header')),
    digest TEXT NOT NULL REFERENCES pictures (digest),
    -- Whether somebody gave it, or it was drawn.
    given BOOLEAN NOT NULL,
    -- What is to be seen on it, by language; JSON.
    alt TEXT NOT NULL,
    PRIMARY KEY (path, role)
);
CREATE INDEX picture_uses_by_digest ON picture_uses (digest);
