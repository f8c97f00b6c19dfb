//! What was made of the rows, as long as nothing was written since. Where other processes write
//! too, nothing is remembered.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::Db;

/// How many entries the cache is laid out for.
const EXPECTED: usize = 1_024;

/// What was made of the rows, by name. Clones share it.
#[derive(Debug, Clone)]
pub struct Remembered<V> {
    db: Db,
    kept: Arc<Cache<String, Kept<V>, Weight<V>>>,
}

#[derive(Debug, Clone)]
struct Kept<V> {
    commits: u64,
    value: V,
}

#[derive(Debug, Clone)]
struct Weight<V>(fn(&V) -> usize);

impl<V> Weighter<String, Kept<V>> for Weight<V> {
    fn weight(&self, name: &String, kept: &Kept<V>) -> u64 {
        (name.len() + self.0(&kept.value)) as u64
    }
}

impl<V: Clone> Remembered<V> {
    /// Nothing yet, and at most `most` bytes, of which each value has as many as `weigh` says.
    pub fn new(db: Db, most: u64, weigh: fn(&V) -> usize) -> Self {
        let kept = Arc::new(Cache::with_weighter(EXPECTED, most, Weight(weigh)));
        Self { db, kept }
    }

    /// What is remembered under a name and true still.
    pub fn get(&self, name: &str) -> Option<V> {
        let commits = self.db.commits()?;
        let kept = self.kept.get(name)?;
        (kept.commits == commits).then_some(kept.value)
    }

    /// Remembers a value that was made of rows read after `commits` was asked of the database.
    pub fn keep(&self, name: String, commits: Option<u64>, value: V) {
        if let Some(commits) = commits {
            self.kept.insert(name, Kept { commits, value });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{execute, testing};
    use super::*;
    use crate::clock::Timestamp;

    #[tokio::test]
    async fn what_was_made_of_the_rows_is_true_until_something_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let db = testing::fresh(folder.path()).await.unwrap();
        let pages = Remembered::new(db.clone(), 1_000, String::len);
        let keep = |name: &str, text: &str| {
            pages.keep(name.to_owned(), db.commits(), text.to_owned());
        };
        keep("a", "one");
        keep("large", &"x".repeat(2_000));
        let known = pages.get("a");
        assert_eq!(known.is_some(), db.is_exclusive());
        assert_eq!((pages.get("b"), pages.get("large")), (None, None));
        db.try_writing(Timestamp(1_000)).await.unwrap();
        assert_eq!(pages.get("a"), known, "a trial of the disk changes no page");
        let before = db.commits();
        let mut tx = db.begin().await.unwrap();
        execute!(
            &mut tx,
            sqlx::query("INSERT INTO node (name, value) VALUES ('x', 'y')")
        )
        .unwrap();
        assert_eq!(pages.get("a"), known, "nothing is committed yet");
        tx.commit().await.unwrap();
        assert_eq!(pages.get("a"), None);
        // Whoever read before and is slow has made something that is no longer true.
        pages.keep("a".to_owned(), before, "one".to_owned());
        assert_eq!(pages.get("a"), None);
    }
}
