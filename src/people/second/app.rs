//! An app that makes codes: TOTP (RFC 6238) as every such app does it, with SHA-1, six digits
//! and steps of 30 seconds. The code before and the one after the present one are taken too,
//! since clocks differ, and each code once.

use totp_rs::{Builder, Totp};

use crate::chance;
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::AccountId;
use crate::store::{Tx, execute, on};

/// How many bytes a secret has (RFC 4226 §4 recommends 160 bits).
const BYTES: usize = 20;
/// How many digits a code has.
const DIGITS: usize = 6;

/// What an app and this directory share.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// How far setting up an app has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum App {
    /// It was not shown yet that the app has the secret; nothing is asked of it until then.
    Waiting(Secret),
    /// It is in use.
    Confirmed,
}

impl Secret {
    fn mint() -> Result<Self> {
        Ok(Self(chance::bytes::<BYTES>()?.into()))
    }

    /// Reads a secret from the letters that people write into an app.
    pub fn from_letters(letters: &str) -> Option<Self> {
        let read = totp_rs::Secret::try_from_base32(letters).ok()?;
        Some(Self(read.as_bytes().to_vec()))
    }

    /// The secret in letters (base32).
    pub fn in_letters(&self) -> String {
        totp_rs::Secret::from(self.0.as_slice()).to_base32()
    }

    /// The secret as an app reads it from a picture: an `otpauth:` address that names the
    /// directory and the account.
    ///
    /// # Errors
    /// [`Error::Internal`] when the library makes none.
    pub fn address(&self, directory: &str, account: &str) -> Result<String> {
        self.totp(directory, account)?
            .to_url()
            .map_err(|error| Error::internal(error.to_string()))
    }

    /// The code that an app shows at a moment.
    ///
    /// # Errors
    /// [`Error::Internal`] when the library takes no such secret.
    pub fn code_at(&self, at: Timestamp) -> Result<String> {
        let totp = self.totp("-", "-")?;
        Ok(totp.generate(seconds(at)).to_string())
    }

    /// The number of the step whose code was typed, if it is of this moment.
    fn step_of(&self, typed: &str, now: Timestamp) -> Result<Option<i64>> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if typed.len() != DIGITS || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        let step = self.totp("-", "-")?.check(&typed, seconds(now));
        step.map(|step| i64::try_from(step).map_err(Error::internal))
            .transpose()
    }

    fn totp(&self, directory: &str, account: &str) -> Result<Totp> {
        // A colon stands between the two names in the address.
        let plain = |name: &str| name.replace(':', " ");
        Builder::new()
            .with_secret(self.0.as_slice())
            .with_issuer(Some(plain(directory)))
            .with_account_name(plain(account))
            .build()
            .map_err(|error| Error::internal(error.to_string()))
    }
}

fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.seconds()).unwrap_or(0)
}

/// Makes a secret for an app of an account, in the place of one that was never confirmed.
///
/// # Errors
/// [`Error::Conflict`] when an app is in use.
pub async fn begin(tx: &mut Tx, account: &AccountId) -> Result<Secret> {
    let secret = Secret::mint()?;
    let statement = "INSERT INTO code_apps (account, secret) VALUES ($1, $2) \
        ON CONFLICT (account) DO UPDATE SET secret = $2 WHERE code_apps.confirmed_at IS NULL";
    let begun = execute!(
        tx,
        sqlx::query(statement)
            .bind(account)
            .bind(hex::encode(&secret.0))
    )?;
    if begun == 0 {
        let reason = "an app is set up already; take it away first, then set up another";
        return Err(Error::Conflict(reason.into()));
    }
    Ok(secret)
}

/// The app of an account.
///
/// # Errors
/// [`Error::Internal`] when what is kept is no secret.
pub async fn of(tx: &mut Tx, account: &AccountId) -> Result<Option<App>> {
    let kept = kept(tx, account).await?;
    Ok(kept.map(|(secret, is_confirmed)| {
        if is_confirmed {
            App::Confirmed
        } else {
            App::Waiting(secret)
        }
    }))
}

async fn kept(tx: &mut Tx, account: &AccountId) -> Result<Option<(Secret, bool)>> {
    let query = "SELECT secret, confirmed_at IS NOT NULL FROM code_apps WHERE account = $1";
    let row: Option<(String, bool)> = on!(tx, |c| sqlx::query_as(query)
        .bind(account)
        .fetch_optional(c))?;
    row.map(|(secret, is_confirmed)| {
        let bytes = hex::decode(secret).map_err(Error::internal)?;
        Ok((Secret(bytes), is_confirmed))
    })
    .transpose()
}

/// Uses an app from now on, once it showed a code; `false` when the code is not right, or no
/// app waits for one.
///
/// # Errors
/// [`Error::Internal`] when what is kept is no secret.
pub async fn confirm(tx: &mut Tx, clock: &Clock, account: &AccountId, typed: &str) -> Result<bool> {
    let Some((secret, false)) = kept(tx, account).await? else {
        return Ok(false);
    };
    let Some(step) = secret.step_of(typed, clock.now())? else {
        return Ok(false);
    };
    let statement = "UPDATE code_apps SET confirmed_at = $2, last_step = $3 \
        WHERE account = $1 AND confirmed_at IS NULL AND secret = $4";
    let confirmed = execute!(
        tx,
        sqlx::query(statement)
            .bind(account)
            .bind(clock.now())
            .bind(step)
            .bind(hex::encode(&secret.0))
    )?;
    Ok(confirmed == 1)
}

/// Whether a code is one that the account's app shows now, and uses it up.
///
/// # Errors
/// [`Error::Internal`] when what is kept is no secret.
pub async fn check(tx: &mut Tx, clock: &Clock, account: &AccountId, typed: &str) -> Result<bool> {
    let Some((secret, true)) = kept(tx, account).await? else {
        return Ok(false);
    };
    let Some(step) = secret.step_of(typed, clock.now())? else {
        return Ok(false);
    };
    let statement = "UPDATE code_apps SET last_step = $2 WHERE account = $1 AND last_step < $2";
    let used = execute!(tx, sqlx::query(statement).bind(account).bind(step))?;
    Ok(used == 1)
}

/// Does without the app.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn remove(tx: &mut Tx, account: &AccountId) -> Result<()> {
    let statement = "DELETE FROM code_apps WHERE account = $1";
    execute!(tx, sqlx::query(statement).bind(account))?;
    Ok(())
}
