//! Channels: every slice of all offers and needs is a `Group` that anybody can follow.
//!
//! A channel is computed from its codes and leaves no row before its first follower. It
//! announces what falls into it once, up to a number a day, and the rest in one summary. The
//! channel of everything of a territory is the territory's own actor, `/t/{code}`.

/// The actor's document, computed or kept.
pub mod actor;
/// What a channel says, and takes back.
mod announce;
/// What falls into channels of what peers published.
mod foreign;
/// What stands in a channel.
pub mod page;
/// Where an offer or need belongs, looked at again after each change.
pub(super) mod place;
/// Looking at everything again after the settings changed.
pub mod reindex;
/// The rows of channels and of what they announced.
mod sql;
/// One post at the end of a day with what went beyond its ceiling.
pub(super) mod summary;
/// What channels say of themselves, in each language.
mod words;

use std::collections::BTreeSet;

use super::{followers, paths, territory};
use crate::channels;
use crate::error::Result;
use crate::node::Node;
use crate::place::Territory;
use crate::slice::Slice;
use crate::store::Tx;

pub(super) use words::{about, around, first_language, languages};

/// The slice whose actor lives at `path`, in the one order of its codes.
pub fn of_path(path: &str) -> Option<Slice> {
    let slice = read_path(path)?;
    (paths::channel(&slice) == path).then_some(slice)
}

/// The slice that `path` means, whatever the order and case of its codes.
pub fn read_path(path: &str) -> Option<Slice> {
    match path.strip_prefix("/t/") {
        Some(code) => Territory::parse(code).ok().map(Slice::of_territory),
        None => Slice::parse(path.strip_prefix("/c/")?).ok(),
    }
}

/// Whether there is such a channel: of all codes, but of those municipalities alone that a
/// record names, since their list has no end.
pub async fn exists(tx: &mut Tx, slice: &Slice) -> Result<bool> {
    let municipality = slice.territory().filter(|one| one.is_municipality());
    let Some(municipality) = municipality else {
        return Ok(true);
    };
    if territory::handle(tx, municipality.as_str())
        .await?
        .is_some()
    {
        return Ok(true);
    }
    let everything = Slice::of_territory(municipality.clone());
    Ok(!channels::is_empty(tx, &everything).await?)
}

/// The name under which a channel is followed: the one that it had at its first follower, or
/// the one in the directory's first language.
pub async fn handle(node: &Node, tx: &mut Tx, slice: &Slice) -> Result<String> {
    let kept = sql::handle(tx, &slice.to_string()).await?;
    Ok(kept.unwrap_or_else(|| slice.handle(first_language(node))))
}

/// The channel that a name of any language means, if there is one.
pub async fn find_by_handle(tx: &mut Tx, handle: &str) -> Result<Option<Slice>> {
    match Slice::of_handle(handle) {
        Some(slice) if exists(tx, &slice).await? => Ok(Some(slice)),
        _ => Ok(None),
    }
}

/// The inboxes of those who follow a channel that told of an offer and did not take it back.
pub(super) async fn inboxes_of(tx: &mut Tx, offer: &str) -> Result<BTreeSet<String>> {
    let mut inboxes = BTreeSet::new();
    for told in sql::of_offer(tx, offer).await? {
        if told.activity.is_some() {
            inboxes.extend(followers::inboxes(tx, &told.channel).await?);
        }
    }
    Ok(inboxes)
}

/// How a channel stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Standing {
    /// Its codes.
    pub codes: String,
    /// The name under which it is followed.
    pub handle: String,
    /// Its path.
    pub path: String,
    /// How many follow it.
    pub followers: i64,
    /// How many offers and needs it announced today (UTC).
    pub announced_today: i64,
    /// How many wait for today's summary.
    pub held_today: i64,
    /// How many it announces a day at most.
    pub ceiling: u32,
}

/// How a channel stands today.
pub async fn standing(node: &Node, tx: &mut Tx, slice: &Slice) -> Result<Standing> {
    let path = paths::channel(slice);
    let day = node.clock.now().day().to_string();
    let (announced_today, held_today) = sql::on_day(tx, &path, &day).await?;
    Ok(Standing {
        codes: slice.to_string(),
        handle: handle(node, tx, slice).await?,
        followers: followers::count(tx, &path).await?,
        announced_today,
        held_today,
        ceiling: node.settings.channels.daily_ceiling,
        path,
    })
}

/// The channels that somebody follows or followed, and the territories that records name.
pub async fn list(tx: &mut Tx) -> Result<Vec<Slice>> {
    let kept = sql::list(tx).await?;
    let territories = territory::list(tx).await?;
    let everything = |code: String| Territory::parse(&code).ok().map(Slice::of_territory);
    let mut slices: Vec<Slice> = kept
        .iter()
        .filter_map(|codes| Slice::parse(codes).ok())
        .collect();
    slices.extend(territories.into_iter().filter_map(everything));
    Ok(slices)
}
