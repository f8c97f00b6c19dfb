//! Bodies and ids that are old enough to be forgotten.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute};

const DAY: Duration = Duration::from_hours(24);
/// How long a body is kept after its activity was settled.
const BODIES: u32 = 14;
/// How long an id is kept, so that a late repetition is known as one.
const IDS: u32 = 90;
/// How long a request that another replaced is known: its date may be an hour ahead of ours when
/// it comes, and an hour behind when it comes again.
const REQUESTS: Duration = Duration::from_hours(2);
/// How many rows of each kind one call touches, so that no writer waits long.
const MOST: i64 = 5_000;

/// Drops bodies 14 days after their activities were settled, and whole rows after 90 days.
/// Gives how many rows it touched; call again while there are any.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let bodies = "UPDATE received SET body = NULL WHERE seq IN (SELECT seq FROM received \
        WHERE body IS NOT NULL AND processed_at <= $1 ORDER BY processed_at LIMIT $2)";
    let rows = "DELETE FROM received WHERE seq IN (SELECT seq FROM received \
        WHERE body IS NULL AND processed_at <= $1 ORDER BY processed_at LIMIT $2)";
    let emptied = execute!(tx, sqlx::query(bodies).bind(now - DAY * BODIES).bind(MOST))?;
    let forgotten = execute!(tx, sqlx::query(rows).bind(now - DAY * IDS).bind(MOST))?;
    let requests = "DELETE FROM replaced_requests WHERE digest IN (SELECT digest \
        FROM replaced_requests WHERE replaced_at < $1 LIMIT $2)";
    let outdated = execute!(tx, sqlx::query(requests).bind(now - REQUESTS).bind(MOST))?;
    Ok(emptied + forgotten + outdated)
}
