//! Records as a workbook of one sheet. Its rows wait in a temporary file, since a workbook can
//! only be packed at its end; it is passed on in pieces.

use std::fmt::Display;
use std::fs::File;
use std::io::{BufWriter, Read, Seek};

use rust_xlsxwriter::{Workbook, XlsxError};

use super::table::{Cell, Table, harmless};
use super::{Exported, Writer};
use crate::error::{Error, Result};

/// How much of the packed workbook is passed on at once, in bytes.
const PIECE: u64 = 1 << 20;

pub(super) struct Xlsx {
    table: Table,
    workbook: Workbook,
    row: u32,
    packed: Option<File>,
}

impl Xlsx {
    pub(super) fn new(table: Table) -> Self {
        Self {
            table,
            workbook: Workbook::new(),
            row: 0,
            packed: None,
        }
    }

    fn write(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Number(number) => {
                    sheet.write_number(self.row, column, *number)?;
                }
                // The cell is a text already, yet it may be saved again as text in columns.
                Cell::Text(text) if !text.is_empty() => {
                    sheet.write_string(self.row, column, harmless(cell))?;
                }
                Cell::Text(_) | Cell::Empty => {}
            }
        }
        self.row += 1;
        Ok(())
    }

    fn pack(&mut self) -> Result<File> {
        let mut file = tempfile::tempfile().map_err(|error| full(&error))?;
        let mut packed = BufWriter::new(&file);
        self.workbook
            .save_to_writer(&mut packed)
            .map_err(|error| full(&error))?;
        packed.into_inner().map_err(|lost| full(&lost))?;
        file.rewind().map_err(|error| full(&error))?;
        Ok(file)
    }
}

impl Writer for Xlsx {
    fn begin(&mut self, _out: &mut Vec<u8>) -> Result<()> {
        let sheet = self.workbook.add_worksheet_with_constant_memory();
        sheet.map_err(|error| full(&error))?;
        let headers = self.table.headers();
        let cells: Vec<Cell> = headers
            .into_iter()
            .map(|header| Cell::Text(header.into_owned()))
            .collect();
        self.write(&cells).map_err(Error::internal)
    }

    fn organization(&mut self, one: &Exported, _out: &mut Vec<u8>) -> Result<()> {
        let cells = self.table.cells(one)?;
        self.write(&cells).map_err(|error| match error {
            XlsxError::RowColumnLimitError | XlsxError::MaxStringLengthExceeded => {
                let reason = format!(
                    "{} does not fit into a workbook ({error}); export csv or geojson",
                    one.organization.handle
                );
                Error::invalid("xlsx", reason)
            }
            other => full(&other),
        })
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        let packed = match self.packed.take() {
            Some(file) => file,
            None => self.pack()?,
        };
        let mut piece = (&packed).take(PIECE);
        let read = piece.read_to_end(out).map_err(|error| full(&error))?;
        self.packed = Some(packed);
        Ok(read > 0)
    }
}

fn full(error: &dyn Display) -> Error {
    let place = std::env::temp_dir();
    Error::Unavailable(format!(
        "the workbook cannot be kept in {} ({error}); make room there",
        place.display()
    ))
}
