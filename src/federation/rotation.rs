//! New keys in the place of old ones, by the publisher and in steps that a crash undoes singly.
//!
//! A new key is a row first. Documents come to show it, beside the old one where it proves
//! documents; then it signs and seals, and the old one's private side is destroyed; then what
//! stands under the old one's proof is sealed anew, and documents show the old one no more.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::Value;

use super::channel::{self, reindex};
use super::publish::{self, Batch};
use super::seal::Sealer;
use super::speak::{self, Speech};
use super::{context, followers, node_actor, organization, paths, welcome};
use crate::activitypub::keyring::{self, replacing};
use crate::activitypub::keys::{Algorithm, PrivateKey};
use crate::activitypub::{activities, documents};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry::Organization;
use crate::store::{Lease, Tx};

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

/// Does the next step in the replacing of keys, if there is one.
pub(super) async fn step(node: &Node, lease: &Lease) -> Result<Left> {
    if !replacing::is_under_way(&mut node.db.read().await?).await? {
        return Ok(Left::Nothing);
    }
    let Some(mut batch) = Batch::begin(node, lease, node.clock.now()).await? else {
        return Ok(Left::Nothing);
    };
    let left = if show(&mut batch).await? {
        Left::Showing
    } else if !replacing::next(&mut batch.tx).await?.is_empty() {
        // Whoever wrote a document before shows the old key, and is seen here or has ended.
        replacing::lock(&mut batch.tx).await?;
        replacing::take_over(&mut batch.tx).await?;
        reindex::keep(&mut batch.tx, SEALED_TO, "").await?;
        Left::Sealing
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

/// Writes documents anew that do not show the keys that they should; `false` when all do.
async fn show(batch: &mut Batch<'_>) -> Result<bool> {
    let due = replacing::unshown(&mut batch.tx).await?;
    let is_bulk = due.len() > FEW;
    let mut shown = BTreeSet::new();
    for path in &due {
        if shown.len() < SHOWN && show_at(batch, path, is_bulk).await? {
            shown.insert(path);
        }
    }
    if shown.is_empty() {
        return Ok(false);
    }
    let left = replacing::unshown(&mut batch.tx).await?;
    if let Some(path) = left.iter().find(|path| shown.contains(path)) {
        let reason =
            format!("the document at {path} does not come to show the keys that it should");
        return Err(Error::internal(reason));
    }
    if is_bulk {
        batch.hint().await?;
    }
    Ok(true)
}

async fn show_at(batch: &mut Batch<'_>, path: &str, is_bulk: bool) -> Result<bool> {
    let (node, now) = (batch.node, batch.now);
    let document = if path == paths::NODE {
        node_actor::write(node, &mut batch.tx, now).await?
    } else if let Some(slice) = channel::of_path(path) {
        channel::actor::publish(node, &mut batch.tx, &slice, now).await?
    } else {
        let id = path.strip_prefix("/o/").map(OrganizationId::parse);
        return match id {
            Some(Ok(id)) => organization::show_keys(batch, &id, is_bulk).await,
            _ => Ok(false),
        };
    };
    tell(node, &mut batch.tx, path, document, now).await?;
    batch.touch(path);
    batch.touch(&welcome::path(path));
    Ok(true)
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
    let after = reindex::kept(&mut batch.tx, SEALED_TO).await?;
    let after = after.unwrap_or_default();
    let of_activities = after.strip_prefix(OF_ACTIVITIES);
    let found = match of_activities {
        Some(after) => activities::after(&mut batch.tx, after, READ).await?,
        None => documents::after(&mut batch.tx, &after, READ).await?,
    };
    for (path, body) in &found {
        let Some(owner) = method_of(body).and_then(|method| former.get(&method)) else {
            continue;
        };
        let key = node.keys.of_actor(&mut batch.tx, owner, now).await?;
        let anew = sealed_anew(&Sealer::new(key, &node.url(owner)), body, now)?;
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
    reindex::keep(&mut batch.tx, SEALED_TO, &next).await?;
    Ok(true)
}

/// The id of the key by which a document is sealed.
fn method_of(body: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Sealed {
        proof: Proof,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Proof {
        verification_method: String,
    }
    let sealed: Option<Sealed> = serde_json::from_str(body).ok();
    sealed.map(|sealed| sealed.proof.verification_method)
}

/// The same document under a new proof.
fn sealed_anew(sealer: &Sealer, body: &str, now: Timestamp) -> Result<String> {
    let mut document: Value = serde_json::from_str(body).map_err(Error::internal)?;
    let mut context = Value::Null;
    if let Value::Object(members) = &mut document {
        members.remove("proof");
        context = members.remove("@context").unwrap_or_default();
    }
    sealer.seal(&document, &context, now)
}
