//! The rows of a sheet while its cells are read: how much of it may be held, and in which
//! order the cells come. What a cell says is not known here.

use super::value::Value;
use super::{MOST_CELLS, too_large};
use crate::error::Result;
use crate::registry::import::refused;
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
        self.cells += u64::try_from(column + 1 - has).unwrap_or(u64::MAX);
        self.text += value.text.len();
        if self.cells > MOST_CELLS {
            return Err(too_large(&format!("of more than {MOST_CELLS} cells")));
        }
        if self.text > MOST_TEXT {
            return Err(too_large("of more than 256 MB of text"));
        }
        Ok(())
    }

    /// What it is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The text of a cell, when it has one; lines are counted from 1, columns from 0.
    pub(super) fn text(&self, line: u64, column: usize) -> Option<String> {
        let at = self
            .records
            .binary_search_by_key(&line, |record| record.line);
        let record = self.records.get(at.ok()?)?;
        let text = record.fields.get(column)?;
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The rows from one line to another that have something in them.
    pub(super) fn rows(&mut self, from: u64, to: u64) -> &mut [Record] {
        let begins = self.records.partition_point(|record| record.line < from);
        let ends = self.records.partition_point(|record| record.line <= to);
        self.records.get_mut(begins..ends).unwrap_or_default()
    }

    pub(super) fn into_records(self) -> Vec<Record> {
        self.records
    }
}
