//! Inboxes at which nobody is any more: several deliveries over a while were answered there
//! with `410 Gone` or, over a longer while, with `404 Not Found`, and none arrived in between.

use std::collections::BTreeSet;
use std::time::Duration;

use http::StatusCode;
use sqlx::AssertSqlSafe;

use super::lanes::{CHUNK, padded, placeholders};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// How many deliveries have to be set aside before an inbox counts as gone,
const TIMES: i64 = 3;
/// over how long at least, when the server says that it is gone for good,
const GONE_FOR: Duration = Duration::from_hours(24);
/// and when it only finds nothing there, as a server that was set up wrongly does too.
const NOT_FOUND_FOR: Duration = Duration::from_hours(7 * 24);
/// How long an inbox is remembered at which nothing else was tried.
const KEPT: Duration = Duration::from_hours(90 * 24);
/// How many inboxes one call takes, so that no writer waits long.
const MOST: i64 = 100;

/// Whether an answer says that nobody is there.
pub(super) fn says_so(status: StatusCode) -> bool {
    matches!(status, StatusCode::GONE | StatusCode::NOT_FOUND)
}

/// Notes that a delivery was set aside because of such an answer.
pub(super) async fn note(
    tx: &mut Tx,
    inbox: &str,
    status: StatusCode,
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO gone_inboxes (inbox, status, times, since, latest) \
        VALUES ($1, $2, 1, $3, $3) ON CONFLICT (inbox) DO UPDATE \
        SET status = $2, times = gone_inboxes.times + 1, latest = $3";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(inbox)
            .bind(i64::from(status.as_u16()))
            .bind(now)
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

/// Takes inboxes that count as gone: each is given once, to whoever ends what goes there. Call
/// again while there are any.
pub async fn take(tx: &mut Tx, now: Timestamp) -> Result<Vec<String>> {
    let old = "DELETE FROM gone_inboxes WHERE latest <= $1";
    execute!(tx, sqlx::query(old).bind(now - KEPT))?;
    let statement = "DELETE FROM gone_inboxes WHERE inbox IN (SELECT inbox FROM gone_inboxes \
        WHERE times >= $1 AND since <= latest - CASE status WHEN 410 THEN CAST($2 AS BIGINT) ELSE CAST($3 AS BIGINT) END \
        ORDER BY inbox LIMIT $4) RETURNING inbox";
    let millis = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    on!(tx, |c| sqlx::query_scalar(statement)
        .bind(TIMES)
        .bind(millis(GONE_FOR))
        .bind(millis(NOT_FOUND_FOR))
        .bind(MOST)
        .fetch_all(c))
}
