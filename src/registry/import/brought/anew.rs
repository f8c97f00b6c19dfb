//! A file that is looked at once more: its columns are guessed anew, or it is read otherwise.

use std::collections::HashMap;

use super::{busy, get, profiles, sql};
use crate::clock::Clock;
use crate::error::Result;
use crate::id::BroughtFileId;
use crate::registry::import::{Columns, Guess, Mapping, Marked};
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

/// Keeps what a file was found to be that was read otherwise than before. What was said of its
/// columns before is said of the same ones now, unless there are more or fewer; else it is
/// understood as an earlier file with the same headers was.
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
    let said = file.mapping.as_ref().zip(file.looked.guess());
    let carried = said.and_then(|(mapping, before)| carried(mapping, before, guess));
    let understood = if let Some(mapping) = carried {
        Some((mapping, file.profile_of))
    } else {
        let profile = profiles::find(tx, guess).await?;
        profile.map(|profile| (profile.mapping, Some(profile.file)))
    };
    let (mapping, profile_of) = understood.unzip();
    // It is read as the office says now, whatever was said before.
    let mapping = mapping.map(|mapping| Mapping {
        encoding: guess.mapping.encoding.clone(),
        delimiter: guess.mapping.delimiter.clone(),
        ..mapping
    });
    let mapping = mapping.as_ref().map(Mapping::to_toml);
    let profile_of = profile_of.flatten();
    let understood = (mapping.as_deref(), profile_of.as_deref());
    sql::replace_guess(tx, id, &to_json(&Some(guess))?, understood).await
}

/// What was said of columns, of those that stand in the same places now: other letters make
/// other headers of them.
fn carried(mapping: &Mapping, before: &Guess, now: &Guess) -> Option<Mapping> {
    if before.columns.len() != now.columns.len() {
        return None;
    }
    let pairs = before.columns.iter().zip(&now.columns);
    let names: HashMap<&str, &str> = pairs
        .map(|(before, now)| (before.header.as_str(), now.header.as_str()))
        .collect();
    let name = |header: &String| {
        let now = names.get(header.as_str()).copied();
        now.unwrap_or(header).to_owned()
    };
    let marked = |marked: &Marked| Marked {
        column: name(&marked.column),
        also: marked.also.iter().map(name).collect(),
        ..marked.clone()
    };
    let columns = |columns: &Columns| match columns {
        Columns::One(header) => Columns::One(name(header)),
        Columns::Several(headers) => Columns::Several(headers.iter().map(name).collect()),
    };
    let each = mapping.columns.iter();
    Some(Mapping {
        columns: each
            .map(|(slot, said)| (slot.clone(), columns(said)))
            .collect(),
        ended: mapping.ended.as_ref().map(marked),
        diffusion: mapping.diffusion.as_ref().map(marked),
        digits: mapping
            .digits
            .iter()
            .map(|(header, digits)| (name(header), *digits))
            .collect(),
        ..mapping.clone()
    })
}
