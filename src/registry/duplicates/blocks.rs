//! Which records are worth comparing: those that share a key, such as a domain, a rare word
//! or a town and the beginning of a word. With keys, a hundred thousand records against as
//! many are a few million comparisons and not ten thousand million.
//!
//! A key proves nothing, so nothing here judges.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::corpus::{Corpus, Ready};

/// A key that more pairs than this share says too little to be followed.
const MAX_PAIRS: usize = 3_000;
/// A word is rare when no more records than this have it.
const RARE: u32 = 40;
/// So many of a name's rarest words are keys by themselves.
const RAREST: usize = 3;

/// Pairs of positions that share a key, the smaller position first, none twice.
pub(super) fn pairs(
    corpus: &Corpus,
    is_wanted: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for (position, record) in corpus.records.iter().enumerate() {
        let position = u32::try_from(position).unwrap_or(u32::MAX);
        keys(corpus, record, |key| keyed.push((key, position)));
    }
    keyed.sort_unstable();
    keyed.dedup();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for block in keyed.chunk_by(|one, other| one.0 == other.0) {
        found.clear();
        // Longer blocks cannot have few pairs that are wanted.
        if block.len() > MAX_PAIRS {
            continue;
        }
        'block: for (nth, (_, one)) in block.iter().enumerate() {
            for (_, other) in block.iter().skip(nth + 1) {
                if is_wanted(*one as usize, *other as usize) {
                    found.push((*one as usize, *other as usize));
                }
                if found.len() > MAX_PAIRS {
                    break 'block;
                }
            }
        }
        if found.len() <= MAX_PAIRS {
            pairs.append(&mut found);
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn key(kind: &str, parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, parts).hash(&mut hasher);
    hasher.finish()
}

fn keys(corpus: &Corpus, record: &Ready, mut add: impl FnMut(u64)) {
    for number in &record.numbers {
        add(key("number", &[number.key()]));
    }
    if let Some(domain) = &record.domain {
        add(key("domain", &[domain]));
    }
    if let Some(code) = &record.postal_code {
        add(key("postal code", &[code]));
    }
    let town = record.locality.as_deref().unwrap_or_default();
    if let Some(day) = record.founded_on {
        let day = day.to_string();
        add(key("day", &[&day]));
    }
    if let Some(point) = record.point {
        let cell = format!("{:.2} {:.2}", point.latitude, point.longitude);
        add(key("cell", &[&cell]));
    }
    for name in &record.names {
        let mut words: Vec<_> = name.iter().filter_map(|word| corpus.get(*word)).collect();
        let initials: String = words
            .iter()
            .filter_map(|word| word.text.chars().next())
            .collect();
        if initials.len() >= 2 {
            add(key("initials and town", &[&initials, town]));
        }
        let joined: String = words.iter().map(|word| word.text.as_str()).collect();
        add(key("beginning", &[joined.get(..10).unwrap_or(&joined)]));
        words.sort_by_key(|word| word.records);
        for word in words.iter().take(RAREST) {
            if word.records <= RARE {
                add(key("word", &[&word.text]));
            }
            if word.text.len() >= 4 && !town.is_empty() {
                let (head, tail) = ends(&word.text);
                add(key("head and town", &[head, town]));
                add(key("tail and town", &[tail, town]));
            }
        }
        // Names of common words alone are rare as a whole, or in two of their words.
        let mut rarest: Vec<&str> = words
            .iter()
            .take(3)
            .map(|word| word.text.as_str())
            .collect();
        rarest.sort_unstable();
        for (nth, one) in rarest.iter().enumerate() {
            for other in rarest.iter().skip(nth + 1) {
                add(key("two words", &[one, other]));
            }
        }
        for word in words.iter().filter(|word| word.text.len() >= 6) {
            // One slip of the pen leaves the beginning or the end as it was.
            let half = word.text.len() / 2 + 1;
            let head = word.text.get(..half).unwrap_or_default();
            let tail = word.text.get(word.text.len() - half..).unwrap_or_default();
            if word.records <= RARE {
                add(key("half", &[head]));
                add(key("other half", &[tail]));
            }
        }
    }
}

fn ends(word: &str) -> (&str, &str) {
    let tail = word.len().saturating_sub(4);
    (
        word.get(..4).unwrap_or(word),
        word.get(tail..).unwrap_or(word),
    )
}
