-- Whether a row says that its record must not be published, or not that it may.
ALTER TABLE import_rows ADD COLUMN is_refused BOOLEAN NOT NULL DEFAULT FALSE;
-- Most files have none, and each record of the register is looked for.
CREATE INDEX import_rows_refused ON import_rows (batch, identifier) WHERE is_refused;
