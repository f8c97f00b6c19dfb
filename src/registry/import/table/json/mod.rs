//! JSON as a table: each object is a row, each member a column. Nested members have dotted
//! names, and lists are joined with `;`. What a member means is not known here.
//!
//! Objects that stand one on a line are read as a stream. One document has to be held whole,
//! so its size is bounded.

/// One document, and where in it the objects are.
mod document;
/// What makes a feature of `GeoJSON` a row.
mod feature;
/// An object's members as fields.
mod flat;
/// Objects that stand one on a line.
mod lines;
/// Documents in which a row is no object of its own.
mod unfold;

use std::io::{BufRead, BufReader, Read, Seek};

use encoding_rs::UTF_8;
use serde::de::IgnoredAny;

use super::charset::Charset;
use super::kind::unreadable;
use super::{Choice, Fault, Line, MOST_COLUMNS, Problem, Table, note, refused};
use crate::error::Result;
use crate::words::{Phrase, phrase};
use flat::Columns;

/// Between two objects of a sequence (RFC 7464, RFC 8142).
const RECORD_SEPARATOR: u8 = 0x1E;

/// An object on a line of its own is not longer than this, in bytes.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// What the objects are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    /// Features of `GeoJSON` (RFC 7946).
    Features,
}

/// Opens a file of JSON, which says itself how it is to be read: an encoding that is stated has
/// no meaning, unless it is UTF-8.
pub(super) fn open<R>(mut source: R, choice: &Choice) -> Result<Table>
where
    R: Read + Seek + Send + 'static,
{
    if let Some(name) = &choice.encoding
        && Charset::named(name) != Some(Charset::Web(UTF_8))
    {
        return Err(refused(phrase!("file-json-encoding", name = name)));
    }
    if is_lines(&mut source)? {
        lines::open(source)
    } else {
        document::open(source)
    }
}

/// Whether the first line is an object by itself and more follows.
fn is_lines(source: &mut (impl Read + Seek)) -> Result<bool> {
    source.rewind().map_err(unreadable)?;
    let mut reader = BufReader::new(source.take(LONGEST_LINE));
    let mut line = Vec::new();
    while object(&line).is_empty() {
        line.clear();
        if reader.read_until(b'\n', &mut line).map_err(unreadable)? == 0 {
            return Ok(false);
        }
        if line.first() == Some(&RECORD_SEPARATOR) {
            return Ok(true);
        }
    }
    let object = object(&line);
    let is_whole = object.starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(object).is_ok();
    let rest = reader.fill_buf().map_err(unreadable)?;
    Ok(is_whole && !rest.trim_ascii().is_empty())
}

/// A line without what stands around its object.
fn object(line: &[u8]) -> &[u8] {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let line = line.trim_ascii();
    line.strip_prefix(&[RECORD_SEPARATOR])
        .unwrap_or(line)
        .trim_ascii()
}

/// Reads an object's members into fields; what is wrong with single ones is kept apart.
fn read(shape: Shape, text: &str, columns: &mut Columns) -> Result<Vec<Fault>, String> {
    columns.begin();
    let faults = match shape {
        Shape::Plain => {
            flat::read(text, columns)?;
            Vec::new()
        }
        Shape::Features => feature::read(text, columns)?,
    };
    if columns.names().len() > MOST_COLUMNS {
        return Err(format!(
            "its objects have more than {MOST_COLUMNS} members of different names; leave out \
             what is not needed"
        ));
    }
    Ok(faults)
}

/// What was read as a row, with its faults told.
fn row(line: u64, faults: Vec<Fault>, columns: &mut Columns, notes: &mut Vec<Problem>) -> Line {
    let names = columns.names();
    let controls = columns.controls().iter().map(|column| Fault {
        column: *column,
        reason: phrase!("problem-controls"),
        remedy: phrase!("remedy-controls"),
    });
    for fault in faults.into_iter().chain(controls) {
        let problem = Problem {
            line,
            field: names.get(fault.column).cloned().unwrap_or_default(),
            reason: fault.reason.into(),
            remedy: fault.remedy.into(),
            ..Problem::default()
        };
        note(notes, problem);
    }
    Line {
        line,
        fields: columns.take(),
    }
}

/// A file that cannot be read as JSON.
fn broken(place: Phrase, error: impl std::fmt::Display) -> crate::error::Error {
    let error = error.to_string();
    refused(phrase!("file-broken-json", place = place, error = error))
}
