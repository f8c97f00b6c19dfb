-- Searches that somebody keeps, to be told by mail of what is new in them. Whoever keeps one
-- needs no account; the office sees their number alone.
CREATE TABLE saved_searches (
    id TEXT PRIMARY KEY,
    -- The query of its address, in its one order.
    query TEXT NOT NULL,
    mail TEXT NOT NULL,
    -- The address in the form by which it is found.
    mail_key TEXT NOT NULL,
    -- Whoever was signed in when they saved it.
    account TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    -- The language of the letters.
    language TEXT NOT NULL,
    -- The secret of the link that ends it. Each letter repeats the link, so that no digest
    -- would do; it opens nothing else.
    ending TEXT NOT NULL UNIQUE,
    saved_at BIGINT NOT NULL,
    -- NULL until the address said by a link that it wants it.
    confirmed_at BIGINT,
    -- When it ends unless the address says again that it wants it.
    lapses_at BIGINT NOT NULL,
    -- Whether the address was told that it lapses.
    is_reminded BOOLEAN NOT NULL DEFAULT FALSE,
    -- Up to which moment the address was told what entered.
    told_to BIGINT NOT NULL,
    -- When it is looked at again.
    next_at BIGINT NOT NULL,
    UNIQUE (mail_key, query)
);
CREATE INDEX saved_searches_by_turn ON saved_searches (next_at) WHERE confirmed_at IS NOT NULL;
CREATE INDEX saved_searches_by_account ON saved_searches (account);

-- When an address was last asked whether it wants what was saved for it, so that nobody is
-- asked more often than once a day; of the secret of the link only the digest.
CREATE TABLE saved_search_questions (
    mail_key TEXT PRIMARY KEY,
    secret_digest TEXT NOT NULL UNIQUE,
    asked_at BIGINT NOT NULL
);

-- When it was first found; NULL of what could be found before this was kept.
ALTER TABLE search_entries ADD COLUMN entered_at BIGINT;

-- The address that ends what the letter is sent for (RFC 8058), and whether the letter is
-- nobody's business but its reader's.
ALTER TABLE letters ADD COLUMN ending TEXT;
ALTER TABLE letters ADD COLUMN is_private BOOLEAN NOT NULL DEFAULT FALSE;
