//! Whether the node can do its work: reads, and writes that last.

use std::time::Duration;

use tokio::sync::Mutex;

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::store::Db;

/// How long an answer stands, so that whoever asks often writes no more than once in it.
const STANDS: Duration = Duration::from_secs(1);

/// The last answer, and when it was given.
#[derive(Debug, Default)]
pub struct Readiness(Mutex<Option<(Timestamp, Result<(), String>)>>);

impl Readiness {
    /// Reads and writes something small in the database; who asks meanwhile gets the same
    /// answer.
    ///
    /// # Errors
    /// [`Error::Unavailable`] with what keeps the node from its work.
    pub async fn look(&self, db: &Db, now: Timestamp) -> Result<()> {
        let mut last = self.0.lock().await;
        let standing = last.as_ref().filter(|(at, _)| {
            // A clock that was set back would let an answer stand for ever.
            *at <= now && now.since(*at) < STANDS
        });
        let answer = match standing {
            Some((_, answer)) => answer.clone(),
            None => Self::ask(db, now).await.map_err(|error| error.reason()),
        };
        if standing.is_none() {
            *last = Some((now, answer.clone()));
        }
        answer.map_err(Error::Unavailable)
    }

    async fn ask(db: &Db, now: Timestamp) -> Result<()> {
        drop(db.read().await?);
        db.try_writing(now).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{on, testing};

    async fn tried_at(db: &Db) -> String {
        let mut tx = db.read().await.unwrap();
        let query = "SELECT value FROM node WHERE name = 'tried_at'";
        let value: String = on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap();
        value.trim().to_owned()
    }

    #[tokio::test]
    async fn an_answer_stands_for_a_second_and_no_longer() {
        let folder = tempfile::tempdir().unwrap();
        let db = testing::fresh(folder.path()).await.unwrap();
        let readiness = Readiness::default();
        let look = async |at: i64| readiness.look(&db, Timestamp(at)).await;
        look(10_000).await.unwrap();
        look(10_999).await.unwrap();
        assert_eq!(tried_at(&db).await, "10000");
        look(11_000).await.unwrap();
        assert_eq!(tried_at(&db).await, "11000");
        look(5_000).await.unwrap();
        assert_eq!(tried_at(&db).await, "5000", "the clock was set back");
        db.close().await;
        look(5_999).await.unwrap();
        let refused = look(6_000).await.unwrap_err();
        assert!(matches!(refused, Error::Unavailable(_)), "{refused}");
        assert!(look(6_001).await.is_err());
    }
}
