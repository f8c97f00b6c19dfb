//! What people of the office did by the pages and by the commands that make accounts: who,
//! what, when. Nothing is changed here afterwards but the name of whoever left.

use serde::Serialize;

use crate::clock::{self, Timestamp};
use crate::error::Result;
use crate::id::AccountId;
use crate::store::{Tx, execute, on};

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Act {
    /// Its number.
    pub seq: i64,
    /// Who did it, by the name that they bore.
    pub who: String,
    /// A method and an address of the pages, or a command.
    pub what: String,
    /// When.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub at: Timestamp,
}

/// Writes down what somebody did; without an account, whoever has the machine did it.
pub async fn record(
    tx: &mut Tx,
    account: Option<(&AccountId, &str)>,
    what: &str,
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO office_acts (account, who, what, at) VALUES ($1, $2, $3, $4)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(account.map(|(id, _)| id))
            .bind(account.map_or("command line", |(_, name)| name))
            .bind(what)
            .bind(now)
    )?;
    Ok(())
}

/// The newest acts, the newest first, before the number that the page before ended with.
pub async fn list(tx: &mut Tx, before: Option<i64>, limit: i64) -> Result<Vec<Act>> {
    let query = "SELECT seq, who, what, at FROM office_acts \
        WHERE seq < $1 ORDER BY seq DESC LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(c))
}

/// What one person did, for themselves to read.
pub async fn of_account(tx: &mut Tx, account: &AccountId) -> Result<Vec<Act>> {
    let query = "SELECT seq, who, what, at FROM office_acts WHERE account = $1 ORDER BY seq";
    on!(tx, |c| sqlx::query_as(query).bind(account).fetch_all(c))
}

pub(super) async fn forget_name(tx: &mut Tx, account: &AccountId) -> Result<()> {
    let statement = "UPDATE office_acts SET who = 'a removed account' WHERE account = $1";
    execute!(tx, sqlx::query(statement).bind(account))?;
    Ok(())
}
