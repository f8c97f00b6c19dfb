//! Where people are signed in. A session ends when nobody used it for 12 hours, after 30 days
//! (NIST SP 800-63B-4 §2.1.3), when it is revoked, and when the password changes.

use std::time::Duration;

use serde::Serialize;

use super::{Account, Person, get, representation, second};
use crate::access;
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{AccountId, SessionId};
use crate::store::{Tx, execute, on};
use crate::text;

/// How long a session may be idle.
const IDLE: Duration = Duration::from_hours(12);
/// How long a session lasts at most.
const LASTS: Duration = Duration::from_hours(30 * 24);
/// How exactly it is remembered when a session was last used.
const GRAIN: Duration = Duration::from_mins(10);
/// How much is kept of what a browser calls itself, in characters.
const MAX_BROWSER: usize = 120;

/// A session as it is kept, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Session {
    /// Its identifier, by which it is revoked.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// What the browser calls itself.
    pub browser: String,
    /// When they signed in.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub created_at: Timestamp,
    /// When it was last used, to some minutes.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub seen_at: Timestamp,
}

impl Session {
    /// Whether it is time to note that it is in use.
    pub fn is_to_be_noted(&self, now: Timestamp) -> bool {
        self.seen_at + GRAIN <= now
    }
}

/// Signs somebody in, under a new secret, which is given to the browser alone.
pub async fn begin(
    tx: &mut Tx,
    clock: &Clock,
    account: &AccountId,
    browser: &str,
) -> Result<String> {
    let now = clock.now();
    let secret = access::mint_secret()?;
    let browser: String = text::line(browser).chars().take(MAX_BROWSER).collect();
    let statement = "INSERT INTO sessions (id, secret_digest, account, browser, created_at, \
        seen_at) VALUES ($1, $2, $3, $4, $5, $5)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(SessionId::new(clock))
            .bind(access::digest_of(&secret))
            .bind(account)
            .bind(&browser)
            .bind(now)
    )?;
    let statement = "UPDATE accounts SET signed_in_at = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(account).bind(now))?;
    Ok(secret)
}

/// Who is signed in under a secret.
pub async fn find(tx: &mut Tx, clock: &Clock, secret: &str) -> Result<Option<Person>> {
    let now = clock.now();
    let query = "SELECT id, account, browser, created_at, seen_at FROM sessions \
        WHERE secret_digest = $1 AND seen_at > $2 AND created_at > $3";
    let session: Option<Session> = on!(tx, |c| sqlx::query_as(query)
        .bind(access::digest_of(secret))
        .bind(now - IDLE)
        .bind(now - LASTS)
        .fetch_optional(c))?;
    let Some(session) = session else {
        return Ok(None);
    };
    let account: Account = get(tx, &session.account).await?;
    let represented = representation::of_account(tx, &account.id).await?;
    let has_second = second::is_set(tx, &account.id).await?;
    Ok(Some(Person {
        account,
        has_second,
        waiting: 0,
        has_done: false,
        is_set_aside: false,
        office: super::Waiting::default(),
        session,
        represents: represented
            .into_iter()
            .map(|one| one.organization)
            .collect(),
    }))
}

/// Whether a session was not ended meanwhile.
pub async fn is_open(tx: &mut Tx, id: &SessionId) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM sessions WHERE id = $1)";
    on!(tx, |c| sqlx::query_scalar(query).bind(id).fetch_one(c))
}

/// Notes that a session is in use.
pub async fn note(tx: &mut Tx, id: &SessionId, now: Timestamp) -> Result<()> {
    let statement = "UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
    execute!(tx, sqlx::query(statement).bind(id).bind(now))?;
    Ok(())
}

/// Where somebody is signed in, the newest first.
pub async fn list(tx: &mut Tx, clock: &Clock, account: &AccountId) -> Result<Vec<Session>> {
    let now = clock.now();
    let query = "SELECT id, account, browser, created_at, seen_at FROM sessions \
        WHERE account = $1 AND seen_at > $2 AND created_at > $3 ORDER BY id DESC";
    on!(tx, |c| sqlx::query_as(query)
        .bind(account)
        .bind(now - IDLE)
        .bind(now - LASTS)
        .fetch_all(c))
}

/// Ends one session of an account.
///
/// # Errors
/// [`Error::NotFound`], also for a session of another account.
pub async fn end(tx: &mut Tx, account: &AccountId, id: &SessionId) -> Result<()> {
    let statement = "DELETE FROM sessions WHERE id = $1 AND account = $2";
    match execute!(tx, sqlx::query(statement).bind(id).bind(account))? {
        0 => Err(Error::NotFound(format!("session {id}"))),
        _ => Ok(()),
    }
}

/// Ends the session of a secret, if there is one.
pub async fn end_secret(tx: &mut Tx, secret: &str) -> Result<()> {
    let statement = "DELETE FROM sessions WHERE secret_digest = $1";
    execute!(tx, sqlx::query(statement).bind(access::digest_of(secret)))?;
    Ok(())
}

/// Ends every session of an account.
pub async fn end_all(tx: &mut Tx, account: &AccountId) -> Result<()> {
    let statement = "DELETE FROM sessions WHERE account = $1";
    execute!(tx, sqlx::query(statement).bind(account))?;
    Ok(())
}

pub(super) async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM sessions WHERE seen_at <= $1 OR created_at <= $2";
    execute!(
        tx,
        sqlx::query(statement).bind(now - IDLE).bind(now - LASTS)
    )
}
