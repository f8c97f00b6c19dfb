//! Whether a file can be of the register that it is taken for: two registers that got one
//! name number their rows alike, and the second would overwrite the first.

use std::collections::HashMap;

use super::Entry;
use crate::registry::Draft;
use crate::registry::duplicates;
use crate::registry::sql::bulk::Known;
use crate::store::from_json;
use crate::words::{Phrase, phrase};

/// So few rows say nothing about a file.
const LEAST: usize = 3;

/// How many rows have an identifier that is known, and how many of them another name.
#[derive(Debug, Default)]
pub(super) struct Renamed {
    known: usize,
    renamed: usize,
}

impl Renamed {
    /// Counts a row.
    pub(super) fn look(&mut self, entry: &Entry, known: &HashMap<String, Known>) {
        let stated = known.get(&entry.identifier).and_then(|known| {
            let stated = known.stated.as_deref()?;
            from_json::<Draft>(stated).ok()
        });
        if let Some(stated) = stated {
            self.known += 1;
            let is_alike = duplicates::are_names_alike(stated.name(), entry.draft.name());
            self.renamed += usize::from(!is_alike);
        }
    }

    /// Why the file is not taken over, if most of its known rows have another name.
    pub(super) fn reason(&self, file: &str, register: &str) -> Option<Phrase> {
        let is_most = self.known >= LEAST && self.renamed * 2 > self.known;
        is_most.then(|| {
            phrase!(
                "problem-renamed",
                renamed = self.renamed,
                known = self.known,
                file = file,
                register = register
            )
        })
    }
}

/// What to do about it.
pub(super) fn remedy() -> Phrase {
    phrase!("remedy-renamed")
}
