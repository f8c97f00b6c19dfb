//! Whose logs are read, and when: several at once, and those that waited longest first. What
//! stands in a log is not known here.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

use super::super::peers::{self, Peer};
use super::super::same_as;
use super::pull;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::Lease;

/// The first pause after a failure; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// How often the list of peers is looked at when nothing wakes the puller.
const POLL: Duration = Duration::from_secs(5);
/// How many logs are read at once: one whose node is slow holds no other.
const READ_AT_ONCE: usize = 8;
/// How long the lease lasts when its holder falls silent: longer than one fetch may take.
const LEASE: Duration = Duration::from_secs(12);

/// Reads the logs of followed peers until `stop`.
pub async fn run(node: &Arc<Node>, stop: CancellationToken) {
    // Whatever happened while this node was away stands in the logs.
    if let Err(error) = pull_all_now(node).await {
        tracing::warn!(%error, "peers' logs are read at their usual times");
    }
    // A reckoning that was cut off goes on.
    if let Err(error) = same_as::refresh_noted(&node.db, node.base()).await {
        tracing::warn!(%error, "some records are shown as before until the next start");
    }
    let mut turns = Turns::new(node);
    while !stop.is_cancelled() {
        if let Err(error) = turns.begin(&stop).await {
            tracing::warn!(%error, "peers' logs could not be read and are tried again");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = turns.ended() => {}
            () = node.wake.puller.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
    // Each ends with the page that it reads.
    while !turns.reading.is_empty() {
        turns.ended().await;
    }
    if let Err(error) = turns.lease.give_back(&node.db).await {
        tracing::debug!(%error, "the puller's lease runs out by itself");
    }
}

async fn pull_all_now(node: &Node) -> Result<()> {
    let mut tx = node.db.begin().await?;
    peers::pull_all_now(&mut tx, node.clock.now()).await?;
    tx.commit().await
}

/// Whose logs are read, and whose are next.
struct Turns<'t> {
    node: &'t Arc<Node>,
    lease: Arc<Lease>,
    /// Tasks of their own: each may hold what the transaction of another waits for.
    tasks: JoinSet<()>,
    reading: HashMap<Id, String>,
    waiting: VecDeque<String>,
}

impl<'t> Turns<'t> {
    fn new(node: &'t Arc<Node>) -> Self {
        Self {
            node,
            lease: Arc::new(Lease::new("puller", LEASE, &node.clock)),
            tasks: JoinSet::new(),
            reading: HashMap::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Begins to read the logs that have waited longest, as many as there is room for beside those
    /// that are read; none while another process reads them.
    async fn begin(&mut self, stop: &CancellationToken) -> Result<()> {
        let now = self.node.clock.now();
        let mut tx = self.node.db.read().await?;
        let due = peers::due(&mut tx, now).await?;
        drop(tx);
        for peer in &due {
            let is_known = self
                .reading
                .values()
                .chain(&self.waiting)
                .any(|id| *id == peer.id);
            if !is_known {
                self.waiting.push_back(peer.id.clone());
            }
        }
        // As they are now: what was read of a peer is out of date when its turn comes.
        let mut due: BTreeMap<String, Peer> = due
            .into_iter()
            .map(|peer| (peer.id.clone(), peer))
            .collect();
        self.waiting.retain(|id| due.contains_key(id));
        let room = READ_AT_ONCE.saturating_sub(self.reading.len());
        if room == 0 || self.waiting.is_empty() {
            return Ok(());
        }
        let mut tx = self.node.db.begin().await?;
        let is_ours = self.lease.take(&mut tx, now).await?;
        tx.commit().await?;
        if !is_ours {
            return Ok(());
        }
        let some = self.waiting.drain(..room.min(self.waiting.len()));
        for peer in some.filter_map(|id| due.remove(&id)) {
            let id = peer.id.clone();
            let (node, lease) = (Arc::clone(self.node), Arc::clone(&self.lease));
            let turn = turn(node, peer, lease, stop.clone());
            self.reading.insert(self.tasks.spawn(turn).id(), id);
        }
        Ok(())
    }

    /// Waits until a turn has ended.
    async fn ended(&mut self) {
        match self.tasks.join_next_with_id().await {
            Some(Ok((task, ()))) => self.reading.remove(&task),
            Some(Err(error)) => {
                tracing::error!(%error, "reading a log was broken off");
                self.reading.remove(&error.id())
            }
            None => std::future::pending().await,
        };
    }
}

/// Reads one peer's log as far as its turn reaches, and notes when that failed.
async fn turn(node: Arc<Node>, peer: Peer, lease: Arc<Lease>, stop: CancellationToken) {
    let reading = AssertUnwindSafe(pull(&node, &peer, &lease, &stop)).catch_unwind();
    let error = match reading.await {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error,
        // Its place in the log stays, and so does what stopped the reader there.
        Err(_panic) => Error::internal("reading its log was broken off"),
    };
    tracing::info!(peer = peer.host, %error, "reading its log failed");
    if let Err(error) = put_off(&node, &peer, &error).await {
        tracing::warn!(peer = peer.host, %error, "its log is tried again in some seconds");
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

async fn put_off(node: &Node, peer: &Peer, error: &Error) -> Result<()> {
    let mut tx = node.db.begin().await?;
    let next = node.clock.now() + pause(peer.failures);
    peers::failed(&mut tx, &peer.id, &error.to_keep(), next).await?;
    tx.commit().await
}

fn pause(failures: i64) -> Duration {
    let doublings = u32::try_from(failures.clamp(0, 20)).unwrap_or(20);
    FIRST_PAUSE
        .saturating_mul(1 << doublings)
        .min(LONGEST_PAUSE)
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
