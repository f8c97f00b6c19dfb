-- Requests that brought an activity whose id came again by another one since: none of them has
-- an effect a second time, as long as its signature may count.
CREATE TABLE replaced_requests (
    digest TEXT PRIMARY KEY,
    replaced_at BIGINT NOT NULL
);
CREATE INDEX replaced_requests_by_age ON replaced_requests (replaced_at);
