//! One import as a whole: begun, in one process's hand while it runs, and ended. A crash
//! leaves it unfinished, and whoever comes next takes it up.

use std::time::Duration;

use super::{Options, Report};
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{self, BatchId};
use crate::registry::sql::imports::{self, Kept};
use crate::store::{Db, Tx, from_json, to_json};
use crate::words::phrase;

/// How long an import stays in a silent process's hand.
const SPAN: Duration = Duration::from_secs(30);

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Its file is being read; nothing of it is applied.
    Reading,
    /// Its rows are being applied.
    Applying,
    /// It stands.
    Done,
    /// It is being taken back.
    Undoing,
    /// It was taken back.
    Undone,
    /// Its file could not be read to the end; nothing of it was applied.
    Abandoned,
}

impl State {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Applying => "applying",
            Self::Done => "done",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
            Self::Abandoned => "abandoned",
        }
    }
}

/// An import that this process has in hand.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) id: BatchId,
    pub(super) register: String,
    pub(super) options: Options,
    /// The number of the last row that was applied.
    pub(super) done_rows: i64,
    holder: String,
}

impl Batch {
    /// Begins an import.
    ///
    /// # Errors
    /// [`Error::Conflict`] when another one is not at its end.
    pub(super) async fn begin(
        db: &Db,
        clock: &Clock,
        (register, file): (&str, &str),
        options: Options,
    ) -> Result<Self> {
        let mut tx = db.begin().await?;
        tx.lock_name("import", false).await?;
        if let Some(other) = imports::unfinished(&mut tx).await? {
            return Err(under_way(&other));
        }
        let batch = Self {
            id: BatchId::new(clock),
            register: register.to_owned(),
            options,
            done_rows: 0,
            holder: id::mint(clock),
        };
        let now = clock.now();
        let kept = Kept {
            id: batch.id.clone(),
            register: register.to_owned(),
            file: file.to_owned(),
            report: to_json(&Report::default())?,
            options: to_json(&options)?,
            state: State::Reading.as_str().to_owned(),
            done_rows: 0,
            started_at: now,
            finished_at: None,
            held_until: now + SPAN,
        };
        imports::insert(&mut tx, &kept, &batch.holder).await?;
        tx.commit().await?;
        Ok(batch)
    }

    /// Takes an import in hand that no process is at.
    ///
    /// # Errors
    /// [`Error::Conflict`] when one is.
    pub(super) async fn take(tx: &mut Tx, clock: &Clock, kept: &Kept) -> Result<Self> {
        let batch = Self {
            id: kept.id.clone(),
            register: kept.register.clone(),
            options: from_json(&kept.options)?,
            done_rows: kept.done_rows,
            holder: id::mint(clock),
        };
        match batch.hold(tx, clock).await {
            Ok(()) => Ok(batch),
            Err(Error::Conflict(_)) => Err(under_way(kept)),
            Err(error) => Err(error),
        }
    }

    /// Keeps the import in hand, within the transaction that changes something of it.
    ///
    /// # Errors
    /// [`Error::Conflict`] when another process took it, since this one was silent too long.
    pub(super) async fn hold(&self, tx: &mut Tx, clock: &Clock) -> Result<()> {
        let now = clock.now();
        if imports::hold(tx, &self.id, (&self.holder, now + SPAN), now).await? {
            return Ok(());
        }
        let said = phrase!("import-elsewhere", id = self.id.as_str());
        Err(Error::Conflict(said.into()))
    }

    /// Lets it out of hand after a failure, so that it can be taken back or taken up again.
    pub(super) async fn release(&self, db: &Db) -> Result<()> {
        let mut tx = db.begin().await?;
        imports::release(&mut tx, &self.id, &self.holder).await?;
        tx.commit().await
    }

    /// Writes how far it has come, and what it did so far in numbers.
    pub(super) async fn advance(&self, tx: &mut Tx, done_rows: i64, report: &Report) -> Result<()> {
        let counts = to_json(&report.counts())?;
        imports::advance(tx, &self.id, done_rows, &counts).await
    }

    /// Brings it to another state, and ends it where that is an end.
    pub(super) async fn enter(&self, tx: &mut Tx, state: State, now: Timestamp) -> Result<()> {
        let is_end = !matches!(state, State::Reading | State::Applying | State::Undoing);
        imports::set_state(tx, &self.id, state.as_str(), is_end.then_some(now)).await
    }
}

/// The refusal while a process is at an import.
pub(super) fn under_way(other: &Kept) -> Error {
    let said = phrase!(
        "import-busy",
        id = other.id.as_str(),
        file = &other.file,
        state = &other.state
    );
    Error::Conflict(said.into())
}

/// Where the imports are found.
const LISTED: &str = "trenza import list shows the imports";

/// Reads an import's identifier.
///
/// # Errors
/// [`Error::Absent`] when it is none.
pub fn batch_id(text: &str) -> Result<BatchId> {
    BatchId::parse(text).map_err(|_error| Error::absent(format!("the import {text:?}"), LISTED))
}

/// The refusal of an identifier that no import has.
pub(super) fn missing(id: &BatchId) -> Error {
    Error::absent(format!("the import {id}"), LISTED)
}

/// Takes every unfinished import out of the hands of processes that are gone: for the one
/// process that may write here, when it starts.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn release(db: &Db) -> Result<()> {
    let mut tx = db.begin().await?;
    imports::release_all(&mut tx).await?;
    tx.commit().await
}
