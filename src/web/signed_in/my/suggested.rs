//! What the words of an offer's form suggest for the fields that are chosen from lists: shown as
//! choices beside the field, of which none is made for anybody.

use crate::place::{self, Meant, Territory, country, gazetteer};
use crate::vocabulary::{Terms, What, suggest};
use crate::web::form::Typed;
use crate::web::views::tell_apart;
use crate::words::{self, Words};

/// So many territories of one name are suggested.
const MOST: usize = 16;

/// A choice: its code, and what people call it.
pub(in crate::web) type Choice = (String, String);

/// What is suggested, by field.
#[derive(Default)]
pub(super) struct Suggested {
    pub(super) whats: Vec<Choice>,
    pub(super) terms: Vec<Choice>,
    pub(super) territories: Vec<Choice>,
}

impl Suggested {
    /// What the words of a form suggest for those of its fields that say nothing, or not
    /// clearly; of territories first those of the country of `home`.
    pub(super) fn of(typed: &Typed, home: Option<&Territory>, words: &'static Words) -> Self {
        let (title, text) = (typed.get("title"), typed.get("text"));
        let tag = words.tag;
        let mut suggested = Self::default();
        if What::parse(typed.get("what")).is_err() {
            let found = suggest::whats(title, text).into_iter();
            let choice = |one: What| (one.to_string(), one.label(tag).to_owned());
            suggested.whats = found.map(choice).collect();
        }
        if Terms::parse(typed.get("terms")).is_err() {
            let found = suggest::terms(title, text).into_iter();
            let choice = |one: Terms| (one.to_string(), one.label(tag).to_owned());
            suggested.terms = found.map(choice).collect();
        }
        suggested.territories = territories(typed.trimmed("territory"), home, tag);
        suggested
    }
}

/// The territories of which a field may mean one, where it does not say which: first those of
/// the country of `home`, and before others large cities.
pub(in crate::web) fn territories(text: &str, home: Option<&Territory>, tag: &str) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    if let Err(mut several) = territory(text) {
        let country = home.and_then(Territory::country);
        several.sort_by_key(|one| {
            let is_elsewhere = country.is_none() || one.territory.country() != country;
            let is_large = one.town.as_ref().is_some_and(|town| town.is_large);
            (is_elsewhere, !is_large)
        });
        for one in &several {
            let code = one.territory.to_string();
            let is_new = choices.iter().all(|(other, _)| *other != code);
            if is_new && choices.len() < MOST {
                choices.push((code, label(one, tag)));
            }
        }
    }
    tell_apart(&mut choices);
    choices
}

/// The territory of a field, by its code or by a name that one alone has, its own town aside;
/// else those that the name may mean, which may be none. A town is none, and what was guessed is
/// not taken.
pub(in crate::web) fn territory(text: &str) -> Result<Option<Territory>, Vec<Meant>> {
    if text.is_empty() {
        return Ok(None);
    }
    let found = place::meant(text);
    match &*found {
        [one] if !one.is_town && !one.is_guess => Ok(Some(one.territory.clone())),
        [part, town] if is_town_of(town, part) => Ok(Some(part.territory.clone())),
        _ => Err(found),
    }
}

/// Whether a town is that of the subdivision of its name: one below the first level, in which
/// the table does not place its towns.
fn is_town_of(town: &Meant, part: &Meant) -> bool {
    let whole = part.territory.country();
    let is_below =
        whole != Some(part.territory.as_str()) && !gazetteer::is_division(&part.territory);
    let lies_elsewhere = |town: &gazetteer::Municipality| town.district.is_some();
    is_below
        && !part.is_town
        && town.territory.country() == whole
        && town.town.as_ref().is_some_and(|town| !lies_elsewhere(town))
}

/// What stands in the field of a territory: its name, where that leads to it again, else its
/// code; what is not understood stands as it was typed.
pub(in crate::web) fn shown(text: &str, tag: &str) -> String {
    let Ok(Some(found)) = territory(text) else {
        return text.to_owned();
    };
    let leads_back = |name: &String| matches!(territory(name), Ok(Some(one)) if one == found);
    let name = found.name(tag).map(str::to_owned);
    let mut names = name.into_iter().chain([with_country(&found, tag)]);
    names.find(leads_back).unwrap_or(found.into())
}

/// What people call it, with its country whether or not another is called so too, since whoever
/// chooses among several reads where each lies: `Córdoba, España`.
fn with_country(territory: &Territory, tag: &str) -> String {
    let name = territory.name(tag).unwrap_or(territory.as_str());
    let code = territory
        .country()
        .filter(|code| *code != territory.as_str());
    match code.and_then(|code| country::name(code, tag)) {
        Some(country) => format!("{name}, {country}"),
        None => name.to_owned(),
    }
}

/// The same; of a town, where it lies.
fn label(meant: &Meant, tag: &str) -> String {
    let territory = with_country(&meant.territory, tag);
    match &meant.town {
        Some(town) if meant.is_town => {
            let values = [
                ("territory", territory.into()),
                ("town", town.name.clone().into()),
            ];
            let words = words::of_or_first(tag);
            words.fill("territory-of-town", &values)
        }
        _ => territory,
    }
}

/// Takes over the choices that were made among what was suggested, for fields that say nothing
/// themselves; of a territory, as long as the name is the one that it was suggested for.
pub(in crate::web) fn take(typed: &mut Typed) {
    for field in ["what", "terms", "territory"] {
        let chosen = typed.trimmed(&format!("{field}-suggested")).to_owned();
        let said = typed.trimmed(field);
        let is_open = said.is_empty() || said == typed.trimmed(&format!("{field}-suggested-for"));
        if !chosen.is_empty() && is_open {
            typed.set(field, &chosen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        territory(text).ok()?.map(String::from)
    }

    #[test]
    fn a_subdivision_is_meant_beside_its_town_and_not_beside_the_town_of_another() {
        assert_eq!(code("Leeds, UK").as_deref(), Some("GB-LDS"));
        for several in ["Leeds", "Córdoba", "Zapopan", "Londres", "Newport"] {
            assert_eq!(code(several), None, "{several}");
        }
    }

    #[test]
    fn a_territory_stands_in_its_field_by_a_name_that_leads_to_it() {
        for (text, name) in [
            ("MX-OAX", "Oaxaca"),
            ("oaxaca", "Oaxaca"),
            ("GB-LDS", "Leeds, Reino Unido"),
            ("ES-CO", "Córdoba, España"),
            ("GB", "Reino Unido"),
            ("Q1492", "Q1492"),
            ("Córdoba", "Córdoba"),
            ("donde el río", "donde el río"),
            ("", ""),
        ] {
            assert_eq!(shown(text, "es"), name, "{text}");
        }
    }

    #[test]
    fn whoever_has_to_choose_reads_where_each_lies() {
        let labels = |text: &str| -> Vec<String> {
            let all = territories(text, None, "es").into_iter();
            all.map(|(_, label)| label).collect()
        };
        assert_eq!(labels("Zapopan"), ["Jalisco, México, donde está Zapopan"]);
        let cordoba = labels("Córdoba");
        for label in ["Córdoba, España", "Córdoba, Argentina"] {
            assert!(cordoba.iter().any(|one| one == label), "{cordoba:?}");
        }
        for (at, label) in cordoba.iter().enumerate() {
            assert!(!cordoba[..at].contains(label), "{label} twice");
        }
    }
}
