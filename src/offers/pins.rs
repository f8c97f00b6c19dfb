//! Which of its offers an organization shows first.

use super::{Offer, State, ended, locked, sql};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id::{OfferId, OrganizationId};
use crate::outbox::{self, Event};
use crate::store::Tx;

/// How many offers an organization shows first at most.
pub const MOST: usize = 5;

/// Pins an offer that stands. One that is pinned stays so until it is unpinned or ends.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the offer has ended or enough are pinned.
pub async fn pin(tx: &mut Tx, clock: &Clock, id: &OfferId) -> Result<Offer> {
    let offer = locked(tx, id).await?;
    // Two who pin at the same time are counted one after the other.
    tx.lock_row("organizations", offer.organization.as_str())
        .await?;
    if !offer.is_open() {
        return Err(ended(&offer));
    }
    let pinned = sql::pinned(tx, &offer.organization).await?;
    if pinned.contains(id) {
        return Ok(offer);
    }
    if pinned.len() >= MOST {
        let reason = format!(
            "{MOST} offers are pinned already; unpin one of them first: {}",
            pinned
                .iter()
                .map(OfferId::as_str)
                .collect::<Vec<_>>()
                .join(", ")
        );
        return Err(Error::Conflict(reason.into()));
    }
    let now = clock.now();
    sql::set_pinned(tx, id, Some(now)).await?;
    outbox::push(tx, &due(&offer.organization), now).await?;
    Ok(offer)
}

/// Takes a pin off; an offer that has none stays as it is.
///
/// # Errors
/// [`Error::NotFound`], of a withdrawn offer too.
pub async fn unpin(tx: &mut Tx, clock: &Clock, id: &OfferId) -> Result<Offer> {
    let offer = locked(tx, id).await?;
    if offer.state == State::Withdrawn {
        return Err(Error::NotFound(format!("offer {id}")));
    }
    if sql::set_pinned(tx, id, None).await? {
        outbox::push(tx, &due(&offer.organization), clock.now()).await?;
    }
    Ok(offer)
}

/// What an organization pinned, the last first.
pub async fn pinned(tx: &mut Tx, organization: &OrganizationId) -> Result<Vec<OfferId>> {
    sql::pinned(tx, organization).await
}

/// What an organization shows first: what it pinned, the last first, or else its newest that
/// stand.
pub async fn featured(tx: &mut Tx, organization: &OrganizationId) -> Result<Vec<OfferId>> {
    let pinned = sql::pinned(tx, organization).await?;
    if pinned.is_empty() {
        sql::newest_open(tx, organization, MOST).await
    } else {
        Ok(pinned)
    }
}

fn due(organization: &OrganizationId) -> Event {
    Event::FeaturedDue(organization.path())
}
