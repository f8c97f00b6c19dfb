//! What a text is found by: its words, folded, and their stems by the rules of its language.
//! What is sought is folded and stemmed in the same way, so that `Ñandú`, `nandu`,
//! `cooperativa` and `cooperativas` find each other, in whatever database they are kept.
//! A stem says of which language it is: in another one it may begin another word, as those of
//! `guardería` and of `guard` do, and only the whole word is the same there.
//! Knows no record.

use std::collections::BTreeSet;

use snowball_stemmers_rs::{Algorithm, Stemmer};

use super::fold;

/// Words that hold sentences together, in English, Spanish, French, Portuguese, Catalan,
/// German and Italian, as they are folded.
const SMALL_WORDS: &[&str] = &[
    "the", "of", "and", "for", "in", "on", "at", "to", "an", "a", "by", "with", "de", "la", "el",
    "los", "las", "y", "del", "al", "en", "para", "por", "con", "le", "les", "des", "du", "et",
    "l", "d", "un", "une", "pour", "o", "os", "as", "do", "da", "dos", "das", "em", "e", "els",
    "i", "amb", "per", "der", "die", "und", "fur", "von", "zu", "im", "am", "zur", "zum", "il",
    "lo", "gli", "dei", "della", "delle", "degli", "di",
];

/// The languages by whose rules a word is stemmed that somebody looks for: nobody says in
/// which language they ask.
const ASKED_IN: [&str; 7] = ["ca", "de", "en", "es", "fr", "it", "pt"];
/// Stands for all other languages. Nobody asks by their rules, so that a word of them is found
/// by any stem that is asked: Galician by those of its neighbours.
const OTHERS: &str = "xx";

/// Of so many parts a word of another script is looked for, which seldom has a gap between words.
const MOST_PARTS: usize = 12;
/// Longer words are cut, in bytes: nobody types them to the end.
const LONGEST: usize = 40;

/// Whether a word only holds others together in a language, as pronouns and auxiliaries do,
/// by the lists of the Natural Language Toolkit.
pub fn says_nothing(word: &str, language: &str) -> bool {
    let word = word.to_lowercase();
    let listed = stop_words::lookup(language).unwrap_or_default();
    is_small(&fold(&word)) || listed.contains(&word.as_str())
}

/// Whether a folded word is one of the small ones.
pub fn is_small(word: &str) -> bool {
    SMALL_WORDS.contains(&word)
}

/// The words of a text and their stems by the rules of `language`, at most `most` of them.
pub fn kept(text: &str, language: &str, most: usize) -> BTreeSet<String> {
    let mark = ASKED_IN.iter().find(|tag| **tag == language);
    let mark = mark.copied().unwrap_or(OTHERS);
    let mut kept = BTreeSet::new();
    for word in words(text) {
        if kept.len() >= most {
            break;
        }
        let plain = plain(&word);
        if mark == OTHERS {
            kept.extend(plain.iter().map(|whole| of_language(mark, whole)));
        }
        kept.extend(plain);
        let stems = stems(&word, language).into_iter();
        kept.extend(stems.map(|stem| of_language(mark, &stem)));
    }
    kept
}

/// What somebody looks for among what was [`kept`]: of each word the forms any of which will
/// do, without the small words unless there are no others.
pub fn asked(text: &str, most: usize) -> Vec<BTreeSet<String>> {
    chosen(text, most, |word| {
        let plain: BTreeSet<String> = plain(word).into_iter().take(MOST_PARTS).collect();
        let mut forms = plain.clone();
        let mut by_any = plain.clone();
        // What falls into many is of a script of whose words these rules know nothing.
        let languages = if plain.len() > 1 { &[][..] } else { &ASKED_IN };
        for tag in languages {
            // The rules do not end at once: `talleres` is found by `taller`, and that by `tall`.
            let once = stems(word, tag);
            let twice = once.iter().flat_map(|stem| stems(stem, tag));
            let all: BTreeSet<String> = twice.chain(once.clone()).chain(plain.clone()).collect();
            forms.extend(all.iter().map(|stem| of_language(tag, stem)));
            by_any.extend(once);
        }
        forms.extend(by_any.iter().map(|form| of_language(OTHERS, form)));
        forms
    })
}

/// The same among words of which nobody says the language: a stem of any of them will do.
pub fn sought(text: &str, most: usize) -> Vec<BTreeSet<String>> {
    chosen(text, most, |word| {
        let mut forms = plain(word);
        forms.extend(ASKED_IN.iter().flat_map(|tag| stems(word, tag)));
        forms
    })
}

/// A form without the language that it is of.
pub fn unmarked(form: &str) -> &str {
    form.split_once('_').map_or(form, |(_, stem)| stem)
}

fn of_language(tag: &str, stem: &str) -> String {
    format!("{tag}_{stem}")
}

/// The forms of the telling words of a text, each once.
fn chosen(
    text: &str,
    most: usize,
    forms: impl Fn(&str) -> BTreeSet<String>,
) -> Vec<BTreeSet<String>> {
    let all: Vec<String> = words(text).collect();
    let is_telling = |word: &&String| !is_small(&fold(word));
    let telling: Vec<&String> = all.iter().filter(is_telling).collect();
    let chosen = if telling.is_empty() {
        all.iter().collect()
    } else {
        telling
    };
    let mut sought: Vec<BTreeSet<String>> = Vec::new();
    for word in chosen.into_iter().take(most) {
        let forms = forms(word);
        if !forms.is_empty() && !sought.contains(&forms) {
            sought.push(forms);
        }
    }
    sought
}

/// The words of a text in small letters, with their accents.
fn words(text: &str) -> impl Iterator<Item = String> {
    // A mark that adds an accent to the letter before it is a part of the word.
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}');
    text.split(move |c: char| !is_part(c))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// A word folded: one of another script may fold to several.
fn plain(word: &str) -> BTreeSet<String> {
    let folded = fold(word);
    let whole = folded.split(' ').filter(|plain| !plain.is_empty());
    whole
        .map(|plain| plain.get(..LONGEST).unwrap_or(plain).to_owned())
        .collect()
}

/// The stems of a word by the rules of a language, as it is written and as it is folded:
/// people leave out accents by which the rules know an ending.
fn stems(word: &str, language: &str) -> BTreeSet<String> {
    let Some(stemmer) = algorithm(language).map(Stemmer::create) else {
        return BTreeSet::new();
    };
    let mut stems = BTreeSet::new();
    for plain in plain(word) {
        stems.insert(stemmer.stem(&plain).into_owned());
        stems.insert(stemmer.stem(&singular(&plain)).into_owned());
    }
    if !word.is_ascii() && word.len() <= LONGEST {
        stems.insert(fold(&stemmer.stem(word)).replace(' ', ""));
    }
    stems.retain(|stem| !stem.is_empty());
    stems
}

/// A folded word in the singular where its accents fell away in the plural too, which the
/// rules of Spanish and Portuguese do not undo: `asociaciones`, `associacoes`.
fn singular(plain: &str) -> String {
    if let Some(head) = plain.strip_suffix("iones") {
        return format!("{head}ion");
    }
    match plain.strip_suffix("coes") {
        Some(head) => format!("{head}cao"),
        None => plain.to_owned(),
    }
}

/// The rules of a base language.
fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "hy" => Algorithm::Armenian,
        "eu" => Algorithm::Basque,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "eo" => Algorithm::Esperanto,
        "et" => Algorithm::Estonian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "id" => Algorithm::Indonesian,
        "ga" => Algorithm::Irish,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "ne" => Algorithm::Nepali,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "tr" => Algorithm::Turkish,
        "uk" => Algorithm::Ukrainian,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(sought_text: &str, text: &str, language: &str) -> bool {
        let kept = kept(text, language, 100);
        let asked = asked(sought_text, 10);
        !asked.is_empty() && asked.iter().all(|forms| !forms.is_disjoint(&kept))
    }

    #[test]
    fn accents_capitals_and_number_do_not_matter() {
        for (sought, text, language) in [
            ("nandu", "Ñandú", "es"),
            ("ÑANDÚ", "nandu", "es"),
            ("cooperativa", "Cooperativas de vivienda", "es"),
            ("cooperativas de vivienda", "Cooperativa, vivienda", "es"),
            ("asociacion", "Asociaciones", "es"),
            ("asociación", "asociaciones", "es"),
            ("asociaciones", "Asociación", "es"),
            ("associacao", "Associações", "pt"),
            ("associações", "associação", "pt"),
            ("coopératives", "COOPERATIVE", "fr"),
            ("bicycles", "A bicycle workshop", "en"),
            ("genossenschaft", "Genossenschaften", "de"),
            (
                "cooperatives",
                "Cooperativa de cooperativistes: cooperativa",
                "ca",
            ),
            ("ano\u{301}n", "añón", "es"),
            ("北京", "北京 合作社", "zh"),
        ] {
            assert!(finds(sought, text, language), "{sought} in {text}");
        }
    }

    #[test]
    fn a_stem_is_another_word_in_another_language_where_the_whole_word_is_the_same() {
        for (sought, text, language) in [
            ("guardería", "Home Guard Association", "en"),
            ("guarderias", "Guarda Municipal", "en"),
            ("taller", "The tall ones", "en"),
        ] {
            assert!(!finds(sought, text, language), "{sought} in {text}");
        }
        for (sought, text, language) in [
            ("guarderías", "Guardería infantil", "es"),
            ("taller", "Talleres", "es"),
            ("talleres", "Un taller", "es"),
            // Whole, whatever the language is said to be.
            ("taller", "The Taller Collective", "en"),
            ("bicycles", "Atelier bicycles", "fr"),
            // What is of a language by whose rules nobody asks, or of none.
            ("cooperativas", "Cooperativa galega", "gl"),
            ("kooperatiba", "Kooperatibak", "eu"),
            ("workshops", "Workshop", ""),
        ] {
            assert!(finds(sought, text, language), "{sought} in {text}");
        }
        // A run of another script asks for some of its parts, however long it is.
        let run = "合作社东西南北春夏秋冬".repeat(18);
        let asked = asked(&run, 10);
        assert!(
            asked.iter().flatten().count() <= 2 * MOST_PARTS,
            "{asked:?}"
        );
    }

    #[test]
    fn other_words_are_not_found_and_small_words_are_not_asked_for() {
        assert!(!finds("panaderia", "Cooperativa de vivienda", "es"));
        assert!(!finds("", "Cooperativa", "es"));
        assert_eq!(sought("la casa de los abuelos", 10).len(), 2);
        assert_eq!(sought("de la", 10).len(), 2);
        assert_eq!(sought("pan pan Pan", 10).len(), 1);
        assert_eq!(sought(&"uno dos tres cuatro ".repeat(9), 3).len(), 3);
        assert!(kept(&"palabra ".repeat(10_000), "es", 50).len() < 50);
    }

    #[test]
    fn forms_hold_nothing_but_small_letters_and_digits() {
        let text = "\"'*() OR NEAR/2 _t_es l’Économie 3ª año\u{200b}s ﬁn ½ ß İstanbul";
        let plain = |form: &String| {
            let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
            let stem = unmarked(form);
            !stem.is_empty() && stem.bytes().all(is_plain)
        };
        for tag in ["es", "tr", "ru", "xx"] {
            let kept = kept(text, tag, 1_000);
            assert!(kept.iter().all(plain), "{kept:?}");
        }
        let asked = [asked(text, 100), sought(text, 100)];
        assert!(asked.iter().flatten().flatten().all(plain));
    }
}
