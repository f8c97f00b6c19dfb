//! Which of the first records are the headers, and which stand above them.
//!
//! Headers are told from rows by the columns below them: a header is no number where the
//! column has numbers, and does not say what a row says again. Which columns a register
//! needs is not known here.

use std::collections::{HashSet, VecDeque};

use super::cell::{Look, look};
use super::{Level, MOST_COLUMNS, Problem, Record, at, refused};
use crate::error::Result;
use crate::words::{Filling, phrase};

/// So many records are looked at before the first row is given.
pub(super) const LOOKAHEAD: usize = 200;

/// The headers can only be among so many records.
const FARTHEST: usize = 40;

/// What the columns are called.
#[derive(Debug)]
pub(super) struct Layout {
    /// The name of each column that is kept, each one once.
    pub(super) names: Vec<String>,
    /// Where each of these columns stands in a record.
    pub(super) columns: Vec<usize>,
    pub(super) notes: Vec<Problem>,
}

/// Takes the headers and what stands above them off the first records.
pub(super) fn find(
    first: &mut VecDeque<Record>,
    header_line: Option<u64>,
    place: &Filling,
) -> Result<Layout> {
    let mut notes = Vec::new();
    let (upper, has_group) = match header_line {
        Some(line) => (given(first, line, place)?, false),
        None => guess(first, place)?,
    };
    for record in first.drain(..upper) {
        note_title(&record, place, &mut notes);
    }
    let Some(record) = first.pop_front() else {
        return Err(no_header(place));
    };
    let (lower, group) = if has_group {
        (first.pop_front().unwrap_or_default(), Some(record))
    } else {
        (record, None)
    };
    let mut names = join(&lower, group.as_ref(), first);
    if names.len() > MOST_COLUMNS {
        return Err(refused(phrase!(
            "file-wide-line",
            place = place,
            line = lower.line,
            columns = names.len(),
            most = MOST_COLUMNS
        )));
    }
    if group.is_some() {
        notes.push(Problem {
            level: Level::Notice,
            line: lower.line,
            field: String::new(),
            reason: at(place, phrase!("problem-two-lines")),
            remedy: phrase!("remedy-two-lines").into(),
        });
    }
    let columns = keep_filled(&mut names, first, lower.line, place, &mut notes);
    make_distinct(&mut names, lower.line, place, &mut notes);
    Ok(Layout {
        names,
        columns,
        notes,
    })
}

/// Where the headers begin, and whether they stand in two lines.
fn guess(first: &VecDeque<Record>, place: &Filling) -> Result<(usize, bool)> {
    let fullest = likely(first, place)?;
    // A line of groups may be so sparse that it was taken for a title.
    for upper in [Some(fullest), fullest.checked_sub(1)] {
        if let Some(upper) = upper.filter(|upper| is_group(first, *upper)) {
            return Ok((upper, true));
        }
    }
    refuse_data(first, fullest, place)?;
    Ok((fullest, false))
}

/// The record on the line that the office names.
fn given(first: &VecDeque<Record>, line: u64, place: &Filling) -> Result<usize> {
    let found = first.iter().position(|record| record.line == line);
    found
        .filter(|at| first.get(*at).is_some_and(|record| filled(record) > 0))
        .ok_or_else(|| {
            refused(phrase!(
                "file-no-headers-there",
                place = place,
                line = line,
                most = LOOKAHEAD
            ))
        })
}

/// The first record that is about as full as the fullest.
fn likely(first: &VecDeque<Record>, place: &Filling) -> Result<usize> {
    let fullest = first.iter().map(filled).max().unwrap_or(0);
    if fullest == 0 {
        return Err(refused(phrase!("file-empty", place = place)));
    }
    let is_full =
        |record: &Record| filled(record) * 2 >= fullest && filled(record) > fullest.min(2) - 1;
    let found = first.iter().take(FARTHEST).position(is_full);
    found.ok_or_else(|| no_header(place))
}

fn no_header(place: &Filling) -> crate::error::Error {
    refused(phrase!("file-no-headers", place = place))
}

fn filled(record: &Record) -> usize {
    let cells = record.fields.iter();
    cells.filter(|cell| !cell.trim().is_empty()).count()
}

/// Whether what should be headers is a row like those below it.
fn refuse_data(first: &VecDeque<Record>, at: usize, place: &Filling) -> Result<()> {
    let Some(record) = first.get(at) else {
        return Err(no_header(place));
    };
    let (differs, alike) = against(record, first.iter().skip(at + 1));
    if alike <= differs {
        return Ok(());
    }
    let shown: Vec<&str> = record.fields.iter().take(4).collect();
    Err(refused(phrase!(
        "file-row-as-headers",
        place = place,
        line = record.line,
        shown = shown.join(", ")
    )))
}

/// In how many columns a record differs from those below as headers do, and in how many it
/// is like them.
fn against<'rows>(
    record: &Record,
    below: impl Iterator<Item = &'rows Record> + Clone,
) -> (usize, usize) {
    // Headers that stand again on every page are no rows.
    let below = below.filter(|row| row.fields != record.fields);
    let (mut differs, mut alike) = (0, 0);
    for (column, cell) in record.fields.iter().enumerate() {
        let own = look(cell);
        let cells = || below.clone().filter_map(|row| row.fields.get(column));
        let looks: Vec<Look> = cells().map(look).filter(|l| *l != Look::Empty).collect();
        let same = looks.iter().filter(|one| **one == own).count();
        let values = looks.iter().filter(|one| one.is_value()).count();
        if own == Look::Empty || looks.is_empty() || is_year(cell) {
            // It speaks neither for headers nor against them.
        } else if own.is_value() {
            alike += usize::from(same * 10 >= looks.len() * 7);
        } else if values * 10 >= looks.len() * 7 {
            differs += 1;
        } else {
            alike += usize::from(cells().any(|other| other.trim() == cell.trim()));
        }
    }
    (differs, alike)
}

/// A year names a column of figures as often as it stands in one.
fn is_year(cell: &str) -> bool {
    let year = cell.trim().parse::<u16>();
    year.is_ok_and(|year| (1900..2100).contains(&year))
}

/// Whether a record names groups of columns, and the one below it the columns.
fn is_group(first: &VecDeque<Record>, at: usize) -> bool {
    let (Some(upper), Some(lower)) = (first.get(at), first.get(at + 1)) else {
        return false;
    };
    if first.len() < at + 3 || upper.fields.len() < 3 || filled(upper) < 2 {
        return false;
    }
    let below = first.iter().skip(at + 2);
    let width = below
        .clone()
        .take(20)
        .map(|row| {
            let cells = row.fields.iter().enumerate();
            let filled = cells.filter(|(_, cell)| !cell.trim().is_empty());
            filled.last().map_or(0, |(last, _)| last + 1)
        })
        .max()
        .unwrap_or(0);
    let text = |record: &Record, column: usize| {
        let cell = record.fields.get(column).unwrap_or_default();
        cell.trim().to_lowercase()
    };
    let mut gaps = 0;
    let mut seen = HashSet::new();
    for column in 0..width {
        let (above, under) = (text(upper, column), text(lower, column));
        let is_gap = above.is_empty() || (column > 0 && above == text(upper, column - 1));
        if above.is_empty() && under.is_empty() {
            return false;
        }
        gaps += usize::from(is_gap);
        let is_again = !under.is_empty() && !seen.insert(under);
        if is_again && above.is_empty() && column == 0 {
            return false;
        }
    }
    let is_value = |record: &Record| record.fields.iter().any(|cell| look(cell).is_value());
    let (differs, alike) = against(lower, below);
    gaps > 0 && !is_value(upper) && !is_value(lower) && differs > alike
}

/// The names as they stand, those of a group before a name that stands more than once.
fn join(lower: &Record, group: Option<&Record>, below: &VecDeque<Record>) -> Vec<String> {
    let clean = |text: &str| {
        let words = text.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}');
        words
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let width = width(lower, group, below);
    let under: Vec<String> = (0..width)
        .map(|column| clean(lower.fields.get(column).unwrap_or_default()))
        .collect();
    let Some(group) = group else { return under };
    let mut last = String::new();
    let mut names = Vec::with_capacity(width);
    for (column, name) in under.iter().enumerate() {
        let above = clean(group.fields.get(column).unwrap_or_default());
        if !above.is_empty() {
            last.clone_from(&above);
        }
        let is_repeated = under.iter().filter(|other| *other == name).count() > 1;
        names.push(if name.is_empty() {
            above
        } else if is_repeated && !last.is_empty() {
            format!("{last}: {name}")
        } else {
            name.clone()
        });
    }
    names
}

/// How many columns there are: as the headers say, or more when most rows have more.
fn width(lower: &Record, group: Option<&Record>, below: &VecDeque<Record>) -> usize {
    let named = lower
        .fields
        .len()
        .max(group.map_or(0, |group| group.fields.len()));
    let wider = |width: usize| below.iter().filter(|row| row.fields.len() == width).count();
    let most = below.iter().map(|row| row.fields.len()).max().unwrap_or(0);
    if most > named && below.len() > 1 && wider(most) * 2 > below.len() {
        most
    } else {
        named
    }
}

/// Leaves out columns that have neither a name nor a value, and names those without a name.
fn keep_filled(
    names: &mut Vec<String>,
    below: &VecDeque<Record>,
    line: u64,
    place: &Filling,
    notes: &mut Vec<Problem>,
) -> Vec<usize> {
    let has_value = |column: usize| {
        let mut cells = below.iter().filter_map(|row| row.fields.get(column));
        cells.any(|cell| !cell.trim().is_empty())
    };
    let mut columns = Vec::with_capacity(names.len());
    let mut kept = Vec::with_capacity(names.len());
    for (column, name) in names.drain(..).enumerate() {
        if !name.is_empty() {
            kept.push(name);
        } else if has_value(column) {
            let name = format!("column {}", column + 1);
            notes.push(Problem {
                level: Level::Notice,
                line,
                field: name.clone(),
                reason: at(place, phrase!("problem-no-header", number = column + 1)),
                remedy: phrase!("remedy-called", name = &name).into(),
            });
            kept.push(name);
        } else {
            continue;
        }
        columns.push(column);
    }
    *names = kept;
    columns
}

/// Gives a number to each name that stands a second time.
fn make_distinct(names: &mut [String], line: u64, place: &Filling, notes: &mut Vec<Problem>) {
    let mut seen: HashSet<String> = names.iter().cloned().collect();
    let mut met = HashSet::new();
    for name in names {
        if met.insert(name.clone()) {
            continue;
        }
        let mut number = 2;
        let mut distinct = format!("{name} ({number})");
        while !seen.insert(distinct.clone()) {
            number += 1;
            distinct = format!("{name} ({number})");
        }
        notes.push(Problem {
            level: Level::Notice,
            line,
            field: name.clone(),
            reason: at(place, phrase!("problem-same-header")),
            remedy: phrase!("remedy-called-apart", name = &distinct).into(),
        });
        met.insert(distinct.clone());
        *name = distinct;
    }
}

/// Tells of a line above the headers, if there is something in it.
fn note_title(record: &Record, place: &Filling, notes: &mut Vec<Problem>) {
    let cells = record.fields.iter().map(str::trim);
    let text: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    if !text.is_empty() {
        let text: String = text.join(" ").chars().take(80).collect();
        notes.push(Problem {
            level: Level::Notice,
            line: record.line,
            field: String::new(),
            reason: at(place, phrase!("problem-above-headers", text = text)),
            remedy: phrase!("remedy-title").into(),
        });
    }
}
