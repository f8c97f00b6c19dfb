-- What people of other servers say to the directory's organizations.

-- Answers to offers and needs. One that its author removed is gone from here.
CREATE TABLE replies (
    id TEXT PRIMARY KEY,
    -- The address of the answer on its author's server, and what it answers: a path of ours
    -- or the address of another answer.
    note TEXT NOT NULL UNIQUE,
    offer TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    in_reply_to TEXT NOT NULL,
    depth BIGINT NOT NULL,
    author TEXT NOT NULL,
    author_name TEXT,
    author_handle TEXT,
    host TEXT NOT NULL,
    -- HTML that was sanitised before it came here.
    content TEXT NOT NULL,
    language TEXT,
    url TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'hidden')),
    published_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    decided_at BIGINT
);
CREATE INDEX replies_by_offer ON replies (offer, state, published_at, id);
CREATE INDEX replies_by_state ON replies (state, id);
CREATE INDEX replies_by_host ON replies (host, received_at);
CREATE INDEX replies_by_author ON replies (author, received_at);

-- Who likes an offer or need, or passed it on; each is counted once.
CREATE TABLE reactions (
    offer TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('like', 'share')),
    actor TEXT NOT NULL,
    activity TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (offer, kind, actor)
);
CREATE INDEX reactions_by_actor ON reactions (actor);

-- Direct messages to and from organizations, and public words that name one.
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    -- The address of what was said, theirs or ours, and the activity that brought it.
    note TEXT NOT NULL,
    activity TEXT NOT NULL,
    -- The path of our actor; its organization, if it is one.
    recipient TEXT NOT NULL,
    organization TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'mention', 'answer', 'automatic')),
    correspondent TEXT NOT NULL,
    correspondent_name TEXT,
    correspondent_handle TEXT,
    host TEXT NOT NULL,
    content TEXT NOT NULL,
    language TEXT,
    in_reply_to TEXT,
    published_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    UNIQUE (note, recipient)
);
CREATE INDEX messages_by_organization ON messages (organization, id);
CREATE INDEX messages_by_correspondent ON messages (correspondent, received_at);
CREATE INDEX messages_by_host ON messages (host, received_at);
CREATE INDEX messages_by_age ON messages (received_at);

-- What others removed, so that it does not come back by a late repetition.
CREATE TABLE removed_notes (
    note TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    removed_at BIGINT NOT NULL
);
CREATE INDEX removed_notes_by_host ON removed_notes (host, removed_at);

-- What was reported to this directory, and what it reported to others; nobody else reads it.
CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    activity TEXT NOT NULL UNIQUE,
    direction TEXT NOT NULL CHECK (direction IN ('received', 'sent')),
    reporter TEXT NOT NULL,
    host TEXT NOT NULL,
    -- The addresses that it is about; JSON.
    subjects TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'resolved')),
    resolution TEXT,
    received_at BIGINT NOT NULL,
    resolved_at BIGINT
);
CREATE INDEX reports_by_state ON reports (state, id);
CREATE INDEX reports_by_host ON reports (host, received_at);

-- Who wants to hear nothing of which of our actors.
CREATE TABLE blocks (
    actor TEXT NOT NULL,
    blocked_by TEXT NOT NULL,
    activity TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (actor, blocked_by)
);
CREATE INDEX blocks_by_blocker ON blocks (blocked_by);

-- Whether an activity concerns its recipients alone, so that nobody else may read it.
ALTER TABLE activities ADD COLUMN direct BOOLEAN NOT NULL DEFAULT FALSE;
