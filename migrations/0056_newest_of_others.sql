-- The newest of others' records that stand in lists are found without reading all of them.
CREATE INDEX remote_records_by_newest ON remote_records (kind, updated DESC, id)
    WHERE gone = FALSE AND withheld = FALSE AND shown_as IS NULL;
