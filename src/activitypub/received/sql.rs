//! The rows of acknowledged activities.

use std::time::Duration;

use sqlx::AssertSqlSafe;

use super::{Arrival, Outcome};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// Bodies are dropped this long after they were processed.
const KEEP_BODIES: Duration = Duration::from_hours(336);
/// Ids are kept this long, so that a replay is known as one.
const KEEP_IDS: Duration = Duration::from_hours(2160);
/// How many columns one inserted row binds; SQLite binds 32,766 values at most.
const COLUMNS: usize = 6;

/// An activity that waits to be processed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Arrived {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// Its id.
    pub activity: String,
    /// Who signed it.
    pub actor: String,
    /// Its type.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// The body as it was received.
    pub body: String,
    /// How often it was tried.
    pub attempts: i64,
}

/// An activity that had no effect.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct NotApplied {
    /// Its id.
    pub activity: String,
    /// Its type.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// `ignored` or `failed`.
    pub state: String,
    /// Why.
    pub reason: Option<String>,
    /// When it arrived.
    pub received_at: Timestamp,
}

/// The numbered groups of a multi-row `VALUES`: `($1, $2), ($3, $4)`.
fn groups(rows: usize, columns: usize, tail: &str) -> String {
    let group = |row: usize| {
        let names: Vec<String> = (1..=columns)
            .map(|column| format!("${}", row * columns + column))
            .collect();
        format!("({}{tail})", names.join(", "))
    };
    (0..rows).map(group).collect::<Vec<_>>().join(", ")
}

pub(super) async fn put_many(tx: &mut Tx, arrivals: &[Arrival], now: Timestamp) -> Result<()> {
    let values = groups(arrivals.len(), COLUMNS, ", 'pending', 0, 0");
    let statement = format!(
        "INSERT INTO received \
         (activity, body_digest, body, actor, type, received_at, state, attempts, next_at) \
         VALUES {values} ON CONFLICT (activity) DO NOTHING"
    );
    execute!(tx, {
        let mut query = sqlx::query(AssertSqlSafe(statement.as_str()));
        for arrival in arrivals {
            query = query
                .bind(&arrival.activity)
                .bind(&arrival.body_digest)
                .bind(&arrival.body)
                .bind(&arrival.actor)
                .bind(&arrival.kind)
                .bind(now);
        }
        query
    })?;
    Ok(())
}

/// How many activities wait, counted up to `limit`.
pub(super) async fn backlog(tx: &mut Tx, limit: i64) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM \
        (SELECT 1 FROM received WHERE state = 'pending' LIMIT $1) AS waiting";
    on!(tx, |c| sqlx::query_scalar(query).bind(limit).fetch_one(c))
}

/// Activities that wait and are due, in the order of their arrival.
pub async fn pending(tx: &mut Tx, limit: i64, now: Timestamp) -> Result<Vec<Arrived>> {
    let query = "SELECT seq, activity, actor, type, COALESCE(body, '') AS body, attempts \
        FROM received WHERE state = 'pending' AND next_at <= $1 ORDER BY seq LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(now)
        .bind(limit)
        .fetch_all(c))
}

/// Marks activities as processed, in the transaction that gave them their effect.
pub async fn finish_many(tx: &mut Tx, outcomes: &[(i64, Outcome)], now: Timestamp) -> Result<()> {
    let statement = "UPDATE received SET state = $2, reason = $3, processed_at = $4, \
        attempts = attempts + 1 WHERE seq = $1";
    for (seq, outcome) in outcomes {
        let (state, reason) = match outcome {
            Outcome::Applied => ("applied", None),
            Outcome::Ignored(reason) => ("ignored", Some(reason)),
            Outcome::Failed(reason) => ("failed", Some(reason)),
        };
        execute!(
            tx,
            sqlx::query(statement)
                .bind(seq)
                .bind(state)
                .bind(reason)
                .bind(now)
        )?;
    }
    Ok(())
}

/// Has an activity tried again at `next`.
pub async fn retry_later(tx: &mut Tx, seq: i64, reason: &str, next: Timestamp) -> Result<()> {
    let statement =
        "UPDATE received SET attempts = attempts + 1, reason = $2, next_at = $3 WHERE seq = $1";
    execute!(tx, sqlx::query(statement).bind(seq).bind(reason).bind(next))?;
    Ok(())
}

/// Notes an activity that was read from a log and had no effect, with the reason.
pub async fn note(
    tx: &mut Tx,
    activity: &str,
    actor: &str,
    kind: &str,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO received (activity, body_digest, actor, type, state, reason, \
        attempts, received_at, next_at, processed_at) \
        VALUES ($1, '', $2, $3, 'ignored', $4, 1, $5, $5, $5) ON CONFLICT (activity) DO NOTHING";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(activity)
            .bind(actor)
            .bind(kind)
            .bind(reason)
            .bind(now)
    )?;
    Ok(())
}

/// The newest activities from actors under `prefix` (an origin with its slash) that had no
/// effect.
pub async fn not_applied(tx: &mut Tx, prefix: &str, limit: i64) -> Result<Vec<NotApplied>> {
    let query = "SELECT activity, type, state, reason, received_at FROM received \
        WHERE state IN ('ignored', 'failed') AND actor >= $1 AND actor < $2 \
        ORDER BY seq DESC LIMIT $3";
    let end = format!("{prefix}\u{10ffff}");
    on!(tx, |c| sqlx::query_as(query)
        .bind(prefix)
        .bind(&end)
        .bind(limit)
        .fetch_all(c))
}

/// Drops bodies and, later, ids that nobody needs any more.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let bodies = "UPDATE received SET body = NULL \
        WHERE state <> 'pending' AND body IS NOT NULL AND processed_at < $1";
    execute!(tx, sqlx::query(bodies).bind(now - KEEP_BODIES))?;
    let ids = "DELETE FROM received WHERE state <> 'pending' AND processed_at < $1";
    execute!(tx, sqlx::query(ids).bind(now - KEEP_IDS))?;
    Ok(())
}
