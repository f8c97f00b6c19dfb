//! Who likes an offer or need, or passed it on. Of each the public sees the number alone.

use serde::Serialize;

use super::Taken;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OfferId;
use crate::offers::{self, State};
use crate::registry;
use crate::store::{Tx, execute, on};

/// What somebody did with an offer or need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// They like it.
    Like,
    /// They passed it on.
    Share,
}

impl Kind {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Like => "like",
            Self::Share => "share",
        }
    }
}

/// How often an offer or need was liked and passed on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// How many like it.
    pub likes: i64,
    /// How many passed it on.
    pub shares: i64,
}

/// Counts somebody once, however often they say it.
pub async fn add(
    tx: &mut Tx,
    (kind, offer): (Kind, &OfferId),
    (actor, activity): (&str, &str),
    now: Timestamp,
) -> Result<Taken<()>> {
    let found = match offers::get(tx, offer).await {
        Ok(found) if found.state != State::Withdrawn => found,
        Ok(_) | Err(Error::NotFound(_)) => {
            return Ok(Taken::Left("the offer that it is about is not known"));
        }
        Err(error) => return Err(error),
    };
    if !registry::get(tx, &found.organization).await?.is_public() {
        return Ok(Taken::Left("the offer that it is about is not public"));
    }
    // The latest activity is the one that an undoing names.
    let statement = "INSERT INTO reactions (offer, kind, actor, activity, created_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (offer, kind, actor) DO UPDATE SET activity = $4";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(offer)
            .bind(kind.as_str())
            .bind(actor)
            .bind(activity)
            .bind(now)
    )?;
    Ok(Taken::Kept(()))
}

/// Whether `actor` likes any offer or need, or passed one on.
pub async fn are_held_of(tx: &mut Tx, actor: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM reactions WHERE actor = $1)";
    on!(tx, |c| sqlx::query_scalar(query).bind(actor).fetch_one(c))
}

/// Takes back what `actor` did with an offer; `false` when there was nothing.
pub async fn take_back(tx: &mut Tx, (kind, offer): (Kind, &OfferId), actor: &str) -> Result<bool> {
    let statement = "DELETE FROM reactions WHERE offer = $1 AND kind = $2 AND actor = $3";
    let taken = execute!(
        tx,
        sqlx::query(statement)
            .bind(offer)
            .bind(kind.as_str())
            .bind(actor)
    )?;
    Ok(taken > 0)
}

/// Takes back what `actor` did by the activity of that address.
pub async fn take_back_by_activity(tx: &mut Tx, actor: &str, activity: &str) -> Result<bool> {
    let statement = "DELETE FROM reactions WHERE actor = $1 AND activity = $2";
    Ok(execute!(tx, sqlx::query(statement).bind(actor).bind(activity))? > 0)
}

/// The inboxes, shared ones where there are, of everybody who likes an offer, passed it on or
/// answered it, whether they follow anybody here or not.
pub async fn inboxes(tx: &mut Tx, offer: &OfferId) -> Result<Vec<String>> {
    let query = "SELECT DISTINCT COALESCE(shared_inbox, inbox) FROM remote_actors \
        WHERE gone = FALSE AND inbox IS NOT NULL AND id IN \
        (SELECT actor FROM reactions WHERE offer = $1 \
            UNION SELECT author FROM replies WHERE offer = $1)";
    on!(tx, |c| sqlx::query_scalar(query).bind(offer).fetch_all(c))
}

/// How often an offer was liked and passed on.
pub async fn counts(tx: &mut Tx, offer: &OfferId) -> Result<Counts> {
    let query = "SELECT kind, COUNT(*) FROM reactions WHERE offer = $1 GROUP BY kind";
    let rows: Vec<(String, i64)> = on!(tx, |c| sqlx::query_as(query).bind(offer).fetch_all(c))?;
    let of = |kind: Kind| {
        let row = rows.iter().find(|(word, _)| word == kind.as_str());
        row.map_or(0, |(_, count)| *count)
    };
    Ok(Counts {
        likes: of(Kind::Like),
        shares: of(Kind::Share),
    })
}
