//! What organizations offer and what they seek.
//!
//! Only an active, public organization offers: it has a voice to be answered. Every verb
//! locks what it changes and tells the outbox; how offers travel is not known here.

/// Offering anew what has ended.
mod again;
/// What is written of an offer or a need.
mod draft;
/// What somebody has begun to write.
pub mod drafts;
/// Which of them are asked for.
mod filter;
/// Words that people write and follow.
pub mod hashtag;
/// What somebody shows of it.
pub mod photos;
/// Which of its offers an organization shows first.
pub mod pins;
/// The queries, which nothing outside sees.
mod sql;
/// How many of each kind there are.
pub mod tally;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{OfferId, OrganizationId};
use crate::outbox::{self, Event};
use crate::place::Territory;
use crate::registry::{self, Organization, Page, Standing, relocation};
use crate::store::Tx;
use crate::words::phrase;

pub use crate::vocabulary::Purpose;

pub use again::again;
pub use draft::{Draft, deadline};
pub use filter::Filter;
pub use hashtag::Hashtag;

/// How many offers expire in one transaction.
const EXPIRE_AT_ONCE: i64 = 500;
/// The most that one page of a list holds.
const MAX_PAGE: usize = 200;

/// Names that are kept in a column and read back.
macro_rules! names {
    ($name:ident, $noun:literal: $($entry:ident = $code:literal),+) => {
        impl $name {
            /// The word as it is kept.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$entry => $code),+ }
            }

            /// Reads the word.
            ///
            /// # Errors
            /// [`Error::Invalid`] that names the words there are.
            pub fn parse(word: &str) -> Result<Self> {
                match word {
                    $($code => Ok(Self::$entry),)+
                    _ => {
                        let known = [$($code),+].join(", ");
                        Err(Error::invalid($noun, format!("{word:?} is none of {known}")))
                    }
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;
            fn from_str(word: &str) -> Result<Self> {
                Self::parse(word)
            }
        }
    };
}

/// How far an offer or need has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It stands.
    Open,
    /// It stands, and somebody has answered.
    InConversation,
    /// It led to what it was for.
    Met,
    /// It ended otherwise.
    Closed,
    /// It must disappear everywhere.
    Withdrawn,
    /// Its last day has passed.
    Expired,
}

names!(State, "state": Open = "open", InConversation = "in-conversation", Met = "met",
    Closed = "closed", Withdrawn = "withdrawn", Expired = "expired");

/// How an offer that stood comes to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ending {
    /// It led to what it was for.
    Met,
    /// It ended otherwise.
    Closed,
}

/// An offer or need as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offer {
    /// Its identifier: `/offers/{id}`.
    pub id: OfferId,
    /// The organization that offers or seeks.
    pub organization: OrganizationId,
    /// How far it has come.
    pub state: State,
    /// What is written of it.
    #[serde(flatten)]
    pub stated: Draft,
    /// When it was made.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub created_at: Timestamp,
    /// When it last changed; grows by a second at least with each change.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub updated_at: Timestamp,
}

impl Offer {
    /// Its path under the node's address.
    pub fn path(&self) -> String {
        self.id.path()
    }

    /// The territory that it is of: the one that is written, else its organization's.
    pub fn territory<'o>(&'o self, owner: &'o Organization) -> Option<&'o Territory> {
        let own = self.stated.territory.as_ref();
        own.or(owner.stated.territory.as_ref())
    }

    /// Whether it can still be taken up.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Open | State::InConversation)
    }

    fn next_update(&self, now: Timestamp) -> Timestamp {
        now.max(Timestamp(self.updated_at.0 + 1000))
    }
}

/// Publishes an offer or need of an organization.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when the draft cannot be kept or its last day
/// has passed; [`Error::Conflict`] when the organization is not active and public, or has
/// moved to another server.
pub async fn add(
    tx: &mut Tx,
    clock: &Clock,
    organization: &OrganizationId,
    draft: Draft,
) -> Result<Offer> {
    let stated = draft.checked()?;
    let now = clock.now();
    stated.stands_at(now)?;
    may_offer(tx, organization).await?;
    let offer = Offer {
        id: OfferId::new(clock),
        organization: organization.clone(),
        state: State::Open,
        stated,
        created_at: now,
        updated_at: now,
    };
    sql::insert(tx, &offer).await?;
    outbox::push(tx, &Event::OfferChanged(offer.id.clone()), now).await?;
    Ok(offer)
}

/// Replaces what is written of an offer that stands. One that has expired stands again when
/// its new last day lies ahead.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when the draft cannot be kept or changes an offer
/// to a need; [`Error::Conflict`] when the offer has ended, or has expired and its
/// organization makes none any more.
pub async fn edit(tx: &mut Tx, clock: &Clock, id: &OfferId, draft: Draft) -> Result<Offer> {
    let stated = draft.checked()?;
    let now = clock.now();
    let mut offer = locked(tx, id).await?;
    if !offer.is_open() && offer.state != State::Expired {
        return Err(ended(&offer));
    }
    if stated.purpose != offer.stated.purpose {
        let reason = phrase!("refusal-purpose-stays");
        return Err(Error::invalid("purpose", reason));
    }
    if stated == offer.stated {
        return Ok(offer);
    }
    let shown = photos::of(tx, &offer).await?;
    stated.within_together(
        "photos",
        photos::told_bytes(shown.iter().map(|one| &one.alt)),
    )?;
    stated.stands_at(now)?;
    if offer.state == State::Expired {
        may_offer(tx, &offer.organization).await?;
        offer.state = State::Open;
    }
    offer.stated = stated;
    changed(tx, offer, now).await
}

/// Ends an offer that stood. It stays readable, marked as ended.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it has ended otherwise before.
pub async fn close(tx: &mut Tx, clock: &Clock, id: &OfferId, ending: Ending) -> Result<Offer> {
    let mut offer = locked(tx, id).await?;
    let state = match ending {
        Ending::Met => State::Met,
        Ending::Closed => State::Closed,
    };
    if offer.state == state {
        return Ok(offer);
    }
    if !offer.is_open() {
        return Err(ended(&offer));
    }
    offer.state = state;
    changed(tx, offer, clock.now()).await
}

/// Withdraws an offer, whatever its state; it disappears everywhere and does not return.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn withdraw(tx: &mut Tx, clock: &Clock, id: &OfferId) -> Result<Offer> {
    let mut offer = locked(tx, id).await?;
    if offer.state == State::Withdrawn {
        return Ok(offer);
    }
    let now = clock.now();
    offer.state = State::Withdrawn;
    offer.updated_at = offer.next_update(now);
    sql::update(tx, &offer).await?;
    outbox::push(tx, &Event::OfferWithdrawn(id.clone()), now).await?;
    Ok(offer)
}

/// Marks offers whose last day has passed as expired, and tells how many. Called again
/// until it answers zero.
pub async fn expire_due(tx: &mut Tx, clock: &Clock) -> Result<usize> {
    let now = clock.now();
    let due = sql::due(tx, now, EXPIRE_AT_ONCE).await?;
    let count = due.len();
    for mut offer in due {
        offer.state = State::Expired;
        changed(tx, offer, now).await?;
    }
    Ok(count)
}

/// The offer of this identifier.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(tx: &mut Tx, id: &OfferId) -> Result<Offer> {
    let found = sql::by_id(tx, id).await?;
    found.ok_or_else(|| Error::NotFound(format!("offer {id}")))
}

/// The offer of this identifier, kept from other writers until the transaction ends: for
/// changes that are made of what stands there now.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_for_change(tx: &mut Tx, id: &OfferId) -> Result<Offer> {
    locked(tx, id).await
}

/// Every offer and need of an organization, whatever its state.
pub async fn ids_of(tx: &mut Tx, organization: &OrganizationId) -> Result<Vec<OfferId>> {
    sql::ids_of(tx, organization).await
}

/// The paths of all offers and needs that can be taken up.
pub async fn open_paths(tx: &mut Tx) -> Result<Vec<String>> {
    sql::open_paths(tx).await
}

/// How many offers and needs stand.
pub async fn count_open(tx: &mut Tx) -> Result<i64> {
    sql::count_open(tx).await
}

/// How many offers and needs of an organization stand whose last day lies after one moment and
/// not after another.
pub async fn count_ending(
    tx: &mut Tx,
    organization: &OrganizationId,
    between: (Timestamp, Timestamp),
) -> Result<i64> {
    sql::count_ending(tx, organization, between).await
}

/// Offers that pass `filter`, the newest first, after the cursor that the page before gave.
///
/// # Errors
/// [`Error::Invalid`] when the cursor is none of ours.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Offer>> {
    let no_cursor = |_| Error::invalid("after", phrase!("refusal-no-cursor"));
    let after = after.map(OfferId::parse).transpose().map_err(no_cursor)?;
    let limit = limit.clamp(1, MAX_PAGE);
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let items = sql::select(tx, filter, after.as_ref(), wanted).await?;
    Ok(Page::cut(items, limit, |offer| offer.id.to_string()))
}

/// The offers of some identifiers; those that are none are not among them.
pub async fn get_all(tx: &mut Tx, ids: &[OfferId]) -> Result<HashMap<OfferId, Offer>> {
    let found = sql::by_ids(tx, ids).await?;
    Ok(found.into_iter().map(|one| (one.id.clone(), one)).collect())
}

/// What some organizations offer and seek, the newest first, in one query for a page of them;
/// for everybody without what was withdrawn.
pub async fn of_all(
    tx: &mut Tx,
    organizations: &[&OrganizationId],
    is_public: bool,
) -> Result<HashMap<OrganizationId, Vec<Offer>>> {
    sql::of_all(tx, organizations, is_public).await
}

async fn locked(tx: &mut Tx, id: &OfferId) -> Result<Offer> {
    tx.lock_row("offers", id.as_str()).await?;
    get(tx, id).await
}

/// Refuses what an organization that does not act here would offer.
async fn may_offer(tx: &mut Tx, organization: &OrganizationId) -> Result<()> {
    // Locked, so that an organization that is withheld at this moment gains no offer.
    tx.lock_row("organizations", organization.as_str()).await?;
    let owner = registry::get(tx, organization).await?;
    if owner.standing != Standing::Active || !owner.is_public() {
        let reason = phrase!(
            "refusal-may-not-offer",
            handle = &owner.handle,
            standing = owner.standing.as_str(),
            status = owner.status.as_str()
        );
        return Err(Error::Conflict(reason.into()));
    }
    if let Some(target) = relocation::of(tx, organization)
        .await?
        .and_then(|one| one.target)
    {
        let reason = phrase!("refusal-moved-on", handle = &owner.handle, target = target);
        return Err(Error::Conflict(reason.into()));
    }
    Ok(())
}

async fn changed(tx: &mut Tx, mut offer: Offer, now: Timestamp) -> Result<Offer> {
    offer.updated_at = offer.next_update(now);
    sql::update(tx, &offer).await?;
    outbox::push(tx, &Event::OfferChanged(offer.id.clone()), now).await?;
    Ok(offer)
}

fn ended(offer: &Offer) -> Error {
    let said = phrase!(
        "refusal-offer-ended",
        id = offer.id.as_str(),
        state = offer.state.as_str()
    );
    Error::Conflict(said.into())
}
