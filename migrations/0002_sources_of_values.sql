-- Where each value comes from, and imports that can be followed and undone.

-- Who stated which fields of an organization, and when; JSON.
ALTER TABLE organizations ADD COLUMN provenance TEXT NOT NULL DEFAULT '[]';
-- The Wikidata id of the municipality, and how exact the point is where that was derived.
ALTER TABLE organizations ADD COLUMN municipality TEXT;
ALTER TABLE organizations ADD COLUMN point_precision TEXT;

-- What the register stated last, as a draft in JSON.
ALTER TABLE sources ADD COLUMN stated TEXT;
ALTER TABLE sources ADD COLUMN is_dissolved BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX sources_by_batch ON sources (batch);

-- How far an import has come, and which process is at it until when.
ALTER TABLE imports ADD COLUMN state TEXT NOT NULL DEFAULT 'done'
    CHECK (state IN ('reading', 'applying', 'done', 'undoing', 'undone', 'abandoned'));
ALTER TABLE imports ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
ALTER TABLE imports ADD COLUMN done_rows BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN holder TEXT;
ALTER TABLE imports ADD COLUMN held_until BIGINT NOT NULL DEFAULT 0;
CREATE INDEX imports_unfinished ON imports (state) WHERE state IN ('reading', 'applying', 'undoing');

-- The rows of an import that are read, until it is done; one that is left out has no entry.
CREATE TABLE import_rows (
    batch TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    identifier TEXT NOT NULL,
    entry TEXT,
    PRIMARY KEY (batch, seq)
);
CREATE INDEX import_rows_by_identifier ON import_rows (batch, identifier);

-- What is wrong with an import's rows; JSON.
CREATE TABLE import_problems (
    seq SERIAL_KEY,
    batch TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    problem TEXT NOT NULL
);
CREATE INDEX import_problems_by_batch ON import_problems (batch, line, seq);

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
