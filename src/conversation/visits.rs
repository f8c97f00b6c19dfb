//! Visitors without an account who write about an offer or need.
//!
//! What one writes waits until the mail address that was named confirms it by a link, so that
//! nobody writes in another's name. From then on it is a conversation among the organization's
//! messages, and here stands only whom the answers reach: until its last message is forgotten.
//! How a message reaches the organization is not known here.

use std::time::Duration;

use crate::access;
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{OfferId, OrganizationId, VisitId};
use crate::mail::{self, ANSWERS_WITHIN};
use crate::offers::Offer;
use crate::people::mail_key;
use crate::store::{Tx, execute, on};
use crate::text;
use crate::words::phrase;

use super::{Person, messages};

/// Where the links lead.
pub const PATH: &str = "/visits";
/// How many of one address wait for its word at most.
const MOST_OF_ADDRESS: i64 = 3;
/// How many wait at most that are for one organization.
const MOST_OF_ORGANIZATION: i64 = 50;
/// How many conversations one address begins at most within a day.
const MOST_OF_DAY: i64 = 5;
/// The span of that.
const DAY: Duration = Duration::from_hours(24);
/// How many wait at most.
const MOST: i64 = 1_000;
/// The lock under which they are counted.
const COUNTED: &str = "visits";
/// The longest name, in characters.
const MAX_NAME: usize = 200;
/// What the ids of visitors begin with, as those of correspondents.
const URN: &str = "urn:uuid:";

/// What a visitor writes.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'d> {
    /// The name under which the organization sees it.
    pub name: &'d str,
    /// Where the answer goes.
    pub mail: &'d str,
    /// In plain text.
    pub content: &'d str,
    /// The language of letters.
    pub language: &'d str,
}

/// A visitor and their conversation.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Visit {
    /// Its identifier.
    pub id: VisitId,
    /// What it is about.
    pub offer: OfferId,
    /// The name that was named.
    pub name: String,
    /// Where letters go. Nobody sees it.
    pub mail: String,
    /// The language of letters.
    pub language: String,
    /// What waits for the word of the address; empty from then on.
    pub content: String,
    secret: String,
    /// Whether the address has confirmed it.
    pub is_confirmed: bool,
}

impl Visit {
    /// The visitor as the organization knows them.
    pub fn person(&self) -> Person {
        Person {
            id: correspondent(&self.id),
            name: Some(self.name.clone()),
            handle: None,
            // No server: they are counted otherwise.
            host: String::new(),
        }
    }

    /// The path behind their link.
    pub fn path(&self) -> String {
        path(&self.secret)
    }
}

/// The path behind the link of a visitor.
pub fn path(secret: &str) -> String {
    format!("{PATH}/{secret}")
}

fn correspondent(id: &VisitId) -> String {
    format!("{URN}{id}")
}

/// Whether a correspondent is a visitor.
pub fn is_visitor(correspondent: &str) -> bool {
    id_of(correspondent).is_some()
}

pub(super) fn id_of(correspondent: &str) -> Option<&str> {
    correspondent.strip_prefix(URN)
}

macro_rules! columns {
    () => {
        "id, offer, name, mail, language, content, secret, confirmed_at IS NOT NULL AS is_confirmed"
    };
}

/// Takes what somebody writes about an offer or need, until its address confirms it by the path
/// that is given. The oldest that wait of this address, or for this organization, give way.
///
/// # Errors
/// [`Error::Invalid`] naming `name`, `mail` or `text`; [`Error::Conflict`] when too many wait in
/// all, or this address began enough conversations within a day.
pub async fn begin(
    tx: &mut Tx,
    clock: &Clock,
    about: &Offer,
    draft: Draft<'_>,
) -> Result<(VisitId, String)> {
    let (name, content) = (text::line(draft.name), text::clean(draft.content));
    if name.is_empty() {
        return Err(Error::invalid("name", phrase!("refusal-write-name")));
    }
    text::within("name", &name, MAX_NAME)?;
    messages::answer_text(&content)?;
    let mail = mail::address(draft.mail)?;
    let key = mail_key(&mail);
    let now = clock.now();
    tx.lock_name(COUNTED, false).await?;
    make_room(tx, &key, &about.organization).await?;
    let query = "SELECT (SELECT COUNT(*) FROM visits WHERE confirmed_at IS NULL \
            AND made_at > $2), \
        (SELECT COUNT(*) FROM visits WHERE mail_key = $1 AND confirmed_at > $3)";
    let (waiting, begun): (i64, i64) = on!(tx, |c| sqlx::query_as(query)
        .bind(&key)
        .bind(now - ANSWERS_WITHIN)
        .bind(now - DAY)
        .fetch_one(c))?;
    if waiting >= MOST || begun >= MOST_OF_DAY {
        return Err(Error::Conflict(phrase!("refusal-enough-visits").into()));
    }
    let secret = access::mint_secret()?;
    let id = VisitId::new(clock);
    let statement = "INSERT INTO visits \
        (id, offer, name, mail, mail_key, language, content, secret, made_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&id)
            .bind(&about.id)
            .bind(&name)
            .bind(&mail)
            .bind(&key)
            .bind(text::base_language(draft.language)?)
            .bind(&content)
            .bind(&secret)
            .bind(now)
    )?;
    Ok((id, path(&secret)))
}

/// Lets the oldest go that no address has confirmed, so that whoever writes in another's name
/// keeps nobody out.
async fn make_room(tx: &mut Tx, key: &str, organization: &OrganizationId) -> Result<()> {
    let of_address = "DELETE FROM visits WHERE confirmed_at IS NULL AND id IN \
        (SELECT id FROM visits WHERE confirmed_at IS NULL AND mail_key = $1 \
            ORDER BY id DESC LIMIT $2 OFFSET $3)";
    let of_organization = "DELETE FROM visits WHERE confirmed_at IS NULL AND id IN \
        (SELECT v.id FROM visits v JOIN offers o ON o.id = v.offer \
            WHERE v.confirmed_at IS NULL AND o.organization = $1 \
            ORDER BY v.id DESC LIMIT $2 OFFSET $3)";
    for (statement, whose, most) in [
        (of_address, key, MOST_OF_ADDRESS),
        (of_organization, organization.as_str(), MOST_OF_ORGANIZATION),
    ] {
        execute!(
            tx,
            sqlx::query(statement).bind(whose).bind(MOST).bind(most - 1)
        )?;
    }
    Ok(())
}

/// The visitor behind a link: what can still be confirmed, and what was.
///
/// # Errors
/// [`Error::Absent`] when the secret opens nothing.
pub async fn behind(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<Visit> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM visits WHERE secret = $1 AND (confirmed_at IS NOT NULL OR made_at > $2)"
    );
    let found: Option<Visit> = on!(tx, |c| sqlx::query_as(query)
        .bind(secret)
        .bind(now - ANSWERS_WITHIN)
        .fetch_optional(c))?;
    let remedy = "each ends after three days without a word, and with its conversation";
    found.ok_or_else(|| access::unusable(remedy))
}

/// The visitor that a correspondent is, whose address has confirmed it, kept from other writers.
pub async fn of_correspondent(tx: &mut Tx, correspondent: &str) -> Result<Option<Visit>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM visits WHERE id = $1 AND confirmed_at IS NOT NULL"
    );
    let id = id_of(correspondent).unwrap_or_default();
    tx.lock_row("visits", id).await?;
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))
}

/// Notes that an address confirmed what it wrote; `false` when it had.
pub async fn confirm(tx: &mut Tx, visit: &VisitId, now: Timestamp) -> Result<bool> {
    let statement = "UPDATE visits SET confirmed_at = $2, content = '' \
        WHERE id = $1 AND confirmed_at IS NULL";
    Ok(execute!(tx, sqlx::query(statement).bind(visit).bind(now))? == 1)
}

/// Forgets the visitor that a correspondent is, with the letters to them.
pub async fn forget(tx: &mut Tx, correspondent: &str) -> Result<()> {
    let statement = "DELETE FROM visits WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id_of(correspondent)))?;
    Ok(())
}

/// Forgets the visitor that a correspondent is when nothing of their conversation is left.
pub async fn forget_silent(tx: &mut Tx, correspondent: &str) -> Result<()> {
    let statement = "DELETE FROM visits WHERE id = $1 AND confirmed_at IS NOT NULL \
        AND NOT EXISTS (SELECT 1 FROM messages WHERE correspondent = $2)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id_of(correspondent))
            .bind(correspondent)
    )?;
    Ok(())
}

/// Forgets what no address has confirmed in time, and whose conversation is gone; gives how many.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM visits WHERE (confirmed_at IS NULL AND made_at <= $1) \
        OR (confirmed_at IS NOT NULL AND NOT EXISTS \
        (SELECT 1 FROM messages WHERE correspondent = $2 || visits.id))";
    execute!(
        tx,
        sqlx::query(statement).bind(now - ANSWERS_WITHIN).bind(URN)
    )
}
