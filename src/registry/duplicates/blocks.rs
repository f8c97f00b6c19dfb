//! Which records are worth comparing: those that share a key, such as a domain, a rare word
//! or a town and the beginning of a word. With keys, a hundred thousand records against as
//! many are a few million comparisons and not ten thousand million.
//!
//! A key proves nothing, so nothing here judges.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::corpus::Corpus;
use super::ready::Ready;
use crate::error::{Error, Result};

/// A key that more pairs than this share says too little to be followed.
const MAX_PAIRS: usize = 3_000;
/// A word is rare when no more records than this have it.
const RARE: u32 = 40;
/// So many of a name's rarest words are keys by themselves.
const RAREST: usize = 3;

/// The bytes of a key with a position, and of a pair in the order of its pages.
pub(super) const KEYED: usize = 12;
pub(super) const PAIR: usize = 12;

/// A key and the position of a record that has it, as one number to sort by.
pub(super) fn keyed(key: u64, position: u32) -> u128 {
    u128::from(key) << 32 | u128::from(position)
}

/// A pair as one number to sort by: pairs of the same two pages stand together.
///
/// # Errors
/// [`Error::Internal`] when there are more pages than 65,536.
pub(super) fn by_page(page: u32, one: u32, other: u32) -> Result<u128> {
    let number = |position: u32| u16::try_from(position / page).map_err(Error::internal);
    let pages = u128::from(number(one)?) << 16 | u128::from(number(other)?);
    Ok(pages << 64 | u128::from(one) << 32 | u128::from(other))
}

/// The positions of a pair that was made a number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "each is 32 bits of the number"
)]
pub(super) fn pair_of(number: u128) -> (u32, u32) {
    ((number >> 32) as u32, number as u32)
}

/// Gives the pairs of positions that share a key and are wanted, the smaller position first;
/// a pair comes once for each key that it shares.
pub(super) fn pairs(
    keyed: impl IntoIterator<Item = Result<u128>>,
    is_wanted: impl Fn(u32, u32) -> bool,
    mut take: impl FnMut(u32, u32) -> Result<()>,
) -> Result<()> {
    let mut current: Option<u64> = None;
    let mut block: Vec<u32> = Vec::new();
    for number in keyed {
        let number = number?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "both are parts of the number"
        )]
        let (key, position) = ((number >> 32) as u64, number as u32);
        if current != Some(key) {
            within(&block, &is_wanted, &mut take)?;
            block.clear();
            current = Some(key);
        }
        // One more than are followed shows that the block is too long.
        if block.len() <= MAX_PAIRS && block.last() != Some(&position) {
            block.push(position);
        }
    }
    within(&block, &is_wanted, &mut take)
}

/// The pairs of one key, unless they are too many.
fn within(
    block: &[u32],
    is_wanted: impl Fn(u32, u32) -> bool,
    mut take: impl FnMut(u32, u32) -> Result<()>,
) -> Result<()> {
    // Longer blocks cannot have few pairs that are wanted.
    if block.len() > MAX_PAIRS {
        return Ok(());
    }
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (nth, one) in block.iter().enumerate() {
        for other in block.iter().skip(nth + 1) {
            if is_wanted(*one, *other) {
                found.push((*one, *other));
            }
            if found.len() > MAX_PAIRS {
                return Ok(());
            }
        }
    }
    found
        .into_iter()
        .try_for_each(|(one, other)| take(one, other))
}

fn key(kind: &str, parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, parts).hash(&mut hasher);
    hasher.finish()
}

/// The keys of a record.
pub(super) fn keys(corpus: &Corpus<'_>, record: &Ready<u32>) -> Vec<u64> {
    let mut keys = Vec::new();
    let mut add = |key| keys.push(key);
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
    keys
}

fn ends(word: &str) -> (&str, &str) {
    let tail = word.len().saturating_sub(4);
    (
        word.get(..4).unwrap_or(word),
        word.get(tail..).unwrap_or(word),
    )
}
