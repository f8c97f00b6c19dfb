//! The node that asks, and actors that it may ask about.

use std::sync::LazyLock;

use serde_json::{Value, json};
use tempfile::TempDir;
use trenza::activitypub::address::Reach;
use trenza::activitypub::client::{Client, Failure, FailureKind, Signer};
use trenza::activitypub::keys::{Algorithm, PrivateKey, PublicKey};
use trenza::activitypub::remote::Remote;
use trenza::clock::{Clock, Timestamp};
use trenza::store::{Db, on, testing};
use url::Url;

/// The address under which the asking node is known.
pub(crate) const PUBLIC_URL: &str = "https://oax.example";

/// Making an RSA key takes long, and one signs as well as another.
pub(crate) static NODE_KEY: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate(Algorithm::Rsa).unwrap());

/// The asking node.
pub(crate) struct Guest {
    pub(crate) client: Client,
    pub(crate) remote: Remote,
    pub(crate) clock: Clock,
    pub(crate) db: Db,
    _folder: TempDir,
}

/// A client of the asking node.
pub(crate) fn client(reach: Reach, clock: &Clock) -> Client {
    let signer = Signer {
        key_id: format!("{PUBLIC_URL}/actor#main-key"),
        key: NODE_KEY.clone(),
    };
    Client::new(reach, PUBLIC_URL, signer, clock.clone()).unwrap()
}

impl Guest {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        let client = client(Reach::InsecureLoopback, &clock);
        let db = testing::fresh(folder.path()).await.unwrap();
        Self {
            remote: Remote::new(db.clone(), client.clone(), clock.clone()),
            client,
            clock,
            db,
            _folder: folder,
        }
    }

    /// Forgets everything but the rows, as a process does that starts again.
    pub(crate) fn restarts(&mut self) {
        self.remote = Remote::new(self.db.clone(), self.client.clone(), self.clock.clone());
    }

    pub(crate) async fn document(&self, url: &str) -> Result<Value, Failure> {
        self.client.get_document(&Url::parse(url).unwrap()).await
    }

    /// What kind of failure it is to fetch this document, which must fail.
    pub(crate) async fn failure(&self, url: &str) -> FailureKind {
        self.document(url).await.unwrap_err().kind
    }

    /// The owner of a key, and the key in multibase.
    pub(crate) async fn key(&self, key_id: &str) -> Result<(String, String), Failure> {
        let key = self.remote.key(key_id).await?;
        Ok((key.owner.clone(), key.key.to_multibase()))
    }

    /// What kind of failure it is to ask for this key, which must fail.
    pub(crate) async fn key_failure(&self, key_id: &str) -> FailureKind {
        self.remote.key(key_id).await.unwrap_err().kind
    }

    /// How many rows a table holds.
    pub(crate) async fn count(&self, table: &'static str) -> i64 {
        let mut tx = self.db.read().await.unwrap();
        let query = format!("SELECT COUNT(*) FROM {table}");
        on!(tx, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .fetch_one(c))
        .unwrap()
    }
}

/// A new public key, quickly made.
pub(crate) fn public_key() -> PublicKey {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    key.public().unwrap()
}

/// The document of an actor, with the keys that it lists.
pub(crate) fn actor(id: &str, keys: &[(&str, &PublicKey)]) -> Value {
    let listed: Vec<Value> = keys
        .iter()
        .map(|(key_id, key)| {
            json!({"id": key_id, "type": "Multikey", "controller": id,
                "publicKeyMultibase": key.to_multibase()})
        })
        .collect();
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": "Person",
        "preferredUsername": "somebody",
        "name": "Somebody",
        "inbox": format!("{id}/inbox"),
        "assertionMethod": listed,
    })
}
