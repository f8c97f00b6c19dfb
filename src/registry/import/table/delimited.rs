//! Tables of text: which delimiter they have, and their records one after the other.
//!
//! A record is what stands between two line ends outside quotation marks. Which record is
//! the headers is not known here.

use std::io::{Read, Seek};

use csv::StringRecord;
use encoding_rs::UTF_8;

use super::charset::Charset;
use super::decode::{Allowance, OPEN, Text, WHOLE};
use super::encoding::{self, Found};
use super::kind::unreadable;
use super::{Choice, Level, Problem, Record, Records, refused};
use crate::error::Result;
use crate::words::phrase;

/// Bytes by which the delimiter is found.
const SAMPLE: usize = 128 * 1024;

/// Records by which the delimiter is found.
const SAMPLE_RECORDS: usize = 200;

/// The delimiters that are tried; of equal ones the first is taken.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Opens a table of text.
pub(super) fn open<R>(mut source: R, choice: &Choice) -> Result<Records>
where
    R: Read + Seek + Send + 'static,
{
    let stated = choice.encoding.as_deref().map(charset).transpose()?;
    let said = choice.delimiter.as_deref().map(byte).transpose()?;
    let found = encoding::of(&mut source, stated)?;
    let notes = notes_on(found, choice)?;
    let sample = sample(&mut source, found)?;
    let named = named_delimiter(&sample);
    let delimiter = said.or(named).unwrap_or_else(|| delimiter(&sample));
    source.rewind().map_err(unreadable)?;
    let mut rest = Delimited::new(Text::new(source, found), delimiter);
    if named.is_some() {
        // The line that names the delimiter is none of the table.
        rest.next().transpose()?;
    }
    Ok(Records {
        sheet: None,
        encoding: found.encoding.name(),
        delimiter: Some(char::from(delimiter)),
        notes,
        rest: Box::new(rest),
    })
}

/// The encoding that the office states.
fn charset(name: &str) -> Result<Charset> {
    let unknown = || refused(phrase!("file-unknown-encoding", name = name));
    Charset::named(name).ok_or_else(unknown)
}

/// The delimiter that the office states: itself, or `tab`.
fn byte(name: &str) -> Result<u8> {
    let byte = match (name, name.as_bytes()) {
        ("tab" | "\\t", _) => Some(b'\t'),
        (_, [byte]) if byte.is_ascii_punctuation() && *byte != b'"' => Some(*byte),
        (_, [b'\t' | b' ']) => name.bytes().next(),
        _ => None,
    };
    byte.ok_or_else(|| refused(phrase!("file-unknown-delimiter", name = name)))
}

/// That the text looks like another encoding than the one it is read in: which one it is the
/// office alone knows. What was said of an earlier file is not known of this one.
fn notes_on(found: Found, choice: &Choice) -> Result<Vec<Problem>> {
    let stated = choice.encoding.as_deref().unwrap_or_default();
    let name = found.encoding.name();
    let (reason, remedy) = if let Some(rather) = found.rather {
        let is_utf8 = rather == Charset::Web(UTF_8);
        let rather = rather.name();
        if choice.encoding_is_kept {
            return Err(refused(if is_utf8 {
                phrase!("file-kept-encoding", stated = stated)
            } else {
                phrase!("file-kept-otherwise", stated = stated, rather = rather)
            }));
        }
        let reason = if is_utf8 {
            phrase!("problem-rather-utf8", stated = stated, encoding = name)
        } else {
            phrase!(
                "problem-rather-otherwise",
                stated = stated,
                encoding = name,
                rather = rather
            )
        };
        (reason, phrase!("remedy-rather-utf8"))
    } else if found.looks_like_dos {
        let reason = phrase!("problem-code-page", encoding = name);
        (reason, phrase!("remedy-code-page"))
    } else {
        return Ok(Vec::new());
    };
    Ok(vec![Problem {
        level: Level::Notice,
        line: 0,
        field: String::new(),
        reason: reason.into(),
        remedy: remedy.into(),
    }])
}

/// The beginning of the text, to its last whole line.
fn sample(source: &mut (impl Read + Seek), found: Found) -> Result<String> {
    source.rewind().map_err(unreadable)?;
    let mut text = Vec::with_capacity(SAMPLE);
    let decoded = Text::new(source, found);
    decoded
        .take(SAMPLE as u64)
        .read_to_end(&mut text)
        .map_err(|error| refused(error.to_string()))?;
    let whole = text.iter().rposition(|byte| *byte == b'\n');
    text.truncate(whole.map_or(text.len(), |at| at + 1));
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The delimiter that a first line such as `sep=;` names, as spreadsheet programs write it.
fn named_delimiter(sample: &str) -> Option<u8> {
    let line = sample.lines().next()?.trim_matches('"');
    let name = line
        .strip_prefix("sep=")
        .or_else(|| line.strip_prefix("SEP="))?;
    let delimiter = match name {
        "\\t" => b'\t',
        name => *name.as_bytes().first()?,
    };
    Some(delimiter).filter(u8::is_ascii)
}

/// The delimiter by which the most records have the same number of fields.
fn delimiter(sample: &str) -> u8 {
    let mut best = (0, 0, b',');
    for delimiter in DELIMITERS {
        let reader = reader(delimiter).from_reader(sample.as_bytes());
        let mut widths = std::collections::BTreeMap::<usize, usize>::new();
        let records = reader.into_records().take(SAMPLE_RECORDS);
        for record in records.map_while(std::result::Result::ok) {
            *widths.entry(record.len()).or_default() += 1;
        }
        widths.remove(&1);
        let usual = widths
            .into_iter()
            .max_by_key(|(width, rows)| (*rows, *width));
        let Some((width, rows)) = usual else { continue };
        // A title above the table has commas too, so a few rows more do not decide.
        let is_better = rows > best.0 || (rows == best.0 && width > best.1);
        if is_better {
            best = (rows, width, delimiter);
        }
    }
    best.2
}

fn reader(delimiter: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder
        .delimiter(delimiter)
        .terminator(csv::Terminator::Any(b'\n'))
        .has_headers(false)
        .flexible(true);
    builder
}

/// The records of a text, each given when the one after it is known.
struct Delimited<R> {
    reader: csv::Reader<Text<R>>,
    allowance: Allowance,
    held: Option<Record>,
    is_done: bool,
}

impl<R: Read> Delimited<R> {
    fn new(text: Text<R>, delimiter: u8) -> Self {
        let allowance = text.allowance();
        Self {
            reader: reader(delimiter).from_reader(text),
            allowance,
            held: None,
            is_done: false,
        }
    }

    /// The next record as it stands, or `None` after the mark of the end.
    fn read(&mut self) -> Result<Option<Record>> {
        self.allowance.renew();
        let mut fields = StringRecord::new();
        let begins = self.reader.position().line();
        let is_record = self
            .reader
            .read_record(&mut fields)
            .map_err(|error| below(begins, error))?;
        if !is_record {
            return Ok(None);
        }
        // Empty lines before a record are passed over, so its line is counted from its end.
        let within = fields.as_slice().bytes().filter(|byte| *byte == b'\n');
        let lines = 1 + u64::try_from(within.count()).unwrap_or(0);
        Ok(Some(Record {
            line: self.reader.position().line().saturating_sub(lines),
            fields,
            ..Record::default()
        }))
    }

    /// The record held, when the one after it is no mark; at a mark, whether all is well.
    fn step(&mut self) -> Result<Option<Record>> {
        if self.held.is_none() {
            self.held = self.read()?;
        }
        let Some(held) = self.held.take() else {
            return Ok(None);
        };
        let next = self.read()?;
        match (&next, mark(&held)) {
            (None, Some(_)) => Ok(None),
            // The record has no line end of its own, which was counted from.
            (None, None) => Err(refused(phrase!("file-open-quote", line = held.line + 1))),
            (Some(_), _) => {
                let end = next.as_ref().and_then(mark);
                if end.is_some() && is_end_of_dos(&held) {
                    return Ok(None);
                }
                let is_last_and_open = end == Some(OPEN);
                self.held = next;
                Ok(Some(Record {
                    is_last_and_open,
                    ..held
                }))
            }
        }
    }
}

/// The mark of the end, if the record is one.
fn mark(record: &Record) -> Option<&'static str> {
    let only = record.fields.get(0).filter(|_| record.fields.len() == 1)?;
    [WHOLE, OPEN].into_iter().find(|mark| *mark == only)
}

/// Whether a record is the sign that programs of MS-DOS write behind the last line.
fn is_end_of_dos(record: &Record) -> bool {
    let only = record.fields.get(0).filter(|_| record.fields.len() == 1);
    only.is_some_and(|only| !only.is_empty() && only.chars().all(|c| c == '\u{1a}'))
}

/// An error of reading, with the line where it was met.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed to map_err, which gives the error away"
)]
fn below(line: u64, error: csv::Error) -> crate::error::Error {
    refused(format!("{error} (at line {line} or below)"))
}

impl<R: Read> Iterator for Delimited<R> {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let step = self.step().transpose();
        self.is_done = !matches!(step, Some(Ok(_)));
        step
    }
}
