//! The worker: acknowledged activities take effect, in the order of their arrival, a batch
//! in one transaction with the mark that they were processed.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::inbox::{self, Incoming};
use super::prepare::{self, Fetched};
use super::{peering, peers};
use crate::activitypub::received::{self, Arrived, Outcome};
use crate::activitypub::{delivery, json};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::{Lease, Tx};

/// How many activities one transaction processes at most.
const BATCH: i64 = 500;
/// How many bytes of bodies it holds at most, since each is read into memory.
const BATCH_BYTES: i64 = 4 << 20;
/// How often the queue is looked at when nothing wakes the worker.
const POLL: Duration = Duration::from_secs(5);
/// How long the lease lasts when its holder falls silent.
const LEASE: Duration = Duration::from_secs(5);
/// How often an activity is tried that fails for a passing reason.
const TRIES: i64 = 8;
/// The first pause before it is tried again; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// Processes until `stop`.
pub async fn run(node: &Node, stop: CancellationToken) {
    let lease = Lease::new("worker", LEASE, &node.clock);
    loop {
        match batch(node, &lease).await {
            Ok(0) => {}
            Ok(_) if !stop.is_cancelled() => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "processing failed and is tried again"),
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = node.inbox.arrived() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
    if let Err(error) = lease.give_back(&node.db).await {
        tracing::debug!(%error, "the worker's lease runs out by itself");
    }
}

async fn batch(node: &Node, lease: &Lease) -> Result<usize> {
    let mut tx = node.db.read().await?;
    let now = node.clock.now();
    let limit = received::fitting(&mut tx, BATCH, BATCH_BYTES, now).await?;
    let mut arrived = received::pending(&mut tx, limit, now).await?;
    drop(tx);
    if arrived.is_empty() {
        return Ok(0);
    }
    let fetched = prepare::prepare(node, &arrived).await;
    // Asking others took time, in which another process may have been at work.
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    if !lease.take(&mut tx, now).await? {
        return Ok(0);
    }
    if !node.db.is_exclusive() {
        let still = received::pending(&mut tx, limit, now).await?;
        arrived.retain(|one| still.iter().any(|waiting| waiting.seq == one.seq));
    }
    match process(node, &mut tx, (&arrived, &fetched), now).await {
        Ok(()) => tx.commit().await?,
        Err(error) => {
            drop(tx);
            tracing::debug!(%error, "a batch failed; its activities are tried one by one");
            one_by_one(node, lease, (&arrived, &fetched), now).await?;
        }
    }
    // Rung after the commit, so that whoever wakes sees what was written.
    node.wake.deliverer.notify_one();
    node.wake.puller.notify_one();
    node.wake.publisher.notify_one();
    node.wake.indexer.notify_one();
    Ok(arrived.len())
}

async fn process(
    node: &Node,
    tx: &mut Tx,
    (arrived, fetched): (&[Arrived], &Fetched),
    now: Timestamp,
) -> Result<()> {
    let mut outcomes = Vec::with_capacity(arrived.len());
    for one in arrived {
        outcomes.push((one.seq, take(node, tx, (one, fetched), now).await?));
    }
    // Who writes to us can be reached again, so what waits for it need not wait longer.
    let hosts: BTreeSet<String> = arrived
        .iter()
        .map(|one| peering::host(&one.actor))
        .collect();
    for host in hosts {
        delivery::queue::is_up(tx, &host, now).await?;
    }
    received::finish_many(tx, &outcomes, now).await
}

async fn take(
    node: &Node,
    tx: &mut Tx,
    (one, fetched): (&Arrived, &Fetched),
    now: Timestamp,
) -> Result<Outcome> {
    // It was kept before its sender was blocked.
    if node.client.restrictions().is_blocked(&one.actor) {
        return Ok(inbox::ignored("its sender is blocked"));
    }
    let activity = &json::parse(one.body.as_bytes()).unwrap_or(Value::Null);
    let incoming = Incoming {
        activity,
        id: &one.activity,
        actor: &one.actor,
        now,
        received_at: Some(one.received_at),
        fetched,
    };
    let outcome = inbox::apply(node, tx, &incoming).await?;
    if let Some(number) = incoming.log_number() {
        follow_log(tx, &incoming, number).await?;
    }
    Ok(outcome)
}

/// A pushed activity carries its log number: the next one moves the cursor, a later one
/// tells that something is missing.
async fn follow_log(tx: &mut Tx, incoming: &Incoming<'_>, number: i64) -> Result<()> {
    let Some(peer) = peering::followed(tx, incoming.actor).await? else {
        return Ok(());
    };
    if Some(number) == peer.cursor_seq.checked_add(1) && peer.epoch.is_some() {
        peers::advance(tx, &peer.id, number, peer.head_seq).await?;
    } else if number > peer.cursor_seq {
        peers::grown(tx, &peer.id, number, incoming.now).await?;
    }
    Ok(())
}

/// Each activity in a transaction of its own, so that one that fails stops no other.
async fn one_by_one(
    node: &Node,
    lease: &Lease,
    (arrived, fetched): (&[Arrived], &Fetched),
    now: Timestamp,
) -> Result<()> {
    for one in arrived {
        let mut tx = node.db.begin().await?;
        if !lease.take(&mut tx, node.clock.now()).await? {
            return Ok(());
        }
        if !received::is_pending(&mut tx, one.seq).await? {
            continue;
        }
        match take(node, &mut tx, (one, fetched), now).await {
            Ok(outcome) => received::finish_many(&mut tx, &[(one.seq, outcome)], now).await?,
            Err(error) => {
                drop(tx);
                tx = node.db.begin().await?;
                fail(&mut tx, one, &error, now).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

async fn fail(tx: &mut Tx, one: &Arrived, error: &Error, now: Timestamp) -> Result<()> {
    if one.attempts + 1 >= TRIES {
        return received::finish_many(tx, &[(one.seq, Outcome::Failed(error.to_string()))], now)
            .await;
    }
    let doublings = u32::try_from(one.attempts.clamp(0, 16)).unwrap_or(16);
    let next = now + FIRST_PAUSE.saturating_mul(1 << doublings);
    received::retry_later(tx, one.seq, &error.to_string(), next).await
}
