-- How large a brought file is, since what waits has a limit; what its columns were taken for
-- (JSON; 'null' of a shape that is known), so that a page need not open it; and the number of
-- its last rehearsal, so that nobody imports what another rehearsed meanwhile.
ALTER TABLE brought_files ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE brought_files ADD COLUMN guess TEXT;
ALTER TABLE brought_files ADD COLUMN rehearsals BIGINT NOT NULL DEFAULT 0;
