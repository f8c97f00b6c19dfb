//! Looking at the directory's records, and at others', for pairs that may be one.
//!
//! Reading happens on a view of its own, reckoning beside the server's threads, and writing
//! in short transactions, so that nobody waits. A search that is cut off leaves what it
//! proposed; the next one finds the rest.

use serde::Serialize;
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;

use super::candidate::Candidate;
use super::compare::{Gathered, Match};
use super::follow::{Skipped, Wanted};
use super::pair::{Pair, State, ordered};
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::BatchId;
use crate::registry::sql::{candidates, search as sql};
use crate::store::Db;

/// Records that are read in one statement.
const READ_AT_ONCE: i64 = 1_000;
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

impl Among {
    fn batch(&self) -> Option<&BatchId> {
        match self {
            Self::All => None,
            Self::Batch(batch) => Some(batch),
        }
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Records that were compared.
    pub records: usize,
    /// Pairs that may be one organization and are not decided.
    pub proposed: usize,
    /// Those of them that were not known before.
    pub new: usize,
    /// What was not compared, since too many records have something in common.
    pub skipped: Skipped,
}

/// A search for pairs among the records of this directory, and between them and those of
/// other directories. However many they are, they lie on disk until they are compared.
#[derive(Debug)]
pub struct Search {
    db: Db,
    among: Among,
    gathered: Gathered,
    /// Which of this directory's records are looked for.
    fresh: Vec<bool>,
    has_others: bool,
    /// The number of this search: a proposal keeps that of the last one that found it.
    number: i64,
}

impl Search {
    /// Takes up the records of this directory.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database or the disk fails.
    pub async fn begin(db: &Db, among: Among) -> Result<Self> {
        let mut tx = db.read().await?;
        let mut search = Self {
            db: db.clone(),
            gathered: Gathered::new(&db.scratch())?,
            fresh: Vec::new(),
            has_others: false,
            number: sql::last_search(&mut tx).await? + 1,
            among,
        };
        let batch = search.among.batch().cloned();
        let mut after = String::new();
        loop {
            let some = candidates::of_page(&mut tx, &after, READ_AT_ONCE, batch.as_ref()).await?;
            let Some(last) = some.last() else { break };
            after = last.candidate.id.trim_start_matches("/o/").to_owned();
            let fresh = some.iter().map(|one| batch.is_none() || one.is_of_batch);
            search.fresh.extend(fresh);
            let candidates = some.into_iter().map(|one| one.candidate).collect();
            search = search.gather(candidates).await?;
        }
        Ok(search)
    }

    /// Adds records of other directories.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk fails.
    pub async fn with_others(mut self, others: Vec<Candidate>) -> Result<Self> {
        self.has_others |= !others.is_empty();
        self.gather(others).await
    }

    /// Puts records away, beside the server's threads.
    async fn gather(mut self, candidates: Vec<Candidate>) -> Result<Self> {
        let gathering = move || {
            for candidate in &candidates {
                self.gathered.add(candidate)?;
            }
            Ok(self)
        };
        spawn_blocking(gathering).await.map_err(Error::internal)?
    }

    /// Compares them, and keeps as proposed what may be one organization. What was decided
    /// stays decided. Proposals of what was looked at for which nothing speaks any more are
    /// dropped.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database or the disk fails; what was written until
    /// then stands.
    pub async fn finish(self, clock: &Clock) -> Result<Found> {
        let Self {
            db,
            gathered,
            number,
            ..
        } = self;
        let mut found = Found {
            records: gathered.length() as usize,
            ..Found::default()
        };
        let fresh = self.fresh;
        let (mut pairs, skipped) = compared(gathered, fresh, clock.now());
        while let Some(some) = pairs.recv().await {
            let some = some?;
            let mut tx = db.begin().await?;
            let known = sql::states(&mut tx, &some).await?;
            let is_open = |pair: &Pair| {
                let state = known.get(&(pair.one.clone(), pair.other.clone()));
                state.is_none_or(|state| state == State::Proposed.as_str())
            };
            let open: Vec<Pair> = some.into_iter().filter(is_open).collect();
            sql::propose(&mut tx, &open, number).await?;
            tx.commit().await?;
            found.proposed += open.len();
            let is_new =
                |pair: &&Pair| !known.contains_key(&(pair.one.clone(), pair.other.clone()));
            found.new += open.iter().filter(is_new).count();
        }
        found.skipped = skipped.await.unwrap_or_default();
        let limit = i64::try_from(AT_ONCE).map_err(Error::internal)?;
        loop {
            let mut tx = db.begin().await?;
            let batch = self.among.batch();
            let gone = sql::drop_unfound(&mut tx, number, batch, self.has_others, limit).await?;
            tx.commit().await?;
            if gone == 0 {
                break;
            }
        }
        drop_orphans(&db).await?;
        Ok(found)
    }
}

/// Pairs with a part in them of those of our records that are looked for; the others are known
/// by standing behind ours.
struct Fresh(Vec<bool>);

impl Wanted for Fresh {
    fn is_sought(&self, position: u32) -> bool {
        self.0.get(position as usize).is_some_and(|is| *is)
    }

    fn is_wanted(&self, one: u32, other: u32) -> bool {
        self.is_sought(one) || self.is_sought(other)
    }
}

/// Compares what was gathered, beside the server's threads, and gives the pairs some at a
/// time, a few ahead of who writes them; and before the first of them, what was not compared.
fn compared(
    gathered: Gathered,
    fresh: Vec<bool>,
    now: Timestamp,
) -> (
    mpsc::Receiver<Result<Vec<Pair>>>,
    oneshot::Receiver<Skipped>,
) {
    let (send, receive) = mpsc::channel(2);
    let (tell, told) = oneshot::channel();
    spawn_blocking(move || {
        let is_left = || Error::Conflict("nobody waits for the search any more".into());
        let mut some = Vec::with_capacity(AT_ONCE);
        let mut take = |found: Match, one: &Candidate, other: &Candidate| {
            some.push(pair(&found, one, other, now));
            if some.len() < AT_ONCE {
                return Ok(());
            }
            let full = std::mem::replace(&mut some, Vec::with_capacity(AT_ONCE));
            send.blocking_send(Ok(full)).map_err(|_closed| is_left())
        };
        let done = gathered.matched(Fresh(fresh)).and_then(|mut matched| {
            tell.send(std::mem::take(&mut matched.skipped)).ok();
            matched.each(&mut take)
        });
        // Whoever waited may be gone, and then nobody needs the rest.
        send.blocking_send(done.map(|()| some)).ok();
    });
    (receive, told)
}

/// Drops proposals of records that are gone, some at a time. Who erases a record drops its
/// pairs, so these are of records that went while they were compared.
async fn drop_orphans(db: &Db) -> Result<()> {
    let limit = i64::try_from(AT_ONCE).map_err(Error::internal)?;
    let mut after = (String::new(), String::new());
    loop {
        let mut tx = db.read().await?;
        let some = sql::orphans(&mut tx, (&after.0, &after.1), limit).await?;
        drop(tx);
        let Some(last) = some.last() else {
            return Ok(());
        };
        after.clone_from(last);
        let mut tx = db.begin().await?;
        for (one, other) in &some {
            sql::drop_proposal(&mut tx, (one, other)).await?;
        }
        tx.commit().await?;
    }
}

fn pair(found: &Match, one: &Candidate, other: &Candidate, now: Timestamp) -> Pair {
    let (one, other) = ordered(&one.id, &other.id);
    Pair {
        one: one.to_owned(),
        other: other.to_owned(),
        score: found.compared.score(),
        reasons: found.compared.reasons.clone(),
        state: State::Proposed,
        found_at: now,
        decided_by: None,
        decided_at: None,
    }
}
