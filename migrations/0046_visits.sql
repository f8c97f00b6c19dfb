-- What visitors without an account write about an offer or need: each waits until its address
-- confirms it, and then stands among the messages, whose correspondent is `urn:uuid:` and the id.
CREATE TABLE visits (
    id TEXT PRIMARY KEY,
    offer TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    mail TEXT NOT NULL,
    -- The address in the form by which it is counted.
    mail_key TEXT NOT NULL,
    -- The language of letters.
    language TEXT NOT NULL,
    -- Plain text; empty once it stands among the messages.
    content TEXT NOT NULL,
    -- Of the link by which the address confirms it and writes again. It stands in every letter
    -- of the conversation, which is why it is kept as it is.
    secret TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    -- NULL until the address has confirmed it.
    confirmed_at BIGINT
);
CREATE INDEX visits_by_mail ON visits (mail_key);
CREATE INDEX visits_by_offer ON visits (offer);
