//! The offers and needs that stand in a channel, the newest first: ours as they are kept,
//! peers' as they are held.

use super::super::records::{self, Record};
use crate::channels;
use crate::error::{Error, Result};
use crate::id::OfferId;
use crate::offers::{self, Offer};
use crate::registry::Page;
use crate::slice::Slice;
use crate::store::Tx;

/// An offer or need in a channel.
#[derive(Debug, Clone)]
pub enum Item {
    /// One of ours.
    Own(Box<Offer>),
    /// One of a peer's.
    Foreign(Box<Record>),
}

/// What stands in a slice, after the cursor that the page before gave.
///
/// # Errors
/// [`Error::Invalid`] when the cursor is none of ours.
pub async fn page(
    tx: &mut Tx,
    slice: &Slice,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Item>> {
    let found = channels::page(tx, slice, after, limit).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for offer in &found.items {
        let item = match offer.strip_prefix("/offers/") {
            Some(id) => match offers::get(tx, &OfferId::parse(id)?).await {
                Ok(offer) => Some(Item::Own(Box::new(offer))),
                // What was removed a moment ago leaves the list with the next event.
                Err(Error::NotFound(_)) => None,
                Err(error) => return Err(error),
            },
            None => records::get(tx, offer)
                .await?
                .filter(|record| !record.gone && !record.withheld)
                .map(|record| Item::Foreign(Box::new(record))),
        };
        items.extend(item);
    }
    Ok(Page {
        items,
        next: found.next,
    })
}
