//! Which slices an offer or need falls into, kept so that the newest of each slice are found
//! at once, however many there are.
//!
//! Themes and sectors are those of the organization, the territory is the offer's own or else
//! the organization's. Who follows a channel, and how it speaks, is not known here.

/// The queries, which nothing outside sees.
mod sql;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::offers::Offer;
use crate::place::Territory;
use crate::registry::attestation::{self, State};
use crate::registry::{Organization, Page};
use crate::slice::Slice;
use crate::store::Tx;
use crate::vocabulary::{AttestationKind, Purpose, Section, Sector, Theme};
use crate::words::phrase;

/// By how many themes, and by how many sectors, one offer is found. Whoever lists more is
/// found by the first, so that a record that lists all is not in everybody's way.
const MOST: usize = 5;
/// The most that one page holds.
const MAX_PAGE: usize = 200;

/// What decides on the slices of an offer or need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets {
    purpose: Purpose,
    themes: BTreeSet<Theme>,
    sectors: BTreeSet<Section>,
    territories: Vec<Territory>,
}

impl Facets {
    /// Reads what records state: free themes that mean none of the list fall away, sectors
    /// count by their section, a subdivision belongs to its country.
    pub fn read<'t>(
        purpose: Purpose,
        themes: impl IntoIterator<Item = &'t str>,
        sectors: impl IntoIterator<Item = Sector>,
        territory: Option<&Territory>,
    ) -> Self {
        let country = territory
            .and_then(Territory::country)
            .and_then(|code| Territory::parse(code).ok());
        let mut territories: Vec<Territory> = territory.into_iter().cloned().collect();
        territories.extend(country.filter(|country| Some(country) != territory));
        Self {
            purpose,
            themes: first(themes.into_iter().filter_map(Theme::find)),
            sectors: first(sectors.into_iter().map(|sector| sector.section())),
            territories,
        }
    }

    /// The facets of an offer or need of ours.
    pub fn of(offer: &Offer, owner: &Organization) -> Self {
        let stated = &owner.stated;
        Self::read(
            offer.stated.purpose,
            stated.themes.iter().map(String::as_str),
            stated.sectors.iter().cloned(),
            offer.territory(owner),
        )
    }

    /// Every slice of its purpose that it falls into.
    pub fn slices(&self) -> BTreeSet<Slice> {
        let widest = Slice::of(Some(self.purpose));
        let themed: Vec<Slice> = self
            .themes
            .iter()
            .filter_map(|theme| widest.with_theme(*theme))
            .collect();
        let of_sector = |slice: &Slice| -> Vec<Slice> {
            let narrowed = self.sectors.iter().map(|one| slice.with_sector(*one));
            narrowed.flatten().collect()
        };
        let in_place = |slice: &Slice| -> Vec<Slice> {
            let narrowed = self.territories.iter();
            narrowed
                .filter_map(|one| slice.with_territory(one.clone()))
                .collect()
        };
        let mut slices = BTreeSet::from([widest.clone()]);
        for slice in &themed {
            slices.extend(of_sector(slice));
            slices.extend(in_place(slice));
        }
        for slice in of_sector(&widest) {
            slices.extend(in_place(&slice));
            slices.insert(slice);
        }
        slices.extend(in_place(&widest));
        slices.extend(themed);
        slices
    }
}

fn first<T: Ord>(entries: impl Iterator<Item = T>) -> BTreeSet<T> {
    let mut found = BTreeSet::new();
    for entry in entries {
        if found.len() < MOST {
            found.insert(entry);
        }
    }
    found
}

/// Whether an attestation counts for a directory whose channels carry attested organizations
/// alone: by its kind, or by the name or address of whoever attests.
pub fn counts(wanted: &[String], kind: AttestationKind, name: &str, address: Option<&str>) -> bool {
    wanted.iter().any(|wanted| {
        let bare = |address: &str| address.trim_end_matches('/').to_owned();
        wanted == kind.as_str()
            || wanted.to_lowercase() == name.to_lowercase()
            || address.is_some_and(|address| bare(address) == bare(wanted))
    })
}

/// Whether an organization of ours is attested today by one of `wanted`; all are when nobody
/// is named.
pub async fn is_attested(
    tx: &mut Tx,
    clock: &Clock,
    wanted: &[String],
    owner: &Organization,
) -> Result<bool> {
    if wanted.is_empty() {
        return Ok(true);
    }
    let attested = attestation::list(tx, clock, &owner.id).await?;
    Ok(attested.iter().any(|one| {
        let address = one.attested_by_address.as_deref();
        one.state == State::Valid && counts(wanted, one.kind, &one.attested_by, address)
    }))
}

/// Keeps which slices an offer stands in, and says which of them are new. `offer` is the path
/// of ours or the address of another's; its place in the order is `at`, as it was first told.
pub async fn put(
    tx: &mut Tx,
    offer: &str,
    at: Timestamp,
    slices: &BTreeSet<Slice>,
) -> Result<Vec<Slice>> {
    let before = sql::of_offer(tx, offer).await?;
    let at = before.first().map_or(at, |(_, at)| *at);
    let codes: BTreeSet<String> = slices.iter().map(ToString::to_string).collect();
    for (code, at) in before.iter().filter(|(code, _)| !codes.contains(code)) {
        sql::delete(tx, code, *at, offer).await?;
    }
    let is_new = |slice: &&Slice| {
        let code = slice.to_string();
        before.iter().all(|(known, _)| *known != code)
    };
    let entered: Vec<Slice> = slices.iter().filter(is_new).cloned().collect();
    sql::insert(tx, &entered, at, offer).await?;
    Ok(entered)
}

/// Whether an offer stands in a slice now.
pub async fn stands(tx: &mut Tx, slice: &Slice, offer: &str) -> Result<bool> {
    let standing = sql::of_offer(tx, offer).await?;
    let codes: Vec<String> = slice.by_purpose().iter().map(ToString::to_string).collect();
    Ok(standing.iter().any(|(code, _)| codes.contains(code)))
}

/// Whether anything stands in a slice.
pub async fn is_empty(tx: &mut Tx, slice: &Slice) -> Result<bool> {
    Ok(page(tx, slice, None, 1).await?.items.is_empty())
}

/// The offers and needs of a slice, the newest first, after the cursor that the page before
/// gave: paths of ours, and addresses of others'.
///
/// # Errors
/// [`Error::Invalid`] when the cursor is none of ours.
pub async fn page(
    tx: &mut Tx,
    slice: &Slice,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<String>> {
    let limit = limit.clamp(1, MAX_PAGE);
    let after = after.map(read_cursor).transpose()?;
    let after = after.as_ref().map(|(at, offer)| (*at, offer.as_str()));
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let codes: Vec<String> = slice.by_purpose().iter().map(ToString::to_string).collect();
    let found = sql::newest(tx, &codes, after, wanted).await?;
    let Page { items, next } = Page::cut(found, limit, |(at, offer)| {
        URL_SAFE_NO_PAD.encode(format!("{} {offer}", at.0))
    });
    Ok(Page {
        items: items.into_iter().map(|(_, offer)| offer).collect(),
        next,
    })
}

fn read_cursor(cursor: &str) -> Result<(Timestamp, String)> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.as_deref()
        .and_then(|text| text.split_once(' '))
        .and_then(|(at, offer)| Some((Timestamp(at.parse().ok()?), offer.to_owned())))
        .ok_or_else(|| Error::invalid("after", phrase!("refusal-no-cursor")))
}
