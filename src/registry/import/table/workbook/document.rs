//! What the sheets of an open document hold once their repetitions are written out: one cell
//! may stand for a million; and which of their cells are merged downwards. What the cells say
//! is not known here.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::BufRead;

use calamine::Dimensions;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::package::hostile;
use super::{MOST_CELLS, damaged, too_large};
use crate::error::Result;
use crate::registry::import::refused;
use crate::registry::import::table::MOST_COLUMNS;
use crate::words::phrase;

/// More spaces than this are not written as one.
const MOST_SPACES: u64 = 10_000;

/// More regions than this are not kept: so many cells are never filled.
const MOST_MERGED: usize = 1_000_000;

/// The cells of each sheet that are merged downwards.
pub(super) type Regions = HashMap<String, Vec<Dimensions>>;

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
    merged: Vec<Dimensions>,
}

/// Counts the cells of every sheet, refuses more than may be held, and gives those that are
/// merged downwards.
pub(super) fn inspect(content: impl BufRead) -> Result<Regions> {
    let mut reader = Reader::from_reader(content);
    let mut buffer = Vec::new();
    let mut sheet = Extent::default();
    let (mut name, mut regions) = (String::new(), Regions::new());
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
                    let ended = std::mem::take(&mut sheet);
                    regions.insert(std::mem::take(&mut name), ended.merged);
                    name = text(&tag, "table:name").unwrap_or_default();
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
    regions.insert(name, sheet.merged);
    Ok(regions)
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
        self.merge(tag);
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

    /// Notes a cell that stands for those below it too. One that no sheet can hold is none.
    fn merge(&mut self, tag: &BytesStart) {
        let rows = number(tag, "table:number-rows-spanned").filter(|rows| *rows > 1);
        let end = rows.and_then(|rows| u32::try_from(self.rows.saturating_add(rows - 1)).ok());
        let start = u32::try_from(self.rows).ok();
        if let (Some(start), Some(end), Ok(column)) = (start, end, u32::try_from(self.at))
            && self.merged.len() < MOST_MERGED
        {
            let columns = number(tag, "table:number-columns-spanned").unwrap_or(1);
            let width = u32::try_from(columns.saturating_sub(1)).unwrap_or(u32::MAX);
            self.merged.push(Dimensions {
                start: (start, column),
                end: (end, column.saturating_add(width)),
            });
        }
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
    let value = attribute(tag, name)?.value;
    Some(value.trim().parse().unwrap_or(u64::MAX))
}

/// What an attribute says.
fn text(tag: &BytesStart, name: &str) -> Option<String> {
    let value = attribute(tag, name)?.normalized_value(XmlVersion::Implicit1_0);
    value.ok().map(Cow::into_owned)
}

fn attribute<'tag>(tag: &'tag BytesStart, name: &str) -> Option<Attribute<'tag>> {
    let mut attributes = tag.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    attributes.find(|one| one.key.as_ref() == name)
}
