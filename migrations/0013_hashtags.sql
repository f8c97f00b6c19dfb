-- Under which hashtags an offer or need was published, in each of its languages: the folded
-- form that addresses are made of, and the tag as people write it.
CREATE TABLE offer_tags (
    offer TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    tag TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (offer, language, tag)
);
CREATE INDEX offer_tags_by_tag ON offer_tags (tag, offer);
