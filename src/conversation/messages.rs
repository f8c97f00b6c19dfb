//! Direct messages to organizations and their answers, and public words that name one.
//!
//! Nobody reads them but the organization and whoever keeps the node: every query here names
//! whose messages it gives.

use serde::Serialize;

use super::limits::{self, Counts};
use super::{NOT_THE_AUTHOR, Person, REMOVED, Taken, readable, removed};
use crate::access::{self, Scope};
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{MessageId, OrganizationId};
use crate::people::representation;
use crate::registry::Page;
use crate::settings::Conversation;
use crate::store::{Tx, execute, on};
use crate::text;
use crate::words::phrase;

/// The longest answer, in characters.
const MAX_ANSWER: usize = 5_000;
/// The most that one page of a list holds.
const MAX_PAGE: usize = 200;
/// How many are forgotten at once, so that no writer waits long.
const MOST: i64 = 1_000;
const COUNTS: Counts = Counts {
    of_person: "SELECT COUNT(*) FROM messages WHERE correspondent = $1 AND received_at > $2 \
        AND kind IN ('direct', 'mention')",
    of_host: "SELECT COUNT(*) FROM messages WHERE host = $1 AND received_at > $2 \
        AND kind IN ('direct', 'mention')",
};

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Somebody wrote to the organization alone.
    Direct,
    /// Somebody named the organization in public.
    Mention,
    /// The organization wrote to somebody alone: an answer, or what it asks them about a need
    /// of its, which answers nothing.
    Answer,
    /// The directory told somebody at once that nobody reads there.
    Automatic,
}

impl Kind {
    /// Whether it went out from here.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Answer | Self::Automatic)
    }

    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mention => "mention",
            Self::Answer => "answer",
            Self::Automatic => "automatic",
        }
    }
}

impl TryFrom<String> for Kind {
    type Error = Error;

    fn try_from(word: String) -> Result<Self> {
        [Self::Direct, Self::Mention, Self::Answer, Self::Automatic]
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| Error::internal(format!("a message of unknown kind {word:?}")))
    }
}

/// A message as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Its identifier.
    pub id: MessageId,
    /// The organization it concerns; `None` of what the directory itself said.
    pub organization: Option<OrganizationId>,
    /// What it is.
    pub kind: Kind,
    /// Its address on its author's server.
    pub note: String,
    /// The activity that carried it: their address, or our path.
    #[serde(skip)]
    pub activity: String,
    /// The path of our actor.
    #[serde(skip)]
    pub recipient: String,
    /// The person of the other server.
    pub correspondent: Person,
    /// What was said: harmless HTML.
    pub content: String,
    /// In which language, where that is known.
    pub language: Option<String>,
    /// The address of what it answers.
    pub in_reply_to: Option<String>,
    /// When it was written.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub published_at: Timestamp,
    /// When it arrived here, or was given to be sent.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub received_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: MessageId,
    note: String,
    activity: String,
    recipient: String,
    organization: Option<OrganizationId>,
    #[sqlx(try_from = "String")]
    kind: Kind,
    correspondent: String,
    correspondent_name: Option<String>,
    correspondent_handle: Option<String>,
    host: String,
    content: String,
    language: Option<String>,
    in_reply_to: Option<String>,
    published_at: Timestamp,
    received_at: Timestamp,
}

impl From<Row> for Message {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            organization: row.organization,
            kind: row.kind,
            note: row.note,
            activity: row.activity,
            recipient: row.recipient,
            correspondent: Person {
                id: row.correspondent,
                name: row.correspondent_name,
                handle: row.correspondent_handle,
                host: row.host,
            },
            content: row.content,
            language: row.language,
            in_reply_to: row.in_reply_to,
            published_at: row.published_at,
            received_at: row.received_at,
        }
    }
}

macro_rules! columns {
    () => {
        "id, note, activity, recipient, organization, kind, correspondent, correspondent_name, \
         correspondent_handle, host, content, language, in_reply_to, published_at, received_at"
    };
}

/// Keeps what somebody wrote to an organization, or its newer version.
pub async fn receive(
    tx: &mut Tx,
    clock: &Clock,
    mut message: Message,
    rules: &Conversation,
) -> Result<Taken<Message>> {
    if removed::is_removed(tx, &message.note).await? {
        return Ok(Taken::Left(REMOVED));
    }
    message.content = match readable(&message.content) {
        Ok(content) => content,
        Err(reason) => return Ok(Taken::Left(reason)),
    };
    if let Some(held) = by_note(tx, &message.note, &message.recipient).await? {
        if held.correspondent.id != message.correspondent.id {
            return Ok(Taken::Left(NOT_THE_AUTHOR));
        }
        let statement = "UPDATE messages SET content = $2, language = $3 WHERE id = $1";
        execute!(
            tx,
            sqlx::query(statement)
                .bind(&held.id)
                .bind(&message.content)
                .bind(&message.language)
        )?;
        return Ok(Taken::Kept(Message {
            content: message.content,
            language: message.language,
            ..held
        }));
    }
    let now = clock.now();
    if let Some(reason) = limits::exceeded_by(tx, COUNTS, &message, rules, now).await? {
        return Ok(Taken::Left(reason));
    }
    put(tx, &message).await?;
    Ok(Taken::Kept(message))
}

/// What an organization wants to say, as HTML.
///
/// # Errors
/// [`Error::Invalid`] when there is nothing or too much of it.
pub fn answer_text(plain: &str) -> Result<String> {
    text::within("text", plain, MAX_ANSWER)?;
    let html = text::to_html(plain);
    if html.is_empty() {
        return Err(Error::invalid("text", phrase!("refusal-write-answer")));
    }
    Ok(html)
}

/// Keeps a message as it is.
pub async fn put(tx: &mut Tx, message: &Message) -> Result<()> {
    let statement = concat!(
        "INSERT INTO messages (",
        columns!(),
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    );
    let person = &message.correspondent;
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&message.id)
            .bind(&message.note)
            .bind(&message.activity)
            .bind(&message.recipient)
            .bind(&message.organization)
            .bind(message.kind.as_str())
            .bind(&person.id)
            .bind(&person.name)
            .bind(&person.handle)
            .bind(&person.host)
            .bind(&message.content)
            .bind(&message.language)
            .bind(&message.in_reply_to)
            .bind(message.published_at)
            .bind(message.received_at)
    )?;
    Ok(())
}

/// Whether somebody represents the organization, or holds a token that opens its messages.
pub async fn is_represented(tx: &mut Tx, organization: &OrganizationId) -> Result<bool> {
    if representation::is_represented(tx, organization).await? {
        return Ok(true);
    }
    let tokens = access::of_organization(tx, organization).await?;
    Ok(tokens
        .iter()
        .any(|token| token.require(Scope::Messages).is_ok()))
}

/// Whether somebody was answered automatically by the actor at `recipient` since a moment.
pub async fn was_told(
    tx: &mut Tx,
    recipient: &str,
    correspondent: &str,
    since: Timestamp,
) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM messages WHERE correspondent = $1 \
        AND recipient = $2 AND kind = 'automatic' AND received_at > $3)";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(correspondent)
        .bind(recipient)
        .bind(since)
        .fetch_one(c))
}

/// A message of an organization.
///
/// # Errors
/// [`Error::NotFound`], also for a message of another organization.
pub async fn get(tx: &mut Tx, organization: &OrganizationId, id: &MessageId) -> Result<Message> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM messages WHERE id = $1 AND organization = $2"
    );
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(id)
        .bind(organization)
        .fetch_optional(c))?;
    row.map(Message::from)
        .ok_or_else(|| Error::NotFound(format!("message {id}")))
}

/// The messages of an organization, the newest first, after the cursor that the page before
/// gave.
///
/// # Errors
/// [`Error::Invalid`] when the cursor is none of ours.
pub async fn list(
    tx: &mut Tx,
    organization: &OrganizationId,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Message>> {
    let no_cursor = |_| Error::invalid("after", phrase!("refusal-no-cursor"));
    let after = after.map(MessageId::parse).transpose().map_err(no_cursor)?;
    let limit = limit.clamp(1, MAX_PAGE);
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM messages WHERE organization = $1 AND ($2 IS NULL OR id < $2) \
         ORDER BY id DESC LIMIT $3"
    );
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(organization)
        .bind(after.as_ref())
        .bind(wanted)
        .fetch_all(c))?;
    let items = rows.into_iter().map(Message::from).collect();
    Ok(Page::cut(items, limit, |message: &Message| {
        message.id.to_string()
    }))
}

/// Erases one message.
pub async fn erase(tx: &mut Tx, id: &MessageId) -> Result<()> {
    execute!(
        tx,
        sqlx::query("DELETE FROM messages WHERE id = $1").bind(id)
    )?;
    Ok(())
}

/// Messages that arrived or were sent before a moment, the oldest first, some at a time.
pub async fn older_than(tx: &mut Tx, moment: Timestamp) -> Result<Vec<Message>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM messages WHERE received_at <= $1 ORDER BY received_at LIMIT $2"
    );
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(moment)
        .bind(MOST)
        .fetch_all(c))?;
    Ok(rows.into_iter().map(Message::from).collect())
}

/// Removes what somebody wrote, as they wish, from every organization that it went to.
pub async fn remove(tx: &mut Tx, clock: &Clock, note: &str, author: &str) -> Result<Taken<()>> {
    let query = "SELECT correspondent, host FROM messages WHERE note = $1 \
        AND kind IN ('direct', 'mention') LIMIT 1";
    let held: Option<(String, String)> =
        on!(tx, |c| sqlx::query_as(query).bind(note).fetch_optional(c))?;
    let Some((correspondent, host)) = held else {
        return Ok(Taken::Left("no message of that address is held"));
    };
    if correspondent != author {
        return Ok(Taken::Left(NOT_THE_AUTHOR));
    }
    removed::note_removed(tx, note, &host, clock.now()).await?;
    let statement = "DELETE FROM messages WHERE note = $1 AND correspondent = $2";
    execute!(tx, sqlx::query(statement).bind(note).bind(author))?;
    Ok(Taken::Kept(()))
}

/// Removes everything that somebody wrote; gives how much it was. What was written to them
/// goes as well, since it tells of them.
pub(super) async fn forget_person(tx: &mut Tx, id: &str, now: Timestamp) -> Result<u64> {
    let noted = "INSERT INTO removed_notes (note, host, removed_at) \
        SELECT DISTINCT note, host, CAST($2 AS BIGINT) FROM messages \
        WHERE correspondent = $1 AND kind IN ('direct', 'mention') ON CONFLICT (note) DO NOTHING";
    execute!(tx, sqlx::query(noted).bind(id).bind(now))?;
    execute!(
        tx,
        sqlx::query("DELETE FROM messages WHERE correspondent = $1").bind(id)
    )
}

/// What was sent to somebody, by the paths of the activities.
pub async fn sent_to(tx: &mut Tx, correspondent: &str) -> Result<Vec<String>> {
    let query = "SELECT activity FROM messages WHERE correspondent = $1 \
        AND kind IN ('answer', 'automatic')";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(correspondent)
        .fetch_all(c))
}

/// What stands under an address, as our actor at `recipient` has it.
pub async fn by_note(tx: &mut Tx, note: &str, recipient: &str) -> Result<Option<Message>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM messages WHERE note = $1 AND recipient = $2"
    );
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(note)
        .bind(recipient)
        .fetch_optional(c))?;
    Ok(row.map(Message::from))
}
