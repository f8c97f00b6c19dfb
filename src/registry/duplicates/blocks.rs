//! Which records are worth comparing: those that share a key, such as a domain, a rare word
//! or a town and the beginning of a word. With keys, a hundred thousand records against as
//! many are a few million comparisons and not ten thousand million.
//!
//! A key proves nothing, so nothing here judges. What becomes of keys that many records share
//! is not known here.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde::Serialize;

use super::corpus::{Corpus, Word};
use super::ready::Ready;
use crate::error::{Error, Result};

/// A word is rare when no more records than this have it.
const RARE: u32 = 40;
/// So many of a name's rarest words are keys by themselves.
const RAREST: usize = 3;

/// The bytes of a key with a position, and of a pair in the order of its pages.
pub(super) const KEYED: usize = 12;
pub(super) const PAIR: usize = 12;

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The number in an official register.
    Number,
    /// The domain of the website.
    Domain,
    /// The postal code.
    PostalCode,
    /// The day of the foundation.
    Day,
    /// About a square kilometre of the map.
    Cell,
    /// The first letters of a name's words, and the town.
    Initials,
    /// How a name begins.
    Beginning,
    /// A rare word.
    Word,
    /// Half of a rare word.
    Half,
    /// The beginning or end of a word, and the town.
    PartAndTown,
    /// Two words.
    TwoWords,
}

impl Kind {
    /// Every kind.
    pub(super) const ALL: [Self; 11] = [
        Self::Number,
        Self::Domain,
        Self::PostalCode,
        Self::Day,
        Self::Cell,
        Self::Initials,
        Self::Beginning,
        Self::Word,
        Self::Half,
        Self::PartAndTown,
        Self::TwoWords,
    ];

    /// The kind of a key.
    pub(super) fn of(key: u64) -> Option<Self> {
        let nth = usize::try_from(key >> HASHED).ok()?;
        Self::ALL.get(nth).copied()
    }

    /// What records that share it have in common, for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "the same register number",
            Self::Domain => "the same website",
            Self::PostalCode => "the same postal code",
            Self::Day => "the same day of foundation",
            Self::Cell => "nearly the same point",
            Self::Initials => "the same initials and town",
            Self::Beginning => "the same beginning of the name",
            Self::Word => "the same rare word",
            Self::Half => "half of a rare word",
            Self::PartAndTown => "part of a word and the town",
            Self::TwoWords => "the same two words",
        }
    }
}

/// The bits of a key that are a hash; those above them are its kind.
const HASHED: u32 = 60;

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

fn key(kind: Kind, parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    (kind as u64) << HASHED | hasher.finish() >> (u64::BITS - HASHED)
}

/// The keys of a record.
pub(super) fn keys(corpus: &Corpus<'_>, record: &Ready<u32>) -> Vec<u64> {
    let mut keys = Vec::new();
    let mut add = |key| keys.push(key);
    for number in &record.numbers {
        add(key(Kind::Number, &[number.key()]));
    }
    if let Some(domain) = &record.domain {
        add(key(Kind::Domain, &[domain]));
    }
    if let Some(code) = &record.postal_code {
        add(key(Kind::PostalCode, &[code]));
    }
    let town = record.locality.as_deref().unwrap_or_default();
    if let Some(day) = record.founded_on {
        let day = day.to_string();
        add(key(Kind::Day, &[&day]));
    }
    if let Some(point) = record.point {
        let cell = format!("{:.2} {:.2}", point.latitude, point.longitude);
        add(key(Kind::Cell, &[&cell]));
    }
    for name in &record.names {
        let mut words: Vec<_> = name.iter().filter_map(|word| corpus.get(*word)).collect();
        let initials: String = words
            .iter()
            .filter_map(|word| word.text.chars().next())
            .collect();
        if initials.len() >= 2 {
            add(key(Kind::Initials, &[&initials, town]));
        }
        let joined: String = words.iter().map(|word| word.text.as_str()).collect();
        add(key(Kind::Beginning, &[joined.get(..10).unwrap_or(&joined)]));
        words.sort_by_key(|word| word.records);
        for word in words.iter().take(RAREST) {
            if word.records <= RARE {
                add(key(Kind::Word, &[&word.text]));
            }
            if word.text.len() >= 4 && !town.is_empty() {
                let (head, tail) = ends(&word.text);
                add(key(Kind::PartAndTown, &["head", head, town]));
                add(key(Kind::PartAndTown, &["tail", tail, town]));
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
                add(key(Kind::TwoWords, &[one, other]));
            }
        }
        for word in words.iter().filter(|word| word.text.len() >= 6) {
            // One slip of the pen leaves the beginning or the end as it was.
            let half = word.text.len() / 2 + 1;
            let head = word.text.get(..half).unwrap_or_default();
            let tail = word.text.get(word.text.len() - half..).unwrap_or_default();
            if word.records <= RARE {
                add(key(Kind::Half, &["head", head]));
                add(key(Kind::Half, &["tail", tail]));
            }
        }
    }
    keys
}

/// What a record is told apart by among many that share a key: its postal code, its town, and
/// its two rarest words; each as a number that is 0 where there is none.
pub(super) type Marks = [u32; 4];

/// The marks of a record.
pub(super) fn marks(corpus: &Corpus<'_>, record: &Ready<u32>) -> Marks {
    let mark = |nth: u8, text: Option<&str>| {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return 0;
        };
        let mut hasher = DefaultHasher::new();
        (nth, text).hash(&mut hasher);
        #[expect(clippy::cast_possible_truncation, reason = "half of a hash is one")]
        let hash = hasher.finish() as u32;
        hash.max(1)
    };
    let names = record.names.iter().flatten();
    let mut words: Vec<&Word> = names.filter_map(|word| corpus.get(*word)).collect();
    words.sort_by(|one, other| (one.records, &one.text).cmp(&(other.records, &other.text)));
    words.dedup_by(|one, other| one.text == other.text);
    // Words that end otherwise are one word here.
    let word = |nth: usize| words.get(nth).map(|word| ends(&word.text).0);
    [
        mark(0, record.postal_code.as_deref()),
        mark(1, record.locality.as_deref()),
        mark(2, word(0)),
        mark(2, word(1)),
    ]
}

fn ends(word: &str) -> (&str, &str) {
    let tail = word.len().saturating_sub(4);
    (
        word.get(..4).unwrap_or(word),
        word.get(tail..).unwrap_or(word),
    )
}
