//! Records that are about to be added or changed, beside those that the directory has: which of
//! them may be one organization. It reads and reckons; nothing is proposed and nothing is kept.

use std::collections::HashSet;

use tokio::task::spawn_blocking;

use super::candidate::Candidate;
use super::compare::{Gathered, Match};
use super::follow::{Skipped, Wanted};
use super::pair::ordered;
use crate::error::{Error, Result};
use crate::registry::sql::{candidates, pairs};
use crate::store::Db;

/// So many newcomers are compared, and so many records of the directory.
const MOST_NEW: u32 = 20_000;
const MOST_CHANGED: usize = 10_000;
const MOST_KNOWN: usize = 500_000;
/// So many pairs are given.
const MOST_PAIRS: usize = 1_000;
/// Records that are read in one statement.
const READ_AT_ONCE: i64 = 1_000;

/// The records that are about to be added or changed. They lie on disk until they are compared.
#[derive(Debug)]
pub(in crate::registry) struct Newcomers {
    gathered: Gathered,
    /// The paths of those that the directory has otherwise until then, or that end.
    changed: HashSet<String>,
    are_more: bool,
}

/// Two records that may be one organization; one of them at least is a newcomer.
#[derive(Debug)]
pub(in crate::registry) struct Resembling {
    pub(in crate::registry) newcomer: Candidate,
    pub(in crate::registry) other: Candidate,
    pub(in crate::registry) found: Match,
}

/// What was found.
#[derive(Debug, Default)]
pub(in crate::registry) struct Resemblance {
    /// The pairs, the likeliest first.
    pub(in crate::registry) pairs: Vec<Resembling>,
    /// Whether more was there than is compared or given.
    pub(in crate::registry) is_cut: bool,
}

impl Newcomers {
    /// None yet.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk fails.
    pub(in crate::registry) fn new(db: &Db) -> Result<Self> {
        Ok(Self {
            gathered: Gathered::new(&db.scratch())?,
            changed: HashSet::new(),
            are_more: false,
        })
    }

    /// Adds one.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk fails.
    pub(in crate::registry) fn add(&mut self, newcomer: &Candidate) -> Result<()> {
        if self.gathered.length() >= MOST_NEW {
            self.are_more = true;
            return Ok(());
        }
        self.gathered.add(newcomer)
    }

    /// Leaves one of the directory's out as it stands, since it is about to end or to become
    /// another; `false` where it is left out already, or too many are. They leave room for
    /// newcomers that the directory does not have.
    pub(in crate::registry) fn leave_out(&mut self, path: String) -> bool {
        if self.changed.contains(&path) {
            return false;
        }
        if self.changed.len() >= MOST_CHANGED {
            self.are_more = true;
            return false;
        }
        self.changed.insert(path)
    }

    /// Compares them with each other and with the directory's records.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database or the disk fails.
    pub(in crate::registry) async fn compare(self, db: &Db) -> Result<Resemblance> {
        let (mut gathered, mut is_cut) = (self.gathered, self.are_more);
        let new = gathered.length();
        if new == 0 {
            return Ok(Resemblance::default());
        }
        let (mut after, mut known) = (String::new(), 0);
        loop {
            let mut tx = db.read().await?;
            let mut some = candidates::of_page(&mut tx, &after, READ_AT_ONCE, None).await?;
            drop(tx);
            let Some(last) = some.last() else { break };
            if known >= MOST_KNOWN {
                is_cut = true;
                break;
            }
            last.candidate
                .id
                .trim_start_matches("/o/")
                .clone_into(&mut after);
            known += some.len();
            some.retain(|one| !self.changed.contains(&one.candidate.id));
            let adding = move || -> Result<Gathered> {
                for one in &some {
                    gathered.add(&one.candidate)?;
                }
                Ok(gathered)
            };
            gathered = spawn_blocking(adding).await.map_err(Error::internal)??;
        }
        let known = pairs::keys_of(&mut db.read().await?, &self.changed).await?;
        let comparing = move || matched(gathered, new, is_cut, &known);
        spawn_blocking(comparing).await.map_err(Error::internal)?
    }
}

/// Pairs of whom the first so many records have a part in.
struct OfNewcomers(u32);

impl Wanted for OfNewcomers {
    fn is_sought(&self, position: u32) -> bool {
        position < self.0
    }

    fn is_wanted(&self, one: u32, _: u32) -> bool {
        one < self.0
    }
}

/// The pairs of whom the first `new` records have a part in, without those that are known.
fn matched(
    gathered: Gathered,
    new: u32,
    is_cut: bool,
    known: &HashSet<(String, String)>,
) -> Result<Resemblance> {
    let mut resemblance = Resemblance {
        pairs: Vec::new(),
        is_cut,
    };
    // The smaller position comes first, and newcomers stand before all others.
    let matched = gathered.matched(OfNewcomers(new))?;
    resemblance.is_cut |= matched.skipped != Skipped::default();
    matched.each(&mut |found: Match, one: &Candidate, other: &Candidate| {
        let (first, second) = ordered(&one.id, &other.id);
        if known.contains(&(first.to_owned(), second.to_owned())) {
            return Ok(());
        }
        if resemblance.pairs.len() >= MOST_PAIRS {
            resemblance.is_cut = true;
            return Ok(());
        }
        resemblance.pairs.push(Resembling {
            newcomer: one.clone(),
            other: other.clone(),
            found,
        });
        Ok(())
    })?;
    let bits = |pair: &Resembling| pair.found.compared.bits;
    let pairs = &mut resemblance.pairs;
    pairs.sort_by(|one, other| bits(other).total_cmp(&bits(one)));
    Ok(resemblance)
}

#[cfg(test)]
mod tests {
    use super::super::tests::named;
    use super::*;
    use crate::store::scratch::Scratch;

    /// Whether something is cut of one newcomer among so many records of its day.
    fn is_cut(records: u32) -> bool {
        let mut gathered = Gathered::new(&Scratch::of_the_system()).unwrap();
        for n in 0..=records {
            // Words are told apart by their first four letters.
            let mut one = named(&format!("/o/{n}"), &format!("{n:04}0"));
            one.locality = Some(format!("town {n}"));
            one.founded_on = "2001-02-03".parse().ok();
            gathered.add(&one).unwrap();
        }
        matched(gathered, 1, false, &HashSet::new()).unwrap().is_cut
    }

    #[test]
    fn that_more_change_or_end_than_can_be_left_out_is_not_passed_over() {
        let mut newcomers = Newcomers {
            gathered: Gathered::new(&Scratch::of_the_system()).unwrap(),
            changed: HashSet::new(),
            are_more: false,
        };
        for n in 0..MOST_CHANGED {
            assert!(newcomers.leave_out(format!("/o/{n}")));
        }
        assert!(!newcomers.leave_out("/o/0".to_owned()));
        assert!(!newcomers.are_more, "it is left out already");
        assert!(!newcomers.leave_out("/o/more".to_owned()));
        assert!(newcomers.are_more);
    }

    #[test]
    fn that_a_newcomer_was_not_compared_is_not_passed_over() {
        assert!(!is_cut(20));
        assert!(is_cut(3_100));
    }
}
