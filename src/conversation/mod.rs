//! What people of other servers say to the directory's organizations: answers to offers and
//! needs, likes, direct messages, reports.
//!
//! All of it is somebody else's word: it is bounded and sanitised before it is kept, shown
//! only after somebody here let it, and gone when its author removes it. This module does
//! not know how it arrives or how an answer travels; addresses are texts for it.

/// Direct messages to organizations, and public words that name one.
pub mod messages;
/// What people are told of direct messages.
pub mod notice;
/// Questions to organizations that could meet a need.
pub mod questions;
/// Who likes an offer or need, or passed it on.
pub mod reactions;
/// Answers to offers and needs, shown once somebody approved them.
pub mod replies;
/// What is reported to this directory, and what it reports to others.
pub mod reports;
/// Visitors without an account who write about an offer or need.
pub mod visits;
/// What waits for an organization's word.
pub mod waiting;

/// What is out of sight, since its author is kept out.
mod hidden;
/// How much of one person and of one server is kept.
mod limits;
/// What others removed, so that it does not come back.
mod removed;

use std::time::Duration;

use serde::Serialize;

use crate::clock::{Clock, Timestamp};
use crate::error::Result;
use crate::store::{Tx, execute, on};
use crate::text;

pub use hidden::{count_to_hide, hide, restore};
pub use removed::{is_removed, note_removed};

/// The longest HTML that is looked at, in bytes; nobody writes as much by hand.
const MAX_HTML: usize = 64 << 10;
/// The span over which what somebody sends is counted.
const HOUR: Duration = Duration::from_hours(1);

/// Why something that was said has no effect, when the same or something newer is held.
pub const HELD: &str = "the same or a newer state of it is held";
/// Why something is not kept whose author took it back before.
pub const REMOVED: &str = "it was removed by its author";
/// Why something is not kept that stands under another's name.
pub const NOT_THE_AUTHOR: &str = "the sender is not its author";
const NO_TEXT: &str = "it has no text that could be shown";
const TOO_LONG: &str = "its text is longer than anybody reads";

/// Somebody of another server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Their address, by which they are known.
    pub id: String,
    /// The name that they go by.
    pub name: Option<String>,
    /// Their account's name, without the host.
    pub handle: Option<String>,
    /// Their server.
    pub host: String,
}

/// What became of something that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken<T> {
    /// It is kept.
    Kept(T),
    /// It has no effect, for this reason.
    Left(&'static str),
}

/// HTML as it may be kept, or why it may not.
fn readable(html: &str) -> Result<String, &'static str> {
    if html.len() > MAX_HTML {
        return Err(TOO_LONG);
    }
    let clean = text::sanitize_html(html);
    if text::from_html(&clean).is_empty() {
        return Err(NO_TEXT);
    }
    Ok(clean)
}

/// Forgets everything that somebody said and did here, whose account is gone; says whether
/// there was anything.
pub async fn forget_person(tx: &mut Tx, clock: &Clock, id: &str) -> Result<bool> {
    let now = clock.now();
    let replies = replies::forget_person(tx, id, now).await?;
    let messages = messages::forget_person(tx, id, now).await?;
    let reactions = execute!(
        tx,
        sqlx::query("DELETE FROM reactions WHERE actor = $1").bind(id)
    )?;
    Ok(replies + messages + reactions > 0)
}

/// Shows what somebody said under the name that they go by now.
pub async fn rename(tx: &mut Tx, person: &Person) -> Result<bool> {
    let statements = [
        "UPDATE replies SET author_name = $2, author_handle = $3 WHERE author = $1",
        "UPDATE messages SET correspondent_name = $2, correspondent_handle = $3 \
         WHERE correspondent = $1",
    ];
    let mut changed = 0;
    for statement in statements {
        changed += execute!(
            tx,
            sqlx::query(statement)
                .bind(&person.id)
                .bind(&person.name)
                .bind(&person.handle)
        )?;
    }
    Ok(changed > 0)
}

/// Whether somebody's words are held, so that their new name matters here.
pub async fn is_known(tx: &mut Tx, id: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM replies WHERE author = $1) \
        OR EXISTS (SELECT 1 FROM messages WHERE correspondent = $1)";
    on!(tx, |c| sqlx::query_scalar(query).bind(id).fetch_one(c))
}

/// Forgets what nobody needs any more: what was said to offers that are withdrawn, and what
/// was removed so long ago that no repetition will come. Gives how many rows it touched.
/// Messages have an age of their own, see [`messages::older_than`].
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let mut touched = removed::prune(tx, now).await?;
    touched += visits::prune(tx, now).await?;
    for table in ["replies", "reactions", "questions"] {
        let statement = format!(
            "DELETE FROM {table} WHERE offer IN \
             (SELECT id FROM offers WHERE state = 'withdrawn')"
        );
        touched += execute!(
            tx,
            sqlx::query(sqlx::AssertSqlSafe(statement.as_str())).persistent(false)
        )?;
    }
    Ok(touched)
}
