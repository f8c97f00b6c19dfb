//! The publisher: events of the outbox become sealed documents, numbered activities and
//! deliveries, one transaction for a whole batch.
//!
//! One process publishes at a time, under a lease, so that the log has no gaps. An event
//! says only what changed; the document is made of the present state, so that several
//! changes in a row are published once.

/// One transaction.
mod batch;
/// The publisher of commands that run without a server.
mod drained;
/// Which events of a batch count.
mod latest;
/// Waiting until a change was published.
mod settled;

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::channel::{reindex, summary};
use super::rotation;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::outbox::{self, Event};
use crate::store::Lease;

pub(super) use batch::{Batch, Change};
pub use drained::drain;
use latest::{is_bulk, latest_of_each};
pub use settled::{could_be, is_set_aside, replaced, settled};

#[cfg(test)]
mod tests;

/// How many events one transaction publishes at most.
const BATCH: i64 = 500;
/// How long the lease lasts when its holder falls silent.
const LEASE: Duration = Duration::from_secs(5);
/// How often the queue is looked at when nothing wakes the publisher.
const POLL: Duration = Duration::from_secs(5);

/// Publishes until `stop`.
pub async fn run(node: &Node, stop: CancellationToken) {
    let lease = Lease::new("publisher", LEASE, &node.clock);
    let _running = settled::Running::begin(node);
    let mut stubborn = rotation::Stubborn::default();
    loop {
        let rotates = match rotation::step(node, &lease, &mut stubborn).await {
            // Documents that show different keys are to be so for a short time.
            Ok(rotation::Left::Showing) if !stop.is_cancelled() => continue,
            Ok(left) => left != rotation::Left::Nothing,
            Err(error) => {
                tracing::warn!(%error, "keys could not be replaced, which is tried again");
                false
            }
        };
        if let Err(error) = turn_of_the_day(node, &lease).await {
            tracing::warn!(%error, "what a new day or new settings ask for is tried again");
        }
        match batch(node, &lease, BATCH).await {
            Ok(count) if (count > 0 || rotates) && !stop.is_cancelled() => continue,
            Ok(_) => {}
            Err(error @ Error::Unavailable(_)) => {
                tracing::warn!(%error, "publishing failed and is tried again");
            }
            Err(error) => {
                tracing::warn!(%error, "a batch failed; fewer events are published at once");
                match fewer(node, &lease).await {
                    Ok(()) => continue,
                    Err(error) => tracing::error!(%error, "publishing stands still"),
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = node.wake.publisher.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
    if let Err(error) = lease.give_back(&node.db).await {
        tracing::debug!(%error, "the publisher's lease runs out by itself");
    }
}

/// Publishes half as many events at once, and half of those, down to the first alone: one that
/// cannot be published is set aside, and all before it cost few transactions.
async fn fewer(node: &Node, lease: &Lease) -> Result<()> {
    let mut most = BATCH;
    loop {
        most /= 2;
        let mut tx = node.db.read().await?;
        let first = outbox::first(&mut tx).await?;
        drop(tx);
        let (Err(error), Some(first)) = (batch(node, lease, most).await, first) else {
            return Ok(());
        };
        if matches!(error, Error::Unavailable(_)) {
            return Err(error);
        }
        if most > 1 {
            continue;
        }
        tracing::error!(%error, seq = first, "an event cannot be published and is set aside");
        let mut tx = node.db.begin().await?;
        // Which record it is, is known of the event.
        let failure = match error {
            Error::Invalid { field, reason } if field.starts_with('/') => reason,
            other => other.saying(),
        };
        outbox::set_aside(&mut tx, first, failure).await?;
        return tx.commit().await;
    }
}

/// Publishes one batch and says how many events it held.
async fn batch(node: &Node, lease: &Lease, most: i64) -> Result<usize> {
    let now = node.clock.now();
    let mut tx = node.db.read().await?;
    if outbox::first(&mut tx).await?.is_none() {
        return Ok(0);
    }
    drop(tx);
    let Some(mut batch) = Batch::begin(node, lease, now).await? else {
        return Ok(0);
    };
    let events = outbox::pending(&mut batch.tx, most).await?;
    batch.look_ahead(&events).await?;
    for position in latest_of_each(&events) {
        if let Some(pending) = events.get(position) {
            batch
                .publish(&pending.event, is_bulk(&events, pending))
                .await?;
        }
    }
    outbox::forget(&mut batch.tx, &events).await?;
    // The next is not read: what cannot be read would be held against these.
    let is_last = outbox::first(&mut batch.tx).await?.is_none();
    let is_of_log = |pending: &outbox::Pending| !matches!(pending.event, Event::ChannelsDue(_));
    if is_last && events.iter().any(|one| one.is_bulk && is_of_log(one)) {
        batch.hint().await?;
    }
    batch.finish().await?;
    Ok(events.len())
}

/// Publishes what channels held back on days that have ended, and has all channels looked at
/// again when the settings ask for it.
async fn turn_of_the_day(node: &Node, lease: &Lease) -> Result<()> {
    loop {
        let now = node.clock.now();
        let mut tx = node.db.read().await?;
        let is_new = reindex::is_due(node, &mut tx, now).await?;
        if !is_new && !summary::is_due(&mut tx, now).await? {
            return Ok(());
        }
        drop(tx);
        let Some(mut batch) = Batch::begin(node, lease, now).await? else {
            return Ok(());
        };
        if is_new {
            reindex::begin(&mut batch).await?;
        }
        summary::close_days(&mut batch).await?;
        batch.finish().await?;
    }
}
