//! What an import did or would do, in numbers and in lists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::alike::Alike;
use super::{Likely, Problem, StatusValue, TakenValue, UnknownValue};
use crate::registry::Field;
use crate::registry::sql::unstated::Unstated;

/// How many problems, differences, and records that a file lacks, a report lists of each.
pub(super) const MOST_LISTED: usize = 50_000;

/// What an import did. Every row is in one of created, updated, unchanged and skipped.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Rows in the file.
    pub read: usize,
    /// Organizations added.
    pub created: usize,
    /// Organizations that the register states otherwise than before.
    pub updated: usize,
    /// Organizations that the register states as before.
    pub unchanged: usize,
    /// Rows left out; each has its problem.
    pub skipped: usize,
    /// Organizations that became public.
    pub published: usize,
    /// Organizations that were public and are dissolved, or not stated any more.
    pub withdrawn: usize,
    /// Rows that say that their organization has ended.
    pub ended: usize,
    /// How many organizations changed in each field.
    pub fields: BTreeMap<Field, usize>,
    /// Values that the register states otherwise than somebody wrote by hand; the hand's stay
    /// until somebody decides.
    pub conflicts: usize,
    /// Records of the register that the file does not state.
    pub missing: usize,
    /// What is wrong with rows, the first 50,000.
    pub problems: Vec<Problem>,
    /// The problems by their kinds, where they themselves are not kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Alike>,
    /// Values of code lists that no table knows, each once.
    pub unknown: Vec<UnknownValue>,
    /// Values that were taken for a code because of a single word, each once.
    pub taken: Vec<TakenValue>,
    /// The statuses of the rows that are kept, each once with what it is taken for.
    pub statuses: Vec<StatusValue>,
    /// The differences by organization and field, the first 50,000.
    pub differences: Vec<Difference>,
    /// The records that the file does not state, the first 50,000.
    pub missing_records: Vec<Missing>,
    /// Rows that add or change a record and may be another, the first 1,000: in a rehearsal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub likely: Vec<Likely>,
    /// Whether more rows or records were there than are compared or listed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_likely_cut: bool,
    /// How long the lists are of which only the beginning is kept.
    #[serde(skip_serializing_if = "Listed::is_none")]
    pub listed: Listed,
    /// The import's identifier; `None` after a rehearsal.
    pub batch: Option<String>,
}

/// How long lists are of which only the beginning is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The differences.
    pub differences: usize,
    /// The rows that may be another record.
    pub likely: usize,
    /// The values that no table knows.
    pub unknown: usize,
}

impl Listed {
    /// How long the lists of a report are, whether all of them is kept or not.
    pub fn of(report: &Report) -> Self {
        let listed = report.listed;
        Self {
            differences: listed.differences.max(report.differences.len()),
            likely: listed.likely.max(report.likely.len()),
            unknown: listed.unknown.max(report.unknown.len()),
        }
    }

    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// A value of an organization that is another than before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The register's identifier of the organization.
    pub identifier: String,
    /// Its handle here.
    pub handle: String,
    /// Which field.
    pub field: Field,
    /// What stood there.
    pub before: Value,
    /// What the register states.
    pub after: Value,
    /// Whether the value before was written by hand and stays until somebody decides.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_conflict: bool,
}

/// A record that a register stated before and this file does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The register's identifier.
    pub identifier: String,
    /// Its handle here.
    pub handle: String,
    /// Its name.
    pub name: String,
    /// How far its record has come.
    pub status: String,
}

impl From<Unstated> for Missing {
    fn from(unstated: Unstated) -> Self {
        Self {
            identifier: unstated.identifier,
            handle: unstated.handle,
            name: unstated.name,
            status: unstated.status,
        }
    }
}

impl Report {
    /// The counts without the lists, which is what is kept while an import runs.
    pub(super) fn counts(&self) -> Self {
        Self {
            problems: Vec::new(),
            kinds: Vec::new(),
            differences: Vec::new(),
            missing_records: Vec::new(),
            likely: Vec::new(),
            fields: self.fields.clone(),
            unknown: self.unknown.clone(),
            taken: self.taken.clone(),
            statuses: self.statuses.clone(),
            batch: self.batch.clone(),
            ..*self
        }
    }

    /// The lists that are taken away whole, without all else.
    pub(super) fn to_take_away(&self) -> Self {
        Self {
            problems: self.problems.clone(),
            missing_records: self.missing_records.clone(),
            ..Self::default()
        }
    }

    /// Adds what some more rows did.
    pub(super) fn add(&mut self, more: Self) {
        self.read += more.read;
        self.created += more.created;
        self.updated += more.updated;
        self.unchanged += more.unchanged;
        self.skipped += more.skipped;
        self.published += more.published;
        self.withdrawn += more.withdrawn;
        self.ended += more.ended;
        self.conflicts += more.conflicts;
        self.missing += more.missing;
        for (field, count) in more.fields {
            *self.fields.entry(field).or_default() += count;
        }
        self.unknown.extend(more.unknown);
        self.taken.extend(more.taken);
        self.statuses.extend(more.statuses);
        extend(&mut self.problems, more.problems);
        extend(&mut self.missing_records, more.missing_records);
        extend(&mut self.differences, more.differences);
    }
}

/// Adds to a list what may still be listed.
fn extend<T>(list: &mut Vec<T>, more: Vec<T>) {
    let room = MOST_LISTED.saturating_sub(list.len());
    list.extend(more.into_iter().take(room));
}
