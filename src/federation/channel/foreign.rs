//! What falls into channels of what peers published: the offers and needs of those peers that
//! the office chose to carry. Their records are their own word; what makes no sense in one
//! falls away.

use std::time::Duration;

use serde_json::Value;

use super::super::attestation;
use super::super::peers;
use super::super::publish::Batch;
use super::super::records::{self, Kind, Record};
use super::place::Place;
use crate::channels::{self, Facets};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::place::Territory;
use crate::vocabulary::{Purpose, Sector};

/// What changed longer ago is on the pages and is no news: a peer's whole past arrives at
/// once when it is read for the first time.
const IS_NEWS: Duration = Duration::from_hours(7 * 24);

/// Where a peer's offer belongs, as its record is held.
pub(super) async fn place(batch: &mut Batch<'_>, held: Option<Record>) -> Result<Place> {
    let found = match held {
        Some(record) if !record.gone && !record.withheld && record.kind == Kind::Offer.as_str() => {
            read(batch, &record).await?
        }
        _ => None,
    };
    Ok(found.unwrap_or_else(|| Place::none(batch.now)))
}

async fn read(batch: &mut Batch<'_>, record: &Record) -> Result<Option<Place>> {
    if !is_carried(batch, &record.origin).await? {
        return Ok(None);
    }
    let purpose = record.purpose.as_deref();
    let Some(purpose) = purpose.and_then(|code| Purpose::parse(code).ok()) else {
        return Ok(None);
    };
    let owner = match &record.organization {
        Some(id) => records::get(&mut batch.tx, id).await?,
        None => None,
    };
    let owner = owner.filter(|owner| !owner.gone && owner.origin == record.origin);
    let owner = owner.and_then(|owner| serde_json::from_str(&owner.body).ok());
    let owner: Value = owner.unwrap_or_default();
    if owner.get("suspended").and_then(Value::as_bool) == Some(true) || !is_attested(batch, &owner)
    {
        return Ok(None);
    }
    let body: Value = serde_json::from_str(&record.body).unwrap_or_default();
    let text = |of: &'_ Value, name: &str| of.get(name).and_then(Value::as_str).map(str::to_owned);
    let words = |name: &str| {
        let all = owner.get(name).and_then(Value::as_array);
        all.into_iter().flatten().filter_map(Value::as_str)
    };
    let territory = record
        .territory
        .clone()
        .or_else(|| text(&owner, "territory"));
    let territory = territory.and_then(|code| Territory::parse(&code).ok());
    let sectors = words("sector").filter_map(|code| Sector::parse(code).ok());
    let facets = Facets::read(purpose, words("theme"), sectors, territory.as_ref());
    let moment = |name: &str| text(&body, name).and_then(|at| Timestamp::from_rfc3339(&at));
    let state = text(&body, "state");
    let is_open = matches!(state.as_deref(), Some("open" | "in-conversation"));
    Ok(Some(Place {
        at: moment("published").map_or(record.received_at, |at| at.min(record.received_at)),
        slices: facets.slices(),
        stands: is_open && moment("endTime").is_none_or(|end| end > batch.now),
        is_old: record.updated + IS_NEWS < batch.now,
    }))
}

/// Whether the office carries the offers of the peer whose node actor is `origin`.
async fn is_carried(batch: &mut Batch<'_>, origin: &str) -> Result<bool> {
    if let Some(carried) = batch.channels.carried.get(origin) {
        return Ok(*carried);
    }
    let peer = peers::get(&mut batch.tx, origin).await?;
    let carried = peer.is_some_and(|peer| peer.carried);
    batch.channels.carried.insert(origin.to_owned(), carried);
    Ok(carried)
}

/// Whether the organization is attested, as its own directory says, by somebody who counts.
fn is_attested(batch: &Batch<'_>, owner: &Value) -> bool {
    let wanted = &batch.node.settings.channels.attested_by;
    let counts = |one: &attestation::Stated| {
        !one.is_lapsed
            && channels::counts(wanted, one.kind, &one.attested_by, one.address.as_deref())
    };
    wanted.is_empty() || attestation::read(owner, batch.now.day()).iter().any(counts)
}
