//! New keys in the place of old ones. A new key is a row before anything shows it, so that a
//! crash loses none of it; the old one goes on signing until all documents show the new one.
//! Each Ed25519 key has a name of its own, and a replaced one is shown until nothing stands
//! under its proof any more.

use super::{LOCK, NODE};
use crate::activitypub::keys::{Algorithm, PrivateKey};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::store::{Tx, execute, on};

/// Keeps everybody from writing documents until `tx` ends.
pub async fn lock(tx: &mut Tx) -> Result<()> {
    tx.lock_name(LOCK, false).await
}

/// Whether a key is being replaced, or what stood under a replaced one is not yet sealed anew.
pub async fn is_under_way(tx: &mut Tx) -> Result<bool> {
    let query = "SELECT owner FROM next_keys UNION ALL SELECT owner FROM former_keys LIMIT 1";
    let one: Option<String> = on!(tx, |c| sqlx::query_scalar(query).fetch_optional(c))?;
    Ok(one.is_some())
}

/// The keys that do not sign yet: owner, algorithm, since when.
pub async fn next(tx: &mut Tx) -> Result<Vec<(String, String, Timestamp)>> {
    let query = "SELECT owner, algorithm, created_at FROM next_keys ORDER BY owner, algorithm";
    on!(tx, |c| sqlx::query_as(query).fetch_all(c))
}

/// Whose keys of an algorithm there are, but for actors that are gone for good.
pub async fn owners(tx: &mut Tx, algorithm: Algorithm) -> Result<Vec<String>> {
    let query = "SELECT owner FROM keys WHERE algorithm = $1 AND NOT EXISTS \
        (SELECT 1 FROM documents d WHERE d.path = keys.owner AND d.gone) ORDER BY owner";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(algorithm.as_str())
        .fetch_all(c))
}

/// Keeps a new key of `owner`, which is to take the place of the present one, or to stand beside
/// the one that all share.
pub async fn add(tx: &mut Tx, owner: &str, key: &PrivateKey, now: Timestamp) -> Result<()> {
    let algorithm = key.algorithm();
    let query = "SELECT created_at FROM keys WHERE owner = $1 AND algorithm = $2";
    let present: Option<Timestamp> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(owner)
        .bind(algorithm.as_str())
        .fetch_optional(c))?;
    // Whoever compares times sees that it is another one, however quickly they follow.
    let since = present.map_or(now, |present| now.max(Timestamp(present.0 + 1)));
    let public = key.public()?;
    let (name, shown) = match algorithm {
        // A line from the middle, since keys of one size begin alike.
        Algorithm::Rsa => (None, public.to_pem().lines().nth(3).map(str::to_owned)),
        Algorithm::Ed25519 => (
            Some(format!("ed25519-{}", since.0)),
            Some(public.to_multibase()),
        ),
    };
    let shown = shown.ok_or_else(|| Error::internal("a public key is short"))?;
    let statement = "INSERT INTO next_keys \
        (owner, algorithm, private_pem, created_at, name, shown) VALUES ($1, $2, $3, $4, $5, $6)";
    let pem = key.to_pem()?;
    execute!(
        tx,
        sqlx::query(statement)
            .bind(owner)
            .bind(algorithm.as_str())
            .bind(&pem)
            .bind(since)
            .bind(&name)
            .bind(&shown)
    )?;
    Ok(())
}

/// The actors whose documents do not show a next key yet, or still show one that proves nothing
/// any more; of all, or of those from one path to another.
pub async fn unshown(tx: &mut Tx, within: Option<(&str, &str)>) -> Result<Vec<String>> {
    let query = "SELECT d.path FROM next_keys n \
        JOIN keys k ON k.algorithm = 'ed25519' AND (k.owner = n.owner \
            OR n.algorithm = 'rsa' AND n.owner = $1 \
            AND NOT EXISTS (SELECT 1 FROM keys own \
                WHERE own.owner = k.owner AND own.algorithm = 'rsa') \
            AND NOT EXISTS (SELECT 1 FROM next_keys own \
                WHERE own.owner = k.owner AND own.algorithm = 'rsa')) \
        JOIN documents d ON d.path = k.owner AND d.gone = FALSE \
            AND d.path >= $2 AND ($3 = '' OR d.path <= $3) \
        WHERE d.body LIKE '%\"assertionMethod\"%' AND d.body NOT LIKE '%' || n.shown || '%' \
        UNION SELECT d.path FROM former_keys f \
        JOIN documents d ON d.path = f.owner AND d.gone = FALSE \
            AND d.path >= $2 AND ($3 = '' OR d.path <= $3) \
        WHERE f.resealed AND d.body LIKE '%' || f.multibase || '%' ORDER BY path";
    let (first, last) = within.unwrap_or_default();
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(NODE)
        .bind(first)
        .bind(last)
        .fetch_all(c))
}

/// Has the next keys sign and seal from now on. Of those that they replace, the private side is
/// destroyed, but for what an organization that is gone has still to say: servers cannot read
/// of another key at its address.
pub async fn take_over(tx: &mut Tx) -> Result<()> {
    // What went meanwhile shows no new key, so that it keeps the one that others know.
    let statement = "DELETE FROM next_keys WHERE owner <> $1 AND EXISTS \
        (SELECT 1 FROM documents d WHERE d.path = next_keys.owner AND d.gone)";
    execute!(tx, sqlx::query(statement).bind(NODE))?;
    let statement = "INSERT INTO keys (owner, algorithm, private_pem, created_at) \
        SELECT DISTINCT d.actor, k.algorithm, k.private_pem, k.created_at FROM deliveries d \
        JOIN documents o ON o.path = d.actor AND o.gone \
        JOIN keys k ON k.owner = $1 AND k.algorithm = 'rsa' \
        JOIN next_keys n ON n.owner = k.owner AND n.algorithm = k.algorithm \
        WHERE d.state IN ('pending', 'refused') ON CONFLICT (owner, algorithm) DO NOTHING";
    execute!(tx, sqlx::query(statement).bind(NODE))?;
    let query = "SELECT k.owner, COALESCE(k.name, 'ed25519'), k.private_pem, k.created_at \
        FROM keys k JOIN next_keys n ON n.owner = k.owner AND n.algorithm = k.algorithm \
        WHERE k.algorithm = 'ed25519'";
    let replaced: Vec<(String, String, String, Timestamp)> =
        on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
    let statement = "INSERT INTO former_keys (owner, name, multibase, created_at, resealed) \
        VALUES ($1, $2, $3, $4, FALSE)";
    for (owner, name, pem, since) in &replaced {
        let multibase = PrivateKey::from_pem(pem)?.public()?.to_multibase();
        execute!(
            tx,
            sqlx::query(statement)
                .bind(owner)
                .bind(name)
                .bind(&multibase)
                .bind(*since)
        )?;
    }
    let statement = "INSERT INTO keys (owner, algorithm, private_pem, created_at, name) \
        SELECT owner, algorithm, private_pem, created_at, name FROM next_keys WHERE TRUE \
        ON CONFLICT (owner, algorithm) DO UPDATE SET private_pem = excluded.private_pem, \
        created_at = excluded.created_at, name = excluded.name";
    execute!(tx, sqlx::query(statement))?;
    execute!(tx, sqlx::query("DELETE FROM next_keys"))?;
    Ok(())
}

/// The Ed25519 keys of an actor beside the one that seals, by name and Multikey: one to come,
/// and those under whose proof something stands still.
pub async fn beside(tx: &mut Tx, owner: &str) -> Result<[Vec<(String, String)>; 2]> {
    let query = "SELECT name, shown, 'next' AS stage, created_at FROM next_keys \
        WHERE owner = $1 AND algorithm = 'ed25519' \
        UNION ALL SELECT name, multibase, 'former' AS stage, created_at FROM former_keys \
        WHERE owner = $1 AND resealed = FALSE ORDER BY created_at DESC";
    let rows: Vec<(String, String, String, Timestamp)> =
        on!(tx, |c| sqlx::query_as(query).bind(owner).fetch_all(c))?;
    let (mut next, mut former) = (Vec::new(), Vec::new());
    for (name, multibase, stage, _) in rows {
        let those = if stage == "next" {
            &mut next
        } else {
            &mut former
        };
        those.push((name, multibase));
    }
    Ok([next, former])
}

/// The keys under whose proof something may stand still: owner and name.
pub async fn former(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let query = "SELECT owner, name FROM former_keys WHERE resealed = FALSE";
    on!(tx, |c| sqlx::query_as(query).fetch_all(c))
}

/// The former keys that documents may show: owner, algorithm, since when.
pub async fn still_shown(tx: &mut Tx) -> Result<Vec<(String, String, Timestamp)>> {
    let query = "SELECT owner, 'ed25519' AS algorithm, created_at FROM former_keys \
        ORDER BY owner, created_at";
    on!(tx, |c| sqlx::query_as(query).fetch_all(c))
}

/// Notes that nothing stands under a former key any more.
pub async fn note_resealed(tx: &mut Tx) -> Result<()> {
    execute!(tx, sqlx::query("UPDATE former_keys SET resealed = TRUE"))?;
    Ok(())
}

/// Forgets the former keys that no document shows any more.
pub async fn forget_resealed(tx: &mut Tx) -> Result<()> {
    execute!(tx, sqlx::query("DELETE FROM former_keys WHERE resealed"))?;
    Ok(())
}

/// Destroys the keys of actors that are gone and have nothing left to say.
pub async fn forget_of_gone(tx: &mut Tx) -> Result<u64> {
    let statement = "DELETE FROM keys WHERE algorithm = 'rsa' AND owner <> $1 AND EXISTS \
        (SELECT 1 FROM documents d WHERE d.path = keys.owner AND d.gone) AND NOT EXISTS \
        (SELECT 1 FROM deliveries d WHERE d.actor = keys.owner \
            AND d.state IN ('pending', 'refused'))";
    execute!(tx, sqlx::query(statement).bind(NODE))
}
