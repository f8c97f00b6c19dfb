-- When a passkey was last refused and its owner told, since it may have been copied.
ALTER TABLE passkeys ADD COLUMN copied_at BIGINT;
