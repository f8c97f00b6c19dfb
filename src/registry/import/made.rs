//! Imports that were made, as they are listed and shown. Nothing here changes one.

use super::report::MOST_LISTED;
use super::{Problem, Report, batch};
use crate::error::Result;
use crate::id::BatchId;
use crate::registry::sql::imports::{self, Kept};
use crate::store::{Db, Tx, from_json};

/// The newest imports, each with its counts.
pub async fn list(db: &Db, limit: i64) -> Result<Vec<Summary>> {
    let mut tx = db.read().await?;
    let newest = imports::newest(&mut tx, limit).await?;
    newest.into_iter().map(Summary::of).collect()
}

/// An import with what was wrong with its rows.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn show(db: &Db, id: &BatchId) -> Result<Summary> {
    let mut tx = db.read().await?;
    let kept = imports::by_id(&mut tx, id).await?;
    let mut shown = Summary::of(kept.ok_or_else(|| batch::missing(id))?)?;
    shown.report.problems = problems(&mut tx, id).await?;
    Ok(shown)
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
