//! A known register that comes under another name: where nobody says which register a file
//! is of, its name is taken from the file's, and a file that was renamed would become a second
//! directory. Only the first rows are looked at.

use std::collections::HashMap;

use super::Read;
use super::mapping::values::fold::fold;
use crate::error::{Error, Result};
use crate::registry::sql::bulk;
use crate::store::Tx;
use crate::words::{Phrase, phrase};

/// So few rows say nothing about a file.
const LEAST: usize = 3;

/// The other register under which most of these rows stand already, with the same identifiers
/// and names; `None` where `register` itself is known.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub(super) async fn known_as(tx: &mut Tx, register: &str, rows: &[Read]) -> Result<Option<String>> {
    let names: HashMap<&str, &str> = rows
        .iter()
        .filter_map(|read| read.entry.as_ref())
        .map(|entry| (entry.identifier.as_str(), entry.draft.name()))
        .collect();
    let identifiers: Vec<&str> = names.keys().copied().collect();
    if identifiers.len() < LEAST || bulk::is_register(tx, register).await? {
        return Ok(None);
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (other, identifier, name) in bulk::named(tx, &identifiers).await? {
        let is_alike = names
            .get(identifier.as_str())
            .is_some_and(|stated| fold(stated) == fold(&name));
        if is_alike {
            *counts.entry(other).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    Ok(most
        .filter(|(_, count)| count * 2 > identifiers.len())
        .map(|(other, _)| other))
}

/// Why the file is not taken over.
pub(super) fn reason(register: &str, other: &str) -> Phrase {
    phrase!("problem-elsewhere", register = register, other = other)
}

/// What to do about it.
pub(super) fn remedy(other: &str) -> Phrase {
    phrase!("remedy-elsewhere", other = other)
}

/// The refusal of such a file.
pub(super) fn refused(register: &str, other: &str) -> Error {
    let (reason, remedy) = (reason(register, other), remedy(other));
    let said = phrase!("file-not-imported", reason = reason, remedy = remedy);
    Error::Conflict(said.into())
}
