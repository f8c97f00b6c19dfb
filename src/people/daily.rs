//! Who wants a letter once a day, when something waits for the organizations that they
//! represent. What that is, is not known here.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::AccountId;
use crate::store::{Tx, execute, on};

/// Between two letters.
pub const DAY: Duration = Duration::from_hours(24);

/// Somebody whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Due {
    /// Who.
    pub account: AccountId,
    /// When their turn came.
    pub daily_at: Timestamp,
    /// Up to when they were told.
    pub told_to: Timestamp,
}

/// Whether somebody wants it.
pub async fn is_wanted(tx: &mut Tx, account: &AccountId) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND daily_at IS NOT NULL)";
    on!(tx, |c| sqlx::query_scalar(query).bind(account).fetch_one(c))
}

/// Wants it from now on, or no more. What waits already is on their pages; they are told of
/// what comes.
pub async fn want(tx: &mut Tx, account: &AccountId, wants: bool, now: Timestamp) -> Result<()> {
    if wants {
        let statement = "UPDATE accounts SET daily_at = $2, daily_told_to = $2 \
            WHERE id = $1 AND daily_at IS NULL";
        execute!(tx, sqlx::query(statement).bind(account).bind(now))?;
    } else {
        let statement = "UPDATE accounts SET daily_at = NULL, daily_told_to = NULL WHERE id = $1";
        execute!(tx, sqlx::query(statement).bind(account))?;
    }
    Ok(())
}

/// The one whose turn it is.
pub async fn due(tx: &mut Tx, now: Timestamp) -> Result<Option<Due>> {
    let query = "SELECT id AS account, daily_at, COALESCE(daily_told_to, 0) AS told_to \
        FROM accounts WHERE daily_at <= $1 ORDER BY daily_at, id LIMIT 1";
    on!(tx, |c| sqlx::query_as(query).bind(now).fetch_optional(c))
}

/// Notes up to when somebody was told and when their turn comes again; `false` when another
/// process did so first, or they want it no more.
pub async fn told(tx: &mut Tx, due: &Due, to: Timestamp, next: Timestamp) -> Result<bool> {
    let statement = "UPDATE accounts SET daily_told_to = $3, daily_at = $4 \
        WHERE id = $1 AND daily_at = $2";
    let count = execute!(
        tx,
        sqlx::query(statement)
            .bind(&due.account)
            .bind(due.daily_at)
            .bind(to)
            .bind(next)
    )?;
    Ok(count == 1)
}
