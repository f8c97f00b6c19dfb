-- Letters to the office of what came: when each was written last, at most once a day.
CREATE TABLE office_letters (
    about TEXT PRIMARY KEY,
    told_at BIGINT NOT NULL
);
