-- Who did something for the office is told by the mail address that they had, beside the name;
-- whom it concerned stands apart, since only those who run the node read mail addresses.
ALTER TABLE office_acts ADD COLUMN mail TEXT;
ALTER TABLE office_acts ADD COLUMN about TEXT;
UPDATE office_acts SET mail = (SELECT accounts.mail FROM accounts
    WHERE accounts.id = office_acts.account);
UPDATE office_acts SET about = SUBSTR(what, 14), what = 'admin create'
    WHERE account IS NULL AND what LIKE 'admin create %';
UPDATE office_acts SET about = SUBSTR(what, 22), what = 'admin reset-password'
    WHERE account IS NULL AND what LIKE 'admin reset-password %';
UPDATE office_acts SET about = SUBSTR(what, 14), what = 'admin demote'
    WHERE account IS NULL AND what LIKE 'admin demote %';
UPDATE office_acts SET about = SUBSTR(what, 17), what = 'admin represent'
    WHERE account IS NULL AND what LIKE 'admin represent %';
UPDATE office_acts SET about = SUBSTR(what, 19), what = 'admin unrepresent'
    WHERE account IS NULL AND what LIKE 'admin unrepresent %';
CREATE INDEX office_acts_by_about ON office_acts (about);

-- Links that were used just now, with the digest of the form that used each: a double click
-- sends the form twice, and whoever pressed the button goes on either way.
CREATE TABLE used_links (
    secret_digest TEXT PRIMARY KEY,
    form_digest TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    used_at BIGINT NOT NULL
);
CREATE INDEX used_links_by_account ON used_links (account);
