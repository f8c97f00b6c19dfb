//! What people call what is asked for.

use super::asked::Asked;
use super::code::Facet;
use super::place::taken_for;
use crate::place::Territory;
use crate::vocabulary::{AttestationKind, EntityType, Section, Sector, Terms, Theme, Trade, What};
use crate::words::{self, Words};

/// A search in one line, as letters, lists and feeds name it.
pub fn described(asked: &Asked, words: &'static Words) -> String {
    let parts = asked.parameters().into_iter().map(|(name, value)| {
        let value = shown(asked, (name, value), words);
        match name_of(name, words) {
            Some(label) => words.labelled(label, &value),
            None => value,
        }
    });
    parts.collect::<Vec<_>>().join(" · ")
}

/// What people call a parameter; words and a distance say by themselves what they are.
pub fn name_of(parameter: &str, words: &'static Words) -> Option<&'static str> {
    let facet = Facet::ALL.into_iter().find(|one| one.name() == parameter);
    match (facet, parameter) {
        (Some(facet), _) => Some(title(facet, words)),
        (None, "until") => Some(words.say("deadline-before")),
        (None, "near") => Some(words.say("around")),
        (None, "box" | "place") => Some(words.say("search-place")),
        (None, _) => None,
    }
}

/// What people call the value of a parameter; of a place that was found, which one was taken.
pub fn shown(asked: &Asked, (parameter, value): (&str, &str), words: &'static Words) -> String {
    let facet = Facet::ALL.into_iter().find(|one| one.name() == parameter);
    match (facet, parameter) {
        (None, "place") => match taken_for(asked, words.tag) {
            Some((place, _)) => place,
            None => value.to_owned(),
        },
        (Some(facet), _) => label(facet, value, words),
        (None, "box") => words.say("on-the-map").to_owned(),
        (None, "until") => words.day(value),
        (None, "km") => words.fill("within-km", &[("km", words.number(value).into())]),
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
            let trade = Trade::parse(value).ok().map(|one| one.label(tag));
            let section = || Section::parse(value).ok().map(|one| one.label(tag));
            let sector = || Sector::parse(value).ok().map(|one| one.label(tag));
            trade.or_else(section).or_else(sector)
        }
        Facet::Theme => Theme::parse(value).ok().map(|one| one.label(tag)),
        Facet::What => What::parse(value).ok().map(|one| one.label(tag)),
        Facet::Terms => Terms::parse(value).ok().map(|one| one.label(tag)),
        Facet::Language => Some(words::called(value)),
        Facet::Attested => AttestationKind::parse(value).ok().map(|one| one.label(tag)),
    };
    found.map_or_else(|| value.to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_says_by_itself_what_it_is() {
        for (tag, said) in [
            ("en", "pan · Where: Oaxaca · within 12.5 km"),
            ("es", "pan · Dónde: Oaxaca · a menos de 12,5 km"),
            ("fr", "pan · Où\u{a0}: Oaxaca · à moins de 12,5 km"),
            ("pt", "pan · Onde: Oaxaca · a menos de 12,5 km"),
        ] {
            let asked = Asked::read([("km", "12.5"), ("place", "Oaxaca"), ("q", "pan")]).unwrap();
            let words = words::of(tag).unwrap();
            assert_eq!(described(&asked, words), said);
        }
    }
}
