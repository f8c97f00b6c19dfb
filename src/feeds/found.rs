//! What a search found, and what stands in a channel, as entries of a feed.

use std::collections::HashMap;

use serde_json::Value;

use super::entry::{Entry, Whose};
use super::list::{Found, Shown, owner};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::federation::channel::page;
use crate::federation::index::{self, Item};
use crate::federation::peers;
use crate::federation::records::{self, Record};
use crate::node::Node;
use crate::search::{self, Asked, Order};
use crate::store::Tx;
use crate::web::Reader;

/// The newest of what a search finds.
pub(super) async fn newest(
    tx: &mut Tx,
    asked: &Asked,
    page: (Option<&str>, usize),
    now: Timestamp,
) -> Result<Found> {
    let found = search::find(tx, asked, Order::Newest, page, now).await?;
    let mut items = Vec::with_capacity(found.hits.len());
    for item in index::items(tx, &found.hits).await? {
        items.push(match item {
            Item::Organization(one) => Shown::Organization(one),
            Item::Offer(both) => Shown::Own(both),
            Item::Foreign(record) => foreign(tx, record).await?,
        });
    }
    Ok(Found {
        items,
        next: found.next,
    })
}

/// What stands in a channel, in its order.
pub(super) async fn mixed(tx: &mut Tx, found: Vec<page::Item>) -> Result<Vec<Shown>> {
    let mut owners = HashMap::new();
    let mut items = Vec::with_capacity(found.len());
    for item in found {
        match item {
            page::Item::Own(offer) => {
                let owner = owner(tx, &mut owners, &offer).await?;
                items.extend(owner.map(|owner| Shown::Own(Box::new((*offer, owner)))));
            }
            page::Item::Foreign(record) => items.push(foreign(tx, record).await?),
        }
    }
    Ok(items)
}

/// A record of a friendly directory, and whose it is.
async fn foreign(tx: &mut Tx, record: Box<Record>) -> Result<Shown> {
    let owner = match &record.organization {
        Some(by) => records::get(tx, by).await?,
        None => None,
    };
    let owner = owner.filter(|owner| !owner.gone).map(|owner| owner.name);
    let peer = peers::get(tx, &record.origin).await?;
    let is_unknown = peer.is_some_and(|peer| !peer.known);
    Ok(Shown::Foreign(record, Whose { owner, is_unknown }))
}

/// The entries of what was found. An offer of ours says what its published post says; one
/// that is not published yet has none.
pub(super) async fn entries(node: &Node, reader: &Reader, items: Vec<Shown>) -> Result<Vec<Entry>> {
    let mut entries = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Shown::Own(own) => {
                let (offer, owner) = *own;
                let document = node.documents.get(&offer.path()).await?;
                let Some(document) = document.filter(|document| !document.is_gone) else {
                    continue;
                };
                let post: Value =
                    serde_json::from_slice(&document.body).map_err(Error::internal)?;
                entries.push(Entry::own(node, &offer, &owner, &post, reader));
            }
            Shown::Foreign(record, whose) => {
                entries.extend(Entry::foreign(&record, &whose, reader));
            }
            Shown::Organization(found) => entries.push(Entry::organization(node, &found, reader)),
        }
    }
    Ok(entries)
}
