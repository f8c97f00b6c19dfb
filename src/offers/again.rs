//! Offering anew what has ended: under a new address, since whoever received the end of the
//! old one keeps to it.

use super::{Offer, add, locked};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id::OfferId;
use crate::store::Tx;
use crate::words::phrase;

/// Publishes an offer with the words of one that has ended, met, been withdrawn, or went when
/// its organization was withheld. A last day that has passed is left out; photos stay with the
/// old one.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the old one still stands, or as for [`add`].
pub async fn again(tx: &mut Tx, clock: &Clock, id: &OfferId) -> Result<Offer> {
    let old = locked(tx, id).await?;
    if old.is_open() {
        let reason = phrase!("refusal-still-stands", id = old.id.as_str());
        return Err(Error::Conflict(reason.into()));
    }
    let mut draft = old.stated;
    draft.valid_until = draft.valid_until.filter(|last| *last > clock.now());
    add(tx, clock, &old.organization, draft).await
}
