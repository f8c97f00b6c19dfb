//! From records to the pairs of them that may be one organization.
//!
//! Whatever grows with the pairs, and the records themselves, lie in temporary files; memory
//! holds two pages of records, 26 bytes for each record and 12 for each word, domain, number,
//! place or day that records share. It reads no database and decides nothing.

use super::blocks;
use super::candidate::Candidate;
use super::corpus::Corpus;
use super::counts::{self, Counts};
use super::follow::{Following, Skipped, Wanted};
use super::ready::Ready;
use super::score::{self, Compared};
use super::shelf::{PAGE, Shelf};
use crate::error::Result;
use crate::store::scratch::Scratch;
use crate::store::sorter::{Sorted, Sorter};

/// Bits from which on a pair is proposed: clearly likelier than not.
const PROPOSED: f64 = 2.0;
/// A pair this much weaker than the best one of either record is that one's shadow.
const SHADOW: f64 = 7.0;
/// How many pairs are compared between two times of taking up records, and how many are
/// given with all that their records say.
const WEIGHED_AT_ONCE: usize = 500_000;
const EXPLAINED_AT_ONCE: usize = 10_000;
/// The bytes of a hash.
const HASH: usize = 8;

/// Two records that may be one organization, by their positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The position of the one.
    pub one: usize,
    /// The position of the other, which is larger.
    pub other: usize,
    /// Why.
    pub compared: Compared,
}

/// The pairs among `candidates` that may be one organization, of those that are wanted; the
/// likeliest first.
///
/// # Errors
/// [`Error::Unavailable`](crate::error::Error::Unavailable) when the disk is full.
pub fn matches(
    candidates: &[Candidate],
    is_wanted: impl Fn(usize, usize) -> bool,
) -> Result<Vec<Match>> {
    let mut gathered = Gathered::new(&Scratch::of_the_system())?;
    for candidate in candidates {
        gathered.add(candidate)?;
    }
    let is_wanted = |one: u32, other: u32| is_wanted(one as usize, other as usize);
    let mut found = Vec::new();
    gathered.matched(is_wanted)?.each(|one, _, _| {
        found.push(one);
        Ok(())
    })?;
    found.sort_by(|one, other| {
        let by_bits = other.compared.bits.total_cmp(&one.compared.bits);
        by_bits.then((one.one, one.other).cmp(&(other.one, other.other)))
    });
    Ok(found)
}

/// Whether two records, taken by themselves, may well be one organization.
pub fn resembles(one: &Candidate, other: &Candidate) -> Option<Compared> {
    let ready = [Ready::from(one), Ready::from(other)];
    let counts = Counts::of_few(&ready);
    let mut corpus = Corpus::new(&counts);
    for record in ready {
        corpus.add(record);
    }
    let compared = score::compare(&corpus, (0, one), (1, other))?;
    (compared.bits >= PROPOSED).then_some(compared)
}

/// Records that shall be compared with each other, put away on disk.
#[derive(Debug)]
pub(super) struct Gathered {
    scratch: Scratch,
    shelf: Shelf,
    features: Sorter,
}

impl Gathered {
    pub(super) fn new(scratch: &Scratch) -> Result<Self> {
        Self::with_pages_of(PAGE, scratch)
    }

    pub(super) fn with_pages_of(page: u32, scratch: &Scratch) -> Result<Self> {
        Ok(Self {
            shelf: Shelf::new(scratch, page)?,
            features: Sorter::new(scratch, HASH),
            scratch: scratch.clone(),
        })
    }

    /// How many there are.
    pub(super) fn length(&self) -> u32 {
        self.shelf.length()
    }

    /// Adds a record; its position is how many there were before.
    pub(super) fn add(&mut self, candidate: &Candidate) -> Result<()> {
        let ready = Ready::from(candidate);
        for feature in counts::features(&ready) {
            self.features.push(u128::from(feature))?;
        }
        self.shelf.push(&ready, candidate)
    }

    /// Compares the pairs that share a key and are wanted.
    pub(super) fn matched(mut self, wanted: impl Wanted) -> Result<Matched> {
        self.shelf.finish()?;
        let features = self.features.sorted()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "hashes of 64 bits were put in"
        )]
        let features = features.map(|feature| feature.map(|feature| feature as u64));
        let counts = Counts::of(self.shelf.length() as usize, features)?;
        let mut keyed = Sorter::new(&self.scratch, blocks::KEYED);
        let mut marks = Vec::with_capacity(self.shelf.length() as usize);
        for page in 0..self.shelf.pages() {
            let mut corpus = Corpus::new(&counts);
            let mut positions = Vec::new();
            self.shelf.read(
                page,
                |_| true,
                |position, ready, _| {
                    positions.push(position);
                    corpus.add(ready);
                    Ok(())
                },
            )?;
            for (position, record) in positions.iter().zip(&corpus.records) {
                marks.push(blocks::marks(&corpus, record));
                for key in blocks::keys(&corpus, record) {
                    keyed.push(blocks::keyed(key, *position))?;
                }
            }
        }
        let (page, records) = (self.shelf.page(), self.shelf);
        let mut pairs = Sorter::new(&self.scratch, blocks::PAIR);
        let take = |one, other| pairs.push(blocks::by_page(page, one, other)?);
        let skipped = Following::new(&marks, wanted, take).all(keyed.sorted()?)?;
        drop(marks);
        let mut best = vec![f64::MIN; records.length() as usize];
        let mut likely = Sorter::new(&self.scratch, blocks::PAIR);
        in_groups(pairs.sorted()?, page, WEIGHED_AT_ONCE, |some| {
            let taken = Taken::up(&records, &counts, some, false)?;
            for &(one, other) in some {
                let Some((bits, _)) = taken.weighed(one, other) else {
                    continue;
                };
                if bits >= PROPOSED {
                    likely.push(blocks::by_page(page, one, other)?)?;
                    for position in [one, other] {
                        if let Some(best) = best.get_mut(position as usize) {
                            *best = best.max(bits);
                        }
                    }
                }
            }
            Ok(())
        })?;
        Ok(Matched {
            shelf: records,
            counts,
            likely,
            best,
            skipped,
        })
    }
}

/// Gives pairs some at a time, none twice: those of the same two pages together.
fn in_groups(
    pairs: Sorted,
    page: u32,
    at_once: usize,
    mut take: impl FnMut(&[(u32, u32)]) -> Result<()>,
) -> Result<()> {
    let mut last = None;
    let mut some: Vec<(u32, u32)> = Vec::new();
    for code in pairs {
        let code = code?;
        // A pair stands there once for each key that its records share.
        if last.replace(code) == Some(code) {
            continue;
        }
        let pair = blocks::pair_of(code);
        let is_elsewhere = some
            .last()
            .is_some_and(|last| last.0 / page != pair.0 / page || last.1 / page != pair.1 / page);
        if is_elsewhere || some.len() >= at_once {
            take(&some)?;
            some.clear();
        }
        some.push(pair);
    }
    take(&some)
}

/// Pairs that may be one organization.
#[derive(Debug)]
pub(super) struct Matched {
    shelf: Shelf,
    counts: Counts,
    likely: Sorter,
    /// The most bits of any pair of each record.
    best: Vec<f64>,
    /// What was not compared.
    pub(super) skipped: Skipped,
}

impl Matched {
    /// Gives every pair with its reasons and its two records.
    pub(super) fn each(
        self,
        mut take: impl FnMut(Match, &Candidate, &Candidate) -> Result<()>,
    ) -> Result<()> {
        let best = |position: u32| self.best.get(position as usize).copied();
        let best = |position| best(position).unwrap_or(f64::MIN);
        let (records, counts) = (&self.shelf, &self.counts);
        let likely = self.likely.sorted()?;
        in_groups(likely, records.page(), EXPLAINED_AT_ONCE, |some| {
            let taken = Taken::up(records, counts, some, true)?;
            for &(one, other) in some {
                let Some((bits, is_identified)) = taken.weighed(one, other) else {
                    continue;
                };
                let is_shadow = best(one).max(best(other)) - bits > SHADOW;
                if is_identified || !is_shadow {
                    taken.explain(one, other, &mut take)?;
                }
            }
            Ok(())
        })
    }
}

/// Records taken up from the shelf.
struct Taken<'all> {
    /// Which, in order.
    positions: Vec<u32>,
    corpus: Corpus<'all>,
    /// All that they say, where that is asked for.
    candidates: Vec<Candidate>,
}

impl<'all> Taken<'all> {
    /// Takes up the records of some pairs.
    fn up(
        shelf: &Shelf,
        counts: &'all Counts,
        pairs: &[(u32, u32)],
        is_whole: bool,
    ) -> Result<Self> {
        let mut positions: Vec<u32> = pairs.iter().flat_map(|pair| [pair.0, pair.1]).collect();
        positions.sort_unstable();
        positions.dedup();
        let mut pages: Vec<u32> = positions.iter().map(|at| at / shelf.page()).collect();
        pages.dedup();
        let (mut corpus, mut candidates) = (Corpus::new(counts), Vec::new());
        for page in pages {
            let is_wanted = |position| positions.binary_search(&position).is_ok();
            shelf.read(page, is_wanted, |_, ready, said| {
                corpus.add(ready);
                if is_whole {
                    candidates.push(Shelf::candidate(said)?);
                }
                Ok(())
            })?;
        }
        Ok(Self {
            positions,
            corpus,
            candidates,
        })
    }

    /// The bits of a pair, and whether something that identifies is the same.
    fn weighed(&self, one: u32, other: u32) -> Option<(f64, bool)> {
        score::weigh(&self.corpus, self.at(one), self.at(other))
    }

    /// Gives a pair with its reasons.
    fn explain(
        &self,
        one: u32,
        other: u32,
        take: &mut impl FnMut(Match, &Candidate, &Candidate) -> Result<()>,
    ) -> Result<()> {
        let (here, there) = (self.at(one), self.at(other));
        let said = self.candidates.get(here).zip(self.candidates.get(there));
        let Some((said, says)) = said else {
            return Ok(());
        };
        match score::compare(&self.corpus, (here, said), (there, says)) {
            Some(compared) => {
                let (one, other) = (one as usize, other as usize);
                take(
                    Match {
                        one,
                        other,
                        compared,
                    },
                    said,
                    says,
                )
            }
            None => Ok(()),
        }
    }

    /// Where the record of a position is among those that were taken up.
    fn at(&self, position: u32) -> usize {
        self.positions
            .binary_search(&position)
            .unwrap_or(usize::MAX)
    }
}
