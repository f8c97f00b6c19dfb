//! All records that are compared with each other, made ready: words as numbers, and how
//! often each word, domain, number and place occurs.
//!
//! How often something occurs says how much it means that two records share it. This file
//! compares nothing.

use std::collections::HashMap;

use jiff::civil::Date;

use super::candidate::Candidate;
use super::name;
use super::number::Number;
use super::site;
use crate::place::Point;

/// With few records at hand, as many are imagined beside them, so that a rare word is known
/// as rare.
const IMAGINED: f64 = 1_000.0;
/// In how many of those a word occurs that is common everywhere.
const COMMON_IN: f64 = 60.0;
/// The most names of one record that are compared.
const MAX_NAMES: usize = 4;

/// A word of names.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    /// What it says when two names share it, in bits.
    pub(super) bits: f64,
    /// In how many records it occurs.
    pub(super) records: u32,
}

/// A record made ready.
#[derive(Debug)]
pub(super) struct Ready {
    /// Each name as its words.
    pub(super) names: Vec<Vec<u32>>,
    pub(super) numbers: Vec<Number>,
    pub(super) domain: Option<String>,
    pub(super) country: Option<String>,
    pub(super) postal_code: Option<String>,
    pub(super) locality: Option<String>,
    pub(super) municipality: Option<String>,
    pub(super) point: Option<Point>,
    pub(super) founded_on: Option<Date>,
}

/// All records.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    pub(super) records: Vec<Ready>,
    pub(super) words: Vec<Word>,
    known: HashMap<String, u32>,
    /// How many records share a domain, number, postal code, town or day.
    shared: HashMap<Shared, u32>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Shared {
    Domain(String),
    Number(String),
    PostalCode(String),
    Locality(String),
    Day(Date),
}

impl Corpus {
    pub(super) fn of(candidates: &[Candidate]) -> Self {
        let mut corpus = Self::default();
        for candidate in candidates {
            let ready = corpus.ready(candidate);
            corpus.count(&ready);
            corpus.records.push(ready);
        }
        let all = corpus.size();
        for word in &mut corpus.words {
            let imagined = if name::is_common(&word.text) {
                COMMON_IN
            } else {
                1.0
            };
            word.bits = (all / (f64::from(word.records) + imagined)).log2().max(0.3);
        }
        corpus
    }

    fn ready(&mut self, candidate: &Candidate) -> Ready {
        let names = candidate.names.iter().take(MAX_NAMES);
        let names = names.map(|name| name::words(name));
        let names: Vec<Vec<u32>> = names
            .map(|words| words.into_iter().map(|word| self.word(word)).collect())
            .collect();
        let numbers = candidate.sources.iter();
        Ready {
            names,
            numbers: numbers
                .filter_map(|source| Number::read(source.register_number.as_deref()?))
                .collect(),
            domain: candidate.website.as_ref().and_then(site::domain),
            country: candidate.country.clone(),
            postal_code: candidate
                .postal_code
                .as_deref()
                .map(compact)
                .filter(|code| code.len() >= 3),
            locality: candidate
                .locality
                .as_deref()
                .map(name::folded)
                .filter(|town| !town.is_empty()),
            municipality: candidate.municipality.clone(),
            point: candidate.point,
            founded_on: candidate.founded_on,
        }
    }

    fn word(&mut self, text: String) -> u32 {
        if let Some(known) = self.known.get(&text) {
            return *known;
        }
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(Word {
            text: text.clone(),
            bits: 0.0,
            records: 0,
        });
        self.known.insert(text, next);
        next
    }

    fn count(&mut self, ready: &Ready) {
        let mut words: Vec<u32> = ready.names.iter().flatten().copied().collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            if let Some(word) = self.words.get_mut(word as usize) {
                word.records += 1;
            }
        }
        let numbers = ready.numbers.iter().map(|number| number.key().to_owned());
        let shared = ready
            .domain
            .clone()
            .map(Shared::Domain)
            .into_iter()
            .chain(numbers.map(Shared::Number))
            .chain(ready.postal_code.clone().map(Shared::PostalCode))
            .chain(ready.locality.clone().map(Shared::Locality))
            .chain(ready.founded_on.map(Shared::Day));
        for one in shared {
            *self.shared.entry(one).or_default() += 1;
        }
    }

    /// How many records there are, with those that are imagined.
    pub(super) fn size(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "nobody keeps 2^52 records")]
        let records = self.records.len() as f64;
        records + IMAGINED
    }

    /// What one in `times` of all records says, in bits.
    pub(super) fn bits(&self, times: u32) -> f64 {
        (self.size() / f64::from(times.max(1))).log2()
    }

    pub(super) fn with_domain(&self, domain: &str) -> u32 {
        self.with(&Shared::Domain(domain.to_owned()))
    }

    pub(super) fn with_number(&self, number: &Number) -> u32 {
        self.with(&Shared::Number(number.key().to_owned()))
    }

    pub(super) fn with_postal_code(&self, code: &str) -> u32 {
        self.with(&Shared::PostalCode(code.to_owned()))
    }

    pub(super) fn with_locality(&self, locality: &str) -> u32 {
        self.with(&Shared::Locality(locality.to_owned()))
    }

    pub(super) fn with_day(&self, day: Date) -> u32 {
        self.with(&Shared::Day(day))
    }

    fn with(&self, shared: &Shared) -> u32 {
        self.shared.get(shared).copied().unwrap_or(0)
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

/// A postal code as letters and digits alone.
fn compact(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_uppercase()).collect()
}
