//! Where an offer or need belongs, looked at again after each change of it or of its
//! organization: what enters a channel that somebody follows is announced there, what leaves
//! is taken back. An offer that ends leaves the lists, and what was said of it stays.

use std::collections::{BTreeSet, HashMap};

use super::super::publish::Batch;
use super::super::records::{self, Kind};
use super::super::{followers, paths};
use super::{announce, foreign, of_path, sql};
use crate::activitypub::documents;
use crate::channels::{self, Facets};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{OfferId, OrganizationId};
use crate::offers::{self, State};
use crate::registry;
use crate::slice::Slice;

/// What was asked in one transaction of the publisher, so that a thousand offers of the same
/// peers and channels do not ask it a thousand times.
#[derive(Debug, Default)]
pub(in super::super) struct Known {
    /// Whether a peer's offers are carried, by the id of its node actor.
    pub(super) carried: HashMap<String, bool>,
    /// Whether anybody follows a channel, by its path.
    followed: HashMap<String, bool>,
    /// Whether any channel ever told of anything.
    has_told: Option<bool>,
}

/// Where an offer belongs now.
#[derive(Debug)]
pub(super) struct Place {
    /// Since when, for the order of lists.
    pub(super) at: Timestamp,
    /// The slices that it falls into.
    pub(super) slices: BTreeSet<Slice>,
    /// Whether it can still be taken up.
    pub(super) stands: bool,
    /// Whether it is too old to be news.
    pub(super) is_old: bool,
}

impl Place {
    /// Nowhere, as of what is withdrawn.
    pub(super) fn none(now: Timestamp) -> Self {
        Self {
            at: now,
            slices: BTreeSet::new(),
            stands: false,
            is_old: true,
        }
    }
}

/// Looks at a record again that an event names: the path of an offer of ours, or the address
/// of a peer's offer or organization. A silent look announces nothing.
pub(in super::super) async fn look_again(
    batch: &mut Batch<'_>,
    subject: &str,
    is_silent: bool,
) -> Result<()> {
    if let Some(id) = subject.strip_prefix("/offers/") {
        return own(batch, &OfferId::parse(id)?, is_silent).await;
    }
    let held = records::get(&mut batch.tx, subject).await?;
    let is_organization = held
        .as_ref()
        .is_some_and(|held| held.kind == Kind::Organization.as_str());
    if !is_organization {
        let place = foreign::place(batch, held).await?;
        return settle(batch, subject, place, is_silent).await;
    }
    for offer in records::offers_of(&mut batch.tx, subject).await? {
        let held = records::get(&mut batch.tx, &offer).await?;
        let place = foreign::place(batch, held).await?;
        settle(batch, &offer, place, is_silent).await?;
    }
    Ok(())
}

/// Looks again at every offer of an organization of ours.
pub(in super::super) async fn of_organization(
    batch: &mut Batch<'_>,
    id: &OrganizationId,
    is_silent: bool,
) -> Result<()> {
    for offer in offers::ids_of(&mut batch.tx, id).await? {
        own(batch, &offer, is_silent).await?;
    }
    Ok(())
}

/// Looks again at an offer of ours.
pub(in super::super) async fn own(
    batch: &mut Batch<'_>,
    id: &OfferId,
    is_silent: bool,
) -> Result<()> {
    let place = match offers::get(&mut batch.tx, id).await {
        Ok(offer) => of_own(batch, &offer).await?,
        Err(Error::NotFound(_)) => Place::none(batch.now),
        Err(error) => return Err(error),
    };
    settle(batch, &id.path(), place, is_silent).await
}

async fn of_own(batch: &mut Batch<'_>, offer: &offers::Offer) -> Result<Place> {
    let nowhere = Place::none(batch.now);
    let is_published = documents::is_gone(&mut batch.tx, &offer.path()).await? == Some(false);
    if offer.state == State::Withdrawn || !is_published {
        return Ok(nowhere);
    }
    let owner = registry::get(&mut batch.tx, &offer.organization).await?;
    let (clock, wanted) = (&batch.node.clock, &batch.node.settings.channels.attested_by);
    if !owner.is_public() || !channels::is_attested(&mut batch.tx, clock, wanted, &owner).await? {
        return Ok(nowhere);
    }
    Ok(Place {
        at: offer.created_at,
        slices: Facets::of(offer, &owner).slices(),
        stands: offer.is_open(),
        is_old: false,
    })
}

/// Keeps where an offer belongs, takes back what was said of it in channels that it left,
/// and announces it in those that it entered. Whether anybody follows is asked once; for the
/// channels that nobody follows nothing else is done.
async fn settle(batch: &mut Batch<'_>, offer: &str, place: Place, is_silent: bool) -> Result<()> {
    let none = BTreeSet::new();
    let standing = if place.stands { &place.slices } else { &none };
    let entered = channels::put(&mut batch.tx, offer, place.at, standing).await?;
    for told in told(batch, offer).await? {
        let belongs = of_path(&told.channel).is_some_and(|slice| {
            slice
                .by_purpose()
                .iter()
                .any(|one| place.slices.contains(one))
        });
        // Of the end of ours an `Update` tells; a peer does not know our channels' followers.
        let ended_elsewhere = !place.stands && !offer.starts_with('/');
        if !belongs || ended_elsewhere {
            announce::take_back(batch, &told).await?;
        }
    }
    if is_silent || place.is_old || entered.is_empty() {
        return Ok(());
    }
    let channels: BTreeSet<String> = entered
        .iter()
        .flat_map(|slice| [paths::channel(slice), paths::channel(&slice.for_all())])
        .collect();
    for channel in followed(batch, channels).await? {
        announce::announce(batch, &channel, offer).await?;
        batch.channels.has_told = Some(true);
    }
    Ok(())
}

/// What channels told of an offer, and did not take back.
async fn told(batch: &mut Batch<'_>, offer: &str) -> Result<Vec<sql::Announced>> {
    let has_told = match batch.channels.has_told {
        Some(has_told) => has_told,
        None => sql::has_told(&mut batch.tx).await?,
    };
    batch.channels.has_told = Some(has_told);
    if !has_told {
        return Ok(Vec::new());
    }
    sql::of_offer(&mut batch.tx, offer).await
}

/// Those of some channels that somebody follows.
async fn followed(batch: &mut Batch<'_>, channels: BTreeSet<String>) -> Result<Vec<String>> {
    let known = &mut batch.channels.followed;
    let is_new = |path: &&String| !known.contains_key(*path);
    let new: BTreeSet<String> = channels.iter().filter(is_new).cloned().collect();
    if !new.is_empty() {
        let followed = followers::followed(&mut batch.tx, &new).await?;
        known.extend(new.into_iter().map(|path| {
            let is_followed = followed.contains(&path);
            (path, is_followed)
        }));
    }
    let is_followed = |path: &String| known.get(path) == Some(&true);
    Ok(channels.into_iter().filter(is_followed).collect())
}
