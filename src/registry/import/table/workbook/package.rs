//! Archives of parts, as XLSX and ODS are: unpacked once and counted before anything reads
//! them, because nothing that an archive says of its own size can be relied on. What the
//! parts say is not known here.

use std::io::{BufReader, Read, Seek};

use quick_xml::events::Event;
use zip::ZipArchive;
use zip::read::ZipFile;

use super::document::{self, Regions};
use super::{damaged, too_large};
use crate::error::Result;
use crate::registry::import::refused;
use crate::words::phrase;

/// More parts than this has no workbook that people made.
const MOST_PARTS: usize = 4000;

/// What all parts together may unpack to, in bytes.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// What one part other than a sheet may unpack to, in bytes: it is held in memory.
const MOST_PART: u64 = 128 * 1024 * 1024;

/// A document type can only stand so near the beginning of a part.
const BEGINNING: usize = 64 * 1024;

/// What an archive of parts is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Office Open XML (ISO/IEC 29500).
    Xlsx,
    /// Open Document (ISO/IEC 26300), with the cells of each sheet that are merged downwards:
    /// the library tells them of the other formats alone.
    Ods(Regions),
}

/// Tells what an archive is, and refuses one that would cost more than it may.
pub(super) fn inspect(source: &mut (impl Read + Seek)) -> Result<Format> {
    let mut archive = ZipArchive::new(source).map_err(damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(too_large(&format!("of {} parts", archive.len())));
    }
    let mut format = format(&archive)?;
    if archive.has_overlapping_entries().map_err(damaged)? {
        return Err(hostile("parts that lie within each other"));
    }
    let mut left = MOST_BYTES;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(of_part)?;
        let name = part.name().map_err(damaged)?.into_owned();
        let is_outside = part.enclosed_name().is_none()
            || name.starts_with(['/', '\\'])
            || name.contains("..")
            || name.contains(':');
        if is_outside || part.is_symlink() {
            return Err(hostile(&format!(
                "a part named {name:?}, which leads out of it,"
            )));
        }
        let counted = count(&mut part, &name, left)?;
        left = left.saturating_sub(counted);
        if counted != part.size() {
            return Err(hostile(&format!("a false size of its part {name:?}")));
        }
    }
    if let Format::Ods(merged) = &mut format {
        refuse_encrypted(&mut archive)?;
        let content = archive.by_name("content.xml").map_err(damaged)?;
        *merged = document::inspect(BufReader::new(content))?;
    }
    Ok(format)
}

/// What the names of the parts say of the whole.
fn format<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<Format> {
    let mut names = Vec::with_capacity(archive.len());
    for name in archive.file_names() {
        names.push(name.map_err(damaged)?.replace('\\', "/").to_lowercase());
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let begins = |wanted: &str| names.iter().any(|name| name.starts_with(wanted));
    if has("xl/workbook.bin") {
        return Err(refused(phrase!("file-binary-workbook")));
    }
    if has("[content_types].xml") && begins("xl/") {
        Ok(Format::Xlsx)
    } else if has("mimetype") && has("content.xml") {
        Ok(Format::Ods(Regions::new()))
    } else if begins("word/") || begins("ppt/") {
        Err(refused(phrase!("file-presentation")))
    } else if begins("index/") {
        Err(refused(phrase!("file-numbers")))
    } else {
        Err(refused(phrase!("file-archive")))
    }
}

/// Unpacks a part to count it, whatever it says of itself.
fn count<R: Read + Seek>(part: &mut ZipFile<'_, R>, name: &str, left: u64) -> Result<u64> {
    let lower = name.to_lowercase().replace('\\', "/");
    let is_sheet = lower.starts_with("xl/worksheets/") || lower == "content.xml";
    let most = if is_sheet { left } else { left.min(MOST_PART) };
    let mut beginning = Vec::with_capacity(BEGINNING);
    let mut piece = vec![0; BEGINNING];
    let mut counted = 0_u64;
    loop {
        let length = part.read(&mut piece).map_err(damaged)?;
        let bytes = piece.get(..length).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        let room = BEGINNING.saturating_sub(beginning.len()).min(length);
        beginning.extend(bytes.iter().take(room));
        counted = counted.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        if counted > most {
            let megabytes = if most < left { MOST_PART } else { MOST_BYTES } / 1024 / 1024;
            return Err(too_large(&format!(
                "that unpacks to more than {megabytes} MB (at its part {name:?})"
            )));
        }
    }
    let is_xml = [".xml", ".rels", ".vml"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    let defines = [&b"<!DOCTYPE"[..], b"<!ENTITY"];
    let has = |word: &[u8]| beginning.windows(word.len()).any(|window| window == word);
    if is_xml && defines.iter().any(|word| has(word)) {
        return Err(hostile(&format!(
            "entities of its own in its part {name:?}"
        )));
    }
    if lower.ends_with("sharedstrings.xml") {
        refuse_forged_count(&beginning, counted)?;
    }
    Ok(counted)
}

/// The table of texts says beforehand how many it has, and that much room would be made.
fn refuse_forged_count(beginning: &[u8], counted: u64) -> Result<()> {
    /// The shortest text that can stand in the table.
    const SHORTEST: u64 = "<si/>".len() as u64;
    let mut reader = quick_xml::Reader::from_reader(beginning);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let mut attributes = tag.attributes();
                let attributes = attributes.with_checks(false).flatten();
                let mut counts = attributes.filter(|one| one.key.as_ref() == "uniqueCount");
                let is_forged = counts.any(|count| {
                    let number = count.value.trim().parse::<u64>().unwrap_or(u64::MAX);
                    number > counted / SHORTEST
                });
                if is_forged {
                    return Err(hostile("a false count of its texts"));
                }
                return Ok(());
            }
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

/// The list of the parts says which of them are encrypted.
fn refuse_encrypted<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<()> {
    let mut list = String::new();
    let part = archive.by_name("META-INF/manifest.xml").map_err(damaged)?;
    part.take(MOST_PART)
        .read_to_string(&mut list)
        .map_err(damaged)?;
    if list.contains("manifest:encryption-data") {
        return Err(protected());
    }
    Ok(())
}

fn of_part(error: zip::result::ZipError) -> crate::error::Error {
    match error {
        zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
            protected()
        }
        other => damaged(other),
    }
}

/// A workbook that only opens with a password.
pub(super) fn protected() -> crate::error::Error {
    refused(phrase!("file-password"))
}

/// A workbook that no spreadsheet program writes.
pub(super) fn hostile(what: &str) -> crate::error::Error {
    refused(phrase!("file-hostile", what = what))
}
