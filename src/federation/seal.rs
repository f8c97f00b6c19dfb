//! Sealing: a record or activity with its context, a proof, and the digest by which nodes
//! compare records.

use serde_json::{Map, Value};

use crate::activitypub::keyring::ProofKey;
use crate::activitypub::keys::PrivateKey;
use crate::activitypub::{digest, proof};
use crate::clock::Timestamp;
use crate::error::{Error, Result};

/// Who seals: the key and the id under which its public side is published.
#[derive(Debug, Clone)]
pub struct Sealer {
    /// The actor's Ed25519 key.
    pub key: PrivateKey,
    /// The key's id, such as `https://oax.example/actor#ed25519`.
    pub method: String,
}

impl Sealer {
    /// The sealer of the actor whose id is `actor`.
    pub fn new(key: ProofKey, actor: &str) -> Self {
        Self {
            method: format!("{actor}#{}", key.name),
            key: key.key,
        }
    }

    /// The signed text of `bare` under `context`.
    pub fn seal(&self, bare: &Value, context: &Value, at: Timestamp) -> Result<String> {
        let mut document = with_context(bare, context);
        proof::attach(&mut document, &self.key, &self.method, at)?;
        serde_json::to_string(&document).map_err(Error::internal)
    }
}

/// `bare` under `context`, unsigned.
pub fn with_context(bare: &Value, context: &Value) -> Value {
    let mut document = Map::new();
    document.insert("@context".to_owned(), context.clone());
    if let Value::Object(members) = bare {
        document.extend(members.clone());
    }
    Value::Object(document)
}

/// The digest of a record: SHA-256 in hexadecimal over the canonical form (RFC 8785) of the
/// record without its context and proof.
pub fn record_digest(record: &Value) -> Result<String> {
    let mut bare = record.clone();
    if let Value::Object(members) = &mut bare {
        members.remove("@context");
        members.remove("proof");
    }
    let canonical = serde_json_canonicalizer::to_vec(&bare).map_err(Error::internal)?;
    Ok(hex::encode(digest::sha256(&canonical)))
}
