//! Workbooks: the sheet that holds the table, its cells as text.
//!
//! What is inside a workbook is judged before it is given to the library that reads it, so
//! that what a file says of its own size costs nothing. Which row is the headers is not
//! known here.

/// Files in the old format, and whether they are safe to read.
mod compound;
/// What a sheet of an open document holds once its repetitions are written out.
mod document;
/// Cells that are merged downwards.
mod merged;
/// Archives of parts, unpacked and counted.
mod package;
/// The rows of a sheet while its cells are read.
mod sheet;
/// A cell's value as text.
mod value;

use std::io::{Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, DataRef, Dimensions, Ods, Range, Reader, SheetType, SheetVisible, Xls, Xlsx, XlsxError,
};

use super::{Choice, Level, Problem, Records, refused};
use crate::error::{Error, Result};
use crate::words::phrase;
use document::Regions;
use package::Format;
use sheet::Sheet;
use value::Value;

/// More cells than this are not held in memory at once.
const MOST_CELLS: u64 = 5_000_000;

/// Opens a workbook that is an archive of parts: XLSX or ODS.
pub(super) fn open_package<R>(mut source: R, choice: &Choice) -> Result<Records>
where
    R: Read + Seek + Send + 'static,
{
    let format = package::inspect(&mut source)?;
    source.rewind().map_err(damaged)?;
    guarded(|| match format {
        Format::Xlsx => xlsx(source, choice),
        Format::Ods(merged) => ods(source, choice, &merged),
    })
}

/// Opens a workbook in the old format: XLS.
pub(super) fn open_compound<R>(mut source: R, choice: &Choice) -> Result<Records>
where
    R: Read + Seek + Send + 'static,
{
    compound::inspect(&mut source)?;
    source.rewind().map_err(damaged)?;
    guarded(|| {
        let mut workbook = Xls::new(source).map_err(damaged)?;
        let sheets = workbook.sheets_metadata().to_vec();
        let count = |name: &str| rows_of(&mut workbook, name);
        let chosen = choose(&sheets, choice, count)?;
        let cells = workbook.worksheet_range(&chosen.name).map_err(damaged)?;
        let formulas = workbook.worksheet_formula(&chosen.name).map_err(damaged)?;
        let regions = workbook
            .merge_cells_by_sheet_name(&chosen.name)
            .map_err(damaged)?;
        let sheet = ranged(&chosen.name, &cells, &formulas)?;
        records(sheet, chosen, &regions, "XLS")
    })
}

/// Turns a panic of the library, which hostile files have led to before, into a refusal.
fn guarded<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(damaged("its parts do not fit together")))
}

fn damaged(error: impl std::fmt::Display) -> Error {
    refused(phrase!("file-damaged", error = error.to_string()))
}

fn too_large(what: &str) -> Error {
    refused(phrase!("file-too-large", what = what))
}

fn ods<R: Read + Seek>(source: R, choice: &Choice, merged: &Regions) -> Result<Records> {
    let mut workbook = Ods::new(source).map_err(damaged)?;
    let sheets = workbook.sheets_metadata().to_vec();
    let count = |name: &str| rows_of(&mut workbook, name);
    let chosen = choose(&sheets, choice, count)?;
    let cells = workbook.worksheet_range(&chosen.name).map_err(damaged)?;
    let formulas = workbook.worksheet_formula(&chosen.name).map_err(damaged)?;
    let sheet = ranged(&chosen.name, &cells, &formulas)?;
    let regions = merged.get(&chosen.name).map_or(&[][..], Vec::as_slice);
    records(sheet, chosen, regions, "ODS")
}

fn xlsx<R: Read + Seek>(source: R, choice: &Choice) -> Result<Records> {
    let mut workbook = Xlsx::new(source).map_err(damaged)?;
    let sheets = workbook.sheets_metadata().to_vec();
    let count = |name: &str| count_rows(&mut workbook, name);
    let chosen = choose(&sheets, choice, count)?;
    let mut sheet = Sheet::new(&chosen.name);
    let mut cells = workbook
        .worksheet_cells_reader(&chosen.name)
        .map_err(damaged)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(damaged)? {
        let value = match cell.value {
            DataRef::Empty if cell.formula.is_some() => Value::not_kept(),
            DataRef::Empty => continue,
            DataRef::SharedString(text) => value::of_text(text),
            other => value::of(&Data::from(other)),
        };
        sheet.push(cell.pos, value)?;
    }
    drop(cells);
    let regions = workbook
        .merge_cells_by_sheet_name(&chosen.name)
        .map_err(damaged)?;
    records(sheet, chosen, &regions, "XLSX")
}

/// How many rows of a sheet have something in them.
fn count_rows<R: Read + Seek>(workbook: &mut Xlsx<R>, name: &str) -> Result<usize> {
    let mut cells = match workbook.worksheet_cells_reader(name) {
        // A sheet that holds only a drawing.
        Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => return Ok(0),
        cells => cells.map_err(damaged)?,
    };
    let mut rows = 0;
    let mut last = None;
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let row = cell.get_position().0;
        if *cell.get_value() != DataRef::Empty && last != Some(row) {
            rows += 1;
            last = Some(row);
        }
    }
    Ok(rows)
}

fn rows_of<R, W>(workbook: &mut W, name: &str) -> Result<usize>
where
    R: Read + Seek,
    W: Reader<R>,
    W::Error: std::fmt::Display,
{
    let cells = workbook.worksheet_range(name).map_err(damaged)?;
    let is_filled = |row: &&[Data]| row.iter().any(|cell| *cell != Data::Empty);
    Ok(cells.rows().filter(is_filled).count())
}

/// The sheet that is read, and what is said of the others.
struct Chosen {
    name: String,
    notes: Vec<Problem>,
}

/// The sheet that the office names, or the visible one with the most rows.
fn choose(
    sheets: &[calamine::Sheet],
    choice: &Choice,
    mut count: impl FnMut(&str) -> Result<usize>,
) -> Result<Chosen> {
    let tables = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let mut counted = Vec::new();
    for sheet in tables {
        let is_visible = sheet.visible == SheetVisible::Visible;
        counted.push((sheet.name.as_str(), is_visible, count(&sheet.name)?));
    }
    let names: Vec<&str> = counted.iter().map(|(name, ..)| *name).collect();
    let found = match &choice.sheet {
        Some(wanted) => counted.iter().find(|(name, ..)| name == wanted),
        // Of equal ones the first is taken.
        None => counted
            .iter()
            .rev()
            .max_by_key(|(_, is_visible, rows)| (*is_visible, *rows)),
    };
    let Some((name, ..)) = found else {
        let wanted = choice.sheet.as_deref().unwrap_or_default();
        return Err(refused(phrase!(
            "file-no-sheet",
            wanted = wanted,
            names = names.join(", ")
        )));
    };
    let others = counted.iter().filter(|(other, ..)| other != name);
    let notes = others
        .map(|(other, is_visible, rows)| Problem {
            level: Level::Notice,
            line: 0,
            field: String::new(),
            reason: if *is_visible {
                phrase!("problem-other-sheet", sheet = *other, rows = *rows).into()
            } else {
                phrase!("problem-hidden-sheet", sheet = *other, rows = *rows).into()
            },
            remedy: phrase!("remedy-other-sheet").into(),
        })
        .collect();
    Ok(Chosen {
        name: (*name).to_owned(),
        notes,
    })
}

/// The rows of a sheet that the library holds whole.
fn ranged(name: &str, cells: &Range<Data>, formulas: &Range<String>) -> Result<Sheet> {
    let mut sheet = Sheet::new(name);
    let start = cells.start().unwrap_or_default();
    let has_formula = |at: (u32, u32)| formulas.get_value(at).is_some_and(|f| !f.is_empty());
    for (row, cells) in (start.0..).zip(cells.rows()) {
        for (column, cell) in (start.1..).zip(cells) {
            let value = match cell {
                Data::Empty if has_formula((row, column)) => Value::not_kept(),
                Data::Empty => continue,
                Data::String(text) => value::of_text(text),
                other => value::of(other),
            };
            sheet.push((row, column), value)?;
        }
    }
    Ok(sheet)
}

/// The rows of a sheet, with the values of its merged cells in each of their rows.
fn records(
    mut sheet: Sheet,
    chosen: Chosen,
    regions: &[Dimensions],
    format: &'static str,
) -> Result<Records> {
    let mut notes = chosen.notes;
    notes.extend(merged::fill(&mut sheet, regions)?);
    Ok(Records {
        sheet: Some(chosen.name),
        encoding: format,
        delimiter: None,
        notes,
        rest: Box::new(sheet.into_records().into_iter().map(Ok)),
    })
}
