//! Hosts and actors with whom this node deals not at all (`block`), or with reserve
//! (`limit`). The rows are the truth; every process keeps them in memory, since each request
//! and each connection is judged by them.
//!
//! What a limit means for records and answers is not known here.

mod sql;
mod subject;

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use crate::clock::{self, Timestamp};
use crate::error::{Error, Result};
use crate::store::{Db, Tx};

pub use sql::{get, list, put, remove, without_blocked};
pub use subject::Subject;

/// How far a restriction goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It may speak to us, but what it says is shown to nobody unasked.
    Limit,
    /// Nothing is taken from it, asked of it, or sent to it.
    Block,
}

impl Severity {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Block => "block",
        }
    }
}

impl FromStr for Severity {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        [Self::Limit, Self::Block]
            .into_iter()
            .find(|severity| severity.as_str() == word)
            .ok_or_else(|| Error::invalid("severity", format!("{word:?} is none of block, limit")))
    }
}

impl TryFrom<String> for Severity {
    type Error = Error;

    fn try_from(word: String) -> Result<Self> {
        word.parse()
    }
}

/// A restriction as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restriction {
    /// A host or an actor's id, see [`Subject`].
    pub subject: String,
    /// How far it goes.
    pub severity: Severity,
    /// Why, for everybody.
    pub reason: Option<String>,
    /// What the office noted for itself.
    pub note: Option<String>,
    /// Since when.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub created_at: Timestamp,
}

/// Restrictions as they are looked up: by subject.
#[derive(Debug, Clone, Default)]
pub struct Set(HashMap<String, Severity>);

impl Set {
    /// Those that the rows hold within `tx`.
    pub async fn read(tx: &mut Tx) -> Result<Self> {
        Ok(list(tx)
            .await?
            .iter()
            .map(|one| (one.subject.clone(), one.severity))
            .collect())
    }

    /// The strongest restriction that concerns something at this address.
    pub fn of(&self, address: &str) -> Option<Severity> {
        if self.0.is_empty() {
            return None;
        }
        let names = subject::names(address);
        names
            .iter()
            .filter_map(|name| self.0.get(name))
            .max()
            .copied()
    }

    /// The actors among its subjects.
    pub fn actors(&self) -> impl Iterator<Item = &str> {
        self.0
            .keys()
            .map(String::as_str)
            .filter(|subject| subject.contains("://"))
    }
}

impl FromIterator<(String, Severity)> for Set {
    fn from_iter<I: IntoIterator<Item = (String, Severity)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

/// The restrictions in force, in memory; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Restrictions(Arc<RwLock<Loaded>>);

#[derive(Debug, Default)]
struct Loaded {
    mark: String,
    set: Set,
}

impl Restrictions {
    /// The strongest restriction that concerns something at this address.
    pub fn of(&self, address: &str) -> Option<Severity> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .set
            .of(address)
    }

    /// Whether nothing is taken from, asked of or sent to this address.
    pub fn is_blocked(&self, address: &str) -> bool {
        self.of(address) == Some(Severity::Block)
    }

    /// Reads the rows if they changed since the last time.
    pub async fn reload(&self, db: &Db) -> Result<()> {
        let mut tx = db.read().await?;
        let mark = sql::mark(&mut tx).await?;
        if self.0.read().unwrap_or_else(PoisonError::into_inner).mark == mark {
            return Ok(());
        }
        let set = Set::read(&mut tx).await?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Loaded { mark, set };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stronger_restriction_counts() {
        let set: Set = [
            ("example.org".to_owned(), Severity::Limit),
            ("bad.example.org".to_owned(), Severity::Block),
            ("https://example.org/u/1".to_owned(), Severity::Block),
        ]
        .into_iter()
        .collect();
        assert_eq!(set.of("https://example.org/u/2"), Some(Severity::Limit));
        assert_eq!(set.of("https://example.org/u/1"), Some(Severity::Block));
        assert_eq!(set.of("https://x.bad.example.org/"), Some(Severity::Block));
        assert_eq!(set.of("https://elsewhere.org/"), None);
        assert_eq!(set.of("nonsense"), None);
    }
}
