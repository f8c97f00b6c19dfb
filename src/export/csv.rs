//! Records as text in columns (RFC 4180), in UTF-8.

use std::borrow::Cow;

use super::table::{Table, harmless};
use super::{Exported, Writer};
use crate::error::{Error, Result};
use crate::registry::exchange;

pub(super) struct Csv {
    table: Table,
}

impl Csv {
    pub(super) fn new(table: Table) -> Self {
        Self { table }
    }
}

impl Writer for Csv {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<()> {
        write(
            out,
            self.table.headers().iter().map(|header| header.as_bytes()),
        )
    }

    fn organization(&mut self, one: &Exported, out: &mut Vec<u8>) -> Result<()> {
        let cells = self.table.cells(one)?;
        write(out, cells.iter().map(harmless))
    }

    fn end(&mut self, _out: &mut Vec<u8>) -> Result<bool> {
        Ok(false)
    }
}

/// Rows of texts that no spreadsheet program runs, under their headers.
///
/// # Errors
/// [`Error::Internal`] when a row cannot be written.
pub fn texts<const N: usize>(
    headers: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    write(&mut out, headers.iter())?;
    for row in rows {
        let cells = row.iter().map(|cell| exchange::harmless(cell));
        write(&mut out, cells.map(Cow::into_owned))?;
    }
    Ok(out)
}

pub(super) fn write(out: &mut Vec<u8>, cells: impl Iterator<Item: AsRef<[u8]>>) -> Result<()> {
    let mut line = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    line.write_record(cells).map_err(Error::internal)?;
    line.flush().map_err(Error::internal)
}
