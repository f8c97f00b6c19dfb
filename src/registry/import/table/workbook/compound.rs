//! Files in the old format, and whether they are safe to read: what their records say of the
//! size of a sheet is added up before room is made for it. What the cells say is not known
//! here.

use std::collections::HashSet;
use std::io::{Read, Seek, SeekFrom};

use cfb::CompoundFile;

use super::package::{hostile, protected};
use super::{MOST_CELLS, damaged, too_large};
use crate::error::Result;
use crate::registry::import::refused;
use crate::words::phrase;

/// The old format cannot have more rows and columns than these, but says so itself.
const MOST_AREA: u64 = 65_536 * 256;

/// A larger file is not read at once, in bytes.
const MOST_BYTES: u64 = 128 * 1024 * 1024;

/// Refuses a file that is protected, no workbook, or larger than may be held.
pub(super) fn inspect(source: &mut (impl Read + Seek)) -> Result<()> {
    if source.seek(SeekFrom::End(0)).map_err(damaged)? > MOST_BYTES {
        return Err(too_large("of more than 128 MB"));
    }
    source.rewind().map_err(damaged)?;
    let mut file = CompoundFile::open(source).map_err(damaged)?;
    if file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
        return Err(protected());
    }
    let names = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"];
    let Some(name) = names.into_iter().find(|name| file.is_stream(name)) else {
        return Err(refused(phrase!("file-old-document")));
    };
    let stream = file.open_stream(name).map_err(damaged)?;
    let mut records = Vec::new();
    stream
        .take(MOST_BYTES)
        .read_to_end(&mut records)
        .map_err(damaged)?;
    inspect_records(&records)
}

/// The rectangle that the cells of one sheet span.
#[derive(Default)]
struct Span {
    rows: Option<(u64, u64)>,
    columns: Option<(u64, u64)>,
}

impl Span {
    fn take(&mut self, row: u64, first: u64, last: u64) {
        let with = |span: Option<(u64, u64)>, low: u64, high: u64| {
            let (from, to) = span.unwrap_or((low, high));
            Some((from.min(low), to.max(high)))
        };
        self.rows = with(self.rows, row, row);
        self.columns = with(self.columns, first, last);
    }

    fn cells(&self) -> u64 {
        let length = |span: Option<(u64, u64)>| span.map_or(0, |(from, to)| to - from + 1);
        length(self.rows) * length(self.columns)
    }
}

/// Adds up the records of a workbook (MS-XLS 2.1.4).
fn inspect_records(mut bytes: &[u8]) -> Result<()> {
    let mut span = Span::default();
    let mut largest = 0;
    let mut sheets = HashSet::new();
    while let Some((kind, data)) = record(&mut bytes) {
        let short = |at: usize| {
            let pair = data.get(at..at + 2).and_then(|two| two.try_into().ok());
            pair.map_or(0, |two| u64::from(u16::from_le_bytes(two)))
        };
        let long = |at: usize| short(at) | short(at + 2) << 16;
        match kind {
            // FilePass
            0x002F => return Err(protected()),
            // BOF of each version
            0x0009 | 0x0209 | 0x0409 | 0x0809 => span = Span::default(),
            // BoundSheet8: where a sheet begins
            0x0085 if !sheets.insert(long(0)) => {
                return Err(hostile("two sheets in one place"));
            }
            // Dimensions, with 4 bytes for a row since the last version
            0x0200 => {
                let (rows, columns) = if data.len() >= 14 {
                    ((long(0), long(4)), (short(8), short(10)))
                } else {
                    ((short(0), short(2)), (short(4), short(6)))
                };
                let length = |(from, to): (u64, u64)| to.checked_sub(from).map(|more| more + 1);
                let area = length(rows).zip(length(columns));
                let area = area.map(|(rows, columns)| rows.saturating_mul(columns));
                let is_forged = area.is_some_and(|area| area > MOST_AREA + 65_536 + 256);
                // An empty sheet may say that it ends before it begins.
                let is_empty = area.is_none() && rows.1 == 0;
                if is_forged || (area.is_none() && !is_empty) {
                    return Err(hostile("a false size of a sheet"));
                }
            }
            // Cells: formula, number, label, bool, RK, rich text, shared text
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x027E | 0x00D6 | 0x00FD => {
                span.take(short(0), short(2), short(2));
            }
            // MulRk: several numbers in a row
            0x00BD => {
                let more = u64::try_from(data.len().saturating_sub(6) / 6).unwrap_or(0);
                span.take(short(0), short(2), short(2) + more.saturating_sub(1));
            }
            _ => {}
        }
        largest = largest.max(span.cells());
        if largest > MOST_CELLS {
            return Err(too_large(&format!("of more than {MOST_CELLS} cells")));
        }
    }
    // Sheets may lie within each other, so each is taken to be as large as the largest.
    let sheets = u64::try_from(sheets.len()).unwrap_or(u64::MAX);
    if largest.saturating_mul(sheets) > MOST_CELLS * 4 {
        return Err(too_large("of too many large sheets"));
    }
    Ok(())
}

/// The next record: its kind and its data.
fn record<'file>(bytes: &mut &'file [u8]) -> Option<(u16, &'file [u8])> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    let [a, b, c, d] = *head;
    let length = usize::from(u16::from_le_bytes([c, d]));
    let data = rest.get(..length)?;
    *bytes = rest.get(length..)?;
    Some((u16::from_le_bytes([a, b]), data))
}
