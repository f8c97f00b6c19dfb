//! A file that is looked at once more: what was said of its columns is dropped.

use super::{busy, get, profiles, sql};
use crate::clock::Clock;
use crate::error::Result;
use crate::id::BroughtFileId;
use crate::registry::import::Guess;
use crate::store::{Tx, to_json};

/// Has the columns of a file guessed anew, and forgets what was said of its headers before, for
/// files to come as well.
///
/// # Errors
/// [`Error::Conflict`] when somebody works at it, or it was imported.
pub async fn guess_anew(tx: &mut Tx, clock: &Clock, id: &BroughtFileId) -> Result<()> {
    let file = get(tx, id).await?;
    if file.is_at_work(clock.now()) || !sql::forget_mapping(tx, id, clock.now()).await? {
        return Err(busy(id));
    }
    if let Some(guess) = file.looked.guess() {
        profiles::forget(tx, guess).await?;
    }
    Ok(())
}

/// Keeps what a file was found to be that was read otherwise than before, and drops what was
/// said of its columns.
///
/// # Errors
/// [`Error::Conflict`] when somebody works at it, or it was imported.
pub async fn read_anew(
    tx: &mut Tx,
    clock: &Clock,
    id: &BroughtFileId,
    guess: &Guess,
) -> Result<()> {
    let file = get(tx, id).await?;
    if file.is_at_work(clock.now()) || !sql::forget_mapping(tx, id, clock.now()).await? {
        return Err(busy(id));
    }
    sql::replace_guess(tx, id, &to_json(&Some(guess))?).await
}
