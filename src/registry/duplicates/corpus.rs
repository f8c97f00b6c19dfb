//! Records that are compared with each other at one time, with what each of their words
//! weighs among all records. This file compares nothing.

use std::collections::HashMap;

use jiff::civil::Date;

use super::counts::{Counts, Feature};
use super::name;
use super::number::Number;
use super::ready::Ready;

/// In how many of the records that are imagined a word occurs that is common everywhere.
const COMMON_IN: f64 = 60.0;

/// A word of names.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    /// What it says when two names share it, in bits.
    pub(super) bits: f64,
    /// In how many records it occurs.
    pub(super) records: u32,
}

/// Some of all records.
#[derive(Debug)]
pub(super) struct Corpus<'all> {
    counts: &'all Counts,
    pub(super) records: Vec<Ready<u32>>,
    words: Vec<Word>,
    known: HashMap<String, u32>,
}

impl<'all> Corpus<'all> {
    /// None of the records that were counted.
    pub(super) fn new(counts: &'all Counts) -> Self {
        Self {
            counts,
            records: Vec::new(),
            words: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Adds one of the records that were counted.
    pub(super) fn add(&mut self, record: Ready<String>) {
        let record = record.numbered(|word| self.word(word));
        self.records.push(record);
    }

    fn word(&mut self, text: String) -> u32 {
        if let Some(known) = self.known.get(&text) {
            return *known;
        }
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let records = self.counts.with(Feature::Word, &text);
        let imagined = if name::is_common(&text) {
            COMMON_IN
        } else {
            1.0
        };
        let bits = (self.size() / (f64::from(records) + imagined)).log2();
        self.words.push(Word {
            text: text.clone(),
            bits: bits.max(0.3),
            records,
        });
        self.known.insert(text, next);
        next
    }

    /// How many records there are in all, with those that are imagined.
    pub(super) fn size(&self) -> f64 {
        self.counts.size()
    }

    /// What one in `times` of all records says, in bits.
    pub(super) fn bits(&self, times: u32) -> f64 {
        (self.size() / f64::from(times.max(1))).log2()
    }

    pub(super) fn with_domain(&self, domain: &str) -> u32 {
        self.counts.with(Feature::Domain, domain)
    }

    pub(super) fn with_number(&self, number: &Number) -> u32 {
        self.counts.with(Feature::Number, number.key())
    }

    pub(super) fn with_postal_code(&self, code: &str) -> u32 {
        self.counts.with(Feature::PostalCode, code)
    }

    pub(super) fn with_locality(&self, locality: &str) -> u32 {
        self.counts.with(Feature::Locality, locality)
    }

    pub(super) fn with_day(&self, day: Date) -> u32 {
        self.counts.with(Feature::Day, &day.to_string())
    }

    pub(super) fn get(&self, word: u32) -> Option<&Word> {
        self.words.get(word as usize)
    }

    /// How many bits these words say together.
    pub(super) fn sum(&self, words: &[u32]) -> f64 {
        words
            .iter()
            .filter_map(|word| self.get(*word))
            .map(|word| word.bits)
            .sum()
    }
}
