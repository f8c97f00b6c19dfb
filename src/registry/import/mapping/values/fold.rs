//! Cells of a file as they are compared. This file knows no code list.

use std::collections::HashMap;

use crate::text;

/// A text folded, with letters that stand alone as one word: `S.C.C.L.` is `sccl`, `Nº de Vía`
/// is `no de via`.
pub(in crate::registry::import) fn fold(text: &str) -> String {
    // A degree stands for the small o of a number, and a stroke of the pen for no word.
    let plain = text::fold(&text.replace('°', "o").replace('&', " "));
    let mut folded = String::with_capacity(plain.len());
    let mut was_letter = false;
    for word in plain.split(' ').filter(|word| !word.is_empty()) {
        let is_letter = word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase());
        if !(folded.is_empty() || was_letter && is_letter) {
            folded.push(' ');
        }
        folded.push_str(word);
        was_letter = is_letter;
    }
    folded
}

/// A folded text whose plural `s` fall away, which is enough for the tables here.
fn singular(folded: &str) -> String {
    let stem = |word: &str| match word.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    };
    folded.split(' ').map(stem).collect::<Vec<_>>().join(" ")
}

/// Shorter words must be the whole text.
const LEAST: usize = 4;
/// How alike two texts are spelled at least, and where one is shorter than this: `otros` is no
/// misspelled `orto`.
const ALIKE: f64 = 0.87;
const ALIKE_IF_SHORT: f64 = 0.95;
const LONG: usize = 8;

/// Phrases of several languages with what each of them means.
pub(super) struct Words<T> {
    phrases: HashMap<String, T>,
    longest: usize,
}

impl<T: Clone> Words<T> {
    /// A table of lines, each with phrases parted by `|`.
    pub(super) fn new(table: &[(T, &str)]) -> Self {
        let mut phrases = HashMap::new();
        for (meaning, line) in table {
            for phrase in line.split('|') {
                let folded = singular(&fold(phrase));
                if !folded.is_empty() {
                    phrases.entry(folded).or_insert_with(|| meaning.clone());
                }
            }
        }
        let count = |phrase: &String| phrase.split(' ').count();
        let longest = phrases.keys().map(count).max().unwrap_or(0);
        Self { phrases, longest }
    }

    /// What the whole text means, with or without its spaces.
    pub(super) fn exactly(&self, folded: &str) -> Option<T> {
        let singular = singular(folded);
        self.phrases.get(&singular).cloned()
    }

    /// What the longest phrase within the text means, the first of those of equal length.
    pub(super) fn within(&self, folded: &str) -> Option<T> {
        self.found_within(folded).map(|(_, meaning)| meaning)
    }

    /// The same, unless the phrase is one short word, which stands for something else in too
    /// many texts: `bar` in `Foo bar`.
    pub(super) fn well_within(&self, folded: &str) -> Option<T> {
        let found = self.found_within(folded);
        found
            .filter(|(phrase, _)| phrase.contains(' ') || phrase.chars().count() >= LEAST)
            .map(|(_, meaning)| meaning)
    }

    /// What a text means for a single word of it alone.
    pub(super) fn by_a_word(&self, folded: &str) -> Option<T> {
        if self.exactly(folded).is_some() {
            return None;
        }
        let found = self.found_within(folded);
        found
            .filter(|(phrase, _)| !phrase.contains(' '))
            .map(|(_, meaning)| meaning)
    }

    /// The longest phrase within the text, and what it means.
    fn found_within(&self, folded: &str) -> Option<(String, T)> {
        let singular = singular(folded);
        let mut starts = vec![0];
        starts.extend(singular.match_indices(' ').map(|(at, _)| at + 1));
        starts.push(singular.len() + 1);
        for length in (1..=self.longest.min(starts.len() - 1)).rev() {
            for window in starts.windows(length + 1) {
                let (Some(from), Some(to)) = (window.first(), window.last()) else {
                    continue;
                };
                let phrase = singular
                    .get(*from..to.saturating_sub(1))
                    .unwrap_or_default();
                if let Some(meaning) = self.phrases.get(phrase) {
                    return Some((phrase.to_owned(), meaning.clone()));
                }
            }
        }
        None
    }

    /// What the phrase means that is spelled most alike, when one is nearly the same.
    pub(super) fn nearest(&self, folded: &str) -> Option<T> {
        let text = singular(folded);
        let likeness = |phrase: &String| strsim::jaro_winkler(phrase, &text);
        let near = self
            .phrases
            .iter()
            .map(|(key, meaning)| (likeness(key), key, meaning));
        near.filter(|(likeness, key, _)| {
            let is_short = key.chars().count().min(text.chars().count()) < LONG;
            *likeness > if is_short { ALIKE_IF_SHORT } else { ALIKE }
        })
        .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(one.1)))
        .map(|(_, _, meaning)| meaning.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_capitals_points_and_plurals_do_not_matter() {
        assert_eq!(fold("  Nº de VÍA "), "no de via");
        assert_eq!(fold("S.C.C.L."), "sccl");
        assert_eq!(fold("l'Économie sociale"), "l economie sociale");
        let words = Words::new(&[(1, "cooperativa"), (2, "asociación de vecinos")]);
        assert_eq!(words.exactly(&fold("Cooperativas")), Some(1));
        assert_eq!(
            words.within(&fold("La cooperativa (asociación de vecinos)")),
            Some(2)
        );
        assert_eq!(words.within(&fold("empresa")), None);
        assert_eq!(words.nearest(&fold("coperativa")), Some(1));
    }

    #[test]
    fn a_short_word_must_be_the_whole_text() {
        let words = Words::new(&[
            (1, "bar"),
            (2, "panadería"),
            (3, "orto"),
            (4, "comercio justo"),
        ]);
        assert_eq!(words.exactly(&fold("Bar")), Some(1));
        assert_eq!(words.well_within(&fold("Foo bar")), None);
        assert_eq!(words.well_within(&fold("Panadería del barrio")), Some(2));
        assert_eq!(words.by_a_word(&fold("Panadería del barrio")), Some(2));
        assert_eq!(words.by_a_word(&fold("Panadería")), None);
        assert_eq!(words.by_a_word(&fold("Tienda de comercio justo")), None);
        assert_eq!(words.nearest(&fold("otros")), None);
        assert_eq!(words.nearest(&fold("panaderia")), Some(2));
    }
}
