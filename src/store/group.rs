//! Group commit: many callers' work in one SQLite transaction, so that they share one
//! `fsync`, each under a savepoint of its own.
//!
//! Callers pass a fair gate one at a time. The first opens the transaction; each works
//! under a savepoint, releases it and waits; a committer, queueing at the same gate, ends
//! the transaction for all who passed before it. A turn that is dropped is rolled back by
//! whoever passes next.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, oneshot};

use super::checkpoint::Checkpoints;
use super::trial::LastFailure;
use crate::error::{Error, Result};

/// The one writer of a SQLite database. Clones share it.
#[derive(Debug, Clone)]
pub struct Writer(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    gate: Arc<Mutex<Group>>,
    work: Arc<Notify>,
    committer: tokio::task::AbortHandle,
    checkpoints: Checkpoints,
    commits: Arc<AtomicU64>,
    failure: Arc<LastFailure>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.committer.abort();
    }
}

/// The writing connection and the state of its open transaction.
#[derive(Debug)]
struct Group {
    connection: Option<SqliteConnection>,
    is_open: bool,
    /// A transaction may have begun for a caller that went away before it could say so.
    is_in_doubt: bool,
    is_abandoned: bool,
    /// How many of the turns in what is open are counted.
    counted: u64,
    waiting: Vec<oneshot::Sender<Result<(), String>>>,
    commits: Arc<AtomicU64>,
    failure: Arc<LastFailure>,
}

/// One caller's part of the open transaction.
#[derive(Debug)]
pub(super) struct Turn {
    group: OwnedMutexGuard<Group>,
    work: Arc<Notify>,
    is_released: bool,
}

impl Writer {
    /// Writes on `connection`; `aside` takes up what was written.
    pub(super) fn new(connection: SqliteConnection, aside: SqliteConnection) -> Self {
        let commits = Arc::<AtomicU64>::default();
        let failure = Arc::<LastFailure>::default();
        let group = Group {
            connection: Some(connection),
            is_open: false,
            is_in_doubt: false,
            is_abandoned: false,
            counted: 0,
            waiting: Vec::new(),
            commits: Arc::clone(&commits),
            failure: Arc::clone(&failure),
        };
        let gate = Arc::new(Mutex::new(group));
        let work = Arc::new(Notify::new());
        let checkpoints = Checkpoints::new(aside);
        let committer = tokio::spawn(commit_for_all(
            Arc::clone(&gate),
            Arc::clone(&work),
            checkpoints.written(),
        ));
        Self(Arc::new(Shared {
            gate,
            work,
            committer: committer.abort_handle(),
            checkpoints,
            commits,
            failure,
        }))
    }

    /// How often something was committed, but for what was so aside. It is raised before those
    /// who wait for that are told.
    pub(super) fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::SeqCst)
    }

    /// What it could not write.
    pub(super) fn last_failure(&self) -> &Arc<LastFailure> {
        &self.0.failure
    }

    pub(super) async fn turn(&self) -> Result<Turn> {
        let mut group = Arc::clone(&self.0.gate).lock_owned().await;
        group.clear_abandoned().await;
        group.open().await?;
        // Made before the statement, so that one that is left off half-way counts as abandoned.
        let mut turn = Turn {
            group,
            work: Arc::clone(&self.0.work),
            is_released: false,
        };
        turn.group.run("SAVEPOINT turn").await?;
        Ok(turn)
    }

    pub(super) async fn close(&self) {
        self.0.checkpoints.close().await;
        let mut group = self.0.gate.lock().await;
        group.clear_abandoned().await;
        group.end().await;
        if let Some(connection) = group.connection.take() {
            // Nothing waits for this connection any more, and what it wrote is committed.
            connection.close().await.ok();
        }
    }
}

impl Turn {
    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        #[expect(
            clippy::expect_used,
            reason = "a turn begins with a statement on the connection"
        )]
        self.group
            .connection
            .as_mut()
            .expect("the writer is open while a turn lasts")
    }

    pub(super) async fn commit(self) -> Result<()> {
        self.end(true).await
    }

    /// The same, of what nobody makes anything of: it is not counted.
    pub(super) async fn commit_aside(self) -> Result<()> {
        self.end(false).await
    }

    async fn end(mut self, is_counted: bool) -> Result<()> {
        // A caller that goes away from here on leaves a finished turn behind: the statement
        // runs all the same, and the committer commits it with the others.
        self.is_released = true;
        self.group.counted += u64::from(is_counted);
        if let Err(error) = self.group.run("RELEASE turn").await {
            self.is_released = false;
            return Err(error);
        }
        let (done, outcome) = oneshot::channel();
        self.group.waiting.push(done);
        drop(self);
        match outcome.await {
            Ok(committed) => committed.map_err(Error::Unavailable),
            Err(_) => Err(Error::Unavailable(
                "the database was closed meanwhile".to_owned(),
            )),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.group.is_abandoned |= !self.is_released;
        self.work.notify_one();
    }
}

impl Group {
    async fn run(&mut self, sql: &'static str) -> Result<()> {
        let closed = || Error::Unavailable("the database is closed".to_owned());
        let connection = self.connection.as_mut().ok_or_else(closed)?;
        if let Err(error) = sqlx::query(sql).execute(connection).await {
            return Err(self.failure.noted(error));
        }
        Ok(())
    }

    /// Begins the transaction that the next turns share.
    async fn open(&mut self) -> Result<()> {
        if self.is_open {
            return Ok(());
        }
        if std::mem::replace(&mut self.is_in_doubt, true) {
            // When none had begun, there is nothing to undo, and SQLite says so.
            self.run("ROLLBACK").await.ok();
        }
        self.run("BEGIN IMMEDIATE").await?;
        self.is_open = true;
        self.is_in_doubt = false;
        Ok(())
    }

    /// Undoes what a dropped turn did. When even that fails, SQLite has ended the whole
    /// transaction by itself (a full disk does that), so all who waited are told.
    async fn clear_abandoned(&mut self) {
        if !self.is_abandoned {
            return;
        }
        let undone = match self.run("ROLLBACK TO turn").await {
            Ok(()) => self.run("RELEASE turn").await,
            Err(error) => Err(error),
        };
        if let Err(error) = undone {
            self.fail(&error).await;
        }
        // Only now, since this too may be left off half-way.
        self.is_abandoned = false;
    }

    /// Commits the open transaction and tells all who wait.
    async fn end(&mut self) {
        if !self.is_open {
            return;
        }
        match self.run("COMMIT").await {
            Ok(()) => {
                self.is_open = false;
                let counted = std::mem::take(&mut self.counted);
                self.commits.fetch_add(counted, Ordering::SeqCst);
                for caller in self.waiting.drain(..) {
                    caller.send(Ok(())).ok();
                }
            }
            Err(error) => self.fail(&error).await,
        }
    }

    async fn fail(&mut self, error: &Error) {
        // SQLite may have rolled back already; then this finds nothing to do and says so.
        self.run("ROLLBACK").await.ok();
        self.is_open = false;
        for caller in self.waiting.drain(..) {
            caller.send(Err(error.reason())).ok();
        }
    }
}

async fn commit_for_all(gate: Arc<Mutex<Group>>, work: Arc<Notify>, written: Arc<Notify>) {
    loop {
        work.notified().await;
        let mut group = gate.lock().await;
        group.clear_abandoned().await;
        group.end().await;
        written.notify_one();
    }
}
