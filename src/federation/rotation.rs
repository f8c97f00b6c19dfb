//! A new key in the place of an old one, which is destroyed: documents show it, followers'
//! servers are told, and requests are signed by it once it can be read.

use std::collections::BTreeSet;

use serde_json::Value;

use super::publish;
use super::seal::Sealer;
use super::speak::{self, Speech};
use super::{context, followers, node_actor, paths};
use crate::activitypub::keys::{Algorithm, PrivateKey};
use crate::activitypub::{activities, documents, keyring};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry::{self, Organization};
use crate::store::Tx;

/// How many documents are sealed anew in one transaction.
const SOME: i64 = 200;

/// Replaces a key of an organization, or of the node without one. Of RSA, the node's is the one
/// that all actors show, and an organization gets one of its own.
///
/// # Errors
/// [`Error::Conflict`] when the organization is no actor and so has no key.
pub async fn rotate(
    node: &Node,
    algorithm: Algorithm,
    organization: Option<&Organization>,
) -> Result<()> {
    let made = tokio::task::spawn_blocking(move || PrivateKey::generate(algorithm));
    let key = made.await.map_err(Error::internal)??;
    let path = organization.map_or_else(|| paths::NODE.to_owned(), Organization::path);
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    if let Some(organization) = organization
        && !keyring::has(&mut tx, &path).await?
    {
        let reason = format!(
            "{} has no key: the directory keeps its record and signs it; \
             `trenza org activate` makes it speak for itself",
            organization.handle
        );
        return Err(Error::Conflict(reason.into()));
    }
    let shown_by = match (organization, algorithm) {
        (Some(one), _) => vec![one.id.clone()],
        (None, Algorithm::Rsa) => actors(&mut tx).await?,
        (None, Algorithm::Ed25519) => Vec::new(),
    };
    keyring::replace(&mut tx, &path, &key, now).await?;
    for id in shown_by {
        match registry::tell_again_in_bulk(&mut tx, &node.clock, &id).await {
            // Its key outlives it, so that its removal can still be told.
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    tx.commit().await?;
    node.keys.heed(&mut node.db.read().await?).await?;
    if organization.is_none() {
        let document = node_actor::document(node).await?;
        let mut tx = node.db.begin().await?;
        tell(node, &mut tx, paths::NODE, document, now).await?;
        tx.commit().await?;
    }
    publish::settled(node).await;
    if algorithm == Algorithm::Ed25519 {
        reseal(node, &path, key).await?;
    }
    node.sign_by_shown();
    node.wake.deliverer.notify_one();
    Ok(())
}

/// The organizations that are actors.
async fn actors(tx: &mut Tx) -> Result<Vec<OrganizationId>> {
    let all = keyring::list(tx).await?.into_iter();
    let own = all.filter(|(_, algorithm, _)| algorithm == Algorithm::Ed25519.as_str());
    let ids = own.filter_map(|(owner, ..)| OrganizationId::parse(owner.strip_prefix("/o/")?).ok());
    Ok(ids.collect())
}

/// Tells those who follow an actor of the directory itself that its document is another now.
pub(super) async fn tell(
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

/// Seals anew, without telling anybody, what stands under the old proof of an actor: the
/// records are the same.
async fn reseal(node: &Node, actor: &str, key: PrivateKey) -> Result<()> {
    let sealer = Sealer::new(key, &node.url(actor));
    let mut after = String::new();
    loop {
        let now = node.clock.now();
        let mut tx = node.db.begin().await?;
        let found = documents::naming(&mut tx, &sealer.method, &after, SOME).await?;
        for (path, body, etag) in &found {
            if let Some(anew) = sealed_anew(&sealer, body, now)? {
                documents::reseal(&mut tx, (path, etag), &anew, now).await?;
            }
        }
        tx.commit().await?;
        node.documents
            .forget(found.iter().map(|(path, ..)| path.as_str()));
        match found.last() {
            Some((path, ..)) => after.clone_from(path),
            None => return Ok(()),
        }
    }
}

/// The same document under a new proof; `None` when another actor sealed it.
fn sealed_anew(sealer: &Sealer, body: &str, now: Timestamp) -> Result<Option<String>> {
    let mut document: Value = serde_json::from_str(body).map_err(Error::internal)?;
    let Value::Object(members) = &mut document else {
        return Ok(None);
    };
    let proof = members.remove("proof").unwrap_or(Value::Null);
    let method = proof.get("verificationMethod").and_then(Value::as_str);
    let (Some(context), true) = (
        members.remove("@context"),
        method == Some(sealer.method.as_str()),
    ) else {
        return Ok(None);
    };
    sealer.seal(&document, &context, now).map(Some)
}
