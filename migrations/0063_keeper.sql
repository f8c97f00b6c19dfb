-- Who keeps the directory and how to reach them, where the office says it itself.
ALTER TABLE site ADD COLUMN keeper TEXT;
ALTER TABLE site ADD COLUMN contact TEXT;
