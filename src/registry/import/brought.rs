//! Files that an office brought to its pages: looked at, rehearsed, then imported or laid
//! aside. What is done with one is kept, so that it outlives a lost connection and a restart.

/// Files that are looked at once more.
mod anew;

use std::collections::BTreeSet;
use std::time::Duration;

use super::alike;
use super::profiles::{self, Profile};
use super::report::Listed;
use super::{Guess, Mapping, Options, Report};
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{BatchId, BroughtFileId};
use crate::registry::sql::brought as sql;
use crate::store::{Tx, from_json, to_json};
use crate::words::{Saying, phrase};

pub use anew::{guess_anew, read_anew};

/// How long a file is kept that nobody does anything with.
const KEPT: Duration = Duration::from_hours(24 * 14);
/// Work that told nothing for so long is at its end without having said so.
const SILENCE: Duration = Duration::from_mins(2);
/// How many entries of each list of a rehearsal are kept; pages show no more.
const SHOWN: usize = 200;
/// How many files are named of those that could be removed.
const NAMED: usize = 3;
/// The lock under which it is counted what waits.
const WAITING: &str = "brought files";

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

/// What the columns of a file were taken for when it was opened.
#[derive(Debug, Clone)]
pub enum Looked {
    /// It was not opened since that is kept.
    NotYet,
    /// It has a shape that is known, so nothing is guessed.
    Known,
    /// This.
    Guessed(Box<Guess>),
}

impl Looked {
    /// What an opened file was found to be.
    pub fn of(guess: Option<&Guess>) -> Self {
        guess.map_or(Self::Known, |guess| Self::Guessed(Box::new(guess.clone())))
    }

    /// The guess, where there is one.
    pub fn guess(&self) -> Option<&Guess> {
        match self {
            Self::Guessed(guess) => Some(guess),
            Self::NotYet | Self::Known => None,
        }
    }

    fn read(kept: Option<&str>) -> Result<Self> {
        let Some(kept) = kept else {
            return Ok(Self::NotYet);
        };
        let guess: Option<Box<Guess>> = from_json(kept)?;
        Ok(guess.map_or(Self::Known, Self::Guessed))
    }
}

/// How much may wait at once.
#[derive(Debug, Clone, Copy)]
pub struct Ceiling {
    /// How many files.
    pub files: u32,
    /// How many bytes they have together.
    pub bytes: u64,
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
    pub refusal: Option<Saying>,
    /// The import that it became.
    pub batch: Option<BatchId>,
    /// When it was brought.
    pub brought_at: Timestamp,
    /// How many bytes it has.
    pub bytes: i64,
    /// What its columns were taken for.
    pub looked: Looked,
    /// The number of its last rehearsal.
    pub rehearsal: i64,
    /// The earlier file whose columns it has, and by which it was understood when it came.
    pub profile_of: Option<String>,
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
            refusal: row.refusal.as_deref().map(Saying::from_text),
            batch: row.batch,
            brought_at: row.brought_at,
            bytes: row.bytes,
            looked: Looked::read(row.guess.as_deref())?,
            rehearsal: row.rehearsals,
            profile_of: row.profile_of,
            told_at: row.told_at,
        })
    }
}

/// How many bytes more may wait.
///
/// # Errors
/// [`Error::Conflict`] when no file more may; it names those that could be removed.
pub async fn room(tx: &mut Tx, ceiling: Ceiling) -> Result<u64> {
    let (files, bytes) = sql::room_taken(tx).await?;
    let left = ceiling.bytes.saturating_sub(bytes.unsigned_abs());
    if files < i64::from(ceiling.files) && left > 0 {
        return Ok(left);
    }
    let what = if left == 0 {
        format!(
            "{} MB wait already, which is limits.import_waiting_bytes",
            bytes >> 20
        )
    } else {
        format!("{files} files wait already, which is limits.import_files")
    };
    let mut waiting = list(tx).await?;
    waiting.sort_by_key(|one| std::cmp::Reverse(one.bytes));
    let named = waiting.iter().take(NAMED).map(|one| {
        let (day, size) = (
            one.brought_at.day(),
            one.bytes.unsigned_abs().div_ceil(1 << 20),
        );
        format!("{:?} of {day}, {size} MB", one.file)
    });
    let named = named.collect::<Vec<_>>().join("; ");
    Err(Error::Conflict(
        format!("{what}; import or set aside one of them first. The largest: {named}").into(),
    ))
}

/// Notes a file whose bytes are kept under `id`, with what it was found to be.
///
/// # Errors
/// [`Error::Conflict`] when no more may wait.
pub async fn bring(
    tx: &mut Tx,
    id: &BroughtFileId,
    (file, bytes): (&str, u64),
    guess: Option<&Guess>,
    ceiling: Ceiling,
    now: Timestamp,
) -> Result<()> {
    tx.lock_name(WAITING, false).await?;
    // Others may have come while this one was on its way.
    if room(tx, ceiling).await? < bytes {
        let reason = "the files that wait would be more than limits.import_waiting_bytes with \
            this one; import or set aside another first";
        return Err(Error::Conflict(reason.into()));
    }
    let bytes = i64::try_from(bytes).map_err(Error::internal)?;
    let profile = match guess {
        Some(guess) => profiles::find(tx, guess).await?,
        None => None,
    };
    let (mapping, profile_of) = profile
        .map(|profile| (profile.mapping.to_toml(), profile.file))
        .unzip();
    let (options, guess) = (to_json(&Options::default())?, to_json(&guess)?);
    let understood = (mapping.as_deref(), profile_of.as_deref());
    sql::insert(tx, id, (file, bytes), (&options, &guess), understood, now).await
}

/// Keeps what a file was found to be that was brought before that was kept.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn looked(tx: &mut Tx, id: &BroughtFileId, guess: Option<&Guess>) -> Result<()> {
    sql::set_guess(tx, id, &to_json(&guess)?).await
}

/// The files whose bytes are kept.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn with_bytes(tx: &mut Tx) -> Result<BTreeSet<BroughtFileId>> {
    Ok(sql::with_bytes(tx).await?.into_iter().collect())
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

/// Begins the import of a file as the rehearsal of this number told. A second click begins
/// nothing.
///
/// # Errors
/// [`Error::Conflict`] when it was not rehearsed, was rehearsed anew, or is being imported
/// already.
pub async fn begin_import(
    tx: &mut Tx,
    clock: &Clock,
    id: &BroughtFileId,
    rehearsal: i64,
) -> Result<()> {
    let begun = sql::import(tx, id, rehearsal, clock.now()).await?;
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
    sql::put_whole_report(tx, id, &to_json(&report.to_take_away())?).await?;
    report.listed = Listed::of(&report);
    report.kinds = alike::by_kind(&report.problems);
    report.kinds.truncate(SHOWN);
    report.problems.clear();
    report.differences.truncate(SHOWN);
    report.missing_records.truncate(SHOWN);
    report.likely.truncate(SHOWN);
    report.unknown.truncate(SHOWN);
    report.taken.truncate(SHOWN);
    sql::rehearsed(tx, id, &to_json(&report)?).await
}

/// Every problem that the last rehearsal told, and every record that the file lacks; nothing
/// where none stands.
///
/// # Errors
/// [`Error::NotFound`] when there is no such file.
pub async fn whole_report(tx: &mut Tx, id: &BroughtFileId) -> Result<Report> {
    get(tx, id).await?;
    let kept = sql::whole_report(tx, id).await?;
    kept.map_or_else(|| Ok(Report::default()), |kept| from_json(&kept))
}

/// Notes the import that it became, and keeps by which mapping.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn imported(
    tx: &mut Tx,
    id: &BroughtFileId,
    batch: &BatchId,
    now: Timestamp,
) -> Result<()> {
    let brought = get(tx, id).await?;
    if let (Some(guess), Some(mapping)) = (brought.looked.guess(), brought.mapping) {
        let file = brought.file;
        profiles::keep(tx, guess, &Profile { mapping, file }, now).await?;
    }
    sql::imported(tx, id, batch).await
}

/// Notes why the work at it failed; it lies there as before.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn failed(tx: &mut Tx, id: &BroughtFileId, refusal: &Saying) -> Result<()> {
    sql::failed(tx, id, &refusal.to_text()).await
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
    Error::Conflict(phrase!("file-busy", id = id.as_str()).into())
}
