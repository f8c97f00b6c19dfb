//! Codes that people write down for the day on which they do not have their app. They are shown
//! once; of each only a digest is kept, and each works once.

use crate::access;
use crate::chance;
use crate::error::Result;
use crate::id::AccountId;
use crate::store::{Tx, execute, on};

/// How many there are.
const COUNT: usize = 10;
/// How many random bytes each has: enough that its digest leads nobody back to it.
const BYTES: usize = 10;
/// How many letters stand together.
const GROUP: usize = 5;

/// Makes new ones in the place of all earlier ones.
///
/// # Errors
/// [`Error::Internal`](crate::error::Error::Internal) when the system has no randomness.
pub async fn renew(tx: &mut Tx, account: &AccountId) -> Result<Vec<String>> {
    tx.lock_row("accounts", account.as_str()).await?;
    let statement = "DELETE FROM recovery_codes WHERE account = $1";
    execute!(tx, sqlx::query(statement).bind(account))?;
    let mut codes = Vec::with_capacity(COUNT);
    for _ in 0..COUNT {
        let plain = hex::encode(chance::bytes::<BYTES>()?);
        let statement = "INSERT INTO recovery_codes (code_digest, account) VALUES ($1, $2)";
        execute!(
            tx,
            sqlx::query(statement)
                .bind(digest(account, &plain))
                .bind(account)
        )?;
        codes.push(in_groups(&plain));
    }
    Ok(codes)
}

/// How many are left.
pub async fn left(tx: &mut Tx, account: &AccountId) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM recovery_codes WHERE account = $1";
    on!(tx, |c| sqlx::query_scalar(query).bind(account).fetch_one(c))
}

/// Uses one up; `false` when it is none of theirs.
pub async fn take(tx: &mut Tx, account: &AccountId, typed: &str) -> Result<bool> {
    let plain: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let statement = "DELETE FROM recovery_codes WHERE code_digest = $1 AND account = $2";
    let taken = execute!(
        tx,
        sqlx::query(statement)
            .bind(digest(account, &plain))
            .bind(account)
    )?;
    Ok(taken == 1)
}

fn digest(account: &AccountId, plain: &str) -> String {
    access::digest_of(&format!("{account} {plain}"))
}

fn in_groups(plain: &str) -> String {
    let letters: Vec<char> = plain.chars().collect();
    let groups = letters.chunks(GROUP).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join("-")
}
