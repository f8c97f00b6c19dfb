-- What visitors say is wrong in a record, or that it should go: for the office to read.
CREATE TABLE amendments (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    wish TEXT NOT NULL CHECK (wish IN ('correct', 'remove', 'keep')),
    content TEXT NOT NULL,
    mail TEXT NOT NULL,
    -- The address in the form by which it is counted.
    mail_key TEXT NOT NULL,
    -- The language in which it was written, to answer in.
    language TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX amendments_by_mail ON amendments (mail_key);
CREATE INDEX amendments_by_organization ON amendments (organization);
