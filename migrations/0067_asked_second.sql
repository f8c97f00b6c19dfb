-- Whether everybody who works for the office shows a second factor, where the settings leave it to
-- the office.
ALTER TABLE site ADD COLUMN asks_second BOOLEAN NOT NULL DEFAULT FALSE;
