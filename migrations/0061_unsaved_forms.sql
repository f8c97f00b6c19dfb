-- Forms that came after their session had ended, kept a short while for the same browser and the
-- same account.
CREATE TABLE unsaved_forms (
    id TEXT PRIMARY KEY,
    -- The digest of what the browser was given.
    secret_digest TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- Where it was sent to, and the page on which it stands.
    path TEXT NOT NULL,
    page TEXT NOT NULL,
    -- Its fields as browsers send them, without passwords and codes.
    fields TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX unsaved_forms_by_account ON unsaved_forms (account);
