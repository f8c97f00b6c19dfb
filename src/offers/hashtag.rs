//! The hashtags of an offer: words that people write and follow, in the language of its text.
//! Which of them an offer was published under is kept, so that each leads to a list.

use std::collections::BTreeMap;

use super::{Offer, sql};
use crate::error::{Error, Result};
use crate::id::OfferId;
use crate::place::Territory;
use crate::registry::Organization;
use crate::store::Tx;
use crate::text::fold;
use crate::vocabulary::{Section, Sector, Theme, What};
use crate::words::{self, Words};

/// How many hashtags one text has at most; more look like advertising.
const MOST: usize = 6;
/// How many of them are themes of the organization.
const MOST_THEMES: usize = 2;
/// Nobody writes longer hashtags than this many letters.
const MAX_LETTERS: usize = 40;

/// A hashtag.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Hashtag {
    /// As people write it, without `#`: `EconomíaCircular`.
    pub name: String,
    /// As addresses have it, in small letters without accents: `economiacircular`.
    pub tag: String,
}

impl Hashtag {
    /// The hashtag of some words; `None` when there is nothing in them to follow.
    pub fn of(words: &str) -> Option<Self> {
        let name = camel(words);
        let tag = key(&name);
        let is_word = name.chars().any(char::is_alphabetic) && !tag.is_empty();
        (is_word && name.chars().count() <= MAX_LETTERS).then_some(Self { name, tag })
    }

    /// The path of the list of what was published under it.
    pub fn path(&self) -> String {
        format!("/tags/{}", self.tag)
    }
}

/// The form of a hashtag in which spellings are compared and addresses are written.
pub fn key(name: &str) -> String {
    fold(name).replace(' ', "")
}

/// The hashtags of an offer in the language of `tag`: the themes of its organization, what it
/// works in, what is offered, where, and the movement.
pub fn hashtags(offer: &Offer, owner: &Organization, tag: &str) -> Vec<Hashtag> {
    let (stated, words) = (&owner.stated, words::of_or_first(tag));
    let themes = stated.themes.iter().filter_map(|theirs| {
        let known = Theme::find(theirs).map(|theme| theme.label(tag));
        // Other themes are in the words of whoever wrote them.
        Hashtag::of(known.unwrap_or(theirs))
    });
    let sector = stated.sectors.first().map(Sector::section);
    let rest = [
        sector.and_then(|section| Hashtag::of(first_word(section, tag))),
        Hashtag::of(of_what(offer.stated.what, words)),
        place_name(offer, owner).and_then(|name| Hashtag::of(&name)),
        // What the whole movement writes.
        Hashtag::of(words.say("hashtag-movement")),
    ];
    let mut found: Vec<Hashtag> = Vec::new();
    for one in themes.take(MOST_THEMES).chain(rest.into_iter().flatten()) {
        if found.iter().all(|other| other.tag != one.tag) {
            found.push(one);
        }
    }
    found.truncate(MOST);
    found
}

/// Where an offer is taken up, by name: its own territory, or else its organization's. The
/// code of a municipality has a name only where the organization's address tells it.
pub fn place_name(offer: &Offer, owner: &Organization) -> Option<String> {
    let own = owner.stated.territory.as_ref();
    let territory = offer.stated.territory.as_ref().or(own)?;
    let place = &owner.stated.place;
    if territory.is_municipality() {
        let is_there = place.municipality.as_ref() == Some(territory) || own == Some(territory);
        return place.locality.clone().filter(|_| is_there);
    }
    name(territory).map(str::to_owned)
}

/// A territory's name without what ISO writes after it in brackets.
fn name(territory: &Territory) -> Option<&'static str> {
    let name = territory.english_name()?;
    let plain = name.split(['[', '(', ',']).next().unwrap_or(name).trim();
    (!plain.is_empty()).then_some(plain)
}

/// Keeps under which hashtags, by language, an offer is published; others are forgotten.
pub async fn keep(
    tx: &mut Tx,
    offer: &OfferId,
    hashtags: &BTreeMap<String, Vec<Hashtag>>,
) -> Result<()> {
    sql::forget_tags(tx, offer).await?;
    for (language, tags) in hashtags {
        for (position, one) in (0..).zip(tags) {
            sql::insert_tag(tx, offer, language, one, position).await?;
        }
    }
    Ok(())
}

/// Forgets the hashtags of an offer that is withdrawn.
pub async fn forget(tx: &mut Tx, offer: &OfferId) -> Result<()> {
    sql::forget_tags(tx, offer).await
}

/// The hashtags that an offer was published under in a language.
pub async fn of(tx: &mut Tx, offer: &OfferId, language: &str) -> Result<Vec<Hashtag>> {
    sql::tags_of(tx, offer, language).await
}

/// The form for addresses of a hashtag that somebody names, in any spelling and with or without
/// its sign, whether anything stands under it or not.
///
/// # Errors
/// [`Error::Invalid`] when it can be none.
pub fn parse(typed: &str) -> Result<String> {
    let found = Hashtag::of(typed.trim_start_matches('#'));
    found
        .map(|one| one.tag)
        .ok_or_else(|| Error::invalid("tag", "is no word that people could write as a hashtag"))
}

/// The hashtag that any spelling means, as it was written last, if anything was published
/// under it.
pub async fn find(tx: &mut Tx, spelling: &str) -> Result<Option<Hashtag>> {
    if spelling.chars().count() > MAX_LETTERS {
        return Ok(None);
    }
    sql::find_tag(tx, &key(spelling)).await
}

/// `economía circular` as people write it in a hashtag: `EconomíaCircular`.
fn camel(words: &str) -> String {
    let parts = words.split(|character: char| !character.is_alphanumeric());
    parts
        .flat_map(|part| {
            let mut characters = part.chars();
            let first = characters.next();
            first
                .into_iter()
                .flat_map(char::to_uppercase)
                .chain(characters)
        })
        .collect()
}

/// The first activity that a section's label names, since whole labels are too long.
fn first_word(section: Section, tag: &str) -> &'static str {
    let label = section.label(tag);
    let ends = [",", " and ", " y ", " et ", " e ", " i ", " 및 "];
    let cut = ends.iter().filter_map(|end| label.find(end)).min();
    cut.and_then(|at| label.get(..at)).unwrap_or(label)
}

fn of_what(what: What, words: &'static Words) -> &'static str {
    match what {
        What::Product => words.say("hashtag-product"),
        What::Service => words.say("hashtag-service"),
        What::SpaceEquipment => words.say("hashtag-space-equipment"),
        What::MoneyGuarantee => words.say("hashtag-money-guarantee"),
        What::PeopleSkills => words.say("hashtag-people-skills"),
        What::KnowledgeMentoring => words.say("hashtag-knowledge-mentoring"),
        What::Visit => words.say("hashtag-visit"),
        What::ProjectPartner => words.say("hashtag-project-partner"),
        What::Volunteers => words.say("hashtag-volunteers"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_hashtags_as_people_write_them() {
        for (words, name, tag) in [
            ("economía circular", "EconomíaCircular", "economiacircular"),
            (
                "Auvergne-Rhône-Alpes",
                "AuvergneRhôneAlpes",
                "auvergnerhonealpes",
            ),
            ("Água", "Água", "agua"),
            ("fair-trade 2026", "FairTrade2026", "fairtrade2026"),
            ("Ελλάδα", "Ελλάδα", "ellada"),
        ] {
            let made = Hashtag::of(words).unwrap();
            assert_eq!((made.name.as_str(), made.tag.as_str()), (name, tag));
        }
    }

    #[test]
    fn what_nobody_could_follow_is_no_hashtag() {
        let long = "palabra ".repeat(8);
        for words in ["", " - ", "2026", "<>", &long] {
            assert_eq!(Hashtag::of(words), None, "{words}");
        }
    }

    #[test]
    fn every_sector_has_a_word_short_enough() {
        for section in Section::ALL {
            for tag in ["en", "es", "fr", "pt"] {
                assert!(
                    Hashtag::of(first_word(*section, tag)).is_some(),
                    "{section} {tag}"
                );
            }
        }
        assert_eq!(first_word(Section::Arts, "fr"), "Arts");
        assert_eq!(
            first_word(Section::Manufacturing, "es"),
            "Industria manufacturera"
        );
    }
}
