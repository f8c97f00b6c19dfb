-- When somebody said that a message needs no answer.
ALTER TABLE messages ADD COLUMN settled_at BIGINT;

-- Whoever wants a letter of what waits for their organizations: when the next is due, and up
-- to which moment they were told. NULL of those who want none.
ALTER TABLE accounts ADD COLUMN daily_at BIGINT;
ALTER TABLE accounts ADD COLUMN daily_told_to BIGINT;
CREATE INDEX accounts_by_daily ON accounts (daily_at) WHERE daily_at IS NOT NULL;
