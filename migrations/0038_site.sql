-- How the directory shows itself, where its office said so: one row. What is NULL or empty is as
-- the settings file has it.
CREATE TABLE site (
    id TEXT PRIMARY KEY CHECK (id = 'site'),
    -- JSON: texts by language.
    names TEXT NOT NULL,
    welcome TEXT NOT NULL,
    rules TEXT NOT NULL,
    -- The colour of links and buttons on a light ground and on a dark one, as #rrggbb.
    color_light TEXT,
    color_dark TEXT,
    -- A JSON array of tags, the preferred language first.
    languages TEXT,
    -- Grows with each change, so that nobody replaces what they have not seen.
    version BIGINT NOT NULL
);
INSERT INTO site (id, names, welcome, rules, version) VALUES ('site', '{}', '{}', '{}', 0);
