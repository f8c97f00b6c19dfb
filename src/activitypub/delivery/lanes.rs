//! Lanes: whose turn it is among the deliveries of one actor to one inbox.
//!
//! The first of a lane has a `next_at` at which it is due, all others wait [`BEHIND`] it.
//! Whoever ends a delivery lets the next one step forward, so that a claim need not look
//! at everything that waits.

use sqlx::AssertSqlSafe;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute};

/// The `next_at` of a delivery that waits behind another one.
pub(super) const BEHIND: Timestamp = Timestamp(i64::MAX);
/// The name of the lock under which lanes change. Those who add share it, those who end a
/// delivery hold it alone: otherwise a delivery added while the last one before it ends
/// would wait behind nobody, forever.
pub(super) const LOCK: &str = "delivery lanes";
/// How many values one statement binds in a list.
pub(super) const CHUNK: usize = 500;

/// The placeholders `$from, $from+1, …` for a list of `count` values.
pub(super) fn placeholders(from: usize, count: usize) -> String {
    let names: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    names.join(", ")
}

/// A list repeated at its end up to the next power of two, so that there are few different
/// statements, which the driver then knows already.
pub(super) fn padded<T>(list: &[T]) -> impl Iterator<Item = &T> {
    let missing = list.len().next_power_of_two() - list.len();
    list.iter()
        .chain(list.last().into_iter().cycle().take(missing))
}

/// Lets the first of each lane step forward to which one of `of` belongs, a condition on
/// `f`, a row of `deliveries`, whose placeholders begin with `$2`.
fn statement(of: &str) -> String {
    format!(
        "UPDATE deliveries SET next_at = $1 \
         WHERE state = 'pending' AND next_at = {} AND seq IN ( \
             SELECT (SELECT MIN(e.seq) FROM deliveries e \
                 WHERE e.state = 'pending' AND e.inbox = f.inbox AND e.actor = f.actor) \
             FROM deliveries f WHERE {of})",
        BEHIND.0
    )
}

/// Lets the first of every lane of `activity` step forward.
pub(super) async fn advance_for(tx: &mut Tx, activity: &str, now: Timestamp) -> Result<()> {
    let statement = statement("f.activity = $2");
    execute!(
        tx,
        sqlx::query(AssertSqlSafe(statement.as_str()))
            .bind(now)
            .bind(activity)
    )?;
    Ok(())
}

/// Lets those step forward that waited behind the deliveries `ended`.
pub(super) async fn advance_after(tx: &mut Tx, ended: &[i64], now: Timestamp) -> Result<()> {
    for chunk in ended.chunks(CHUNK) {
        let statement = statement(&format!(
            "f.seq IN ({})",
            placeholders(2, padded(chunk).count())
        ));
        execute!(tx, {
            let mut query = sqlx::query(AssertSqlSafe(statement.as_str())).bind(now);
            for seq in padded(chunk) {
                query = query.bind(seq);
            }
            query
        })?;
    }
    Ok(())
}

/// Makes what waits for a host due now, of each lane the first.
pub(super) async fn hurry(tx: &mut Tx, host: &str, now: Timestamp) -> Result<()> {
    let statement = format!(
        "UPDATE deliveries SET next_at = $1 \
         WHERE state = 'pending' AND next_at <> {} AND host = $2 AND next_at > $1",
        BEHIND.0
    );
    execute!(
        tx,
        sqlx::query(AssertSqlSafe(statement.as_str()))
            .bind(now)
            .bind(host)
    )?;
    Ok(())
}

/// Lets every first one step forward that waits behind nobody. Nothing should; this is for
/// databases that were repaired by hand.
pub(super) async fn mend(tx: &mut Tx, now: Timestamp) -> Result<()> {
    tx.lock_name(LOCK, false).await?;
    let statement = format!(
        "UPDATE deliveries SET next_at = $1 \
         WHERE state = 'pending' AND next_at = {} AND seq IN ( \
             SELECT MIN(seq) FROM deliveries WHERE state = 'pending' GROUP BY inbox, actor)",
        BEHIND.0
    );
    execute!(tx, sqlx::query(AssertSqlSafe(statement.as_str())).bind(now))?;
    Ok(())
}
