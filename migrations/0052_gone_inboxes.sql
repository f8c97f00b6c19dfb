-- Inboxes at which deliveries were set aside because nobody was found there, and none arrived
-- since: with which status the latest was answered, how many there were, and since when.
CREATE TABLE gone_inboxes (
    inbox TEXT PRIMARY KEY,
    status BIGINT NOT NULL,
    times BIGINT NOT NULL,
    since BIGINT NOT NULL,
    latest BIGINT NOT NULL
);
