-- The territory that the directory serves, and what it says of itself to other directories, where
-- the office says it itself.
ALTER TABLE site ADD COLUMN territory TEXT;
ALTER TABLE site ADD COLUMN card TEXT NOT NULL DEFAULT '{}';
