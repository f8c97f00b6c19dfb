-- Offers and needs that somebody has begun to write: what stands in the fields of the form,
-- by their names; JSON. Their organization alone sees them, and nothing of them is published.
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    fields TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX drafts_by_organization ON drafts (organization, updated_at);
