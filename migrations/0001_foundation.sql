-- The first schema. Times are milliseconds since 1970, JSON is text, and our own things
-- are named by their path under `public_url` (`/o/…`), others' by their full address.
-- SERIAL_KEY stands for the dialect's self-numbering primary key.

-- What was fixed at `init`: public_url, and the epoch of the log.
CREATE TABLE node (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Which process does a job that only one may do at a time.
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    held_until BIGINT NOT NULL
);

CREATE TABLE keys (
    owner TEXT NOT NULL,
    algorithm TEXT NOT NULL CHECK (algorithm IN ('rsa', 'ed25519')),
    private_pem TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (owner, algorithm)
);

CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    scopes TEXT NOT NULL,
    organization TEXT,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    handle TEXT UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'suspended', 'dissolved')),
    standing TEXT NOT NULL CHECK (standing IN ('listed', 'active')),
    consent TEXT,
    name TEXT NOT NULL,
    names TEXT NOT NULL,
    summaries TEXT NOT NULL,
    language TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    legal_form TEXT,
    membership_base TEXT,
    sectors TEXT NOT NULL,
    themes TEXT NOT NULL,
    territory TEXT,
    scope TEXT,
    country TEXT,
    street TEXT,
    locality TEXT,
    region TEXT,
    postal_code TEXT,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    website TEXT,
    contacts TEXT NOT NULL,
    founded_on TEXT,
    dissolved_on TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    published_at BIGINT
);
CREATE INDEX organizations_by_name ON organizations (name, id);
CREATE INDEX organizations_by_territory ON organizations (territory);

-- Which register states an organization, under which identifier, and what it said last.
CREATE TABLE sources (
    register TEXT NOT NULL,
    identifier TEXT NOT NULL,
    organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    register_number TEXT,
    stated_on TEXT,
    digest TEXT NOT NULL,
    batch TEXT,
    imported_at BIGINT NOT NULL,
    PRIMARY KEY (register, identifier)
);
CREATE INDEX sources_by_organization ON sources (organization);

-- What the office erased, so that the next import does not bring it back.
CREATE TABLE erased_sources (
    register TEXT NOT NULL,
    identifier TEXT NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (register, identifier)
);

CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    register TEXT NOT NULL,
    file TEXT NOT NULL,
    report TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT
);

CREATE TABLE offers (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL REFERENCES organizations (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('offer', 'need')),
    state TEXT NOT NULL
        CHECK (state IN ('open', 'in-conversation', 'met', 'closed', 'withdrawn', 'expired')),
    language TEXT NOT NULL,
    titles TEXT NOT NULL,
    texts TEXT NOT NULL,
    conditions TEXT NOT NULL,
    what TEXT NOT NULL,
    terms TEXT NOT NULL,
    aim TEXT,
    territory TEXT,
    quantity DOUBLE PRECISION,
    unit TEXT,
    valid_until BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX offers_by_organization ON offers (organization, id);
CREATE INDEX offers_by_validity ON offers (state, valid_until);

CREATE TABLE territories (
    code TEXT PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

-- What changed and is not published yet; the publisher empties it.
CREATE TABLE events (
    seq SERIAL_KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    bulk BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    -- Why it could not be published, for what is set aside.
    failure TEXT
);

-- What a GET answers: the bytes as they were signed when published.
CREATE TABLE documents (
    path TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    etag TEXT NOT NULL,
    gone BOOLEAN NOT NULL,
    record_digest TEXT,
    log_seq BIGINT,
    updated_at BIGINT NOT NULL
);
CREATE INDEX documents_of_records ON documents (record_digest, path);

CREATE TABLE activities (
    path TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    actor TEXT NOT NULL,
    object TEXT NOT NULL,
    body TEXT NOT NULL,
    log_seq BIGINT UNIQUE,
    created_at BIGINT NOT NULL
);
CREATE INDEX activities_by_actor ON activities (actor, created_at);
CREATE INDEX activities_by_object ON activities (object);

-- One row for each activity at each inbox. What waits behind an earlier one of the same
-- actor at the same inbox has a next_at that never comes, until its turn. leased_until is 0
-- while nobody delivers it.
CREATE TABLE deliveries (
    seq SERIAL_KEY,
    activity TEXT NOT NULL REFERENCES activities (path),
    actor TEXT NOT NULL,
    object TEXT NOT NULL,
    type TEXT NOT NULL,
    inbox TEXT NOT NULL,
    host TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('pending', 'delivered', 'refused', 'superseded', 'discarded')),
    attempts BIGINT NOT NULL,
    refusals BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    last_status BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    UNIQUE (activity, inbox)
);
CREATE INDEX deliveries_by_lane ON deliveries (inbox, actor, seq) WHERE state = 'pending';
-- Only those whose turn it may be, so that this index stays small whatever waits behind them.
CREATE INDEX deliveries_by_turn ON deliveries (host, next_at, seq)
    WHERE state = 'pending' AND next_at <> 9223372036854775807;
CREATE INDEX deliveries_leased ON deliveries (host, inbox, actor, leased_until)
    WHERE leased_until > 0;
CREATE INDEX deliveries_refused ON deliveries (host, seq) WHERE state = 'refused';
CREATE INDEX deliveries_by_object ON deliveries (object, inbox);

CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    signature_scheme TEXT CHECK (signature_scheme IN ('cavage', 'rfc9421')),
    failures BIGINT NOT NULL,
    unreachable_since BIGINT,
    next_at BIGINT NOT NULL,
    last_success_at BIGINT,
    last_error TEXT
);

CREATE TABLE remote_actors (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    handle TEXT,
    name TEXT,
    inbox TEXT,
    shared_inbox TEXT,
    followers TEXT,
    outbox TEXT,
    registry_log TEXT,
    gone BOOLEAN NOT NULL,
    fetched_at BIGINT NOT NULL
);

CREATE TABLE remote_keys (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    algorithm TEXT NOT NULL CHECK (algorithm IN ('rsa', 'ed25519')),
    public_key TEXT NOT NULL,
    fetched_at BIGINT NOT NULL,
    refreshed_at BIGINT NOT NULL
);
CREATE INDEX remote_keys_by_owner ON remote_keys (owner);

-- Acknowledged activities. The body is dropped after a while, the id stays for longer.
CREATE TABLE received (
    seq SERIAL_KEY,
    activity TEXT NOT NULL UNIQUE,
    body_digest TEXT NOT NULL,
    body TEXT,
    actor TEXT NOT NULL,
    origin TEXT NOT NULL,
    type TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'applied', 'ignored', 'failed')),
    reason TEXT,
    attempts BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    processed_at BIGINT
);
CREATE INDEX received_pending ON received (next_at, seq) WHERE state = 'pending';
CREATE INDEX received_not_applied ON received (origin, seq) WHERE state IN ('ignored', 'failed');
CREATE INDEX received_with_body ON received (processed_at) WHERE body IS NOT NULL;
CREATE INDEX received_without_body ON received (processed_at) WHERE body IS NULL;

CREATE TABLE followers (
    actor TEXT NOT NULL,
    follower TEXT NOT NULL,
    inbox TEXT NOT NULL,
    shared_inbox TEXT,
    follow TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (actor, follower)
);
CREATE INDEX followers_by_follower ON followers (follower);

CREATE TABLE peers (
    id TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    name TEXT,
    inbox TEXT NOT NULL,
    registry_log TEXT,
    following TEXT NOT NULL CHECK (following IN ('no', 'requested', 'accepted', 'rejected')),
    follow TEXT,
    epoch TEXT,
    cursor_seq BIGINT NOT NULL,
    head_seq BIGINT NOT NULL,
    last_pulled_at BIGINT,
    next_pull_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL
);

-- Others' records: a cache with its origin, freshness and tombstones.
CREATE TABLE remote_records (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('organization', 'offer')),
    owner TEXT NOT NULL,
    organization TEXT,
    purpose TEXT,
    name TEXT NOT NULL,
    territory TEXT,
    body TEXT NOT NULL,
    record_digest TEXT NOT NULL,
    updated BIGINT NOT NULL,
    log_seq BIGINT,
    received_at BIGINT NOT NULL,
    gone BOOLEAN NOT NULL
);
CREATE INDEX remote_records_by_origin ON remote_records (origin, kind, gone);
CREATE INDEX remote_records_by_name ON remote_records (kind, gone, name);
