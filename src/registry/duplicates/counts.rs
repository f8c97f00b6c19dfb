//! How many records share a word, a domain, a number, a place or a day: how often something
//! occurs says how much it means that two records have it.
//!
//! Features are known by a hash of 64 bits, and only those that two records or more have are
//! held, each in 12 bytes. Two features that fall together by chance, one in billions, would
//! count a little more than they should, and nothing else.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::ready::Ready;
use crate::error::Result;

/// With few records at hand, as many are imagined beside them, so that a rare word is known
/// as rare.
const IMAGINED: f64 = 1_000.0;

/// What may be shared.
#[derive(Debug, Clone, Copy, Hash)]
pub(super) enum Feature {
    Word,
    Domain,
    Number,
    PostalCode,
    Locality,
    Day,
}

impl Feature {
    fn hash_of(self, value: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self, value).hash(&mut hasher);
        hasher.finish()
    }
}

/// How often features occur among all records.
#[derive(Debug, Default)]
pub(super) struct Counts {
    records: usize,
    /// The hashes of features that more than one record has, in order.
    hashes: Vec<u64>,
    times: Vec<u32>,
}

impl Counts {
    /// Counts what stands in order, each feature as often as records have it.
    pub(super) fn of(
        records: usize,
        features: impl IntoIterator<Item = Result<u64>>,
    ) -> Result<Self> {
        let mut counts = Self {
            records,
            ..Self::default()
        };
        let mut last: Option<(u64, u32)> = None;
        for feature in features {
            let feature = feature?;
            last = match last {
                Some((same, times)) if same == feature => Some((same, times.saturating_add(1))),
                other => {
                    counts.keep(other);
                    Some((feature, 1))
                }
            };
        }
        counts.keep(last);
        Ok(counts)
    }

    /// Counts what a few records have.
    pub(super) fn of_few(records: &[Ready<String>]) -> Self {
        let mut all: Vec<u64> = records.iter().flat_map(features).collect();
        all.sort_unstable();
        let mut counts = Self {
            records: records.len(),
            ..Self::default()
        };
        for same in all.chunk_by(|one, other| one == other) {
            let times = u32::try_from(same.len()).unwrap_or(u32::MAX);
            counts.keep(same.first().map(|feature| (*feature, times)));
        }
        counts
    }

    fn keep(&mut self, counted: Option<(u64, u32)>) {
        if let Some((feature, times)) = counted.filter(|(_, times)| *times > 1) {
            self.hashes.push(feature);
            self.times.push(times);
        }
    }

    /// How many records have a feature that at least one has.
    pub(super) fn with(&self, feature: Feature, value: &str) -> u32 {
        let found = self.hashes.binary_search(&feature.hash_of(value)).ok();
        let times = found.and_then(|position| self.times.get(position));
        times.copied().unwrap_or(1)
    }

    /// How many records there are, with those that are imagined.
    pub(super) fn size(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "nobody keeps 2^52 records")]
        let records = self.records as f64;
        records + IMAGINED
    }
}

/// What a record has that others may share; a word of its names counts once.
pub(super) fn features(record: &Ready<String>) -> Vec<u64> {
    let mut words: Vec<&str> = record.names.iter().flatten().map(String::as_str).collect();
    words.sort_unstable();
    words.dedup();
    let words = words.into_iter().map(|word| Feature::Word.hash_of(word));
    let numbers = record.numbers.iter();
    let numbers = numbers.map(|number| Feature::Number.hash_of(number.key()));
    let others = [
        (Feature::Domain, record.domain.clone()),
        (Feature::PostalCode, record.postal_code.clone()),
        (Feature::Locality, record.locality.clone()),
        (Feature::Day, record.founded_on.map(|day| day.to_string())),
    ];
    let others = others
        .into_iter()
        .filter_map(|(feature, value)| Some(feature.hash_of(&value?)));
    words.chain(numbers).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_share_is_counted_and_the_rest_is_one() {
        let mut all = ["a", "b", "b", "c", "c", "c"].map(|value| Feature::Word.hash_of(value));
        all.sort_unstable();
        let counts = Counts::of(6, all.map(Ok)).unwrap();
        let of = |value| counts.with(Feature::Word, value);
        assert_eq!((of("a"), of("b"), of("c")), (1, 2, 3));
        assert_eq!(counts.with(Feature::Domain, "c"), 1);
        assert_eq!(counts.hashes.len(), 2, "what one record has is not held");
    }
}
