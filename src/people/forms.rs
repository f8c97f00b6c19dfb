//! Forms that were sent. Each bears a key of its own, so that one that is sent twice, by a
//! double click or by going back, has one effect.

/// Forms that came after their session had ended.
pub mod unsaved;

use std::time::Duration;

use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{self, AccountId};
use crate::store::{Tx, execute, on};
use crate::words::phrase;

/// How long a form may lie open in a browser.
const LASTS: Duration = Duration::from_hours(7 * 24);

/// The key of a new form.
pub fn key(clock: &Clock) -> String {
    id::mint(clock)
}

/// Refuses the key of a form that is none of ours, or too old.
///
/// # Errors
/// [`Error::Invalid`].
pub fn check(form: &str, now: Timestamp) -> Result<()> {
    if id::born(form).is_some_and(|born| born + LASTS > now) {
        return Ok(());
    }
    Err(Error::invalid("form", phrase!("refusal-form-old")))
}

/// Notes that a form made what stands at `made`, in the transaction that makes it. Gives the
/// path of what it made before when it was sent already; then nothing is to be made.
///
/// # Errors
/// [`Error::Invalid`] when the form bears no key of ours, or is too old.
pub async fn once(
    tx: &mut Tx,
    account: &AccountId,
    form: &str,
    made: &str,
    now: Timestamp,
) -> Result<Option<String>> {
    check(form, now)?;
    if spend(tx, account, form, made, now).await? {
        return Ok(None);
    }
    let made = made_by(tx, account, form).await?;
    let foreign = || Error::invalid("form", phrase!("refusal-form-foreign"));
    made.map(Some).ok_or_else(foreign)
}

/// Notes that what a form showed, such as a draft, became what stands at `made`, in the
/// transaction that makes it; `false` when something was made of it before, by whomever.
pub async fn spend(
    tx: &mut Tx,
    account: &AccountId,
    shown: &str,
    made: &str,
    now: Timestamp,
) -> Result<bool> {
    let statement = "INSERT INTO sent_forms (form, account, made, sent_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (form) DO NOTHING";
    let spent = execute!(
        tx,
        sqlx::query(statement)
            .bind(shown)
            .bind(account)
            .bind(made)
            .bind(now)
    )?;
    Ok(spent == 1)
}

/// Whether something was made of what a form shows.
pub async fn is_spent(tx: &mut Tx, shown: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM sent_forms WHERE form = $1)";
    on!(tx, |c| sqlx::query_scalar(query).bind(shown).fetch_one(c))
}

/// The path of what a form of somebody made, if it was sent already.
pub async fn made_by(tx: &mut Tx, account: &AccountId, form: &str) -> Result<Option<String>> {
    let query = "SELECT made FROM sent_forms WHERE form = $1 AND account = $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(form)
        .bind(account)
        .fetch_optional(c))
}

pub(super) async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM sent_forms WHERE sent_at <= $1";
    let sent = execute!(tx, sqlx::query(statement).bind(now - LASTS * 2))?;
    Ok(sent + unsaved::prune(tx, now).await?)
}
