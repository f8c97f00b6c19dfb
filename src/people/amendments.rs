//! What visitors say is wrong in a record, or that it should go, for the office to read and
//! answer. They need no account, and nothing of it is public. What the office has seen to is
//! forgotten with the address of whoever wrote it.
//!
//! Where letters can be sent, the address says first by a link that it wrote this, as it does of
//! an application.

use serde::Serialize;

use super::mail_key;
use crate::access;
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{AmendmentId, OrganizationId};
use crate::mail::{self, ANSWERS_WITHIN};
use crate::store::{Tx, execute, on};
use crate::text;
use crate::words::phrase;

/// The longest text, in characters.
pub const LONGEST: usize = 2_000;
/// How many of one address wait at most, for the office and for the word of their address.
const MOST_OF_ADDRESS: i64 = 5;
/// How many about one organization wait at most, likewise.
const MOST_OF_ORGANIZATION: i64 = 20;
/// How many wait at most, likewise.
const MOST: i64 = 500;
/// How many more when they ask that a record goes: nobody else's words keep those away.
const MOST_REMOVALS: i64 = 100;
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

macro_rules! columns {
    () => {
        "id, organization, wish, content, mail, language, made_at"
    };
}

/// Takes what somebody says of a record; `mail` is where the office answers. With `asks` it
/// waits until that address says by a link that it wrote this, whose secret is given; else it
/// waits for the office at once. Whatever no address has confirmed keeps nobody out: the oldest
/// of it gives way.
///
/// # Errors
/// [`Error::Invalid`] naming `content` or `mail`; [`Error::Conflict`] when too many wait, of
/// this address, about this organization or of all.
pub async fn say(
    tx: &mut Tx,
    clock: &Clock,
    (organization, wish): (&OrganizationId, Wish),
    content: &str,
    (mail, language): (&str, &str),
    asks: bool,
) -> Result<Option<String>> {
    let content = text::clean(content);
    if content.is_empty() {
        return Err(Error::invalid("content", "is empty"));
    }
    text::within("content", &content, LONGEST)?;
    let mail = mail::address(mail)?;
    let key = mail_key(&mail);
    tx.lock_name(COUNTED, false).await?;
    demand_room(tx, (organization, wish), &key).await?;
    if asks {
        give_way(tx, organization, &key).await?;
    }
    let (secret, now) = (asks.then(access::mint_secret).transpose()?, clock.now());
    let statement = "INSERT INTO amendments (id, organization, wish, content, mail, mail_key, \
        language, secret_digest, made_at, confirmed_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(AmendmentId::new(clock))
            .bind(organization)
            .bind(wish.as_str())
            .bind(&content)
            .bind(&mail)
            .bind(&key)
            .bind(language)
            .bind(secret.as_deref().map(access::digest_of))
            .bind(now)
            .bind((!asks).then_some(now))
    )?;
    Ok(secret)
}

/// Refuses when too many wait for the office: of this address, about this organization, of all.
async fn demand_room(
    tx: &mut Tx,
    (organization, wish): (&OrganizationId, Wish),
    key: &str,
) -> Result<()> {
    let query = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN mail_key = $1 THEN 1 ELSE 0 END), 0), \
        COALESCE(SUM(CASE WHEN organization = $2 THEN 1 ELSE 0 END), 0) FROM amendments \
        WHERE confirmed_at IS NOT NULL";
    let (all, of_address, of_organization): (i64, i64, i64) = on!(tx, |c| sqlx::query_as(query)
        .bind(key)
        .bind(organization)
        .fetch_one(c))?;
    let most = match wish {
        Wish::Remove => MOST + MOST_REMOVALS,
        Wish::Correct | Wish::Keep => MOST,
    };
    if all >= most || of_address >= MOST_OF_ADDRESS || of_organization >= MOST_OF_ORGANIZATION {
        return Err(Error::Conflict(phrase!("refusal-enough-amendments").into()));
    }
    Ok(())
}

/// Makes room for one more that waits for the word of its address.
async fn give_way(tx: &mut Tx, organization: &OrganizationId, key: &str) -> Result<()> {
    // The newest that stay leave one place free.
    let statement = "DELETE FROM amendments WHERE id IN (SELECT id FROM amendments \
        WHERE confirmed_at IS NULL AND ($1 = '' OR mail_key = $1) AND ($2 = '' OR organization = $2) \
        ORDER BY made_at DESC, id DESC LIMIT $3 OFFSET $4)";
    for (key, organization, most) in [
        (key, "", MOST_OF_ADDRESS),
        ("", organization.as_str(), MOST_OF_ORGANIZATION),
        ("", "", MOST),
    ] {
        execute!(
            tx,
            sqlx::query(statement)
                .bind(key)
                .bind(organization)
                .bind(MOST)
                .bind(most - 1)
        )?;
    }
    Ok(())
}

/// What stands behind the link that its address was sent, about this organization.
///
/// # Errors
/// [`Error::Absent`] when the secret opens nothing.
pub async fn asked(
    tx: &mut Tx,
    clock: &Clock,
    organization: &OrganizationId,
    secret: &str,
) -> Result<Amendment> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM amendments WHERE secret_digest = $1 AND organization = $2 AND made_at > $3"
    );
    let found: Option<Amendment> = on!(tx, |c| sqlx::query_as(query)
        .bind(access::digest_of(secret))
        .bind(organization)
        .bind(clock.now() - ANSWERS_WITHIN)
        .fetch_optional(c))?;
    let remedy = "each ends after three days and once the office has seen to it: write again";
    found.ok_or_else(|| access::unusable(remedy))
}

/// Has it wait for the office, as its address says, and gives it; a second time changes nothing.
///
/// # Errors
/// Those of [`asked`]; [`Error::Conflict`] when too many wait by now.
pub async fn confirm(
    tx: &mut Tx,
    clock: &Clock,
    organization: &OrganizationId,
    secret: &str,
) -> Result<Amendment> {
    // Before the moment is taken: the office is told of everything up to its letter.
    tx.lock_name(COUNTED, false).await?;
    let found = asked(tx, clock, organization, secret).await?;
    demand_room(tx, (organization, found.wish), &mail_key(&found.mail)).await?;
    let statement = "UPDATE amendments SET confirmed_at = $2 \
        WHERE id = $1 AND confirmed_at IS NULL";
    execute!(tx, sqlx::query(statement).bind(&found.id).bind(clock.now()))?;
    Ok(found)
}

/// What waits for the office, the oldest first.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Amendment>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM amendments WHERE confirmed_at IS NOT NULL ORDER BY confirmed_at, id"
    );
    on!(tx, |c| sqlx::query_as(query).fetch_all(c))
}

/// How many wait for the office.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM amendments WHERE confirmed_at IS NOT NULL";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// Forgets what the office has seen to.
///
/// # Errors
/// [`Error::NotFound`] when nothing of that identifier waits.
pub async fn settle(tx: &mut Tx, id: &AmendmentId) -> Result<()> {
    let statement = "DELETE FROM amendments WHERE id = $1 AND confirmed_at IS NOT NULL";
    if execute!(tx, sqlx::query(statement).bind(id))? == 0 {
        return Err(Error::NotFound(format!("amendment {id}")));
    }
    Ok(())
}

/// Forgets what no address has confirmed in time; gives how many.
pub(super) async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM amendments WHERE confirmed_at IS NULL AND made_at <= $1";
    execute!(tx, sqlx::query(statement).bind(now - ANSWERS_WITHIN))
}
