//! Searches that somebody saves, to be told by mail of what is new in them.
//!
//! A mail address is the owner, with an account or without: it says by a link that it wants
//! a search, each letter ends it by one press, and it lapses after a year unless the address
//! says so again. Whoever types another's address learns nothing of it and causes at most one
//! letter a day. Who writes the letters is not known here.

/// The queries.
mod sql;

use std::time::Duration;

use super::asked::Asked;
use super::due;
use crate::access;
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{self, AccountId};
use crate::mail::{self, ANSWERS_WITHIN};
use crate::people::mail_key;
use crate::store::Tx;

pub use sql::Saved;

/// Where searches are saved.
pub const PATH: &str = "/searches";
/// Between two letters of one search, and between two questions to one address.
pub const DAY: Duration = Duration::from_hours(24);
/// How long a search is kept without another word of its address.
pub const YEAR: Duration = Duration::from_hours(365 * 24);
/// So long before the end the address is told of it.
pub const WARNING: Duration = Duration::from_hours(30 * 24);
/// How many searches of one address are kept.
pub const MOST_OF_ADDRESS: i64 = 10;
/// How many wait for the word of one address; the oldest make room.
const MOST_WAITING: i64 = 5;
/// How many wait for the word of all addresses together; here, too, the oldest make room.
const MOST_WAITING_IN_ALL: i64 = 2_000;
/// The lock under which they are counted.
const COUNTED: &str = "saved searches";

/// The path behind the link that ends a search.
pub fn path(ending: &str) -> String {
    format!("{PATH}/{ending}")
}

/// The path behind the link by which an address says that it wants a search.
pub fn path_of_question(secret: &str) -> String {
    format!("{PATH}/confirm/{secret}")
}

/// What somebody wants to keep.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'w> {
    /// The search.
    pub asked: &'w Asked,
    /// To which address letters go.
    pub mail: &'w str,
    /// Who is signed in, if the address is theirs.
    pub account: Option<&'w AccountId>,
    /// In which language.
    pub language: &'w str,
}

/// What became of a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept from now on: the address has proved itself before.
    Kept(Saved),
    /// The address is to be asked by a letter, under this secret.
    Ask(String),
    /// The address was asked today already, or keeps the search already.
    Wait,
}

/// Saves a search for an address. Unless the account that is signed in has proved to own the
/// address by an earlier search, it waits until the address says that it wants it.
///
/// # Errors
/// [`Error::Invalid`] for no mail address, or a search of everything; [`Error::Conflict`] when
/// no more can be kept, by the address of somebody signed in or by the directory.
pub async fn save(tx: &mut Tx, clock: &Clock, most: u32, wish: Wish<'_>) -> Result<Outcome> {
    let (mail, now) = (mail::address(wish.mail)?, clock.now());
    if wish.asked.is_empty() {
        let reason = "asks nothing; narrow it by a word, a place or a kind first";
        return Err(Error::invalid("search", reason));
    }
    let key = mail_key(&mail);
    tx.lock_name(COUNTED, false).await?;
    let counts = sql::counts(tx).await?;
    if counts.kept >= i64::from(most) {
        let reason = "this directory can save no more searches just now; follow the search by \
            its feed instead, or come again in some days";
        return Err(Error::Conflict(reason.into()));
    }
    let query = wish.asked.query(&[]);
    let is_proved = match wish.account {
        Some(account) => sql::has_proved(tx, account, &key).await?,
        None => false,
    };
    let found = sql::of_address(tx, &key, &query).await?;
    if is_proved && let Some(saved) = found.clone().filter(|saved| saved.confirmed_at.is_some()) {
        return Ok(Outcome::Kept(saved));
    }
    if is_proved {
        has_room(tx, &key).await?;
    }
    if found
        .as_ref()
        .is_some_and(|saved| saved.confirmed_at.is_some())
    {
        return Ok(Outcome::Wait);
    }
    if found.is_none() {
        for (key, most) in [(&*key, MOST_WAITING), ("", MOST_WAITING_IN_ALL)] {
            sql::make_room(tx, key, most - 1).await?;
        }
        let saved = Saved {
            id: id::mint(clock),
            query: query.clone(),
            mail,
            language: wish.language.to_owned(),
            ending: access::mint_secret()?,
            confirmed_at: None,
            lapses_at: now + ANSWERS_WITHIN,
            is_reminded: false,
            told_to: now,
            next_at: now + DAY,
        };
        sql::insert(tx, &saved, &key, wish.account, now).await?;
    }
    if is_proved {
        let saved = sql::of_address(tx, &key, &query).await?;
        let saved = saved.ok_or_else(|| Error::internal("a saved search is gone"))?;
        sql::confirm(tx, &saved.id, now, now + YEAR, now + DAY).await?;
        let kept = sql::of_address(tx, &key, &query).await?;
        return kept
            .map(Outcome::Kept)
            .ok_or_else(|| Error::internal("a saved search is gone"));
    }
    let secret = access::mint_secret()?;
    let digest = access::digest_of(&secret);
    if sql::may_ask(tx, (&key, &digest), now, now - DAY).await? {
        return Ok(Outcome::Ask(secret));
    }
    Ok(Outcome::Wait)
}

/// What waits for the word of the address to which the secret was sent.
///
/// # Errors
/// [`Error::Absent`] when the secret opens nothing, or nothing waits.
pub async fn waiting(tx: &mut Tx, clock: &Clock, secret: &str) -> Result<Vec<Saved>> {
    let after = clock.now() - ANSWERS_WITHIN;
    let found = sql::waiting(tx, &access::digest_of(secret), after).await?;
    if found.is_empty() {
        let remedy = "each ends after three days and once it was used: save the search again";
        return Err(access::unusable(remedy));
    }
    Ok(found)
}

/// Keeps those of what waits that the address wants, and forgets the others. Gives those that
/// are kept.
///
/// # Errors
/// Those of [`waiting`]; [`Error::Conflict`] when the address has as many as it may.
pub async fn confirm(
    tx: &mut Tx,
    clock: &Clock,
    secret: &str,
    wanted: &[&str],
) -> Result<Vec<Saved>> {
    tx.lock_name(COUNTED, false).await?;
    let now = clock.now();
    let mut kept = Vec::new();
    for saved in waiting(tx, clock, secret).await? {
        if wanted.contains(&saved.id.as_str()) {
            has_room(tx, &mail_key(&saved.mail)).await?;
            sql::confirm(tx, &saved.id, now, now + YEAR, now + DAY).await?;
            kept.push(saved);
        } else {
            sql::end(tx, &saved.ending).await?;
        }
    }
    Ok(kept)
}

async fn has_room(tx: &mut Tx, key: &str) -> Result<()> {
    if sql::kept_by(tx, key).await? < MOST_OF_ADDRESS {
        return Ok(());
    }
    let reason = format!(
        "{MOST_OF_ADDRESS} searches are saved for this address already; end one of them by the \
         link in its letters"
    );
    Err(Error::Conflict(reason.into()))
}

/// The search that a link in a letter ends.
///
/// # Errors
/// [`Error::Absent`] when it has ended.
pub async fn by_ending(tx: &mut Tx, ending: &str) -> Result<Saved> {
    let found = sql::by_ending(tx, ending).await?;
    found.ok_or_else(|| {
        let remedy = "it has ended, and no more letters come of it";
        Error::absent("that search", remedy)
    })
}

/// Ends a search; one that has ended stays so.
pub async fn end(tx: &mut Tx, ending: &str) -> Result<()> {
    sql::end(tx, ending).await
}

/// Keeps a search for another year.
///
/// # Errors
/// [`Error::Absent`] when it has ended.
pub async fn keep_on(tx: &mut Tx, clock: &Clock, ending: &str) -> Result<Saved> {
    sql::keep_on(tx, ending, clock.now() + YEAR).await?;
    by_ending(tx, ending).await
}

/// Those that an account saved while it was signed in, and that are kept.
pub async fn of_account(tx: &mut Tx, account: &AccountId) -> Result<Vec<Saved>> {
    sql::of_account(tx, account).await
}

/// How many are kept, and how many wait for the word of their address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Counts {
    /// Those of which letters go out.
    pub kept: i64,
    /// Those that no address has asked for yet.
    pub waiting: i64,
}

/// How many there are.
pub async fn counts(tx: &mut Tx) -> Result<Counts> {
    sql::counts(tx).await
}

/// The one whose turn it is; none while the index is made anew, when a letter would leave out
/// for ever what cannot be found just now.
pub async fn due(tx: &mut Tx, now: Timestamp) -> Result<Option<Saved>> {
    if due::is_being_made(tx).await? {
        return Ok(None);
    }
    sql::due(tx, now).await
}

/// Notes that somebody was told of a search what there was up to a moment, and when it is
/// looked at again; `false` when another process did so first.
pub async fn told(
    tx: &mut Tx,
    saved: &Saved,
    to: Timestamp,
    is_reminded: bool,
    next_at: Timestamp,
) -> Result<bool> {
    sql::told(tx, saved, to, is_reminded, next_at).await
}

/// Forgets what nobody confirmed, what has lapsed, and questions that can be answered no more.
/// Gives how many rows that were.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    sql::prune(tx, now, now - ANSWERS_WITHIN).await
}
