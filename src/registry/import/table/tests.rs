//! Which files are read, how, and which are refused with which advice.

use std::io::Cursor;

use super::*;

/// A file of these bytes.
fn opened(bytes: &[u8]) -> Result<Table> {
    open(Cursor::new(bytes.to_vec()), "register", &Choice::default())
}

/// The headers, the rows with their lines, and the notes.
type Whole = (Vec<String>, Vec<(u64, Vec<String>)>, Vec<Problem>);

fn whole(mut table: Table) -> Result<Whole> {
    let mut rows = Vec::new();
    for line in table.by_ref() {
        let line = line?;
        rows.push((line.line, line.fields));
    }
    Ok((table.headers, rows, table.notes))
}

fn read(bytes: &[u8]) -> Whole {
    whole(opened(bytes).unwrap()).unwrap()
}

fn refusal(bytes: &[u8]) -> String {
    opened(bytes).and_then(whole).unwrap_err().to_string()
}

/// The notes as lines and reasons.
fn told(notes: &[Problem]) -> Vec<(u64, &str)> {
    notes
        .iter()
        .map(|note| (note.line, &*note.reason))
        .collect()
}

fn fields(rows: &[(u64, Vec<String>)], at: usize) -> Vec<&str> {
    rows[at].1.iter().map(String::as_str).collect()
}

/// Workbooks of the old format, made by hand.
mod compound;
/// Encodings that are stated and are not those of the file.
mod encodings;
/// Workbooks that were made to do harm.
mod hostile;
/// JSON of every shape.
mod json;
/// Archives made by hand.
mod package;
/// Files of any size.
mod size;
/// Tables of text.
mod text;
/// Workbooks as spreadsheet programs write them.
mod workbooks;
