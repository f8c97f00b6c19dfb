//! Catching up: a peer's log is read from where we stopped, page by page, each page applied
//! with the new cursor in one transaction. First copy and catching up are the same path.

use std::time::Duration;

use serde_json::Value;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::gathered::Gathered;
use super::inbox::{self, Incoming, TOLD_OF_RECORDS};
use super::peers::{self, Peer};
use super::prepare::Fetched;
use super::{comparison, records, same_as};
use crate::activitypub::address;
use crate::activitypub::json::{HIGHEST, total_of};
use crate::activitypub::received::{self, Outcome};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::{Lease, Tx};

/// Whose logs are read, and when.
mod turns;

#[cfg(test)]
mod tests;

pub use turns::run;

/// How often a peer's log is looked at when nothing tells of news.
const INTERVAL: Duration = Duration::from_mins(15);
/// How many pages of one log are read before another's turn, and for how long.
const PAGES_A_TURN: usize = 200;
/// See [`PAGES_A_TURN`].
const TURN: Duration = Duration::from_mins(1);
/// When a log is read again that grew while it was read.
const SOON: Duration = Duration::from_secs(2);
/// By which words it is known that a log that lost much was read once already.
const ONCE_MORE: &str = "it is read once more before anything is dropped";
/// How much is noted of one origin, since a log may go on for ever: of what can have no effect,
/// while less is noted than
const NOTED_OF_NO_EFFECT: i64 = 500;
/// this, so that it leaves room for what had none for a reason,
const NOTED_OF_IGNORED: i64 = 1_000;
/// and that for what failed.
const NOTED_OF_FAILED: i64 = 2_000;

/// Reads one peer's log to its present end, or as far as its turn reaches.
async fn pull(node: &Node, peer: &Peer, lease: &Lease, stop: &CancellationToken) -> Result<()> {
    let log = peer
        .registry_log
        .as_deref()
        .ok_or_else(|| Error::remote(&peer.host, "names no registry log"))?;
    let address =
        Url::parse(log).map_err(|_error| Error::remote(&peer.host, "names a log of no address"))?;
    let head = fetch(node, peer, &address).await?;
    let size =
        total_of(&head).ok_or_else(|| Error::remote(&peer.host, "says no length of its log"))?;
    let epoch = head
        .get("epoch")
        .and_then(Value::as_str)
        .filter(|epoch| epoch.len() <= address::LONGEST)
        .ok_or_else(|| Error::remote(&peer.host, "serves a log without an epoch"))?;
    let reading = Reading {
        node,
        peer,
        lease,
        epoch,
    };
    let Some(mut cursor) = reading.begin(size).await? else {
        return Ok(());
    };
    let began = node.clock.now();
    for _ in 0..PAGES_A_TURN {
        let is_late = node.clock.now().since(began) > TURN;
        if stop.is_cancelled() || (cursor < size && is_late) {
            // The rest is read in the next turn, after the other peers' logs.
            return Ok(());
        }
        if cursor >= size {
            let now = node.clock.now();
            let mut tx = node.db.begin().await?;
            if records::drop_stale(&mut tx, &peer.id, now).await? > 0 {
                same_as::refresh_later(&mut tx).await?;
                peers::weigh_anew(&mut tx, &peer.id).await?;
            }
            peers::pulled(&mut tx, peer, now, (now + SOON, now + INTERVAL)).await?;
            if let Some(stated) = head.get("stateDigest").and_then(Value::as_str)
                && comparison::read_anew_if_it_differs(&mut tx, peer, (size, stated), now).await?
            {
                node.wake.puller.notify_one();
            }
            tx.commit().await?;
            return same_as::refresh_noted(&node.db, node.base()).await;
        }
        let mut address = address.clone();
        address.set_query(Some(&format!("after={cursor}")));
        let page = fetch(node, peer, &address).await?;
        let Some(reached) = reading.apply(&page, cursor, size).await? else {
            // Another process reads the logs now.
            return Ok(());
        };
        if reached == cursor {
            let reason = format!("says its log has {size} entries but serves none after {cursor}");
            return Err(Error::remote(&peer.host, reason));
        }
        cursor = reached;
    }
    Ok(())
}

/// Fetches a part of a log, which must stand where it was asked for: a log that leads
/// elsewhere would aim this node at others.
async fn fetch(node: &Node, peer: &Peer, address: &Url) -> Result<Value> {
    let document = node.client.get_document(address).await?;
    if document.get("id").and_then(Value::as_str) == Some(address.as_str()) {
        return Ok(document);
    }
    Err(Error::remote(
        &peer.host,
        format!("serves something else at {address}"),
    ))
}

/// The reading of one peer's log.
struct Reading<'r> {
    node: &'r Node,
    peer: &'r Peer,
    lease: &'r Lease,
    epoch: &'r str,
}

impl Reading<'_> {
    /// Where to go on: the cursor, or 0 when the log's numbers began anew, which a restored
    /// backup also shows by a log that is shorter than it was. `None` when the lease was lost.
    async fn begin(&self, size: i64) -> Result<Option<i64>> {
        let mut tx = self.node.db.begin().await?;
        if !self.lease.take(&mut tx, self.node.clock.now()).await? {
            return Ok(None);
        }
        let known = peers::get(&mut tx, &self.peer.id).await?;
        let missing = || Error::NotFound(format!("the peer {:?}", self.peer.host));
        let known = known.ok_or_else(missing)?;
        // What was pushed since the head was fetched may have moved the cursor beyond it.
        let before = known.cursor_seq.min(self.peer.cursor_seq);
        if known.epoch.as_deref() == Some(self.epoch) && before <= size {
            if before == 0 {
                self.heed_loss(&known, size)?;
            }
            tx.commit().await?;
            return Ok(Some(known.cursor_seq));
        }
        self.heed_loss(&known, size)?;
        peers::begin_epoch(&mut tx, &self.peer.id, self.epoch).await?;
        records::begin_epoch(&mut tx, &self.peer.id).await?;
        tx.commit().await?;
        Ok(Some(0))
    }

    /// Refuses, at the first reading, a log of the same epoch that says it has less than half of
    /// what was read or stands here: what was answered once by mistake must not empty the copy.
    fn heed_loss(&self, known: &Peer, size: i64) -> Result<()> {
        // What was pushed meanwhile is not in the head that was fetched before.
        let stands = |peer: &Peer| peer.organizations + peer.offers;
        let read = known.cursor_seq.min(self.peer.cursor_seq);
        let had = read.max(stands(known).min(stands(self.peer)));
        if known.epoch.as_deref() != Some(self.epoch) || size >= had - had / 2 {
            return Ok(());
        }
        // Whatever it says then: a log that was restored grows meanwhile.
        let is_second = |error: &str| error.contains(ONCE_MORE);
        if known.last_error.as_deref().is_some_and(is_second) {
            return Ok(());
        }
        let reason = format!("says its log has {size} entries, where it had {had}; {ONCE_MORE}");
        Err(Error::remote(&self.peer.host, reason))
    }

    /// Applies one page with its cursor, and says how far it reached; `None` when the lease was
    /// lost.
    async fn apply(&self, page: &Value, cursor: i64, size: i64) -> Result<Option<i64>> {
        let peer = self.peer;
        if page.get("epoch").and_then(Value::as_str) != Some(self.epoch) {
            return Err(Error::remote(&peer.host, "serves a page of another epoch"));
        }
        let items = page.get("orderedItems").and_then(Value::as_array);
        let items =
            items.ok_or_else(|| Error::remote(&peer.host, "serves a page without items"))?;
        let mut entries: Vec<Entry<'_>> = Vec::with_capacity(items.len());
        for activity in items {
            let entry = Entry::read(peer, activity)?;
            if entry.number <= entries.last().map_or(cursor, |last| last.number) {
                return Err(Error::remote(
                    &peer.host,
                    "serves a page that is not in order",
                ));
            }
            entries.push(entry);
        }
        let reached = entries.last().map_or(cursor, |last| last.number);
        let is_done = match self.take(&entries, reached, size).await {
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                let peer = &peer.host;
                tracing::debug!(peer, %error, "a page failed; its entries are taken one by one");
                self.take_each(&entries, size).await?
            }
            Ok(is_done) => is_done,
        };
        self.node.wake.publisher.notify_one();
        self.node.wake.indexer.notify_one();
        Ok(is_done.then_some(reached))
    }

    /// Applies entries and moves the cursor, in one transaction; `false` when the lease was lost.
    async fn take(&self, entries: &[Entry<'_>], reached: i64, size: i64) -> Result<bool> {
        let now = self.node.clock.now();
        // Entries of a log hold what they tell of.
        let nothing = Fetched::default();
        let mut tx = self.node.db.begin().await?;
        if !self.lease.take(&mut tx, now).await? {
            return Ok(false);
        }
        let mut gathered = Gathered::default();
        for entry in entries {
            let incoming = Incoming {
                activity: entry.activity,
                id: entry.id,
                actor: entry.actor,
                now,
                received_at: None,
                fetched: &nothing,
            };
            // It is not signed as a request is, so it tells of records alone.
            if !TOLD_OF_RECORDS.contains(&entry.kind) {
                let reason = format!("{} in a log has no effect here", entry.kind);
                entry
                    .note(&mut tx, (&reason, NOTED_OF_NO_EFFECT), now)
                    .await?;
                continue;
            }
            let outcome = inbox::apply(self.node, &mut tx, &incoming, &mut gathered).await?;
            if let Outcome::Ignored(reason) = outcome
                && !inbox::IS_NO_NEWS.contains(&reason.as_str())
            {
                entry
                    .note(&mut tx, (&reason, NOTED_OF_IGNORED), now)
                    .await?;
            }
        }
        gathered.write(&mut tx, now).await?;
        peers::advance(&mut tx, &self.peer.id, reached, size).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Applies each entry in a transaction of its own, so that one that fails stops no other:
    /// it is noted, and the comparison with the peer's own digest finds what is missing.
    async fn take_each(&self, entries: &[Entry<'_>], size: i64) -> Result<bool> {
        for entry in entries {
            let one = std::slice::from_ref(entry);
            let is_done = match self.take(one, entry.number, size).await {
                Err(error @ Error::Unavailable(_)) => return Err(error),
                Err(error) => self.pass_over(entry, &error, size).await?,
                Ok(is_done) => is_done,
            };
            if !is_done {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn pass_over(&self, entry: &Entry<'_>, error: &Error, size: i64) -> Result<bool> {
        let now = self.node.clock.now();
        let mut tx = self.node.db.begin().await?;
        if !self.lease.take(&mut tx, now).await? {
            return Ok(false);
        }
        let reason = error.to_string();
        entry.note(&mut tx, (&reason, NOTED_OF_FAILED), now).await?;
        peers::advance(&mut tx, &self.peer.id, entry.number, size).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// An entry of a log.
struct Entry<'e> {
    activity: &'e Value,
    id: &'e str,
    actor: &'e str,
    kind: &'e str,
    number: i64,
}

impl<'e> Entry<'e> {
    /// Reads an entry. All that it names must be of the peer's own origin, since a log speaks
    /// for its own node alone. Of what type it is is for later nodes to say.
    fn read(peer: &Peer, activity: &'e Value) -> Result<Self> {
        let text = |name: &str| {
            let value = activity.get(name).and_then(Value::as_str);
            value.filter(|text| text.len() <= address::LONGEST)
        };
        let number = activity.get("logSequence").and_then(Value::as_i64);
        let is_own = |id: &str| address::is_same_origin(id, &peer.id);
        match (text("id"), text("actor"), text("type"), number) {
            (Some(id), Some(actor), Some(kind), Some(number))
                if is_own(id) && is_own(actor) && (1..=HIGHEST).contains(&number) =>
            {
                Ok(Self {
                    activity,
                    id,
                    actor,
                    kind,
                    number,
                })
            }
            _ => Err(Error::remote(
                &peer.host,
                "serves an entry that is not its own, or has no type or number",
            )),
        }
    }

    /// Notes that it had no effect, and why, unless so much is noted of its origin.
    async fn note(&self, tx: &mut Tx, (reason, most): (&str, i64), now: Timestamp) -> Result<()> {
        if received::count_not_applied(tx, self.actor, most).await? >= most {
            return Ok(());
        }
        received::note(tx, self.id, self.actor, self.kind, reason, now).await
    }
}
