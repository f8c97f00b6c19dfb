//! The files of all languages say the same, and all that the program names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::*;

/// The messages of a language by key, each with its text.
fn messages(tag: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(tag);
    let mut found = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let mut last = None;
        for line in text.lines() {
            if let Some(key) = key_of(line) {
                let earlier = found.insert(key.to_owned(), line.to_owned());
                assert_eq!(earlier, None, "{tag} says {key} twice");
                last = Some(key.to_owned());
            } else if let Some(last) = &last {
                found.entry(last.clone()).or_default().push_str(line);
            }
        }
    }
    found
}

/// What is filled into a message.
fn holes(text: &str) -> BTreeSet<String> {
    let named = text.split('$').skip(1);
    let name = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        rest[..end.unwrap_or(rest.len())].to_owned()
    };
    named.map(name).collect()
}

/// Every key that code and templates name: whoever speaks is called `words`, and what is said
/// of data is a `phrase!`.
fn named() -> BTreeSet<String> {
    fn read(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, found);
            } else if path
                .extension()
                .is_some_and(|kind| kind == "rs" || kind == "html")
            {
                let text = fs::read_to_string(&path).unwrap();
                let text: String = text.split_whitespace().collect();
                for call in ["words.say(\"", "words.fill(\"", "phrase!(\""] {
                    let rests = text.split(call).skip(1);
                    let keys = rests.filter_map(|rest| rest.split_once('"'));
                    found.extend(keys.map(|(key, _)| key.to_owned()));
                }
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    for folder in ["src", "templates"] {
        read(&root.join(folder), &mut found);
    }
    found
}

#[test]
fn every_file_is_read_without_a_fault() {
    for words in all() {
        assert_eq!(words.faults, [""; 0], "{}", words.tag);
    }
}

#[test]
fn no_french_line_begins_with_the_mark_that_ends_a_phrase() {
    for (key, text) in messages("fr") {
        let parts = text.split(' ').skip(1);
        let alone: Vec<&str> = parts
            .filter(|part| part.starts_with(['?', '!', ';', ':', '»']) || part.ends_with('«'))
            .collect();
        assert!(alone.is_empty(), "{key} wants U+00A0 there: {text}");
    }
    let words = of("fr").unwrap();
    assert_eq!(words.labelled("Où", "Lyon"), "Où\u{a0}: Lyon");
}

#[test]
fn each_language_says_the_same_with_the_same_to_fill_in() {
    let first = messages("en");
    for words in LANGUAGES.iter() {
        let own = messages(words.tag);
        let keys = |of: &BTreeMap<String, String>| of.keys().cloned().collect::<BTreeSet<_>>();
        let missing: Vec<_> = keys(&first)
            .symmetric_difference(&keys(&own))
            .cloned()
            .collect();
        assert_eq!(
            missing, [""; 0],
            "these are not in both en and {}",
            words.tag
        );
        for (key, text) in &own {
            assert_eq!(holes(text), holes(&first[key]), "{} in {}", key, words.tag);
        }
    }
}

#[test]
fn whatever_is_named_is_there_and_whatever_is_there_is_named() {
    let there: BTreeSet<String> = messages("en").into_keys().collect();
    let named = named();
    let missing: Vec<_> = named.difference(&there).collect();
    assert!(missing.is_empty(), "add to locales/*/: {missing:?}");
    let unused: Vec<_> = there.difference(&named).collect();
    assert!(unused.is_empty(), "nobody says: {unused:?}");
}

#[test]
fn a_language_is_found_by_its_base_in_any_case() {
    assert_eq!(of("ES-mx").map(|words| words.tag), Some("es"));
    assert!(of("xx").is_none());
    assert_eq!(of("fr").map(|words| words.say("search")), Some("Chercher"));
}

#[test]
fn a_phrase_is_said_in_each_language_and_to_programs_in_english() {
    let inner = phrase!("refusal-too-long", length = 300_u64, most = 200_u64);
    let said = Saying::from(phrase!(
        "refusal-field",
        field = Filling::field("names.es"),
        reason = inner
    ));
    let english = "names.es: has 300 characters; write at most 200";
    assert_eq!(&*said, english);
    let spanish = of("es").unwrap().tell(&said);
    assert_eq!(
        spanish.text,
        "Nombre (es): tiene 300 caracteres; escriba como máximo 200"
    );
    assert_eq!(spanish.lang, None);
    assert_eq!(Saying::from_text(&said.to_text()), said);

    let unsaid = Saying::from("the disk is full");
    let shown = of("fr").unwrap().tell(&unsaid);
    assert_eq!((&*shown.text, shown.lang), ("the disk is full", Some("en")));
    assert_eq!(of("en").unwrap().tell(&unsaid).lang, None);
    assert_eq!(Saying::from_text(&unsaid.to_text()), unsaid);
}

#[test]
fn what_fills_a_phrase_cannot_reach_a_terminal_as_a_command() {
    let said = Saying::from(phrase!("problem-no-day", value = "\u{1b}[2J\n"));
    assert!(!said.contains(char::is_control), "{said:?}");
}

#[test]
fn a_name_of_its_own_is_said_as_each_language_has_it() {
    let name = Filling::labels(|tag| format!("name in {tag}"));
    let phrase = phrase!("problem-place", place = "", what = name);
    let said = Saying::from(phrase);
    assert_eq!(&*said, "name in en");
    assert_eq!(of("pt").unwrap().tell(&said).text, "name in pt");
}

#[test]
fn a_language_that_is_begun_says_nothing_else_than_the_first() {
    let first = messages("en");
    for words in BEGUN.iter() {
        for (key, text) in messages(words.tag) {
            let same = first.get(&key).map(|first| holes(first));
            let tag = words.tag;
            assert_eq!(
                same,
                Some(holes(&text)),
                "take {key} out of locales/{tag}/ when you do not speak it: it is said in another \
                 language until somebody writes it anew"
            );
        }
    }
}

#[test]
fn what_a_begun_language_does_not_say_yet_another_says() {
    let (catalan, korean) = (of("ca-ES").unwrap(), of("ko").unwrap());
    assert_eq!(catalan.say("search"), "Cerca");
    assert_eq!(catalan.say("imports"), "Importaciones");
    assert_eq!(korean.say("imports"), "Imports");
    assert_eq!(
        (catalan.whole().tag, korean.whole().tag),
        ("es", "en"),
        "whole pages are in these"
    );
    let said = Saying::from(phrase!("refusal-no-day", value = "x"));
    let shown = catalan.tell(&said);
    assert_eq!(shown.lang, Some("es"));
    assert_eq!(shown.text, of("es").unwrap().tell(&said).text);
    let count = |number: i64| korean.fill("import-rows", &[("count", number.into())]);
    assert_eq!(
        count(1),
        first().fill("import-rows", &[("count", 1.into())])
    );
    assert_eq!(
        ["ca", "ko", "pt-BR", "nl"].map(whole_tag),
        ["es", "en", "pt", "en"]
    );
}

#[test]
fn numbers_decide_the_form_of_words_as_each_language_wants_it() {
    let found = |tag: &str, count: i64| {
        let words = of(tag).unwrap();
        words.fill("found-count", &[("count", count.into())])
    };
    assert_eq!(found("ca", 1), "Se n’ha trobat un.");
    assert_eq!(found("ca", 3), "Se n’han trobat 3.");
    assert_eq!(found("ko", 1), "1건을 찾았습니다.");
    assert_eq!(found("ko", 0), "찾은 것이 없습니다.");
}
