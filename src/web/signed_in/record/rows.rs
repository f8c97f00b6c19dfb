//! The rows of the form: texts in each language, ways to reach an organization, and lists to
//! choose from.

use super::form::MOST_ROWS;
use crate::place::country;
use crate::registry::ContactKind;
use crate::text::fold;
use crate::vocabulary::Language;
use crate::web::form::{Typed, Wrongs};
use crate::words::{self, Words};

/// How many empty rows a form offers.
const EMPTY_ROWS: usize = 2;

/// One choice of a list: code, label, whether it is chosen.
pub(super) type Choice = (&'static str, &'static str, bool);

/// The texts in one language.
pub(super) struct TextRow {
    pub(super) row: usize,
    pub(super) language: String,
    /// The language's tag, and what it is called by those who speak it.
    pub(super) tag: String,
    pub(super) called: String,
    pub(super) name: String,
    pub(super) summary: String,
    pub(super) wrongs: [Option<String>; 3],
}

impl TextRow {
    /// Whether it is one more language for which nothing is said yet.
    pub(super) fn is_blank(&self) -> bool {
        let said = [&self.language, &self.name, &self.summary];
        self.row > 0
            && said.iter().all(|text| text.is_empty())
            && self.wrongs.iter().all(Option::is_none)
    }
}

/// One way to reach an organization.
pub(super) struct ContactRow {
    pub(super) row: usize,
    pub(super) kinds: Vec<Choice>,
    pub(super) value: String,
    pub(super) public: bool,
    pub(super) wrong: Option<String>,
}

pub(super) fn choices<T: Copy>(
    typed: &Typed,
    field: &str,
    all: &[T],
    of: impl Fn(T) -> (&'static str, &'static str),
) -> Vec<Choice> {
    let chosen = typed.get(field);
    let all = all.iter().map(|one| of(*one));
    all.map(|(code, label)| (code, label, code == chosen))
        .collect()
}

/// How many rows to show: those in which something stands, and some more.
fn rows(typed: &Typed, fields: &[&str]) -> usize {
    let says = |row: &usize| {
        fields
            .iter()
            .any(|field| !typed.get(&format!("{field}-{row}")).is_empty())
    };
    let last = (0..MOST_ROWS).rev().find(says);
    (last.map_or(0, |row| row + 1) + EMPTY_ROWS).min(MOST_ROWS)
}

pub(super) fn text_rows(typed: &Typed, wrongs: &Wrongs) -> Vec<TextRow> {
    let all = 0..rows(typed, &["language", "name", "summary"]);
    all.map(|row| {
        let of = |field: &str| typed.get(&format!("{field}-{row}")).to_owned();
        let wrong = |field: &str| {
            wrongs
                .of(&format!("{field}-{row}"))
                .map(ToString::to_string)
        };
        let language = of("language");
        let tag = Language::read(&language).unwrap_or_default();
        TextRow {
            row,
            called: words::called(&tag).to_owned(),
            tag,
            language,
            name: of("name"),
            summary: of("summary"),
            wrongs: ["language", "name", "summary"].map(wrong),
        }
    })
    .collect()
}

/// The countries by name in the language of `tag`: first that of the directory, then by their
/// letters; what was typed and is none stands before them, for the one who mends it.
pub(super) fn countries(
    typed: &Typed,
    home: Option<&str>,
    tag: &str,
) -> Vec<(String, String, bool)> {
    let text = typed.trimmed("country");
    let chosen = country::exact(text).unwrap_or(text);
    let mut all: Vec<(String, String, bool)> = country::all(tag)
        .map(|(code, name)| (code.to_owned(), name.to_owned(), code == chosen))
        .collect();
    all.sort_by_cached_key(|(code, name, _)| (Some(&**code) != home, fold(name)));
    if !chosen.is_empty() && all.iter().all(|(_, _, is_chosen)| !is_chosen) {
        all.insert(0, (text.to_owned(), text.to_owned(), true));
    }
    all
}

pub(super) fn contact_rows(
    typed: &Typed,
    wrongs: &Wrongs,
    words: &'static Words,
) -> Vec<ContactRow> {
    let kinds = [
        (ContactKind::Email, words.say("contact-email")),
        (ContactKind::Phone, words.say("contact-phone")),
        (ContactKind::Person, words.say("contact-person")),
    ];
    let all = 0..rows(typed, &["contact"]);
    all.map(|row| {
        let chosen = typed.get(&format!("contact-kind-{row}"));
        let field = format!("contact-{row}");
        ContactRow {
            row,
            kinds: (kinds.iter())
                .map(|(kind, label)| (kind.as_str(), *label, kind.as_str() == chosen))
                .collect(),
            value: typed.get(&field).to_owned(),
            public: !typed.get(&format!("contact-public-{row}")).is_empty(),
            wrong: wrongs.of(&field).map(ToString::to_string),
        }
    })
    .collect()
}
