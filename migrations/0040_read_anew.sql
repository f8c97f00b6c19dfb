-- What a peer said of the state of its records when what is held here was last the same, and
-- when its log was last read anew because it was not.
ALTER TABLE peers ADD COLUMN agreed_digest TEXT;
ALTER TABLE peers ADD COLUMN read_anew_at BIGINT;
