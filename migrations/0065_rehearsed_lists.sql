-- What a rehearsal told with every entry of its lists, as JSON, for whoever takes a list away
-- whole; the page of the file shows their beginnings.
CREATE TABLE brought_reports (
    file TEXT PRIMARY KEY REFERENCES brought_files (id) ON DELETE CASCADE,
    report TEXT NOT NULL
);
