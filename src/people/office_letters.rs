//! Letters to the office of what visitors said: when the next may be written. What they say, and
//! to whom they go, is not known here.

use std::time::Duration;

use crate::clock::{Clock, Timestamp};
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// Between two letters.
const DAY: Duration = Duration::from_hours(24);
/// What is said to be wrong in records.
const AMENDMENTS: &str = "amendments";

/// Whether something came that waits and that the office was not told of, a day or longer after
/// it was told last.
pub async fn are_due(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM amendments WHERE confirmed_at > \
        COALESCE((SELECT told_at FROM office_letters WHERE about = $1), -1)) \
        AND NOT EXISTS (SELECT 1 FROM office_letters WHERE about = $1 AND told_at > $2)";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(AMENDMENTS)
        .bind(now - DAY)
        .fetch_one(c))
}

/// Notes that the office is told now; `false` when another process did so first. Whatever is said
/// from here on is told the next time.
pub async fn told(tx: &mut Tx, clock: &Clock) -> Result<bool> {
    // The lock under which it is said: what was said before this moment can be read.
    tx.lock_name(AMENDMENTS, false).await?;
    let now = clock.now();
    let statement = "INSERT INTO office_letters (about, told_at) VALUES ($1, $2) \
        ON CONFLICT (about) DO UPDATE SET told_at = excluded.told_at \
        WHERE office_letters.told_at <= $3";
    let noted = execute!(
        tx,
        sqlx::query(statement)
            .bind(AMENDMENTS)
            .bind(now)
            .bind(now - DAY)
    )?;
    Ok(noted == 1)
}
