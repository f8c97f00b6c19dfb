//! Who wants to hear nothing of which of our actors.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// Notes that somebody blocks the actor at the path `actor`.
pub async fn put(
    tx: &mut Tx,
    actor: &str,
    (blocked_by, activity): (&str, &str),
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO blocks (actor, blocked_by, activity, created_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (actor, blocked_by) DO UPDATE SET activity = $3";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(actor)
            .bind(blocked_by)
            .bind(activity)
            .bind(now)
    )?;
    Ok(())
}

/// Whether somebody blocks the actor at the path `actor`.
pub async fn stands(tx: &mut Tx, actor: &str, blocked_by: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM blocks WHERE actor = $1 AND blocked_by = $2)";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(actor)
        .bind(blocked_by)
        .fetch_one(c))
}

/// Whether somebody blocks any of our actors.
pub async fn are_held_of(tx: &mut Tx, blocked_by: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM blocks WHERE blocked_by = $1)";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(blocked_by)
        .fetch_one(c))
}

/// Ends a block; `false` when there was none.
pub async fn remove(tx: &mut Tx, actor: &str, blocked_by: &str) -> Result<bool> {
    let statement = "DELETE FROM blocks WHERE actor = $1 AND blocked_by = $2";
    Ok(execute!(tx, sqlx::query(statement).bind(actor).bind(blocked_by))? > 0)
}

/// Ends the block that the activity of that address began, if `blocked_by` sent it.
pub async fn remove_by_activity(tx: &mut Tx, blocked_by: &str, activity: &str) -> Result<bool> {
    let statement = "DELETE FROM blocks WHERE blocked_by = $1 AND activity = $2";
    Ok(execute!(tx, sqlx::query(statement).bind(blocked_by).bind(activity))? > 0)
}

/// Ends all blocks of somebody whose account is gone.
pub async fn remove_everywhere(tx: &mut Tx, blocked_by: &str) -> Result<u64> {
    execute!(
        tx,
        sqlx::query("DELETE FROM blocks WHERE blocked_by = $1").bind(blocked_by)
    )
}

/// Keeps the blocks of somebody who goes by another id from now on.
pub async fn carry_over(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    let statement = "INSERT INTO blocks (actor, blocked_by, activity, created_at) \
        SELECT actor, $2, activity, created_at FROM blocks WHERE blocked_by = $1 \
        ON CONFLICT (actor, blocked_by) DO NOTHING";
    execute!(tx, sqlx::query(statement).bind(from).bind(to))?;
    Ok(())
}
