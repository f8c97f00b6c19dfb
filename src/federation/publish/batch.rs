//! One transaction of the publisher: what its events ask together, and what it writes of each.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::super::channel::place;
use super::super::plain::{self, Plain};
use super::super::seal::{self, Sealer};
use super::super::speak::{self, Speech};
use super::super::{
    context, featured, followers, index, offer, organization, paths, same_as, territory,
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

/// The longest document, in bytes, that every reader of the log takes.
const MAX_RECORD: usize = 200 << 10;

/// One transaction of the publisher.
pub(in crate::federation) struct Batch<'n> {
    pub(in crate::federation) node: &'n Node,
    pub(in crate::federation) tx: Tx,
    pub(in crate::federation) now: Timestamp,
    /// What was asked of channels already.
    pub(in crate::federation) channels: place::Known,
    /// The organizations of its events beside which nothing stands.
    plain: HashMap<OrganizationId, Plain>,
    /// Whose keys were read, which stay the same until it ends.
    sealers: HashMap<String, Sealer>,
    /// The territories that can be followed.
    territories: BTreeSet<Territory>,
    number: i64,
    touched: Vec<String>,
}

/// What a noun hands over to be published.
pub(in crate::federation) struct Change<'c> {
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
    pub(in crate::federation) async fn begin(
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
            plain: HashMap::new(),
            sealers: HashMap::new(),
            territories: BTreeSet::new(),
            number,
            touched: Vec::new(),
        }))
    }
}

impl Batch<'_> {
    /// Asks in a few questions for all events what each would ask for itself.
    pub(super) async fn look_ahead(&mut self, events: &[outbox::Pending]) -> Result<()> {
        let events: Vec<&Event> = events.iter().map(|one| &one.event).collect();
        index::note(&mut self.tx, &events).await?;
        let mut changed = Vec::new();
        for event in events {
            if let Event::OrganizationChanged(id) = event {
                changed.push(id);
            }
        }
        self.plain = plain::of(&mut self.tx, self.node.base(), &changed).await?;
        Ok(())
    }

    pub(super) async fn publish(&mut self, event: &Event, is_bulk: bool) -> Result<()> {
        match event {
            Event::OrganizationChanged(id) => {
                if let Some(plain) = self.plain.remove(id) {
                    return plain::publish(self, plain, is_bulk).await;
                }
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
    pub(in crate::federation) async fn ensure_territory(
        &mut self,
        territory: &Territory,
    ) -> Result<()> {
        if !self.territories.insert(territory.clone()) {
            return Ok(());
        }
        if territory::ensure(self.node, &mut self.tx, territory, self.now).await? {
            self.touch(&paths::territory(territory.as_str()));
        }
        Ok(())
    }

    /// Publishes a record's present state as a Create the first time, an Update afterwards.
    /// What was removed stays removed, since peers remember its id.
    pub(in crate::federation) async fn put(
        &mut self,
        change: Change<'_>,
    ) -> Result<Option<&'static str>> {
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
    pub(in crate::federation) async fn delete(
        &mut self,
        mut change: Change<'_>,
        as_actor: bool,
    ) -> Result<bool> {
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
    pub(in crate::federation) async fn seal(
        &mut self,
        actor: &str,
        record: &Value,
        context: &Value,
    ) -> Result<String> {
        self.sealer(actor).await?.seal(record, context, self.now)
    }

    /// Who seals for the actor at a path.
    async fn sealer(&mut self, actor: &str) -> Result<Sealer> {
        if let Some(known) = self.sealers.get(actor) {
            return Ok(known.clone());
        }
        let keys = &self.node.keys;
        let key = keys.of_actor(&mut self.tx, actor, self.now).await?;
        let sealer = Sealer::new(key, &self.node.url(actor));
        self.sealers.insert(actor.to_owned(), sealer.clone());
        Ok(sealer)
    }

    /// Notes that a document was written, so that its old bytes are forgotten on commit.
    pub(in crate::federation) fn touch(&mut self, path: &str) {
        self.touched.push(path.to_owned());
    }

    /// Says what a change is, and returns the activity's path.
    pub(in crate::federation) async fn speak(
        &mut self,
        kind: &str,
        change: Change<'_>,
        log_number: Option<i64>,
    ) -> Result<String> {
        let sealer = self.sealer(change.speaker).await?;
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
        speak::speak_by(self.node, &mut self.tx, &sealer, speech, self.now).await
    }

    /// Tells peers that the log has grown, without the entries: a bulk change is pulled.
    pub(in crate::federation) async fn hint(&mut self) -> Result<()> {
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

    pub(in crate::federation) async fn finish(self) -> Result<()> {
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
