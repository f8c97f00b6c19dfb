-- What everybody may find by words, codes and place: our own records by their path, others'
-- by their address.

CREATE TABLE search_entries (
    -- Its place in lists: what stands after what has ended, the newest last.
    number SERIAL_KEY,
    subject TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('organization', 'offer', 'need')),
    -- What it is counted by, as `name=value` parted by spaces.
    codes TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    deadline BIGINT,
    -- When something of it lapses by the calendar.
    look_again_at BIGINT
);
CREATE INDEX search_entries_by_look ON search_entries (look_again_at)
    WHERE look_again_at IS NOT NULL;

-- What is to be looked at again, by the path or address of its record.
CREATE TABLE search_due (
    seq SERIAL_KEY,
    subject TEXT NOT NULL
);

-- The words and codes of each entry, under its number.
TERMS_TABLE
