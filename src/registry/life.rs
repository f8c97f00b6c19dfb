//! The verbs that begin, change and end an organization's public life.

use jiff::civil::Date;

use super::attestation::FIRST_TIME_ZONE;
use super::{
    Author, Consent, Field, Organization, Origin, Standing, Status, locked, membership, sql,
};
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{OfferId, OrganizationId};
use crate::outbox::{self, Event};
use crate::pictures;
use crate::store::Tx;
use crate::text;
use crate::words::phrase;

/// Makes an organization public. Its handle is frozen from then on. One that is public
/// already stays as it is.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the organization is dissolved.
pub async fn publish(tx: &mut Tx, clock: &Clock, id: &OrganizationId) -> Result<Organization> {
    let mut organization = locked(tx, id).await?;
    match organization.status {
        Status::Published => return Ok(organization),
        Status::Dissolved => {
            let reason = format!(
                "{} is dissolved and is not published; if it goes on, reopen it first",
                organization.handle
            );
            return Err(Error::Conflict(reason.into()));
        }
        Status::Draft | Status::Suspended => {}
    }
    let now = clock.now();
    sql::life::decided(tx, id).await?;
    organization.status = Status::Published;
    organization.updated_at = organization.next_update(now);
    organization.published_at = organization.published_at.or(Some(now));
    sql::update(tx, &organization).await?;
    pictures::withhold(tx, &organization.path(), false).await?;
    outbox::push(tx, &Event::OrganizationChanged(id.clone()), now).await?;
    tell_partners(tx, id, Tell::AtOnce, now).await?;
    Ok(organization)
}

/// Withholds a public organization. What it offers is withdrawn: a tombstone is final on every
/// node that has received it, so that publishing the organization again does not bring its
/// offers and needs back under their addresses; `offers::again` offers each anew.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it is not public.
pub async fn suspend(tx: &mut Tx, clock: &Clock, id: &OrganizationId) -> Result<Organization> {
    let mut organization = locked(tx, id).await?;
    match organization.status {
        Status::Suspended => {
            sql::life::decided(tx, id).await?;
            return Ok(organization);
        }
        Status::Draft | Status::Dissolved => {
            let reason = format!(
                "{} is not public, so nothing is withheld",
                organization.handle
            );
            return Err(Error::Conflict(reason.into()));
        }
        Status::Published => {}
    }
    sql::life::decided(tx, id).await?;
    end(
        tx,
        &mut organization,
        Status::Suspended,
        Tell::AtOnce,
        clock.now(),
    )
    .await?;
    Ok(organization)
}

/// Records that an organization has ended. The record is kept, what was public is withdrawn.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when the day lies before the foundation or ahead.
pub async fn dissolve(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    on: Option<Date>,
) -> Result<Organization> {
    dissolve_by(tx, clock, id, on, Author::Office).await
}

/// The same in the words of the organization itself, or of the office.
///
/// # Errors
/// Those of [`dissolve`].
pub async fn dissolve_by(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    on: Option<Date>,
    author: Author,
) -> Result<Organization> {
    let mut organization = locked(tx, id).await?;
    sql::life::decided(tx, id).await?;
    if organization.status == Status::Dissolved {
        return Ok(organization);
    }
    let now = clock.now();
    // Somewhere on earth it is tomorrow already.
    let today = (now + FIRST_TIME_ZONE).day();
    if let Some(day) = on.filter(|day| *day > today) {
        let reason = phrase!("refusal-ends-later", day = day.to_string());
        return Err(Error::invalid("dissolved_on", reason));
    }
    organization.stated.dissolved_on = on.or(organization.stated.dissolved_on);
    organization.stated = organization.stated.checked()?;
    if organization.stated.dissolved_on.is_some() {
        let hand = Origin::by_hand(author, now);
        organization.provenance.set(Field::DissolvedOn, &hand);
    }
    end(tx, &mut organization, Status::Dissolved, Tell::AtOnce, now).await?;
    Ok(organization)
}

/// Takes back that an organization has ended. It is not public by that: one that was is
/// withheld, any other a draft, and publishing it is the next step.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it has not ended.
pub async fn reopen(tx: &mut Tx, clock: &Clock, id: &OrganizationId) -> Result<Organization> {
    let mut organization = locked(tx, id).await?;
    if organization.status != Status::Dissolved {
        let reason = format!(
            "{} has not ended, so nothing is reopened",
            organization.handle
        );
        return Err(Error::Conflict(reason.into()));
    }
    sql::life::decided(tx, id).await?;
    organization.status = match organization.published_at {
        Some(_) => Status::Suspended,
        None => Status::Draft,
    };
    organization.stated.dissolved_on = None;
    organization.provenance.forget(Field::DissolvedOn);
    organization.updated_at = organization.next_update(clock.now());
    sql::update(tx, &organization).await?;
    Ok(organization)
}

/// Lets an organization be followed, be written to, and make offers, on recorded consent.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when nobody is named who consented or how;
/// [`Error::Conflict`] when it is dissolved.
pub async fn activate(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    consent: &Consent,
) -> Result<Organization> {
    let now = clock.now();
    let consent = Consent {
        by: text::line(&consent.by),
        statement: text::clean(&consent.statement),
        at: Some(now),
    };
    for (field, value) in [("by", &consent.by), ("statement", &consent.statement)] {
        if value.is_empty() {
            let reason = "say who consented for the organization, and how the office knows";
            return Err(Error::invalid(format!("consent.{field}"), reason));
        }
        text::within(field, value, 1_000)?;
    }
    let mut organization = locked(tx, id).await?;
    if organization.status == Status::Dissolved {
        let reason = format!("{} is dissolved and cannot act", organization.handle);
        return Err(Error::Conflict(reason.into()));
    }
    if organization.standing == Standing::Active {
        return Ok(organization);
    }
    organization.standing = Standing::Active;
    organization.consent = Some(consent);
    organization.updated_at = organization.next_update(now);
    sql::update(tx, &organization).await?;
    if organization.is_public() {
        outbox::push(tx, &Event::OrganizationChanged(id.clone()), now).await?;
    }
    Ok(organization)
}

/// Erases an organization with its offers. What was public is withdrawn everywhere, and no
/// later import of the registers that state it brings it back.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove(tx: &mut Tx, clock: &Clock, id: &OrganizationId) -> Result<()> {
    let organization = locked(tx, id).await?;
    let now = clock.now();
    withdraw_all(tx, &organization, now).await?;
    sql::delete(tx, id, now).await
}

/// Erases an organization that acts here, as it wishes itself. What was public is withdrawn
/// everywhere. Unlike after [`remove`], what a register states of it may be listed again, as a
/// record of another address, by the register's next import.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it does not act here.
pub async fn leave(tx: &mut Tx, clock: &Clock, id: &OrganizationId) -> Result<()> {
    let organization = locked(tx, id).await?;
    if organization.standing != Standing::Active {
        let reason = phrase!("refusal-leaves-not", handle = &organization.handle);
        return Err(Error::Conflict(reason.into()));
    }
    withdraw_all(tx, &organization, clock.now()).await?;
    sql::empty_changes(tx, id).await?;
    sql::forget(tx, id).await
}

/// Takes everything of a locked organization out of the public for good.
async fn withdraw_all(tx: &mut Tx, organization: &Organization, now: Timestamp) -> Result<()> {
    let id = &organization.id;
    let offers = sql::delete_offers(tx, id).await?;
    pictures::forget(tx, &organization.path()).await?;
    for offer in &offers {
        pictures::forget(tx, &offer.path()).await?;
    }
    for draft in sql::delete_drafts(tx, id).await? {
        pictures::forget(tx, &draft.path()).await?;
    }
    if organization.published_at.is_some() {
        withdraw(tx, id, offers, Tell::AtOnce, now).await?;
    }
    Ok(())
}

/// Notes that what the public sees of a locked organization has changed beside its own
/// fields, so that its followers hear of it.
pub(super) async fn changed(
    tx: &mut Tx,
    organization: &mut Organization,
    now: Timestamp,
) -> Result<()> {
    if organization.is_public() {
        organization.updated_at = organization.next_update(now);
        sql::update(tx, organization).await?;
        let event = Event::OrganizationChanged(organization.id.clone());
        outbox::push(tx, &event, now).await?;
    }
    Ok(())
}

/// Has an organization's record published anew, since something that it states beside its
/// own fields has changed.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn tell_again(tx: &mut Tx, clock: &Clock, id: &OrganizationId) -> Result<()> {
    let mut organization = locked(tx, id).await?;
    changed(tx, &mut organization, clock.now()).await
}

/// Dates a record anew whose document is about to be written anew, public or withheld; `None`
/// when it never was public.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn restate(
    tx: &mut Tx,
    id: &OrganizationId,
    now: Timestamp,
) -> Result<Option<Organization>> {
    let mut organization = locked(tx, id).await?;
    if organization.published_at.is_none() {
        return Ok(None);
    }
    organization.updated_at = organization.next_update(now);
    sql::update(tx, &organization).await?;
    Ok(Some(organization))
}

/// Lets the records that name this one as the other side of a membership be published anew,
/// since they name it only while it is public. Their own rows are not locked for it.
pub(super) async fn tell_partners(
    tx: &mut Tx,
    id: &OrganizationId,
    tell: Tell,
    now: Timestamp,
) -> Result<()> {
    for partner in membership::partners(tx, id).await? {
        tell.push(tx, &Event::OrganizationChanged(partner.id), now)
            .await?;
    }
    Ok(())
}

/// Whether followers hear of a change at once, or peers find it in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tell {
    AtOnce,
    InBulk,
}

impl Tell {
    pub(super) async fn push(self, tx: &mut Tx, event: &Event, now: Timestamp) -> Result<()> {
        match self {
            Self::AtOnce => outbox::push(tx, event, now).await,
            Self::InBulk => outbox::push_bulk(tx, event, now).await,
        }
    }
}

/// Takes a record out of the public, with everything that the organization offers. One that
/// was public before is told of again: what was withheld for now may have ended for good.
pub(super) async fn end(
    tx: &mut Tx,
    organization: &mut Organization,
    status: Status,
    tell: Tell,
    now: Timestamp,
) -> Result<()> {
    organization.status = status;
    organization.updated_at = organization.next_update(now);
    sql::update(tx, organization).await?;
    pictures::withhold(tx, &organization.path(), true).await?;
    let offers = sql::withdraw_offers(tx, &organization.id, now).await?;
    if organization.published_at.is_some() {
        withdraw(tx, &organization.id, offers, tell, now).await?;
    }
    Ok(())
}

/// Offers go first, so that whoever publishes still finds the organization that made them.
async fn withdraw(
    tx: &mut Tx,
    id: &OrganizationId,
    offers: Vec<OfferId>,
    tell: Tell,
    now: Timestamp,
) -> Result<()> {
    for offer in offers {
        tell.push(tx, &Event::OfferWithdrawn(offer), now).await?;
    }
    tell.push(tx, &Event::OrganizationRemoved(id.clone()), now)
        .await?;
    tell_partners(tx, id, tell, now).await
}
