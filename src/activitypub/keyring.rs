//! The node's own keys: one RSA key that every actor publishes under its own id, and an
//! Ed25519 key for each actor, made when it is first needed and never during a GET.

use super::keys::{Algorithm, PrivateKey};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Db, Tx, execute, on};

/// The path of the node's own actor.
pub const NODE: &str = "/actor";

/// All private keys of a node. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Keyring {
    rsa: PrivateKey,
    node: PrivateKey,
}

impl Keyring {
    /// Reads the node's keys, and makes them when they are missing.
    pub async fn open(db: &Db, now: Timestamp) -> Result<Self> {
        let mut tx = db.begin().await?;
        let rsa = get_or_make(&mut tx, NODE, Algorithm::Rsa, now).await?;
        let node = get_or_make(&mut tx, NODE, Algorithm::Ed25519, now).await?;
        tx.commit().await?;
        Ok(Self { rsa, node })
    }

    /// The RSA key that signs requests of every actor of this node.
    pub fn rsa(&self) -> &PrivateKey {
        &self.rsa
    }

    /// The Ed25519 key of the node's actor, which signs listed organizations.
    pub fn node(&self) -> &PrivateKey {
        &self.node
    }

    /// The Ed25519 key of the actor at `path`, made within `tx` when it has none.
    pub async fn of_actor(&self, tx: &mut Tx, path: &str, now: Timestamp) -> Result<PrivateKey> {
        if path == NODE {
            return Ok(self.node.clone());
        }
        get_or_make(tx, path, Algorithm::Ed25519, now).await
    }
}

async fn get_or_make(
    tx: &mut Tx,
    owner: &str,
    algorithm: Algorithm,
    now: Timestamp,
) -> Result<PrivateKey> {
    if let Some(key) = find(tx, owner, algorithm).await? {
        return Ok(key);
    }
    let key = PrivateKey::generate(algorithm)?;
    let statement = "INSERT INTO keys (owner, algorithm, private_pem, created_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (owner, algorithm) DO NOTHING";
    let pem = key.to_pem()?;
    let made = execute!(
        tx,
        sqlx::query(statement)
            .bind(owner)
            .bind(algorithm.as_str())
            .bind(&pem)
            .bind(now)
    )?;
    // Another process may have been quicker; then its key is the one.
    let rival = if made == 0 {
        find(tx, owner, algorithm).await?
    } else {
        None
    };
    Ok(rival.unwrap_or(key))
}

async fn find(tx: &mut Tx, owner: &str, algorithm: Algorithm) -> Result<Option<PrivateKey>> {
    let query = "SELECT private_pem FROM keys WHERE owner = $1 AND algorithm = $2";
    let pem: Option<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(owner)
        .bind(algorithm.as_str())
        .fetch_optional(c))?;
    pem.map(|pem| PrivateKey::from_pem(&pem)).transpose()
}

/// The public side of every key, for `trenza keys list`: owner, algorithm, since when.
pub async fn list(tx: &mut Tx) -> Result<Vec<(String, String, Timestamp)>> {
    let query = "SELECT owner, algorithm, created_at FROM keys ORDER BY owner, algorithm";
    on!(tx, |c| sqlx::query_as(query).fetch_all(c))
}

/// Whether `owner` has a key of its own, which makes it an actor.
pub async fn has(tx: &mut Tx, owner: &str) -> Result<bool> {
    Ok(find(tx, owner, Algorithm::Ed25519).await?.is_some())
}
