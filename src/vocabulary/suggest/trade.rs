//! Common trades, by the words of one language or of all of them. Lists say each word as people
//! do: what only begins alike in another language is another word.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::trade_words::{LANGUAGES, TRADES};
use super::{Phrase, likeliest, parted};
use crate::text::{fold, word};
use crate::vocabulary::Trade;

/// The trades that a text in a language speaks of, the likeliest first.
pub fn trades(text: &str, language: &str) -> Vec<Trade> {
    likeliest(known(language), text, "")
}

/// Those that words in any language mean, each with what they say besides.
pub fn trades_in(sought: &str) -> Vec<(Trade, String)> {
    parted(known(ANY), sought)
}

/// Stands for all languages.
const ANY: &str = "";

fn known(language: &str) -> &'static [(Trade, Phrase)] {
    static KNOWN: LazyLock<BTreeMap<&str, Vec<(Trade, Phrase)>>> = LazyLock::new(|| {
        let mut known: BTreeMap<&str, Vec<(Trade, Phrase)>> = BTreeMap::new();
        for (trade, words) in TRADES {
            for (language, words) in LANGUAGES.iter().zip(words.split(" | ")) {
                let phrases = words.split(", ").map(|words| (*trade, exactly(words)));
                for one in [*language, ANY] {
                    known.entry(one).or_default().extend(phrases.clone());
                }
            }
        }
        known
    });
    KNOWN.get(language).map_or(&[], Vec::as_slice)
}

/// A phrase of which each word stands as it is written, in whatever form a text has it.
fn exactly(words: &str) -> Phrase {
    let telling = words.split(' ').filter(|word| !word::is_small(word));
    telling.map(|word| [fold(word)].into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_for_common_trades_are_understood_in_their_language() {
        for (text, language, trade) in [
            ("Una imprenta para folletos", "es", Trade::Printing),
            ("Contabilidad para una cooperativa", "es", Trade::Accounting),
            ("Buscamos carpinteros", "es", Trade::Carpentry),
            ("Guardería para los hijos", "es", Trade::SocialWork),
            ("Pan ecológico para el comedor", "es", Trade::Bakery),
            ("We look for an accountant", "en", Trade::Accounting),
            ("Nous cherchons une imprimerie", "fr", Trade::Printing),
            ("Du pain pour la cantine", "fr", Trade::Bakery),
            ("Contabilidade e impostos", "pt", Trade::Accounting),
            ("Una impremta per a fullets", "ca", Trade::Printing),
        ] {
            let found = trades(text, language);
            assert!(found.contains(&trade), "{text}: {found:?}");
        }
    }

    #[test]
    fn words_of_another_language_and_those_that_only_begin_alike_are_no_trade() {
        for (text, language) in [
            ("Help with chronic pain", "en"),
            ("A frying pan", "en"),
            ("Guarda y custodia", "es"),
            ("Un lugar seguro", "es"),
            ("Una imprenta", "xx"),
            ("", "es"),
        ] {
            assert_eq!(trades(text, language), [], "{text}");
        }
    }

    #[test]
    fn everyday_words_of_any_language_lead_to_a_trade() {
        for (sought, trade, besides) in [
            ("panadería", Trade::Bakery, ""),
            ("boulangerie Lyon", Trade::Bakery, "Lyon"),
            ("padarias", Trade::Bakery, ""),
            ("tienda", Trade::Retail, ""),
            ("carpintería", Trade::Carpentry, ""),
        ] {
            let found = trades_in(sought);
            let expected = (trade, besides.to_owned());
            assert_eq!(found.first(), Some(&expected), "{sought}: {found:?}");
        }
        assert_eq!(trades_in("xyz"), []);
    }

    #[test]
    fn every_trade_has_words_in_each_language() {
        for trade in Trade::ALL {
            let (_, words) = TRADES.iter().find(|(one, _)| one == trade).unwrap();
            assert_eq!(words.split(" | ").count(), LANGUAGES.len(), "{trade}");
        }
    }
}
