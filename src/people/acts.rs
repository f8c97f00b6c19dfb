//! What people of the office did by the pages and by the commands that make accounts: who,
//! what, when. Nothing is changed here afterwards but the name of whoever left.

/// What shows that no act was changed or taken out.
pub mod chain;

use serde::Serialize;

use super::Account;
use crate::clock::{self, Timestamp};
use crate::error::Result;
use crate::id::{AccountId, OrganizationId};
use crate::store::{Tx, execute, on};

/// The name of whoever left.
pub const REMOVED: &str = "a removed account";
/// The name of whoever has the machine.
pub const COMMAND: &str = "command line";

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Act {
    /// Its number.
    pub seq: i64,
    /// Who did it, by the name that they bore.
    pub who: String,
    /// The mail address that they had; `None` of a command and of whoever has left.
    pub mail: Option<String>,
    /// A method and an address of the pages, or a command.
    pub what: String,
    /// The mail address of whom it concerned.
    pub about: Option<String>,
    /// When.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub at: Timestamp,
}

macro_rules! columns {
    () => {
        "seq, who, mail, what, about, at"
    };
}

/// Writes down what an account did.
pub async fn record(tx: &mut Tx, account: &Account, what: &str, now: Timestamp) -> Result<()> {
    record_about(tx, account, (what, None), now).await
}

/// Writes down what an account did, and the mail address of whom it concerned.
pub async fn record_about(
    tx: &mut Tx,
    account: &Account,
    (what, about): (&str, Option<&str>),
    now: Timestamp,
) -> Result<()> {
    let by = (Some(&account.id), account.name.as_str());
    insert(tx, by, Some(&account.mail), (what, about), now).await
}

/// Writes down what whoever has the machine did by a command, and whom it concerned.
pub async fn record_command(
    tx: &mut Tx,
    what: &str,
    about: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    insert(tx, (None, COMMAND), None, (what, about), now).await
}

async fn insert(
    tx: &mut Tx,
    (account, who): (Option<&AccountId>, &str),
    mail: Option<&str>,
    (what, about): (&str, Option<&str>),
    now: Timestamp,
) -> Result<()> {
    let link = chain::next(tx, (who, mail), (what, about), now).await?;
    let statement = "INSERT INTO office_acts (account, who, mail, what, about, at, who_salt, \
        who_digest, about_salt, about_digest, digest) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(account)
            .bind(who)
            .bind(mail)
            .bind(what)
            .bind(about)
            .bind(now)
            .bind(&link.who_salt)
            .bind(&link.who_digest)
            .bind(&link.about_salt)
            .bind(&link.about_digest)
            .bind(&link.digest)
    )?;
    Ok(())
}

/// What is written down of whoever left an organization, or ended or erased it.
pub fn leaving(organization: &OrganizationId, how: &str) -> String {
    format!("POST /my/{organization}/leave ({how})")
}

/// Whether an account once left an organization, in whatever way.
pub async fn has_left(
    tx: &mut Tx,
    account: &AccountId,
    organization: &OrganizationId,
) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM office_acts WHERE account = $1 \
        AND what LIKE $2 || '%')";
    let begins = format!("POST /my/{organization}/leave (");
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(account)
        .bind(&begins)
        .fetch_one(c))
}

/// Acts, the newest first, before the number that the page before ended with.
pub async fn list(tx: &mut Tx, before: Option<i64>, limit: i64) -> Result<Vec<Act>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM office_acts WHERE seq < $1 ORDER BY seq DESC LIMIT $2"
    );
    on!(tx, |c| sqlx::query_as(query)
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(c))
}

/// What one person did, for themselves to read.
pub async fn of_account(tx: &mut Tx, account: &AccountId) -> Result<Vec<Act>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM office_acts WHERE account = $1 ORDER BY seq"
    );
    on!(tx, |c| sqlx::query_as(query).bind(account).fetch_all(c))
}

/// Forgets who somebody was: by what they did, and where something concerned them.
pub(super) async fn forget(tx: &mut Tx, account: &Account) -> Result<()> {
    let statement = "UPDATE office_acts SET who = $2, mail = NULL, who_salt = NULL \
        WHERE account = $1";
    execute!(tx, sqlx::query(statement).bind(&account.id).bind(REMOVED))?;
    let statement = "UPDATE office_acts SET about = NULL, about_salt = NULL WHERE about = $1";
    execute!(tx, sqlx::query(statement).bind(&account.mail))?;
    Ok(())
}
