//! New keys in the place of old ones, by the publisher and in steps that a crash undoes singly.
//!
//! A new key is a row first. Documents come to show it, beside the old one where it proves
//! documents; then it signs and seals, and the old one's private side is destroyed; then what
//! stands under the old one's proof is sealed anew, and documents show the old one no more.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::channel;
use super::publish::{self, Batch};
use super::speak::{self, Speech};
use super::{actor, context, followers, node_actor, organization, paths, welcome};
use crate::activitypub::keyring::{self, replacing};
use crate::activitypub::keys::{Algorithm, PrivateKey};
use crate::activitypub::{activities, documents, log};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry::Organization;
use crate::store::{Lease, Tx};

#[cfg(test)]
mod tests;

/// How many documents of actors one transaction writes anew.
const SHOWN: usize = 100;
/// How many documents or activities one transaction reads to seal them anew.
const READ: i64 = 500;
/// Of how many organizations peers are told one by one.
const FEW: usize = 20;
/// Under which name the node notes how far it has sealed anew,
const SEALED_TO: &str = "sealed_anew_to";
/// which is the path of a document, or of an activity behind this.
const OF_ACTIVITIES: &str = "activities ";

/// Whose key is replaced. Of RSA, the directory's is that of all actors that have none of their
/// own, and an organization gets one of its own.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'o> {
    /// The directory's.
    Directory,
    /// An organization's.
    Organization(&'o Organization),
    /// Every one that there is, of channels and territories too.
    All,
}

/// What is left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// Nothing, or nothing for this process.
    Nothing,
    /// Documents may not show all keys yet.
    Showing,
    /// What was sealed by a former key is sealed anew.
    Sealing,
}

/// Makes new keys that are to take the place of others, and says whether they have already: a
/// server goes on with it otherwise, also after a crash.
///
/// # Errors
/// [`Error::Conflict`] when the organization is no actor and so has no key, or when other keys
/// are being replaced.
pub async fn rotate(node: &Node, algorithm: Algorithm, whose: Whose<'_>) -> Result<bool> {
    let mut tx = node.db.read().await?;
    let owners = match whose {
        Whose::Directory => vec![paths::NODE.to_owned()],
        Whose::All => replacing::owners(&mut tx, algorithm).await?,
        Whose::Organization(one) if keyring::has(&mut tx, &one.path()).await? => vec![one.path()],
        Whose::Organization(one) => {
            let reason = format!(
                "{} has no key: the directory keeps its record and signs it; \
                 `trenza org activate` makes it speak for itself",
                one.handle
            );
            return Err(Error::Conflict(reason.into()));
        }
    };
    drop(tx);
    let count = owners.len();
    let made = tokio::task::spawn_blocking(move || {
        let keys = (0..count).map(|_| PrivateKey::generate(algorithm));
        keys.collect::<Result<Vec<_>>>()
    });
    let made = made.await.map_err(Error::internal)??;
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    replacing::lock(&mut tx).await?;
    if !replacing::next(&mut tx).await?.is_empty() {
        let reason = "other keys are being replaced; `trenza keys list` shows which, and it is \
             done when it shows none as next";
        return Err(Error::Conflict(reason.to_owned().into()));
    }
    for (owner, key) in owners.iter().zip(&made) {
        replacing::add(&mut tx, owner, key, now).await?;
    }
    tx.commit().await?;
    node.read_keys().await?;
    publish::replaced(node).await
}

/// The documents that withstand being written anew, so that no single one keeps keys from being
/// replaced for ever.
#[derive(Debug, Default)]
pub(super) struct Stubborn {
    /// The paths of those that could not be described, of which the keys alone are exchanged,
    undescribed: BTreeSet<String>,
    /// and of those with which that failed too.
    unchanged: BTreeSet<String>,
}

impl Stubborn {
    fn note(&mut self, path: String, error: &Error) {
        if self.undescribed.contains(&path) {
            tracing::error!(%error, path, "a document goes on showing an old key");
            self.unchanged.insert(path);
        } else {
            tracing::warn!(%error, path, "a document gets other keys and stays the same otherwise");
            self.undescribed.insert(path);
        }
    }

    async fn due(&self, tx: &mut Tx) -> Result<Vec<String>> {
        let mut due = replacing::unshown(tx, None).await?;
        due.retain(|path| !self.unchanged.contains(path));
        Ok(due)
    }
}

/// Does the next step in the replacing of keys, if there is one.
pub(super) async fn step(node: &Node, lease: &Lease, stubborn: &mut Stubborn) -> Result<Left> {
    let mut tx = node.db.read().await?;
    if !replacing::is_under_way(&mut tx).await? {
        // Another time they may have been mended.
        *stubborn = Stubborn::default();
        return Ok(Left::Nothing);
    }
    let due = stubborn.due(&mut tx).await?;
    drop(tx);
    let Some(mut batch) = Batch::begin(node, lease, node.clock.now()).await? else {
        return Ok(Left::Nothing);
    };
    let left = if !due.is_empty() {
        if let Some((path, error)) = show(&mut batch, &due, stubborn).await? {
            drop(batch);
            stubborn.note(path, &error);
            return Ok(Left::Showing);
        }
        if due.len() > FEW {
            batch.hint().await?;
        }
        Left::Showing
    } else if !replacing::next(&mut batch.tx).await?.is_empty() {
        // Whoever wrote a document before shows the old key, and is seen here or has ended.
        replacing::lock(&mut batch.tx).await?;
        if stubborn.due(&mut batch.tx).await?.is_empty() {
            replacing::take_over(&mut batch.tx).await?;
            log::note(&mut batch.tx, SEALED_TO, "").await?;
            Left::Sealing
        } else {
            Left::Showing
        }
    } else if reseal(&mut batch).await? {
        Left::Sealing
    } else {
        replacing::forget_resealed(&mut batch.tx).await?;
        Left::Nothing
    };
    batch.finish().await?;
    node.read_keys().await?;
    Ok(left)
}

/// Writes some documents anew that do not show the keys that they should, or says which of them
/// cannot be, and why.
async fn show(
    batch: &mut Batch<'_>,
    due: &[String],
    stubborn: &Stubborn,
) -> Result<Option<(String, Error)>> {
    let is_bulk = due.len() > FEW;
    let some = due.get(..SHOWN).unwrap_or(due);
    for path in some {
        let shown = if stubborn.undescribed.contains(path) {
            exchange_keys(batch, path).await
        } else {
            show_at(batch, path, is_bulk).await
        };
        match shown {
            Ok(()) => {}
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => return Ok(Some((path.clone(), error))),
        }
    }
    let (Some(first), Some(last)) = (some.first(), some.last()) else {
        return Ok(None);
    };
    let left = replacing::unshown(&mut batch.tx, Some((first.as_str(), last.as_str()))).await?;
    let left = left.into_iter().find(|path| some.contains(path));
    Ok(left.map(|path| {
        let reason = format!("the document at {path} does not come to show the keys it should");
        (path, Error::internal(reason))
    }))
}

/// Writes a document as it stands with other keys alone, without telling anybody: what it
/// records is the same.
async fn exchange_keys(batch: &mut Batch<'_>, path: &str) -> Result<()> {
    let (node, now) = (batch.node, batch.now);
    let Some(before) = documents::body(&mut batch.tx, path).await? else {
        return Ok(());
    };
    let mut document: Value = serde_json::from_str(&before).map_err(Error::internal)?;
    let at = (node.base(), path);
    let proof_keys = actor::proof_keys(&node.keys, &mut batch.tx, at, now).await?;
    if let Some(pem) = document.pointer_mut("/publicKey/publicKeyPem") {
        *pem = Value::String(node.keys.shown_rsa_of(path).public()?.to_pem());
    }
    if let Some(methods) = document.get_mut("assertionMethod") {
        *methods = Value::Array(proof_keys);
    }
    let anew = sealed_anew(batch, path, document).await?;
    documents::reseal(&mut batch.tx, (path, &before), &anew, now).await?;
    batch.touch(path);
    Ok(())
}

async fn show_at(batch: &mut Batch<'_>, path: &str, is_bulk: bool) -> Result<()> {
    let (node, now) = (batch.node, batch.now);
    let document = if path == paths::NODE {
        node_actor::write(node, &mut batch.tx, now).await?
    } else if let Some(slice) = channel::of_path(path) {
        channel::actor::publish(node, &mut batch.tx, &slice, now).await?
    } else {
        let id = path.strip_prefix("/o/").map(OrganizationId::parse);
        let is_shown = match id {
            Some(Ok(id)) => organization::show_keys(batch, &id, is_bulk).await?,
            _ => false,
        };
        return if is_shown {
            Ok(())
        } else {
            exchange_keys(batch, path).await
        };
    };
    tell(node, &mut batch.tx, path, document, now).await?;
    batch.touch(path);
    batch.touch(&welcome::path(path));
    Ok(())
}

/// Tells those who follow an actor of the directory itself that its document is another now.
async fn tell(
    node: &Node,
    tx: &mut Tx,
    actor: &str,
    document: Value,
    now: Timestamp,
) -> Result<()> {
    let inboxes: BTreeSet<String> = followers::inboxes(tx, actor).await?.into_iter().collect();
    if inboxes.is_empty() {
        return Ok(());
    }
    let speech = Speech {
        actor,
        kind: "Update",
        object: document,
        subject: actor,
        context: &context::ACTOR,
        to: vec![context::PUBLIC.to_owned()],
        cc: vec![node.url(&format!("{actor}/followers"))],
        target: None,
        content: None,
        log_number: None,
        inboxes,
    };
    let said = speak::speak(node, tx, speech, now).await?;
    // The outbox tells of posts, not of keys.
    activities::unlist(tx, &said).await
}

/// Seals some of what stands under a former key's proof anew, without telling anybody: the
/// records are the same. `false` when nothing does any more.
async fn reseal(batch: &mut Batch<'_>) -> Result<bool> {
    let (node, now) = (batch.node, batch.now);
    let former = replacing::former(&mut batch.tx).await?;
    if former.is_empty() {
        return Ok(false);
    }
    let former: HashMap<String, String> = former
        .into_iter()
        .map(|(owner, name)| (node.url(&format!("{owner}#{name}")), owner))
        .collect();
    let after = log::noted(&mut batch.tx, SEALED_TO).await?;
    let after = after.unwrap_or_default();
    let of_activities = after.strip_prefix(OF_ACTIVITIES);
    let found = match of_activities {
        Some(after) => activities::after(&mut batch.tx, after, READ).await?,
        None => documents::after(&mut batch.tx, &after, READ).await?,
    };
    for (path, body) in &found {
        let Some(anew) = without(batch, &former, body).await? else {
            continue;
        };
        if of_activities.is_some() {
            activities::reseal(&mut batch.tx, (path, body), &anew).await?;
        } else {
            documents::reseal(&mut batch.tx, (path, body), &anew, now).await?;
            batch.touch(path);
        }
    }
    let next = match (found.last(), of_activities) {
        (Some((path, _)), None) => path.clone(),
        (Some((path, _)), Some(_)) => format!("{OF_ACTIVITIES}{path}"),
        (None, None) => OF_ACTIVITIES.to_owned(),
        (None, Some(_)) => {
            replacing::lock(&mut batch.tx).await?;
            replacing::note_resealed(&mut batch.tx).await?;
            String::new()
        }
    };
    log::note(&mut batch.tx, SEALED_TO, &next).await?;
    Ok(true)
}

/// What stands under a former key's proof, or repeats what does, as a channel repeats offers,
/// under new ones; `None` of anything else.
async fn without(
    batch: &mut Batch<'_>,
    former: &HashMap<String, String>,
    body: &str,
) -> Result<Option<String>> {
    let Ok(mut document) = serde_json::from_str::<Value>(body) else {
        return Ok(None);
    };
    let repeated = document
        .get("object")
        .and_then(|object| owner_of(former, object));
    if let (Some(owner), Some(object)) = (repeated, document.get_mut("object")) {
        let anew = sealed_anew(batch, owner, object.take()).await?;
        *object = serde_json::from_str(&anew).map_err(Error::internal)?;
    } else if owner_of(former, &document).is_none() {
        return Ok(None);
    }
    let outer = method_of(&document).and_then(|method| method.split_once('#'));
    let owner = outer.and_then(|(actor, _)| actor.strip_prefix(batch.node.base()));
    let Some(owner) = owner.map(str::to_owned) else {
        return Ok(None);
    };
    sealed_anew(batch, &owner, document).await.map(Some)
}

/// Whose former key seals a document.
fn owner_of<'f>(former: &'f HashMap<String, String>, document: &Value) -> Option<&'f str> {
    former.get(method_of(document)?).map(String::as_str)
}

/// The id of the key by which a document is sealed.
fn method_of(document: &Value) -> Option<&str> {
    document.pointer("/proof/verificationMethod")?.as_str()
}

/// The same document under a new proof of the actor at a path.
async fn sealed_anew(batch: &mut Batch<'_>, actor: &str, mut document: Value) -> Result<String> {
    let mut context = Value::Null;
    if let Value::Object(members) = &mut document {
        members.remove("proof");
        context = members.remove("@context").unwrap_or_default();
    }
    batch.seal(actor, &document, &context).await
}
