//! Whom people represent. Only the office and a link of the office make somebody a
//! representative.

use serde::Serialize;

use super::Account;
use crate::access;
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{AccountId, OrganizationId};
use crate::store::{Tx, execute, on};
use crate::text;
use crate::words::phrase;

const MAX_FUNCTION: usize = 200;

/// An organization that somebody represents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Represented {
    /// Which.
    pub organization: OrganizationId,
    /// In which function.
    pub function: String,
    /// Since when.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub since: Timestamp,
}

/// Makes somebody a representative.
///
/// # Errors
/// [`Error::Invalid`] without a function.
pub async fn add(
    tx: &mut Tx,
    clock: &Clock,
    account: &AccountId,
    organization: &OrganizationId,
    function: &str,
) -> Result<()> {
    let function = function_of(function)?;
    let statement = "INSERT INTO representatives (account, organization, function, since) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (account, organization) \
        DO UPDATE SET function = excluded.function";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(account)
            .bind(organization)
            .bind(&function)
            .bind(clock.now())
    )?;
    Ok(())
}

/// A function as it is kept.
///
/// # Errors
/// [`Error::Invalid`] when it is empty or too long.
pub fn function_of(written: &str) -> Result<String> {
    let function = text::line(written);
    if function.is_empty() {
        return Err(Error::invalid(
            "function",
            phrase!("refusal-write-function"),
        ));
    }
    text::within("function", &function, MAX_FUNCTION)?;
    Ok(function)
}

/// Ends that somebody represents an organization, and the key that they got with its record.
///
/// # Errors
/// [`Error::NotFound`] when they do not.
pub async fn end(tx: &mut Tx, account: &AccountId, organization: &OrganizationId) -> Result<()> {
    let statement = "DELETE FROM representatives WHERE account = $1 AND organization = $2";
    let ended = execute!(tx, sqlx::query(statement).bind(account).bind(organization))?;
    if ended == 0 {
        return Err(Error::NotFound(format!(
            "account {account} among the representatives of {organization}"
        )));
    }
    access::take_back(tx, account, organization).await
}

/// Whom somebody represents, the first one first.
pub async fn of_account(tx: &mut Tx, account: &AccountId) -> Result<Vec<Represented>> {
    let query = "SELECT organization, function, since FROM representatives WHERE account = $1 \
        ORDER BY since, organization";
    on!(tx, |c| sqlx::query_as(query).bind(account).fetch_all(c))
}

/// Who represents an organization, with their functions.
pub async fn of_organization(
    tx: &mut Tx,
    organization: &OrganizationId,
) -> Result<Vec<(Account, String)>> {
    let query = "SELECT account, function FROM representatives WHERE organization = $1 \
        ORDER BY since, account";
    let rows: Vec<(AccountId, String)> = on!(tx, |c| sqlx::query_as(query)
        .bind(organization)
        .fetch_all(c))?;
    let mut found = Vec::with_capacity(rows.len());
    for (account, function) in rows {
        found.push((super::get(tx, &account).await?, function));
    }
    Ok(found)
}

/// Whether anybody represents an organization.
pub async fn is_represented(tx: &mut Tx, organization: &OrganizationId) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM representatives WHERE organization = $1)";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(organization)
        .fetch_one(c))
}
