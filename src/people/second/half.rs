//! Sign-ins of which the first factor was shown and the second is asked for.

use std::time::Duration;

use crate::access;
use crate::clock::Clock;
use crate::error::Result;
use crate::id::AccountId;
use crate::store::{Tx, execute, on};

/// How long the second factor may take.
const LASTS: Duration = Duration::from_mins(10);

/// A sign-in that waits for the second factor.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Half {
    /// Whose it is.
    pub account: AccountId,
    /// Where they wanted to go.
    pub next: String,
}

/// Begins one, and gives its secret, which is written nowhere else.
pub async fn begin(tx: &mut Tx, clock: &Clock, account: &AccountId, next: &str) -> Result<String> {
    let secret = access::mint_secret()?;
    let statement = "INSERT INTO half_sign_ins (secret_digest, account, next, expires_at) \
        VALUES ($1, $2, $3, $4)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(access::digest_of(&secret))
            .bind(account)
            .bind(next)
            .bind(clock.now() + LASTS)
    )?;
    Ok(secret)
}

/// The one of a secret.
pub async fn find(tx: &mut Tx, clock: &Clock, secret: &str) -> Result<Option<Half>> {
    let query = "SELECT account, next FROM half_sign_ins \
        WHERE secret_digest = $1 AND expires_at > $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(access::digest_of(secret))
        .bind(clock.now())
        .fetch_optional(c))
}

/// Ends the one of a secret, in the transaction in which it becomes a session. A new password
/// ends it too, and whoever sets one is waited for.
pub async fn take(tx: &mut Tx, clock: &Clock, secret: &str) -> Result<Option<Half>> {
    let Some(half) = find(tx, clock, secret).await? else {
        return Ok(None);
    };
    tx.lock_row("accounts", half.account.as_str()).await?;
    let statement = "DELETE FROM half_sign_ins WHERE secret_digest = $1";
    let ended = execute!(tx, sqlx::query(statement).bind(access::digest_of(secret)))?;
    Ok(Some(half).filter(|_| ended == 1))
}

pub(in crate::people) async fn forget_all(tx: &mut Tx, account: &AccountId) -> Result<()> {
    let statement = "DELETE FROM half_sign_ins WHERE account = $1";
    execute!(tx, sqlx::query(statement).bind(account))?;
    Ok(())
}
