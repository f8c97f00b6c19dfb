-- Whose address it is has been shown once: by a link that was mailed to it.
ALTER TABLE accounts ADD COLUMN address_confirmed_at BIGINT;
ALTER TABLE one_time_links ADD COLUMN is_mailed BOOLEAN NOT NULL DEFAULT FALSE;
-- To which address the link of a claim was mailed, until it is used.
ALTER TABLE claims ADD COLUMN mailed_to TEXT;

-- Keys that earlier versions gave with a record belong to whoever took it over, where exactly one
-- account represents the organization since that minute; the others stay without a holder.
UPDATE tokens SET account = (
    SELECT MIN(representatives.account) FROM representatives, claims
    WHERE claims.organization = tokens.organization
        AND representatives.organization = tokens.organization
        AND TRIM(SUBSTR(claims.used_by, 1, 50)) = tokens.label
        AND tokens.created_at BETWEEN claims.used_at AND claims.used_at + 60000
        AND representatives.since BETWEEN claims.used_at AND claims.used_at + 60000
)
WHERE account IS NULL AND organization IS NOT NULL AND 1 = (
    SELECT COUNT(DISTINCT representatives.account) FROM representatives, claims
    WHERE claims.organization = tokens.organization
        AND representatives.organization = tokens.organization
        AND TRIM(SUBSTR(claims.used_by, 1, 50)) = tokens.label
        AND tokens.created_at BETWEEN claims.used_at AND claims.used_at + 60000
        AND representatives.since BETWEEN claims.used_at AND claims.used_at + 60000
);
