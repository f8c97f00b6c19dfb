//! One organization in several directories: who states it, when that is final, and under
//! which record it is then shown.
//!
//! A record that says it is another is one side's word. It is final when the other side says
//! so too, or when an organization says it with its own key of a record that nobody but an
//! office keeps and that resembles its own; such a word alone hides nothing but the record of
//! whoever gave it. Each statement can be taken back, and the question is open again.

/// Another directory's record as it is compared.
mod candidate;
/// Under which record each of others' is shown.
mod shown;
/// The queries.
mod sql;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use serde_json::Value;

use super::paths;
use super::records::{self, Kind, Record};
use crate::clock::{self, Timestamp};
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry::Organization;
use crate::registry::duplicates::{Among, Found, Pair, Search};
use crate::registry::same_as::{self, StatedBy};
use crate::store::Tx;

pub use candidate::{place, website};
pub use shown::{refresh, refresh_later, refresh_noted, refresh_own};

/// How many of others' records are read at once.
const AT_ONCE: i64 = 2_000;

/// Finds pairs that may be one organization within the directory and across to others'.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn find(node: &Node, among: &Among) -> Result<Found> {
    let mut search = Search::begin(&node.db, among.clone()).await?;
    let mut after = String::new();
    loop {
        let mut tx = node.db.read().await?;
        let some = sql::organizations(&mut tx, &after, AT_ONCE).await?;
        drop(tx);
        let Some(last) = some.last() else { break };
        after.clone_from(&last.id);
        let others = some.iter().filter_map(candidate::of).collect();
        search = search.with_others(others).await?;
    }
    search.finish(&node.clock).await
}

/// States that an organization of ours is the one of another directory's record.
///
/// # Errors
/// [`Error::Absent`] when that record is not held here; [`Error::Invalid`] when it is one
/// of ours; and those of [`same_as::state`].
pub async fn state(
    node: &Node,
    tx: &mut Tx,
    id: &OrganizationId,
    other: &str,
    by: StatedBy,
) -> Result<Organization> {
    if paths::own(node.base(), other).is_some() {
        let reason = "is a record of this directory; merge the two instead";
        return Err(Error::invalid("same_as", reason));
    }
    let held = records::get(tx, other).await?;
    let stands = held.is_some_and(|held| !held.gone && held.kind == Kind::Organization.as_str());
    if !stands {
        return Err(Error::absent(
            format!("the record {other:?} in a directory that this one follows"),
            "write its address as `trenza duplicates list` shows it",
        ));
    }
    let organization = same_as::state(tx, &node.clock, id, other, by).await?;
    refresh_own(tx, node.base(), &organization.path()).await?;
    Ok(organization)
}

/// Takes a statement back.
///
/// # Errors
/// Those of [`same_as::take_back`].
pub async fn take_back(
    node: &Node,
    tx: &mut Tx,
    id: &OrganizationId,
    other: &str,
) -> Result<Organization> {
    let organization = same_as::take_back(tx, &node.clock, id, other).await?;
    refresh(tx, node.base(), other).await?;
    Ok(organization)
}

/// Notes what a record that was just held says it is, and shows it accordingly.
/// `held` is what was held of it before.
pub(super) async fn receive(
    tx: &mut Tx,
    base: &str,
    (held, now): (Option<&Record>, &Record),
    object: &Value,
) -> Result<()> {
    let record = now.id.as_str();
    let stated = object.get("sameAs").unwrap_or(&Value::Null);
    let addresses = match stated {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        Value::String(one) => vec![one.as_str()],
        _ => Vec::new(),
    };
    let is_address = |address: &&str| address.len() <= 500 && *address != record;
    let others: Vec<String> = addresses
        .into_iter()
        .filter(is_address)
        .take(same_as::MOST)
        .map(str::to_owned)
        .collect();
    let before = sql::stated_by(tx, record).await?;
    let is_as_before = held.is_some_and(|held| {
        !held.gone && held.owner == now.owner && candidate::of(held) == candidate::of(now)
    });
    if is_as_before && is_same_set(&before, &others) {
        return Ok(());
    }
    sql::replace(tx, record, &others).await?;
    // What it no longer says may have been shown with it.
    refresh_with(tx, base, record, before).await
}

fn is_same_set(one: &[String], other: &[String]) -> bool {
    let sorted = |all: &[String]| all.iter().cloned().collect::<BTreeSet<String>>();
    sorted(one) == sorted(other)
}

async fn refresh_with(tx: &mut Tx, base: &str, record: &str, tied: Vec<String>) -> Result<()> {
    let mut reached = vec![record.to_owned()];
    for one in tied {
        if paths::own(base, &one).is_none() && !reached.contains(&one) {
            reached.push(one);
        }
    }
    shown::refresh_together(tx, base, reached).await
}

/// Forgets what a record said that is gone, and shows by themselves those that were shown
/// with it.
pub(super) async fn withdraw(tx: &mut Tx, base: &str, record: &str) -> Result<()> {
    let before = sql::stated_by(tx, record).await?;
    sql::replace(tx, record, &[]).await?;
    refresh_with(tx, base, record, before).await
}

/// Whether another's record is shown under one that it is the same as.
pub(super) async fn is_shown_with_another(tx: &mut Tx, record: &str) -> Result<bool> {
    Ok(sql::shown_as(tx, record).await?.is_some())
}

/// Others' records that are shown under the record of ours at `path`.
pub async fn shown_under(tx: &mut Tx, path: &str) -> Result<Vec<Record>> {
    let mut found = Vec::new();
    for id in sql::shown_under(tx, path).await? {
        found.extend(
            records::get(tx, &id)
                .await?
                .filter(|record| !record.gone && !record.withheld),
        );
    }
    Ok(found)
}

/// The addresses of others' records that are shown under each of some, which are paths of ours
/// or others' addresses; in one query for all of them.
pub async fn shown_with(tx: &mut Tx, found: &[&str]) -> Result<HashMap<String, Vec<String>>> {
    let mut with: HashMap<_, Vec<String>> = HashMap::new();
    for (shown_as, address, body) in sql::shown_with(tx, found).await? {
        let body = serde_json::from_str::<Value>(&body);
        if body.is_ok_and(|body| body.get("suspended").is_none()) {
            with.entry(shown_as).or_default().push(address);
        }
    }
    Ok(with)
}

/// The paths of ours that another directory knows by a name with this part in it.
pub async fn own_of_name(tx: &mut Tx, part: &str) -> Result<Vec<String>> {
    sql::own_of_name(tx, part).await
}

/// A statement with whether the other side says the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The address of the other directory's record.
    pub address: String,
    /// Whose word it is.
    pub stated_by: StatedBy,
    /// When it was given.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub stated_at: Timestamp,
    /// Whether the two are shown as one.
    pub is_final: bool,
}

/// What is stated of an organization of ours, and what of it is final.
pub async fn statements(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Statement>> {
    let stated = same_as::of(tx, id).await?;
    let shown = sql::shown_under(tx, &id.path()).await?;
    let statement = |one: same_as::SameAs| Statement {
        is_final: shown.contains(&one.other),
        address: one.other,
        stated_by: one.stated_by,
        stated_at: one.stated_at,
    };
    Ok(stated.into_iter().map(statement).collect())
}

/// Whether the link between a record of ours and another's is final: shown as one.
pub async fn is_final(tx: &mut Tx, organization: &OrganizationId, other: &str) -> Result<bool> {
    let path = organization.path();
    let shown = sql::shown_under(tx, &path).await?;
    Ok(shown.iter().any(|id| id == other))
}

/// Shows another's record anew after a pair that it belongs to was decided.
pub async fn refresh_pair(tx: &mut Tx, base: &str, pair: &Pair) -> Result<()> {
    if pair.other.starts_with('/') {
        return Ok(());
    }
    refresh(tx, base, &pair.other).await
}
