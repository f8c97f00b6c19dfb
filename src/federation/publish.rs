//! The publisher: events of the outbox become sealed documents, numbered activities and
//! deliveries, one transaction for a whole batch.
//!
//! One process publishes at a time, under a lease, so that the log has no gaps. An event
//! says only what changed; the document is made of the present state, so that several
//! changes in a row are published once.

/// The publisher of commands that run without a server.
mod drained;
/// Which events of a batch count.
mod gathered;
/// Waiting until a change was published.
mod settled;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::channel::{place, reindex, summary};
use super::seal::Sealer;
use super::speak::{self, Speech};
use super::{
    context, featured, followers, index, offer, organization, paths, rotation, same_as, seal,
    territory,
};
use crate::activitypub::documents::{self, Publication};
use crate::activitypub::{activities, delivery, log};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::outbox::{self, Event};
use crate::place::Territory;
use crate::store::{Lease, Tx};
use crate::words::phrase;

pub use drained::drain;
use gathered::{is_bulk, latest_of_each};
pub use settled::{could_be, replaced, settled};

/// The longest document, in bytes, that every reader of the log takes.
const MAX_RECORD: usize = 200 << 10;
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
                tracing::warn!(%error, "a batch failed; its first event is published alone");
                match alone(node, &lease).await {
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

/// Publishes the first event alone; one that cannot be published is set aside.
async fn alone(node: &Node, lease: &Lease) -> Result<()> {
    let mut tx = node.db.read().await?;
    let first = outbox::first(&mut tx).await?;
    drop(tx);
    let (Err(error), Some(first)) = (batch(node, lease, 1).await, first) else {
        return Ok(());
    };
    if matches!(error, Error::Unavailable(_)) {
        return Err(error);
    }
    tracing::error!(%error, seq = first, "an event cannot be published and is set aside");
    let mut tx = node.db.begin().await?;
    // Which record it is, is known of the event.
    let failure = match error {
        Error::Invalid { field, reason } if field.starts_with('/') => reason,
        other => other.saying(),
    };
    outbox::set_aside(&mut tx, first, failure).await?;
    tx.commit().await
}

/// Publishes one batch and says how many events it held.
async fn batch(node: &Node, lease: &Lease, most: i64) -> Result<usize> {
    let now = node.clock.now();
    let mut tx = node.db.read().await?;
    if outbox::pending(&mut tx, 1).await?.is_empty() {
        return Ok(0);
    }
    drop(tx);
    let Some(mut batch) = Batch::begin(node, lease, now).await? else {
        return Ok(0);
    };
    let events = outbox::pending(&mut batch.tx, most).await?;
    for position in latest_of_each(&events) {
        if let Some(pending) = events.get(position) {
            batch
                .publish(&pending.event, is_bulk(&events, pending))
                .await?;
        }
    }
    outbox::forget(&mut batch.tx, &events).await?;
    let is_last = outbox::pending(&mut batch.tx, 1).await?.is_empty();
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

/// One transaction of the publisher.
pub(super) struct Batch<'n> {
    pub(super) node: &'n Node,
    pub(super) tx: Tx,
    pub(super) now: Timestamp,
    /// What was asked of channels already.
    pub(super) channels: place::Known,
    number: i64,
    touched: Vec<String>,
}

/// What a noun hands over to be published.
pub(super) struct Change<'c> {
    /// The path of the actor whose key seals the record.
    pub sealer: &'c str,
    /// The path of the actor that tells of it; the same, but for a record that has just
    /// passed from the node's keeping to its own.
    pub speaker: &'c str,
    /// The path of the record.
    pub path: &'c str,
    /// The record without context and proof.
    pub record: Value,
    /// The context of the record and of the activity.
    pub context: &'c Value,
    /// The recipients named in the activity besides the public.
    pub cc: Vec<String>,
    /// The inboxes that it is delivered to.
    pub inboxes: BTreeSet<String>,
}

impl<'n> Batch<'n> {
    /// Begins a transaction under the publisher's lease; `None` when another process holds it.
    pub(super) async fn begin(
        node: &'n Node,
        lease: &Lease,
        now: Timestamp,
    ) -> Result<Option<Self>> {
        let mut tx = node.db.begin().await?;
        if !lease.take(&mut tx, now).await? {
            return Ok(None);
        }
        node.keys.hold(&mut tx).await?;
        let number = log::head(&mut tx).await?;
        Ok(Some(Self {
            node,
            tx,
            now,
            channels: place::Known::default(),
            number,
            touched: Vec::new(),
        }))
    }
}

impl Batch<'_> {
    async fn publish(&mut self, event: &Event, is_bulk: bool) -> Result<()> {
        index::note(&mut self.tx, event).await?;
        match event {
            Event::OrganizationChanged(id) => {
                organization::publish(self, id, is_bulk).await?;
                featured::refresh(self, id).await?;
                self.show_same(id).await?;
                place::of_organization(self, id, is_bulk).await
            }
            Event::OrganizationRemoved(id) => {
                organization::remove(self, id, is_bulk).await?;
                self.show_same(id).await
            }
            Event::OfferChanged(id) => {
                offer::publish(self, id).await?;
                featured::of_offer(self, id).await?;
                place::own(self, id, is_bulk).await
            }
            Event::OfferWithdrawn(id) => {
                offer::withdraw(self, id).await?;
                featured::of_offer(self, id).await?;
                place::own(self, id, is_bulk).await
            }
            Event::FeaturedDue(actor) => featured::refresh_at(self, actor).await,
            Event::ChannelsDue(record) => place::look_again(self, record, is_bulk).await,
        }
    }

    /// Shows others' records under one of ours, or by themselves, as is stated now.
    async fn show_same(&mut self, id: &OrganizationId) -> Result<()> {
        let path = id.path();
        same_as::refresh_own(&mut self.tx, self.node.base(), &path).await
    }

    /// Makes sure that a territory which a record names can be followed.
    pub(super) async fn ensure_territory(&mut self, territory: &Territory) -> Result<()> {
        if territory::ensure(self.node, &mut self.tx, territory, self.now).await? {
            self.touch(&paths::territory(territory.as_str()));
        }
        Ok(())
    }

    /// Publishes a record's present state as a Create the first time, an Update afterwards.
    /// What was removed stays removed, since peers remember its id.
    pub(super) async fn put(&mut self, change: Change<'_>) -> Result<Option<&'static str>> {
        let kind = match documents::is_gone(&mut self.tx, change.path).await? {
            Some(true) => return Ok(None),
            Some(false) => "Update",
            None => "Create",
        };
        let body = self
            .seal(change.sealer, &change.record, change.context)
            .await?;
        if body.len() > MAX_RECORD {
            let reason = phrase!("refusal-record-large");
            return Err(Error::invalid(change.path, reason));
        }
        let digest = seal::record_digest(&change.record)?;
        self.number += 1;
        let publication = Publication {
            path: change.path,
            body: &body,
            record_digest: Some(&digest),
            is_gone: false,
            log_number: Some(self.number),
        };
        documents::put(&mut self.tx, &publication, self.now).await?;
        self.touch(change.path);
        self.speak(kind, change, Some(self.number)).await?;
        Ok(Some(kind))
    }

    /// Publishes that a record is gone: a Tombstone at its address, a Delete to everybody
    /// who was ever told of it. `false` when it was never published or is gone already.
    pub(super) async fn delete(&mut self, mut change: Change<'_>, as_actor: bool) -> Result<bool> {
        if documents::is_gone(&mut self.tx, change.path).await? != Some(false) {
            return Ok(false);
        }
        let body = seal::with_context(&change.record, change.context);
        let body = serde_json::to_string(&body).map_err(Error::internal)?;
        self.number += 1;
        let publication = Publication {
            path: change.path,
            body: &body,
            record_digest: None,
            is_gone: true,
            log_number: Some(self.number),
        };
        documents::put(&mut self.tx, &publication, self.now).await?;
        self.touch(change.path);
        activities::erase(&mut self.tx, change.path, self.node.base()).await?;
        change
            .inboxes
            .extend(delivery::ledger(&mut self.tx, change.path).await?);
        if as_actor {
            let known_to = delivery::ledger_of_actor(&mut self.tx, change.path).await?;
            change.inboxes.extend(known_to);
            // Servers know an account's removal by an actor that deletes itself.
            change.record = Value::String(self.node.url(change.path));
        }
        self.speak("Delete", change, Some(self.number)).await?;
        Ok(true)
    }

    /// The record as the actor at a path seals it.
    pub(super) async fn seal(
        &mut self,
        actor: &str,
        record: &Value,
        context: &Value,
    ) -> Result<String> {
        let keys = &self.node.keys;
        let key = keys.of_actor(&mut self.tx, actor, self.now).await?;
        Sealer::new(key, &self.node.url(actor)).seal(record, context, self.now)
    }

    /// Notes that a document was written, so that its old bytes are forgotten on commit.
    pub(super) fn touch(&mut self, path: &str) {
        self.touched.push(path.to_owned());
    }

    /// Says what a change is, and returns the activity's path.
    pub(super) async fn speak(
        &mut self,
        kind: &str,
        change: Change<'_>,
        log_number: Option<i64>,
    ) -> Result<String> {
        let speech = Speech {
            actor: change.speaker,
            kind,
            object: change.record,
            subject: change.path,
            context: change.context,
            to: vec![context::PUBLIC.to_owned()],
            cc: change.cc,
            target: None,
            content: None,
            log_number,
            inboxes: change.inboxes,
        };
        speak::speak(self.node, &mut self.tx, speech, self.now).await
    }

    /// Tells peers that the log has grown, without the entries: a bulk change is pulled.
    pub(super) async fn hint(&mut self) -> Result<()> {
        let inboxes = followers::peer_inboxes(&mut self.tx).await?;
        if inboxes.is_empty() {
            return Ok(());
        }
        let change = Change {
            sealer: paths::NODE,
            speaker: paths::NODE,
            path: paths::LOG,
            record: json!({
                "id": self.node.url(paths::LOG),
                "type": "OrderedCollection",
                "totalItems": self.number,
            }),
            context: &context::PLAIN,
            cc: Vec::new(),
            inboxes: inboxes.into_iter().collect(),
        };
        self.speak("Update", change, None).await?;
        Ok(())
    }

    pub(super) async fn finish(self) -> Result<()> {
        let (node, touched) = (self.node, self.touched.iter().map(String::as_str));
        self.tx.commit().await?;
        node.documents.forget(touched);
        node.wake.published.notify_waiters();
        node.wake.drawer.notify_one();
        node.wake.indexer.notify_one();
        node.wake.deliverer.notify_one();
        Ok(())
    }
}
