//! Whether the database takes what is written: what failed lately, and a trial.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Db, execute, failure};
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
pub struct LastFailure(Mutex<Option<Last>>);

#[derive(Debug)]
struct Last {
    at: Instant,
    reason: String,
    /// Whether another program held the database, which ends at once and whole.
    is_lock: bool,
}

impl LastFailure {
    /// Keeps an error in mind if it speaks against the database, and not against the write.
    pub(super) fn noted(&self, error: sqlx::Error) -> Error {
        let is_lock = failure::is_of_a_lock(&error);
        let error = Error::from(error);
        if let Error::Unavailable(reason) = &error {
            let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *last = Some(Last {
                at: Instant::now(),
                reason: reason.clone(),
                is_lock,
            });
        }
        error
    }

    /// Something was written, so nobody else holds the database any more.
    fn is_unlocked(&self) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.take_if(|last| last.is_lock);
    }

    fn lately(&self) -> Option<String> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = last.as_ref()?;
        (last.at.elapsed() < LATELY).then(|| last.reason.clone())
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
        self.last_failure().is_unlocked();
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

#[cfg(test)]
mod tests {
    use sqlx::Connection;
    use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

    use super::*;
    use crate::store::testing;

    #[tokio::test]
    async fn a_lock_is_over_when_something_is_written_and_a_full_disk_some_seconds_later() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("trenza.db");
        let db = Db::create(file.to_str().unwrap()).await.unwrap();
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .busy_timeout(Duration::ZERO);
        let mut other = SqliteConnection::connect_with(&options).await.unwrap();
        let mut third = SqliteConnection::connect_with(&options).await.unwrap();
        let begin = "BEGIN IMMEDIATE";
        sqlx::query(begin).execute(&mut other).await.unwrap();
        let locked = sqlx::query(begin).execute(&mut third).await.unwrap_err();
        let told = db.last_failure().noted(locked).to_string();
        assert!(told.contains("another program holds it"), "{told}");
        assert!(db.took_writes().is_err());
        sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
        db.try_writing(Timestamp(1)).await.unwrap();
        db.took_writes().unwrap();

        testing::leave_room(&db, 0).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let statement = "INSERT INTO node (name, value) VALUES ('large', $1)";
        let large = "x".repeat(1 << 20);
        execute!(tx, sqlx::query(statement).bind(&large)).unwrap_err();
        drop(tx);
        testing::leave_room(&db, 1 << 20).await.unwrap();
        assert!(db.try_writing(Timestamp(2)).await.is_err());
    }
}
