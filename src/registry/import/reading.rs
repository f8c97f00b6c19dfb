//! A file that was opened and recognised: its rows come one by one, each as an entry that can
//! be kept or as the problem that says why not.

use std::mem;

use jiff::civil::Date;

use super::mapping::{self, Guess};
use super::noticed::{Noticed, StatusValue, TakenValue, UnknownValue};
use super::shapes::Shape;
use super::table::{Line, Table};
use super::{Entry, Level, Problem, entry};
use crate::error::Result;
use crate::place;
use crate::store::scratch::Scratch;
use crate::store::seen::Seen;
use crate::words::{Saying, phrase};

/// Longer identifiers are none.
const MAX_IDENTIFIER: usize = 200;

/// A register's file, recognised and not read yet; as an iterator it gives what was read.
pub struct Reading {
    /// The register's short name; with an entry's identifier it names a record for ever.
    pub register: String,
    /// The file that it is read from.
    pub file: String,
    /// The encoding that the file was found to have.
    pub encoding: &'static str,
    /// What its columns were taken for, where nobody said it.
    pub guess: Option<Guess>,
    first: std::vec::IntoIter<Line>,
    table: Table,
    headers: Vec<String>,
    shape: Box<dyn Shape>,
    noticed: Noticed,
    seen: Seen,
    is_at_end: bool,
}

/// One row as it was read, or at the end what was found beside the rows.
#[derive(Debug, Clone)]
pub struct Read {
    /// Whether this is a row of the table.
    pub is_row: bool,
    /// The register's identifier, whether or not the row can be kept.
    pub identifier: Option<String>,
    /// Whether it says that it must not be published, or not that it may.
    pub is_refused: bool,
    /// What can be kept.
    pub entry: Option<Entry>,
    /// What is wrong with the row.
    pub problems: Vec<Problem>,
    /// At the end, the values of code lists that no table knows.
    pub unknown: Vec<UnknownValue>,
    /// At the end, the values that a single word decides.
    pub taken: Vec<TakenValue>,
    /// At the end, the statuses and what they are taken for.
    pub statuses: Vec<StatusValue>,
}

/// A register as it was read to its end.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many rows the file has below its headers.
    pub read: usize,
    /// The rows that can be kept.
    pub entries: Vec<Entry>,
    /// What is wrong with rows, kept or left out.
    pub problems: Vec<Problem>,
    /// Values of code lists that no table knows, each once.
    pub unknown: Vec<UnknownValue>,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading")
            .field("register", &self.register)
            .field("file", &self.file)
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}

impl Iterator for Reading {
    type Item = Result<Read>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_at_end {
            return None;
        }
        if let Some(line) = self.first.next().map(Ok).or_else(|| self.table.next()) {
            let read = line.and_then(|line| self.row(&line));
            self.is_at_end = read.is_err();
            return Some(read);
        }
        self.is_at_end = true;
        let mut problems = mem::take(&mut self.table.notes);
        problems.extend(self.noticed.at_the_end());
        Some(Ok(Read {
            is_row: false,
            identifier: None,
            is_refused: false,
            entry: None,
            problems,
            unknown: self.noticed.unknown(),
            taken: self.noticed.taken(),
            statuses: self.noticed.statuses(),
        }))
    }
}

impl Reading {
    /// The rows of a table as a shape reads them.
    pub(super) fn new(table: Table, shape: impl Shape + 'static, file: &str) -> Self {
        Self {
            register: shape.register().to_owned(),
            file: file.to_owned(),
            encoding: table.encoding,
            headers: table.headers.clone(),
            guess: None,
            first: Vec::new().into_iter(),
            table,
            shape: Box::new(shape),
            noticed: Noticed::default(),
            seen: Seen::new(&Scratch::of_the_system()),
            is_at_end: false,
        }
    }

    /// The same, read by a guess that was made from the first rows.
    pub(super) fn guessed(mut self, guess: Guess, first: Vec<Line>) -> Self {
        self.guess = Some(guess);
        self.first = first.into_iter();
        self
    }

    /// The same, with what grows beyond memory put elsewhere than where the system has its
    /// temporary files.
    #[must_use]
    pub fn with_scratch(mut self, scratch: &Scratch) -> Self {
        self.seen = Seen::new(scratch);
        self
    }

    /// The same, read on a day: what ends on a later one has not ended.
    #[must_use]
    pub fn on(mut self, today: Date) -> Self {
        self.noticed.on(today);
        self
    }

    /// A column that asks who may be published and that nothing reads. Where it asks for
    /// consent in so many words, it is not read as anything else either.
    pub(super) fn consent_left_out(&self) -> Option<String> {
        let (read, asked) = (self.shape.headers(), self.shape.asked());
        let is_among = |headers: &[&str], one: &str| headers.iter().any(|own| own.trim() == one);
        // The second column of a name is another column.
        let mut headers = mapping::names(&self.headers).into_iter();
        headers.find(|header| {
            let heard = if mapping::asks_for_consent(header) {
                &asked
            } else {
                &read
            };
            mapping::asks_who_is_published(header) && !is_among(heard, header)
        })
    }

    /// Tells something of the file as a whole, with its first row.
    pub(super) fn tell_at_head(&mut self, problem: Problem) {
        self.noticed.tell(problem);
    }

    fn row(&mut self, line: &Line) -> Result<Read> {
        let row = entry::Row::new(&self.headers, line.line, &line.fields);
        self.noticed.problems.extend(row.damaged());
        let entry = match self.shape.entry(&row, &mut self.noticed) {
            Ok(entry) if !self.seen.insert(&entry.identifier)? => {
                let repeated = repeated(&row, self.shape.identifier(), &entry.identifier);
                self.noticed.tell(repeated);
                None
            }
            Ok(entry) if entry.identifier.chars().count() > MAX_IDENTIFIER => {
                let problem = Problem {
                    level: Level::RowLeftOut,
                    line: line.line,
                    field: self.shape.identifier().to_owned(),
                    reason: phrase!("problem-too-long", most = MAX_IDENTIFIER).into(),
                    remedy: phrase!("remedy-identifier-column").into(),
                };
                self.noticed.tell(problem);
                return Ok(Read {
                    is_row: true,
                    identifier: None,
                    is_refused: false,
                    entry: None,
                    problems: mem::take(&mut self.noticed.problems),
                    unknown: Vec::new(),
                    taken: Vec::new(),
                    statuses: Vec::new(),
                });
            }
            Ok(mut entry) => {
                if !self.shape.is_complete() {
                    complete(&mut entry, &mut self.noticed);
                    self.noticed.kept(&entry);
                }
                Some(entry)
            }
            Err(problem) => {
                self.noticed.tell(problem.at(Level::RowLeftOut));
                None
            }
        };
        let identifier = match &entry {
            Some(entry) => Some(entry.identifier.clone()),
            None => self.shape.stated(&row),
        };
        Ok(Read {
            is_row: true,
            identifier,
            is_refused: entry.is_none() && self.shape.refuses(&row),
            entry,
            problems: mem::take(&mut self.noticed.problems),
            unknown: Vec::new(),
            taken: Vec::new(),
            statuses: Vec::new(),
        })
    }

    /// Reads all of it.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::error::Error::Invalid) where the file cannot be read on.
    pub fn to_end(self) -> Result<Plan> {
        let mut plan = Plan {
            read: 0,
            entries: Vec::new(),
            problems: Vec::new(),
            unknown: Vec::new(),
        };
        for read in self {
            let read = read?;
            plan.read += usize::from(read.is_row);
            plan.entries.extend(read.entry);
            plan.problems.extend(read.problems);
            plan.unknown.extend(read.unknown);
        }
        plan.problems
            .sort_by_key(|problem| (problem.level, problem.line));
        Ok(plan)
    }
}

/// Adds to a place what the offline gazetteer knows of it, and tells what does not fit.
fn complete(entry: &mut Entry, noticed: &mut Noticed) {
    let completed = place::complete(mem::take(&mut entry.draft.place));
    entry.draft.place = completed.place;
    entry.draft.territory = entry.draft.territory.take().or(completed.territory);
    for finding in completed.findings {
        let told = Saying::from(finding.phrase());
        let problem = || Problem {
            level: Level::Notice,
            line: entry.line,
            field: finding.field().to_owned(),
            reason: told.clone(),
            remedy: phrase!("remedy-row-kept").into(),
        };
        if finding.is_of_words() {
            noticed.tell_once(&told, problem);
        } else {
            noticed.tell(problem());
        }
    }
}

fn repeated(row: &entry::Row<'_>, field: &str, identifier: &str) -> Problem {
    Problem {
        level: Level::RowLeftOut,
        line: row.line,
        field: field.to_owned(),
        reason: phrase!("problem-earlier-row", identifier = identifier).into(),
        remedy: phrase!("remedy-one-row").into(),
    }
}
