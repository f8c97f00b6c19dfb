//! What was noticed while the rows of a file were read: problems by row, and values that no
//! table knows, each once. Nothing here knows where rows come from.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::entry::{Entry, Level, Problem};
use crate::words::phrase;

/// How many different unknown values are listed; a text that is no code would fill the memory.
const MOST_UNKNOWN: usize = 1_000;
/// How much of an unknown value is shown.
const MOST_CHARACTERS: usize = 120;

/// A value of a code list that no table knows, with how often it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownValue {
    /// The field as a mapping calls it.
    pub field: String,
    /// The value as the file has it.
    pub value: String,
    /// In how many rows it stands.
    pub count: usize,
    /// The line of the first of them.
    pub line: u64,
    /// The code whose word is spelled most alike, if any is.
    pub suggestion: Option<String>,
}

/// A value that was taken for a code because of one of its words, with how often it stands in
/// the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenValue {
    /// The field as a mapping calls it.
    pub field: String,
    /// The value as the file has it.
    pub value: String,
    /// The code that it was taken for.
    pub code: String,
    /// What the code means, in English.
    pub label: String,
    /// In how many rows it stands.
    pub count: usize,
    /// The line of the first of them.
    pub line: u64,
}

/// What a status is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// It has ended.
    Ended,
    /// It goes on.
    GoesOn,
    /// No table knows it, so that it goes on.
    Unknown,
}

/// A value of the column of statuses, what it is taken for, and how often it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusValue {
    /// The value as the file has it; empty for empty cells.
    pub value: String,
    /// What it is taken for.
    pub meaning: Meaning,
    /// In how many rows it stands.
    pub count: usize,
    /// The line of the first of them.
    pub line: u64,
}

/// Everything that was noticed of the rows read so far.
#[derive(Debug, Default)]
pub struct Noticed {
    /// What is wrong with rows, kept or left out.
    pub problems: Vec<Problem>,
    unknown: HashMap<(&'static str, String), UnknownValue>,
    /// Values that were looked at, and what those were taken for that one word decides.
    taken: HashMap<(&'static str, String), Option<TakenValue>>,
    /// The statuses of rows that are kept.
    statuses: HashMap<String, StatusValue>,
    told: HashSet<String>,
    /// The day on which the file is read, where it matters.
    today: Option<Date>,
    /// How many rows can be kept, and the first line of them.
    rows: (usize, u64),
    /// How many of them have no type, and the first line of those.
    without_type: (usize, u64),
    /// How many of them have ended, and the first line of those.
    ended: (usize, u64),
    /// How many say in no way in which country they are.
    nowhere: usize,
}

impl Noticed {
    /// Says on which day the file is read.
    pub(super) fn on(&mut self, today: Date) {
        self.today = Some(today);
    }

    /// Whether a day is yet to come.
    pub(super) fn is_to_come(&self, day: Date) -> bool {
        self.today.is_some_and(|today| day > today)
    }

    /// Counts a status and what it is taken for.
    pub(super) fn status(&mut self, value: &str, line: u64, has_ended: Option<bool>) {
        let shown: String = value.trim().chars().take(MOST_CHARACTERS).collect();
        if let Some(known) = self.statuses.get_mut(&shown) {
            known.count += 1;
        } else if self.statuses.len() < MOST_UNKNOWN {
            let status = StatusValue {
                value: shown.clone(),
                meaning: match has_ended {
                    Some(true) => Meaning::Ended,
                    Some(false) => Meaning::GoesOn,
                    None => Meaning::Unknown,
                },
                count: 1,
                line,
            };
            self.statuses.insert(shown, status);
        }
    }

    /// The statuses so far, the most frequent first.
    pub fn statuses(&self) -> Vec<StatusValue> {
        let mut values: Vec<StatusValue> = self.statuses.values().cloned().collect();
        values.sort_by(|one, other| {
            let by_count = other.count.cmp(&one.count);
            by_count.then(one.line.cmp(&other.line))
        });
        values
    }

    /// Tells a problem of one row.
    pub(super) fn tell(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Tells something that holds for many rows at the first of them alone.
    pub(super) fn tell_once(&mut self, about: &str, problem: impl FnOnce() -> Problem) {
        if !self.told.contains(about) {
            self.told.insert(about.to_owned());
            self.problems.push(problem().at(Level::Notice));
        }
    }

    /// Counts a value that no table knows.
    pub(super) fn count(
        &mut self,
        field: &'static str,
        value: &str,
        line: u64,
        suggestion: impl FnOnce() -> Option<String>,
    ) {
        let shown: String = value.trim().chars().take(MOST_CHARACTERS).collect();
        if let Some(known) = self.unknown.get_mut(&(field, shown.clone())) {
            known.count += 1;
        } else if self.unknown.len() < MOST_UNKNOWN {
            let value = UnknownValue {
                field: field.to_owned(),
                value: shown.clone(),
                count: 1,
                line,
                suggestion: suggestion(),
            };
            self.unknown.insert((field, shown), value);
        }
    }

    /// Counts a value that is taken for a code, by whatever says whether one word decides it.
    pub(super) fn take(
        &mut self,
        field: &'static str,
        value: &str,
        line: u64,
        by_a_word: impl FnOnce() -> Option<(String, String)>,
    ) {
        let shown: String = value.trim().chars().take(MOST_CHARACTERS).collect();
        if let Some(known) = self.taken.get_mut(&(field, shown.clone())) {
            if let Some(taken) = known {
                taken.count += 1;
            }
        } else if self.taken.len() < MOST_UNKNOWN {
            let taken = by_a_word().map(|(code, label)| TakenValue {
                field: field.to_owned(),
                value: shown.clone(),
                code,
                label,
                count: 1,
                line,
            });
            self.taken.insert((field, shown), taken);
        }
    }

    /// The values so far that one word decides, by field, the most frequent first.
    pub fn taken(&self) -> Vec<TakenValue> {
        let mut values: Vec<TakenValue> = self.taken.values().flatten().cloned().collect();
        values.sort_by(|one, other| {
            let by_count = other.count.cmp(&one.count);
            one.field
                .cmp(&other.field)
                .then(by_count)
                .then(one.line.cmp(&other.line))
        });
        values
    }

    /// Counts what a row that can be kept leaves open.
    pub(super) fn kept(&mut self, entry: &Entry) {
        let count = |(number, first): &mut (usize, u64)| {
            if *number == 0 {
                *first = entry.line;
            }
            *number += 1;
        };
        count(&mut self.rows);
        if entry.is_type_assumed {
            count(&mut self.without_type);
        }
        if entry.is_dissolved {
            count(&mut self.ended);
        }
        let (draft, place) = (&entry.draft, &entry.draft.place);
        if draft.territory.is_none() && place.country.is_none() && place.point.is_none() {
            self.nowhere += 1;
        }
    }

    /// What holds for the rows together, once all are read.
    pub(super) fn at_the_end(&self) -> Vec<Problem> {
        let ((all, first), (count, line)) = (self.rows, self.without_type);
        let nowhere = (all > 0 && self.nowhere == all).then(|| Problem {
            level: Level::Notice,
            line: first,
            field: "country".to_owned(),
            reason: phrase!("problem-nowhere").into(),
            remedy: phrase!("remedy-nowhere").into(),
        });
        let untyped = (count > 0).then(|| Problem {
            level: Level::Notice,
            line,
            field: "entity_type".to_owned(),
            reason: phrase!("problem-untyped", count = count, all = all).into(),
            remedy: phrase!("remedy-untyped").into(),
        });
        let (ended, line) = self.ended;
        let mostly_ended = (ended > 1 && ended * 2 > all).then(|| Problem {
            level: Level::Value,
            line,
            field: "status".to_owned(),
            reason: phrase!("problem-mostly-ended", count = ended, all = all).into(),
            remedy: phrase!("remedy-mostly-ended").into(),
        });
        mostly_ended
            .into_iter()
            .chain(nowhere)
            .chain(untyped)
            .collect()
    }

    /// The unknown values so far, by field, the most frequent first.
    pub fn unknown(&self) -> Vec<UnknownValue> {
        let mut values: Vec<UnknownValue> = self.unknown.values().cloned().collect();
        values.sort_by(|one, other| {
            let by_count = other.count.cmp(&one.count);
            one.field
                .cmp(&other.field)
                .then(by_count)
                .then(one.line.cmp(&other.line))
        });
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_value_is_listed_once_with_its_count_and_first_line() {
        let mut noticed = Noticed::default();
        for line in 2..5 {
            noticed.count("sectors", "Magia", line, || None);
        }
        noticed.count("sectors", "Alquimia", 3, || Some("N".to_owned()));
        let unknown = noticed.unknown();
        let first = &unknown[0];
        assert_eq!(
            (first.value.as_str(), first.count, first.line),
            ("Magia", 3, 2)
        );
        assert_eq!(unknown.len(), 2);
    }

    #[test]
    fn what_holds_for_many_rows_is_told_once() {
        let mut noticed = Noticed::default();
        for line in 2..5 {
            noticed.tell_once("years", || Problem {
                level: Level::Notice,
                line,
                field: "Año".to_owned(),
                reason: phrase!("problem-years").into(),
                remedy: phrase!("remedy-january").into(),
            });
        }
        assert_eq!(noticed.problems.len(), 1);
    }
}
