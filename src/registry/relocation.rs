//! Organizations that move from one server to another and take their followers along.
//!
//! The one that arrives says first at which address it was before; the one that leaves names
//! where it went. Each is that side's own word: whether the other side says so too is asked
//! by whoever knows the network.

use std::time::Duration;

use serde::Serialize;
use url::Url;

use super::sql::relocation as sql;
use super::{Organization, Standing, life, locked};
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::store::Tx;

/// How many former addresses an organization may state.
pub const MOST: usize = 5;
/// How many of its former offers and needs are kept.
pub const MOST_OFFERS: usize = 200;
/// How long after a move an organization may move again, since its followers are asked to go
/// with it each time. Coming back does not count as a move.
pub const PAUSE: Duration = Duration::from_hours(7 * 24);
const MAX_ADDRESS: usize = 500;

/// Where an organization of ours has moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Relocation {
    /// Who.
    pub organization: OrganizationId,
    /// The id of the actor that it is now; `None` once it came back.
    pub target: Option<String>,
    /// When it moved.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub moved_at: Timestamp,
    /// When its followers were told.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub told_at: Option<Timestamp>,
}

/// Where an organization of ours was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct FormerAddress {
    /// The id of the actor that it was.
    pub address: String,
    /// When it said so.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub stated_at: Timestamp,
    /// When that actor said that it has moved here.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub confirmed_at: Option<Timestamp>,
}

/// What an organization offered or sought at a former address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct FormerOffer {
    /// The id of the offer or need.
    pub address: String,
    /// `offer` or `need`.
    pub purpose: String,
    /// Its title.
    pub title: String,
    /// When it was published.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub published_at: Timestamp,
}

/// Where an organization was before and where it has gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moves {
    /// The id of the actor that it is now, when it has moved.
    pub moved_to: Option<String>,
    /// When it moved.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub moved_at: Option<Timestamp>,
    /// Where it was before.
    pub former_addresses: Vec<FormerAddress>,
    /// What it offered and sought there, the newest first.
    pub former_offers: Vec<FormerOffer>,
}

/// States at which address an organization was before. Stated already, it stays as it is.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when `address` is no address of the web or too
/// many are stated; [`Error::Conflict`] when the organization is not active and public.
pub async fn state_former(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    address: &str,
) -> Result<Organization> {
    let address = checked(address)?;
    let mut organization = acting(tx, id).await?;
    let stated = sql::former(tx, id).await?;
    if stated.iter().any(|one| one.address == address) {
        return Ok(organization);
    }
    if stated.len() >= MOST {
        let reason = format!("{MOST} are stated already; take one back first");
        return Err(Error::invalid("address", reason));
    }
    let now = clock.now();
    sql::insert_former(tx, id, &address, now).await?;
    life::changed(tx, &mut organization, now).await?;
    Ok(organization)
}

/// Takes back that an organization was at an address, with its history there.
///
/// # Errors
/// [`Error::NotFound`] when it was not stated.
pub async fn forget_former(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    address: &str,
) -> Result<Organization> {
    let address = checked(address)?;
    let mut organization = locked(tx, id).await?;
    if !sql::delete_former(tx, id, &address).await? {
        return Err(unstated(&organization, &address));
    }
    life::changed(tx, &mut organization, clock.now()).await?;
    Ok(organization)
}

/// Notes that the actor at a former address has moved here, and what it offered there.
///
/// # Errors
/// [`Error::NotFound`] when the organization never said that it was there.
pub async fn arrive(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    address: &str,
    offers: &[FormerOffer],
) -> Result<Organization> {
    let mut organization = acting(tx, id).await?;
    let now = clock.now();
    if !sql::confirm(tx, id, address, now).await? {
        return Err(unstated(&organization, address));
    }
    for offer in offers.iter().take(MOST_OFFERS) {
        sql::keep_offer(tx, (id, address), offer).await?;
    }
    life::changed(tx, &mut organization, now).await?;
    Ok(organization)
}

/// Lets an organization move to the actor `target`. It makes no offers here from then on.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when `target` is no address of the web;
/// [`Error::Conflict`] when the organization is not active and public, or has moved within
/// [`PAUSE`].
pub async fn leave(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    target: &str,
) -> Result<Organization> {
    let target = checked(target)?;
    let mut organization = acting(tx, id).await?;
    let now = clock.now();
    if let Some(last) = sql::of(tx, id).await? {
        if last.target.as_deref() == Some(&target) {
            return Ok(organization);
        }
        if now.since(last.moved_at) < PAUSE {
            let reason = format!(
                "{} moved on {} and may move again a week later",
                organization.handle,
                last.moved_at.day()
            );
            return Err(Error::Conflict(reason.into()));
        }
    }
    sql::leave(tx, id, &target, now).await?;
    life::changed(tx, &mut organization, now).await?;
    Ok(organization)
}

/// Takes back that an organization has moved. Followers that went with it stay where they
/// are.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it has not moved.
pub async fn come_back(tx: &mut Tx, clock: &Clock, id: &OrganizationId) -> Result<Organization> {
    let mut organization = locked(tx, id).await?;
    if !sql::come_back(tx, id).await? {
        let reason = format!(
            "{0} has not moved, so nothing is to be taken back; `trenza org moves {0}` shows its \
             addresses",
            organization.handle
        );
        return Err(Error::Conflict(reason.into()));
    }
    life::changed(tx, &mut organization, clock.now()).await?;
    Ok(organization)
}

/// Where an organization has moved; `None` while it is here.
pub async fn of(tx: &mut Tx, id: &OrganizationId) -> Result<Option<Relocation>> {
    let found = sql::of(tx, id).await?;
    Ok(found.filter(|one| one.target.is_some()))
}

/// Notes that the followers of an organization were told where it went.
pub async fn told(tx: &mut Tx, id: &OrganizationId, now: Timestamp) -> Result<()> {
    sql::told(tx, id, now).await
}

/// Where an organization was before.
pub async fn former(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<FormerAddress>> {
    sql::former(tx, id).await
}

/// Where an organization was before and where it has gone.
pub async fn moves(tx: &mut Tx, id: &OrganizationId) -> Result<Moves> {
    let gone = of(tx, id).await?;
    Ok(Moves {
        moved_at: gone.as_ref().map(|gone| gone.moved_at),
        moved_to: gone.and_then(|gone| gone.target),
        former_addresses: sql::former(tx, id).await?,
        former_offers: sql::former_offers(tx, id).await?,
    })
}

/// The organization, locked, which must speak for itself in public.
async fn acting(tx: &mut Tx, id: &OrganizationId) -> Result<Organization> {
    let organization = locked(tx, id).await?;
    if organization.standing != Standing::Active || !organization.is_public() {
        let reason = format!(
            "{} is {} and {}; only active, published organizations move",
            organization.handle,
            organization.standing.as_str(),
            organization.status.as_str(),
        );
        return Err(Error::Conflict(reason.into()));
    }
    Ok(organization)
}

fn unstated(organization: &Organization, address: &str) -> Error {
    let handle = &organization.handle;
    Error::NotFound(format!("{address} among the former addresses of {handle}"))
}

fn checked(address: &str) -> Result<String> {
    let remedy =
        "write the id of the account on the other server, such as https://other.example/o/…";
    let url = Url::parse(address).map_err(|_error| Error::invalid("address", remedy))?;
    if !matches!(url.scheme(), "https" | "http") || url.as_str().len() > MAX_ADDRESS {
        return Err(Error::invalid("address", remedy));
    }
    // As it was written: an id is compared letter by letter.
    Ok(address.to_owned())
}
