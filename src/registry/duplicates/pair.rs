//! Pairs as they are kept: proposed, and decided by people.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::reason::Reason;
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::registry::membership::Party;
use crate::registry::sql::pairs as sql;
use crate::registry::{Author, Page, get};
use crate::store::Tx;
use crate::words::phrase;

/// The most that one page holds.
const MAX_PAGE: usize = 200;

/// What became of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Found, and not decided.
    Proposed,
    /// Two organizations: not proposed again.
    Apart,
    /// One organization: the record that is lost leads to the one that is kept.
    Merged,
    /// One organization, stated of a record of ours and another directory's.
    Same,
}

impl State {
    /// The state as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Apart => "apart",
            Self::Merged => "merged",
            Self::Same => "same",
        }
    }
}

impl FromStr for State {
    type Err = Error;
    fn from_str(state: &str) -> Result<Self> {
        [Self::Proposed, Self::Apart, Self::Merged, Self::Same]
            .into_iter()
            .find(|known| known.as_str() == state)
            .ok_or_else(|| Error::invalid("state", "write proposed, apart, merged or same"))
    }
}

/// Two records that may be one organization.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// A path of ours.
    pub one: String,
    /// A path of ours that is greater, or another directory's address.
    pub other: String,
    /// How likely they are one, from 0 to 1.
    pub score: f64,
    /// Why, what says most first.
    pub reasons: Vec<Reason>,
    /// What became of it.
    pub state: State,
    /// When it was found.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub found_at: Timestamp,
    /// Who decided: office or organization.
    pub decided_by: Option<String>,
    /// When that was.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub decided_at: Option<Timestamp>,
}

/// Pairs of a state, the likeliest first, after the cursor that the page before gave.
///
/// # Errors
/// [`Error::Invalid`] when the cursor is none of ours.
pub async fn list(
    tx: &mut Tx,
    state: State,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Pair>> {
    let limit = limit.clamp(1, MAX_PAGE);
    let after = after.map(read_cursor).transpose()?;
    let after = after
        .as_ref()
        .map(|(score, one, other)| (*score, one.as_str(), other.as_str()));
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let items = sql::list(tx, state.as_str(), after, wanted).await?;
    Ok(Page::cut(items, limit, |pair| {
        URL_SAFE_NO_PAD.encode(format!("{} {} {}", pair.score, pair.one, pair.other))
    }))
}

fn read_cursor(cursor: &str) -> Result<(f64, String, String)> {
    let wrong = || Error::invalid("after", phrase!("refusal-no-cursor"));
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let text = text.ok_or_else(wrong)?;
    let mut parts = text.splitn(3, ' ');
    let score = parts.next().and_then(|score| score.parse().ok());
    match (score, parts.next(), parts.next()) {
        (Some(score), Some(one), Some(other)) => Ok((score, one.to_owned(), other.to_owned())),
        _ => Err(wrong()),
    }
}

/// How many pairs wait for a decision.
pub async fn count_proposed(tx: &mut Tx) -> Result<i64> {
    sql::count_proposed(tx).await
}

/// The pair of two records, if it was ever found or decided.
pub async fn pair(tx: &mut Tx, one: &str, other: &str) -> Result<Option<Pair>> {
    sql::get(tx, ordered(one, other)).await
}

/// Decides that two records are two organizations, whether somebody proposed otherwise or not.
///
/// # Errors
/// [`Error::NotFound`] when a record of ours does not exist; [`Error::Invalid`] when both are
/// one record or neither is ours; [`Error::Conflict`] when they are merged, or stated to be
/// the same.
pub async fn keep_apart(
    tx: &mut Tx,
    clock: &Clock,
    one: &Party,
    other: &Party,
    author: &Author,
) -> Result<Pair> {
    for party in [one, other] {
        if let Party::Own(id) = party {
            get(tx, id).await?;
        }
    }
    let (first, second) = (one.to_string(), other.to_string());
    let both = ordered(&first, &second);
    check(both)?;
    let known = sql::get(tx, both).await?;
    if known.as_ref().is_some_and(|pair| pair.state == State::Same) {
        return Err(Error::Conflict(phrase!("duplicates-same-stated").into()));
    }
    let now = clock.now();
    put(tx, both, State::Apart, author_name(author), now).await
}

/// Takes back that two records were kept apart: what was found of them waits to be decided anew,
/// and what was never found is forgotten.
///
/// # Errors
/// [`Error::NotFound`] when they are not kept apart.
pub async fn decide_anew(tx: &mut Tx, one: &Party, other: &Party) -> Result<Pair> {
    let (first, second) = (one.to_string(), other.to_string());
    let both = ordered(&first, &second);
    let known = sql::get(tx, both).await?;
    let Some(pair) = known.filter(|pair| pair.state == State::Apart) else {
        return Err(Error::NotFound(format!("{first} and {second} kept apart")));
    };
    let open = Pair {
        state: State::Proposed,
        decided_by: None,
        decided_at: None,
        ..pair
    };
    if open.reasons.is_empty() {
        sql::delete(tx, both).await?;
    } else {
        sql::put(tx, &open).await?;
    }
    Ok(open)
}

fn check((one, other): (&str, &str)) -> Result<()> {
    if one == other {
        return Err(Error::invalid("other", phrase!("duplicates-same-record")));
    }
    if !one.starts_with("/o/") {
        return Err(Error::invalid("one", phrase!("duplicates-none-here")));
    }
    Ok(())
}

/// Notes what was decided of a pair that was found; what was not found needs no note.
pub(in crate::registry) async fn settle(
    tx: &mut Tx,
    (one, other): (&str, &str),
    state: State,
    by: &str,
    now: Timestamp,
) -> Result<()> {
    let both = ordered(one, other);
    if sql::get(tx, both).await?.is_some() {
        put(tx, both, state, by, now).await?;
    }
    Ok(())
}

/// Opens the question again that was settled as the same.
pub(in crate::registry) async fn reopen(tx: &mut Tx, (one, other): (&str, &str)) -> Result<()> {
    let known = sql::get(tx, ordered(one, other)).await?;
    if let Some(pair) = known.filter(|pair| pair.state == State::Same) {
        let open = Pair {
            state: State::Proposed,
            decided_by: None,
            decided_at: None,
            ..pair
        };
        sql::put(tx, &open).await?;
    }
    Ok(())
}

/// Writes a decision, with the reasons for which the pair was found, if it was.
pub(super) async fn put(
    tx: &mut Tx,
    both: (&str, &str),
    state: State,
    by: &str,
    now: Timestamp,
) -> Result<Pair> {
    let known = sql::get(tx, both).await?;
    let found = known.unwrap_or_else(|| Pair {
        one: both.0.to_owned(),
        other: both.1.to_owned(),
        score: 0.0,
        reasons: Vec::new(),
        state,
        found_at: now,
        decided_by: None,
        decided_at: None,
    });
    let pair = Pair {
        state,
        decided_by: Some(by.to_owned()),
        decided_at: Some(now),
        ..found
    };
    sql::put(tx, &pair).await?;
    Ok(pair)
}

/// The two in the order in which they are kept: paths of ours first, then by letters.
pub(super) fn ordered<'p>(one: &'p str, other: &'p str) -> (&'p str, &'p str) {
    let is_foreign = |id: &str| !id.starts_with('/');
    if (is_foreign(one), one) <= (is_foreign(other), other) {
        (one, other)
    } else {
        (other, one)
    }
}

/// Who decides, in a word.
pub(super) fn author_name(author: &Author) -> &'static str {
    match author {
        Author::Organization => "organization",
        Author::Office | Author::Register { .. } => "office",
    }
}
