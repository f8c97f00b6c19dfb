//! What a file is, by its first bytes, and which files are refused at once. Its ending is
//! believed only where the bytes say nothing. What is inside is not known here.

use std::io::{Read, Seek, SeekFrom};

use super::refused;
use crate::error::Result;
use crate::words::phrase;

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Delimited text in some encoding.
    Text,
    /// Objects of JSON, in one document or one on each line.
    Json,
    /// An archive of parts, as XLSX and ODS are.
    Package,
    /// The old container, as XLS is, and XLSX with a password.
    Compound,
}

/// How many bytes are looked at.
const FIRST: usize = 4096;

/// Files that are told by how they begin, and what to do about each.
const OTHERS: [(&[u8], Other); 8] = [
    (b"%PDF", Other::Pdf),
    (b"\x1F\x8B", Other::Compressed),
    (b"BZh", Other::Compressed),
    (b"7z\xBC\xAF", Other::Compressed),
    (b"Rar!", Other::Compressed),
    (b"\xFD7zXZ", Other::Compressed),
    (b"\x28\xB5\x2F\xFD", Other::Compressed),
    (b"{\\rtf", Other::Text),
];

/// What is no table.
enum Other {
    Pdf,
    Compressed,
    Text,
}

/// Tells what a file is and leaves it at its beginning.
pub(super) fn of(source: &mut (impl Read + Seek), name: &str) -> Result<Kind> {
    let first = beginning(source)?;
    if first.is_empty() {
        return Err(refused(phrase!("file-empty", place = "")));
    }
    let known = OTHERS.iter().find(|(bytes, _)| first.starts_with(bytes));
    if let Some((_, other)) = known {
        return Err(refused(match other {
            Other::Pdf => phrase!("file-pdf"),
            Other::Compressed => phrase!("file-compressed"),
            Other::Text => phrase!("file-text-document"),
        }));
    }
    if first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Package);
    }
    if first.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Kind::Compound);
    }
    let marks = [&b"\xEF\xBB\xBF"[..], b"\xFF\xFE", b"\xFE\xFF"];
    let unmarked = marks.into_iter().find_map(|mark| first.strip_prefix(mark));
    let text = unmarked.unwrap_or(&first);
    let text = text.trim_ascii_start();
    if is_page(text) {
        return Err(refused(phrase!("file-page")));
    }
    if is_json(text, name) {
        return Ok(Kind::Json);
    }
    Ok(Kind::Text)
}

/// Whether a text begins as HTML or XML do. Some offices call such a file a spreadsheet.
fn is_page(text: &[u8]) -> bool {
    let next = text.strip_prefix(b"<").and_then(<[u8]>::first);
    next.is_some_and(|next| matches!(next, b'!' | b'?') || next.is_ascii_alphabetic())
}

/// Whether a text begins as objects of JSON do, or is called so.
fn is_json(text: &[u8], name: &str) -> bool {
    let text = text.strip_prefix(b"\x1E").unwrap_or(text);
    let within = |text: &[u8]| {
        text.get(1..)
            .unwrap_or_default()
            .trim_ascii_start()
            .first()
            .copied()
    };
    match text.first() {
        // In another encoding its signs have zero bytes between them.
        Some(b'{' | b'[' | 0) if text.get(..2).is_some_and(|two| two.contains(&0)) => {
            let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            matches!(ending.as_str(), "json" | "geojson" | "jsonl" | "ndjson")
        }
        Some(b'{') => matches!(within(text), Some(b'"' | b'}')),
        Some(b'[') => matches!(within(text), Some(b'{' | b']' | b'[' | b'"')),
        _ => false,
    }
}

/// The first bytes of a file, which is then at its beginning again.
fn beginning(source: &mut (impl Read + Seek)) -> Result<Vec<u8>> {
    let mut first = Vec::with_capacity(FIRST);
    source.rewind().map_err(unreadable)?;
    source
        .by_ref()
        .take(FIRST as u64)
        .read_to_end(&mut first)
        .map_err(unreadable)?;
    source.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    Ok(first)
}

/// The disk, or whatever the file stands on, does not give it.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed to map_err, which gives the error away"
)]
pub(super) fn unreadable(error: std::io::Error) -> crate::error::Error {
    refused(phrase!("file-unreadable", error = error.to_string()))
}
