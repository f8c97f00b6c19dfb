//! Any file that an office has, as headers and rows of text.
//!
//! A file is opened in two steps: what it is and what its columns are called is found at
//! once, its rows come one after the other. What the columns mean is not known here, and
//! nothing is written anywhere.

/// What a cell looks like: a number, a day, an address, the word for a total.
mod cell;
/// Encodings by their names.
mod charset;
/// Text as bytes of some encoding, decoded while it is read.
mod decode;
/// Tables of text: which delimiter they have, and their records.
mod delimited;
/// Which encoding a text has.
mod encoding;
/// Which of the first lines are the headers, and which stand above them.
mod headers;
/// JSON as a table: each object is a row.
mod json;
/// What a file is, by its first bytes.
mod kind;
/// The rows below the headers, without what is no row of the table.
mod rows;
#[cfg(test)]
mod tests;
/// Workbooks: the sheet that holds the table, its cells as text.
mod workbook;

use std::collections::VecDeque;
use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

use super::entry::{Level, Problem};
use super::refused;
use crate::error::Result;
use crate::words::{Filling, Phrase, Saying, phrase};
use kind::Kind;

/// More columns than this are no register but a mistake, or an attack.
const MOST_COLUMNS: usize = 1000;

/// More notes than this are not kept: they say the same of every row.
const MOST_NOTES: usize = 1000;

/// What the office says of a file, where it knows better than what is found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The sheet of a workbook; the one with the most rows when nothing is said.
    pub sheet: Option<String>,
    /// The line that holds the headers, counted from 1.
    pub header_line: Option<u64>,
    /// The encoding of a table of text, by its name; as it is found when nothing is said.
    #[serde(default)]
    pub encoding: Option<String>,
    /// Whether the encoding was said of an earlier file, and not of this one.
    #[serde(skip)]
    pub encoding_is_kept: bool,
    /// What separates the columns of a table of text: itself, or `tab`; as it is found when
    /// nothing is said.
    #[serde(default)]
    pub delimiter: Option<String>,
}

/// A table whose headers are known; as an iterator it gives its rows.
///
/// After a row that is an error nothing more comes, and nothing of the file can be relied on.
pub struct Table {
    /// The sheet that is read, when the file is a workbook.
    pub sheet: Option<String>,
    /// The encoding of the text, or the format of the workbook.
    pub encoding: &'static str,
    /// What separates the columns of a table of text.
    pub delimiter: Option<char>,
    /// The names of the columns, each one once.
    pub headers: Vec<String>,
    /// What was found and passed over so far: titles, empty rows, totals, other sheets.
    pub notes: Vec<Problem>,
    rows: Box<dyn Rows>,
}

/// A row with as many fields as there are headers, and the line that it begins on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Counted from 1 as an editor or a spreadsheet program counts; in one JSON document the
    /// objects are counted.
    pub line: u64,
    /// The text of each column, as it stands in the file.
    pub fields: Vec<String>,
}

/// Rows that are read when they are asked for.
trait Rows: Send {
    fn next(&mut self, notes: &mut Vec<Problem>) -> Option<Result<Line>>;
}

/// What a format makes of one row before the headers are known.
#[derive(Debug, Default)]
struct Record {
    line: u64,
    fields: csv::StringRecord,
    /// The file ends within this row, before any line end.
    is_last_and_open: bool,
    faults: Vec<Fault>,
}

/// A cell that cannot be read.
#[derive(Debug)]
struct Fault {
    column: usize,
    reason: Phrase,
    remedy: Phrase,
}

/// Records with what was found out about them, ready to be laid out as a table.
struct Records {
    sheet: Option<String>,
    encoding: &'static str,
    delimiter: Option<char>,
    notes: Vec<Problem>,
    rest: Box<dyn Iterator<Item = Result<Record>> + Send>,
}

/// Finds out what a file is and what its columns are called. `name` is the file's name, for
/// what its ending says.
///
/// # Errors
/// [`crate::error::Error::Invalid`] when the file is empty, no table, damaged, hostile, or
/// has no headers; the message says where and what to do. What is wrong farther below comes
/// as an error in place of a row.
pub fn open<R>(mut source: R, name: &str, choice: &Choice) -> Result<Table>
where
    R: Read + Seek + Send + 'static,
{
    let kind = kind::of(&mut source, name)?;
    let mut table = match kind {
        Kind::Text => lay_out(delimited::open(source, choice)?, choice),
        Kind::Json => json::open(source, choice),
        Kind::Package => lay_out(workbook::open_package(source, choice)?, choice),
        Kind::Compound => lay_out(workbook::open_compound(source, choice)?, choice),
    }?;
    // JSON refuses what is stated of its encoding by itself.
    let is_workbook = matches!(kind, Kind::Package | Kind::Compound);
    let is_idle = (is_workbook && choice.encoding.is_some())
        || (kind != Kind::Text && choice.delimiter.is_some());
    if is_idle {
        table.notes.push(Problem {
            level: Level::Notice,
            reason: phrase!("problem-no-text").into(),
            remedy: phrase!("remedy-no-text").into(),
            ..Problem::default()
        });
    }
    Ok(table)
}

/// Finds the headers among the first records and leaves the others to be read.
fn lay_out(mut records: Records, choice: &Choice) -> Result<Table> {
    let mut first = VecDeque::new();
    while first.len() < headers::LOOKAHEAD {
        match records.rest.next() {
            Some(record) => first.push_back(record?),
            None => break,
        }
    }
    let place = records.sheet.as_ref().map_or_else(Filling::none, |sheet| {
        phrase!("problem-sheet", sheet = sheet).into()
    });
    let layout = headers::find(&mut first, choice.header_line, &place)?;
    let mut notes = records.notes;
    notes.extend(layout.notes);
    Ok(Table {
        sheet: records.sheet,
        encoding: records.encoding,
        delimiter: records.delimiter,
        headers: layout.names.clone(),
        notes,
        rows: Box::new(rows::Below::new(
            layout.names,
            layout.columns,
            place,
            first,
            records.rest,
        )),
    })
}

impl Iterator for Table {
    type Item = Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next(&mut self.notes)
    }
}

impl std::fmt::Debug for Table {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Table")
            .field("sheet", &self.sheet)
            .field("encoding", &self.encoding)
            .field("headers", &self.headers)
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}

/// Something that is said of a place in the file.
fn at(place: &Filling, what: Phrase) -> Saying {
    if *place == Filling::none() {
        return what.into();
    }
    phrase!("problem-place", place = place, what = what).into()
}

/// Keeps a note, and after too many of them only that there are more.
fn note(notes: &mut Vec<Problem>, problem: Problem) {
    if notes.len() < MOST_NOTES {
        notes.push(problem);
    } else if notes.len() == MOST_NOTES {
        notes.push(Problem {
            line: problem.line,
            field: problem.field,
            reason: phrase!("problem-more-places", most = MOST_NOTES).into(),
            remedy: phrase!("remedy-mend-first").into(),
            ..Problem::default()
        });
    }
}
