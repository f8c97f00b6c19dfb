-- What people show beside their password or the link of a letter.

-- An app that makes codes (TOTP, RFC 6238). Its secret is kept as it is, since codes are made
-- of it, like the node's own keys.
CREATE TABLE code_apps (
    account TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    -- In hexadecimal.
    secret TEXT NOT NULL,
    -- NULL until its owner has shown that the app has it.
    confirmed_at BIGINT,
    -- The time step of the last code that was taken, since each is taken once.
    last_step BIGINT NOT NULL DEFAULT 0
);

-- Codes that people wrote down for the day on which they have nothing else. Each works once.
CREATE TABLE recovery_codes (
    code_digest TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX recovery_codes_by_account ON recovery_codes (account);

-- Who has shown the first factor and not the second yet; of the secrets only digests are kept.
CREATE TABLE half_sign_ins (
    secret_digest TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- Where they wanted to go.
    next TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX half_sign_ins_by_account ON half_sign_ins (account);
