-- What an organization says against a refusal of the office, and what the office answered. An
-- attestation is refused once, so it is appealed against once.

CREATE TABLE appeals (
    attestation TEXT PRIMARY KEY REFERENCES attestations (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    decision TEXT CHECK (decision IN ('upheld', 'attested')),
    answer TEXT,
    decided_at BIGINT
);
