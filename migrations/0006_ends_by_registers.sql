-- What a register ended or withheld, so that its later word takes back that and no more.

-- The status that the record had before this row ended or withheld it; NULL when it did
-- neither, or when people decided since then.
ALTER TABLE sources ADD COLUMN status_before TEXT
    CHECK (status_before IN ('draft', 'published', 'suspended', 'dissolved'));
-- Whether the last file that was said to be the whole register lacked it.
ALTER TABLE sources ADD COLUMN is_missing BOOLEAN NOT NULL DEFAULT FALSE;
