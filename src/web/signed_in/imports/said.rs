//! What the form says of a file: the mapping that its choices and the guess make, how the file
//! is to be imported, and beside which field it is wrong.

use super::columns::{key, slots};
use crate::error::Result;
use crate::registry::import::{Columns, DayOrder, Field, Guess, Mapping, Marked, Options, Slot};
use crate::vocabulary::EntityType;
use crate::web::form::{Typed, Wrongs};
use crate::web::signed_in::{record, suggested};
use crate::words::{Phrase, Words, phrase};

/// How the office says that the file is to be imported.
pub(super) fn options(typed: &Typed) -> Options {
    let is_ticked = |name: &str| !typed.get(name).is_empty();
    Options {
        dry_run: false,
        publish: is_ticked("publish"),
        complete: is_ticked("complete"),
        renamed: is_ticked("renamed"),
    }
}

/// The mapping that the form says; `None` where something of it is wrong, all of which is noted
/// beside its field. What the guess found beside the columns (lost zeros, values that mark what
/// has ended) stays, as far as its columns are still used.
///
/// # Errors
/// Whatever is not about a value.
pub(super) fn mapping(
    guess: &Guess,
    typed: &Typed,
    wrongs: &mut Wrongs,
    words: &'static Words,
) -> Result<Option<Mapping>> {
    let mut mapping = guess.mapping.clone();
    typed.trimmed("register").clone_into(&mut mapping.register);
    if let Err(error) = Mapping::check_register(&mapping.register) {
        wrongs.beside("register", error, words)?;
    }
    mapping.language = record::language(typed, "language", words, wrongs);
    match suggested::territory(typed.trimmed("territory")) {
        Ok(territory) => mapping.territory = territory,
        Err(_several) => {
            let reason = phrase!("import-territory-unsure");
            note(wrongs, "territory", reason, words);
        }
    }
    let order = typed.trimmed("day_order");
    let mut orders = DayOrder::ALL.into_iter();
    mapping.day_order = orders.find(|one| one.as_str() == order);
    match some(typed, "entity_type")
        .map(EntityType::parse)
        .transpose()
    {
        Ok(entity_type) => mapping.entity_type = entity_type,
        Err(error) => wrongs.beside("entity_type", error, words)?,
    }
    columns(guess, typed, &mut mapping, wrongs, words)?;
    let mut slots = mapping.columns.keys();
    if !slots.any(|slot| slot.field == Field::Name) {
        note(wrongs, "columns", phrase!("import-name-missing"), words);
    }
    if !wrongs.is_empty() {
        return Ok(None);
    }
    // What is kept is read again by the rules of a mapping's file.
    match Mapping::read(&mapping.to_toml()) {
        Ok(mapping) => Ok(Some(mapping)),
        Err(error) => {
            wrongs.take(error, words, |_| None)?;
            Ok(None)
        }
    }
}

/// What the form says of each column.
fn columns(
    guess: &Guess,
    typed: &Typed,
    mapping: &mut Mapping,
    wrongs: &mut Wrongs,
    words: &Words,
) -> Result<()> {
    mapping.columns.clear();
    let ended = mapping.ended.take();
    mapping.diffusion = None;
    let marked = slots(&guess.mapping);
    for (place, column) in guess.columns.iter().enumerate() {
        let (header, key) = (column.header.clone(), key(place));
        // A form that does not speak of a mark leaves it as it is.
        let is_asked = typed.all(&key).next().is_some();
        let own = marked.get(header.as_str()).map(String::as_str);
        let own = own.filter(|slot| is_mark(slot));
        let slot = if is_asked { some(typed, &key) } else { own };
        let Some(slot) = slot else {
            continue;
        };
        if slot == Field::Diffusion.as_str() {
            match &mut mapping.diffusion {
                Some(first) => first.also.push(header),
                None => mapping.diffusion = Some(Marked::by_words(header)),
            }
            continue;
        }
        if slot == Field::Status.as_str() {
            if let Some(first) = &mapping.ended {
                taken(wrongs, &key, &first.column, words);
                continue;
            }
            let guessed = ended.clone().filter(|guessed| guessed.column == header);
            mapping.ended = Some(guessed.unwrap_or_else(|| Marked::by_words(header)));
            continue;
        }
        let slot = match Slot::parse(slot) {
            Ok(slot) => slot,
            Err(error) => {
                wrongs.beside(&key, error, words)?;
                continue;
            }
        };
        let columns = match mapping.columns.remove(&slot) {
            Some(before) if slot.field.takes_several() => before.and(header),
            Some(before) => {
                taken(wrongs, &key, &before.headers().join(", "), words);
                before
            }
            None => Columns::One(header),
        };
        mapping.columns.insert(slot, columns);
    }
    if let Some(marked) = &mut mapping.diffusion {
        marked.empty_agrees = typed.get("empty_agrees") == marked.column;
    }
    Ok(())
}

/// What was typed into a field, if anything was.
fn some<'typed>(typed: &'typed Typed, name: &str) -> Option<&'typed str> {
    Some(typed.trimmed(name)).filter(|value| !value.is_empty())
}

/// Whether a slot is a mark, which stands beside the columns in a mapping.
fn is_mark(slot: &str) -> bool {
    [Field::Status, Field::Diffusion]
        .iter()
        .any(|field| field.as_str() == slot)
}

/// Notes that what one column alone can hold is chosen for another already.
fn taken(wrongs: &mut Wrongs, key: &str, other: &str, words: &Words) {
    note(
        wrongs,
        key,
        phrase!("import-column-taken", column = other),
        words,
    );
}

fn note(wrongs: &mut Wrongs, field: &str, reason: Phrase, words: &Words) {
    wrongs.note(field, words.tell(&reason.into()));
}
