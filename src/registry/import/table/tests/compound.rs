//! Workbooks of the old format, made by hand (MS-XLS 2.1).

use std::io::{Cursor, Write};

use cfb::CompoundFile;

/// One record: its kind, its length, its data.
pub(super) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

/// The beginning of a part: of the whole or of a sheet.
fn begin(part: u16) -> Vec<u8> {
    let data: Vec<u8> = [0x0600, part, 0, 0x07CC, 0, 0, 0, 0]
        .iter()
        .flat_map(|word: &u16| word.to_le_bytes())
        .collect();
    record(0x0809, &data)
}

/// A cell of text.
pub(super) fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap();
    let mut data = Vec::new();
    for word in [row, column, 0, length] {
        data.extend(word.to_le_bytes());
    }
    data.push(0);
    data.extend(text.as_bytes());
    record(0x0204, &data)
}

/// A container with one stream.
pub(super) fn container(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(bytes).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A workbook whose only sheet has these records.
pub(super) fn of_records(cells: &[u8]) -> Vec<u8> {
    let name = b"Datos";
    let bound = |at: u32| {
        let mut data = at.to_le_bytes().to_vec();
        data.extend([0, 0, u8::try_from(name.len()).unwrap(), 0]);
        data.extend(name);
        record(0x0085, &data)
    };
    let end = record(0x000A, &[]);
    let head = begin(0x0005);
    let at = head.len() + bound(0).len() + end.len();
    let bound = bound(u32::try_from(at).unwrap());
    let stream = [head, bound, end.clone(), begin(0x0010), cells.to_vec(), end].concat();
    container("/Workbook", &stream)
}

/// Cells that are merged: first and last row, first and last column.
pub(super) fn merged(region: [u16; 4]) -> Vec<u8> {
    let words = [&[1], region.as_slice()].concat();
    let data: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    record(0x00E5, &data)
}

/// A workbook with these rows.
pub(super) fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    of_records(&labels(rows))
}

/// The cells of these rows; what is empty is none.
pub(super) fn labels(rows: &[&[&str]]) -> Vec<u8> {
    let mut cells = Vec::new();
    for (row, texts) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*texts).filter(|(_, text)| !text.is_empty()) {
            cells.extend(label(row, column, text));
        }
    }
    cells
}
