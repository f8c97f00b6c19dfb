//! The keys of others' actors: a key counts when the actor that owns it lists it in the
//! document that stands at the actor's own id.

use std::sync::Arc;

use serde_json::Value;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use url::Url;

use super::{FRESH, PATIENCE, Remote, RemoteActor, nowhere, read_actor, sql};
use crate::activitypub::address;
use crate::activitypub::client::{Failure, FailureKind};
use crate::activitypub::keys::PublicKey;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::store::Tx;

/// How many keys of one actor are read.
const MAX_KEYS: usize = 16;

/// A key and whose it is.
#[derive(Debug, Clone)]
pub struct RemoteKey {
    /// The id of the actor that owns it.
    pub owner: String,
    /// The key.
    pub key: PublicKey,
    /// When its owner last listed it.
    pub listed_at: Timestamp,
}

impl Remote {
    /// The key under `key_id`, from memory, from the rows, or from its owner. One that was
    /// read long ago is read again meanwhile, since its owner may have withdrawn it.
    pub async fn key(&self, key_id: &str) -> Result<Arc<RemoteKey>, Failure> {
        let key = match self.0.keys.get(key_id) {
            Some(key) => key,
            None => self.unremembered_key(key_id).await?,
        };
        let is_old = self.0.clock.now().since(key.listed_at) >= FRESH;
        if is_old && self.may_ask(&key.owner) {
            let (remote, key_id) = (self.clone(), key_id.to_owned());
            tokio::spawn(async move {
                if let Err(failure) = remote.fetch_key(&key_id).await {
                    // The rows decide whether a key outlives its owner's document.
                    if matches!(failure.kind, FailureKind::Missing | FailureKind::Gone) {
                        remote.0.keys.remove(&key_id);
                    }
                    tracing::debug!(key_id, %failure, "an old key could not be read again");
                }
            });
        }
        Ok(key)
    }

    async fn unremembered_key(&self, key_id: &str) -> Result<Arc<RemoteKey>, Failure> {
        // Whoever waited may go, and the key is fetched all the same: a server with few threads
        // gives its key only when we no longer keep all of them waiting for our answer, and
        // finds it known when it comes again.
        let (remote, id) = (self.clone(), key_id.to_owned());
        let found = tokio::spawn(async move { remote.held_or_new_key(&id).await });
        patiently(key_id, found).await
    }

    /// The key from the rows or from its owner, fetched by one for all who want it.
    async fn held_or_new_key(&self, key_id: &str) -> Result<Arc<RemoteKey>, Failure> {
        let found = self.0.keys.get_or_insert_async(key_id, async {
            match self.held_key(key_id).await {
                Ok(Some(key)) => Ok(Arc::new(key)),
                Ok(None) => self.new_key(key_id).await,
                Err(error) => Err(passing(key_id, &error.to_string())),
            }
        });
        found.await
    }

    /// Fetches a key that was never seen. An actor may be asked for one in five minutes, for
    /// all that it lists is kept: who names many keys that do not exist shall cost it little.
    async fn new_key(&self, key_id: &str) -> Result<Arc<RemoteKey>, Failure> {
        self.recall(key_id)?;
        let url = document_of(key_id)?;
        if !self.may_ask(url.as_str()) {
            let reason = "was asked for another key just now";
            return Err(Failure::new(&url, FailureKind::Passing, reason));
        }
        let found = self.fetch_key(key_id).await;
        match &found {
            Ok(_) => {}
            Err(failure) if failure.kind == FailureKind::Passing => self.not_asked(url.as_str()),
            Err(failure) => self.remember(key_id, failure),
        }
        found
    }

    /// The key fetched anew, as when a signature no longer fits; `None` when its owner was
    /// asked less than five minutes ago, and answered. Fetched to the end like a new key.
    pub async fn refreshed_key(
        &self,
        key_id: &str,
        owner: &str,
    ) -> Result<Option<Arc<RemoteKey>>, Failure> {
        if !self.may_ask(owner) {
            return Ok(None);
        }
        let (remote, id, asked) = (self.clone(), key_id.to_owned(), owner.to_owned());
        let found = tokio::spawn(async move {
            let found = remote.fetch_key(&id).await;
            // That an actor is gone is remembered of its address, and told as often as needed.
            if matches!(&found, Err(failure) if failure.kind != FailureKind::Definite) {
                remote.not_asked(&asked);
            }
            found
        });
        patiently(key_id, found).await.map(Some)
    }

    async fn held_key(&self, key_id: &str) -> Result<Option<RemoteKey>> {
        let mut tx = self.0.db.read().await?;
        let held = sql::find_key(&mut tx, key_id).await?;
        held.map(|(owner, pem, listed_at)| {
            Ok(RemoteKey {
                owner,
                key: PublicKey::from_pem(&pem)?,
                listed_at,
            })
        })
        .transpose()
    }

    async fn fetch_key(&self, key_id: &str) -> Result<Arc<RemoteKey>, Failure> {
        let url = document_of(key_id)?;
        let mut document = self.fetch(&url).await?;
        // Some servers give a key an address and a document of its own, which names its owner.
        if let Some(owner) = document.get("owner").and_then(Value::as_str) {
            let owner = Url::parse(owner).map_err(|_error| nowhere(key_id, "names no owner"))?;
            if owner.origin() != url.origin() {
                return Err(Failure::definite(&url, "names an owner of another origin"));
            }
            document = self.fetch(&owner).await?;
        }
        let actor = read_actor(&url, &document, self.0.clock.now())?;
        let is_own = Url::parse(&actor.id).is_ok_and(|id| id.origin() == url.origin());
        if !is_own {
            let reason = "leads to an actor of another origin";
            return Err(Failure::definite(&url, reason));
        }
        let listed = listed(&document, &actor.id);
        let Some((_, key)) = listed.iter().find(|(id, _)| id == key_id) else {
            // What was fetched in vain counts against the host. The keys that are listed are
            // kept, or whoever names one that does not exist would keep the actor itself from
            // being heard until it may be asked again.
            self.owner(&url).charge(self.0.clock.now());
            self.keep(&url, &actor, &document, None).await?;
            let reason = "leads to an actor that does not list the key, or lists none of its kind";
            return Err(Failure::definite(&url, reason));
        };
        let found = Arc::new(RemoteKey {
            owner: actor.id.clone(),
            key: key.clone(),
            listed_at: actor.fetched_at,
        });
        self.keep(&url, &actor, &document, Some(key_id)).await?;
        Ok(found)
    }

    /// Keeps an actor with all keys that it lists under its own id, and the one that was
    /// asked for; others that were held of it count no longer.
    pub(super) async fn keep(
        &self,
        url: &Url,
        actor: &RemoteActor,
        document: &Value,
        asked: Option<&str>,
    ) -> Result<(), Failure> {
        // Under another address an actor may list what is not its own, such as the id of
        // another's key.
        let own = format!("{}#", actor.id);
        let counts = |id: &str| id.starts_with(&own) || id == actor.id || asked == Some(id);
        let listed = listed(document, &actor.id);
        let kept = async {
            let mut tx = self.0.db.begin().await?;
            sql::put_actor(&mut tx, actor).await?;
            for (id, key) in listed.iter().filter(|(id, _)| counts(id)) {
                let pem = key.to_pem();
                let columns = (key.algorithm().as_str(), pem.as_str());
                sql::put_key(&mut tx, id, &actor.id, columns, actor.fetched_at).await?;
            }
            let dropped = drop_unlisted(&mut tx, &actor.id, &listed).await?;
            tx.commit().await?;
            Ok(dropped)
        };
        let dropped = kept.await.map_err(|error| not_kept(url, &error))?;
        for (id, key) in listed.into_iter().filter(|(id, _)| counts(id)) {
            let key = RemoteKey {
                owner: actor.id.clone(),
                key,
                listed_at: actor.fetched_at,
            };
            // Memory holds what is in use; the rows hold the rest.
            self.0.keys.replace(id, Arc::new(key), true).ok();
        }
        self.forget(&dropped);
        Ok(())
    }

    fn forget(&self, dropped: &[String]) {
        for id in dropped {
            self.0.keys.remove(id);
        }
    }
}

/// Drops the keys of an actor that it does not list, and gives their ids.
async fn drop_unlisted(
    tx: &mut Tx,
    actor: &str,
    listed: &[(String, PublicKey)],
) -> Result<Vec<String>> {
    let held = sql::key_ids_of(tx, actor).await?;
    let is_unlisted = |held: &String| !listed.iter().any(|(id, _)| id == held);
    let dropped: Vec<String> = held.into_iter().filter(is_unlisted).collect();
    for id in &dropped {
        sql::drop_key(tx, id).await?;
    }
    Ok(dropped)
}

/// A key that is being fetched, as long as whoever asks waits for it.
async fn patiently(
    key_id: &str,
    found: JoinHandle<Result<Arc<RemoteKey>, Failure>>,
) -> Result<Arc<RemoteKey>, Failure> {
    timeout(PATIENCE, found)
        .await
        .map_err(|_elapsed| passing(key_id, "the key could not be had within 5 seconds"))?
        .map_err(|error| passing(key_id, &error.to_string()))?
}

/// A failure that may be over when the key is asked for again.
fn passing(key_id: &str, reason: &str) -> Failure {
    Failure {
        kind: FailureKind::Passing,
        ..nowhere(key_id, reason)
    }
}

/// What the database cannot take now may be tried again later, like a slow host.
fn not_kept(url: &Url, error: &Error) -> Failure {
    Failure::new(url, FailureKind::Passing, error.to_string())
}

/// Where the document stands that lists a key.
fn document_of(key_id: &str) -> Result<Url, Failure> {
    let mut url = Url::parse(key_id).map_err(|_error| nowhere(key_id, "is no address"))?;
    url.set_fragment(None);
    Ok(url)
}

/// The keys that an actor lists as its own, by their ids: `publicKey` (one or several) and
/// `assertionMethod` (FEP-521a). What cannot be used as a key is left out.
fn listed(document: &Value, actor: &str) -> Vec<(String, PublicKey)> {
    let rsa = entries(document, "publicKey", ("owner", actor)).filter_map(|(id, entry)| {
        Some((id, PublicKey::from_pem(text(entry, "publicKeyPem")?).ok()?))
    });
    let multikeys =
        entries(document, "assertionMethod", ("controller", actor)).filter_map(|(id, entry)| {
            let multibase = text(entry, "publicKeyMultibase")?;
            Some((id, PublicKey::from_multibase(multibase).ok()?))
        });
    let mut found: Vec<(String, PublicKey)> = Vec::new();
    for (id, key) in rsa.chain(multikeys).take(MAX_KEYS) {
        if id.len() <= address::LONGEST && !found.iter().any(|(other, _)| other == id) {
            found.push((id.to_owned(), key));
        }
    }
    found
}

/// The entries of one or several under `name` that belong to `owner`, with their ids.
fn entries<'a>(
    document: &'a Value,
    name: &str,
    (whose, owner): (&'static str, &'a str),
) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let entries = match document.get(name) {
        Some(Value::Array(many)) => many.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let is_own = move |entry: &&Value| text(entry, whose) == Some(owner);
    let own = entries.into_iter().filter(is_own);
    own.filter_map(|entry| Some((text(entry, "id")?, entry)))
}

fn text<'a>(entry: &'a Value, name: &str) -> Option<&'a str> {
    entry.get(name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::activitypub::keys::{Algorithm, PrivateKey};

    #[test]
    fn a_key_counts_only_under_its_own_id_and_owner() {
        let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
        let multibase = key.public().unwrap().to_multibase();
        let actor = "https://a.example/actor";
        let with = |owner: &str| {
            json!({"assertionMethod": [{"id": "https://a.example/actor#k", "type": "Multikey",
                "controller": owner, "publicKeyMultibase": multibase}]})
        };
        let found = listed(&with(actor), actor);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "https://a.example/actor#k");
        assert_eq!(found[0].1.to_multibase(), multibase);
        assert!(listed(&with("https://b.example/actor"), actor).is_empty());
    }

    #[test]
    fn no_more_keys_are_read_than_an_actor_has_use_for() {
        let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
        let multibase = key.public().unwrap().to_multibase();
        let actor = "https://a.example/actor";
        let entry = |number: usize| {
            json!({"id": format!("{actor}#{number}"), "controller": actor,
                "publicKeyMultibase": multibase})
        };
        let many: Vec<Value> = (0..100).map(entry).collect();
        let found = listed(&json!({"assertionMethod": many}), actor);
        assert_eq!(found.len(), MAX_KEYS);
    }
}
