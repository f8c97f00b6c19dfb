//! A known register that comes under another name: where nobody says which register a file
//! is of, its name is taken from the file's, and a file that was renamed would become a second
//! directory. Only the first rows are looked at.

use std::collections::HashMap;

use super::Read;
use super::mapping::values::fold::fold;
use crate::error::{Error, Result};
use crate::registry::sql::bulk;
use crate::store::Tx;

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
pub(super) fn reason(register: &str, other: &str) -> String {
    format!(
        "most of the first rows stand under the register {other:?} already, with the same \
         identifiers and names, so as {register:?} every organization would stand twice"
    )
}

/// What to do about it.
pub(super) fn remedy(other: &str) -> String {
    format!(
        "keep the guessed mapping (--dry-run writes it), write register = {other:?} in it, or a \
         name of its own if it is another register, and give it by --mapping"
    )
}

/// The refusal of such a file.
pub(super) fn refused(register: &str, other: &str) -> Error {
    let (reason, remedy) = (reason(register, other), remedy(other));
    Error::Conflict(format!("{reason}, and nothing was imported; {remedy}"))
}
