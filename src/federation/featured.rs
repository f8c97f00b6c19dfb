//! What an actor shows first (`featured`): of an organization, the offers that it pinned, or
//! else its newest; of the node, its territories and channels, their welcome. Followers are
//! told of pins alone, by `Add` and `Remove`: of what is new they hear anyway.

use std::collections::BTreeSet;

use serde_json::json;

use super::publish::Batch;
use super::speak::{self, Speech};
use super::{context, followers, welcome};
use crate::activitypub::{activities, documents, keyring};
use crate::error::{Error, Result};
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::store::{Tx, execute, on};
use crate::{offers, registry};

/// Where the collection of the actor at a path stands.
pub fn path(actor: &str) -> String {
    format!("{actor}/featured")
}

/// The ids of what the actor at a path shows first.
pub async fn of(node: &Node, tx: &mut Tx, actor: &str) -> Result<Vec<String>> {
    if !actor.starts_with("/o/") {
        return Ok(vec![node.url(&welcome::path(actor))]);
    }
    let told = told(tx, actor).await?;
    Ok(told.iter().map(|path| node.url(path)).collect())
}

/// Looks again at what the owner of an offer shows first.
pub(super) async fn of_offer(batch: &mut Batch<'_>, id: &OfferId) -> Result<()> {
    match offers::get(&mut batch.tx, id).await {
        Ok(offer) => refresh(batch, &offer.organization).await,
        Err(Error::NotFound(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Looks again at what the organization at a path shows first.
pub(super) async fn refresh_at(batch: &mut Batch<'_>, actor: &str) -> Result<()> {
    match OrganizationId::parse(actor.trim_start_matches("/o/")) {
        Ok(id) => refresh(batch, &id).await,
        Err(_) => Ok(()),
    }
}

/// Keeps what of an organization stands first now, and tells its followers of its pins.
pub(super) async fn refresh(batch: &mut Batch<'_>, id: &OrganizationId) -> Result<()> {
    let actor = id.path();
    if !keyring::has(&mut batch.tx, &actor).await? {
        return Ok(());
    }
    let wanted = wanted(&mut batch.tx, id).await?;
    let told = told(&mut batch.tx, &actor).await?;
    let pinned: Vec<String> = offers::pins::pinned(&mut batch.tx, id)
        .await?
        .iter()
        .map(OfferId::path)
        .collect();
    let mut changes = Vec::new();
    for path in told.iter().filter(|one| !wanted.contains(one)) {
        if was_added(&mut batch.tx, &actor, path).await? {
            changes.push(("Remove", path));
        }
    }
    for path in wanted.iter().filter(|one| pinned.contains(one)) {
        if !was_added(&mut batch.tx, &actor, path).await? {
            changes.push(("Add", path));
        }
    }
    if wanted != told {
        keep(&mut batch.tx, &actor, &wanted).await?;
    }
    if changes.is_empty() {
        return Ok(());
    }
    let inboxes: BTreeSet<String> = followers::inboxes(&mut batch.tx, &actor)
        .await?
        .into_iter()
        .collect();
    for (kind, object) in changes {
        say(batch, &actor, kind, object, &inboxes).await?;
    }
    Ok(())
}

async fn say(
    batch: &mut Batch<'_>,
    actor: &str,
    kind: &str,
    object: &str,
    inboxes: &BTreeSet<String>,
) -> Result<()> {
    let node = batch.node;
    let speech = Speech {
        actor,
        kind,
        object: json!(node.url(object)),
        subject: object,
        context: &context::PLAIN,
        to: vec![context::PUBLIC.to_owned()],
        cc: vec![node.url(&format!("{actor}/followers"))],
        target: Some(node.url(&path(actor))),
        content: None,
        log_number: None,
        inboxes: inboxes.clone(),
    };
    let said = speak::speak(node, &mut batch.tx, speech, batch.now).await?;
    // The outbox tells of posts, not of their order.
    activities::unlist(&mut batch.tx, &said).await
}

/// The paths of what an organization shows first, as far as it is published.
async fn wanted(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<String>> {
    match registry::get(tx, id).await {
        Ok(found) if found.is_public() => {}
        Ok(_) | Err(Error::NotFound(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    }
    let mut wanted = Vec::new();
    for offer in offers::pins::featured(tx, id).await? {
        let path = offer.path();
        if documents::is_gone(tx, &path).await? == Some(false) {
            wanted.push(path);
        }
    }
    Ok(wanted)
}

/// Whether followers were told last that something stands first.
async fn was_added(tx: &mut Tx, actor: &str, object: &str) -> Result<bool> {
    let query = "SELECT type FROM activities WHERE object = $1 AND actor = $2 \
        AND type IN ('Add', 'Remove') ORDER BY path DESC LIMIT 1";
    let last: Option<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(object)
        .bind(actor)
        .fetch_optional(c))?;
    Ok(last.as_deref() == Some("Add"))
}

async fn told(tx: &mut Tx, actor: &str) -> Result<Vec<String>> {
    let query = "SELECT object FROM featured WHERE actor = $1 ORDER BY position";
    on!(tx, |c| sqlx::query_scalar(query).bind(actor).fetch_all(c))
}

async fn keep(tx: &mut Tx, actor: &str, objects: &[String]) -> Result<()> {
    let forget = "DELETE FROM featured WHERE actor = $1";
    execute!(tx, sqlx::query(forget).bind(actor))?;
    let statement = "INSERT INTO featured (actor, object, position) VALUES ($1, $2, $3)";
    for (position, object) in (0_i64..).zip(objects) {
        execute!(
            tx,
            sqlx::query(statement)
                .bind(actor)
                .bind(object)
                .bind(position)
        )?;
    }
    Ok(())
}
