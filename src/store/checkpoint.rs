//! Brings what SQLite's log of writes holds into its file, on a connection of its own: by
//! default SQLite does it inside some writer's `COMMIT`, and whoever comes next waits for it.

use std::sync::Arc;
use std::time::Duration;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, Notify};
use tokio::task::AbortHandle;

/// How long writes gather before the file takes them up.
const PAUSE: Duration = Duration::from_millis(250);
/// How many pages the log may hold before a writer takes them up after all, which happens
/// when the disk is slower than the writers: 64 MiB.
pub(super) const MOST_PAGES: &str = "16384";

/// What keeps the log of writes short.
#[derive(Debug)]
pub(super) struct Checkpoints {
    connection: Arc<Mutex<Option<SqliteConnection>>>,
    written: Arc<Notify>,
    task: AbortHandle,
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Checkpoints {
    pub(super) fn new(connection: SqliteConnection) -> Self {
        let connection = Arc::new(Mutex::new(Some(connection)));
        let written = Arc::new(Notify::new());
        let task = tokio::spawn(follow(Arc::clone(&connection), Arc::clone(&written)));
        Self {
            connection,
            written,
            task: task.abort_handle(),
        }
    }

    /// Tells that something was written.
    pub(super) fn written(&self) -> Arc<Notify> {
        Arc::clone(&self.written)
    }

    /// Closes the connection, so that whoever closes the last one clears the log.
    pub(super) async fn close(&self) {
        if let Some(connection) = self.connection.lock().await.take() {
            // It reads and writes nothing of its own.
            connection.close().await.ok();
        }
    }
}

async fn follow(connection: Arc<Mutex<Option<SqliteConnection>>>, written: Arc<Notify>) {
    loop {
        written.notified().await;
        tokio::time::sleep(PAUSE).await;
        let mut connection = connection.lock().await;
        let Some(connection) = connection.as_mut() else {
            return;
        };
        // Passive: it takes what it can without waiting for a reader or a writer, and leaves
        // the rest to the next time.
        let outcome = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)")
            .execute(connection)
            .await;
        if let Err(error) = outcome {
            tracing::warn!(%error, "the database's log of writes could not be taken up");
        }
    }
}
