//! What visitors say is wrong in a record, or that it should go, for the office to read and
//! answer. They need no account, and nothing of it is public. What the office has seen to is
//! forgotten with the address of whoever wrote it.

use serde::Serialize;

use super::mail_key;
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{AmendmentId, OrganizationId};
use crate::mail;
use crate::store::{Tx, execute, on};
use crate::text;
use crate::words::phrase;

/// The longest text, in characters.
pub const LONGEST: usize = 2_000;
/// How many of one address wait at most.
const MOST_OF_ADDRESS: i64 = 5;
/// How many wait at most.
const MOST: i64 = 500;
/// The lock under which they are counted.
const COUNTED: &str = "amendments";

/// What somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Wish {
    /// Something in the record is wrong.
    Correct,
    /// The record should go.
    Remove,
    /// The organization wants to keep it itself.
    Keep,
}

impl Wish {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Correct, Self::Remove, Self::Keep];

    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Remove => "remove",
            Self::Keep => "keep",
        }
    }

    /// The wish of a word; none of any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}

impl TryFrom<String> for Wish {
    type Error = Error;

    fn try_from(word: String) -> Result<Self> {
        let unknown = || Error::internal(format!("an amendment that wants {word:?}"));
        Self::parse(&word).ok_or_else(unknown)
    }
}

/// What waits for the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Amendment {
    /// Its identifier.
    pub id: AmendmentId,
    /// Whose record it is about.
    pub organization: OrganizationId,
    /// What is wanted.
    #[sqlx(try_from = "String")]
    pub wish: Wish,
    /// What is wrong, in plain text.
    pub content: String,
    /// Where the office answers.
    pub mail: String,
    /// The language in which it was written.
    pub language: String,
    /// When.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub made_at: Timestamp,
}

/// Takes what somebody says of a record; `mail` is where the office answers.
///
/// # Errors
/// [`Error::Invalid`] naming `content` or `mail`; [`Error::Conflict`] when too many wait, of
/// this address or of all.
pub async fn say(
    tx: &mut Tx,
    clock: &Clock,
    (organization, wish): (&OrganizationId, Wish),
    content: &str,
    (mail, language): (&str, &str),
) -> Result<AmendmentId> {
    let content = text::clean(content);
    if content.is_empty() {
        return Err(Error::invalid("content", "is empty"));
    }
    text::within("content", &content, LONGEST)?;
    let mail = mail::address(mail)?;
    let key = mail_key(&mail);
    tx.lock_name(COUNTED, false).await?;
    let query = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN mail_key = $1 THEN 1 ELSE 0 END), 0) \
        FROM amendments";
    let (all, of_address): (i64, i64) = on!(tx, |c| sqlx::query_as(query).bind(&key).fetch_one(c))?;
    if all >= MOST || of_address >= MOST_OF_ADDRESS {
        return Err(Error::Conflict(phrase!("refusal-enough-amendments").into()));
    }
    let id = AmendmentId::new(clock);
    let statement = "INSERT INTO amendments \
        (id, organization, wish, content, mail, mail_key, language, made_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&id)
            .bind(organization)
            .bind(wish.as_str())
            .bind(&content)
            .bind(&mail)
            .bind(&key)
            .bind(language)
            .bind(clock.now())
    )?;
    Ok(id)
}

/// What waits for the office, the oldest first.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Amendment>> {
    let query = "SELECT id, organization, wish, content, mail, language, made_at \
        FROM amendments ORDER BY made_at, id";
    on!(tx, |c| sqlx::query_as(query).fetch_all(c))
}

/// How many wait for the office.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    on!(tx, |c| sqlx::query_scalar(
        "SELECT COUNT(*) FROM amendments"
    )
    .fetch_one(c))
}

/// Forgets what the office has seen to.
///
/// # Errors
/// [`Error::NotFound`] when nothing of that identifier waits.
pub async fn settle(tx: &mut Tx, id: &AmendmentId) -> Result<()> {
    let statement = "DELETE FROM amendments WHERE id = $1";
    if execute!(tx, sqlx::query(statement).bind(id))? == 0 {
        return Err(Error::NotFound(format!("amendment {id}")));
    }
    Ok(())
}
