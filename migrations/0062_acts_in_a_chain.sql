-- Each act bears a digest of the one before and of itself. Who did it and whom it concerned stand
-- in that as digests with a salt, which goes when they are forgotten. Acts of earlier versions
-- have none and stand before the chain.
ALTER TABLE office_acts ADD COLUMN who_salt TEXT;
ALTER TABLE office_acts ADD COLUMN who_digest TEXT;
ALTER TABLE office_acts ADD COLUMN about_salt TEXT;
ALTER TABLE office_acts ADD COLUMN about_digest TEXT;
ALTER TABLE office_acts ADD COLUMN digest TEXT;
