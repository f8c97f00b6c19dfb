//! Keeping up what everybody can find: the indexer looks again at what was noted as due, reads
//! our records and others', and keeps of each what it is found by. And reading again what was
//! found, from the records themselves, so that nothing is shown that is not public at that
//! moment.
//!
//! What the index is asked, and how it is counted, is not known here.

/// Others' records as they are found.
mod foreign;

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::records::{self, Record};
use super::{plain, same_as};
use crate::error::{Error, Result};
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::{self, Offer, State};
use crate::outbox::Event;
use crate::registry::{self, Organization};
use crate::search::{self, Entry, Hit, due, own};
use crate::store::{Lease, Tx};

/// Raised when entries are made otherwise; everything is then looked at again.
const VERSION: &str = "6";
/// How many notes one transaction heeds.
const BATCH: i64 = 100;
/// How often the notes are looked at when nothing wakes the indexer.
const POLL: Duration = Duration::from_secs(5);
/// How many times as long as a step took the indexer rests after it while activities arrive:
/// they wait for the same writer, what is found may wait a little.
const GIVING_WAY: u32 = 4;
/// When a record is tried again that could not be read or kept.
const PAUSE: Duration = Duration::from_hours(1);
/// How long the lease lasts when its holder falls silent.
const LEASE: Duration = Duration::from_secs(30);

/// Looks again at what is due, until `stop`.
pub async fn run(node: &Node, stop: CancellationToken) {
    let lease = Lease::new("indexer", LEASE, &node.clock);
    while !stop.is_cancelled() {
        let (began, kept) = (Instant::now(), node.inbox.kept());
        let rest = match step(node, &lease).await {
            Ok(0) => None,
            Ok(_) if node.inbox.kept() == kept => continue,
            Ok(_) => Some(began.elapsed() * GIVING_WAY),
            Err(error) => {
                tracing::warn!(%error, "the index is behind and is tried again");
                None
            }
        };
        tokio::select! {
            () = stop.cancelled() => break,
            () = node.wake.indexer.notified(), if rest.is_none() => {}
            () = tokio::time::sleep(rest.unwrap_or(POLL)) => {}
        }
    }
    if let Err(error) = lease.give_back(&node.db).await {
        tracing::debug!(%error, "the indexer's lease runs out by itself");
    }
}

/// Looks again at everything that is due, as a command without a running server does.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails; what was not reached stays due.
pub async fn drain(node: &Node) -> Result<()> {
    let lease = Lease::new("indexer", LEASE, &node.clock);
    while step(node, &lease).await? > 0 {}
    lease.give_back(&node.db).await
}

/// Notes what some events of the outbox change of what can be found.
pub(super) async fn note(tx: &mut Tx, events: &[&Event]) -> Result<()> {
    let (mut organizations, mut offers) = (Vec::new(), Vec::new());
    for event in events {
        match event {
            Event::OrganizationChanged(id) | Event::OrganizationRemoved(id) => {
                organizations.push(id);
            }
            Event::OfferChanged(id) | Event::OfferWithdrawn(id) => offers.push(id.path()),
            Event::FeaturedDue(_) | Event::ChannelsDue(_) => {}
        }
    }
    due::note(tx, &offers).await?;
    due::note_organizations(tx, &organizations).await
}

/// Has everything looked at again.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn rebuild(node: &Node) -> Result<()> {
    let mut tx = node.db.begin().await?;
    due::note_everything(&mut tx).await?;
    tx.commit().await?;
    node.wake.indexer.notify_one();
    Ok(())
}

/// Heeds some notes and says how many.
async fn step(node: &Node, lease: &Lease) -> Result<usize> {
    let mut tx = node.db.read().await?;
    let now = node.clock.now();
    let is_old = due::made_by(&mut tx).await?.as_deref() != Some(VERSION);
    if is_old || due::has_lapsed(&mut tx, now).await? {
        drop(tx);
        let mut tx = node.db.begin().await?;
        if !lease.take(&mut tx, now).await? {
            return Ok(0);
        }
        if is_old {
            due::note_everything(&mut tx).await?;
            due::make_by(&mut tx, VERSION).await?;
        }
        due::note_lapsed(&mut tx, now).await?;
        tx.commit().await?;
        tx = node.db.read().await?;
        return heed(node, tx, lease).await.map(|count| count.max(1));
    }
    heed(node, tx, lease).await
}

async fn heed(node: &Node, mut tx: Tx, lease: &Lease) -> Result<usize> {
    let notes = due::pending(&mut tx, node.clock.now(), BATCH).await?;
    if notes.is_empty() {
        return Ok(0);
    }
    match together(node, tx, lease, &notes).await {
        Ok(is_ours) => Ok(if is_ours { notes.len() } else { 0 }),
        Err(error @ Error::Unavailable(_)) => Err(error),
        Err(error) => {
            tracing::debug!(%error, "some records failed together; each is looked at alone");
            one_by_one(node, lease, &notes).await
        }
    }
}

/// Looks at some records in one transaction; `false` when another process looks.
async fn together(node: &Node, mut tx: Tx, lease: &Lease, notes: &[(i64, String)]) -> Result<bool> {
    // Read without a writer's turn. What changes meanwhile is noted once more.
    let ids: Vec<OrganizationId> = notes.iter().filter_map(|(_, one)| own_id(one)).collect();
    let ids: Vec<&OrganizationId> = ids.iter().collect();
    let plain = plain::of(&mut tx, node.base(), &ids).await?;
    let mut entries = BTreeMap::new();
    for (_, subject) in notes {
        if !entries.contains_key(subject) {
            let entry = match own_id(subject).and_then(|id| plain.get(&id)) {
                Some(plain) => own::plain(&plain.organization, &plain.sources),
                None => read(node, &mut tx, subject).await?,
            };
            entries.insert(subject, entry);
        }
    }
    drop(tx);
    let mut tx = node.db.begin().await?;
    if !lease.take(&mut tx, node.clock.now()).await? {
        return Ok(false);
    }
    // Whoever heeded a note meanwhile may have read a newer state than this one.
    let standing = due::standing(&mut tx, notes).await?;
    let standing = notes.iter().filter(|(seq, _)| standing.contains(seq));
    let (mut found, mut gone) = (Vec::new(), Vec::new());
    for (_, subject) in standing {
        match entries.remove(subject) {
            Some(Some(entry)) => found.push(entry),
            Some(None) => gone.push(subject.as_str()),
            // It is noted twice.
            None => {}
        }
    }
    search::forget(&mut tx, &gone).await?;
    search::put(&mut tx, &found, node.clock.now()).await?;
    due::heeded(&mut tx, notes).await?;
    tx.commit().await?;
    Ok(true)
}

/// Looks at each record in a transaction of its own, so that one that cannot be read or kept
/// stops no other: it is found no more, the reason is noted, and it is tried again later.
async fn one_by_one(node: &Node, lease: &Lease, notes: &[(i64, String)]) -> Result<usize> {
    let mut by_subject: BTreeMap<&str, Vec<(i64, String)>> = BTreeMap::new();
    for note in notes {
        by_subject.entry(&note.1).or_default().push(note.clone());
    }
    for (subject, own) in by_subject {
        let tx = node.db.read().await?;
        let reason = match together(node, tx, lease, &own).await {
            Ok(true) => continue,
            Ok(false) => return Ok(0),
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => error.to_string(),
        };
        tracing::warn!(
            subject,
            reason,
            "a record cannot be found, and is tried again"
        );
        let mut tx = node.db.begin().await?;
        if !lease.take(&mut tx, node.clock.now()).await? {
            return Ok(0);
        }
        search::forget(&mut tx, &[subject]).await?;
        due::put_off(&mut tx, &own, &reason, node.clock.now() + PAUSE).await?;
        tx.commit().await?;
    }
    Ok(notes.len())
}

/// The organization of ours that a note is about.
fn own_id(subject: &str) -> Option<OrganizationId> {
    OrganizationId::parse(subject.strip_prefix("/o/")?).ok()
}

/// A record as it is found; `None` when nobody may find it by itself.
async fn read(node: &Node, tx: &mut Tx, subject: &str) -> Result<Option<Entry>> {
    if let Some(id) = subject.strip_prefix("/o/") {
        let found = own::organization(tx, &node.clock, &OrganizationId::parse(id)?).await?;
        let Some(mut entry) = found else {
            return Ok(None);
        };
        for record in same_as::shown_under(tx, subject).await? {
            foreign::add_names(&mut entry, &record);
        }
        return Ok(Some(entry));
    }
    if let Some(id) = subject.strip_prefix("/offers/") {
        return own::offer(tx, &node.clock, &OfferId::parse(id)?).await;
    }
    foreign::read(tx, subject, node.clock.now()).await
}

/// A record that was found.
#[derive(Debug)]
pub enum Item {
    /// An organization of ours.
    Organization(Box<Organization>),
    /// An offer or need of ours, and who makes it.
    Offer(Box<(Offer, Organization)>),
    /// A record of a friendly directory.
    Foreign(Box<Record>),
}

impl Item {
    /// The path of ours, or the address of another's.
    pub fn address(&self) -> String {
        match self {
            Self::Organization(one) => one.path(),
            Self::Offer(both) => both.0.path(),
            Self::Foreign(record) => record.id.clone(),
        }
    }

    /// The record of a friendly directory, where it is one.
    pub fn foreign(&self) -> Option<&Record> {
        match self {
            Self::Foreign(record) => Some(record),
            Self::Organization(_) | Self::Offer(_) => None,
        }
    }
}

/// The records of what was found, in its order, of those that are public now.
pub async fn items(tx: &mut Tx, hits: &[Hit]) -> Result<Vec<Item>> {
    let of = |head: &'static str| {
        hits.iter()
            .filter_map(move |hit| hit.subject.strip_prefix(head))
    };
    let offers: Result<Vec<OfferId>> = of("/offers/").map(OfferId::parse).collect();
    let offers = offers::get_all(tx, &offers?).await?;
    let organizations: Result<Vec<OrganizationId>> = of("/o/").map(OrganizationId::parse).collect();
    let organizations = organizations?;
    let owners = offers.values().map(|offer| &offer.organization);
    let known = registry::get_all(tx, organizations.iter().chain(owners)).await?;
    let others = hits.iter().map(|hit| hit.subject.as_str());
    let others: Vec<&str> = others.filter(|subject| !subject.starts_with('/')).collect();
    let others = records::get_all(tx, &others).await?;
    let by_path = |one: Organization| (one.path(), one);
    let known: HashMap<String, Organization> = known.into_values().map(by_path).collect();
    let mut found = Vec::with_capacity(hits.len());
    let public = |path: &str| known.get(path).filter(|one| one.is_public()).cloned();
    for Hit { subject, .. } in hits {
        if let Some(id) = subject.strip_prefix("/offers/") {
            let offer = offers.get(&OfferId::parse(id)?);
            let offer = offer.filter(|offer| offer.state != State::Withdrawn);
            let owner = offer.and_then(|one| public(&one.organization.path()));
            let both = offer.cloned().zip(owner);
            found.extend(both.map(|both| Item::Offer(Box::new(both))));
        } else if subject.starts_with('/') {
            let one = public(subject).map(Organization::for_the_public);
            found.extend(one.map(|one| Item::Organization(Box::new(one))));
        } else {
            let record = others.iter().find(|one| one.id == *subject);
            let shown = record.filter(|one| foreign::is_public(one));
            found.extend(shown.map(|one| Item::Foreign(Box::new(one.clone()))));
        }
    }
    Ok(found)
}
