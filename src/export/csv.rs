//! Records as text in columns (RFC 4180), in UTF-8.

use super::table::{Table, harmless};
use super::{Exported, Writer};
use crate::error::{Error, Result};

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

pub(super) fn write(out: &mut Vec<u8>, cells: impl Iterator<Item: AsRef<[u8]>>) -> Result<()> {
    let mut line = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    line.write_record(cells).map_err(Error::internal)?;
    line.flush().map_err(Error::internal)
}
