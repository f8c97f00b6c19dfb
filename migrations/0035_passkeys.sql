-- Keys that people's devices keep (WebAuthn), by which they sign in without a password.
CREATE TABLE passkeys (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- What the device calls it, base64url.
    credential_id TEXT NOT NULL UNIQUE,
    -- The public key with its counter and flags, JSON.
    credential TEXT NOT NULL,
    -- Whether it is a whole way in. A new password ends that, until its owner has shown both.
    is_alone BOOLEAN NOT NULL DEFAULT TRUE,
    -- What its owner calls it.
    name TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkeys_by_account ON passkeys (account);

-- What a browser was asked to sign and has not answered yet. Each is answered once; of the
-- secrets only digests are kept.
CREATE TABLE passkey_challenges (
    secret_digest TEXT PRIMARY KEY,
    -- For whose new passkey; NULL when somebody signs in.
    account TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    -- What the answer is compared with, JSON.
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_by_account ON passkey_challenges (account);
CREATE INDEX passkey_challenges_by_end ON passkey_challenges (expires_at);
