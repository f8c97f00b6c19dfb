//! From keys to the pairs of records that share one. A key that many records share says too
//! little to be followed alone: its records are told apart by their place and words as well,
//! and what is left out in spite of that is counted, so that somebody can say so.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::blocks::{Kind, Marks};
use crate::error::Result;

/// Of one key, or one part of it, so many pairs are followed: more where few records are sought,
/// fewer where many are, so that all of them are never more than can be compared. Keys by which
/// an organization is known come once or twice a record, and have the most room always.
const MOST_PAIRS: usize = 3_000;
const LEAST_PAIRS: usize = 150;
const IDENTIFYING: [Kind; 3] = [Kind::Number, Kind::Domain, Kind::Cell];
/// What the number of records that are sought is held against.
const PAIRS_TIMES_RECORDS: usize = 60_000_000;
/// Of more records with one key than this, those that come later are left out.
const MOST_IN_MEMORY: usize = 100_000;
/// How often a block is told apart more finely.
const LEVELS: usize = 3;

/// Which pairs are asked for.
pub(super) trait Wanted {
    /// Whether pairs of this record are; of every pair that is wanted one record is sought.
    fn is_sought(&self, position: u32) -> bool;
    /// Whether this pair is, the smaller position first.
    fn is_wanted(&self, one: u32, other: u32) -> bool;
}

/// All pairs for which this holds.
impl<Of: Fn(u32, u32) -> bool> Wanted for Of {
    fn is_sought(&self, _: u32) -> bool {
        true
    }

    fn is_wanted(&self, one: u32, other: u32) -> bool {
        self(one, other)
    }
}

/// Records that were not compared by a key, since too many have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The keys, by what they are made of.
    pub keys: Vec<SkippedKeys>,
    /// Records that have such a key and were compared with no other by any key.
    pub unlooked: usize,
}

/// Keys of one kind that were not followed, in whole or in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SkippedKeys {
    /// What they are made of.
    pub kind: Kind,
    /// How many there are.
    pub keys: usize,
    /// How many records that are sought were not compared by them with all that share one, each
    /// counted once for each key.
    pub records: usize,
}

/// Follows the keys of records.
pub(super) struct Following<'all, W, T> {
    marks: &'all [Marks],
    wanted: W,
    take: T,
    most_pairs: usize,
    skipped: BTreeMap<Kind, (usize, usize)>,
    /// Of each record whether it was compared by a key, and whether it was left out by one.
    is_looked_at: Vec<bool>,
    is_left_out: Vec<bool>,
}

impl<'all, W: Wanted, T: FnMut(u32, u32) -> Result<()>> Following<'all, W, T> {
    /// Gives to `take` the pairs of records with these marks that share a key and are wanted,
    /// the smaller position first; a pair comes at least once for each key that it shares.
    pub(super) fn new(marks: &'all [Marks], wanted: W, take: T) -> Self {
        let records = marks.len();
        let sought = (0..)
            .zip(marks)
            .filter(|(position, _)| wanted.is_sought(*position));
        let room = PAIRS_TIMES_RECORDS / sought.count().max(1);
        Self {
            marks,
            wanted,
            take,
            most_pairs: room.clamp(LEAST_PAIRS, MOST_PAIRS),
            skipped: BTreeMap::new(),
            is_looked_at: vec![false; records],
            is_left_out: vec![false; records],
        }
    }

    /// Follows keys with their positions, which come in order.
    pub(super) fn all(mut self, keyed: impl IntoIterator<Item = Result<u128>>) -> Result<Skipped> {
        let mut current: Option<u64> = None;
        let mut block: Vec<u32> = Vec::new();
        let mut beyond = Vec::new();
        for number in keyed {
            let number = number?;
            #[expect(
                clippy::cast_possible_truncation,
                reason = "both are parts of the number"
            )]
            let (key, position) = ((number >> 32) as u64, number as u32);
            if current != Some(key) {
                self.block(current, &block, &beyond)?;
                block.clear();
                beyond.clear();
                current = Some(key);
            }
            if block.last() == Some(&position) {
                continue;
            }
            if block.len() < MOST_IN_MEMORY {
                block.push(position);
            } else {
                beyond.push(position);
            }
        }
        self.block(current, &block, &beyond)?;
        Ok(self.told())
    }

    fn told(self) -> Skipped {
        let both = self.is_left_out.iter().zip(&self.is_looked_at);
        let told = |(kind, (keys, records)): (Kind, (usize, usize))| SkippedKeys {
            kind,
            keys,
            records,
        };
        Skipped {
            unlooked: both.filter(|(out, looked)| **out && !**looked).count(),
            keys: self.skipped.into_iter().map(told).collect(),
        }
    }

    /// The records of one key: as they are, or told apart as finely as it takes.
    fn block(&mut self, key: Option<u64>, block: &[u32], beyond: &[u32]) -> Result<()> {
        let kind = key.and_then(Kind::of);
        let most = match kind {
            Some(kind) if IDENTIFYING.contains(&kind) => MOST_PAIRS,
            _ => self.most_pairs,
        };
        let mut left = Vec::new();
        if !self.follow(block, most)? {
            let mut followed = Vec::new();
            left = block.to_vec();
            for level in 0..LEVELS {
                let mut still = Vec::new();
                for part in self.parts(&left, level) {
                    let is_followed = self.follow(&part, most)?;
                    let parts = if is_followed {
                        &mut followed
                    } else {
                        &mut still
                    };
                    parts.extend(part);
                }
                still.sort_unstable();
                still.dedup();
                left = still;
            }
            // Who shares no mark with another is in no part.
            followed.sort_unstable();
            let is_alone = |one: &&u32| followed.binary_search(one).is_err();
            left.extend(block.iter().filter(is_alone));
            left.sort_unstable();
            left.dedup();
        }
        left.extend(beyond);
        left.retain(|one| self.wanted.is_sought(*one));
        self.leave_out(&left);
        if let Some(kind) = kind.filter(|_| !left.is_empty()) {
            let (keys, records) = self.skipped.entry(kind).or_default();
            (*keys, *records) = (*keys + 1, *records + left.len());
        }
        Ok(())
    }

    fn leave_out(&mut self, positions: &[u32]) {
        for position in positions {
            if let Some(is) = self.is_left_out.get_mut(*position as usize) {
                *is = true;
            }
        }
    }

    /// Records that share some of their marks: one, two, or place and words together. A record
    /// is in several parts.
    fn parts(&self, block: &[u32], level: usize) -> Vec<Vec<u32>> {
        let mut marked: Vec<(u128, u32)> = Vec::new();
        for position in block {
            let Some(marks) = self.marks.get(*position as usize) else {
                continue;
            };
            let one_by_one = together(marks, level);
            marked.extend(one_by_one.into_iter().map(|mark| (mark, *position)));
        }
        marked.sort_unstable();
        marked.dedup();
        marked
            .chunk_by(|one, other| one.0 == other.0)
            .filter(|part| part.len() > 1)
            .map(|part| part.iter().map(|(_, position)| *position).collect())
            .collect()
    }

    /// Gives the wanted pairs of some records, unless they are more than `most`.
    fn follow(&mut self, block: &[u32], most: usize) -> Result<bool> {
        let sought = block.iter().filter(|one| self.wanted.is_sought(**one));
        let sought: Vec<u32> = sought.copied().collect();
        // With each that is sought most others make a pair, so no long block is gone through.
        if block.len() < 2 || sought.is_empty() {
            return Ok(true);
        }
        if block.len() > most + 1 {
            return Ok(false);
        }
        let mut found: Vec<(u32, u32)> = Vec::new();
        for one in &sought {
            for other in block {
                // Of two that are sought the pair is met twice.
                let is_second = other < one && self.wanted.is_sought(*other);
                let pair = (*one.min(other), *one.max(other));
                if one != other && !is_second && self.wanted.is_wanted(pair.0, pair.1) {
                    found.push(pair);
                }
            }
            if found.len() > most {
                return Ok(false);
            }
        }
        for (one, other) in found {
            for position in [one, other] {
                if let Some(is) = self.is_looked_at.get_mut(position as usize) {
                    *is = true;
                }
            }
            (self.take)(one, other)?;
        }
        Ok(true)
    }
}

/// Marks of a record, put together: each alone, a place with a word or both words, or a place
/// with both words.
fn together(&[code, town, word, other]: &Marks, level: usize) -> Vec<u128> {
    let (word, other) = (word.min(other), word.max(other));
    let alone = [code, town, word, other].map(|mark| [mark, 0, 0]);
    let pairs = [
        [code, word, 0],
        [code, other, 0],
        [town, word, 0],
        [town, other, 0],
        [word, other, 0],
    ];
    let whole = [[code, word, other], [town, word, other]];
    let chosen: (&[[u32; 3]], usize) = match level {
        0 => (&alone, 1),
        1 => (&pairs, 2),
        _ => (&whole, 3),
    };
    let (chosen, needed) = chosen;
    let is_there = |marks: &&[u32; 3]| marks.iter().filter(|mark| **mark != 0).count() == needed;
    let joined = |marks: &[u32; 3]| {
        let numbers = marks.iter().map(|mark| u128::from(*mark));
        numbers.fold(0, |sum, mark| sum << 32 | mark)
    };
    chosen.iter().filter(is_there).map(joined).collect()
}
