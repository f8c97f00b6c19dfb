//! An import from its file to its report: rows are read and kept, then applied while the node
//! serves, and at the end the register is compared with what is known of it.
//!
//! A file that cannot be read to its end leaves nothing. A crash leaves an unfinished batch,
//! which [`resume`] takes up or [`undo`](super::undo) takes back.

use std::mem;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::batch::{Batch, State};
use super::rehearse::rehearse;
use super::renamed::{self, Renamed};
use super::report::{MOST_LISTED, Missing};
use super::respelled::Respelled;
use super::undo::{self, Undone};
use super::{Options, Read, Reading, Report, apply, elsewhere, made, mapping, unstated};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id::BatchId;
use crate::registry::sql::imports::{self, NewRow};
use crate::registry::sql::unstated::{self as unstated_sql, Which};
use crate::store::{Db, Tx, from_json, to_json};
use crate::words::{Phrase, phrase};

/// Rows that are read before they are kept together.
const CHUNK: usize = 250;
/// Rows that are dropped in one transaction.
const FEW: usize = 1_000;

/// So few records may be withheld of any register because rows refuse to publish them.
const FEW_REFUSED: i64 = 10;

/// What is told now and then: how many rows of how many are applied, and while the file is
/// read, how many rows of it are, beside a 0.
pub type Progress<'a> = &'a mut (dyn FnMut(usize, usize) + Send);

/// Reads a register's file and applies it, or tells what that would do.
///
/// # Errors
/// [`Error::Invalid`] when the file cannot be read to its end and [`Error::Conflict`] when it
/// is hardly complete though it is said to be, or another import is under way: nothing was
/// changed then. [`Error::Unavailable`] when the database fails; what was applied stands, and
/// the rest can be resumed or undone.
pub async fn import(
    db: &Db,
    clock: &Clock,
    reading: Reading,
    options: Options,
    progress: Progress<'_>,
) -> Result<Report> {
    let reading = reading.with_scratch(&db.scratch()).on(clock.now().day());
    if options.dry_run {
        return Box::pin(rehearse(db, clock, reading, options, progress)).await;
    }
    if is_unnamed(&reading) {
        let (reason, remedy) = unnamed(&reading.file);
        let said = phrase!("file-unnamed", reason = reason, remedy = remedy);
        return Err(Error::invalid("register", said));
    }
    if options.publish
        && let Some(header) = reading.consent_left_out()
    {
        let (reason, remedy) = unasked(&header);
        let said = phrase!("file-not-imported", reason = reason, remedy = remedy);
        return Err(Error::invalid("publish", said));
    }
    let names = (reading.register.clone(), reading.file.clone());
    let mut batch = Batch::begin(db, clock, (&names.0, &names.1), options).await?;
    match stage(db, clock, &batch, reading, progress).await {
        Ok(mut report) => go_on(db, clock, &mut batch, &mut report, progress).await,
        Err(error) => {
            abandon(db, clock, &batch).await?;
            Err(error)
        }
    }
}

/// What was left unfinished and is done now.
#[derive(Debug, PartialEq)]
pub enum Resumed {
    /// Nothing that changed a record.
    Nothing,
    /// An import is at its end.
    Imported(BatchId, Box<Report>),
    /// An import is taken back.
    TakenBack(Undone),
}

/// Takes up an import, or the taking back of one, that a crash left unfinished, if there is one
/// that no process is at. One whose file was not read to the end is dropped, since nothing of it
/// was applied.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn resume(db: &Db, clock: &Clock, progress: Progress<'_>) -> Result<Resumed> {
    let mut look = db.read().await?;
    let Some(kept) = imports::unfinished(&mut look).await? else {
        return Ok(Resumed::Nothing);
    };
    drop(look);
    let mut tx = db.begin().await?;
    let mut batch = match Batch::take(&mut tx, clock, &kept).await {
        Ok(batch) => batch,
        Err(Error::Conflict(_)) => return Ok(Resumed::Nothing),
        Err(error) => return Err(error),
    };
    tx.commit().await?;
    tracing::info!(batch = %kept.id, file = %kept.file, state = %kept.state, "an import is taken up");
    if kept.state == State::Applying.as_str() {
        let mut report = from_json(&kept.report)?;
        let report = go_on(db, clock, &mut batch, &mut report, progress).await?;
        return Ok(Resumed::Imported(kept.id, Box::new(report)));
    }
    if kept.state == State::Undoing.as_str() {
        let undone = undo::go_on(db, clock, &batch, progress).await?;
        return Ok(Resumed::TakenBack(undone));
    }
    abandon(db, clock, &batch).await?;
    Ok(Resumed::Nothing)
}

/// Whether a guess found no name for the register. Two that are called alike would overwrite
/// each other's records.
pub(super) fn is_unnamed(reading: &Reading) -> bool {
    reading.guess.is_some() && reading.register == mapping::NO_NAME
}

/// That nothing says of which register a file is, and what to do.
pub(super) fn unnamed(file: &str) -> (Phrase, Phrase) {
    (
        phrase!("problem-unnamed", file = file),
        phrase!("remedy-name-register"),
    )
}

/// That a column asks who may be published and is not read, and what to do.
pub(super) fn unasked(header: &str) -> (Phrase, Phrase) {
    (
        phrase!("problem-consent-unread", header = header),
        phrase!("remedy-consent-unread", header = header),
    )
}

/// Reads the file to its end and keeps its rows; nothing is applied yet.
async fn stage(
    db: &Db,
    clock: &Clock,
    batch: &Batch,
    reading: Reading,
    progress: Progress<'_>,
) -> Result<Report> {
    let file = reading.file.clone();
    let mut report = Report::default();
    // What a person said of the register is not doubted.
    let mut is_doubtful = reading.guess.is_some();
    let mut chunks = read_aside(reading);
    let mut seq = 0_i64;
    let mut renamed = Renamed::default();
    let mut respelled = Respelled::default();
    while let Some(mut chunk) = chunks.next().await? {
        if mem::take(&mut is_doubtful) {
            let mut tx = db.read().await?;
            if let Some(other) = elsewhere::known_as(&mut tx, &batch.register, &chunk).await? {
                return Err(elsewhere::refused(&batch.register, &other));
            }
        }
        let mut look = db.read().await?;
        let known = respelled
            .mend(&mut look, &batch.register, &mut chunk)
            .await?;
        drop(look);
        let mut rows = Vec::with_capacity(chunk.len());
        let mut problems = Vec::new();
        for read in chunk {
            seq += 1;
            report.read += usize::from(read.is_row);
            report.skipped += usize::from(read.is_row && read.entry.is_none());
            report.unknown.extend(read.unknown);
            report.taken.extend(read.taken);
            report.statuses.extend(read.statuses);
            if let Some(entry) = &read.entry {
                renamed.look(entry, &known);
            }
            for problem in &read.problems {
                problems.push(problem.row()?);
            }
            if let Some(identifier) = read.identifier {
                rows.push(NewRow {
                    seq,
                    identifier,
                    is_refused: read.is_refused,
                    entry: read.entry.as_ref().map(to_json).transpose()?,
                });
            }
        }
        let mut tx = db.begin().await?;
        batch.hold(&mut tx, clock).await?;
        imports::insert_rows(&mut tx, &batch.id, &rows).await?;
        imports::insert_problems(&mut tx, &batch.id, &problems).await?;
        tx.commit().await?;
        progress(report.read, 0);
    }
    if let Some(reason) = renamed.reason(&file, &batch.register)
        && !batch.options.renamed
    {
        let remedy = renamed::remedy();
        let said = phrase!("file-not-imported", reason = reason, remedy = remedy);
        return Err(Error::Conflict(said.into()));
    }
    refuse_most(&mut db.read().await?, batch, &file).await?;
    let mut tx = db.begin().await?;
    batch.hold(&mut tx, clock).await?;
    if let Some(problem) = respelled.told() {
        imports::insert_problems(&mut tx, &batch.id, &[problem.row()?]).await?;
    }
    batch.advance(&mut tx, 0, &report).await?;
    batch.enter(&mut tx, State::Applying, clock.now()).await?;
    tx.commit().await?;
    Ok(report)
}

/// What is read of a file on a thread of its own, a few chunks ahead of who keeps them.
pub(super) struct Chunks {
    receive: mpsc::Receiver<Result<Vec<Read>>>,
    reading: JoinHandle<()>,
}

impl Chunks {
    /// The next rows, or nothing more at the end of the file.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the file cannot be read on; [`Error::Internal`] when reading
    /// ended by a fault of ours, which must not pass for the end of the file.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Read>>> {
        match self.receive.recv().await {
            Some(chunk) => chunk.map(Some),
            None => (&mut self.reading)
                .await
                .map(|()| None)
                .map_err(Error::internal),
        }
    }
}

/// Reads on a thread of its own, since reading and mapping take the processor.
pub(super) fn read_aside(mut reading: Reading) -> Chunks {
    let (send, receive) = mpsc::channel(2);
    let reading = tokio::task::spawn_blocking(move || {
        loop {
            let chunk: Result<Vec<Read>> = reading.by_ref().take(CHUNK).collect();
            let is_end = chunk.as_ref().map_or(true, Vec::is_empty);
            let is_worth_sending = !matches!(&chunk, Ok(rows) if rows.is_empty());
            if is_worth_sending && send.blocking_send(chunk).is_err() {
                return;
            }
            if is_end {
                return;
            }
        }
    });
    Chunks { receive, reading }
}

/// Refuses a file for which most of the register would be withheld: one that is said to be the
/// whole and lacks them, or of which a column is mistaken for a refusal to be published.
async fn refuse_most(tx: &mut Tx, batch: &Batch, file: &str) -> Result<()> {
    let public = imports::count_public(tx, &batch.register).await?;
    let scope = (batch.register.as_str(), &batch.id);
    let refused = unstated_sql::count(tx, scope, Which::Refused).await?;
    if refused > FEW_REFUSED && refused * 2 > public {
        let said = phrase!(
            "file-mostly-refused",
            file = file,
            refused = refused,
            public = public
        );
        return Err(Error::Conflict(said.into()));
    }
    if !batch.options.complete {
        return Ok(());
    }
    let unstated = unstated_sql::count(tx, scope, Which::Public).await?;
    if unstated * 2 <= public {
        return Ok(());
    }
    let said = phrase!(
        "file-hardly-complete",
        file = file,
        unstated = unstated,
        public = public
    );
    Err(Error::Conflict(said.into()))
}

/// Applies what was read, from wherever it stands, and ends the batch. After a failure nobody
/// has it in hand, so that it can be taken back.
async fn go_on(
    db: &Db,
    clock: &Clock,
    batch: &mut Batch,
    report: &mut Report,
    progress: Progress<'_>,
) -> Result<Report> {
    let outcome = to_the_end(db, clock, batch, report, progress).await;
    if outcome.is_err()
        && let Err(error) = batch.release(db).await
    {
        tracing::warn!(batch = %batch.id, %error, "an import stays in hand for a while");
    }
    outcome
}

async fn to_the_end(
    db: &Db,
    clock: &Clock,
    batch: &mut Batch,
    report: &mut Report,
    progress: Progress<'_>,
) -> Result<Report> {
    apply::rows(db, clock, batch, report, progress).await?;
    unstated::withhold(db, clock, batch, report).await?;
    let mut tx = db.begin().await?;
    batch.hold(&mut tx, clock).await?;
    tx.commit().await?;
    // It looks at the whole register, so it takes no writer's turn. Until the batch has ended no
    // other import changes what the register states.
    let mut look = db.read().await?;
    let scope = (batch.register.as_str(), &batch.id);
    let missing = unstated_sql::count(&mut look, scope, Which::Lacking).await?;
    report.missing = usize::try_from(missing).map_err(Error::internal)?;
    let unstated = unstated_sql::list(&mut look, scope, (Which::Lacking, ""), MOST_LISTED).await?;
    drop(look);
    report.missing_records = unstated.into_iter().map(Missing::from).collect();
    report.batch = Some(batch.id.to_string());
    let mut tx = db.begin().await?;
    batch.hold(&mut tx, clock).await?;
    batch.advance(&mut tx, batch.done_rows, report).await?;
    batch.enter(&mut tx, State::Done, clock.now()).await?;
    report.problems = made::problems(&mut tx, &batch.id).await?;
    tx.commit().await?;
    drop_rows(db, batch).await?;
    Ok(report.clone())
}

async fn abandon(db: &Db, clock: &Clock, batch: &Batch) -> Result<()> {
    let mut tx = db.begin().await?;
    imports::drop_problems(&mut tx, &batch.id).await?;
    batch.enter(&mut tx, State::Abandoned, clock.now()).await?;
    tx.commit().await?;
    drop_rows(db, batch).await
}

/// Drops the rows that an import needs no more, some at a time.
pub(super) async fn drop_rows(db: &Db, batch: &Batch) -> Result<()> {
    loop {
        let mut tx = db.begin().await?;
        let limit = i64::try_from(FEW).map_err(Error::internal)?;
        let dropped = imports::drop_rows(&mut tx, &batch.id, limit).await?;
        tx.commit().await?;
        if dropped == 0 {
            return Ok(());
        }
    }
}
