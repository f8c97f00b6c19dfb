//! What the words of an offer's form suggest for the fields that are chosen from lists: shown as
//! choices beside the field, of which none is made for anybody.

use crate::place::{self, Meant, Territory, country};
use crate::vocabulary::{Terms, What, suggest};
use crate::web::form::Typed;
use crate::words::Words;

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
    choices
}

/// The territory of a field, by its code or by a name that one alone has; else those that the
/// name may mean, which may be none. A town is none, and what was guessed is not taken.
pub(in crate::web) fn territory(text: &str) -> Result<Option<Territory>, Vec<Meant>> {
    if text.is_empty() {
        return Ok(None);
    }
    let found = place::meant(text);
    match &*found {
        [one] if !one.is_town && !one.is_guess => Ok(Some(one.territory.clone())),
        _ => Err(found),
    }
}

/// A territory as a field shows it: by its name where that leads back to it alone, with its
/// country where it needs that; else by its code.
pub(in crate::web) fn written(one: &Territory, tag: &str) -> String {
    let name = one.name(tag).unwrap_or_default();
    let country = one.country().and_then(|code| country::name(code, tag));
    let names = [
        name.to_owned(),
        format!("{name}, {}", country.unwrap_or_default()),
    ];
    let leads_back = |name: &String| territory(name).is_ok_and(|found| found.as_ref() == Some(one));
    let name = names.into_iter().find(leads_back);
    name.unwrap_or_else(|| one.to_string())
}

/// What people call it: `Córdoba (ES-CO), España`; of a town, where it lies.
fn label(meant: &Meant, tag: &str) -> String {
    let territory = &meant.territory;
    let mut label = territory.name_with_code(tag);
    let code = territory
        .country()
        .filter(|code| *code != territory.as_str());
    if let Some(country) = code.and_then(|code| country::name(code, tag)) {
        label = format!("{label}, {country}");
    }
    match &meant.town {
        Some(town) if meant.is_town => format!("{}: {label}", town.name),
        _ => label,
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
