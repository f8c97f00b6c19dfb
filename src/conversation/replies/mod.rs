//! Answers to offers and needs. Each waits until the office or the organization approves it,
//! unless its server is one whose answers need no approval.

/// Keeping what somebody wrote.
mod receive;
/// The queries, which nothing outside sees.
mod sql;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{NOT_THE_AUTHOR, Person, Taken, removed};
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{OfferId, OrganizationId, ReplyId};
use crate::registry::Page;
use crate::store::Tx;
use crate::words::phrase;

pub use receive::{Parent, Said, receive};

/// The most that one page of a list holds.
const MAX_PAGE: usize = 200;

/// Who sees an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody but the office and the organization, until one of them decides.
    Waiting,
    /// Everybody.
    Approved,
    /// Nobody, and its later versions neither.
    Hidden,
}

impl State {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Hidden => "hidden",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for State {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        [Self::Waiting, Self::Approved, Self::Hidden]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| {
                let reason = format!("{word:?} is none of waiting, approved, hidden");
                Error::invalid("state", reason)
            })
    }
}

impl TryFrom<String> for State {
    type Error = Error;

    fn try_from(word: String) -> Result<Self> {
        word.parse()
    }
}

/// An answer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// Its identifier.
    pub id: ReplyId,
    /// The offer or need under which it stands.
    pub offer: OfferId,
    /// Its address on its author's server.
    pub note: String,
    /// What it answers: the path of the offer, or the address of another answer.
    pub in_reply_to: String,
    /// How many answers it stands under.
    #[serde(skip)]
    pub depth: i64,
    /// Who wrote it.
    pub author: Person,
    /// What they wrote: harmless HTML.
    pub content: String,
    /// In which language, where that is known.
    pub language: Option<String>,
    /// The address of its page.
    pub url: String,
    /// Who sees it.
    pub state: State,
    /// When it was written.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub published_at: Timestamp,
    /// When it was last changed by its author.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub updated_at: Timestamp,
    /// When it arrived.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub received_at: Timestamp,
    /// When somebody here decided on it.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub decided_at: Option<Timestamp>,
}

/// Which answers are asked for; what is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// To which offer or need.
    pub offer: Option<OfferId>,
    /// To whose offers and needs.
    pub organization: Option<OrganizationId>,
    /// Who sees them.
    pub state: Option<State>,
}

/// The answer of this identifier.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(tx: &mut Tx, id: &ReplyId) -> Result<Reply> {
    let found = sql::by_id(tx, id).await?;
    found.ok_or_else(|| Error::NotFound(format!("reply {id}")))
}

/// The answer that stands under an address of another server.
pub async fn find(tx: &mut Tx, note: &str) -> Result<Option<Reply>> {
    sql::by_note(tx, note).await
}

/// Answers that pass `filter` in the order of their arrival, after the cursor that the page
/// before gave.
///
/// # Errors
/// [`Error::Invalid`] when the cursor is none of ours.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Reply>> {
    let no_cursor = |_| Error::invalid("after", phrase!("refusal-no-cursor"));
    let after = after.map(ReplyId::parse).transpose().map_err(no_cursor)?;
    let limit = limit.clamp(1, MAX_PAGE);
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let items = sql::select(tx, filter, after.as_ref(), wanted).await?;
    Ok(Page::cut(items, limit, |reply| reply.id.to_string()))
}

/// How many answers to an offer everybody sees.
pub async fn count_approved(tx: &mut Tx, offer: &OfferId) -> Result<i64> {
    sql::count_approved(tx, offer).await
}

/// Shows an answer to everybody, or to nobody, for good or until somebody decides again.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn decide(tx: &mut Tx, clock: &Clock, id: &ReplyId, state: State) -> Result<Reply> {
    let reply = locked(tx, id).await?;
    if reply.state == state {
        return Ok(reply);
    }
    let decided = Reply {
        state,
        decided_at: Some(clock.now()),
        ..reply
    };
    sql::update(tx, &decided).await?;
    Ok(decided)
}

/// Removes an answer for good, as its author wishes. What is not held is not removed.
pub async fn remove(tx: &mut Tx, clock: &Clock, note: &str, author: &str) -> Result<Taken<Reply>> {
    let Some(held) = sql::by_note(tx, note).await? else {
        return Ok(Taken::Left("no answer of that address is held"));
    };
    if held.author.id != author {
        return Ok(Taken::Left(NOT_THE_AUTHOR));
    }
    removed::note_removed(tx, note, &held.author.host, clock.now()).await?;
    sql::delete(tx, &held.id).await?;
    Ok(Taken::Kept(held))
}

/// Removes everything that somebody answered; gives how much it was.
pub(super) async fn forget_person(tx: &mut Tx, id: &str, now: Timestamp) -> Result<u64> {
    sql::forget_author(tx, id, now).await
}

/// The answer of this identifier, kept from other writers until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_for_change(tx: &mut Tx, id: &ReplyId) -> Result<Reply> {
    locked(tx, id).await
}

async fn locked(tx: &mut Tx, id: &ReplyId) -> Result<Reply> {
    tx.lock_row("replies", id.as_str()).await?;
    get(tx, id).await
}
