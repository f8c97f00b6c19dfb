//! Taking over a register: a file is read into a [`Plan`], and the plan is applied as one.
//!
//! Reading knows no database and refuses a file that it cannot read to its end. Applying is
//! one transaction: all of it stands or nothing. A register is known by its name and its own
//! identifiers, so that the same file twice changes nothing the second time.

/// Applying a plan in one transaction.
mod apply;
/// What a shape makes of a row.
mod entry;
/// Tables of any shape, by what is said of their columns.
mod mapping;
/// What was noticed while rows were read.
mod noticed;
/// The columns by which files are recognised, one file for each shape.
mod shapes;
/// Any file that an office has, as headers and rows of text.
pub mod table;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

pub use apply::apply;
pub use entry::{Entry, Problem};
pub use mapping::{Classification, Columns, Field, Mapped, Mapping, Marked, Slot, Values};
pub use noticed::{Noticed, UnknownValue};
pub use shapes::Shape;

/// A register as it was read, ready to be applied.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The register's short name; with an entry's identifier it names a record for ever.
    pub register: String,
    /// The file that it was read from.
    pub file: String,
    /// The encoding that the file was found to have.
    pub encoding: &'static str,
    /// How many rows the file has below its headers.
    pub read: usize,
    /// Every identifier that the file states, in rows kept or left out.
    pub stated: HashSet<String>,
    /// The rows that can be kept.
    pub entries: Vec<Entry>,
    /// What is wrong with rows, kept or left out.
    pub problems: Vec<Problem>,
    /// Values of code lists that no table knows, each once.
    pub unknown: Vec<UnknownValue>,
}

/// What an import shall do.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Tell what would happen and change nothing.
    pub dry_run: bool,
    /// Publish what the register says is alive.
    pub publish: bool,
    /// The file holds the whole register: withhold public records that it no longer states.
    pub complete: bool,
}

/// What an import did. Every row is in one of created, updated, unchanged and skipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows in the file.
    pub read: usize,
    /// Organizations added.
    pub created: usize,
    /// Organizations that the register states otherwise than before.
    pub updated: usize,
    /// Organizations that the register states as before.
    pub unchanged: usize,
    /// Rows left out; each has its problem.
    pub skipped: usize,
    /// Organizations that became public.
    pub published: usize,
    /// Organizations that were public and are dissolved, or not stated any more.
    pub withdrawn: usize,
    /// What is wrong with rows.
    pub problems: Vec<Problem>,
    /// The import's identifier; `None` after a dry run.
    pub batch: Option<String>,
}

/// Reads a register's file. Nothing is written anywhere.
///
/// # Errors
/// [`Error::Invalid`] when the file is empty, no text, cut off, or of an unknown shape; the
/// message says which and what to do.
pub fn read(bytes: &[u8], file: &str) -> Result<Plan> {
    let table = opened(bytes, file)?;
    let shape = shapes::of(&table.headers)?;
    plan(table, shape, file)
}

/// Reads any table by what its keeper says of its columns. Nothing is written anywhere.
///
/// # Errors
/// [`Error::Invalid`] as for [`read`], and when the table lacks a column that is spoken of.
pub fn read_mapped(bytes: &[u8], file: &str, mapping: &Mapping) -> Result<Plan> {
    let table = opened(bytes, file)?;
    let mapped = mapping.over(&table.headers)?;
    plan(table, &mapped, file)
}

fn opened(bytes: &[u8], file: &str) -> Result<table::Table> {
    let source = std::io::Cursor::new(bytes.to_vec());
    table::open(source, file, &table::Choice::default())
}

fn plan(mut table: table::Table, shape: &dyn Shape, file: &str) -> Result<Plan> {
    let mut plan = Plan {
        register: shape.register().to_owned(),
        file: file.to_owned(),
        encoding: table.encoding,
        read: 0,
        stated: HashSet::new(),
        entries: Vec::new(),
        problems: Vec::new(),
        unknown: Vec::new(),
    };
    let mut noticed = Noticed::default();
    let mut seen = HashSet::new();
    let headers = table.headers.clone();
    for row in &mut table {
        let row = row?;
        plan.read += 1;
        let row = entry::Row::new(&headers, row.line, &row.fields);
        noticed.problems.extend(row.damaged());
        plan.stated.extend(shape.stated(&row));
        match shape.entry(&row, &mut noticed) {
            Ok(entry) if !seen.insert(entry.identifier.clone()) => noticed.problems.push(Problem {
                line: row.line,
                field: shape.identifier().to_owned(),
                reason: format!("{} stands in an earlier row already", entry.identifier),
                remedy: "this row is left out; keep one row for each identifier".to_owned(),
            }),
            Ok(entry) => plan.entries.push(entry),
            Err(problem) => noticed.problems.push(problem),
        }
    }
    plan.unknown = noticed.unknown();
    plan.problems = noticed.problems;
    plan.problems.append(&mut table.notes);
    plan.problems.sort_by_key(|problem| problem.line);
    Ok(plan)
}

impl Plan {
    /// Rows that are left out.
    fn skipped(&self) -> usize {
        self.read.saturating_sub(self.entries.len())
    }
}

/// A refusal of the whole file.
fn refused(reason: impl std::fmt::Display) -> Error {
    Error::invalid("file", reason)
}
