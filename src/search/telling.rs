//! What the words of a need tell: those that few say, themes, and activities. Who could meet it
//! is not known here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::text::{fold, word};
use crate::vocabulary::{Section, Theme};

/// How many words of a need are looked for, and how long each is at least.
const MOST_WORDS: usize = 8;
const SHORTEST: usize = 4;
/// How many words of a need are compared with the names of activities, and how long in letters
/// those are that may be in both.
const MOST_IN_TEXT: usize = 500;
const LONG: usize = 6;

/// The telling words of a text, each as it is written and in the forms that are looked for, by
/// the rules of its language alone.
pub(super) fn words(text: &str, language: &str) -> Vec<(String, BTreeSet<String>)> {
    let is_part = |c: char| c.is_alphanumeric();
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for written in text.split(|c: char| !is_part(c)) {
        let is_long = written.chars().count() >= SHORTEST;
        let says_nothing = || word::says_nothing(written, language) || is_of_the_field(written);
        if !is_long || found.len() >= MOST_WORDS || says_nothing() {
            continue;
        }
        let forms = word::kept(written, language, 1);
        if !forms.is_empty() && found.iter().all(|(_, known)| known.is_disjoint(&forms)) {
            found.push((written.to_lowercase(), forms));
        }
    }
    found
}

/// A word as it is said, in the plural or not: what it is found by in whatever language.
pub(super) fn whole(written: &str) -> BTreeSet<String> {
    let whole = fold(written);
    let one = whole.strip_suffix('s').unwrap_or(&whole).to_owned();
    [whole, one].into()
}

/// Beginnings of words, folded, that everybody here says, of whatever they do.
const OF_THE_FIELD: &[&str] = &[
    "actividad",
    "activit",
    "asocia",
    "associa",
    "ativid",
    "besoin",
    "better",
    "buscam",
    "buscan",
    "cherch",
    "colectiv",
    "collectif",
    "communaut",
    "communit",
    "comunid",
    "comunit",
    "cooperat",
    "desarroll",
    "desenvolv",
    "develop",
    "empres",
    "entidad",
    "entrepris",
    "everyone",
    "looking",
    "member",
    "membre",
    "miembr",
    "necesit",
    "necessit",
    "nosotr",
    "nouvea",
    "nouvel",
    "nuestr",
    "oferec",
    "offering",
    "offron",
    "ofrece",
    "organis",
    "organiz",
    "people",
    "person",
    "pessoa",
    "precis",
    "procur",
    "product",
    "produit",
    "produto",
    "project",
    "projet",
    "propos",
    "proyect",
    "semain",
    "semana",
    "servic",
    "social",
    "solidar",
    "support",
    "trabaj",
    "trabalh",
    "travail",
    "working",
];
/// The short ones, whole.
const SHORT_OF_THE_FIELD: &[&str] = &[
    "apoio", "apoyo", "ayuda", "busca", "busco", "gente", "group", "grupo", "mejor", "meses",
    "month", "need", "nueva", "nuevo", "offer", "offre", "seek", "socia", "socio", "todos", "work",
];

fn is_of_the_field(word: &str) -> bool {
    let folded = fold(word);
    let one = folded.strip_suffix('s').unwrap_or(&folded);
    SHORT_OF_THE_FIELD
        .iter()
        .any(|short| folded == *short || one == *short)
        || OF_THE_FIELD.iter().any(|stem| folded.starts_with(stem))
}

/// The themes that words of a text mean, alone or two and three together.
pub(super) fn themes(text: &str) -> BTreeSet<Theme> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').take(100).collect();
    let runs = (1..=3).flat_map(|length| words.windows(length));
    runs.filter_map(|run| Theme::find(&run.join(" "))).collect()
}

/// The sections of activities whose names have a long word in common with a text.
pub(super) fn sections(text: &str) -> BTreeSet<Section> {
    let mut found = BTreeSet::new();
    for (tag, names) in NAMES_OF_SECTIONS.iter() {
        let told = long_words(text, tag);
        let named = names.iter().filter(|(_, name)| !name.is_disjoint(&told));
        found.extend(named.map(|(section, _)| *section));
    }
    found
}

fn long_words(text: &str, tag: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let telling: Vec<&str> = words.filter(|word| !is_of_the_field(word)).collect();
    let all = word::kept(&telling.join(" "), tag, MOST_IN_TEXT).into_iter();
    all.filter(|form| word::unmarked(form).len() >= LONG)
        .collect()
}

/// The long words in the names of all sections.
type NamesOfSections = Vec<(Section, BTreeSet<String>)>;

/// In each language in which they are named, without those that name several; made once.
static NAMES_OF_SECTIONS: LazyLock<[(&str, NamesOfSections); 4]> = LazyLock::new(|| {
    ["en", "es", "fr", "pt"].map(|tag| {
        let name = |section: &Section| (*section, long_words(section.label(tag), tag));
        let mut all: NamesOfSections = Section::ALL.iter().map(name).collect();
        let every = all.iter().flat_map(|(_, words)| words.clone());
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        every.for_each(|word| *counts.entry(word).or_default() += 1);
        for (_, words) in &mut all {
            words.retain(|word| counts.get(word) == Some(&1));
        }
        (tag, all)
    })
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_hold_sentences_together_are_no_reason() {
        let telling = |text: &str, language: &str| {
            let words = words(text, language);
            words.into_iter().map(|(word, _)| word).collect::<Vec<_>>()
        };
        assert_eq!(
            telling(
                "Buscamos también quienes estuvieran con nosotros en transporte",
                "es"
            ),
            ["transporte"]
        );
        assert_eq!(telling("which should have been coffee", "en"), ["coffee"]);
        assert_eq!(telling("nous serions avec farine", "fr"), ["farine"]);
    }

    #[test]
    fn what_everybody_says_is_no_reason() {
        for (text, language) in [
            (
                "Buscamos personas para un proyecto social de la comunidad",
                "es",
            ),
            ("We need people who work with our members", "en"),
            (
                "Nous cherchons des associations pour un projet collectif",
                "fr",
            ),
            ("Procuramos apoio para atividades de pessoas", "pt"),
        ] {
            assert_eq!(words(text, language), [], "{text}");
            assert!(sections(text).is_empty(), "{text}: {:?}", sections(text));
        }
    }

    #[test]
    fn the_names_of_activities_are_known_in_each_language() {
        for (text, section) in [
            ("Transporte a la ciudad", "H"),
            ("Nous cherchons une formation à l’agriculture", "A"),
            ("help with education", "P"),
        ] {
            let found = sections(text);
            assert!(
                found.iter().any(|one| one.as_str() == section),
                "{text}: {found:?}"
            );
        }
    }
}
