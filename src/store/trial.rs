//! Whether the database takes what is written: what failed lately, and a trial.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Db, execute};
use crate::clock::Timestamp;
use crate::error::{Error, Result};

/// How long a write that failed speaks against the database. On a full disk something small
/// often still finds room where something else was.
const LATELY: Duration = Duration::from_secs(5);
/// How long a trial may take: writers take turns.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a trial writes beside the time, so that it needs room as a small activity does.
const FILLING: usize = 8 << 10;

/// What failed last of what may succeed later.
#[derive(Debug, Default)]
pub struct LastFailure(Mutex<Option<(Instant, String)>>);

impl LastFailure {
    /// Keeps an error in mind if it speaks against the database, and not against the write.
    pub(super) fn noted(&self, error: Error) -> Error {
        if let Error::Unavailable(reason) = &error {
            let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *last = Some((Instant::now(), reason.clone()));
        }
        error
    }

    fn lately(&self) -> Option<String> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, reason) = last.as_ref()?;
        (at.elapsed() < LATELY).then(|| reason.clone())
    }
}

impl Db {
    /// Writes something small, durably, as every other write is.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when that fails, or a write failed in the last few seconds.
    pub async fn try_writing(&self, now: Timestamp) -> Result<()> {
        let written = tokio::time::timeout(PATIENCE, self.write_small(now)).await;
        let late = |_| Error::Unavailable("a write has been waiting for ten seconds".to_owned());
        written.map_err(late)??;
        self.took_writes()
    }

    /// Whether it took what was written in the last few seconds.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it did not.
    pub fn took_writes(&self) -> Result<()> {
        let lately = self.last_failure().lately();
        lately.map_or(Ok(()), |reason| Err(Error::Unavailable(reason)))
    }

    pub(super) fn last_failure(&self) -> &Arc<LastFailure> {
        match self {
            Self::Sqlite { writer, .. } => writer.last_failure(),
            Self::Postgres { failure, .. } => failure,
        }
    }

    /// Whether a power cut may take what was acknowledged: a PostgreSQL server can be told not to
    /// wait for its disk, which no session can gainsay.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database does not answer.
    pub async fn fears_power_cuts(&self) -> Result<bool> {
        let Self::Postgres { pool, .. } = self else {
            return Ok(false);
        };
        let fsync: String = sqlx::query_scalar("SHOW fsync").fetch_one(pool).await?;
        Ok(fsync == "off")
    }

    async fn write_small(&self, now: Timestamp) -> Result<()> {
        let mut tx = self.begin().await?;
        let statement = "INSERT INTO node (name, value) VALUES ('tried_at', $1) \
            ON CONFLICT (name) DO UPDATE SET value = $1";
        let value = format!("{:<FILLING$}", now.0);
        execute!(tx, sqlx::query(statement).bind(value))?;
        // Whoever asks each second whether the node is ready would age all pages.
        tx.commit_aside().await
    }
}
