//! The door: many callers' rows in one transaction.
//!
//! Callers queue behind a bound and one task writes whatever has gathered, so that a burst
//! costs one `fsync`. When too much waits, here or in the table, senders are asked to come
//! again: refusing is honest, losing is not.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::AssertSqlSafe;
use tokio::sync::{Notify, mpsc, oneshot};

use super::{Arrival, HEARD_BEFORE};
use crate::activitypub::address;
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::store::{Db, Tx, execute, on};

/// How many rows one transaction carries.
const BATCH: usize = 500;
/// What may be done, taken back and done again, and has no further effect when it is merely
/// sent twice. Some servers give it the same id each time, made of who does it to what.
const DONE_AGAIN: [&str; 5] = ["Announce", "Block", "Follow", "Like", "Undo"];

/// How many bytes of a body count as one more activity that waits.
const SHARE: usize = 4 << 10;

/// How an activity was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// It is kept, and will be applied.
    New,
    /// It was here before; nothing happens twice.
    Known,
}

/// When to ask senders to come again.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many callers may wait for the next transaction.
    pub callers: usize,
    /// How many kept activities may wait to be applied; a large one counts as several, one for
    /// each 4 KiB.
    pub backlog: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            callers: 4_096,
            backlog: 200_000,
        }
    }
}

/// Where verified activities go. Clones share one task, which ends with the last of them.
#[derive(Debug, Clone)]
pub struct Inbox {
    callers: mpsc::Sender<Caller>,
    arrived: Arc<Notify>,
    kept: Arc<AtomicU64>,
}

#[derive(Debug)]
struct Caller {
    arrival: Arrival,
    answer: oneshot::Sender<Result<Accepted>>,
}

impl Inbox {
    /// An inbox with the usual limits. Must be called within a runtime.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self::with_limits(db, clock, Limits::default())
    }

    /// An inbox with limits of one's own.
    pub fn with_limits(db: Db, clock: Clock, limits: Limits) -> Self {
        let (callers, waiting) = mpsc::channel(limits.callers.max(1));
        let arrived = Arc::new(Notify::new());
        let kept = Arc::<AtomicU64>::default();
        let scribe = Scribe {
            db,
            clock,
            backlog_limit: limits.backlog,
            backlog: None,
            arrived: Arc::clone(&arrived),
            kept: Arc::clone(&kept),
        };
        tokio::spawn(scribe.write(waiting));
        Self {
            callers,
            arrived,
            kept,
        }
    }

    /// Keeps an activity; when this returns `Ok`, it is on the disk and may be acknowledged.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too much waits or the database cannot answer: then
    /// nothing is kept, and the sender shall come again.
    pub async fn accept(&self, arrival: Arrival) -> Result<Accepted> {
        let (answer, outcome) = oneshot::channel();
        self.callers
            .try_send(Caller { arrival, answer })
            .map_err(|_full| too_much("too many activities arrive at once"))?;
        match outcome.await {
            Ok(accepted) => accepted,
            Err(_dropped) => Err(too_much("the node is stopping")),
        }
    }

    /// Waits until something was kept since the last wait.
    pub async fn arrived(&self) {
        self.arrived.notified().await;
    }

    /// How many activities were kept since the start: by it, work that can wait sees whether
    /// it is in the way of what arrives.
    pub fn kept(&self) -> u64 {
        self.kept.load(Ordering::Relaxed)
    }
}

fn too_much(what: &str) -> Error {
    Error::Unavailable(format!("{what}; send it again later"))
}

/// The one task that writes.
struct Scribe {
    db: Db,
    clock: Clock,
    backlog_limit: u64,
    /// At most this many activities wait to be applied; `None` before the first count.
    backlog: Option<u64>,
    arrived: Arc<Notify>,
    kept: Arc<AtomicU64>,
}

impl Scribe {
    async fn write(mut self, mut waiting: mpsc::Receiver<Caller>) {
        let mut callers = Vec::with_capacity(BATCH);
        while waiting.recv_many(&mut callers, BATCH).await > 0 {
            let written = self.write_batch(&callers).await;
            let (mut fresh, failure) = match written {
                Ok(fresh) => (fresh, None),
                Err(error) => (HashSet::new(), Some(error.reason())),
            };
            let new = fresh.len();
            for Caller { arrival, answer } in callers.drain(..) {
                let outcome = match &failure {
                    Some(reason) => Err(Error::Unavailable(reason.clone())),
                    // The first of several equals is the new one.
                    None if fresh.remove(&arrival.activity) => Ok(Accepted::New),
                    None => Ok(Accepted::Known),
                };
                // A caller that hung up will send again and hear that it is known.
                answer.send(outcome).ok();
            }
            if new > 0 {
                self.kept
                    .fetch_add(u64::try_from(new).unwrap_or(0), Ordering::Relaxed);
                self.arrived.notify_one();
            }
        }
    }

    /// Writes the rows and gives the ids that are new.
    async fn write_batch(&mut self, callers: &[Caller]) -> Result<HashSet<String>> {
        let mut tx = self.db.begin().await?;
        if self.backlog.is_none_or(|count| count >= self.backlog_limit) {
            let count = count_pending(&mut tx, self.backlog_limit).await?;
            self.backlog = Some(count);
            if count >= self.backlog_limit {
                return Err(too_much("too many activities wait to be applied"));
            }
        }
        let fresh = insert(&mut tx, callers, self.clock.now()).await?;
        tx.commit().await?;
        let arrivals = callers.iter().map(|caller| &caller.arrival);
        let new = arrivals.filter(|arrival| fresh.contains(&arrival.activity));
        let added: usize = new.map(|arrival| 1 + arrival.body.len() / SHARE).sum();
        let added = u64::try_from(added).unwrap_or(u64::MAX);
        self.backlog = self.backlog.map(|count| count.saturating_add(added));
        Ok(fresh)
    }
}

/// Counts what waits to be applied, large ones as several, and no more than `limit` of them.
async fn count_pending(tx: &mut Tx, limit: u64) -> Result<u64> {
    let query = "SELECT CAST(COALESCE(SUM(1 + bytes / $2), 0) AS BIGINT) FROM \
        (SELECT COALESCE(OCTET_LENGTH(body), 0) AS bytes FROM received \
        WHERE state = 'pending' LIMIT $1) AS waiting";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let share = i64::try_from(SHARE).unwrap_or(i64::MAX);
    let count: i64 = on!(tx, |c| sqlx::query_scalar(query)
        .bind(limit)
        .bind(share)
        .fetch_one(c))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

async fn insert(tx: &mut Tx, callers: &[Caller], now: Timestamp) -> Result<HashSet<String>> {
    let mut fresh = insert_new(tx, callers, now).await?;
    for caller in callers {
        let arrival = &caller.arrival;
        let may_be_again = DONE_AGAIN.contains(&arrival.kind.as_str());
        if may_be_again
            && !fresh.contains(&arrival.activity)
            && forget_earlier(tx, arrival, now).await?
        {
            fresh.extend(insert_new(tx, std::slice::from_ref(caller), now).await?);
            let statement = "UPDATE received SET reason = $2 WHERE activity = $1";
            execute!(
                tx,
                sqlx::query(statement)
                    .bind(&arrival.activity)
                    .bind(HEARD_BEFORE)
            )?;
        }
    }
    Ok(fresh)
}

/// Forgets an activity of the same id that its sender sent before by another request and that
/// was settled; `false` when there is none, so that a request that comes twice stays known. The
/// request itself is remembered as long as its signature may count, or it could be sent again.
async fn forget_earlier(tx: &mut Tx, arrival: &Arrival, now: Timestamp) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM replaced_requests WHERE digest = $1)";
    let is_replay: bool = on!(tx, |c| sqlx::query_scalar(query)
        .bind(&arrival.request_digest)
        .fetch_one(c))?;
    if is_replay {
        return Ok(false);
    }
    let statement = "DELETE FROM received WHERE activity = $1 AND actor = $2 AND type = $3 \
        AND request_digest <> $4 AND state <> 'pending' RETURNING request_digest";
    let forgotten: Option<String> = on!(tx, |c| sqlx::query_scalar(statement)
        .bind(&arrival.activity)
        .bind(&arrival.actor)
        .bind(&arrival.kind)
        .bind(&arrival.request_digest)
        .fetch_optional(c))?;
    let Some(digest) = forgotten else {
        return Ok(false);
    };
    let statement = "INSERT INTO replaced_requests (digest, replaced_at) VALUES ($1, $2) \
        ON CONFLICT (digest) DO NOTHING";
    execute!(tx, sqlx::query(statement).bind(digest).bind(now))?;
    Ok(true)
}

async fn insert_new(tx: &mut Tx, callers: &[Caller], now: Timestamp) -> Result<HashSet<String>> {
    let rows: Vec<String> = (0..callers.len())
        .map(|row| {
            let of = |column: usize| 2 + 6 * row + column;
            format!(
                "(${}, ${}, ${}, ${}, ${}, ${}, 'pending', 0, $1, $1)",
                of(0),
                of(1),
                of(2),
                of(3),
                of(4),
                of(5)
            )
        })
        .collect();
    let statement = format!(
        "INSERT INTO received (activity, request_digest, body, actor, origin, type, state, attempts, \
         received_at, next_at) VALUES {} ON CONFLICT (activity) DO NOTHING RETURNING activity",
        rows.join(", ")
    );
    let fresh: Vec<String> = on!(tx, |c| {
        let mut query = sqlx::query_scalar(AssertSqlSafe(statement)).persistent(callers.len() == 1);
        query = query.bind(now);
        for Caller { arrival, .. } in callers {
            query = query
                .bind(&arrival.activity)
                .bind(&arrival.request_digest)
                .bind(&arrival.body)
                .bind(&arrival.actor)
                .bind(address::origin(&arrival.actor).unwrap_or_default())
                .bind(&arrival.kind);
        }
        query.fetch_all(c)
    })?;
    Ok(fresh.into_iter().collect())
}
