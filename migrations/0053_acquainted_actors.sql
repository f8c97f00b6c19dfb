-- Whose inbox it is, when one actor alone is known to have it: it goes with the account. Empty
-- for the inbox of a server, or of several, which stays as long as the offer does.
ALTER TABLE acquainted ADD COLUMN actor TEXT NOT NULL DEFAULT '';
CREATE INDEX acquainted_by_actor ON acquainted (actor) WHERE actor <> '';

UPDATE acquainted SET actor = one.id
    FROM (SELECT inbox, MIN(id) AS id FROM remote_actors
        WHERE shared_inbox IS NULL AND inbox IS NOT NULL AND inbox NOT IN
            (SELECT shared_inbox FROM remote_actors WHERE shared_inbox IS NOT NULL)
        GROUP BY inbox HAVING COUNT(*) = 1) AS one
    WHERE one.inbox = acquainted.inbox;
