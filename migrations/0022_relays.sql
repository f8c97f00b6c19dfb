-- Relays (FEP-ae0c) that pass our public offers and needs on.
CREATE TABLE relays (
    id TEXT PRIMARY KEY,
    inbox TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('requested', 'accepted', 'rejected')),
    -- The path of our Follow.
    follow TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
