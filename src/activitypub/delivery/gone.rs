//! Inboxes at which nobody seems to be any more: on several occasions over a while deliveries
//! were answered there with `410 Gone` or, over a longer while, with `404 Not Found`, and none
//! arrived in between.

use std::collections::BTreeSet;
use std::time::Duration;

use http::StatusCode;
use sqlx::AssertSqlSafe;

use super::lanes::{CHUNK, padded, placeholders};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// On how many occasions deliveries have to be set aside before an inbox counts as gone,
const TIMES: i64 = 3;
/// how far apart those are, since one bad hour sets many deliveries aside,
const APART: Duration = Duration::from_hours(12);
/// over how long at least, when the server says that it is gone for good,
const GONE_FOR: Duration = Duration::from_hours(24);
/// and when it only finds nothing there, as a server that was set up wrongly does too.
const NOT_FOUND_FOR: Duration = Duration::from_hours(7 * 24);
/// How long an inbox is remembered at which nothing else was tried.
const KEPT: Duration = Duration::from_hours(90 * 24);
/// How long an inbox rests that was taken.
const RESTS: Duration = Duration::from_hours(1);
/// How many inboxes one call takes.
const MOST: i64 = 20;

/// Whether an answer says that nobody is there.
pub(super) fn says_so(status: StatusCode) -> bool {
    matches!(status, StatusCode::GONE | StatusCode::NOT_FOUND)
}

/// Notes that a delivery was set aside because of such an answer. One of another kind begins
/// the count anew: whoever answers now so, now so, is in disorder.
pub(super) async fn note(
    tx: &mut Tx,
    inbox: &str,
    status: StatusCode,
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO gone_inboxes (inbox, status, times, since, latest) \
        VALUES ($1, $2, 1, $3, $3) ON CONFLICT (inbox) DO UPDATE SET status = $2, \
        times = CASE WHEN gone_inboxes.status = $2 THEN gone_inboxes.times + 1 ELSE 1 END, \
        since = CASE WHEN gone_inboxes.status = $2 THEN gone_inboxes.since ELSE $3 END, \
        latest = $3 WHERE gone_inboxes.status <> $2 OR gone_inboxes.latest <= $4";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(inbox)
            .bind(i64::from(status.as_u16()))
            .bind(now)
            .bind(now - APART)
    )?;
    Ok(())
}

/// Somebody is at these inboxes: they took a delivery.
pub(super) async fn is_there(tx: &mut Tx, inboxes: &BTreeSet<&str>) -> Result<()> {
    let inboxes: Vec<&str> = inboxes.iter().copied().collect();
    for chunk in inboxes.chunks(CHUNK) {
        let statement = format!(
            "DELETE FROM gone_inboxes WHERE inbox IN ({})",
            placeholders(1, padded(chunk).count())
        );
        execute!(tx, {
            let mut query = sqlx::query(AssertSqlSafe(statement.as_str()));
            for inbox in padded(chunk) {
                query = query.bind(*inbox);
            }
            query
        })?;
    }
    Ok(())
}

/// Nothing more is to be learnt of an inbox just now: it is counted anew.
pub async fn forget(tx: &mut Tx, inbox: &str) -> Result<()> {
    let statement = "DELETE FROM gone_inboxes WHERE inbox = $1";
    execute!(tx, sqlx::query(statement).bind(inbox))?;
    Ok(())
}

/// Takes inboxes that count as gone, each once an hour until it is [forgotten](forget), for
/// whoever asks those who are reached there whether they are gone too.
pub async fn take(tx: &mut Tx, now: Timestamp) -> Result<Vec<String>> {
    let old = "DELETE FROM gone_inboxes WHERE latest <= $1";
    execute!(tx, sqlx::query(old).bind(now - KEPT))?;
    let statement = "UPDATE gone_inboxes SET asked_at = $5 WHERE inbox IN (SELECT inbox FROM gone_inboxes \
        WHERE times >= $1 AND since <= latest - CASE status WHEN 410 THEN CAST($2 AS BIGINT) ELSE CAST($3 AS BIGINT) END \
        AND asked_at <= $6 ORDER BY asked_at, inbox LIMIT $4) RETURNING inbox";
    let millis = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    on!(tx, |c| sqlx::query_scalar(statement)
        .bind(TIMES)
        .bind(millis(GONE_FOR))
        .bind(millis(NOT_FOUND_FOR))
        .bind(MOST)
        .bind(now)
        .bind(now - RESTS)
        .fetch_all(c))
}
