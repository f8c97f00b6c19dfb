-- Inboxes at which deliveries were set aside because nobody was found there, and none arrived
-- since: with which status, on how many occasions, since when, when the latest of them was,
-- and when those who are reached there were last asked whether they are gone too.
CREATE TABLE gone_inboxes (
    inbox TEXT PRIMARY KEY,
    status BIGINT NOT NULL,
    times BIGINT NOT NULL,
    since BIGINT NOT NULL,
    latest BIGINT NOT NULL,
    asked_at BIGINT NOT NULL DEFAULT 0
);
