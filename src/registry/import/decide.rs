//! What one row means for the directory: make a record, change it, or leave it.
//!
//! The same decision serves a rehearsal, which only counts it, and an import, which writes
//! it. Nothing here knows the database.

use std::collections::{HashMap, HashSet};

use super::ending::{self, Beside};
use super::report::Difference;
use super::{Entry, Level, Options, Problem, Report};
use crate::clock::{Clock, Timestamp};
use crate::error::Result;
use crate::id::{BatchId, OrganizationId};
use crate::registry::merge::{self, Merged};
use crate::registry::sql::bulk::Known;
use crate::registry::{Draft, Field, Organization, Origin, Provenance, Standing, Status};
use crate::words::phrase;

/// What holds for every row of one import.
#[derive(Debug, Clone, Copy)]
pub(super) struct Import<'run> {
    pub(super) register: &'run str,
    pub(super) batch: &'run BatchId,
    pub(super) options: Options,
    pub(super) now: Timestamp,
}

/// What a row means.
#[derive(Debug)]
pub(super) enum Step {
    /// The row is left out.
    Skip(Problem),
    /// The register states what it stated before, and nothing waits to be published.
    Same,
    /// A record is made.
    Create(Box<Organization>),
    /// A record is changed, or at least states something anew.
    Update(Box<Update>),
}

/// A row beside what is known of it.
#[derive(Debug)]
pub(super) struct Row<'row> {
    entry: &'row Entry,
    /// What the register stated before.
    pub(super) known: Option<&'row Known>,
    /// The digest of what it states now.
    pub(super) digest: String,
    is_erased: bool,
    is_settled: bool,
}

impl Row<'_> {
    /// The record that must be looked at to decide.
    pub(super) fn record(&self) -> Option<&OrganizationId> {
        let known = self.known.filter(|_| !self.is_erased && !self.is_settled);
        known.map(|known| &known.organization)
    }

    /// Whether it matters what other rows say of the record.
    pub(super) fn asks_beside(&self, record: &Organization) -> bool {
        let is_public_or_draft = matches!(record.status, Status::Draft | Status::Published);
        self.entry.is_dissolved || !is_public_or_draft
    }
}

/// A record and what becomes of it.
#[derive(Debug)]
pub(super) struct Update {
    pub(super) before: Organization,
    pub(super) after: Organization,
    pub(super) merged: Merged,
    /// The status that a later word of the registers brings back.
    pub(super) status_before: Option<Status>,
    /// Whether the register states something else than before.
    pub(super) is_news: bool,
    /// What people should know about the row.
    pub(super) problem: Option<Problem>,
}

impl Update {
    /// Whether the record is another than before.
    pub(super) fn is_change(&self) -> bool {
        self.before.stated != self.after.stated || self.before.status != self.after.status
    }

    /// Whether the row leaves the record as it is and there is nothing to say of it. A copy
    /// of the record does not become what its register stated then: a hand's value that came
    /// along would, and a conflict that is settled would be raised again.
    fn is_nothing(&self) -> bool {
        !self.is_change() && self.merged.contested.is_empty() && self.problem.is_none()
    }

    /// Whether the record ends with this row.
    pub(super) fn is_end(&self) -> bool {
        self.before.status != self.after.status && self.after.status == Status::Dissolved
    }

    /// Whether a record that had ended or was withheld comes back with this row.
    pub(super) fn is_return(&self) -> bool {
        let was_gone = matches!(self.before.status, Status::Dissolved | Status::Suspended);
        was_gone && self.before.status != self.after.status && !self.is_end()
    }

    /// Whether the record becomes public with this row.
    pub(super) fn is_publication(&self) -> bool {
        !self.before.is_public() && self.after.is_public()
    }
}

impl Import<'_> {
    /// Puts a row beside what is known.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::error::Error::Internal) when it has no digest.
    pub(super) fn row<'row>(
        &self,
        entry: &'row Entry,
        known: &'row HashMap<String, Known>,
        erased: &HashSet<String>,
    ) -> Result<Row<'row>> {
        let digest = entry.digest()?;
        let known = known.get(&entry.identifier);
        Ok(Row {
            is_erased: erased.contains(&entry.identifier),
            is_settled: known.is_some_and(|known| self.is_settled(entry, known, &digest)),
            entry,
            known,
            digest,
        })
    }

    /// What a row means. `before` is the record that it names, where there is one to look at,
    /// with what other rows say of it.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::error::Error::Internal) when what is kept cannot be read.
    pub(super) fn decide(
        &self,
        clock: &Clock,
        row: &Row<'_>,
        before: Option<(Organization, Beside)>,
    ) -> Result<Step> {
        match (row.known, before) {
            _ if row.is_erased => Ok(Step::Skip(erased(row.entry))),
            (None, _) => Ok(self.create(clock, row.entry)),
            (Some(known), Some(before)) => self.update(row.entry, known, &row.digest, before),
            (Some(_), None) => Ok(Step::Same),
        }
    }

    /// What a row of nothing known means. The record has no handle yet.
    fn create(&self, clock: &Clock, entry: &Entry) -> Step {
        let is_public = self.publishes(entry);
        let status = match (entry.is_dissolved, is_public) {
            (true, _) => Status::Dissolved,
            (false, true) => Status::Published,
            (false, false) => Status::Draft,
        };
        let mut provenance = Provenance::default();
        provenance.set_all(&self.origin(entry), &entry.draft);
        if entry.is_type_assumed {
            provenance.forget(Field::EntityType);
        }
        Step::Create(Box::new(Organization {
            id: OrganizationId::new(clock),
            handle: String::new(),
            status,
            standing: Standing::Listed,
            consent: None,
            stated: entry.draft.clone(),
            provenance,
            created_at: self.now,
            updated_at: self.now,
            published_at: is_public.then_some(self.now),
        }))
    }

    /// Whether a row's record becomes public if it is not yet. What was withheld where it was
    /// copied waits here too.
    fn publishes(&self, entry: &Entry) -> bool {
        let is_withheld = entry.copied_as == Some(Status::Suspended);
        self.options.publish && !entry.is_dissolved && !is_withheld
    }

    /// Whether a known row needs no look at its record.
    fn is_settled(&self, entry: &Entry, known: &Known, digest: &str) -> bool {
        let waits = self.publishes(entry) && known.status == Status::Draft.as_str();
        let may_come_back = known.is_missing || known.status_before.is_some();
        let is_back = may_come_back && !entry.is_dissolved;
        known.digest == digest && !waits && !is_back
    }

    /// What a row means for the record that its register stated before.
    fn update(
        &self,
        entry: &Entry,
        known: &Known,
        digest: &str,
        (before, beside): (Organization, Beside),
    ) -> Result<Step> {
        let last: Option<Draft> = known
            .stated
            .as_deref()
            .and_then(|json| serde_json::from_str(json).ok());
        let mut stated = entry.draft.clone();
        if entry.is_type_assumed {
            stated.entity_type = before.stated.entity_type;
        }
        let mut merged = merge::merge(
            &before.stated,
            &before.provenance,
            last.as_ref(),
            &stated,
            &self.origin(entry),
        );
        if entry.is_type_assumed && before.provenance.of(Field::EntityType).is_none() {
            merged.provenance.forget(Field::EntityType);
        }
        let mut after = before.clone();
        after.stated = merged.stated.clone();
        after.provenance = merged.provenance.clone();
        let life = if entry.is_dissolved {
            Self::end(entry, &before, &mut after, &mut merged, &beside)
        } else {
            self.go_on(entry, &mut after, &beside)
        };
        after.stated = match after.stated.checked() {
            Ok(stated) => stated,
            Err(error) => return Ok(Step::Skip(ending::not_kept(entry, error)?)),
        };
        if self.publishes(entry) && after.status == Status::Draft {
            after.status = Status::Published;
        }
        if after.is_public() {
            after.published_at = after.published_at.or(Some(self.now));
        }
        let mut update = Update {
            before,
            after,
            merged,
            status_before: life.status_before,
            is_news: known.digest != digest,
            problem: life.problem,
        };
        if entry.copied_as.is_some() && update.is_nothing() {
            return Ok(Step::Same);
        }
        if update.is_change() {
            update.after.updated_at = update.before.next_update(self.now);
        }
        Ok(Step::Update(Box::new(update)))
    }

    fn origin(&self, entry: &Entry) -> Origin {
        Origin::of_register(
            (self.register, &entry.identifier),
            entry.stated_on,
            self.batch,
            self.now,
        )
    }
}

/// Why a row of what the office erased is left out.
fn erased(entry: &Entry) -> Problem {
    Problem {
        level: Level::RowLeftOut,
        line: entry.line,
        field: entry.identifier.clone(),
        reason: phrase!("problem-erased").into(),
        remedy: phrase!("remedy-erased").into(),
    }
}

impl Report {
    /// Counts what a row means, and lists what it changes.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::error::Error::Internal) when a value cannot be written.
    pub(super) fn count(&mut self, entry: &Entry, step: &Step) -> Result<()> {
        self.ended += usize::from(entry.is_dissolved && !matches!(step, Step::Skip(_)));
        match step {
            Step::Skip(problem) => {
                self.skipped += 1;
                self.problems.push(problem.clone());
            }
            Step::Same => self.unchanged += 1,
            Step::Create(organization) => {
                self.created += 1;
                self.published += usize::from(organization.is_public());
            }
            Step::Update(update) => self.count_update(entry, update)?,
        }
        Ok(())
    }

    fn count_update(&mut self, entry: &Entry, update: &Update) -> Result<()> {
        if update.is_change() && update.is_news {
            self.updated += 1;
        } else {
            self.unchanged += 1;
        }
        self.published += usize::from(update.is_publication());
        self.withdrawn += usize::from(update.before.is_public() && !update.after.is_public());
        self.conflicts += update.merged.contested.len();
        self.problems.extend(update.problem.clone());
        let differing = Field::ALL.iter().copied().filter_map(|field| {
            let is_conflict = update.merged.contested.contains(&field);
            let is_changed = field.differs(&update.before.stated, &update.after.stated);
            (is_conflict || is_changed).then_some((field, is_conflict))
        });
        for (field, is_conflict) in differing {
            if !is_conflict {
                *self.fields.entry(field).or_default() += 1;
            }
            let after = if is_conflict {
                &entry.draft
            } else {
                &update.after.stated
            };
            self.differences.push(Difference {
                identifier: entry.identifier.clone(),
                handle: update.before.handle.clone(),
                field,
                before: field.value(&update.before.stated)?,
                after: field.value(after)?,
                is_conflict,
            });
        }
        Ok(())
    }
}
