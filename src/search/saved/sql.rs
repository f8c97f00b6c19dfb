//! The queries of saved searches.

use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::Counts;
use crate::clock::{self, Timestamp};
use crate::error::Result;
use crate::id::AccountId;
use crate::store::{Tx, execute, on};

/// A search that is saved for a mail address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Saved {
    /// Its identifier.
    pub id: String,
    /// The query of its address.
    pub query: String,
    /// To whom letters go.
    pub mail: String,
    /// The language of the letters.
    pub language: String,
    /// The secret of the link that ends it.
    #[serde(skip)]
    pub ending: String,
    /// When the address said that it wants it.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub confirmed_at: Option<Timestamp>,
    /// When it ends.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub lapses_at: Timestamp,
    /// Whether the address was told of that end.
    #[serde(skip)]
    pub is_reminded: bool,
    /// Up to when the address was told what entered.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub told_to: Timestamp,
    /// When it is looked at again.
    #[serde(skip)]
    pub next_at: Timestamp,
}

const COLUMNS: &str = "id, query, mail, language, ending, confirmed_at, lapses_at, is_reminded, \
    told_to, next_at";

pub(super) async fn insert(
    tx: &mut Tx,
    saved: &Saved,
    key: &str,
    account: Option<&AccountId>,
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO saved_searches (id, query, mail, mail_key, account, language, \
        ending, saved_at, lapses_at, told_to, next_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&saved.id)
            .bind(&saved.query)
            .bind(&saved.mail)
            .bind(key)
            .bind(account)
            .bind(&saved.language)
            .bind(&saved.ending)
            .bind(now)
            .bind(saved.lapses_at)
            .bind(saved.told_to)
            .bind(saved.next_at)
    )?;
    Ok(())
}

pub(super) async fn of_address(tx: &mut Tx, key: &str, query: &str) -> Result<Option<Saved>> {
    let select = format!("SELECT {COLUMNS} FROM saved_searches WHERE mail_key = $1 AND query = $2");
    on!(tx, |c| sqlx::query_as(AssertSqlSafe(select))
        .bind(key)
        .bind(query)
        .fetch_optional(c))
}

/// Whether an address said of a search that an account saved that it wants it.
pub(super) async fn has_proved(tx: &mut Tx, account: &AccountId, key: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM saved_searches WHERE account = $1 \
        AND mail_key = $2 AND confirmed_at IS NOT NULL)";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(account)
        .bind(key)
        .fetch_one(c))
}

pub(super) async fn kept_by(tx: &mut Tx, key: &str) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM saved_searches \
        WHERE mail_key = $1 AND confirmed_at IS NOT NULL";
    on!(tx, |c| sqlx::query_scalar(query).bind(key).fetch_one(c))
}

/// Forgets the oldest that wait for an address beyond so many; for `""`, for any address.
pub(super) async fn make_room(tx: &mut Tx, key: &str, most: i64) -> Result<()> {
    let statement = "DELETE FROM saved_searches WHERE confirmed_at IS NULL \
        AND ($1 = '' OR mail_key = $1) \
        AND id NOT IN (SELECT id FROM saved_searches WHERE confirmed_at IS NULL \
            AND ($1 = '' OR mail_key = $1) ORDER BY id DESC LIMIT $2)";
    execute!(tx, sqlx::query(statement).bind(key).bind(most))?;
    Ok(())
}

/// Notes that an address is asked now, unless it was asked after a moment.
pub(super) async fn may_ask(
    tx: &mut Tx,
    (key, digest): (&str, &str),
    now: Timestamp,
    after: Timestamp,
) -> Result<bool> {
    let statement = "INSERT INTO saved_search_questions (mail_key, secret_digest, asked_at) \
        VALUES ($1, $2, $3) ON CONFLICT (mail_key) DO UPDATE SET secret_digest = $2, \
        asked_at = $3 WHERE saved_search_questions.asked_at <= $4";
    let asked = execute!(
        tx,
        sqlx::query(statement)
            .bind(key)
            .bind(digest)
            .bind(now)
            .bind(after)
    )?;
    Ok(asked > 0)
}

pub(super) async fn waiting(tx: &mut Tx, digest: &str, after: Timestamp) -> Result<Vec<Saved>> {
    let select = format!(
        "SELECT {COLUMNS} FROM saved_searches WHERE confirmed_at IS NULL AND saved_at > $2 \
         AND mail_key = (SELECT mail_key FROM saved_search_questions \
            WHERE secret_digest = $1 AND asked_at > $2) ORDER BY id"
    );
    on!(tx, |c| sqlx::query_as(AssertSqlSafe(select))
        .bind(digest)
        .bind(after)
        .fetch_all(c))
}

pub(super) async fn confirm(
    tx: &mut Tx,
    id: &str,
    now: Timestamp,
    lapses_at: Timestamp,
    next_at: Timestamp,
) -> Result<()> {
    let statement = "UPDATE saved_searches SET confirmed_at = $2, told_to = $2, lapses_at = $3, \
        next_at = $4 WHERE id = $1 AND confirmed_at IS NULL";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(now)
            .bind(lapses_at)
            .bind(next_at)
    )?;
    Ok(())
}

pub(super) async fn by_ending(tx: &mut Tx, ending: &str) -> Result<Option<Saved>> {
    let select = format!(
        "SELECT {COLUMNS} FROM saved_searches WHERE ending = $1 AND confirmed_at IS NOT NULL"
    );
    on!(tx, |c| sqlx::query_as(AssertSqlSafe(select))
        .bind(ending)
        .fetch_optional(c))
}

pub(super) async fn end(tx: &mut Tx, ending: &str) -> Result<()> {
    let statement = "DELETE FROM saved_searches WHERE ending = $1";
    execute!(tx, sqlx::query(statement).bind(ending))?;
    Ok(())
}

pub(super) async fn keep_on(tx: &mut Tx, ending: &str, lapses_at: Timestamp) -> Result<()> {
    let statement = "UPDATE saved_searches SET lapses_at = $2, is_reminded = FALSE \
        WHERE ending = $1 AND confirmed_at IS NOT NULL";
    execute!(tx, sqlx::query(statement).bind(ending).bind(lapses_at))?;
    Ok(())
}

pub(super) async fn of_account(tx: &mut Tx, account: &AccountId) -> Result<Vec<Saved>> {
    let select = format!(
        "SELECT {COLUMNS} FROM saved_searches WHERE account = $1 \
         AND confirmed_at IS NOT NULL ORDER BY id"
    );
    on!(tx, |c| sqlx::query_as(AssertSqlSafe(select))
        .bind(account)
        .fetch_all(c))
}

pub(super) async fn counts(tx: &mut Tx) -> Result<Counts> {
    let query = "SELECT COUNT(confirmed_at) AS kept, \
        COUNT(*) - COUNT(confirmed_at) AS waiting FROM saved_searches";
    on!(tx, |c| sqlx::query_as(query).fetch_one(c))
}

pub(super) async fn due(tx: &mut Tx, now: Timestamp) -> Result<Option<Saved>> {
    let select = format!(
        "SELECT {COLUMNS} FROM saved_searches WHERE confirmed_at IS NOT NULL \
         AND next_at <= $1 ORDER BY next_at, id LIMIT 1"
    );
    on!(tx, |c| sqlx::query_as(AssertSqlSafe(select))
        .bind(now)
        .fetch_optional(c))
}

pub(super) async fn told(
    tx: &mut Tx,
    saved: &Saved,
    to: Timestamp,
    is_reminded: bool,
    next_at: Timestamp,
) -> Result<bool> {
    let statement = "UPDATE saved_searches SET told_to = $3, is_reminded = $4, next_at = $5 \
        WHERE id = $1 AND next_at = $2 AND confirmed_at IS NOT NULL";
    let changed = execute!(
        tx,
        sqlx::query(statement)
            .bind(&saved.id)
            .bind(saved.next_at)
            .bind(to)
            .bind(is_reminded)
            .bind(next_at)
    )?;
    Ok(changed > 0)
}

pub(super) async fn prune(tx: &mut Tx, now: Timestamp, before: Timestamp) -> Result<u64> {
    let lapsed = "DELETE FROM saved_searches WHERE lapses_at <= $1";
    let asked = "DELETE FROM saved_search_questions WHERE asked_at <= $1";
    let count = execute!(tx, sqlx::query(lapsed).bind(now))?;
    Ok(count + execute!(tx, sqlx::query(asked).bind(before))?)
}
