//! The node's own keys: one RSA key that every actor publishes under its own id, unless it was
//! given one of its own, and an Ed25519 key for each actor, made when it is first needed and
//! never during a GET.

/// New keys in the place of old ones.
pub mod replacing;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;

use super::keys::{Algorithm, PrivateKey};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::store::{Db, Tx, execute, on};

/// The path of the node's own actor.
pub const NODE: &str = "/actor";
/// What an actor's first Ed25519 key is called.
const FIRST: &str = "ed25519";
/// What whoever writes documents holds together, and whoever changes keys alone.
const LOCK: &str = "keys";

/// The RSA keys of a node, which sign requests. Its clones are one: all of them heed a new key
/// together.
#[derive(Debug, Clone)]
pub struct Keyring(Arc<Ring>);

#[derive(Debug)]
struct Ring {
    held: RwLock<Arc<Held>>,
    /// Of two who read at once, the later to begin is the later to end.
    reading: Mutex<()>,
}

/// An Ed25519 key, which seals documents.
#[derive(Debug, Clone)]
pub struct ProofKey {
    /// What its actor's document calls it, behind the `#` of its id.
    pub name: String,
    /// The key.
    pub key: PrivateKey,
}

#[derive(Debug)]
struct Held {
    /// Whose they are, at which stage, and since when, to see whether they still are.
    marks: Vec<Mark>,
    /// The one of all actors that have none of their own.
    shared: PrivateKey,
    /// The others.
    own: HashMap<String, PrivateKey>,
    /// Those that are shown already and sign later.
    next: HashMap<String, PrivateKey>,
}

type Mark = (String, String, Timestamp);

impl Held {
    /// Reads the rows, and makes something of them when they are not the known ones.
    async fn read(tx: &mut Tx, known: &[Mark]) -> Result<Option<Self>> {
        let query = "SELECT owner, 'now' AS stage, created_at, private_pem \
            FROM keys WHERE algorithm = 'rsa' \
            UNION ALL SELECT owner, 'next' AS stage, created_at, private_pem \
            FROM next_keys WHERE algorithm = 'rsa' ORDER BY owner, stage";
        let rows: Vec<(String, String, Timestamp, String)> =
            on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
        let (mut marks, mut pems) = (Vec::new(), Vec::new());
        for (owner, stage, since, pem) in rows {
            marks.push((owner, stage, since));
            pems.push(pem);
        }
        if marks == known {
            return Ok(None);
        }
        let (mut own, mut next) = (HashMap::new(), HashMap::new());
        for ((owner, stage, _), pem) in marks.iter().zip(&pems) {
            let ring = if stage == "now" { &mut own } else { &mut next };
            ring.insert(owner.clone(), PrivateKey::from_pem(pem)?);
        }
        let shared = own.remove(NODE);
        let missing = || Error::internal("the database lacks the node's own key");
        Ok(Some(Self {
            marks,
            shared: shared.ok_or_else(missing)?,
            own,
            next,
        }))
    }
}

impl Keyring {
    /// Reads the node's keys, and makes them when they are missing.
    pub async fn open(db: &Db, now: Timestamp) -> Result<Self> {
        let mut tx = db.begin().await?;
        for algorithm in [Algorithm::Rsa, Algorithm::Ed25519] {
            get_or_make(&mut tx, NODE, algorithm, now).await?;
        }
        let held = Held::read(&mut tx, &[]).await?;
        tx.commit().await?;
        let held = held.ok_or_else(|| Error::internal("a key that was just made is missing"))?;
        Ok(Self(Arc::new(Ring {
            held: RwLock::new(Arc::new(held)),
            reading: Mutex::new(()),
        })))
    }

    /// The RSA key that signs requests of the actor at `path`.
    pub fn rsa_of(&self, path: &str) -> PrivateKey {
        let held = self.held();
        held.own.get(path).unwrap_or(&held.shared).clone()
    }

    /// The RSA key that the document of the actor at `path` shows, which may be the next.
    pub fn shown_rsa_of(&self, path: &str) -> PrivateKey {
        let held = self.held();
        let own = held.next.get(path).or_else(|| held.own.get(path));
        let shown = own.or_else(|| held.next.get(NODE));
        shown.unwrap_or(&held.shared).clone()
    }

    /// The Ed25519 key of the actor at `path`, made within `tx` when it has none. It stays the
    /// one until `tx` ends.
    pub async fn of_actor(&self, tx: &mut Tx, path: &str, now: Timestamp) -> Result<ProofKey> {
        tx.lock_name(LOCK, true).await?;
        get_or_make(tx, path, Algorithm::Ed25519, now).await
    }

    /// Shows and signs from now on by what the rows hold, which stays so until `tx` ends.
    pub async fn hold(&self, tx: &mut Tx) -> Result<()> {
        tx.lock_name(LOCK, true).await?;
        self.heed(tx).await
    }

    /// Shows and signs from now on by what the rows hold, which another process may have
    /// changed.
    pub async fn heed(&self, tx: &mut Tx) -> Result<()> {
        let _alone = self.0.reading.lock().await;
        if let Some(read) = Held::read(tx, &self.held().marks).await? {
            let mut held = self.0.held.write().unwrap_or_else(PoisonError::into_inner);
            *held = Arc::new(read);
        }
        Ok(())
    }

    fn held(&self) -> Arc<Held> {
        Arc::clone(&self.0.held.read().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn get_or_make(
    tx: &mut Tx,
    owner: &str,
    algorithm: Algorithm,
    now: Timestamp,
) -> Result<ProofKey> {
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
    let name = FIRST.to_owned();
    Ok(rival.unwrap_or(ProofKey { name, key }))
}

async fn find(tx: &mut Tx, owner: &str, algorithm: Algorithm) -> Result<Option<ProofKey>> {
    let query = "SELECT name, private_pem FROM keys WHERE owner = $1 AND algorithm = $2";
    let found: Option<(Option<String>, String)> = on!(tx, |c| sqlx::query_as(query)
        .bind(owner)
        .bind(algorithm.as_str())
        .fetch_optional(c))?;
    let Some((name, pem)) = found else {
        return Ok(None);
    };
    Ok(Some(ProofKey {
        name: name.unwrap_or_else(|| FIRST.to_owned()),
        key: PrivateKey::from_pem(&pem)?,
    }))
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
