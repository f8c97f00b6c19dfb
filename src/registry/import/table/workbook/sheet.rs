//! The rows of a sheet while its cells are read: how much of it may be held, and in which
//! order the cells come. What a cell says is not known here.

use std::ops::Range;

use csv::StringRecord;

use super::value::Value;
use super::{MOST_CELLS, too_large};
use crate::error::Result;
use crate::registry::import::refused;
use crate::registry::import::table::cell::{is_note, is_total};
use crate::registry::import::table::rows::MOST_HELD;
use crate::registry::import::table::{Fault, MOST_COLUMNS, Record};
use crate::words::phrase;

/// More text than this, in bytes, is not held at once.
const MOST_TEXT: usize = 256 * 1024 * 1024;

/// The rows of one sheet.
pub(super) struct Sheet {
    name: String,
    records: Vec<Record>,
    cells: u64,
    text: usize,
}

/// A cell that shall say what the one above it says.
pub(super) struct Filled {
    /// Its row and column, and the row that its text stands in, all counted from 0.
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) from: usize,
}

impl Sheet {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            records: Vec::new(),
            cells: 0,
            text: 0,
        }
    }

    /// Takes the next cell, at its row and column counted from 0.
    pub(super) fn push(&mut self, at: (u32, u32), value: Value) -> Result<()> {
        if value.text.is_empty() && value.fault.is_none() {
            return Ok(());
        }
        let line = u64::from(at.0) + 1;
        let column = usize::try_from(at.1).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS {
            let what = phrase!(
                "file-wide-sheet",
                line = line,
                column = u64::from(at.1) + 1,
                most = MOST_COLUMNS
            );
            let place = phrase!("problem-sheet", sheet = &self.name);
            return Err(refused(phrase!(
                "problem-place",
                place = place,
                what = what
            )));
        }
        let last = self.records.last();
        if last.is_some_and(|last| last.line > line) {
            return Err(super::damaged(format!("line {line} stands twice")));
        }
        if last.is_none_or(|last| last.line < line) {
            self.records.push(Record {
                line,
                ..Record::default()
            });
        }
        let Some(record) = self.records.last_mut() else {
            return Ok(());
        };
        let has = record.fields.len();
        if column < has {
            return Err(super::damaged(format!(
                "the cells of line {line} are out of order"
            )));
        }
        for _ in has..column {
            record.fields.push_field("");
        }
        record.fields.push_field(&value.text);
        if let Some((reason, remedy)) = value.fault {
            record.faults.push(Fault {
                column,
                reason,
                remedy,
            });
        }
        self.count(column + 1 - has, value.text.len())
    }

    /// What it is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Which row has this line, when it has a text in a column; lines are counted from 1, rows
    /// and columns from 0.
    pub(super) fn with_text(&self, line: u64, column: usize) -> Option<usize> {
        let at = self
            .records
            .binary_search_by_key(&line, |record| record.line);
        at.ok().filter(|row| !self.text(*row, column).is_empty())
    }

    fn text(&self, row: usize, column: usize) -> &str {
        let record = self.records.get(row);
        record
            .and_then(|record| record.fields.get(column))
            .unwrap_or_default()
    }

    /// Which rows from one line to another have something in them.
    pub(super) fn rows(&self, from: u64, to: u64) -> Range<usize> {
        let begins = self.records.partition_point(|record| record.line < from);
        let ends = self.records.partition_point(|record| record.line <= to);
        begins..ends
    }

    /// The last line that is no total and no note below the table.
    pub(super) fn ends(&self) -> u64 {
        let is_wide = self.records.iter().any(|record| record.fields.len() > 2);
        let is_below = |record: &&Record| {
            is_total(record.fields.iter()) || (is_wide && is_note(record.fields.iter()))
        };
        let from_below = || self.records.iter().rev();
        let below = from_below().take(MOST_HELD).take_while(is_below).count();
        from_below().nth(below).map_or(0, |record| record.line)
    }

    /// Whether there is nothing yet where something would be filled in.
    pub(super) fn is_empty(&self, cell: &Filled) -> bool {
        self.text(cell.row, cell.column).is_empty()
    }

    /// Fills empty cells, each row at once. What is filled counts as if it stood in the file.
    ///
    /// # Errors
    /// [`crate::error::Error::Invalid`] when it is more than may be held.
    pub(super) fn fill(&mut self, mut cells: Vec<Filled>) -> Result<()> {
        let place = |cell: &Filled| (cell.row, cell.column);
        cells.sort_by_key(place);
        cells.dedup_by_key(|cell| place(cell));
        let rows = || cells.chunk_by(|one, other| one.row == other.row);
        for of_row in rows() {
            let (has, needs) = self.width(of_row);
            let texts = of_row.iter().map(|cell| self.text(cell.from, cell.column));
            let text = texts.map(str::len).sum();
            self.count(needs - has, text)?;
        }
        for of_row in rows() {
            let Some(row) = of_row.first().map(|cell| cell.row) else {
                continue;
            };
            let columns = 0..self.width(of_row).1;
            let mut fields: Vec<&str> = columns.map(|column| self.text(row, column)).collect();
            for cell in of_row {
                if let Some(field) = fields.get_mut(cell.column) {
                    *field = self.text(cell.from, cell.column);
                }
            }
            let fields = StringRecord::from(fields);
            if let Some(record) = self.records.get_mut(row) {
                record.fields = fields;
            }
        }
        Ok(())
    }

    /// How many fields the row of these cells has, and how many it has with them.
    fn width(&self, of_row: &[Filled]) -> (usize, usize) {
        let row = of_row.first().and_then(|cell| self.records.get(cell.row));
        let has = row.map_or(0, |record| record.fields.len());
        let needs = of_row.iter().map(|cell| cell.column + 1);
        (has, needs.fold(has, usize::max))
    }

    /// Counts further cells and the bytes of their text.
    fn count(&mut self, cells: usize, text: usize) -> Result<()> {
        self.cells += u64::try_from(cells).unwrap_or(u64::MAX);
        self.text += text;
        if self.cells > MOST_CELLS {
            return Err(too_large(&format!("of more than {MOST_CELLS} cells")));
        }
        if self.text > MOST_TEXT {
            return Err(too_large("of more than 256 MB of text"));
        }
        Ok(())
    }

    pub(super) fn into_records(self) -> Vec<Record> {
        self.records
    }
}
