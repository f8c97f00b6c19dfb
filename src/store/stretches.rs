//! Stretches of the numbers that hold terms, the highest first. PostgreSQL's index knows no
//! order: the highest numbers that hold a term are known only after all that hold it were read.
//! So a row there holds terms for the blocks that its number is in as well, and whoever seeks
//! goes down stretch by stretch, each as long as what was found by then makes likely to be
//! enough. SQLite's index is in order, and all of it is one stretch.

use super::{Held, Tx};
use crate::error::Result;

/// How many bits of a number the blocks of each size leave away. The smallest is a quarter of a
/// second in moments that are counted above twenty bits, the largest eight years.
const SIZES: [u32; 11] = [28, 31, 34, 37, 40, 43, 46, 49, 52, 55, 58];
/// How many blocks make a stretch at most.
const MOST_BLOCKS: i64 = 8;
/// How many rows are in the first stretch, about: among so many, a few tell how rare is what is
/// sought.
const FIRST: i64 = if cfg!(test) { 40 } else { 4_000 };
/// Into how many parts the way from one border to the next is divided.
const PARTS: i64 = 1_000;

/// The terms for the blocks that a number is in.
pub(super) fn blocks_of(number: i64) -> impl Iterator<Item = String> {
    SIZES
        .into_iter()
        .map(move |bits| block(bits, number >> bits))
}

fn block(bits: u32, block: i64) -> String {
    format!("_b{bits}_{block:x}")
}

/// How the numbers lie, as the database reckons for itself now and then.
#[derive(Debug, Clone, Default)]
pub struct Spread {
    /// Numbers between which equally many rows lie, in order; none where one stretch will do.
    borders: Vec<i64>,
    /// How many rows lie between two of them.
    rows: i64,
    highest: i64,
}

impl Spread {
    /// Asks how they lie.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(tx: &mut Tx) -> Result<Self> {
        let Held::Postgres(connection) = &mut tx.held else {
            return Ok(Self::default());
        };
        let query = "SELECT CAST(table_.reltuples AS BIGINT), \
            CAST(CAST(stats.histogram_bounds AS TEXT) AS BIGINT[]), \
            COALESCE((SELECT MAX(rowid) FROM search_terms), 0) \
            FROM pg_class table_ \
            JOIN pg_namespace schema_ ON schema_.oid = table_.relnamespace \
            JOIN pg_stats stats ON stats.schemaname = schema_.nspname \
                AND stats.tablename = table_.relname AND stats.attname = 'rowid' \
            WHERE table_.oid = CAST('search_terms' AS REGCLASS)";
        let known: Option<(i64, Option<Vec<i64>>, i64)> = sqlx::query_as(query)
            .fetch_optional(&mut **connection)
            .await?;
        Ok(
            known.map_or_else(Self::default, |(rows, borders, highest)| {
                Self::new(rows, borders.unwrap_or_default(), highest)
            }),
        )
    }

    fn new(rows: i64, borders: Vec<i64>, highest: i64) -> Self {
        let between = count(borders.len()) - 1;
        if between < 1 || rows < 10 * FIRST {
            return Self::default();
        }
        Self {
            borders,
            rows: rows / between,
            highest,
        }
    }

    /// The stretches of the numbers below one.
    pub fn below(&self, below: i64) -> Stretches<'_> {
        Stretches {
            spread: self,
            below: Some(below),
            began: self.place(below),
            is_first: true,
        }
    }

    /// Where a number lies among the borders, in parts.
    fn place(&self, number: i64) -> i64 {
        let number = number.min(self.highest.saturating_add(1));
        let next = self.borders.partition_point(|border| *border < number);
        let last = next
            .min(self.borders.len().saturating_sub(1))
            .saturating_sub(1);
        let Some([from, to]) = self.borders.get(last..).and_then(<[i64]>::first_chunk) else {
            return 0;
        };
        let part = i128::from(PARTS) * (i128::from(number) - i128::from(*from))
            / (i128::from(*to) - i128::from(*from)).max(1);
        let all = i128::from(PARTS * count(last)) + part;
        i64::try_from(all.max(0)).unwrap_or(i64::MAX)
    }

    /// The number that lies at a place among the borders.
    fn number_at(&self, place: i64) -> Option<i64> {
        let most = self.borders.len().checked_sub(2)?;
        let last = usize::try_from(place / PARTS).ok()?.min(most);
        let [from, to] = self.borders.get(last..)?.first_chunk()?;
        let part = i128::from(place - PARTS * count(last));
        let way = (i128::from(*to) - i128::from(*from)) * part / i128::from(PARTS);
        i64::try_from(i128::from(*from) + way).ok()
    }
}

/// The stretches that are left.
#[derive(Debug)]
pub struct Stretches<'s> {
    spread: &'s Spread,
    /// Where the next begins; `None` when there is none.
    below: Option<i64>,
    began: i64,
    is_first: bool,
}

/// Numbers below one, those of some blocks where any are named.
#[derive(Debug, Clone)]
pub struct Stretch {
    pub(super) blocks: Vec<String>,
    /// Below which number it is.
    pub below: i64,
    /// Whether it is all that there is below that number, of which nothing is known.
    pub(super) is_all: bool,
}

impl Stretches<'_> {
    /// The next stretch, when so much was found in those before it of so much that is wanted.
    pub fn next(&mut self, found: usize, wanted: usize) -> Option<Stretch> {
        let below = self.below.take()?;
        let found = (count(found), count(wanted));
        let (blocks, rest) = self.blocks(below, found).unwrap_or_default();
        self.below = rest;
        let is_first = std::mem::replace(&mut self.is_first, false);
        Some(Stretch {
            is_all: is_first && blocks.is_empty(),
            blocks,
            below,
        })
    }

    /// The blocks that are probably enough, a quarter more than what was found lets expect, and
    /// below which number the rest is; `None` when they would be most of it.
    fn blocks(
        &self,
        below: i64,
        (found, wanted): (i64, i64),
    ) -> Option<(Vec<String>, Option<i64>)> {
        let spread = self.spread;
        let place = spread.place(below);
        let passed = self.began - place;
        if found == 0 && passed > 0 {
            return None;
        }
        let likely = passed.saturating_mul(wanted - found) / (4 * found).max(1);
        let step = likely
            .saturating_mul(5)
            .max(PARTS * FIRST / spread.rows.max(1));
        if step > place.min(PARTS * count(spread.borders.len()) / 2) {
            return None;
        }
        let from = spread.number_at(place - step)?;
        let to = (below - 1).min(spread.highest).max(from);
        let bits = SIZES
            .into_iter()
            .find(|bits| (to >> bits) - (from >> bits) < MOST_BLOCKS)?;
        let first = from >> bits;
        let all = (first..=to >> bits).map(|one| block(bits, one));
        Some((all.collect(), Some(first << bits)))
    }
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hundred thousand rows, one in each of as many numbers of a kind.
    fn spread() -> Spread {
        let borders = (0..=100).map(|one| one * (1_000 << 30)).collect();
        Spread::new(100_000, borders, 100 * (1_000 << 30) + 5)
    }

    #[test]
    fn a_stretch_is_as_long_as_what_was_found_lets_expect() {
        let spread = spread();
        let mut all = spread.below(i64::MAX);
        let first = all.next(0, 1_000).unwrap();
        assert!(!first.blocks.is_empty() && first.blocks.len() <= 8);
        // Nothing was found, so all the rest is looked through.
        let last = all.next(0, 1_000).unwrap();
        assert!(last.blocks.is_empty() && last.below < first.below);
        assert!(all.next(500, 1_000).is_none());

        let mut all = spread.below(i64::MAX);
        all.next(0, 1_000).unwrap();
        let second = all.next(500, 1_000).unwrap();
        assert!(!second.blocks.is_empty());
        assert!(second.below < first.below);
    }

    #[test]
    fn every_number_of_a_stretch_is_in_one_of_its_blocks() {
        let spread = spread();
        let mut all = spread.below(i64::MAX);
        let first = all.next(0, 1_000).unwrap();
        let second = all.next(500, 1_000).unwrap();
        for number in [spread.highest, second.below] {
            assert!(blocks_of(number).any(|one| first.blocks.contains(&one)));
        }
        assert!(!blocks_of(second.below - 1).any(|one| first.blocks.contains(&one)));
        assert!(blocks_of(second.below - 1).any(|one| second.blocks.contains(&one)));
    }

    #[test]
    fn few_rows_are_one_stretch() {
        let few = Spread::new(390, (0..=100).collect(), 100);
        for spread in [few, Spread::default()] {
            let mut all = spread.below(i64::MAX);
            assert!(all.next(0, 1_000).unwrap().blocks.is_empty());
            assert!(all.next(0, 1_000).is_none());
        }
    }

    #[test]
    fn numbers_below_zero_have_blocks_too() {
        let borders = (-50..=50).map(|one| one * (1 << 40)).collect();
        let spread = Spread::new(100_000, borders, 50 << 40);
        let stretch = spread.below(-(3 << 40)).next(0, 1_000).unwrap();
        assert!(blocks_of(-(3 << 40) - 1).any(|one| stretch.blocks.contains(&one)));
    }
}
