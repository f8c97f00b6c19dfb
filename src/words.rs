//! The program's own words to people, in each language that it speaks.
//!
//! They stand in `locales/LANGUAGE/*.ftl` ([Fluent](https://projectfluent.org)), one file a
//! part of the site, the same messages in each language. They avoid the words of the
//! protocol: people read of a directory, of what is offered and sought, of friendly
//! directories, of who checked a record. What organizations write themselves is not here.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil::Date;

use crate::text;

/// The files of one language.
macro_rules! files {
    ($tag:literal: $($name:literal)+) => {
        [$((
            concat!($tag, "/", $name, ".ftl"),
            include_str!(concat!("../locales/", $tag, "/", $name, ".ftl")),
        )),+]
    };
}

/// One language: a new file is named once, here.
macro_rules! language {
    ($tag:literal) => {
        Words::read($tag, &files!($tag: "pages" "follow" "claim" "mail" "people" "imports" "search" "my" "friends" "office" "pictures" "record"))
    };
}

/// The languages that are whole, in the order in which they are preferred.
pub static LANGUAGES: LazyLock<[Words; 4]> = LazyLock::new(|| {
    [
        language!("en"),
        language!("es"),
        language!("fr"),
        language!("pt"),
    ]
});

/// Every phrase in one language.
pub struct Words {
    /// The language's tag.
    pub tag: &'static str,
    /// Phrases that are the same for everybody, put together once.
    plain: HashMap<String, String>,
    /// All phrases, for those with something to fill in.
    bundle: FluentBundle<FluentResource>,
    /// What is wrong in the files; a test demands that nothing is.
    faults: Vec<String>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("tag", &self.tag)
            .finish_non_exhaustive()
    }
}

impl Words {
    fn read(tag: &'static str, files: &[(&str, &str)]) -> Self {
        let mut words = Self {
            tag,
            plain: HashMap::new(),
            bundle: FluentBundle::new_concurrent(tag.parse().into_iter().collect()),
            faults: Vec::new(),
        };
        // The marks around what is filled in are for texts of mixed direction; here it stands
        // in elements of its own, and the marks would be copied with it.
        words.bundle.set_use_isolating(false);
        for (name, text) in files {
            words.take(name, text);
        }
        words
    }

    fn take(&mut self, name: &str, text: &str) {
        let resource =
            FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(rest, faults)| {
                self.faults
                    .extend(faults.iter().map(|fault| format!("{name}: {fault}")));
                rest
            });
        let keys: Vec<String> = text.lines().filter_map(key_of).map(str::to_owned).collect();
        if let Err(faults) = self.bundle.add_resource(resource) {
            self.faults
                .extend(faults.iter().map(|fault| format!("{name}: {fault}")));
        }
        for key in keys {
            let mut faults = Vec::new();
            let pattern = self
                .bundle
                .get_message(&key)
                .and_then(|message| message.value());
            let phrase = pattern.map(|it| self.bundle.format_pattern(it, None, &mut faults));
            if let Some(phrase) = phrase.filter(|_| faults.is_empty()) {
                let phrase = phrase.into_owned();
                self.plain.insert(key, phrase);
            }
        }
    }

    /// A phrase that is the same for everybody. An unknown key is shown as it is; a test
    /// looks for each key that the program and its templates name.
    pub fn say(&'static self, key: &'static str) -> &'static str {
        self.plain.get(key).map_or(key, String::as_str)
    }

    /// A phrase in which something is filled in, such as a number that decides its form.
    pub fn fill(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let args: FluentArgs = values.iter().cloned().collect();
        let message = self.bundle.get_message(key);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return key.to_owned();
        };
        // What cannot be filled in is shown as its name in braces.
        let mut faults = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut faults)
            .into_owned()
    }
}

impl Words {
    /// A day (`2026-12-31`) as people of the language write it; what is no day stays as it is.
    pub fn day(&self, day: &str) -> String {
        let read = day.parse::<Date>();
        read.map_or_else(
            |_| day.to_owned(),
            |date| text::day_in_words(date, self.tag),
        )
    }
}

/// The key of the message that begins on this line.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(" =")?;
    let is_key = key.starts_with(|c: char| c.is_ascii_lowercase());
    is_key.then_some(key)
}

/// What a language is called by those who speak it; its tag where that is not known.
pub fn called(tag: &str) -> &str {
    if let Some(own) = of(tag) {
        return own.say("language");
    }
    let language =
        isolang::Language::from_639_1(tag).or_else(|| isolang::Language::from_639_3(tag));
    language.and_then(|one| one.to_autonym()).unwrap_or(tag)
}

/// The phrases of the language `tag`, when the program speaks it.
pub fn of(tag: &str) -> Option<&'static Words> {
    let base = tag.split('-').next().unwrap_or_default();
    LANGUAGES
        .iter()
        .find(|words| words.tag.eq_ignore_ascii_case(base))
}

/// The language in which everything is said first.
pub fn first() -> &'static Words {
    let [first, ..] = &*LANGUAGES;
    first
}
