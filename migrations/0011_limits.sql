-- How much of one server and of one peer is kept.

-- The server of a follower, as its scheme and host; filled when the program starts.
ALTER TABLE followers ADD COLUMN origin TEXT NOT NULL DEFAULT '';
CREATE INDEX followers_by_origin ON followers (origin, actor);

-- How many records of the peer are held, and how long their bodies are together.
ALTER TABLE peers ADD COLUMN records BIGINT NOT NULL DEFAULT 0;
ALTER TABLE peers ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;
UPDATE peers SET
    records = (SELECT COUNT(*) FROM remote_records WHERE origin = peers.id),
    bytes = (SELECT CAST(COALESCE(SUM(LENGTH(body)), 0) AS BIGINT) FROM remote_records
        WHERE origin = peers.id);
