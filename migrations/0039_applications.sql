-- Organizations and partners that want to take part: what is stated of each, as a record; JSON.
-- Each waits until its address says that it wants it, and then for the office.
CREATE TABLE applications (
    id TEXT PRIMARY KEY,
    stated TEXT NOT NULL,
    name TEXT NOT NULL,
    function TEXT NOT NULL,
    mail TEXT NOT NULL,
    -- The address in the form by which it is counted.
    mail_key TEXT NOT NULL,
    -- The language of letters.
    language TEXT NOT NULL,
    -- Of the secret of the link by which the address confirms it; NULL where none was asked.
    secret_digest TEXT UNIQUE,
    made_at BIGINT NOT NULL,
    -- NULL until it waits for the office.
    confirmed_at BIGINT
);
CREATE INDEX applications_by_mail ON applications (mail_key);
