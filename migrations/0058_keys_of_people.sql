-- To whom a token was handed over with a record: it ends with what they may do for it.
ALTER TABLE tokens ADD COLUMN account TEXT REFERENCES accounts (id) ON DELETE CASCADE;
CREATE INDEX tokens_by_account ON tokens (account);
