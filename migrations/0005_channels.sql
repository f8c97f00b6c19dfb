-- Channels: slices of all offers and needs that anybody can follow.

-- Which slices every open offer or need falls into, our own by its path and carried ones of
-- peers by their address. A slice is of one purpose, as its codes: `needs.agriculture.MX-OAX`.
CREATE TABLE slices (
    slice TEXT NOT NULL,
    at BIGINT NOT NULL,
    offer TEXT NOT NULL,
    PRIMARY KEY (slice, at, offer)
);
CREATE INDEX slices_by_offer ON slices (offer);

-- Channels that somebody follows or followed, under the handle that they had then.
CREATE TABLE channels (
    slice TEXT PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

-- What a channel told its followers, once for each offer; `channel` is its path. What goes
-- beyond the day's ceiling is held for the summary at the end of the day (UTC).
CREATE TABLE announcements (
    channel TEXT NOT NULL,
    offer TEXT NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('announced', 'held', 'summed', 'undone')),
    -- The activities that told of it: of its address, and of what was published of it.
    activity TEXT REFERENCES activities (path),
    whole_activity TEXT REFERENCES activities (path),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (channel, offer)
);
CREATE INDEX announcements_by_day ON announcements (channel, day);
CREATE INDEX announcements_by_offer ON announcements (offer);
CREATE INDEX announcements_held ON announcements (day) WHERE state = 'held';

-- Whether an outbox lists an activity; one that was taken back is not served either.
ALTER TABLE activities ADD COLUMN standing TEXT NOT NULL DEFAULT 'listed'
    CHECK (standing IN ('listed', 'unlisted', 'undone'));

-- Whether a peer's offers and needs fall into our channels too.
ALTER TABLE peers ADD COLUMN carried BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX remote_records_by_organization ON remote_records (organization)
    WHERE organization IS NOT NULL;
