//! What a row means for the life of a record: whether it ends, goes on, or comes back.
//!
//! A register takes back what a register ended or withheld, and nothing that people decided;
//! it ends nothing that another row has as alive, and nobody who acts for itself.

use super::decide::Import;
use super::{Entry, Level, Problem};
use crate::error::{Error, Result};
use crate::registry::merge::Merged;
use crate::registry::sql::life::Word;
use crate::registry::{Field, Organization, Standing, Status};
use crate::words::{Filling, Phrase, phrase};

/// What the rows of all registers say of a record.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// The status that the record had before a row ended or withheld it.
    pub(super) status_before: Option<Status>,
    /// Another row that has it as alive: register and identifier.
    pub(super) alive: Option<(String, String)>,
    /// Whether the last whole file lacked the row itself.
    pub(super) is_missing: bool,
}

impl Beside {
    /// What stands beside the row of `identifier`. Of rows of the same register, `is_stated`
    /// tells whether its file, where that is the whole register, still has them.
    pub(super) fn of(
        words: Vec<Word>,
        (register, identifier): (&str, &str),
        is_stated: impl Fn(&str) -> Result<bool>,
    ) -> Result<Self> {
        let mut beside = Self::default();
        for word in words {
            let before = word.status_before.as_deref().map(Status::read);
            beside.status_before = beside.status_before.or(before.transpose()?);
            let is_same = word.register == register;
            let is_other = !is_same || word.identifier != identifier;
            beside.is_missing |= !is_other && word.is_missing;
            let is_alive = is_other && !word.is_dissolved && !word.is_missing;
            if beside.alive.is_none() && is_alive && (!is_same || is_stated(&word.identifier)?) {
                beside.alive = Some((word.register, word.identifier));
            }
        }
        Ok(beside)
    }
}

/// What becomes of a record's life with a row.
#[derive(Debug, Default)]
pub(super) struct Life {
    /// The status that a later word of the registers brings back.
    pub(super) status_before: Option<Status>,
    /// What people should know about it.
    pub(super) problem: Option<Problem>,
}

impl Import<'_> {
    /// Ends a record that a row has as ended, unless others keep it alive.
    pub(super) fn end(
        entry: &Entry,
        before: &Organization,
        after: &mut Organization,
        merged: &mut Merged,
        beside: &Beside,
    ) -> Life {
        if before.status == Status::Dissolved {
            return Life {
                status_before: beside.status_before,
                problem: None,
            };
        }
        let is_active = before.standing == Standing::Active;
        let kept = match &beside.alive {
            _ if is_active => phrase!("problem-ended-active"),
            Some((register, identifier)) => phrase!(
                "problem-ended-alive",
                register = register,
                identifier = identifier
            ),
            None => {
                after.status = Status::Dissolved;
                return Life {
                    status_before: beside.status_before.or(Some(before.status)),
                    problem: None,
                };
            }
        };
        let field = Field::DissolvedOn;
        field.carry(&before.stated, &mut after.stated);
        after.provenance.forget(field);
        if let Some(origin) = before.provenance.of(field) {
            after.provenance.set(field, origin);
        }
        merged.changed.retain(|changed| *changed != field);
        let is_dated = field.differs(&before.stated, &entry.draft) && field.is_stated(&entry.draft);
        if is_active && is_dated && !merged.contested.contains(&field) {
            merged.contested.push(field);
        }
        Life {
            status_before: beside.status_before,
            problem: Some(Problem {
                level: Level::Notice,
                line: entry.line,
                field: entry.identifier.clone(),
                reason: kept.into(),
                remedy: phrase!("remedy-dissolve").into(),
            }),
        }
    }

    /// Brings back what a register ended or withheld and now has as alive.
    pub(super) fn go_on(&self, entry: &Entry, after: &mut Organization, beside: &Beside) -> Life {
        let left = Life {
            status_before: beside.status_before,
            problem: None,
        };
        let problem = |reason: Phrase, remedy: Phrase| {
            Some(Problem {
                level: Level::Notice,
                line: entry.line,
                field: entry.identifier.clone(),
                reason: reason.into(),
                remedy: remedy.into(),
            })
        };
        match (after.status, beside.status_before) {
            (Status::Dissolved, Some(status)) if !is_ended_by_hand(after) => {
                after.status = status;
                after.stated.dissolved_on = None;
                after.provenance.forget(Field::DissolvedOn);
                Life::default()
            }
            (Status::Dissolved, _) => Life {
                problem: problem(phrase!("problem-ended-by-others"), phrase!("remedy-reopen")),
                ..left
            },
            (Status::Suspended, Some(status)) if self.options.publish => {
                after.status = status;
                Life::default()
            }
            (Status::Suspended, Some(_)) => Life {
                problem: problem(phrase!("problem-stated-again"), phrase!("remedy-publish")),
                ..left
            },
            _ => Life::default(),
        }
    }
}

fn is_ended_by_hand(organization: &Organization) -> bool {
    let origin = organization.provenance.of(Field::DissolvedOn);
    origin.is_some_and(|origin| origin.author.is_by_hand())
}

/// Why a row that the record cannot be kept with is left out.
///
/// # Errors
/// The error itself, where it is not about the row.
pub(super) fn not_kept(entry: &Entry, error: Error) -> Result<Problem> {
    match error {
        Error::Invalid { field, reason } => Ok(Problem {
            level: Level::RowLeftOut,
            line: entry.line,
            field: entry.identifier.clone(),
            reason: phrase!(
                "problem-not-kept",
                field = Filling::field(field),
                reason = &reason
            )
            .into(),
            remedy: phrase!("remedy-edit-or-mend").into(),
        }),
        other => Err(other),
    }
}
