-- Letters by mail that wait to be sent, and what became of them. A text that was sent or given
-- up is emptied, since it may hold the secret of a link.
CREATE TABLE letters (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('claim', 'sign-in', 'new-password', 'notice')),
    -- The mail address of whoever receives it.
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up')),
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    -- After it the letter is of no use.
    expires_at BIGINT NOT NULL,
    last_error TEXT,
    written_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX letters_by_turn ON letters (state, next_at);
