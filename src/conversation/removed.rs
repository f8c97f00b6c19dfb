//! What others removed: of it the address alone is kept, so that neither a late repetition
//! nor an edit that was overtaken brings it back.

use std::time::Duration;

use super::HOUR;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// How long an address is remembered; servers give up repeating long before.
const REMEMBERED: Duration = Duration::from_hours(24 * 365);
/// How many are forgotten at once, so that no writer waits long.
const MOST: i64 = 5_000;

/// Notes that what stood under an address was removed for good.
pub async fn note_removed(tx: &mut Tx, note: &str, host: &str, now: Timestamp) -> Result<()> {
    let statement = "INSERT INTO removed_notes (note, host, removed_at) VALUES ($1, $2, $3) \
        ON CONFLICT (note) DO NOTHING";
    execute!(tx, sqlx::query(statement).bind(note).bind(host).bind(now))?;
    Ok(())
}

/// Whether what stood under an address was removed.
pub async fn is_removed(tx: &mut Tx, note: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM removed_notes WHERE note = $1)";
    on!(tx, |c| sqlx::query_scalar(query).bind(note).fetch_one(c))
}

/// How many of a host were removed within the last hour.
pub(super) async fn lately(tx: &mut Tx, host: &str, now: Timestamp) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM removed_notes WHERE host = $1 AND removed_at > $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(host)
        .bind(now - HOUR)
        .fetch_one(c))
}

pub(super) async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM removed_notes WHERE note IN \
        (SELECT note FROM removed_notes WHERE removed_at <= $1 LIMIT $2)";
    execute!(tx, sqlx::query(statement).bind(now - REMEMBERED).bind(MOST))
}
