//! What the sheets of an open document hold once their repetitions are written out: one cell
//! may stand for a million. What the cells say is not known here.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::hostile;
use super::{MOST_CELLS, damaged, too_large};
use crate::error::Result;
use crate::registry::import::refused;
use crate::registry::import::table::MOST_COLUMNS;
use crate::words::phrase;

/// More spaces than this are not written as one.
const MOST_SPACES: u64 = 10_000;

/// The size of one sheet so far.
#[derive(Default)]
struct Extent {
    /// Rows up to the one that is read.
    rows: u64,
    /// Rows up to the last that has something in it.
    filled_rows: u64,
    columns: u64,
    row_repeats: u64,
    at: u64,
    filled: u64,
}

/// Counts the cells of every sheet, and refuses more than may be held.
pub(super) fn inspect(content: impl BufRead) -> Result<()> {
    let mut reader = Reader::from_reader(content);
    let mut buffer = Vec::new();
    let mut sheet = Extent::default();
    let mut before = 0;
    let mut depth = 0_u64;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            // The library waits for ever for an end that does not come.
            Event::Eof if depth > 0 => return Err(damaged("an element is not ended")),
            _ => {}
        }
        match event {
            Event::Start(tag) => match tag.name().as_ref() {
                "table:table" => {
                    before += sheet.cells();
                    sheet = Extent::default();
                }
                "table:table-row" => sheet.begin_row(&tag),
                "table:table-cell" | "table:covered-table-cell" => sheet.cell(&tag)?,
                "text:s" => spaces(&tag)?,
                _ => {}
            },
            Event::Empty(tag) => match tag.name().as_ref() {
                "table:table-row" => {
                    sheet.begin_row(&tag);
                    sheet.end_row();
                }
                "table:table-cell" | "table:covered-table-cell" => sheet.cell(&tag)?,
                "text:s" => spaces(&tag)?,
                _ => {}
            },
            Event::End(tag) if tag.name().as_ref() == "table:table-row" => sheet.end_row(),
            Event::Eof => break,
            _ => {}
        }
        if before + sheet.cells() > MOST_CELLS {
            return Err(too_large(&format!("of more than {MOST_CELLS} cells")));
        }
    }
    Ok(())
}

impl Extent {
    fn cells(&self) -> u64 {
        self.filled_rows.saturating_mul(self.columns)
    }

    fn begin_row(&mut self, tag: &BytesStart) {
        self.row_repeats = number(tag, "table:number-rows-repeated").unwrap_or(1);
        (self.at, self.filled) = (0, 0);
    }

    fn cell(&mut self, tag: &BytesStart) -> Result<()> {
        let repeats = number(tag, "table:number-columns-repeated").unwrap_or(1);
        self.at = self.at.saturating_add(repeats);
        let is_value = |key: &str| {
            key.starts_with("office:") || key.starts_with("calcext:") || key == "table:formula"
        };
        let mut attributes = tag.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let has_value = attributes.any(|one| is_value(one.key.as_ref()));
        if !has_value {
            return Ok(());
        }
        self.filled = self.at;
        let most = u64::try_from(MOST_COLUMNS).unwrap_or(u64::MAX);
        if self.filled > most {
            return Err(refused(phrase!(
                "file-wide-sheet",
                line = self.rows + 1,
                column = self.filled,
                most = MOST_COLUMNS
            )));
        }
        Ok(())
    }

    fn end_row(&mut self) {
        self.rows = self.rows.saturating_add(self.row_repeats);
        if self.filled > 0 {
            self.filled_rows = self.rows;
            self.columns = self.columns.max(self.filled);
        }
    }
}

fn spaces(tag: &BytesStart) -> Result<()> {
    if number(tag, "text:c").is_some_and(|count| count > MOST_SPACES) {
        return Err(hostile("a run of spaces"));
    }
    Ok(())
}

/// A number among the attributes; one that cannot be read is as large as can be.
fn number(tag: &BytesStart, name: &str) -> Option<u64> {
    let attribute = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|one| one.key.as_ref() == name)?;
    Some(attribute.value.trim().parse().unwrap_or(u64::MAX))
}
