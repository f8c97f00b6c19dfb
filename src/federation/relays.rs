//! Relays of the kind that LitePub describes (FEP-ae0c): the node follows a relay's actor,
//! and tells it of each new offer or need by its address, which the relay passes on. What
//! others tell by it is not taken.

use serde::Serialize;
use serde_json::json;

use super::followers;
use super::publish::{Batch, Change};
use super::{context, paths, peering, speak};
use crate::clock::{self, Timestamp};
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::{Tx, execute, on};

/// A relay as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Relay {
    /// The id of its actor.
    pub id: String,
    /// Where it is written to.
    #[serde(skip)]
    pub inbox: String,
    /// `requested`, `accepted` or `rejected`.
    pub state: String,
    /// The path of our Follow.
    #[serde(skip)]
    pub follow: String,
    /// Since when.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub created_at: Timestamp,
}

/// All relays.
pub async fn list(tx: &mut Tx) -> Result<Vec<Relay>> {
    let query = "SELECT id, inbox, state, follow, created_at FROM relays ORDER BY id";
    on!(tx, |c| sqlx::query_as(query).fetch_all(c))
}

/// The relay whose actor has that id.
pub(super) async fn find(tx: &mut Tx, id: &str) -> Result<Option<Relay>> {
    let query = "SELECT id, inbox, state, follow, created_at FROM relays WHERE id = $1";
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))
}

/// Asks the relay whose actor stands at `address` to take what is new here.
///
/// # Errors
/// [`Error::Remote`] when nothing answers there, or what answers is no actor.
pub async fn add(node: &Node, address: &str) -> Result<Relay> {
    let actor = node.remote.ask_again(address).await?;
    let Some(inbox) = actor.inbox else {
        return Err(Error::remote(peering::host(&actor.id), "names no inbox"));
    };
    if actor.registry_log.is_some() {
        let reason = "is another directory and no relay; see `trenza peer add`";
        return Err(Error::invalid("address", reason));
    }
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    ask(node, &mut tx, &actor.id, &inbox, now).await?;
    let relay = find(&mut tx, &actor.id).await?;
    tx.commit().await?;
    node.wake.deliverer.notify_one();
    relay.ok_or_else(|| Error::NotFound(format!("the relay {address:?}")))
}

/// Sends our Follow to a relay.
pub(super) async fn ask(
    node: &Node,
    tx: &mut Tx,
    id: &str,
    inbox: &str,
    now: Timestamp,
) -> Result<()> {
    let follow = speak::answer(
        node,
        tx,
        (paths::NODE, "Follow"),
        json!(id),
        (id, inbox),
        now,
    )
    .await?;
    let statement = "INSERT INTO relays (id, inbox, state, follow, created_at) \
        VALUES ($1, $2, 'requested', $3, $4) ON CONFLICT (id) DO UPDATE \
        SET inbox = $2, state = 'requested', follow = $3";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(inbox)
            .bind(follow)
            .bind(now)
    )?;
    Ok(())
}

/// Tells a relay of nothing any more.
///
/// # Errors
/// [`Error::Absent`].
pub async fn remove(node: &Node, id: &str) -> Result<Relay> {
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    let found = find(&mut tx, id).await?;
    let relay = found.ok_or_else(|| {
        let remedy = "`trenza relay list` shows those that there are";
        Error::absent(format!("the relay {id:?}"), remedy)
    })?;
    let undone = json!({
        "id": node.url(&relay.follow),
        "type": "Follow",
        "actor": node.url(paths::NODE),
        "object": relay.id,
    });
    let to = (relay.id.as_str(), relay.inbox.as_str());
    speak::answer(node, &mut tx, (paths::NODE, "Undo"), undone, to, now).await?;
    followers::remove(&mut tx, paths::NODE, &relay.id).await?;
    execute!(
        &mut tx,
        sqlx::query("DELETE FROM relays WHERE id = $1").bind(&relay.id)
    )?;
    tx.commit().await?;
    node.wake.deliverer.notify_one();
    Ok(relay)
}

/// Whether an actor is a relay that the office added, so that it may follow back.
pub async fn is_one(tx: &mut Tx, id: &str) -> Result<bool> {
    Ok(find(tx, id).await?.is_some())
}

/// Notes a relay's answer to our Follow; `false` when we had asked nothing of the kind.
pub async fn answered(tx: &mut Tx, id: &str, follow: &str, accepted: bool) -> Result<bool> {
    let statement = "UPDATE relays SET state = $3 WHERE id = $1 AND follow = $2 AND state <> $3";
    let state = if accepted { "accepted" } else { "rejected" };
    let noted = execute!(tx, sqlx::query(statement).bind(id).bind(follow).bind(state))?;
    Ok(noted > 0)
}

/// Tells the relays of a new offer or need at `path`.
pub(super) async fn tell(batch: &mut Batch<'_>, path: &str) -> Result<()> {
    let relays = list(&mut batch.tx).await?.into_iter();
    let inboxes = relays
        .filter(|relay| relay.state == "accepted")
        .map(|relay| relay.inbox);
    let change = Change {
        sealer: paths::NODE,
        speaker: paths::NODE,
        path,
        record: json!(batch.node.url(path)),
        context: &context::PLAIN,
        cc: vec![batch.node.url(&format!("{}/followers", paths::NODE))],
        inboxes: inboxes.collect(),
    };
    if !change.inboxes.is_empty() {
        batch.speak("Announce", change, None).await?;
    }
    Ok(())
}
