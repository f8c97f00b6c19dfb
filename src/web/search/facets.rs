//! What narrows a search, with how much is left then, and what takes that away again: links
//! to other searches. Knows no record.

use super::address;
use crate::place::Territory;
use crate::search::{Asked, Counted, Facet};
use crate::vocabulary::{AttestationKind, EntityType, Section, Sector, Terms, Theme, What};
use crate::words::{self, Words};

/// How many values of a facet are shown.
const SHOWN: usize = 12;

/// What a search is narrowed by.
#[derive(Debug)]
pub(super) struct Narrowed {
    pub(super) facet: &'static str,
    pub(super) label: String,
    /// The language of the label, where it is not the page's: one is named in itself.
    pub(super) language: Option<String>,
    /// The search without it.
    pub(super) address: String,
}

/// What may narrow a search.
#[derive(Debug)]
pub(super) struct FacetItem {
    pub(super) title: &'static str,
    pub(super) values: Vec<ValueItem>,
}

/// One value of a facet.
#[derive(Debug)]
pub(super) struct ValueItem {
    pub(super) label: String,
    /// The language of the label, where it is not the page's: one is named in itself.
    pub(super) language: Option<String>,
    pub(super) count: usize,
    /// The search narrowed by it.
    pub(super) address: String,
}

/// What a search is narrowed by, the words left out, which stand in their field.
pub(super) fn narrowed(asked: &Asked, words: &'static Words) -> Vec<Narrowed> {
    let mut narrowed = Vec::new();
    for (name, value) in asked.parameters() {
        let facet = Facet::ALL.into_iter().find(|facet| facet.name() == name);
        let (title, label) = match (facet, name) {
            (Some(facet), _) => (title(facet, words), label(facet, value, words)),
            (None, "until") => (words.say("deadline-before"), value.to_owned()),
            (None, "box") => (
                words.say("search-place"),
                words.say("on-the-map").to_owned(),
            ),
            (None, "near") => (words.say("around"), value.to_owned()),
            (None, "place") => (words.say("search-place"), value.to_owned()),
            (None, "km") => (words.say("kilometres"), value.to_owned()),
            (None, _) => continue,
        };
        // Without its point a distance asks nothing.
        let without: &[(&str, &str)] = match name {
            "near" | "place" => &[(name, ""), ("km", "")],
            _ => &[(name, "")],
        };
        narrowed.push(Narrowed {
            facet: title,
            label,
            language: (facet == Some(Facet::Language)).then(|| value.to_owned()),
            address: address(asked, without),
        });
    }
    narrowed
}

/// What may narrow a search further. What all of it has, or what is asked already, does not.
pub(super) fn facets(asked: &Asked, counted: &Counted, words: &'static Words) -> Vec<FacetItem> {
    let mut facets = Vec::new();
    for facet in Facet::ALL {
        let is_asked = asked.value(facet).is_some();
        // Within a country its regions narrow further, within a section nothing does.
        if is_asked && facet != Facet::Territory {
            continue;
        }
        let values = counted.facets.get(&facet).map_or(&[][..], Vec::as_slice);
        let values: Vec<ValueItem> = values
            .iter()
            .filter(|(_, count)| *count < counted.total || counted.has_more)
            .take(SHOWN)
            .map(|(value, count)| ValueItem {
                label: label(facet, value, words),
                language: (facet == Facet::Language).then(|| value.clone()),
                count: *count,
                address: address(asked, &[(facet.name(), value)]),
            })
            .collect();
        if !values.is_empty() {
            facets.push(FacetItem {
                title: title(facet, words),
                values,
            });
        }
    }
    facets
}

fn title(facet: Facet, words: &'static Words) -> &'static str {
    match facet {
        Facet::Kind => words.say("search-kind"),
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
fn label(facet: Facet, value: &str, words: &'static Words) -> String {
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
            return territory.map_or_else(|| value.to_owned(), |one| one.name_with_code(tag));
        }
        Facet::Type => EntityType::parse(value).ok().map(|one| one.label(tag)),
        Facet::Sector => {
            if let Ok(sector) = Sector::parse(value)
                && value.len() > 1
            {
                return format!("{} ({value})", sector.label(tag));
            }
            Section::parse(value).ok().map(|one| one.label(tag))
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
