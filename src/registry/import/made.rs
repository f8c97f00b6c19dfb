//! Imports that were made, as they are listed and shown. Nothing here changes one.

use super::report::{Difference, MOST_LISTED};
use super::undo::Before;
use super::{Problem, Report, batch};
use crate::error::Result;
use crate::id::{BatchId, OrganizationId};
use crate::registry::sql::imports::{self, Kept};
use crate::registry::{Field, Organization, get_all};
use crate::store::{Db, Tx, from_json};

/// How many records are told of at most.
const MOST_APPLIED: i64 = 1_000;

/// The newest imports, each with its counts.
pub async fn list(db: &Db, limit: i64) -> Result<Vec<Summary>> {
    let mut tx = db.read().await?;
    let newest = imports::newest(&mut tx, limit).await?;
    newest.into_iter().map(Summary::of).collect()
}

/// An import that was made, with what was wrong with its rows and what it did.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Shown {
    /// The import. Its report has the problems, and the values that it wrote and that still
    /// stand, the first 1,000 records' each.
    #[serde(flatten)]
    pub summary: Summary,
    /// What it did to which record, the first 1,000.
    pub applied: Vec<Applied>,
    /// Whether it did something to more records than are listed.
    pub is_cut: bool,
}

/// What an import did to one record.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Applied {
    /// The register's identifier.
    pub identifier: String,
    /// The record.
    pub organization: OrganizationId,
    /// What it is called now; `None` when it was removed or merged since then.
    pub name: Option<String>,
    /// The record's handle; `None` when it was removed or merged since then.
    pub handle: Option<String>,
    /// Whether the import made it.
    pub is_new: bool,
    /// How far the import brought it: draft, published, suspended or dissolved.
    pub status: String,
}

/// An import with what was wrong with its rows and what it did. Of one that was taken back or
/// cut off nothing is left to tell but its counts.
///
/// # Errors
/// [`Error::Absent`](crate::error::Error::Absent).
pub async fn show(db: &Db, id: &BatchId) -> Result<Shown> {
    let mut tx = db.read().await?;
    let kept = imports::by_id(&mut tx, id).await?;
    let mut summary = Summary::of(kept.ok_or_else(|| batch::missing(id))?)?;
    summary.report.problems = problems(&mut tx, id).await?;
    let mut changes = imports::changes_after(&mut tx, id, 0, MOST_APPLIED + 1).await?;
    let is_cut = changes.len() > usize::try_from(MOST_APPLIED).unwrap_or(usize::MAX);
    if is_cut {
        changes.pop();
    }
    let ids = changes.iter().map(|change| &change.organization);
    let records = get_all(&mut tx, ids).await?;
    let mut applied = Vec::with_capacity(changes.len());
    for change in changes {
        let record = records.get(&change.organization);
        if let (Some(before), Some(record)) = (&change.before, record) {
            let before: Before = from_json(before)?;
            let written = written(&change.identifier, &before, record, id)?;
            summary.report.differences.extend(written);
        }
        applied.push(Applied {
            identifier: change.identifier,
            name: record.map(|record| record.stated.name().to_owned()),
            handle: record.map(|record| record.handle.clone()),
            organization: change.organization,
            is_new: change.before.is_none(),
            status: change.status,
        });
    }
    Ok(Shown {
        summary,
        applied,
        is_cut,
    })
}

/// The values that an import wrote over others and that still stand.
fn written(
    identifier: &str,
    before: &Before,
    record: &Organization,
    id: &BatchId,
) -> Result<Vec<Difference>> {
    let is_of_import = |field: &Field| {
        let origin = record.provenance.of(*field);
        field.differs(&before.stated, &record.stated)
            && origin.is_some_and(|origin| origin.batch.as_ref() == Some(id))
    };
    let fields = Field::ALL.iter().copied().filter(is_of_import);
    fields
        .map(|field| {
            Ok(Difference {
                identifier: identifier.to_owned(),
                handle: record.handle.clone(),
                field,
                before: field.value(&before.stated)?,
                after: field.value(&record.stated)?,
                is_conflict: false,
            })
        })
        .collect()
}

/// What is wrong with an import's rows, the gravest first.
pub(super) async fn problems(tx: &mut Tx, id: &BatchId) -> Result<Vec<Problem>> {
    let kept = imports::problems(tx, id, MOST_LISTED).await?;
    kept.iter().map(|problem| from_json(problem)).collect()
}

/// An import in a list.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Summary {
    /// Its identifier.
    pub batch: BatchId,
    /// Its register.
    pub register: String,
    /// The file's name.
    pub file: String,
    /// How far it has come: reading, applying, done, undoing, undone.
    pub state: String,
    /// What it did, in numbers.
    pub report: Report,
    /// When it began.
    #[serde(serialize_with = "crate::clock::rfc3339::serialize")]
    pub started_at: crate::clock::Timestamp,
    /// When it ended.
    #[serde(serialize_with = "crate::clock::rfc3339::option")]
    pub finished_at: Option<crate::clock::Timestamp>,
}

impl Summary {
    /// Whether a part of it is done and the rest is not.
    pub fn is_applying(&self) -> bool {
        self.state == batch::State::Applying.as_str()
    }

    fn of(kept: Kept) -> Result<Self> {
        Ok(Self {
            report: from_json(&kept.report)?,
            batch: kept.id,
            register: kept.register,
            file: kept.file,
            state: kept.state,
            started_at: kept.started_at,
            finished_at: kept.finished_at,
        })
    }
}
