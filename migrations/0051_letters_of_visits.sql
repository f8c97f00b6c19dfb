-- Letters to visitors end with their conversation, however far they have come.
ALTER TABLE letters ADD COLUMN visit TEXT REFERENCES visits (id) ON DELETE CASCADE;
CREATE INDEX letters_of_visits ON letters (visit) WHERE visit IS NOT NULL;
CREATE INDEX unconfirmed_visits ON visits (made_at) WHERE confirmed_at IS NULL;
