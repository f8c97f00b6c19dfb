//! Numbers of official registers, compared as people mean them and not as they are written.
//!
//! Nothing here knows which registers there are.

use serde::{Deserialize, Serialize};

/// A number as one register gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Number {
    /// The register's name, where it is written before the number.
    authority: String,
    /// Letters that stand before the digits.
    prefix: String,
    /// Digits without leading zeros, and what follows them.
    rest: String,
}

/// What two numbers say of two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// One number.
    Same,
    /// Two numbers of one register.
    Other,
    /// Perhaps of two registers.
    Unknown,
}

impl Number {
    /// Reads `FCA 525R`, `SC 012.345` or `B-12345678`; `None` when there is no digit.
    pub(super) fn read(text: &str) -> Option<Self> {
        let plain = deunicode::deunicode(text).to_uppercase();
        let words: Vec<&str> = plain.split_whitespace().collect();
        let first = words
            .iter()
            .position(|word| word.bytes().any(|b| b.is_ascii_digit()))?;
        let (before, number) = words.split_at(first);
        // Two letters before the digits belong to the number, a word names the register.
        let (authority, letters): (Vec<&str>, Vec<&str>) =
            before.iter().partition(|word| word.len() > 2);
        let compact: String = letters
            .into_iter()
            .chain(number.iter().copied())
            .flat_map(str::chars)
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let digits = compact.find(|c: char| c.is_ascii_digit())?;
        let (prefix, rest) = compact.split_at(digits);
        let rest = rest.trim_start_matches('0');
        (!rest.is_empty()).then(|| Self {
            authority: authority.concat(),
            prefix: prefix.to_owned(),
            rest: rest.to_owned(),
        })
    }

    /// By what records with this number are looked up.
    pub(super) fn key(&self) -> &str {
        &self.rest
    }

    /// Compares two numbers of one country.
    pub(super) fn compare(&self, other: &Self) -> Likeness {
        let agrees = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
        if !agrees(&self.authority, &other.authority) {
            return Likeness::Unknown;
        }
        if self.rest == other.rest && agrees(&self.prefix, &other.prefix) {
            return Likeness::Same;
        }
        let is_one_register = (!self.authority.is_empty() && self.authority == other.authority)
            || (self.prefix == other.prefix && shape(&self.rest) == shape(&other.rest));
        if is_one_register {
            Likeness::Other
        } else {
            Likeness::Unknown
        }
    }
}

/// Whether letters follow the digits; the count of digits differs with leading zeros.
fn shape(rest: &str) -> bool {
    rest.ends_with(|c: char| c.is_ascii_alphabetic())
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.prefix, self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Number {
        Number::read(text).unwrap()
    }

    #[test]
    fn one_number_is_known_in_every_spelling() {
        for (one, other) in [
            ("FCA 525R", "525r"),
            ("FCA 525R", "00525-R"),
            ("SC 012.345", "SC12345"),
            ("IP31283R", "31283 R"),
            ("Companies House 01234567", "1234567"),
        ] {
            assert_eq!(of(one).compare(&of(other)), Likeness::Same, "{one} {other}");
        }
    }

    #[test]
    fn two_numbers_speak_against_each_other_in_one_register_alone() {
        assert_eq!(of("FCA 525R").compare(&of("FCA 526R")), Likeness::Other);
        assert_eq!(of("525R").compare(&of("FCA 9526R")), Likeness::Other);
        assert_eq!(
            of("FCA 525R").compare(&of("Companies House 525R")),
            Likeness::Unknown
        );
        assert_eq!(of("SC525").compare(&of("NI 525")), Likeness::Unknown);
        assert!(Number::read("pending").is_none() && Number::read("000").is_none());
    }
}
