//! Under which record each of others' is shown: reckoned anew from what is stated, whenever
//! a statement, a record or its keeper changes.
//!
//! Nothing here states anything.

use std::collections::{BTreeSet, HashMap};

use super::{candidate, sql};
use crate::error::{Error, Result};
use crate::federation::paths;
use crate::federation::records::{self, Record};
use crate::id::OrganizationId;
use crate::registry::duplicates::{self, Candidate, State};
use crate::registry::same_as::{self, StatedBy};
use crate::registry::{self, Organization, Standing};
use crate::store::{Db, Tx};

/// How many records one organization may have, and how many one change may reach; whoever
/// states more is not followed further.
const MOST_OF_ONE: usize = 20;
const MOST_REACHED: usize = 100;
/// How many records are reckoned anew in one transaction.
const AT_ONCE: i64 = 50;

/// How a record is tied to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// Both sides say it.
    Mutual,
    /// The organization alone says it, of a record that an office keeps.
    OwnWord,
}

/// Reckons anew how the record `id` and those tied to it are shown.
pub async fn refresh(tx: &mut Tx, base: &str, id: &str) -> Result<()> {
    refresh_together(tx, base, vec![id.to_owned()]).await
}

/// The same for some records, each of which is looked at once, as is each circle of records
/// that are mutually the same: what one stranger states costs little, however it is tied.
pub(super) async fn refresh_together(
    tx: &mut Tx,
    base: &str,
    mut reached: Vec<String>,
) -> Result<()> {
    let mut next = 0;
    while let Some(current) = reached.get(next).cloned() {
        next += 1;
        let around = sql::stated_by(tx, &current).await?.into_iter();
        let around = around.chain(sql::stating(tx, &current).await?);
        let around: Vec<String> = around
            .chain(sql::shown_under(tx, &current).await?)
            .collect();
        for one in around {
            let is_foreign = paths::own(base, &one).is_none();
            if is_foreign && reached.len() < MOST_REACHED && !reached.contains(&one) {
                reached.push(one);
            }
        }
    }
    let mut circles = Circles::default();
    for one in reached {
        if let Some(record) = records::get(tx, &one).await? {
            let shown_as = shown_within(tx, base, &record, &mut circles).await?;
            sql::show(tx, &one, shown_as.as_deref()).await?;
        }
    }
    Ok(())
}

/// Reckons anew what is shown under the record of ours at `path`, which may be gone.
pub async fn refresh_own(tx: &mut Tx, base: &str, path: &str) -> Result<()> {
    let mut tied: BTreeSet<String> = sql::shown_under(tx, path).await?.into_iter().collect();
    let mut addresses = vec![format!("{base}{path}")];
    for merged in duplicates::merged_into(tx, path).await? {
        addresses.push(format!("{base}{merged}"));
    }
    for address in addresses {
        tied.extend(sql::stating(tx, &address).await?);
    }
    if let Some(id) = own_id(path) {
        tied.extend(same_as::of(tx, &id).await?.into_iter().map(|one| one.other));
    }
    if tied.is_empty() {
        return Ok(());
    }
    refresh_together(tx, base, tied.into_iter().collect()).await
}

/// Notes that everything tied to anything shall be reckoned anew, as after a peer was
/// forgotten: in the transaction that makes it needful, so that a crash does not lose it.
pub async fn refresh_later(tx: &mut Tx) -> Result<()> {
    sql::note_refresh(tx).await
}

/// Reckons anew what was noted, some records in each transaction, and goes on where an
/// earlier one was cut off.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails; what was not reached stays noted.
pub async fn refresh_noted(db: &Db, base: &str) -> Result<()> {
    loop {
        let mut tx = db.read().await?;
        let Some(reached) = sql::refreshed_to(&mut tx).await? else {
            return Ok(());
        };
        let some = sql::linked(&mut tx, &reached, AT_ONCE).await?;
        drop(tx);
        let mut tx = db.begin().await?;
        for one in &some {
            if let Some(record) = records::get(&mut tx, one).await? {
                let shown_as = shown_as(&mut tx, base, &record).await?;
                sql::show(&mut tx, one, shown_as.as_deref()).await?;
            }
        }
        // When it was noted again meanwhile, it begins again.
        let last = some.last().map(String::as_str);
        sql::advance_refresh(&mut tx, &reached, last).await?;
        tx.commit().await?;
    }
}

fn own_id(path: &str) -> Option<OrganizationId> {
    OrganizationId::parse(path.strip_prefix("/o/")?).ok()
}

/// Whether an organization speaks for the record by itself.
fn is_active(record: &Record) -> bool {
    record.owner == record.id
}

/// Under which record the members of a circle are shown, where that was found already.
type Circles = HashMap<String, Option<String>>;

/// A path of ours, the address of another's, or `None` when it is shown by itself.
async fn shown_as(tx: &mut Tx, base: &str, record: &Record) -> Result<Option<String>> {
    shown_within(tx, base, record, &mut Circles::default()).await
}

async fn shown_within(
    tx: &mut Tx,
    base: &str,
    record: &Record,
    circles: &mut Circles,
) -> Result<Option<String>> {
    if record.gone {
        return Ok(None);
    }
    if let Some(shown) = among_equals(tx, base, record, circles).await? {
        return Ok(Some(shown).filter(|shown| *shown != record.id));
    }
    // Its own word puts it under the record that it names, never that one under it.
    if is_active(record) {
        for other in sql::stated_by(tx, &record.id).await? {
            let Some(target) = records::get(tx, &other).await? else {
                continue;
            };
            if !target.gone && !is_active(&target) && resemble(record, &target) {
                let shown = among_equals(tx, base, &target, circles).await?;
                return Ok(Some(shown.unwrap_or(target.id)));
            }
        }
    }
    Ok(None)
}

/// The record under which all that are mutually the same as this one are shown; `None` when
/// there is none but itself.
async fn among_equals(
    tx: &mut Tx,
    base: &str,
    record: &Record,
    circles: &mut Circles,
) -> Result<Option<String>> {
    if let Some(known) = circles.get(&record.id) {
        return Ok(known.clone());
    }
    let mut equals: Vec<Record> = vec![record.clone()];
    let (mut next, mut own) = (0, None);
    while let Some(current) = equals.get(next).cloned() {
        next += 1;
        own = own_record(tx, base, &current).await?;
        if own.is_some() {
            break;
        }
        for other in sql::mutual(tx, &current.id).await? {
            let is_known = equals.iter().any(|known| known.id == other);
            if !is_known && equals.len() < MOST_OF_ONE {
                equals.extend(records::get(tx, &other).await?.filter(|other| !other.gone));
            }
        }
    }
    // Whoever speaks for itself comes before an office, and then the order is everywhere one.
    let first = equals
        .iter()
        .min_by_key(|one| (!is_active(one), one.id.as_str()));
    let first = first.map(|first| first.id.clone());
    let shown = own.or(first.filter(|_| equals.len() > 1));
    for one in equals {
        circles.insert(one.id, shown.clone());
    }
    Ok(shown)
}

/// The public record of ours that is finally the same as another's.
async fn own_record(tx: &mut Tx, base: &str, record: &Record) -> Result<Option<String>> {
    let mut named: BTreeSet<String> = BTreeSet::new();
    for statement in same_as::naming(tx, &record.id).await? {
        named.insert(statement.organization.path());
    }
    let mut theirs: BTreeSet<String> = BTreeSet::new();
    for other in sql::stated_by(tx, &record.id).await? {
        if let Some(path) = paths::own(base, &other) {
            let moved = duplicates::moved(tx, path).await?;
            theirs.insert(moved.unwrap_or_else(|| path.to_owned()));
        }
    }
    for path in named.union(&theirs) {
        let Some(id) = own_id(path) else { continue };
        let organization = match registry::get(tx, &id).await {
            Ok(found) if found.is_public() => found,
            Ok(_) | Err(Error::NotFound(_)) => continue,
            Err(error) => return Err(error),
        };
        if tie(tx, &organization, record, theirs.contains(path))
            .await?
            .is_some()
        {
            return Ok(Some(path.clone()));
        }
    }
    Ok(None)
}

/// How a record of ours and another's are tied, if they are.
async fn tie(
    tx: &mut Tx,
    organization: &Organization,
    record: &Record,
    is_stated_there: bool,
) -> Result<Option<Tie>> {
    let stated = same_as::of(tx, &organization.id).await?;
    let ours = stated.into_iter().find(|one| one.other == record.id);
    if ours.is_some() && is_stated_there {
        return Ok(Some(Tie::Mutual));
    }
    let own_word = match &ours {
        None => is_stated_there && is_active(record) && organization.standing == Standing::Listed,
        Some(ours) => {
            ours.stated_by == StatedBy::Organization
                && organization.standing == Standing::Active
                && !is_active(record)
        }
    };
    if !own_word {
        return Ok(None);
    }
    let pair = duplicates::pair(tx, &organization.path(), &record.id).await?;
    if pair.is_some_and(|pair| pair.state == State::Apart) {
        return Ok(None);
    }
    let sources = registry::sources(tx, &organization.id).await?;
    let mut told = organization.clone().for_the_public();
    if ours.is_some() {
        // What it typed itself may have been typed to be like the other.
        same_as::forget_own_words(&mut told);
    }
    let candidate = Candidate::of(&told, &sources);
    let resembles = candidate::of(record)
        .is_some_and(|other| duplicates::resembles(&candidate, &other).is_some());
    Ok(resembles.then_some(Tie::OwnWord))
}

fn resemble(one: &Record, other: &Record) -> bool {
    let (Some(one), Some(other)) = (candidate::of(one), candidate::of(other)) else {
        return false;
    };
    duplicates::resembles(&one, &other).is_some()
}
