-- Which search for pairs found a proposal last, so that those are dropped that the newest
-- search among all records did not find again.
ALTER TABLE pairs ADD COLUMN search BIGINT NOT NULL DEFAULT 0;
CREATE INDEX pairs_by_search ON pairs (search) WHERE state = 'proposed';
