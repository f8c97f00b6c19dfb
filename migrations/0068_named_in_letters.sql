-- Whom a letter names beside its reader: the name is filled in when the letter is sent, and
-- stands in none that is kept.
ALTER TABLE letters ADD COLUMN names TEXT REFERENCES accounts (id) ON DELETE SET NULL;
CREATE INDEX letters_by_named ON letters (names) WHERE names IS NOT NULL;
