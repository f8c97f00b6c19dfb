-- Whether a row says that its record must not be published, or not that it may.
ALTER TABLE import_rows ADD COLUMN is_refused BOOLEAN NOT NULL DEFAULT FALSE;
