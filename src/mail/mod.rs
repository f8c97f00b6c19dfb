//! Letters by mail.
//!
//! A letter is written in the transaction of what it tells of, and waits in the database until
//! a worker has handed it to the mail server of the settings, or gives up with a reason. Once
//! it is sent or given up its text is emptied, since it may hold the secret of a link; that of a
//! notice which the office sees is kept while it may be tried again.

/// Letters that ask an address whether it wants what was typed in its name.
mod asked;
/// What the letters say.
mod letter;
/// Handing letters to the mail server.
mod post;
/// The queries.
mod sql;
/// Letters that tell of what somebody has to look at.
mod told;
/// Letters to visitors without an account.
mod visitor;
/// What goes on beside the requests.
mod worker;

use std::time::Duration;

use lettre::Address;
use serde::Serialize;

use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{self, OrganizationId, VisitId};
use crate::registry::{self, claim};
use crate::settings::Settings;
use crate::store::{Db, Tx};

pub use asked::{ANSWERS_WITHIN, Question};
pub use letter::{Left, Letter, News, Waits};
pub use post::Post;
pub use visitor::Answered;
pub use worker::{run, send_next};

/// How long a letter waits at most for a mail server that does not take it.
const PATIENCE: Duration = Duration::from_hours(3 * 24);
/// For how long it is remembered what became of a letter.
const REMEMBERED: Duration = Duration::from_hours(14 * 24);
/// The longest address (RFC 5321 §4.5.3.1.3).
const MAX_ADDRESS: usize = 254;

/// What a letter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// The link by which a record is taken over.
    Claim,
    /// The link by which somebody signs in.
    SignIn,
    /// The link by which somebody chooses a new password.
    NewPassword,
    /// Word of something that happened.
    Notice,
}

impl Purpose {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::SignIn => "sign-in",
            Self::NewPassword => "new-password",
            Self::Notice => "notice",
        }
    }
}

/// A letter as it is kept, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Kept {
    /// Its identifier.
    pub id: String,
    /// What it is for: `claim`, `sign-in`, `new-password` or `notice`.
    pub purpose: String,
    /// Who receives it; empty of a letter that is nobody's business but its reader's.
    pub address: String,
    /// How far it has come: `waiting`, `sent` or `given-up`.
    pub state: String,
    /// How often it was handed to the mail server.
    pub attempts: i64,
    /// When it was written, or had sent again.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub written_at: Timestamp,
    /// When it was sent or given up.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub finished_at: Option<Timestamp>,
    /// Why it was not taken at last.
    pub last_error: Option<String>,
    /// Whether it was given up, its text is kept and it is of use still, so that it can be sent
    /// after all.
    pub can_be_retried: bool,
}

/// A mail address as it can be written to.
///
/// # Errors
/// [`Error::Invalid`] with the form that is accepted; line ends and other control characters,
/// with which a letter's head could be forged, are among what is refused.
pub fn address(text: &str) -> Result<String> {
    let text = text.trim();
    let is_address = text.len() <= MAX_ADDRESS
        && !text.contains(|c: char| c.is_control() || c.is_whitespace())
        && text.parse::<Address>().is_ok();
    if is_address {
        Ok(text.to_owned())
    } else {
        let reason = "is no mail address; write one such as ana@example.org";
        Err(Error::invalid("mail", reason))
    }
}

/// Refuses a letter where none can be sent.
///
/// # Errors
/// [`Error::Conflict`] that names the settings.
pub fn require(settings: &Settings) -> Result<()> {
    if settings.mail.is_on() {
        return Ok(());
    }
    let reason = "this directory sends no mail; set [mail] in the settings file, or hand the \
        link over yourself";
    Err(Error::Conflict(reason.into()))
}

/// Writes a letter, within the transaction of what it tells of. Gives its identifier.
///
/// # Errors
/// [`Error::Invalid`] when nobody can be reached at the address; [`Error::Conflict`] when the
/// directory sends no mail.
pub async fn write(
    tx: &mut Tx,
    clock: &Clock,
    settings: &Settings,
    to: &str,
    letter: &Letter,
) -> Result<String> {
    require(settings)?;
    let to = address(to)?;
    let now = clock.now();
    let id = id::mint(clock);
    sql::insert(tx, (&id, &to), letter, now).await?;
    Ok(id)
}

/// Makes a link by which a representative takes a record over, and sends it by mail, in their
/// language where it is known and else in the directory's; its secret stands nowhere else. What
/// comes back is the claim and the letter's identifier.
///
/// # Errors
/// Those of [`claim::make`] and [`write`].
pub async fn send_claim_link(
    tx: &mut Tx,
    clock: &Clock,
    settings: &Settings,
    organization: &OrganizationId,
    (made_for, to, language): (&str, &str, Option<&str>),
) -> Result<(claim::Claim, String)> {
    require(settings)?;
    let to = address(to)?;
    let (made, secret) = claim::make(tx, clock, organization, made_for).await?;
    let organization = registry::get(tx, organization).await?;
    let link = settings.url(&format!("/claim/{secret}"));
    let name = organization.stated.name();
    let letter = Letter::claim(settings, language, name, &link, made.expires_at);
    let id = write(tx, clock, settings, &to, &letter).await?;
    claim::note_mailed(tx, &made.id, &to).await?;
    Ok((made, id))
}

/// Takes a letter back that was not sent yet.
pub async fn take_back(tx: &mut Tx, id: &str) -> Result<()> {
    sql::take_back(tx, id).await
}

/// Notes that a letter is part of a visitor's conversation, with which it is forgotten.
pub async fn note_visit(tx: &mut Tx, id: &str, visit: &VisitId) -> Result<()> {
    sql::note_visit(tx, id, visit).await
}

/// How many letters were written to a visitor since a moment.
pub async fn count_of_visit(tx: &mut Tx, visit: &VisitId, since: Timestamp) -> Result<i64> {
    sql::count_of_visit(tx, visit, since).await
}

/// The newest letters, the newest first.
pub async fn list(tx: &mut Tx, limit: i64, now: Timestamp) -> Result<Vec<Kept>> {
    sql::newest(tx, false, limit, now).await
}

/// Those of them that were given up.
pub async fn given_up(tx: &mut Tx, limit: i64, now: Timestamp) -> Result<Vec<Kept>> {
    sql::newest(tx, true, limit, now).await
}

/// Has a letter sent that was given up, once what kept it back is mended, in a transaction of its
/// own; what it is. It is tried as long as one that is written now.
///
/// # Errors
/// [`Error::NotFound`] when no letter of that identifier was given up, [`Error::Conflict`] when
/// its text was emptied since, or no mail is sent at all.
pub async fn retry(db: &Db, settings: &Settings, id: &str, now: Timestamp) -> Result<Kept> {
    require(settings)?;
    let mut tx = db.begin().await?;
    if let Some(letter) = sql::retry(&mut tx, id, now).await? {
        tx.commit().await?;
        return Ok(letter);
    }
    if sql::is_given_up(&mut tx, id).await? {
        let reason = "its text is kept no longer, as that of a letter with a link or of one that \
            is out of date; have it written anew";
        return Err(Error::Conflict(reason.into()));
    }
    Err(not_given_up(id))
}

fn not_given_up(id: &str) -> Error {
    Error::NotFound(format!("a letter {id} that was given up"))
}

/// Forgets a letter that was given up, once somebody saw that it was, in a transaction of its own;
/// what it was.
///
/// # Errors
/// [`Error::NotFound`] when no letter of that identifier was given up.
pub async fn put_aside(db: &Db, id: &str, now: Timestamp) -> Result<Kept> {
    let mut tx = db.begin().await?;
    let found = sql::put_aside(&mut tx, id, now).await?;
    tx.commit().await?;
    found.ok_or_else(|| not_given_up(id))
}

/// Forgets the letters to an address that wait or were given up. The link by which a record is
/// taken over and what a visitor wrote for is no account's, so letters with it stay.
pub async fn forget_to(tx: &mut Tx, address: &str) -> Result<()> {
    sql::forget_to(tx, address).await
}

/// How many letters wait to be sent.
pub async fn waiting(tx: &mut Tx) -> Result<i64> {
    sql::waiting(tx).await
}

/// Forgets letters that were sent or given up some time ago, and gives how many.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    sql::empty_lapsed(tx, now).await?;
    sql::prune(tx, now - REMEMBERED).await
}
