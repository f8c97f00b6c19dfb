-- Records that are one organization: within the directory, and across directories.

-- Two records that may be one organization, with the reasons, and what was decided.
-- `one` is a path of ours; `other` is a path of ours that is greater, or another's address.
CREATE TABLE pairs (
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    reasons TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'apart', 'merged', 'same')),
    found_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    PRIMARY KEY (one, other)
);
CREATE INDEX pairs_by_other ON pairs (other);
CREATE INDEX pairs_by_state ON pairs (state, score);

-- Where a record went that was merged into another, as paths of ours: `/o/…` and `/@handle`.
CREATE TABLE redirects (
    from_path TEXT PRIMARY KEY,
    to_path TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- That a record of ours and another directory's record are one organization, as stated here.
CREATE TABLE same_as (
    organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    other TEXT NOT NULL,
    stated_by TEXT NOT NULL CHECK (stated_by IN ('office', 'organization')),
    stated_at BIGINT NOT NULL,
    PRIMARY KEY (organization, other)
);
CREATE INDEX same_as_by_other ON same_as (other);

-- Which records another's record says it is the same as, in its own words.
CREATE TABLE remote_same_as (
    record TEXT NOT NULL REFERENCES remote_records (id) ON DELETE CASCADE,
    other TEXT NOT NULL,
    PRIMARY KEY (record, other)
);
CREATE INDEX remote_same_as_by_other ON remote_same_as (other);

-- Under which record another's record is shown once it is finally the same: a path of ours,
-- or the address of another's.
ALTER TABLE remote_records ADD COLUMN shown_as TEXT;
CREATE INDEX remote_records_shown_as ON remote_records (shown_as);
