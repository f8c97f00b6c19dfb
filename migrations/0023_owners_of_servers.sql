-- Followers are counted by whoever owns their server's name, since one owner can make
-- subdomains without limit; filled when the program starts.
ALTER TABLE followers ADD COLUMN owner TEXT NOT NULL DEFAULT '';
CREATE INDEX followers_by_owner ON followers (owner);
