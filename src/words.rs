//! The program's own words to people, in each language that it speaks.
//!
//! They stand in `locales/LANGUAGE/*.ftl` ([Fluent](https://projectfluent.org)), one file a
//! part of the site, the same messages in each language. They avoid the words of the
//! protocol: people read of a directory, of what is offered and sought, of friendly
//! directories, of who checked a record. What organizations write themselves is not here.

/// Days in words.
mod day;
/// What fields are called.
mod field;
/// Numbers as each language writes them.
mod number;
/// What is said of data, by keys.
mod phrase;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil::Date;

pub use day::day_in_words;
pub use number::number_in_words;
pub(crate) use phrase::phrase;
pub use phrase::{Filling, Phrase, Said, Saying};

/// The files of one language.
macro_rules! files {
    ($tag:literal: $($name:literal)+) => {
        [$((
            concat!($tag, "/", $name, ".ftl"),
            include_str!(concat!("../locales/", $tag, "/", $name, ".ftl")),
        )),+]
    };
}

/// One whole language: a new file is named once, here.
macro_rules! language {
    ($tag:literal) => {
        Words::read($tag, None, &files!($tag: "pages" "follow" "claim" "mail" "people" "second" "imports" "search" "my" "friends" "office" "pictures" "record" "problems" "refusals" "join" "about" "visit" "followers" "deliveries" "wire"))
    };
}

/// One language that is only begun: what everybody sees and the letters. Whatever it does not
/// say yet, it says as another does.
macro_rules! begun {
    ($tag:literal else $other:literal) => {
        Words::read($tag, Some($other), &files!($tag: "pages" "follow" "claim" "mail" "people" "search" "friends" "join" "about" "visit" "wire"))
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

/// The languages that are begun. They are offered where the settings name them, with a mark;
/// nobody reads one who did not ask for it, and pages behind the door are in the other language.
pub static BEGUN: LazyLock<[Words; 2]> =
    LazyLock::new(|| [begun!("ca" else "es"), begun!("ko" else "en")]);

/// What in a phrase says the how-manieth and not how many, and is written without groups.
const ORDINALS: [&str; 3] = ["line", "column", "number"];

/// Languages that are written from the right, by their base tags.
const FROM_THE_RIGHT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// Every phrase in one language.
pub struct Words {
    /// The language's tag.
    pub tag: &'static str,
    /// Which language says what this one does not say yet, where it is only begun.
    other: Option<&'static str>,
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
    fn read(tag: &'static str, other: Option<&'static str>, files: &[(&str, &str)]) -> Self {
        let mut words = Self {
            tag,
            other,
            plain: HashMap::new(),
            bundle: FluentBundle::new_concurrent(tag.parse().into_iter().collect()),
            faults: Vec::new(),
        };
        // The marks around what is filled in are for texts of mixed direction; here it stands
        // in elements of its own, and the marks would be copied with it.
        words.bundle.set_use_isolating(false);
        words.bundle.set_formatter(Some(number::filled));
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
        match (self.plain.get(key), self.other()) {
            (Some(phrase), _) => phrase.as_str(),
            (None, Some(other)) => other.say(key),
            (None, None) => key,
        }
    }

    /// A value behind its label, with the colon that the language writes.
    pub fn labelled(&'static self, label: &str, value: &str) -> String {
        let words = self;
        format!("{label}{} {value}", words.say("colon"))
    }

    /// A phrase in which something is filled in, such as a number that decides its form.
    pub fn fill(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        self.say_with(key, &values.iter().cloned().collect())
    }

    fn say_with(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let message = self.bundle.get_message(key);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            let other = self.other();
            return other.map_or_else(|| key.to_owned(), |other| other.say_with(key, args));
        };
        // What cannot be filled in is shown as its name in braces.
        let mut faults = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(args), &mut faults);
        debug_assert!(faults.is_empty(), "{key} lacks what fills it: {faults:?}");
        said.into_owned()
    }
}

impl Words {
    /// The direction in which the language is written, as HTML names it.
    pub fn direction(&self) -> &'static str {
        if FROM_THE_RIGHT.contains(&self.tag) {
            "rtl"
        } else {
            "ltr"
        }
    }

    /// A day (`2026-12-31`) as people of the language write it; what is no day stays as it is.
    pub fn day(&self, day: &str) -> String {
        let read = day.parse::<Date>();
        read.map_or_else(|_| day.to_owned(), |date| self.day_of(date))
    }

    /// A number as people of the language write it.
    pub fn number(&self, number: &(impl ToString + ?Sized)) -> String {
        number_in_words(number, self.tag)
    }

    /// A day as people of the language write it.
    pub fn day_of(&self, date: Date) -> String {
        day_in_words(date, self.tag)
    }
}

impl Words {
    /// Whether the language is only begun.
    pub fn is_begun(&self) -> bool {
        self.other.is_some()
    }

    /// The language itself when it is whole, or else the one that says what it does not.
    pub fn whole(&'static self) -> &'static Self {
        self.other().unwrap_or(self)
    }

    fn other(&self) -> Option<&'static Self> {
        self.other.and_then(of)
    }

    /// What is said, in this language where it has the phrase.
    pub fn tell(&self, saying: &Saying) -> Said {
        let (text, tag) = match (saying.phrase(), self.other()) {
            (Some(phrase), Some(other)) if !self.knows(&phrase.key) => {
                (other.speak(phrase, true), other.tag)
            }
            (Some(phrase), _) => (self.speak(phrase, true), self.tag),
            (None, _) => (saying.to_string(), first().tag),
        };
        Said {
            text,
            lang: Some(tag).filter(|tag| *tag != self.tag),
        }
    }

    /// A phrase as programs get it: fields by the names that they know them by.
    fn to_programs(&self, phrase: &Phrase) -> String {
        self.speak(phrase, false)
    }

    /// Whether there is a message of that key.
    fn knows(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    fn speak(&self, phrase: &Phrase, to_people: bool) -> String {
        let filled = phrase.with.iter().map(|(name, filling)| {
            let value = match filling {
                // What is the how-manieth is looked for as it stands there.
                Filling::Number(number) if ORDINALS.contains(&&**name) => {
                    FluentValue::from(number.to_string())
                }
                Filling::Number(number) => FluentValue::from(*number),
                Filling::Text(text) => FluentValue::from(text.as_str()),
                Filling::Field { field } if to_people => FluentValue::from(self.field(field)),
                Filling::Field { field } => FluentValue::from(field.as_str()),
                Filling::Labels { labels } => {
                    let own = labels.get(self.tag).or_else(|| labels.get(first().tag));
                    FluentValue::from(own.map_or("", String::as_str))
                }
                Filling::Phrase(inner) => FluentValue::from(self.speak(inner, to_people)),
            };
            (name.clone(), value)
        });
        let args: FluentArgs = filled.collect();
        self.say_with(&phrase.key, &args)
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
    let language = language(tag);
    language.and_then(|one| one.to_autonym()).unwrap_or(tag)
}

/// The language of a code of two letters (ISO 639-1) or three (ISO 639-3).
pub fn language(code: &str) -> Option<isolang::Language> {
    isolang::Language::from_639_1(code).or_else(|| isolang::Language::from_639_3(code))
}

/// The code of a language: the one of two letters wherever there is one, as BCP 47 prefers it
/// (RFC 5646 §2.2.1).
pub fn code(language: &isolang::Language) -> &'static str {
    language.to_639_1().unwrap_or_else(|| language.to_639_3())
}

/// Every language, the whole ones first.
pub fn all() -> impl Iterator<Item = &'static Words> {
    LANGUAGES.iter().chain(BEGUN.iter())
}

/// The phrases of the language `tag`, when the program speaks it or begins to.
pub fn of(tag: &str) -> Option<&'static Words> {
    let base = tag.split('-').next().unwrap_or_default();
    all().find(|words| words.tag.eq_ignore_ascii_case(base))
}

/// The phrases of the language `tag`, or else those of the first.
pub fn of_or_first(tag: &str) -> &'static Words {
    of(tag).unwrap_or_else(first)
}

/// The whole language in which something is named to a reader of `tag`: their own, the one that
/// stands for it while it is only begun, or the first.
pub fn whole_tag(tag: &str) -> &'static str {
    of_or_first(tag).whole().tag
}

/// The language in which everything is said first.
pub fn first() -> &'static Words {
    let [first, ..] = &*LANGUAGES;
    first
}
