//! Catching up: a peer's log is read from where we stopped, page by page, each page applied
//! with the new cursor in one transaction. First copy and catching up are the same path.

use std::time::Duration;

use serde_json::Value;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::inbox::{self, Incoming};
use super::peers::{self, Peer};
use super::{paths, records};
use crate::activitypub::received::{self, Outcome};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::{Lease, Tx};

/// How often a peer's log is looked at when nothing tells of news.
const INTERVAL: Duration = Duration::from_mins(15);
/// The first pause after a failure; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// How often the list of peers is looked at when nothing wakes the puller.
const POLL: Duration = Duration::from_secs(5);
/// How long the lease lasts when its holder falls silent.
const LEASE: Duration = Duration::from_secs(20);

/// Reads the logs of followed peers until `stop`.
pub async fn run(node: &Node, stop: CancellationToken) {
    let lease = Lease::new("puller", LEASE, &node.clock);
    // Whatever happened while this node was away stands in the logs.
    if let Err(error) = pull_all_now(node).await {
        tracing::warn!(%error, "peers' logs are read at their usual times");
    }
    loop {
        if let Err(error) = pull_due(node, &lease, &stop).await {
            tracing::warn!(%error, "peers' logs could not be read and are tried again");
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = node.wake.puller.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
    if let Err(error) = lease.give_back(&node.db).await {
        tracing::debug!(%error, "the puller's lease runs out by itself");
    }
}

async fn pull_all_now(node: &Node) -> Result<()> {
    let mut tx = node.db.begin().await?;
    peers::pull_all_now(&mut tx, node.clock.now()).await?;
    tx.commit().await
}

async fn pull_due(node: &Node, lease: &Lease, stop: &CancellationToken) -> Result<()> {
    let mut tx = node.db.read().await?;
    let due = peers::due(&mut tx, node.clock.now()).await?;
    drop(tx);
    for peer in due {
        let mut tx = node.db.begin().await?;
        let is_ours = lease.take(&mut tx, node.clock.now()).await?;
        tx.commit().await?;
        if !is_ours || stop.is_cancelled() {
            return Ok(());
        }
        if let Err(error) = pull(node, &peer, lease, stop).await {
            let pause = pause(peer.failures);
            tracing::info!(peer = peer.host, %error, "reading its log failed");
            let mut tx = node.db.begin().await?;
            let next = node.clock.now() + pause;
            peers::failed(&mut tx, &peer.id, &error.to_string(), next).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

fn pause(failures: i64) -> Duration {
    let doublings = u32::try_from(failures.clamp(0, 20)).unwrap_or(20);
    FIRST_PAUSE
        .saturating_mul(1 << doublings)
        .min(LONGEST_PAUSE)
}

/// Reads one peer's log to its present end.
async fn pull(node: &Node, peer: &Peer, lease: &Lease, stop: &CancellationToken) -> Result<()> {
    let log = peer
        .registry_log
        .as_deref()
        .ok_or_else(|| Error::remote(&peer.host, "names no registry log"))?;
    let address =
        Url::parse(log).map_err(|_error| Error::remote(&peer.host, "names a log of no address"))?;
    let head = node.client.get_document(&address).await?;
    let mut cursor = begin(node, peer, &head).await?;
    let mut size = head.get("totalItems").and_then(Value::as_i64).unwrap_or(0);
    while cursor < size && !stop.is_cancelled() {
        let mut address = address.clone();
        address.set_query(Some(&format!("after={cursor}")));
        let page = node.client.get_document(&address).await?;
        let reached = apply_page(node, (peer, lease), &page, cursor, size).await?;
        if reached == cursor {
            let reason = format!("says its log has {size} entries but serves none after {cursor}");
            return Err(Error::remote(&peer.host, reason));
        }
        cursor = reached;
        size = size.max(cursor);
    }
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    peers::pulled(&mut tx, &peer.id, now, now + INTERVAL).await?;
    tx.commit().await
}

/// Where to go on: the cursor, or 0 when the log's numbers began anew.
async fn begin(node: &Node, peer: &Peer, head: &Value) -> Result<i64> {
    let epoch = head
        .get("epoch")
        .and_then(Value::as_str)
        .ok_or_else(|| Error::remote(&peer.host, "serves a log without an epoch"))?;
    let mut tx = node.db.begin().await?;
    let known = peers::get(&mut tx, &peer.id).await?;
    let known = known.ok_or_else(|| Error::NotFound(format!("the peer {:?}", peer.host)))?;
    if known.epoch.as_deref() == Some(epoch) {
        return Ok(known.cursor_seq);
    }
    peers::begin_epoch(&mut tx, &peer.id, epoch).await?;
    records::begin_epoch(&mut tx, &peer.id).await?;
    tx.commit().await?;
    Ok(0)
}

/// Applies one page with its cursor, in one transaction, and says how far it reached.
async fn apply_page(
    node: &Node,
    (peer, lease): (&Peer, &Lease),
    page: &Value,
    cursor: i64,
    head: i64,
) -> Result<i64> {
    let items = page.get("orderedItems").and_then(Value::as_array);
    let items = items.ok_or_else(|| Error::remote(&peer.host, "serves a page without items"))?;
    let now = node.clock.now();
    let mut reached = cursor;
    let mut tx = node.db.begin().await?;
    if !lease.take(&mut tx, now).await? {
        return Err(Error::Conflict(
            "another process reads the logs now".to_owned(),
        ));
    }
    for activity in items {
        let (id, actor, number) = identify(peer, activity)?;
        if number <= reached {
            return Err(Error::remote(
                &peer.host,
                "serves a page that is not in order",
            ));
        }
        reached = number;
        let incoming = Incoming {
            activity,
            id,
            actor,
            now,
        };
        if let Outcome::Ignored(reason) = inbox::apply(node, &mut tx, &incoming).await? {
            // What was pushed before is here already, and that is no news.
            if reason != inbox::HELD_ALREADY {
                note(&mut tx, &incoming, &reason, now).await?;
            }
        }
    }
    peers::advance(&mut tx, &peer.id, reached, head).await?;
    tx.commit().await?;
    Ok(reached)
}

async fn note(tx: &mut Tx, incoming: &Incoming<'_>, reason: &str, now: Timestamp) -> Result<()> {
    let kind = incoming
        .activity
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    received::note(tx, incoming.id, incoming.actor, kind, reason, now).await
}

/// The id, actor and number of an item, which must all be of the peer's own origin: a log
/// speaks for its own node alone.
fn identify<'a>(peer: &Peer, activity: &'a Value) -> Result<(&'a str, &'a str, i64)> {
    let text = |name: &str| activity.get(name).and_then(Value::as_str);
    let number = activity.get("logSequence").and_then(Value::as_i64);
    match (text("id"), text("actor"), number) {
        (Some(id), Some(actor), Some(number))
            if paths::is_same_origin(id, &peer.id) && paths::is_same_origin(actor, &peer.id) =>
        {
            Ok((id, actor, number))
        }
        _ => Err(Error::remote(
            &peer.host,
            "serves an entry that is not its own or has no number",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_and_has_an_end() {
        assert_eq!(pause(0), FIRST_PAUSE);
        assert_eq!(pause(3), FIRST_PAUSE * 8);
        assert_eq!(pause(1_000), LONGEST_PAUSE);
    }
}
