-- What peers say of themselves, and what became of looking whether it is so.
CREATE TABLE peer_cards (
    peer TEXT PRIMARY KEY REFERENCES peers (id) ON DELETE CASCADE,
    -- As the peer published it, cleaned; JSON.
    card TEXT NOT NULL,
    -- How the website that it names as its own names it back, and when that was seen last.
    site_proof TEXT CHECK (site_proof IN ('well-known', 'rel-me')),
    proof_seen_at BIGINT,
    fetched_at BIGINT NOT NULL
);

-- Which directories each peer says that it knows, by the ids of their node actors.
CREATE TABLE peer_vouches (
    peer TEXT NOT NULL REFERENCES peers (id) ON DELETE CASCADE,
    knows TEXT NOT NULL,
    PRIMARY KEY (peer, knows)
);
CREATE INDEX peer_vouches_by_known ON peer_vouches (knows);

-- Whether the office named the peer; whom the policy let in, nobody knows yet.
ALTER TABLE peers ADD COLUMN known BOOLEAN NOT NULL DEFAULT TRUE;

-- Whether somebody else than the organization is said to attest it.
ALTER TABLE remote_records ADD COLUMN attested BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE remote_records SET attested = TRUE WHERE kind = 'organization' AND gone = FALSE
    AND (body LIKE '%"kind":"register"%' OR body LIKE '%"kind":"office"%'
        OR body LIKE '%"kind":"network"%');

-- What stands of each peer, so that nobody counts its records to show them.
ALTER TABLE peers ADD COLUMN organizations BIGINT NOT NULL DEFAULT 0;
ALTER TABLE peers ADD COLUMN active BIGINT NOT NULL DEFAULT 0;
ALTER TABLE peers ADD COLUMN attested BIGINT NOT NULL DEFAULT 0;
ALTER TABLE peers ADD COLUMN offers BIGINT NOT NULL DEFAULT 0;
UPDATE peers SET
    organizations = (SELECT COUNT(*) FROM remote_records
        WHERE origin = peers.id AND kind = 'organization' AND gone = FALSE),
    active = (SELECT COUNT(*) FROM remote_records
        WHERE origin = peers.id AND kind = 'organization' AND gone = FALSE
            AND remote_records.owner = remote_records.id),
    attested = (SELECT COUNT(*) FROM remote_records
        WHERE origin = peers.id AND kind = 'organization' AND gone = FALSE
            AND remote_records.attested),
    offers = (SELECT COUNT(*) FROM remote_records
        WHERE origin = peers.id AND kind = 'offer' AND gone = FALSE);
