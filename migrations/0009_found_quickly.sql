-- What is found by an index, and in the order in which it is read.

-- How grave a problem of an import is: 0 a row left out, 1 a value, 2 a notice.
ALTER TABLE import_problems ADD COLUMN level BIGINT NOT NULL DEFAULT 1;
DROP INDEX import_problems_by_batch;
CREATE INDEX import_problems_by_level ON import_problems (batch, level, line, seq);

-- Which records lead to one, asked for each that is published.
CREATE INDEX redirects_by_target ON redirects (to_path);
