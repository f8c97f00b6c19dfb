//! Files that an office brought to its pages: looked at, rehearsed, then imported or laid
//! aside. What is done with one is kept, so that it outlives a lost connection and a restart.

use std::time::Duration;

use super::{Mapping, Options, Report};
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{BatchId, BroughtFileId};
use crate::registry::sql::brought as sql;
use crate::store::{Tx, from_json, to_json};

/// How long a file is kept that nobody does anything with.
const KEPT: Duration = Duration::from_hours(24 * 14);
/// Work that told nothing for so long is at its end without having said so.
const SILENCE: Duration = Duration::from_mins(2);
/// How many entries of each list of a rehearsal are kept; pages show no more.
const SHOWN: usize = 200;

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It lies there.
    Brought,
    /// What an import would do is being found out.
    Rehearsing,
    /// That is known.
    Rehearsed,
    /// It is being imported.
    Importing,
    /// It was imported, and its bytes are gone.
    Imported,
}

impl Stage {
    const ALL: [Self; 5] = [
        Self::Brought,
        Self::Rehearsing,
        Self::Rehearsed,
        Self::Importing,
        Self::Imported,
    ];

    pub(in crate::registry) fn as_str(self) -> &'static str {
        match self {
            Self::Brought => "brought",
            Self::Rehearsing => "rehearsing",
            Self::Rehearsed => "rehearsed",
            Self::Importing => "importing",
            Self::Imported => "imported",
        }
    }
}

/// A file that was brought.
#[derive(Debug, Clone)]
pub struct Brought {
    /// Its identifier, which names its bytes too.
    pub id: BroughtFileId,
    /// What it was called where it came from.
    pub file: String,
    /// What the office said its columns mean.
    pub mapping: Option<Mapping>,
    /// What the import shall do.
    pub options: Options,
    /// How far it has come.
    pub stage: Stage,
    /// How many rows of how many are worked through; of 0 while the file is read.
    pub progress: (i64, i64),
    /// What the rehearsal said, each list cut.
    pub report: Option<Report>,
    /// Why the last work at it failed.
    pub refusal: Option<String>,
    /// The import that it became.
    pub batch: Option<BatchId>,
    /// When it was brought.
    pub brought_at: Timestamp,
    told_at: Timestamp,
}

impl Brought {
    /// Whether somebody works at it now. Work that was cut off by a restart is at its end
    /// once it has been silent for two minutes.
    pub fn is_at_work(&self, now: Timestamp) -> bool {
        let is_work = matches!(self.stage, Stage::Rehearsing | Stage::Importing);
        is_work && self.told_at + SILENCE > now
    }
}

impl TryFrom<sql::Row> for Brought {
    type Error = Error;

    fn try_from(row: sql::Row) -> Result<Self> {
        let stage = Stage::ALL.into_iter().find(|one| one.as_str() == row.state);
        let known = |text: String| Error::Internal(format!("a brought file that is {text}").into());
        Ok(Self {
            stage: stage.ok_or_else(|| known(row.state))?,
            mapping: row.mapping.as_deref().map(Mapping::read).transpose()?,
            options: from_json(&row.options)?,
            report: row.report.as_deref().map(from_json).transpose()?,
            progress: (row.done_rows, row.of_rows),
            id: row.id,
            file: row.file,
            refusal: row.refusal,
            batch: row.batch,
            brought_at: row.brought_at,
            told_at: row.told_at,
        })
    }
}

/// Notes a file whose bytes are kept under `id`.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn bring(tx: &mut Tx, id: &BroughtFileId, file: &str, now: Timestamp) -> Result<()> {
    sql::insert(tx, id, file, &to_json(&Options::default())?, now).await
}

/// A file that was brought.
///
/// # Errors
/// [`Error::NotFound`] when it is not there.
pub async fn get(tx: &mut Tx, id: &BroughtFileId) -> Result<Brought> {
    let found = sql::by_id(tx, id).await?;
    let missing = || Error::NotFound(format!("the file {id}"));
    found.ok_or_else(missing)?.try_into()
}

/// The files that wait for somebody, the newest first.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn list(tx: &mut Tx) -> Result<Vec<Brought>> {
    let rows = sql::waiting(tx).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Begins a rehearsal, with what the office says of the columns and of the import.
///
/// # Errors
/// [`Error::Conflict`] when somebody works at it already, or it was imported.
pub async fn begin_rehearsal(
    tx: &mut Tx,
    clock: &Clock,
    id: &BroughtFileId,
    mapping: Option<&Mapping>,
    options: Options,
) -> Result<()> {
    let mapping = mapping.map(Mapping::to_toml);
    let options = to_json(&options)?;
    let begun = sql::rehearse(tx, id, (mapping.as_deref(), &options), clock.now(), SILENCE).await?;
    begun.then_some(()).ok_or_else(|| busy(id))
}

/// Begins the import of a file that was rehearsed. A second click begins nothing.
///
/// # Errors
/// [`Error::Conflict`] when it was not rehearsed, or is being imported already.
pub async fn begin_import(tx: &mut Tx, clock: &Clock, id: &BroughtFileId) -> Result<()> {
    let begun = sql::enter(tx, id, (Stage::Rehearsed, Stage::Importing), clock.now()).await?;
    begun.then_some(()).ok_or_else(|| busy(id))
}

/// Tells how far the work has come.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn tell(tx: &mut Tx, id: &BroughtFileId, rows: (i64, i64), now: Timestamp) -> Result<()> {
    sql::tell(tx, id, rows, now).await
}

/// Keeps what a rehearsal said.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn rehearsed(tx: &mut Tx, id: &BroughtFileId, mut report: Report) -> Result<()> {
    report.problems.truncate(SHOWN);
    report.differences.truncate(SHOWN);
    report.missing_records.truncate(SHOWN);
    report.likely.truncate(SHOWN);
    report.unknown.truncate(SHOWN);
    report.taken.truncate(SHOWN);
    sql::rehearsed(tx, id, &to_json(&report)?).await
}

/// Notes the import that it became.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn imported(tx: &mut Tx, id: &BroughtFileId, batch: &BatchId) -> Result<()> {
    sql::imported(tx, id, batch).await
}

/// Notes why the work at it failed; it lies there as before.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn failed(tx: &mut Tx, id: &BroughtFileId, refusal: &str) -> Result<()> {
    sql::failed(tx, id, refusal).await
}

/// Lays a file aside, for good.
///
/// # Errors
/// [`Error::Conflict`] while somebody works at it, [`Error::NotFound`] when it is not there.
pub async fn lay_aside(tx: &mut Tx, clock: &Clock, id: &BroughtFileId) -> Result<()> {
    if get(tx, id).await?.is_at_work(clock.now()) {
        return Err(busy(id));
    }
    sql::delete(tx, id).await
}

/// Forgets files that nobody did anything with for two weeks, and tells which.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<Vec<BroughtFileId>> {
    sql::delete_older(tx, now - KEPT).await
}

fn busy(id: &BroughtFileId) -> Error {
    Error::Conflict(format!(
        "the file {id} is at work, was imported, or was not looked at yet; open its page again"
    ))
}
