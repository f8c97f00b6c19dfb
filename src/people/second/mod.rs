//! The second factor: what somebody shows beside their password or the link of a letter. That
//! is a code of an app, a passkey, or one of the codes that they wrote down for the day on which
//! they have neither.

/// Codes of an app.
pub mod app;
/// Sign-ins that wait for the second factor.
pub mod half;
/// Codes that were written down.
pub mod recovery;

#[cfg(test)]
mod tests;

use super::passkeys;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::AccountId;
use crate::store::{Tx, execute, on};

/// Whether an account has a second factor, which is asked for then whenever its owner signs in.
pub async fn is_set(tx: &mut Tx, account: &AccountId) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM code_apps WHERE account = $1 \
        AND confirmed_at IS NOT NULL) OR EXISTS (SELECT 1 FROM passkeys WHERE account = $1)";
    on!(tx, |c| sqlx::query_scalar(query).bind(account).fetch_one(c))
}

/// Takes every second factor from an account, for somebody who lost all of theirs.
pub async fn remove_all(tx: &mut Tx, account: &AccountId) -> Result<()> {
    tx.lock_row("accounts", account.as_str()).await?;
    for statement in [
        "DELETE FROM code_apps WHERE account = $1",
        "DELETE FROM recovery_codes WHERE account = $1",
        "DELETE FROM half_sign_ins WHERE account = $1",
    ] {
        execute!(tx, sqlx::query(statement).bind(account))?;
    }
    passkeys::remove_all(tx, account).await
}

/// Forgets the codes that were written down once there is nothing that they stand in for.
pub async fn tidy(tx: &mut Tx, account: &AccountId) -> Result<()> {
    if is_set(tx, account).await? {
        return Ok(());
    }
    let statement = "DELETE FROM recovery_codes WHERE account = $1";
    execute!(tx, sqlx::query(statement).bind(account))?;
    Ok(())
}

pub(super) async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM half_sign_ins WHERE expires_at <= $1";
    execute!(tx, sqlx::query(statement).bind(now))
}
