//! Activities that others sent, kept before they are acknowledged and until they are old.
//!
//! Whoever receives one hands it to [`Inbox::accept`] and answers the sender when that
//! returns: by then it is on the disk, once, under its id. A worker reads them with
//! [`pending`] and settles each in the transaction of its effect; what cannot be applied
//! stays visible with its reason. This module never asks what an activity means.

/// The door: many callers' rows in one transaction.
mod inbox;
/// Bodies and ids that are old enough to be forgotten.
mod retention;
#[cfg(test)]
mod tests;

pub use inbox::{Accepted, Inbox, Limits};
pub use retention::prune;

use std::collections::HashSet;

use sqlx::AssertSqlSafe;

use super::address;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// What is noted of an activity that waits and whose id was settled before.
const HEARD_BEFORE: &str = "heard before under the same id";

/// A verified activity, as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its id, which is what makes it the same or another.
    pub activity: String,
    /// Who sent it.
    pub actor: String,
    /// Its type, such as `Create`.
    pub kind: String,
    /// The digest of the request that brought it: of its body and its signature.
    pub request_digest: String,
    /// Its body, as text.
    pub body: String,
}

/// An activity that waits to be applied.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Arrived {
    /// Its place in the queue.
    pub seq: i64,
    /// Its id.
    pub activity: String,
    /// Who sent it.
    pub actor: String,
    /// Its type.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// Its body.
    pub body: String,
    /// How often it was tried before.
    pub attempts: i64,
    /// When it arrived.
    pub received_at: Timestamp,
}

/// What became of an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It had its effect.
    Applied,
    /// It asked for nothing that this node does, or nothing new.
    Ignored(String),
    /// It could not be applied and will not be tried again.
    Failed(String),
}

impl Outcome {
    fn columns(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Applied => ("applied", None),
            Self::Ignored(reason) => ("ignored", Some(reason)),
            Self::Failed(reason) => ("failed", Some(reason)),
        }
    }
}

/// How many of the activities that [`pending`] would give have bodies of `bytes` at most
/// together; one at least, so that a large one is not in the way for ever.
pub async fn fitting(
    tx: &mut Tx,
    after: i64,
    (limit, bytes): (i64, i64),
    now: Timestamp,
) -> Result<i64> {
    let query = "SELECT CAST(COALESCE(OCTET_LENGTH(body), 0) AS BIGINT) FROM received \
        WHERE state = 'pending' AND next_at <= $1 AND seq + 0 > $3 ORDER BY next_at, seq LIMIT $2";
    let sizes: Vec<i64> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(now)
        .bind(limit)
        .bind(after)
        .fetch_all(c))?;
    let mut sum = 0;
    let fitting = sizes.iter().take_while(|size| {
        sum += **size;
        sum <= bytes
    });
    Ok(i64::try_from(fitting.count()).unwrap_or(limit).max(1))
}

/// The activities whose time has come, oldest first, of those with a place after `after`. That
/// is asked by a sum, or a planner might walk along the places instead of what waits.
pub async fn pending(tx: &mut Tx, after: i64, limit: i64, now: Timestamp) -> Result<Vec<Arrived>> {
    // Only the worker that holds the lease settles them, so no row needs a lock of its own.
    let query = "SELECT seq, activity, actor, type, COALESCE(body, '') AS body, attempts, \
        received_at FROM received WHERE state = 'pending' AND next_at <= $1 AND seq + 0 > $3 \
        ORDER BY next_at, seq LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(now)
        .bind(limit)
        .bind(after)
        .fetch_all(c))
}

/// Settles one activity, in the transaction of its effect. Nothing is kept of the body of one
/// that was ignored: strangers could fill the disk with them.
pub async fn finish(tx: &mut Tx, seq: i64, outcome: Outcome, now: Timestamp) -> Result<()> {
    finish_many(tx, &[(seq, outcome)], now).await
}

/// Settles many activities with few statements.
pub async fn finish_many(tx: &mut Tx, settled: &[(i64, Outcome)], now: Timestamp) -> Result<()> {
    for chunk in settled.chunks(500) {
        let rows: Vec<String> = (0..chunk.len())
            .map(|row| format!("(${}, ${}, ${})", 2 + 3 * row, 3 + 3 * row, 4 + 3 * row))
            .collect();
        let statement = format!(
            "UPDATE received SET state = settled.column2, reason = settled.column3, \
             body = CASE settled.column2 WHEN 'ignored' THEN NULL ELSE received.body END, \
             attempts = received.attempts + 1, processed_at = $1 \
             FROM (VALUES {}) AS settled WHERE received.seq = settled.column1 \
             AND received.state = 'pending'",
            rows.join(", ")
        );
        execute!(tx, {
            let mut query = sqlx::query(AssertSqlSafe(statement)).persistent(chunk.len() == 1);
            query = query.bind(now);
            for (seq, outcome) in chunk {
                let (state, reason) = outcome.columns();
                query = query.bind(*seq).bind(state).bind(reason);
            }
            query
        })?;
    }
    Ok(())
}

/// How many activities wait to be given their effect.
pub async fn count_pending(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM received WHERE state = 'pending'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// The places of those that still wait to be settled, of all in a range.
pub async fn waiting(tx: &mut Tx, (first, last): (i64, i64)) -> Result<HashSet<i64>> {
    let query = "SELECT seq FROM received WHERE state = 'pending' AND seq BETWEEN $1 AND $2";
    let waiting: Vec<i64> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(first)
        .bind(last)
        .fetch_all(c))?;
    Ok(waiting.into_iter().collect())
}

/// Settles an activity that waits, since its sender took it back; `false` when none waits.
pub async fn take_back(tx: &mut Tx, actor: &str, undone: &str, now: Timestamp) -> Result<bool> {
    let statement = "UPDATE received SET state = 'ignored', body = NULL, processed_at = $3, \
        reason = 'its sender took it back' \
        WHERE activity = $2 AND actor = $1 AND state = 'pending'";
    let query = execute!(
        tx,
        sqlx::query(statement).bind(actor).bind(undone).bind(now)
    )?;
    Ok(query > 0)
}

/// Whether an activity that waits came under an id that was settled before: done again, or
/// only sent again by somebody who did not hear our answer.
pub async fn is_heard_again(tx: &mut Tx, activity: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM received \
        WHERE activity = $1 AND state = 'pending' AND reason = $2)";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(activity)
        .bind(HEARD_BEFORE)
        .fetch_one(c))
}

/// Whether something of `actor` was put off and may take effect later.
pub async fn has_waiting(tx: &mut Tx, actor: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM received \
        WHERE state = 'pending' AND attempts > 0 AND actor = $1)";
    on!(tx, |c| sqlx::query_scalar(query).bind(actor).fetch_one(c))
}

/// Drops the body of an activity before its time, since it is nobody else's business.
pub async fn forget_body(tx: &mut Tx, activity: &str) -> Result<()> {
    let statement = "UPDATE received SET body = NULL WHERE activity = $1";
    execute!(tx, sqlx::query(statement).bind(activity))?;
    Ok(())
}

/// Puts an activity off until `next_at`, for a reason that time may mend. That it was heard
/// before under the same id stays known.
pub async fn retry_later(tx: &mut Tx, seq: i64, reason: &str, next_at: Timestamp) -> Result<()> {
    let statement = "UPDATE received SET attempts = attempts + 1, \
        reason = CASE WHEN reason = $4 THEN reason ELSE $2 END, next_at = $3 \
        WHERE seq = $1 AND state = 'pending'";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(seq)
            .bind(reason)
            .bind(next_at)
            .bind(HEARD_BEFORE)
    )?;
    Ok(())
}

/// Keeps the id of an activity that came another way, such as a page of a log, and had no
/// effect, with the reason. One that waits in the queue or was applied is left as it is.
pub async fn note(
    tx: &mut Tx,
    activity: &str,
    actor: &str,
    kind: &str,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO received (activity, request_digest, actor, origin, type, state, \
            reason, attempts, received_at, next_at, processed_at) \
        VALUES ($1, '', $2, $3, $4, 'ignored', $5, 1, $6, $6, $6) \
        ON CONFLICT (activity) DO UPDATE SET reason = excluded.reason, \
            attempts = received.attempts + 1, processed_at = excluded.processed_at \
        WHERE received.state IN ('ignored', 'failed')";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(activity)
            .bind(actor)
            .bind(address::origin(actor).unwrap_or_default())
            .bind(kind)
            .bind(reason)
            .bind(now)
    )?;
    Ok(())
}

/// An activity that had no effect, for the people who keep the node.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct NotApplied {
    /// Its id.
    pub activity: String,
    /// Who sent it.
    pub actor: String,
    /// Its type.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// `ignored` or `failed`.
    pub state: String,
    /// Why.
    pub reason: Option<String>,
    /// When it arrived.
    pub received_at: Timestamp,
    /// When that was decided.
    pub processed_at: Option<Timestamp>,
}

/// What was not applied of all that came from the origin of `address`, which is an actor's
/// id or any other address there; the newest first.
pub async fn not_applied(tx: &mut Tx, address: &str, limit: i64) -> Result<Vec<NotApplied>> {
    let query = "SELECT activity, actor, type, state, reason, received_at, processed_at \
        FROM received WHERE origin = $1 AND state IN ('ignored', 'failed') ORDER BY seq DESC LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(address::origin(address).unwrap_or_default())
        .bind(limit)
        .fetch_all(c))
}

/// How much that came from the origin of `address` was not applied, and no more than `most`.
pub async fn count_not_applied(tx: &mut Tx, address: &str, most: i64) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM (SELECT 1 FROM received \
        WHERE origin = $1 AND state IN ('ignored', 'failed') LIMIT $2) AS noted";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(address::origin(address).unwrap_or_default())
        .bind(most)
        .fetch_one(c))
}
