//! The worker: acknowledged activities take effect, those of one server in the order of their
//! arrival, a batch in one transaction with the mark that they were processed; what no other
//! host has to be asked for goes first.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::gathered::Gathered;
use super::inbox::{self, Incoming};
use super::prepare::{self, Fetched};
use super::{peering, peers};
use crate::activitypub::received::{self, Arrived, Outcome};
use crate::activitypub::{delivery, json, rates};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::{Lease, Tx};

#[cfg(test)]
mod tests;

/// How many activities one transaction processes at most.
const BATCH: i64 = 500;
/// How many bytes of bodies it holds at most, since each is read into memory.
const BATCH_BYTES: i64 = 4 << 20;
/// How often the queue is looked at when nothing wakes the worker.
const POLL: Duration = Duration::from_secs(5);
/// How long the lease lasts when its holder falls silent: longer than others are asked.
const LEASE: Duration = Duration::from_secs(8);
/// How often an activity is tried that fails for a passing reason.
const TRIES: i64 = 8;
/// The first pause before it is tried again; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// Processes until `stop`.
pub async fn run(node: &Arc<Node>, stop: CancellationToken) {
    let lease = Lease::new("worker", LEASE, &node.clock);
    loop {
        if let Err(error) = work(node, &lease, &stop).await {
            tracing::warn!(%error, "processing failed and is tried again");
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

/// What came from one server, with what other hosts were asked for its sake.
struct Answered {
    server: String,
    group: Vec<Arrived>,
    fetched: Fetched,
}

/// The activities of a server for whose sake others are asked.
struct Asking {
    places: BTreeSet<i64>,
    /// Whether later ones of it were passed over meanwhile.
    passes_over: bool,
    /// Whether they were given their effect, and what was passed over waits to be looked at.
    is_answered: bool,
}

/// The servers for whose sake others are asked.
type Servers = BTreeMap<String, Asking>;

/// Gives the waiting activities their effect, until none is left or the lease is lost. Those of a
/// server that must be asked something wait until it has answered, and those of nobody else: a
/// slow stranger is its own loss.
async fn work(node: &Arc<Node>, lease: &Lease, stop: &CancellationToken) -> Result<()> {
    let (mut seen, mut began) = (0, Instant::now());
    let mut servers = Servers::new();
    // Tasks of their own, since who asks may hold what a transaction below waits for, and has
    // to go on meanwhile.
    let mut asking = JoinSet::new();
    loop {
        let arrived = if stop.is_cancelled() {
            Vec::new()
        } else {
            window(node, seen).await?
        };
        let is_empty = arrived.is_empty();
        let newest = arrived.iter().map(|one| one.seq).max();
        seen = newest.map_or(seen, |newest| newest.max(seen));
        let (ready, groups) = parted(arrived, &mut servers);
        if !settle(node, lease, (ready, &Fetched::default())).await? {
            return Ok(());
        }
        for (server, group) in groups {
            asking.spawn(ask(Arc::clone(node), server, group));
        }
        let has_answered = servers.values().any(|one| one.is_answered);
        if is_empty && asking.is_empty() && !has_answered {
            return Ok(());
        }
        // What was passed over, and what is tried again, stands among what was seen. It is looked
        // at once all was, since whoever answers fast would keep the newest from its turn; and
        // after a while, where more arrives without end.
        if (is_empty && has_answered) || began.elapsed() > POLL {
            servers.retain(|_, one| !one.is_answered);
            (seen, began) = (0, Instant::now());
        }
        if is_empty && has_answered {
            continue;
        }
        let more = async {
            if is_empty {
                tokio::select! {
                    () = node.inbox.arrived() => {}
                    () = tokio::time::sleep(POLL) => {}
                }
            }
        };
        tokio::select! {
            biased;
            Some(answered) = asking.join_next() => {
                let Answered { server, group, fetched } = answered
                    .map_err(|error| Error::Internal(Box::new(error)))?;
                if !settle(node, lease, (group, &fetched)).await? {
                    return Ok(());
                }
                match servers.get_mut(&server) {
                    Some(one) if one.passes_over => one.is_answered = true,
                    _ => drop(servers.remove(&server)),
                }
            }
            () = more, if !stop.is_cancelled() => {}
            // It stops, and nobody is asked.
            else => {}
        }
    }
}

async fn ask(node: Arc<Node>, server: String, group: Vec<Arrived>) -> Answered {
    // One that cannot be read must not hold the others: it counts as one that did not answer.
    let preparing = AssertUnwindSafe(prepare::prepare(&node, &group)).catch_unwind();
    let fetched = preparing.await.unwrap_or_else(|_panic| {
        tracing::error!(server, "what others say for its sake could not be asked");
        Fetched::default()
    });
    Answered {
        server,
        group,
        fetched,
    }
}

/// The activities whose time has come, of those that were not seen.
async fn window(node: &Node, seen: i64) -> Result<Vec<Arrived>> {
    let mut tx = node.db.read().await?;
    let now = node.clock.now();
    let limit = received::fitting(&mut tx, seen, (BATCH, BATCH_BYTES), now).await?;
    received::pending(&mut tx, seen, limit, now).await
}

/// What needs nothing of others, and by server what does, with all that came from there after
/// it: others are asked for its sake from now on. What came from a server for whose sake they
/// are asked already is passed over.
fn parted(
    arrived: Vec<Arrived>,
    servers: &mut Servers,
) -> (Vec<Arrived>, BTreeMap<String, Vec<Arrived>>) {
    let mut ready = Vec::new();
    let mut groups: BTreeMap<String, Vec<Arrived>> = BTreeMap::new();
    for one in arrived {
        let server = rates::name_of_host(&one.actor).unwrap_or_default();
        if let Some(asking) = servers.get_mut(&server) {
            asking.passes_over |= !asking.places.contains(&one.seq);
        } else if let Some(group) = groups.get_mut(&server) {
            group.push(one);
        } else if prepare::asks(&one) {
            groups.insert(server, vec![one]);
        } else {
            ready.push(one);
        }
    }
    servers.extend(groups.iter().map(|(server, group)| {
        let places = group.iter().map(|one| one.seq).collect();
        let asking = Asking {
            places,
            passes_over: false,
            is_answered: false,
        };
        (server.clone(), asking)
    }));
    (ready, groups)
}

/// Gives activities their effect, those in one transaction among which none fails; `false`
/// when the lease was lost.
async fn settle(
    node: &Node,
    lease: &Lease,
    (arrived, fetched): (Vec<Arrived>, &Fetched),
) -> Result<bool> {
    let mut parts = vec![arrived];
    while let Some(mut part) = parts.pop() {
        let places = || part.iter().map(|one| one.seq);
        let (Some(first), Some(last)) = (places().min(), places().max()) else {
            continue;
        };
        let now = node.clock.now();
        let mut tx = node.db.begin().await?;
        if !lease.take(&mut tx, now).await? {
            return Ok(false);
        }
        // Asking others took time, in which another process may have been at work.
        if !node.db.is_exclusive() {
            let still = received::waiting(&mut tx, (first, last)).await?;
            part.retain(|one| still.contains(&one.seq));
        }
        match process(node, &mut tx, (&part, fetched), now).await {
            Ok(()) => tx.commit().await?,
            Err(error) => {
                drop(tx);
                // When the disk is full, no activity is to blame, and none is given up for it.
                if matches!(error, Error::Unavailable(_)) && node.db.took_writes().is_err() {
                    return Err(error);
                }
                if let [one] = part.as_slice() {
                    let mut tx = node.db.begin().await?;
                    fail(&mut tx, one, &error, now).await?;
                    tx.commit().await?;
                } else {
                    // So that one that fails stops no other, and costs few transactions.
                    tracing::debug!(%error, "a batch failed; its halves are tried");
                    let rest = part.split_off(part.len() / 2);
                    parts.extend([rest, part]);
                }
            }
        }
        // Rung after the commit, so that whoever wakes sees what was written.
        node.wake.deliverer.notify_one();
        node.wake.puller.notify_one();
        node.wake.publisher.notify_one();
        node.wake.indexer.notify_one();
    }
    Ok(true)
}

async fn process(
    node: &Node,
    tx: &mut Tx,
    (arrived, fetched): (&[Arrived], &Fetched),
    now: Timestamp,
) -> Result<()> {
    let mut outcomes = Vec::with_capacity(arrived.len());
    let mut gathered = Gathered::default();
    for one in arrived {
        let outcome = take(node, tx, (one, fetched), &mut gathered, now).await?;
        outcomes.push((one.seq, outcome));
    }
    gathered.write(tx, now).await?;
    // Who writes to us may be reached again, so what waits for it need not wait longer.
    let hosts: BTreeSet<String> = arrived
        .iter()
        .map(|one| peering::host(&one.actor))
        .collect();
    for host in hosts {
        delivery::queue::heard_of(tx, &host, now).await?;
    }
    received::finish_many(tx, &outcomes, now).await
}

async fn take(
    node: &Node,
    tx: &mut Tx,
    (one, fetched): (&Arrived, &Fetched),
    gathered: &mut Gathered,
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
    let outcome = inbox::apply(node, tx, &incoming, gathered).await?;
    if let Some(number) = incoming.log_number() {
        follow_log(tx, &incoming, number, gathered).await?;
    }
    Ok(outcome)
}

/// A pushed activity carries its log number: the next one moves the cursor, a later one
/// tells that something is missing.
async fn follow_log(
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    number: i64,
    gathered: &mut Gathered,
) -> Result<()> {
    let Some(peer) = gathered.followed(tx, incoming.actor).await? else {
        return Ok(());
    };
    if !peers::step(tx, &peer.id, number).await? {
        peers::grown(tx, &peer.id, number, incoming.now).await?;
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
