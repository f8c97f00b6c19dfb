//! Forms that came after their session had ended. What was typed is kept a short while under a
//! secret that the browser alone has, and only the account whose session it was gets it again.

use std::time::Duration;

use crate::access;
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{self, AccountId};
use crate::people;
use crate::store::{Tx, execute, on};

/// How long one is kept.
pub const LASTS: Duration = Duration::from_mins(30);
/// How many of an account are kept; the oldest make room.
const MOST: i64 = 5;

/// A form that was sent and not taken.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Unsaved {
    /// By which it is called.
    pub id: String,
    /// Where it was sent to.
    pub path: String,
    /// The page on which it stands.
    pub page: String,
    /// Its fields as browsers send them, without what is for nobody's eyes.
    pub fields: String,
}

/// Keeps a form that was sent to `path` from `page`; one that was sent twice is kept once. Gives
/// whether there is such an account.
pub async fn keep(
    tx: &mut Tx,
    clock: &Clock,
    (secret, account): (&str, &AccountId),
    (path, page): (&str, &str),
    fields: &str,
) -> Result<bool> {
    match people::get(tx, account).await {
        Err(Error::NotFound(_)) => return Ok(false),
        other => other?,
    };
    tx.lock_row("accounts", account.as_str()).await?;
    let digest = access::digest_of(secret);
    let statement = "DELETE FROM unsaved_forms WHERE secret_digest = $1 AND account = $2 \
        AND path = $3 AND fields = $4";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&digest)
            .bind(account)
            .bind(path)
            .bind(fields)
    )?;
    let statement = "INSERT INTO unsaved_forms \
        (id, secret_digest, account, path, page, fields, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id::mint(clock))
            .bind(&digest)
            .bind(account)
            .bind(path)
            .bind(page)
            .bind(fields)
            .bind(clock.now() + LASTS)
    )?;
    let statement = "DELETE FROM unsaved_forms WHERE account = $1 AND id NOT IN \
        (SELECT id FROM unsaved_forms WHERE account = $1 \
         ORDER BY expires_at DESC, id DESC LIMIT $2)";
    execute!(tx, sqlx::query(statement).bind(account).bind(MOST))?;
    Ok(true)
}

/// What is kept of an account under a secret, in the order in which it was sent.
pub async fn list(
    tx: &mut Tx,
    clock: &Clock,
    (secret, account): (&str, &AccountId),
) -> Result<Vec<Unsaved>> {
    let query = "SELECT id, path, page, fields FROM unsaved_forms \
        WHERE secret_digest = $1 AND account = $2 AND expires_at > $3 ORDER BY expires_at, id";
    on!(tx, |c| sqlx::query_as(query)
        .bind(access::digest_of(secret))
        .bind(account)
        .bind(clock.now())
        .fetch_all(c))
}

/// Forgets one of an account, if it is still kept.
pub async fn forget(tx: &mut Tx, account: &AccountId, id: &str) -> Result<()> {
    let statement = "DELETE FROM unsaved_forms WHERE id = $1 AND account = $2";
    execute!(tx, sqlx::query(statement).bind(id).bind(account))?;
    Ok(())
}

pub(in crate::people) async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM unsaved_forms WHERE expires_at <= $1";
    execute!(tx, sqlx::query(statement).bind(now))
}
