-- Who says what of a record, who belongs to whom, and who may take a record over.

CREATE TABLE attestations (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('register', 'office', 'network', 'self')),
    attested_by TEXT NOT NULL,
    attested_by_address TEXT,
    statement TEXT NOT NULL,
    method TEXT NOT NULL,
    -- Whether a valid one has lapsed, its last day and the clock tell.
    state TEXT NOT NULL CHECK (state IN ('valid', 'refused', 'revoked')),
    -- Why it was refused or revoked; the public does not see it.
    reason TEXT,
    attested_on TEXT NOT NULL,
    valid_until TEXT,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX attestations_by_organization ON attestations (organization, id);

-- `member` and `body` are paths of ours or another's address; one of them is ours.
CREATE TABLE memberships (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    body TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('member', 'delegate', 'observer')),
    since TEXT,
    until TEXT,
    confirmed_by_member BIGINT,
    confirmed_by_body BIGINT,
    ended_at BIGINT,
    created_at BIGINT NOT NULL
);
-- Whoever left may come back; the ended membership is kept.
CREATE UNIQUE INDEX memberships_that_stand ON memberships (member, body, role)
    WHERE ended_at IS NULL;
CREATE INDEX memberships_by_member ON memberships (member);
CREATE INDEX memberships_by_body ON memberships (body);

-- Links by which a representative takes a record over; only digests are kept.
CREATE TABLE claims (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    secret_digest TEXT NOT NULL UNIQUE,
    made_for TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    used_by TEXT
);
CREATE INDEX claims_by_organization ON claims (organization);
