//! Keeping what somebody answered: which offer it belongs to, whether there is room for it,
//! and who sees it.

use super::{Reply, State, locked, sql};
use crate::clock::{Clock, Timestamp};
use crate::conversation::limits::{self, Counts};
use crate::conversation::{HELD, NOT_THE_AUTHOR, Person, REMOVED, Taken, readable, removed};
use crate::error::{Error, Result};
use crate::id::{OfferId, ReplyId};
use crate::offers;
use crate::registry;
use crate::settings::Conversation;
use crate::store::Tx;

/// How many answers may stand one under the other.
const MAX_DEPTH: i64 = 30;
const COUNTS: Counts = Counts {
    of_person: "SELECT COUNT(*) FROM replies WHERE author = $1 AND received_at > $2",
    of_host: "SELECT COUNT(*) FROM replies WHERE host = $1 AND received_at > $2",
};

/// What an answer answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parent {
    /// An offer or need of this directory.
    Offer(OfferId),
    /// Something of another server, by its address.
    Note(String),
}

/// An answer as somebody wrote it.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its address on its author's server.
    pub note: String,
    /// What it answers.
    pub parent: Parent,
    /// Who wrote it.
    pub author: Person,
    /// What they wrote: HTML as it came.
    pub content: String,
    /// In which language, where that is known.
    pub language: Option<String>,
    /// The address of its page.
    pub url: String,
    /// When it was written.
    pub published_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Keeps an answer, or its newer version. Whatever its author changes waits again for
/// approval, unless it was hidden, which it stays; so does what comes from where the office
/// deals with reserve, however its host is trusted.
pub async fn receive(
    tx: &mut Tx,
    clock: &Clock,
    said: Said,
    rules: &Conversation,
    is_limited: bool,
) -> Result<Taken<Reply>> {
    let now = clock.now();
    if removed::is_removed(tx, &said.note).await? {
        return Ok(Taken::Left(REMOVED));
    }
    let content = match readable(&said.content) {
        Ok(content) => content,
        Err(reason) => return Ok(Taken::Left(reason)),
    };
    let is_trusted = rules.trusts(&said.author.host) && !is_limited;
    if let Some(held) = sql::by_note(tx, &said.note).await? {
        return change(tx, held, said, content, is_trusted).await;
    }
    let (offer, in_reply_to, depth) = match under(tx, said.parent).await? {
        Taken::Kept(place) => place,
        Taken::Left(reason) => return Ok(Taken::Left(reason)),
    };
    if let Some(reason) = limits::exceeded(tx, COUNTS, &said.author, rules, now).await? {
        return Ok(Taken::Left(reason));
    }
    let state = if is_trusted {
        State::Approved
    } else {
        State::Waiting
    };
    let reply = Reply {
        id: ReplyId::new(clock),
        offer,
        note: said.note,
        in_reply_to,
        depth,
        author: said.author,
        content,
        language: said.language,
        url: said.url,
        state,
        published_at: said.published_at.min(now),
        updated_at: said.updated_at.min(now),
        received_at: now,
        decided_at: None,
    };
    sql::insert(tx, &reply).await?;
    Ok(Taken::Kept(reply))
}

async fn change(
    tx: &mut Tx,
    held: Reply,
    said: Said,
    content: String,
    is_trusted: bool,
) -> Result<Taken<Reply>> {
    if held.author.id != said.author.id {
        return Ok(Taken::Left(NOT_THE_AUTHOR));
    }
    let held = locked(tx, &held.id).await?;
    if said.updated_at <= held.updated_at {
        return Ok(Taken::Left(HELD));
    }
    let state = match held.state {
        State::Approved if content != held.content && !is_trusted => State::Waiting,
        state => state,
    };
    let changed = Reply {
        content,
        language: said.language,
        state,
        updated_at: said.updated_at,
        ..held
    };
    sql::update(tx, &changed).await?;
    Ok(Taken::Kept(changed))
}

/// The place of an answer: the offer, what is answered, and how deep it stands.
async fn under(tx: &mut Tx, parent: Parent) -> Result<Taken<(OfferId, String, i64)>> {
    let (offer, in_reply_to, depth) = match parent {
        Parent::Offer(offer) => {
            let path = offer.path();
            (offer, path, 0)
        }
        Parent::Note(note) => {
            let above = sql::by_note(tx, &note).await?;
            // What nobody sees has nothing under it that somebody could see.
            let Some(above) = above.filter(|above| above.state == State::Approved) else {
                return Ok(Taken::Left("what it answers is not shown here"));
            };
            (above.offer, note, above.depth + 1)
        }
    };
    if depth > MAX_DEPTH {
        return Ok(Taken::Left("it stands under too many other answers"));
    }
    let found = match offers::get(tx, &offer).await {
        Ok(found) => found,
        Err(Error::NotFound(_)) => return Ok(Taken::Left("the offer it answers is not known")),
        Err(error) => return Err(error),
    };
    if !found.is_open() {
        return Ok(Taken::Left("the offer it answers has ended"));
    }
    if !registry::get(tx, &found.organization).await?.is_public() {
        return Ok(Taken::Left("the offer it answers is not public"));
    }
    Ok(Taken::Kept((offer, in_reply_to, depth)))
}
