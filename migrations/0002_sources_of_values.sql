-- Where each value comes from, and imports that can be followed and undone.

-- Who stated which fields of an organization, and when; JSON.
ALTER TABLE organizations ADD COLUMN provenance TEXT NOT NULL DEFAULT '[]';
-- The Wikidata id of the municipality, and how exact the point is where that was derived.
ALTER TABLE organizations ADD COLUMN municipality TEXT;
ALTER TABLE organizations ADD COLUMN point_precision TEXT;

-- What the register stated last, as a draft in JSON.
ALTER TABLE sources ADD COLUMN stated TEXT;
CREATE INDEX sources_by_batch ON sources (batch);

ALTER TABLE imports ADD COLUMN state TEXT NOT NULL DEFAULT 'done'
    CHECK (state IN ('reading', 'applying', 'done', 'undoing', 'undone', 'abandoned'));
ALTER TABLE imports ADD COLUMN options TEXT NOT NULL DEFAULT '{}';

-- The rows of an import that are read and not applied yet.
CREATE TABLE import_rows (
    batch TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (batch, seq)
);

-- What an import changed, with what stood there before, so that it can be undone. An import
-- that made an organization has nothing before it.
CREATE TABLE import_changes (
    batch TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    organization TEXT NOT NULL,
    identifier TEXT NOT NULL,
    status TEXT NOT NULL,
    before TEXT,
    source_before TEXT,
    PRIMARY KEY (batch, seq)
);
CREATE INDEX import_changes_by_organization ON import_changes (organization, batch);

-- What a register states of a field that was edited by hand, until somebody decides.
CREATE TABLE conflicts (
    organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    register TEXT NOT NULL,
    identifier TEXT NOT NULL,
    stated TEXT NOT NULL,
    stated_on TEXT,
    batch TEXT NOT NULL,
    noticed_at BIGINT NOT NULL,
    PRIMARY KEY (organization, field, register, identifier)
);

-- What the columns of a table mean, by the digest of its headers, as the office confirmed it.
CREATE TABLE mappings (
    headers_digest TEXT PRIMARY KEY,
    register TEXT NOT NULL,
    mapping TEXT NOT NULL,
    saved_at BIGINT NOT NULL
);
