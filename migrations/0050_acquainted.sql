-- The inboxes of those who liked an offer or need, passed it on or answered it: they may hold
-- a copy that nobody sent them, and are told when it is gone, even when everything else that
-- was known of them went with it.
CREATE TABLE acquainted (
    -- The path of the offer.
    object TEXT NOT NULL,
    inbox TEXT NOT NULL,
    -- Under which name its server is counted.
    owner TEXT NOT NULL,
    PRIMARY KEY (object, inbox)
);
CREATE INDEX acquainted_by_owner ON acquainted (object, owner);
CREATE INDEX acquainted_by_inbox ON acquainted (inbox);

INSERT INTO acquainted (object, inbox, owner)
    SELECT DISTINCT '/offers/' || said.offer, COALESCE(a.shared_inbox, a.inbox), ''
    FROM (SELECT offer, actor FROM reactions UNION SELECT offer, author FROM replies) AS said
    JOIN remote_actors a ON a.id = said.actor
    WHERE a.gone = FALSE AND a.inbox IS NOT NULL;
