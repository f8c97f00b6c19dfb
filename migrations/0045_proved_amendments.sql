-- What a visitor says of a record waits until their address says by a link that it is its own, and
-- then for the office. What waits already has been read.
ALTER TABLE amendments ADD COLUMN secret_digest TEXT;
-- NULL until it waits for the office.
ALTER TABLE amendments ADD COLUMN confirmed_at BIGINT;
UPDATE amendments SET confirmed_at = made_at;
CREATE UNIQUE INDEX amendments_by_secret ON amendments (secret_digest);
