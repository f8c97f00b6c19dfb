//! Links that are used once: by the first admin, to sign in, to choose a new password.
//!
//! The secret in the link is the right itself; of it only the digest is kept.

use std::time::Duration;

use super::{ADMINS, has_admin, second};
use crate::access;
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{self, AccountId};
use crate::store::{Tx, execute, on};

/// What everybody hears besides whose secret opens nothing.
const ASK_AGAIN: &str = "each ends after a short time and once it was used: ask for another";
/// How long somebody has to answer an invitation.
const INVITED: Duration = Duration::from_hours(7 * 24);
/// How long after its use a link is known to whoever sends the same form again.
const AGAIN: Duration = Duration::from_mins(2);

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the first account that runs the node.
    FirstRun,
    /// Signs in.
    SignIn,
    /// Lets somebody choose a new password.
    NewPassword,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::FirstRun => "first-run",
            Self::SignIn => "sign-in",
            Self::NewPassword => "new-password",
        }
    }

    /// How long a link of it can be used.
    pub fn lasts(self) -> Duration {
        match self {
            Self::FirstRun => Duration::from_mins(30),
            Self::SignIn => Duration::from_mins(15),
            Self::NewPassword => Duration::from_hours(1),
        }
    }

    /// The path of a link.
    pub fn path(self, secret: &str) -> String {
        format!("/{}/{secret}", self.as_str())
    }
}

/// Makes a link, and gives its secret, which is written nowhere else, and when it ends. Earlier
/// ones stay good, or whoever asks for one in a person's name would take theirs from them; of
/// the first run there is one alone. Without an account it opens nothing but the first run: it
/// is made all the same, so that nobody learns who has one.
pub async fn make(
    tx: &mut Tx,
    clock: &Clock,
    purpose: Purpose,
    account: Option<&AccountId>,
) -> Result<(String, Timestamp)> {
    make_for(tx, clock, (purpose, purpose.lasts()), account).await
}

/// Makes the link by which somebody who was invited chooses their first password.
pub async fn invite(
    tx: &mut Tx,
    clock: &Clock,
    account: &AccountId,
) -> Result<(String, Timestamp)> {
    make_for(tx, clock, (Purpose::NewPassword, INVITED), Some(account)).await
}

async fn make_for(
    tx: &mut Tx,
    clock: &Clock,
    (purpose, lasts): (Purpose, Duration),
    account: Option<&AccountId>,
) -> Result<(String, Timestamp)> {
    let now = clock.now();
    let secret = access::mint_secret()?;
    let expires_at = now + lasts;
    if purpose == Purpose::FirstRun {
        let earlier = "DELETE FROM one_time_links WHERE purpose = 'first-run'";
        execute!(tx, sqlx::query(earlier))?;
    }
    let statement = "INSERT INTO one_time_links (id, secret_digest, purpose, account, created_at, \
        expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id::mint(clock))
            .bind(access::digest_of(&secret))
            .bind(purpose.as_str())
            .bind(account)
            .bind(now)
            .bind(expires_at)
    )?;
    Ok((secret, expires_at))
}

/// Notes that a link goes to the address of its account by a letter and by nothing else: whoever
/// uses it reads what is written there.
pub async fn note_mailed(tx: &mut Tx, secret: &str) -> Result<()> {
    let statement = "UPDATE one_time_links SET is_mailed = TRUE WHERE secret_digest = $1";
    execute!(tx, sqlx::query(statement).bind(access::digest_of(secret)))?;
    Ok(())
}

/// Makes the link of the first run when nobody runs the node yet, in the place of an earlier
/// one.
pub async fn first_run(tx: &mut Tx, clock: &Clock) -> Result<Option<String>> {
    if has_admin(tx).await? {
        return Ok(None);
    }
    let (secret, _) = make(tx, clock, Purpose::FirstRun, None).await?;
    Ok(Some(secret))
}

/// Whether a link can still be used, and whose it is.
///
/// # Errors
/// [`Error::Absent`] when it opens nothing, whatever the cause.
pub async fn find(
    tx: &mut Tx,
    clock: &Clock,
    purpose: Purpose,
    secret: &str,
) -> Result<Option<AccountId>> {
    let query = "SELECT account FROM one_time_links WHERE secret_digest = $1 AND purpose = $2 \
        AND used_at IS NULL AND expires_at > $3";
    let found: Option<(Option<AccountId>,)> = on!(tx, |c| sqlx::query_as(query)
        .bind(access::digest_of(secret))
        .bind(purpose.as_str())
        .bind(clock.now())
        .fetch_optional(c))?;
    let (account,) = found.ok_or_else(unusable)?;
    if purpose == Purpose::FirstRun {
        // Somebody may have become admin by a command meanwhile.
        return if has_admin(tx).await? {
            Err(unusable())
        } else {
            Ok(None)
        };
    }
    account.map(Some).ok_or_else(unusable)
}

/// Uses a link up; the same errors as [`find`]. One that was mailed shows that whoever has the
/// account reads the letters to it, unless somebody else may go on opening it with a password
/// or a passkey that they set up before.
pub async fn take(
    tx: &mut Tx,
    clock: &Clock,
    purpose: Purpose,
    secret: &str,
) -> Result<Option<AccountId>> {
    if purpose == Purpose::FirstRun {
        tx.lock_name(ADMINS, false).await?;
    }
    let found = find(tx, clock, purpose, secret).await?;
    // Whoever changes the password at this moment ends the links, and what came of this one.
    if let Some(account) = &found {
        tx.lock_row("accounts", account.as_str()).await?;
    }
    let statement = "UPDATE one_time_links SET used_at = $2 WHERE secret_digest = $1 \
        AND used_at IS NULL";
    let is_first = execute!(
        tx,
        sqlx::query(statement)
            .bind(access::digest_of(secret))
            .bind(clock.now())
    )? == 1;
    if !is_first {
        return Err(unusable());
    }
    if let Some(account) = &found
        && is_proof(tx, purpose, secret).await?
        && !second::is_set(tx, account).await?
    {
        confirm_address(tx, clock, account).await?;
    }
    Ok(found)
}

/// Notes that whoever has an account reads the letters to its address.
pub async fn confirm_address(tx: &mut Tx, clock: &Clock, id: &AccountId) -> Result<()> {
    let statement = "UPDATE accounts SET address_confirmed_at = $2 WHERE id = $1 \
        AND address_confirmed_at IS NULL";
    execute!(tx, sqlx::query(statement).bind(id).bind(clock.now()))?;
    Ok(())
}

async fn is_proof(tx: &mut Tx, purpose: Purpose, secret: &str) -> Result<bool> {
    let query = "SELECT one_time_links.is_mailed, accounts.password_hash IS NULL \
        FROM one_time_links JOIN accounts ON accounts.id = one_time_links.account \
        WHERE secret_digest = $1";
    let (is_mailed, is_only_way): (bool, bool) = on!(tx, |c| sqlx::query_as(query)
        .bind(access::digest_of(secret))
        .fetch_one(c))?;
    Ok(is_mailed && (is_only_way || purpose == Purpose::NewPassword))
}

/// Notes that a form used a link, in the transaction in which it did, and whom it let in.
pub async fn note_use(
    tx: &mut Tx,
    clock: &Clock,
    secret: &str,
    form: &str,
    account: &AccountId,
) -> Result<()> {
    let statement = "INSERT INTO used_links (secret_digest, form_digest, account, used_at) \
        VALUES ($1, $2, $3, $4)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(access::digest_of(secret))
            .bind(access::digest_of(form))
            .bind(account)
            .bind(clock.now())
    )?;
    Ok(())
}

/// Whom a link let in a moment ago, and whether this very form used it: a double click sends
/// it twice. The form's key stands in its page alone, so whoever finds the link later, in a
/// history or a log, has none.
pub async fn used(
    tx: &mut Tx,
    clock: &Clock,
    secret: &str,
    form: &str,
) -> Result<Option<(AccountId, bool)>> {
    let Some((account, _)) = last_use(tx, clock, secret).await? else {
        return Ok(None);
    };
    // A new password ends this too, and whoever sets one holds the row.
    tx.lock_row("accounts", account.as_str()).await?;
    let found = last_use(tx, clock, secret).await?;
    Ok(found.map(|(account, digest)| {
        let is_same = !form.is_empty() && digest == access::digest_of(form);
        (account, is_same)
    }))
}

async fn last_use(tx: &mut Tx, clock: &Clock, secret: &str) -> Result<Option<(AccountId, String)>> {
    let query = "SELECT account, form_digest FROM used_links \
        WHERE secret_digest = $1 AND used_at > $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(access::digest_of(secret))
        .bind(clock.now() - AGAIN)
        .fetch_optional(c))
}

/// Ends the links of an account.
pub(super) async fn forget_all(tx: &mut Tx, account: &AccountId) -> Result<()> {
    for statement in [
        "DELETE FROM one_time_links WHERE account = $1",
        "DELETE FROM used_links WHERE account = $1",
    ] {
        execute!(tx, sqlx::query(statement).bind(account))?;
    }
    Ok(())
}

pub(super) async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM used_links WHERE used_at <= $1";
    let used = execute!(tx, sqlx::query(statement).bind(now - AGAIN))?;
    let statement = "DELETE FROM one_time_links WHERE expires_at <= $1";
    Ok(used + execute!(tx, sqlx::query(statement).bind(now))?)
}

fn unusable() -> Error {
    access::unusable(ASK_AGAIN)
}
