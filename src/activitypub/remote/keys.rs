//! The keys of others' actors: a key counts when the actor that owns it lists it in the
//! document that stands at the actor's own id.

use std::sync::Arc;

use serde_json::Value;
use url::Url;

use super::{Remote, nowhere, read_actor, sql};
use crate::activitypub::client::{Failure, FailureKind};
use crate::activitypub::keys::PublicKey;
use crate::error::Result;

/// A key and whose it is.
#[derive(Debug, Clone)]
pub struct RemoteKey {
    /// The id of the actor that owns it.
    pub owner: String,
    /// The key.
    pub key: PublicKey,
}

impl Remote {
    /// The key under `key_id`, from memory, from the rows, or from its owner.
    pub async fn key(&self, key_id: &str) -> Result<Arc<RemoteKey>, Failure> {
        self.0
            .keys
            .get_or_insert_async(key_id, async {
                match self.held_key(key_id).await {
                    Ok(Some(key)) => Ok(Arc::new(key)),
                    Ok(None) => self.fetch_key(key_id).await.map(Arc::new),
                    Err(error) => Err(Failure {
                        kind: FailureKind::Passing,
                        ..nowhere(key_id, &error.to_string())
                    }),
                }
            })
            .await
    }

    /// The key fetched anew, as when a signature no longer fits; `None` when its owner was
    /// asked less than five minutes ago.
    pub async fn refreshed_key(
        &self,
        key_id: &str,
        owner: &str,
    ) -> Result<Option<Arc<RemoteKey>>, Failure> {
        if !self.may_refresh(owner) {
            return Ok(None);
        }
        let key = Arc::new(self.fetch_key(key_id).await?);
        self.0.keys.insert(key_id.to_owned(), Arc::clone(&key));
        Ok(Some(key))
    }

    async fn held_key(&self, key_id: &str) -> Result<Option<RemoteKey>> {
        let mut tx = self.0.db.read().await?;
        let held = sql::find_key(&mut tx, key_id).await?;
        held.map(|(owner, pem)| {
            Ok(RemoteKey {
                owner,
                key: PublicKey::from_pem(&pem)?,
            })
        })
        .transpose()
    }

    async fn fetch_key(&self, key_id: &str) -> Result<RemoteKey, Failure> {
        let mut url = Url::parse(key_id).map_err(|_error| nowhere(key_id, "is no address"))?;
        url.set_fragment(None);
        let mut document = self.fetch(&url).await?;
        // Some servers give a key an address and a document of its own, which names its owner.
        if let Some(owner) = document.get("owner").and_then(Value::as_str) {
            let owner = Url::parse(owner).map_err(|_error| nowhere(key_id, "names no owner"))?;
            if owner.origin() != url.origin() {
                return Err(Failure::definite(&url, "names an owner of another origin"));
            }
            document = self.fetch(&owner).await?;
        }
        let now = self.0.clock.now();
        let actor = read_actor(&url, &document, now)?;
        let is_own = Url::parse(&actor.id).is_ok_and(|id| id.origin() == url.origin());
        if !is_own {
            return Err(Failure::definite(
                &url,
                "leads to an actor of another origin",
            ));
        }
        let key = listed(&document, &actor.id, key_id)
            .ok_or_else(|| Failure::definite(&url, "leads to an actor that does not list the key"))?
            .map_err(|error| {
                Failure::definite(&url, format!("lists a key that is none: {error}"))
            })?;
        self.keep(&url, &actor, &document).await?;
        let kept = async {
            let mut tx = self.0.db.begin().await?;
            let columns = (key.algorithm().as_str(), key.to_pem());
            sql::put_key(&mut tx, key_id, &actor.id, (columns.0, &columns.1), now).await?;
            tx.commit().await
        };
        kept.await
            .map_err(|error| Failure::new(&url, FailureKind::Passing, error.to_string()))?;
        Ok(RemoteKey {
            owner: actor.id,
            key,
        })
    }
}

/// The key of that id among those an actor lists as its own: `publicKey` (one or several)
/// and `assertionMethod` (FEP-521a).
fn listed(document: &Value, actor: &str, key_id: &str) -> Option<Result<PublicKey>> {
    let text =
        |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
    let is_named = |entry: &&Value| text(entry, "id").as_deref() == Some(key_id);
    let rsa = entries(document, "publicKey")
        .find(|entry| is_named(entry) && text(entry, "owner").as_deref() == Some(actor))
        .and_then(|entry| text(entry, "publicKeyPem"))
        .map(|pem| PublicKey::from_pem(&pem));
    rsa.or_else(|| {
        entries(document, "assertionMethod")
            .find(|entry| is_named(entry) && text(entry, "controller").as_deref() == Some(actor))
            .and_then(|entry| text(entry, "publicKeyMultibase"))
            .map(|multibase| PublicKey::from_multibase(&multibase))
    })
}

fn entries<'a>(document: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    let one_or_many = document.get(name).into_iter();
    one_or_many.flat_map(|value| match value {
        Value::Array(many) => many.iter().collect::<Vec<_>>(),
        one => vec![one],
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::activitypub::keys::{Algorithm, PrivateKey};

    #[test]
    fn a_key_counts_only_under_its_own_id_and_owner() {
        let key = PrivateKey::generate(Algorithm::Ed25519)
            .unwrap()
            .public()
            .unwrap();
        let actor = "https://a.example/actor";
        let with = |owner: &str| {
            json!({"assertionMethod": [{"id": "https://a.example/actor#k", "type": "Multikey",
                "controller": owner, "publicKeyMultibase": key.to_multibase()}]})
        };
        let found = listed(&with(actor), actor, "https://a.example/actor#k")
            .unwrap()
            .unwrap();
        assert_eq!(found.to_multibase(), key.to_multibase());
        assert!(
            listed(
                &with("https://b.example/actor"),
                actor,
                "https://a.example/actor#k"
            )
            .is_none()
        );
        assert!(listed(&with(actor), actor, "https://a.example/actor#other").is_none());
    }
}
