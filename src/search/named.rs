//! What people call what is asked for.

use super::asked::Asked;
use super::code::Facet;
use crate::place::Territory;
use crate::vocabulary::{AttestationKind, EntityType, Section, Sector, Terms, Theme, What};
use crate::words::{self, Words};

/// A search in one line, as letters and lists name it.
pub fn described(asked: &Asked, words: &'static Words) -> String {
    let parts = asked.parameters().into_iter().map(|(name, value)| {
        let value = shown(name, value, words);
        if name == "q" {
            return value;
        }
        words.labelled(name_of(name, words), &value)
    });
    parts.collect::<Vec<_>>().join(" · ")
}

/// What people call a parameter.
pub fn name_of(parameter: &str, words: &'static Words) -> &'static str {
    let facet = Facet::ALL.into_iter().find(|one| one.name() == parameter);
    match (facet, parameter) {
        (Some(facet), _) => title(facet, words),
        (None, "until") => words.say("deadline-before"),
        (None, "near") => words.say("around"),
        (None, "km") => words.say("kilometres"),
        (None, "box" | "place") => words.say("search-place"),
        (None, _) => words.say("search-words"),
    }
}

/// What people call the value of a parameter.
pub fn shown(parameter: &str, value: &str, words: &'static Words) -> String {
    let facet = Facet::ALL.into_iter().find(|one| one.name() == parameter);
    match (facet, parameter) {
        (Some(facet), _) => label(facet, value, words),
        (None, "box") => words.say("on-the-map").to_owned(),
        (None, "until") => words.day(value),
        (None, _) => value.to_owned(),
    }
}

/// What people call what things are parted by.
pub fn title(facet: Facet, words: &'static Words) -> &'static str {
    match facet {
        Facet::Kind => words.say("kind-of-record"),
        Facet::Whose => words.say("whose"),
        Facet::Territory => words.say("territory"),
        Facet::Type => words.say("organization-type"),
        Facet::Sector => words.say("activities"),
        Facet::Theme => words.say("themes"),
        Facet::What => words.say("what"),
        Facet::Terms => words.say("terms"),
        Facet::Language => words.say("record-language"),
        Facet::Attested => words.say("checked-by"),
    }
}

/// What people call a value; a value that no list has stands as it is.
pub fn label(facet: Facet, value: &str, words: &'static Words) -> String {
    let tag = words.tag;
    let found = match facet {
        Facet::Kind => Some(match value {
            "organization" => words.say("organizations"),
            "need" => words.say("need"),
            _ => words.say("offer"),
        }),
        Facet::Whose => Some(match value {
            "own" => words.say("whose-own"),
            _ => words.say("whose-others"),
        }),
        Facet::Territory => {
            let territory = Territory::parse(value).ok();
            return territory.map_or_else(|| value.to_owned(), |one| one.called(tag));
        }
        Facet::Type => EntityType::parse(value).ok().map(|one| one.label(tag)),
        Facet::Sector => {
            let section = Section::parse(value).ok().map(|one| one.label(tag));
            section.or_else(|| Sector::parse(value).ok().map(|one| one.label(tag)))
        }
        Facet::Theme => Theme::parse(value).ok().map(|one| one.label(tag)),
        Facet::What => What::parse(value).ok().map(|one| one.label(tag)),
        Facet::Terms => Terms::parse(value).ok().map(|one| one.label(tag)),
        Facet::Language => {
            let spoken = words::of(value).map(|own| own.say("language"));
            spoken.or_else(|| autonym(value))
        }
        Facet::Attested => AttestationKind::parse(value).ok().map(|one| one.label(tag)),
    };
    found.map_or_else(|| value.to_owned(), str::to_owned)
}

/// What a language is called by those who speak it.
fn autonym(tag: &str) -> Option<&'static str> {
    let language =
        isolang::Language::from_639_1(tag).or_else(|| isolang::Language::from_639_3(tag));
    language?.to_autonym()
}
