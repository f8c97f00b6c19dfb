//! Objects that stand one on a line, read as a stream of any length. All of them are looked
//! at once before the first is given, because only together do they tell the columns, and so
//! that a file that is broken anywhere is refused before anything is done with it.

use std::io::{BufRead, BufReader, Read, Seek};

use super::super::decode::{Allowance, OPEN, Text, WHOLE};
use super::super::encoding::{self, Found};
use super::super::kind::unreadable;
use super::super::{Line, Problem, Rows, Table, refused};
use super::flat::Columns;
use super::{Shape, broken, object, read, row};
use crate::error::Result;
use crate::words::phrase;

/// The lines of a text with their numbers.
struct Lines<R> {
    reader: BufReader<Text<R>>,
    allowance: Allowance,
    line: Vec<u8>,
    number: u64,
}

impl<R: Read> Lines<R> {
    fn new(source: R, found: Found) -> Self {
        let text = Text::new(source, found);
        let allowance = text.allowance();
        Self {
            reader: BufReader::new(text),
            allowance,
            line: Vec::new(),
            number: 0,
        }
    }

    /// The next line that has an object on it.
    fn next(&mut self) -> Result<Option<(u64, &str)>> {
        loop {
            self.line.clear();
            self.allowance.renew();
            self.number += 1;
            let length = self
                .reader
                .read_until(b'\n', &mut self.line)
                .map_err(|error| refused(format!("{error} (at line {})", self.number)))?;
            let is_mark = [WHOLE, OPEN]
                .iter()
                .any(|mark| self.line.trim_ascii() == mark.as_bytes());
            if length == 0 || is_mark {
                return Ok(None);
            }
            if !object(&self.line).is_empty() {
                break;
            }
        }
        let text = std::str::from_utf8(object(&self.line));
        let text =
            text.map_err(|error| broken(phrase!("file-line", number = self.number), error))?;
        Ok(Some((self.number, text)))
    }
}

/// Opens a file of objects on lines.
pub(super) fn open<R>(mut source: R) -> Result<Table>
where
    R: Read + Seek + Send + 'static,
{
    let found = encoding::of(&mut source, None)?;
    let mut columns = Columns::default();
    let mut shape = None;
    source.rewind().map_err(unreadable)?;
    let mut lines = Lines::new(&mut source, found);
    while let Some((number, text)) = lines.next()? {
        let shape = *shape.get_or_insert_with(|| super::document::shape_of(text));
        read(shape, text, &mut columns)
            .map_err(|error| broken(phrase!("file-line", number = number), error))?;
    }
    source.rewind().map_err(unreadable)?;
    Ok(Table {
        sheet: None,
        encoding: found.encoding.name(),
        delimiter: None,
        headers: columns.names().to_vec(),
        notes: Vec::new(),
        rows: Box::new(Objects {
            lines: Lines::new(source, found),
            shape: shape.unwrap_or(Shape::Plain),
            columns,
        }),
    })
}

/// The objects as rows.
struct Objects<R> {
    lines: Lines<R>,
    shape: Shape,
    columns: Columns,
}

impl<R: Read + Send> Rows for Objects<R> {
    fn next(&mut self, notes: &mut Vec<Problem>) -> Option<Result<Line>> {
        let (number, text) = match self.lines.next() {
            Ok(line) => line?,
            Err(error) => return Some(Err(error)),
        };
        match read(self.shape, text, &mut self.columns) {
            Ok(faults) => Some(Ok(row(number, faults, &mut self.columns, notes))),
            Err(error) => Some(Err(broken(phrase!("file-line", number = number), error))),
        }
    }
}
