//! A register whose identifiers come written otherwise than before: a spreadsheet took their
//! leading zeros, or somebody their points and hyphens. Each row would become another record,
//! so one is taken for the record that has the same letters and digits and a like name.

use std::collections::{HashMap, HashSet};

use super::{Level, Problem, Read};
use crate::error::Result;
use crate::registry::Draft;
use crate::registry::duplicates;
use crate::registry::sql::bulk::{self, Known};
use crate::store::{Tx, from_json};
use crate::words::phrase;

/// So few unknown rows say nothing about a file.
const LEAST: usize = 3;

/// What is known of how a file writes identifiers.
#[derive(Debug, Default)]
pub(super) struct Respelled {
    /// Whether what the office erased was looked at,
    is_begun: bool,
    /// and the register's identifiers.
    is_looked_at: bool,
    /// The register's identifiers by their letters and digits, where one alone has these. None
    /// as long as most rows are known as they are.
    known: HashMap<String, Option<String>>,
    /// Those of what the office erased, likewise; of these no name is kept.
    erased: HashMap<String, Vec<String>>,
    taken: HashSet<String>,
    /// The line of the first, how the file writes it, and how it is known.
    first: Option<(u64, String, String)>,
}

impl Respelled {
    /// Writes identifiers as the register wrote them before, and gives what is known under them.
    /// All that the register has are read once many of these rows are unknown.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::error::Error::Unavailable) when the database fails.
    pub(super) async fn mend(
        &mut self,
        tx: &mut Tx,
        register: &str,
        rows: &mut [Read],
    ) -> Result<HashMap<String, Known>> {
        if !self.is_begun {
            self.is_begun = true;
            for one in bulk::erased_identifiers(tx, register).await? {
                self.erased.entry(bare(&one)).or_default().push(one);
            }
        }
        let identifiers: Vec<&str> = rows
            .iter()
            .filter_map(|read| read.identifier.as_deref())
            .collect();
        let mut found = bulk::known(tx, register, &identifiers).await?;
        let is_unknown = |identifier: &&&str| !found.contains_key(**identifier);
        let unknown = identifiers.iter().filter(is_unknown).count();
        if !self.is_looked_at && unknown >= LEAST && unknown * 4 > identifiers.len() {
            self.is_looked_at = true;
            self.remember(bulk::identifiers(tx, register).await?);
        }
        let others: Vec<&str> = identifiers
            .iter()
            .filter(is_unknown)
            .filter_map(|identifier| self.known.get(&bare(identifier))?.as_deref())
            .collect();
        if others.is_empty() && self.erased.is_empty() {
            return Ok(found);
        }
        let stated = bulk::known(tx, register, &others).await?;
        let exact: HashSet<String> = found.keys().cloned().collect();
        self.taken.extend(exact.iter().cloned());
        for read in rows {
            let unknown = read.identifier.clone().filter(|one| !exact.contains(one));
            let Some(written) = unknown else {
                continue;
            };
            let bare = bare(&written);
            let may_be = |other: &&String| may_be_one(&written, other);
            let is_known = |other: &&String| {
                let stated = stated.get(*other);
                stated.is_some_and(|known| is_like(read, known))
            };
            let known = self.known.get(&bare).and_then(Option::as_ref);
            // Of these nobody knows a name, so all that may differ are zeros and signs.
            let mut erased = self.erased.get(&bare).into_iter().flatten();
            let erased = erased.find(|other| parts(other) == parts(&written));
            if let Some(other) = known.filter(may_be).filter(is_known).cloned() {
                if self.taken.insert(other.clone()) {
                    self.write(read, other);
                }
            } else if let Some(other) = erased.filter(|other| **other != written).cloned() {
                self.write(read, other);
            }
        }
        found.extend(stated);
        Ok(found)
    }

    fn remember(&mut self, identifiers: Vec<String>) {
        for identifier in identifiers {
            self.known
                .entry(bare(&identifier))
                .and_modify(|one| *one = None)
                .or_insert(Some(identifier));
        }
    }

    fn write(&mut self, read: &mut Read, identifier: String) {
        let written = read.identifier.replace(identifier.clone());
        if let Some(entry) = &mut read.entry {
            if self.first.is_none() {
                self.first = written.map(|written| (entry.line, written, identifier.clone()));
            }
            entry.identifier = identifier;
        }
    }

    /// What to say of it.
    pub(super) fn told(&self) -> Option<Problem> {
        let (line, written, known) = self.first.as_ref()?;
        Some(Problem {
            level: Level::Notice,
            line: *line,
            field: "identifier".to_owned(),
            reason: phrase!("problem-respelled", written = written, known = known).into(),
            remedy: phrase!("remedy-respelled").into(),
        })
    }
}

/// The letters and digits of an identifier, without zeros before its first other digit.
fn bare(identifier: &str) -> String {
    let letters = identifier.chars().filter(|c| c.is_alphanumeric());
    let mut bare: String = letters.flat_map(char::to_uppercase).collect();
    let first = bare.find(|c: char| c.is_ascii_digit());
    let digits = first.map(|at| bare.split_off(at)).unwrap_or_default();
    bare.push_str(digits.trim_start_matches('0'));
    bare
}

/// The parts of an identifier, without the zeros that they begin with.
fn parts(identifier: &str) -> Vec<String> {
    let parts = identifier.split(|c: char| !c.is_alphanumeric());
    parts
        .filter(|part| !part.is_empty())
        .map(|part| part.trim_start_matches('0').to_uppercase())
        .collect()
}

/// Whether two identifiers of the same letters and digits may be one: where both are parted,
/// their parts agree, as those of `12-3` and `1-23` do not.
fn may_be_one(one: &str, other: &str) -> bool {
    let (one, other) = (parts(one), parts(other));
    one.len() == 1 || other.len() == 1 || one == other
}

/// Whether a row and what is known bear like names; a row that cannot be kept bears none.
fn is_like(read: &Read, known: &Known) -> bool {
    let Some(entry) = &read.entry else {
        return true;
    };
    let stated = known.stated.as_deref();
    let stated: Option<Draft> = stated.and_then(|stated| from_json(stated).ok());
    stated.is_some_and(|stated| duplicates::are_names_alike(stated.name(), entry.draft.name()))
}
