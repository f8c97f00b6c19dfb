//! The node's own keys: one RSA key that every actor publishes under its own id, unless it was
//! given one of its own, and an Ed25519 key for each actor, made when it is first needed and
//! never during a GET.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::keys::{Algorithm, PrivateKey};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::store::{Db, Tx, execute, on};

/// The path of the node's own actor.
pub const NODE: &str = "/actor";

/// All private keys of a node. Its clones are one: all of them heed a new key together.
#[derive(Debug, Clone)]
pub struct Keyring(Arc<Rings>);

/// After a rotation the two differ until the documents show the new key, so that nobody is
/// sent what is signed by a key that stands nowhere yet.
#[derive(Debug)]
struct Rings {
    /// What documents show.
    shown: RwLock<Arc<Held>>,
    /// What requests are signed with.
    signing: RwLock<Arc<Held>>,
}

#[derive(Debug)]
struct Held {
    /// Whose they are, of which algorithm, and since when, to see whether they still are.
    rows: Vec<(String, String, Timestamp)>,
    rsa: PrivateKey,
    node: PrivateKey,
    /// The RSA keys of actors that have one of their own.
    own: HashMap<String, PrivateKey>,
}

impl Held {
    async fn read(tx: &mut Tx) -> Result<Self> {
        let rows = rows(tx).await?;
        let (mut rsa, mut node, mut own) = (None, None, HashMap::new());
        for (owner, algorithm, _) in &rows {
            if algorithm == Algorithm::Ed25519.as_str() {
                node = find(tx, owner, Algorithm::Ed25519).await?;
            } else if owner == NODE {
                rsa = find(tx, owner, Algorithm::Rsa).await?;
            } else if let Some(key) = find(tx, owner, Algorithm::Rsa).await? {
                own.insert(owner.clone(), key);
            }
        }
        let missing = || Error::internal("the database lacks the node's own keys");
        Ok(Self {
            rows,
            rsa: rsa.ok_or_else(missing)?,
            node: node.ok_or_else(missing)?,
            own,
        })
    }

    fn rsa_of(&self, path: &str) -> PrivateKey {
        self.own.get(path).unwrap_or(&self.rsa).clone()
    }
}

impl Keyring {
    /// Reads the node's keys, and makes them when they are missing.
    pub async fn open(db: &Db, now: Timestamp) -> Result<Self> {
        let mut tx = db.begin().await?;
        for algorithm in [Algorithm::Rsa, Algorithm::Ed25519] {
            get_or_make(&mut tx, NODE, algorithm, now).await?;
        }
        let held = Arc::new(Held::read(&mut tx).await?);
        tx.commit().await?;
        Ok(Self(Arc::new(Rings {
            shown: RwLock::new(Arc::clone(&held)),
            signing: RwLock::new(held),
        })))
    }

    /// The RSA key that signs requests of the actor at `path`.
    pub fn rsa_of(&self, path: &str) -> PrivateKey {
        held(&self.0.signing).rsa_of(path)
    }

    /// The RSA key that the document of the actor at `path` shows.
    pub fn shown_rsa_of(&self, path: &str) -> PrivateKey {
        held(&self.0.shown).rsa_of(path)
    }

    /// The Ed25519 key of the node's actor, which signs listed organizations.
    pub fn node(&self) -> PrivateKey {
        held(&self.0.shown).node.clone()
    }

    /// The Ed25519 key of the actor at `path`, made within `tx` when it has none.
    pub async fn of_actor(&self, tx: &mut Tx, path: &str, now: Timestamp) -> Result<PrivateKey> {
        if path == NODE {
            return Ok(self.node());
        }
        get_or_make(tx, path, Algorithm::Ed25519, now).await
    }

    /// Shows from now on what the rows hold, which another process may have changed.
    pub async fn heed(&self, tx: &mut Tx) -> Result<()> {
        if held(&self.0.shown).rows != rows(tx).await? {
            let read = Arc::new(Held::read(tx).await?);
            *self.0.shown.write().unwrap_or_else(PoisonError::into_inner) = read;
        }
        Ok(())
    }

    /// Signs from now on by what is shown.
    pub fn sign_by_shown(&self) {
        let shown = held(&self.0.shown);
        *(self.0.signing.write()).unwrap_or_else(PoisonError::into_inner) = shown;
    }
}

fn held(ring: &RwLock<Arc<Held>>) -> Arc<Held> {
    Arc::clone(&ring.read().unwrap_or_else(PoisonError::into_inner))
}

/// Which keys are held in memory: an actor's own Ed25519 key is read when it is needed.
async fn rows(tx: &mut Tx) -> Result<Vec<(String, String, Timestamp)>> {
    let query = "SELECT owner, algorithm, created_at FROM keys \
        WHERE owner = $1 OR algorithm = 'rsa' ORDER BY owner, algorithm";
    on!(tx, |c| sqlx::query_as(query).bind(NODE).fetch_all(c))
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

/// Writes a new key over the one that `owner` has, which is gone for good, or beside the one
/// that all share.
pub async fn replace(tx: &mut Tx, owner: &str, key: &PrivateKey, now: Timestamp) -> Result<()> {
    // Whoever compares times sees that it is another one, however quickly they follow.
    let statement = "INSERT INTO keys (owner, algorithm, private_pem, created_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (owner, algorithm) DO UPDATE SET private_pem = $3, \
        created_at = CASE WHEN keys.created_at < $4 THEN $4 ELSE keys.created_at + 1 END";
    let pem = key.to_pem()?;
    execute!(
        tx,
        sqlx::query(statement)
            .bind(owner)
            .bind(key.algorithm().as_str())
            .bind(&pem)
            .bind(now)
    )?;
    Ok(())
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
