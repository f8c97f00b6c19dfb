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

/// Every key that code and templates name: whoever speaks is called `words`.
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
                for verb in ["say", "fill"] {
                    let call = format!("words.{verb}(\"");
                    let rests = text.split(&call).skip(1);
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
    for words in LANGUAGES.iter() {
        assert_eq!(words.faults, [""; 0], "{}", words.tag);
    }
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
