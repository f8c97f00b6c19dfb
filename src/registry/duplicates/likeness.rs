//! How much two names say that they are one organization's, in bits: words that both have
//! speak for it, the rarer the more, and words that only one has speak against it.
//!
//! It knows words and nothing else of a record.

use std::borrow::Cow;

use super::corpus::Corpus;

/// What a word counts that is left over on both sides, and on one side alone: registers drop
/// words, and they rarely exchange one for another.
const LEFT_ON_BOTH: f64 = 1.3;
const LEFT_ON_ONE: f64 = 0.35;

/// The bits of two names.
pub(super) fn bits(corpus: &Corpus<'_>, one: &[u32], other: &[u32]) -> f64 {
    let mut comparison = Comparison {
        corpus,
        for_it: 0.0,
        against: 0.0,
        one: one.to_vec(),
        other: other.to_vec(),
    };
    comparison.take_equal();
    if !comparison.one.is_empty() && !comparison.other.is_empty() {
        comparison.take_joined();
        comparison.take_initials(one, other);
        comparison.take_misspelt();
    }
    comparison.result()
}

struct Comparison<'c> {
    corpus: &'c Corpus<'c>,
    for_it: f64,
    against: f64,
    /// The words that found no partner yet.
    one: Vec<u32>,
    other: Vec<u32>,
}

impl Comparison<'_> {
    fn take_equal(&mut self) {
        let (corpus, other) = (self.corpus, &mut self.other);
        let mut found = 0.0;
        self.one.retain(|word| {
            let Some(at) = other.iter().position(|candidate| candidate == word) else {
                return true;
            };
            other.remove(at);
            found += corpus.get(*word).map_or(0.0, |word| word.bits);
            false
        });
        self.for_it += found;
    }

    /// `phone coop` and `phonecoop`: what is left is the same without spaces.
    fn take_joined(&mut self) {
        let (one, other) = (self.text(&self.one), self.text(&self.other));
        let is_split_otherwise = self.one.len() != self.other.len();
        if is_split_otherwise && one.len() >= 5 && one == other {
            let bits = self.corpus.sum(&self.one).min(self.corpus.sum(&self.other));
            self.for_it += 0.9 * bits;
            self.one.clear();
            self.other.clear();
        }
    }

    fn text(&self, words: &[u32]) -> String {
        words
            .iter()
            .filter_map(|word| self.corpus.get(*word))
            .map(|word| word.text.as_str())
            .collect()
    }

    /// `leeds cu` and `leeds credit union`: a word that is the initials of others.
    fn take_initials(&mut self, one: &[u32], other: &[u32]) {
        let (corpus, mut found) = (self.corpus, 0.0);
        found += initials(corpus, &mut self.one, &mut self.other, other);
        found += initials(corpus, &mut self.other, &mut self.one, one);
        self.for_it += found;
    }

    /// Each word with the most like one that is left on the other side.
    fn take_misspelt(&mut self) {
        let (corpus, other) = (self.corpus, &mut self.other);
        let (mut for_it, mut against) = (0.0, 0.0);
        self.one.retain(|word| {
            let Some(word) = corpus.get(*word) else {
                return true;
            };
            let likes = other.iter().enumerate().filter_map(|(at, candidate)| {
                let candidate = corpus.get(*candidate)?;
                let factor = alike(&word.text, &candidate.text)?;
                Some((at, factor, word.bits.min(candidate.bits)))
            });
            let Some((at, factor, bits)) = likes.max_by(|one, other| one.1.total_cmp(&other.1))
            else {
                return true;
            };
            other.remove(at);
            for_it += factor * bits;
            against += (1.0 - factor) * bits * 0.4;
            false
        });
        self.for_it += for_it;
        self.against += against;
    }

    fn result(&self) -> f64 {
        let left = |words: &[u32]| -> f64 {
            let word = |word: &u32| self.corpus.get(*word);
            words
                .iter()
                .filter_map(word)
                .map(|word| weight(&word.text, word.bits))
                .sum()
        };
        let (one, other) = (left(&self.one), left(&self.other));
        self.for_it
            - self.against
            - LEFT_ON_BOTH * one.min(other)
            - LEFT_ON_ONE * (one - other).abs()
    }
}

/// Two houses of one row are told apart by their numbers, so these weigh as rare words.
fn weight(text: &str, bits: f64) -> f64 {
    if text.bytes().any(|b| b.is_ascii_digit()) || text.len() == 1 {
        bits.max(9.0)
    } else {
        bits
    }
}

/// Takes the words of `left` that are initials of words which `others` has in a row.
fn initials(corpus: &Corpus<'_>, left: &mut Vec<u32>, others: &mut Vec<u32>, row: &[u32]) -> f64 {
    let mut found = 0.0;
    left.retain(|word| {
        let Some(short) = corpus.get(*word) else {
            return true;
        };
        let length = short.text.len();
        if !(2..=6).contains(&length) || length > row.len() {
            return true;
        }
        let matches = |part: &&[u32]| {
            let letters = part
                .iter()
                .filter_map(|word| corpus.get(*word)?.text.bytes().next());
            letters.eq(short.text.bytes()) && part.iter().all(|word| others.contains(word))
        };
        let Some(part) = row.windows(length).find(matches) else {
            return true;
        };
        found += 0.7 * corpus.sum(part).min(1.5 * short.bits);
        others.retain(|word| !part.contains(word));
        false
    });
    found
}

/// How far one word can be the other with a slip of the pen or cut short: a factor below 1,
/// `None` when it is another word.
fn alike(one: &str, other: &str) -> Option<f64> {
    let has_digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    if has_digit(one) || has_digit(other) {
        return None;
    }
    let (short, long): (Cow<'_, str>, Cow<'_, str>) = if one.len() <= other.len() {
        (one.into(), other.into())
    } else {
        (other.into(), one.into())
    };
    if short.len() >= 3 && long.len() >= short.len() + 2 && long.starts_with(&*short) {
        return Some(0.5);
    }
    if long.len() - short.len() > 2 || short.len() < 4 {
        return None;
    }
    match (strsim::damerau_levenshtein(&short, &long), short.len()) {
        (1, 7..) => Some(0.85),
        (1, 5..) => Some(0.7),
        (1, 4) => Some(0.5),
        (2, 9..) => Some(0.65),
        (2, 7..) => Some(0.45),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::candidate::Candidate;
    use super::super::counts::Counts;
    use super::super::ready::Ready;
    use super::*;

    fn compared(one: &str, other: &str) -> f64 {
        let named = |name: &str| Candidate {
            names: vec![name.to_owned()],
            ..Candidate::default()
        };
        let ready = [one, other].map(|name| Ready::from(&named(name)));
        let counts = Counts::of_few(&ready);
        let mut corpus = Corpus::new(&counts);
        for record in ready {
            corpus.add(record);
        }
        bits(
            &corpus,
            &corpus.records[0].names[0],
            &corpus.records[1].names[0],
        )
    }

    #[test]
    fn typos_joined_words_initials_and_order_count_nearly_as_the_same() {
        let same = compared("Riverside Bakers", "Riverside Bakers");
        for (one, other) in [
            ("Riverside Bakers", "Bakers Riverside Ltd"),
            ("Riverside Bakers", "Riversde Bakers"),
            ("Riverside Bakers", "River Side Bakers Limited"),
            ("Leeds Credit Union", "Leeds CU"),
        ] {
            assert!(compared(one, other) > same * 0.5, "{one} | {other}");
        }
    }

    #[test]
    fn branches_of_a_chain_are_not_one() {
        for (one, other) in [
            ("Arden Women's Institute", "Barley Women's Institute"),
            ("Co-operative of Holm", "Co-operative of Dale"),
            ("Housing Co-operative 2", "Housing Co-operative 3"),
        ] {
            assert!(
                compared(one, other) < 4.0,
                "{one} | {other}: {}",
                compared(one, other)
            );
        }
    }
}
