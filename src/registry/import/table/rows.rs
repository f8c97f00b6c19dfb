//! The rows below the headers, without what is no row of the table: empty rows, totals,
//! footnotes, the headers again. What a row means is not known here.

use std::collections::VecDeque;

use super::cell::{is_marked, is_total};
use super::{Fault, Level, Line, Problem, Record, Rows, at, note, refused};
use crate::error::{Error, Result};
use crate::words::{Filling, Phrase, Saying, phrase};

/// So many rows at the end can be totals and footnotes.
pub(super) const MOST_HELD: usize = 50;

/// How many rows of too many fields are named, and in how many rows they are looked for.
const MOST_NAMED: usize = 5;
const MOST_LOOKED_AT: usize = 100_000;

/// The records of a table below its headers.
pub(super) struct Below {
    names: Vec<String>,
    columns: Vec<usize>,
    place: Filling,
    first: VecDeque<Record>,
    rest: Box<dyn Iterator<Item = Result<Record>> + Send>,
    /// What is left out if nothing but the like follows.
    held: VecDeque<Record>,
    /// Held records that turned out to be rows, and the one that showed it.
    ready: VecDeque<Record>,
    empty: Vec<u64>,
    empty_count: usize,
    given: u64,
    short: Option<(u64, usize)>,
    is_done: bool,
}

impl Below {
    pub(super) fn new(
        names: Vec<String>,
        columns: Vec<usize>,
        place: Filling,
        first: VecDeque<Record>,
        rest: Box<dyn Iterator<Item = Result<Record>> + Send>,
    ) -> Self {
        Self {
            names,
            columns,
            place,
            first,
            rest,
            held: VecDeque::new(),
            ready: VecDeque::new(),
            empty: Vec::new(),
            empty_count: 0,
            given: 0,
            short: None,
            is_done: false,
        }
    }

    /// The next record that is a row.
    fn row(&mut self, notes: &mut Vec<Problem>) -> Result<Option<Record>> {
        loop {
            if let Some(record) = self.ready.pop_front() {
                return Ok(Some(record));
            }
            let next = self.first.pop_front().map(Ok).or_else(|| self.rest.next());
            let Some(record) = next.transpose()? else {
                self.tell_of_the_end(notes);
                return Ok(None);
            };
            if record.fields.iter().all(|cell| cell.trim().is_empty()) && record.faults.is_empty() {
                self.pass_over_empty(&record);
            } else if self.is_header_again(&record) {
                let reason = at(&self.place, phrase!("problem-headers-again"));
                let remedy = phrase!("remedy-passed-over");
                note(notes, whole_row(&record, reason, remedy));
            } else if self.held.len() < MOST_HELD && self.is_footing(&record) {
                self.held.push_back(record);
            } else {
                self.refuse_ragged(&record)?;
                self.ready.append(&mut self.held);
                self.ready.push_back(record);
            }
        }
    }

    fn pass_over_empty(&mut self, record: &Record) {
        self.empty_count += 1;
        if self.empty.len() < 3 {
            self.empty.push(record.line);
        }
    }

    fn is_header_again(&self, record: &Record) -> bool {
        let cells = || self.columns.iter().map(|column| record.fields.get(*column));
        let pairs = cells().zip(&self.names);
        self.names.len() > 1
            && pairs
                .into_iter()
                .all(|(cell, name)| cell.is_some_and(|cell| cell.trim() == name))
    }

    /// Whether it is a total or a footnote, if it stands at the end.
    fn is_footing(&self, record: &Record) -> bool {
        if is_total(record.fields.iter()) {
            return true;
        }
        // The table may begin in the second column.
        let mut cells = record.fields.iter().enumerate();
        let filled = |(_, cell): &(usize, &str)| !cell.trim().is_empty();
        let Some((column, first)) = cells.find(filled) else {
            return false;
        };
        let is_alone = !cells.any(|cell| filled(&cell));
        let first = first.trim();
        let is_in_front = self.columns.first().is_none_or(|front| column <= *front);
        let is_note = is_marked(first) || (is_in_front && first.contains(' '));
        self.columns.len() > 2 && is_alone && is_note && !record.is_last_and_open
    }

    /// Refuses a row of too many or too few fields, unless a spreadsheet program writes it so:
    /// empty fields at the end may be missing or too many.
    fn refuse_ragged(&mut self, record: &Record) -> Result<()> {
        if self.is_over(record) {
            return Err(self.refused_over(record.line));
        }
        let needed = self.columns.last().map_or(0, |last| last + 1);
        let has = record.fields.len();
        let is_short = has < needed;
        let is_broken = |(_, before): (u64, usize)| before != has && before + has == needed + 1;
        let broken = self.short.filter(|short| is_short && is_broken(*short));
        self.short = is_short.then_some((record.line, has));
        if broken.is_none() && !(is_short && record.is_last_and_open) {
            return Ok(());
        }
        let (line, has) = broken.unwrap_or((record.line, has));
        Err(refused(phrase!(
            "file-ragged",
            place = &self.place,
            line = line,
            has = has,
            needed = needed
        )))
    }

    /// Whether a row has something beyond the last header.
    fn is_over(&self, record: &Record) -> bool {
        let needed = self.columns.last().map_or(0, |last| last + 1);
        let mut over = record.fields.iter().skip(needed);
        over.any(|cell| !cell.trim().is_empty())
    }

    /// The refusal of a file with rows of too many fields, which names the first of them.
    fn refused_over(&mut self, line: u64) -> Error {
        let mut lines = vec![line.to_string()];
        for _ in 0..MOST_LOOKED_AT {
            let next = self.first.pop_front().map(Ok).or_else(|| self.rest.next());
            let Some(Ok(record)) = next else { break };
            if !self.is_over(&record) {
                continue;
            }
            if lines.len() == MOST_NAMED {
                lines.push("…".to_owned());
                break;
            }
            lines.push(record.line.to_string());
        }
        refused(phrase!(
            "file-over",
            place = &self.place,
            lines = lines.join(", "),
            needed = self.columns.last().map_or(0, |last| last + 1)
        ))
    }

    /// The record's kept columns as text, and what is wrong with them.
    fn line(&self, record: &Record, notes: &mut Vec<Problem>) -> Line {
        let is_clean = !has_control(record.fields.as_slice());
        let mut fields = Vec::with_capacity(self.columns.len());
        for (column, name) in self.columns.iter().zip(&self.names) {
            let text = record.fields.get(*column).unwrap_or_default();
            if is_clean || !has_control(text) {
                fields.push(text.to_owned());
                continue;
            }
            let (kept, is_changed) = without_controls(text);
            if is_changed {
                let problem = Problem {
                    level: Level::Value,
                    line: record.line,
                    field: name.clone(),
                    reason: at(&self.place, phrase!("problem-controls")),
                    remedy: phrase!("remedy-controls").into(),
                };
                note(notes, problem);
            }
            fields.push(kept);
        }
        for fault in &record.faults {
            note(notes, self.problem(record.line, fault));
        }
        Line {
            line: record.line,
            fields,
        }
    }

    fn problem(&self, line: u64, fault: &Fault) -> Problem {
        let mut columns = self.columns.iter();
        let place = columns.position(|known| *known == fault.column);
        let name = place.and_then(|place| self.names.get(place));
        Problem {
            level: Level::Value,
            line,
            field: name.cloned().unwrap_or_default(),
            reason: at(&self.place, fault.reason.clone()),
            remedy: fault.remedy.clone().into(),
        }
    }

    /// Says once what was passed over.
    fn tell_of_the_end(&mut self, notes: &mut Vec<Problem>) {
        for record in self.held.drain(..) {
            let shown: String = record
                .fields
                .iter()
                .find(|cell| !cell.is_empty())
                .map_or_else(String::new, |cell| cell.trim().chars().take(80).collect());
            let reason = at(&self.place, phrase!("problem-below-last", text = shown));
            let remedy = phrase!("remedy-total");
            note(notes, whole_row(&record, reason, remedy));
        }
        let Some(line) = self.empty.first() else {
            return;
        };
        let lines: Vec<String> = self.empty.iter().map(u64::to_string).collect();
        let more = if self.empty_count > lines.len() {
            ", …"
        } else {
            ""
        };
        let what = phrase!(
            "problem-empty-rows",
            count = self.empty_count,
            lines = format!("{}{more}", lines.join(", "))
        );
        let problem = Problem {
            level: Level::Notice,
            line: *line,
            field: String::new(),
            reason: at(&self.place, what),
            remedy: phrase!("remedy-passed-over").into(),
        };
        note(notes, problem);
    }
}

fn whole_row(record: &Record, reason: Saying, remedy: Phrase) -> Problem {
    Problem {
        level: Level::Notice,
        line: record.line,
        field: String::new(),
        reason,
        remedy: remedy.into(),
    }
}

/// Whether there may be control characters other than tabs and line ends.
fn has_control(text: &str) -> bool {
    let is_suspect =
        |byte: u8| (byte < 0x20 && !matches!(byte, b'\t' | b'\n')) || byte == 0x7F || byte == 0xC2;
    text.bytes().any(is_suspect)
}

/// The text without its control characters, and whether it had any. A vertical tab is a line
/// end within a cell, as some programs write it.
pub(super) fn without_controls(text: &str) -> (String, bool) {
    let mut is_changed = false;
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{B}' => kept.push('\n'),
            '\n' | '\t' => kept.push(character),
            _ if character.is_control() => is_changed = true,
            _ => kept.push(character),
        }
    }
    (kept, is_changed)
}

impl Rows for Below {
    fn next(&mut self, notes: &mut Vec<Problem>) -> Option<Result<Line>> {
        if self.is_done {
            return None;
        }
        match self.row(notes) {
            Ok(Some(record)) => {
                self.given += 1;
                Some(Ok(self.line(&record, notes)))
            }
            Ok(None) => {
                self.is_done = true;
                (self.given == 0)
                    .then(|| Err(refused(phrase!("file-no-rows", place = &self.place))))
            }
            Err(error) => {
                self.is_done = true;
                Some(Err(error))
            }
        }
    }
}
