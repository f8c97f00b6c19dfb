-- What the office said of the columns of the files that it imported, by their headers, so that
-- the next file of the same kind is understood as the last one was.
CREATE TABLE mapping_profiles (
    headers_digest TEXT PRIMARY KEY,
    -- As TOML.
    mapping TEXT NOT NULL,
    -- The last file that was imported by it.
    file TEXT NOT NULL,
    kept_at BIGINT NOT NULL
);

-- By which file's profile this one was understood when it came.
ALTER TABLE brought_files ADD COLUMN profile_of TEXT;
