//! Claiming: which deliveries go next.
//!
//! Hosts take turns. At most two deliveries to a host are under way, one to a host that
//! failed lately; at most one of a lane. What is claimed is leased: when its process dies,
//! the lease ends and somebody else delivers it.

use std::time::Duration;

use sqlx::AssertSqlSafe;

use super::lanes::{BEHIND, CHUNK, padded, placeholders};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// The lock that one claimer holds at a time, so that the bounds hold among processes.
const LOCK: &str = "delivery claims";
/// How long a lease lasts: longer than two attempts with one scheme each may take.
pub(super) const LEASE: Duration = Duration::from_mins(1);
/// How long an Announce waits for the Create of its object at the same inbox: a host that
/// hears of an unknown object fetches it, which the Create makes unnecessary.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many deliveries to one host are under way at a time.
const PER_HOST: i64 = 2;

/// A delivery whose turn it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Claimed {
    pub(super) seq: i64,
    pub(super) activity: String,
    pub(super) actor: String,
    pub(super) inbox: String,
    pub(super) host: String,
    pub(super) attempts: i64,
    pub(super) refusals: i64,
    /// What is known of the host; nothing of a stranger.
    #[sqlx(skip)]
    pub(super) known: Known,
}

/// What the queue remembers of a host.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub(super) struct Known {
    pub(super) signature_scheme: Option<String>,
    pub(super) failures: i64,
    pub(super) unreachable_since: Option<Timestamp>,
    pub(super) last_success_at: Option<Timestamp>,
    pub(super) last_error: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
struct Turn {
    host: String,
    first: i64,
    second: Option<i64>,
    #[sqlx(flatten)]
    known: Known,
}

/// Claims up to `room` deliveries, beginning with the host after `after`, which is moved to
/// the last one served.
pub(super) async fn claim(
    tx: &mut Tx,
    after: &mut String,
    room: usize,
    now: Timestamp,
) -> Result<Vec<Claimed>> {
    if room == 0 {
        return Ok(Vec::new());
    }
    tx.lock_name(LOCK, false).await?;
    let mut turns = turns(tx, after, None, room, now).await?;
    if turns.len() < room && !after.is_empty() {
        let rest = room - turns.len();
        turns.extend(self::turns(tx, "", Some(after), rest, now).await?);
    }
    let Some(last) = turns.last() else {
        return Ok(Vec::new());
    };
    after.clone_from(&last.host);
    let chosen = choose(&turns, room);
    lease(tx, &chosen, now).await
}

/// Every host's first delivery, then the seconds while there is room.
fn choose(turns: &[Turn], room: usize) -> Vec<(&Turn, i64)> {
    let firsts = turns.iter().map(|turn| (turn, turn.first));
    let seconds = turns.iter().filter_map(|turn| Some((turn, turn.second?)));
    firsts.chain(seconds).take(room).collect()
}

/// The query for the hosts after `$1`, up to `$4`, with a delivery that is due at `$2`.
///
/// The recursive part steps from host to host in the index, without looking at what waits
/// for each; the rest looks at the few deliveries of a host that are first in their lanes.
/// `state || ''` keeps a planner from searching for the Create in the index of lanes, of
/// which one may hold everything that waits; the limit that never bites keeps it from
/// searching for a host's first twice.
fn query(is_bounded: bool) -> String {
    let end = if is_bounded { "AND t.host <= $5" } else { "" };
    // Said as the index of turns says it, or a planner would not know that it may use it.
    let turn = format!("state = 'pending' AND next_at <> {}", BEHIND.0);
    let due = format!(
        "FROM deliveries d \
        WHERE d.state = 'pending' AND d.next_at <> {behind} AND d.host = t.host \
        AND d.next_at <= $2 AND d.leased_until <= $2 \
        AND d.seq = (SELECT MIN(e.seq) FROM deliveries e WHERE e.state = 'pending' \
            AND e.inbox = d.inbox AND e.actor = d.actor) \
        AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.leased_until > 0 \
            AND e.leased_until > $2 AND e.host = d.host AND e.inbox = d.inbox AND e.actor = d.actor) \
        AND NOT (d.type = 'Announce' AND d.created_at > $3 AND EXISTS ( \
            SELECT 1 FROM deliveries e WHERE e.object = d.object AND e.inbox = d.inbox \
            AND e.state || '' = 'pending' AND e.type = 'Create')) \
        ORDER BY d.next_at, d.seq LIMIT 1",
        behind = BEHIND.0
    );
    format!(
        "WITH RECURSIVE busy AS MATERIALIZED ( \
            SELECT host, COUNT(*) AS under_way FROM deliveries \
            WHERE leased_until > 0 AND leased_until > $2 GROUP BY host \
        ), waiting (host) AS ( \
            SELECT MIN(host) FROM deliveries WHERE {turn} AND host > $1 \
            UNION ALL \
            SELECT (SELECT MIN(host) FROM deliveries WHERE {turn} AND host > w.host) \
            FROM waiting w WHERE w.host IS NOT NULL \
        ), t AS ( \
            SELECT w.host, h.signature_scheme, COALESCE(h.failures, 0) AS failures, \
                h.unreachable_since, h.last_success_at, h.last_error, \
                {PER_HOST} - (CASE WHEN h.failures > 0 THEN 1 ELSE 0 END) \
                - COALESCE(b.under_way, 0) AS slots \
            FROM waiting w LEFT JOIN hosts h ON h.host = w.host LEFT JOIN busy b ON b.host = w.host \
            WHERE w.host IS NOT NULL AND COALESCE(h.next_at, 0) <= $2 \
        ) \
        SELECT t.*, CASE WHEN t.slots > 1 THEN (SELECT d.seq {due} OFFSET 1) END AS second \
        FROM ( \
            SELECT t.*, (SELECT d.seq {due}) AS first FROM t WHERE t.slots > 0 {end} \
            LIMIT 1000000000 \
        ) AS t WHERE t.first IS NOT NULL LIMIT $4"
    )
}

async fn turns(
    tx: &mut Tx,
    after: &str,
    up_to: Option<&str>,
    limit: usize,
    now: Timestamp,
) -> Result<Vec<Turn>> {
    let query = query(up_to.is_some());
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    on!(tx, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(query.as_str()))
            .bind(after)
            .bind(now)
            .bind(now - PATIENCE)
            .bind(limit);
        if let Some(end) = up_to {
            query = query.bind(end);
        }
        query.fetch_all(c)
    })
}

async fn lease(tx: &mut Tx, chosen: &[(&Turn, i64)], now: Timestamp) -> Result<Vec<Claimed>> {
    let statement = format!(
        "UPDATE deliveries SET leased_until = $1 \
         WHERE state = 'pending' AND leased_until <= $2 AND seq IN ({}) \
         RETURNING seq, activity, actor, inbox, host, attempts, refusals",
        placeholders(3, padded(chosen).count())
    );
    let mut claimed: Vec<Claimed> = on!(tx, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(statement.as_str()))
            .bind(now + LEASE)
            .bind(now);
        for (_, seq) in padded(chosen) {
            query = query.bind(*seq);
        }
        query.fetch_all(c)
    })?;
    for one in &mut claimed {
        if let Some((turn, _)) = chosen.iter().find(|(_, seq)| *seq == one.seq) {
            one.known = turn.known.clone();
        }
    }
    Ok(claimed)
}

/// The bodies of activities.
pub(super) async fn bodies(tx: &mut Tx, activities: &[&str]) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for chunk in activities.chunks(CHUNK) {
        let query = format!(
            "SELECT path, body FROM activities WHERE path IN ({})",
            placeholders(1, padded(chunk).count())
        );
        let rows: Vec<(String, String)> = on!(tx, |c| {
            let mut query = sqlx::query_as(AssertSqlSafe(query.as_str()));
            for path in padded(chunk) {
                query = query.bind(*path);
            }
            query.fetch_all(c)
        })?;
        found.extend(rows);
    }
    Ok(found)
}

/// Gives every lease back, when the one process that writes here starts or stops.
pub(super) async fn release_all(tx: &mut Tx) -> Result<()> {
    let all = "UPDATE deliveries SET leased_until = 0 WHERE leased_until > 0";
    execute!(tx, sqlx::query(all))?;
    Ok(())
}
