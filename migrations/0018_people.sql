-- People who sign in: the office's, and representatives of organizations. They are never
-- actors, and nothing of them is published.

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    mail TEXT NOT NULL,
    -- The address in the form by which it is found.
    mail_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    -- argon2id in the PHC form; NULL of somebody who signs in by links alone.
    password_hash TEXT,
    role TEXT CHECK (role IN ('registrar', 'admin')),
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT
);

-- Whom a person represents.
CREATE TABLE representatives (
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    function TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (account, organization)
);
CREATE INDEX representatives_by_organization ON representatives (organization);

-- Links that are used once; of their secrets only digests are kept. A link that was asked for
-- under an address without an account has none, and opens nothing.
CREATE TABLE one_time_links (
    id TEXT PRIMARY KEY,
    secret_digest TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('first-run', 'sign-in', 'new-password')),
    account TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX one_time_links_by_account ON one_time_links (account);

-- Who is signed in, and where; of the cookies' secrets only digests are kept.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    secret_digest TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- What the browser calls itself.
    browser TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account);

-- What people of the office did by the pages, and when.
CREATE TABLE office_acts (
    seq SERIAL_KEY,
    account TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    -- Their name then.
    who TEXT NOT NULL,
    -- A method and an address of the pages, or a verb of the command line.
    what TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX office_acts_by_account ON office_acts (account);

-- Forms that were sent, so that one that is sent twice has one effect.
CREATE TABLE sent_forms (
    form TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- The path of what it made.
    made TEXT NOT NULL,
    sent_at BIGINT NOT NULL
);
CREATE INDEX sent_forms_by_account ON sent_forms (account);
