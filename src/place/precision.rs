//! How exact a point is that nobody measured. Derives none itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::words::{self, phrase};

/// How exact a point is that was derived from an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// The centre of the postal code's area.
    PostalCode,
    /// The centre of the municipality.
    Municipality,
}

impl Precision {
    /// The precision as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PostalCode => "postal-code",
            Self::Municipality => "municipality",
        }
    }

    /// What people call it, in the language of `tag` or else in English.
    pub fn label(self, tag: &str) -> &'static str {
        let words = words::of_or_first(tag);
        match self {
            Self::PostalCode => words.say("precision-postal-code"),
            Self::Municipality => words.say("precision-municipality"),
        }
    }

    /// Reads a precision.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is none.
    pub fn parse(code: &str) -> Result<Self> {
        [Self::PostalCode, Self::Municipality]
            .into_iter()
            .find(|known| known.as_str() == code)
            .ok_or_else(|| Error::invalid("place.precision", phrase!("refusal-precision")))
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_precision_has_words_in_each_language_of_the_pages_and_english_for_others() {
        for precision in [Precision::PostalCode, Precision::Municipality] {
            let words = ["en", "es", "fr", "pt"].map(|tag| precision.label(tag));
            assert!(words.iter().all(|word| !word.is_empty()));
            assert_eq!(precision.label("nl"), words[0]);
            assert_eq!(precision.label("pt-BR"), words[3]);
            assert_eq!(Precision::parse(precision.as_str()).unwrap(), precision);
        }
        assert_eq!(
            Precision::Municipality.label("en"),
            "centre of the municipality"
        );
    }
}
