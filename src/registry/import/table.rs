//! The file's bytes as rows of text, or a refusal that says what is wrong with the file.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use super::refused;
use crate::error::Result;

/// A field that no register has; where it does not come out at the end, a quotation mark was
/// left open before.
const SENTINEL: &str = "\u{1}end of file\u{1}";

/// A table whose rows all have as many fields as there are headers.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<Line>,
    pub(super) encoding: &'static str,
}

/// A row and the line that it begins on.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) line: u64,
    pub(super) fields: Vec<String>,
}

/// Reads CSV whatever its encoding and separator, to its last row.
pub(super) fn read(bytes: &[u8]) -> Result<Table> {
    refuse_other_files(bytes)?;
    let (text, encoding) = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(refused("is empty; export the register again"));
    }
    // One kind of line end, so that lines are counted as an editor counts them.
    let text = text.replace("\r\n", "\n");
    let separator = separator(&text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(true)
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers: Vec<String> = reader
        .headers()
        .map_err(refused)?
        .iter()
        .map(|header| header.trim().to_owned())
        .collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(refused)?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != headers.len() {
            return Err(refused(format!(
                "line {line} has {} of {} columns, as if the file were cut off or a quotation \
                 mark missing; export the register again. Nothing was imported",
                record.len(),
                headers.len()
            )));
        }
        rows.push(Line {
            line,
            fields: record.iter().map(str::to_owned).collect(),
        });
    }
    refuse_open_quote(&text, separator, &rows)?;
    if rows.is_empty() {
        return Err(refused(
            "has headers and no row below them; export the register again",
        ));
    }
    Ok(Table {
        headers,
        rows,
        encoding,
    })
}

/// A field whose quotation mark is never closed swallows whatever follows it.
fn refuse_open_quote(text: &str, separator: u8, rows: &[Line]) -> Result<()> {
    let ended = format!("{text}\n{SENTINEL}\n");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(ended.as_bytes());
    let last = reader.records().last().and_then(std::result::Result::ok);
    if last.is_some_and(|record| record.len() == 1 && record.get(0) == Some(SENTINEL)) {
        return Ok(());
    }
    let line = rows.last().map_or(1, |row| row.line);
    Err(refused(format!(
        "ends within quotation marks that were opened on line {line} or after; the file is cut \
         off, export the register again. Nothing was imported"
    )))
}

/// Refuses what is no table of text, by how such files begin or by their zero bytes.
fn refuse_other_files(bytes: &[u8]) -> Result<()> {
    let kinds: [(&[u8], &str); 4] = [
        (
            b"PK\x03\x04",
            "is a spreadsheet or archive; save its first sheet as CSV",
        ),
        (
            b"\xD0\xCF\x11\xE0",
            "is an old spreadsheet; save its first sheet as CSV",
        ),
        (b"%PDF", "is a PDF; ask the register for the table as CSV"),
        (b"\x1F\x8B", "is compressed; unpack it first"),
    ];
    if let Some((_, advice)) = kinds
        .iter()
        .find(|(beginning, _)| bytes.starts_with(beginning))
    {
        return Err(refused(advice));
    }
    let has_mark = Encoding::for_bom(bytes).is_some();
    if !has_mark && bytes.contains(&0) {
        let advice = "holds zero bytes, so it is no text; save the register as CSV in UTF-8";
        return Err(refused(advice));
    }
    Ok(())
}

/// The text and the name of its encoding: as its mark says, else UTF-8, else as it looks.
fn decode(bytes: &[u8]) -> Result<(String, &'static str)> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            detector.guess(None, Utf8Detection::Deny)
        }
    };
    let (text, _, has_errors) = encoding.decode(bytes);
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if has_errors || text.chars().any(is_control) {
        let reason = format!(
            "is neither UTF-8 nor readable as {}; save it as CSV in UTF-8. Nothing was imported",
            encoding.name()
        );
        return Err(refused(reason));
    }
    Ok((text.into_owned(), encoding.name()))
}

/// The separator that the first line has most of.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    // Of equal counts the last is taken, so the comma stands last.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}
