-- What is to be looked at again is noted once; what cannot be read or kept is tried later,
-- with the reason why it could not.
CREATE INDEX search_due_by_subject ON search_due (subject);
ALTER TABLE search_due ADD COLUMN next_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE search_due ADD COLUMN last_error TEXT;

-- Answers to others' requests, which are forgotten by their age.
CREATE INDEX activities_direct_by_age ON activities (created_at) WHERE direct;
