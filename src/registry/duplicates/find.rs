//! Looking at the directory's records, and at others', for pairs that may be one.
//!
//! Reading happens on a view of its own, reckoning beside the server's threads, and writing
//! in short transactions, so that nobody waits.

use std::collections::HashSet;

use serde::Serialize;

use super::candidate::Candidate;
use super::compare::{self, Match};
use super::pair::{Pair, State, ordered};
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::BatchId;
use crate::registry::sql::pairs as sql;
use crate::store::Db;

/// Pairs that one transaction writes: few enough that other writers wait for milliseconds.
const AT_ONCE: usize = 200;

/// Which records are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Among {
    /// Every record with every other.
    All,
    /// What one import stated, with every record.
    Batch(BatchId),
}

/// What was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Records that were compared.
    pub records: usize,
    /// Pairs that may be one organization and are not decided.
    pub proposed: usize,
    /// Those of them that were not known before.
    pub new: usize,
}

/// Finds pairs among the records of this directory, and between them and `others`, which are
/// other directories' records, and keeps them as proposed. What was decided stays decided.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails; what was written until then stands.
pub async fn find(db: &Db, clock: &Clock, among: &Among, others: Vec<Candidate>) -> Result<Found> {
    let mut tx = db.read().await?;
    let mut candidates = sql::candidates(&mut tx).await?;
    let fresh: Option<HashSet<String>> = match among {
        Among::All => None,
        Among::Batch(batch) => Some(sql::of_batch(&mut tx, batch).await?),
    };
    let known = sql::known(&mut tx).await?;
    drop(tx);
    let own = candidates.len();
    let with_others = !others.is_empty();
    candidates.extend(others);
    let records = candidates.len();
    let reckoning = move || {
        let is_fresh: Vec<bool> = candidates
            .iter()
            .map(|one| fresh.as_ref().is_none_or(|fresh| fresh.contains(&one.id)))
            .collect();
        let is_fresh = |position: usize| is_fresh.get(position).copied().unwrap_or(false);
        // The smaller position is ours, or both are another directory's.
        let found = compare::matches(&candidates, |one, other| {
            one < own && (is_fresh(one) || (other < own && is_fresh(other)))
        });
        (candidates, found)
    };
    let (candidates, found) = tokio::task::spawn_blocking(reckoning)
        .await
        .map_err(Error::internal)?;
    let now = clock.now();
    let is_open = |pair: &Pair| {
        let state = known.get(&(pair.one.clone(), pair.other.clone()));
        state.is_none_or(|state| state == State::Proposed.as_str())
    };
    let pairs: Vec<Pair> = found
        .iter()
        .filter_map(|found| pair(&candidates, found, now))
        .filter(is_open)
        .collect();
    for some in pairs.chunks(AT_ONCE) {
        let mut tx = db.begin().await?;
        sql::propose(&mut tx, some).await?;
        tx.commit().await?;
    }
    let keys: HashSet<(&str, &str)> = pairs.iter().map(|p| (&*p.one, &*p.other)).collect();
    let is_new = |key: &&(&str, &str)| !known.contains_key(&(key.0.to_owned(), key.1.to_owned()));
    let new = keys.iter().filter(is_new).count();
    if *among == Among::All {
        let is_looked_at = |other: &str| with_others || other.starts_with('/');
        let gone: Vec<(&str, &str)> = known
            .iter()
            .filter(|(_, state)| *state == State::Proposed.as_str())
            .map(|((one, other), _)| (one.as_str(), other.as_str()))
            .filter(|key| is_looked_at(key.1) && !keys.contains(key))
            .collect();
        drop_all(db, &gone).await?;
    }
    let mut tx = db.begin().await?;
    sql::drop_orphans(&mut tx).await?;
    tx.commit().await?;
    Ok(Found {
        records,
        proposed: pairs.len(),
        new,
    })
}

/// Proposals for which nothing speaks any more.
async fn drop_all(db: &Db, gone: &[(&str, &str)]) -> Result<()> {
    for some in gone.chunks(AT_ONCE) {
        let mut tx = db.begin().await?;
        for pair in some {
            sql::drop_proposal(&mut tx, *pair).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

fn pair(candidates: &[Candidate], found: &Match, now: Timestamp) -> Option<Pair> {
    let (one, other) = (candidates.get(found.one)?, candidates.get(found.other)?);
    let (one, other) = ordered(&one.id, &other.id);
    Some(Pair {
        one: one.to_owned(),
        other: other.to_owned(),
        score: found.compared.score(),
        reasons: found.compared.reasons.clone(),
        state: State::Proposed,
        found_at: now,
        decided_by: None,
        decided_at: None,
    })
}
