//! What a shape makes of a row: an entry that can be kept, or a problem that says why not.

use aws_lc_rs::digest;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::registry::{Draft, Status};
use crate::store::to_json;
use crate::words::{Phrase, Saying, phrase};

/// One organization as a register states it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The line of the file that its row begins on.
    pub line: u64,
    /// The register's own identifier.
    pub identifier: String,
    /// The number in the official register of companies or societies.
    pub register_number: Option<String>,
    /// The day that the statement is of.
    pub stated_on: Option<Date>,
    /// What is stated, checked.
    pub draft: Draft,
    /// Whether the register says that it has ended.
    pub is_dissolved: bool,
    /// Whether nothing in the row says what it is, so that its entity type is nobody's word.
    #[serde(default)]
    pub is_type_assumed: bool,
    /// For a record that some directory exported, with what hands made of it there: how far it
    /// had come. `None` for a register's own word.
    #[serde(default)]
    pub copied_as: Option<Status>,
}

impl Entry {
    /// A digest of what is stated, the same wherever in whichever file it stands.
    pub(super) fn digest(&self) -> Result<String> {
        let stated = (
            &self.identifier,
            &self.register_number,
            &self.draft,
            self.is_dissolved,
            self.is_type_assumed,
        );
        let json = serde_json::to_vec(&stated).map_err(Error::internal)?;
        Ok(hex::encode(digest::digest(&digest::SHA256, &json)))
    }
}

/// How grave a problem is, the gravest first.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A row is left out.
    RowLeftOut,
    /// A value is left empty, or kept otherwise than it is written.
    #[default]
    Value,
    /// Something to know; nothing is lost.
    Notice,
}

/// Something wrong with a row, and what to do about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Problem {
    /// How grave it is.
    pub level: Level,
    /// The line of the file that the row begins on.
    pub line: u64,
    /// The column's header.
    pub field: String,
    /// What is wrong.
    pub reason: Saying,
    /// What was done about it, or what to do.
    pub remedy: Saying,
}

/// A problem in JSON: in English, and by the phrases' keys for whoever speaks otherwise.
/// Problems of older imports have no keys.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    level: Level,
    line: u64,
    field: String,
    reason: String,
    remedy: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason_phrase: Option<Phrase>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    remedy_phrase: Option<Phrase>,
}

impl From<Kept> for Problem {
    fn from(kept: Kept) -> Self {
        Self {
            level: kept.level,
            line: kept.line,
            field: kept.field,
            reason: Saying::kept(kept.reason, kept.reason_phrase),
            remedy: Saying::kept(kept.remedy, kept.remedy_phrase),
        }
    }
}

impl From<Problem> for Kept {
    fn from(problem: Problem) -> Self {
        Self {
            level: problem.level,
            line: problem.line,
            field: problem.field,
            reason: problem.reason.to_string(),
            remedy: problem.remedy.to_string(),
            reason_phrase: problem.reason.phrase().cloned(),
            remedy_phrase: problem.remedy.phrase().cloned(),
        }
    }
}

impl Problem {
    /// The same at another level.
    #[must_use]
    pub(super) fn at(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// Its level, its line and all of it in JSON, as it is kept.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be written, which every one can.
    pub(super) fn row(&self) -> Result<(i64, i64, String)> {
        let level = match self.level {
            Level::RowLeftOut => 0,
            Level::Value => 1,
            Level::Notice => 2,
        };
        let line = i64::try_from(self.line).unwrap_or(i64::MAX);
        Ok((level, line, to_json(self)?))
    }
}

/// One row under its headers.
#[derive(Debug)]
pub struct Row<'table> {
    headers: &'table [String],
    pub(super) line: u64,
    fields: &'table [String],
}

impl<'table> Row<'table> {
    pub(super) fn new(headers: &'table [String], line: u64, fields: &'table [String]) -> Self {
        Self {
            headers,
            line,
            fields,
        }
    }

    /// The text below `header`, trimmed; empty when there is no such column.
    pub(super) fn text(&self, header: &str) -> &'table str {
        let column = self.headers.iter().position(|known| known == header);
        column
            .and_then(|column| self.fields.get(column))
            .map_or("", |text| text.trim())
    }

    /// The text in a column by its place, trimmed; empty when the row has no such column.
    pub(super) fn at(&self, place: usize) -> &'table str {
        self.fields.get(place).map_or("", |text| text.trim())
    }

    /// The text below `header`, or `None` when there is none.
    pub(super) fn filled(&self, header: &str) -> Option<String> {
        Some(self.text(header))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    pub(super) fn problem(
        &self,
        field: &str,
        reason: impl Into<Saying>,
        remedy: impl Into<Saying>,
    ) -> Problem {
        Problem {
            level: Level::Value,
            line: self.line,
            field: field.to_owned(),
            reason: reason.into(),
            remedy: remedy.into(),
        }
    }

    /// A code that `known` gives a meaning to; another is left out and told.
    pub(super) fn code<T: Copy>(
        &self,
        header: &str,
        known: &[(&str, T)],
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        let text = self.text(header);
        let meaning = known
            .iter()
            .find(|(code, _)| *code == text)
            .map(|(_, meaning)| *meaning);
        if meaning.is_none() && !text.is_empty() {
            let codes: Vec<&str> = known.iter().map(|(code, _)| *code).collect();
            let remedy = phrase!("remedy-known-are", codes = codes.join(", "));
            problems.push(self.problem(
                header,
                phrase!("problem-unknown-code", value = text),
                remedy,
            ));
        }
        meaning
    }

    /// A day as `d/m/yyyy` or `yyyy-mm-dd`; what is none is left out and told.
    pub(super) fn day(&self, header: &str, problems: &mut Vec<Problem>) -> Option<Date> {
        let text = self.text(header);
        let date = Date::strptime("%d/%m/%Y", text)
            .or_else(|_| text.parse())
            .ok();
        if date.is_none() && !text.is_empty() {
            let reason = phrase!("problem-no-day", value = text);
            problems.push(self.problem(header, reason, phrase!("remedy-day")));
        }
        date
    }

    /// The columns that hold U+FFFD, which stands where a character was lost before.
    pub(super) fn damaged(&self) -> impl Iterator<Item = Problem> {
        let columns = self.headers.iter().zip(self.fields);
        columns
            .filter(|(_, text)| text.contains('\u{FFFD}'))
            .map(|(header, _)| {
                let reason = phrase!("problem-lost-character");
                self.problem(header, reason, phrase!("remedy-kept"))
                    .at(Level::Notice)
            })
    }
}
