-- An activity that is done again under its old id is known from one that merely came twice by
-- the request that brought it: its body and its signature.
ALTER TABLE received RENAME COLUMN body_digest TO request_digest;
