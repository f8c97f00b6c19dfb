//! The form of an offer or need: what was typed becomes what is kept, or it is said what is to
//! be mended beside which field.

use super::suggested;
use crate::error::Result;
use crate::offers::{Draft, Offer, Purpose, deadline};
use crate::place::Territory;
use crate::registry::{self, Organization};
use crate::text::LanguageMap;
use crate::vocabulary::{Terms, What};
use crate::web::form::{Typed, Wrongs};
use crate::web::reader::Reader;
use crate::words::{self, Words};

/// One choice of a list: code, label, whether it is chosen.
pub(super) type Choice = (&'static str, &'static str, bool);

/// What of an offer can be written by the form, each as it stands in a field.
pub(super) const FIELDS: [&str; 8] = [
    "purpose",
    "language",
    "title",
    "text",
    "what",
    "terms",
    "territory",
    "until",
];

/// A form as it is shown the first time.
pub(super) fn fresh(reader: &Reader, owner: &Organization, purpose: &str) -> Typed {
    let mut typed = Typed::default();
    let is_need = purpose == Purpose::Need.as_str();
    let purpose = if is_need {
        Purpose::Need
    } else {
        Purpose::Offer
    };
    typed.set("purpose", purpose.as_str());
    typed.set("language", reader.words.tag);
    if let Some(territory) = nearest(&owner.stated) {
        typed.set("territory", territory.as_str());
    }
    typed
}

/// The smallest territory that an organization is known to lie in: that which is called as its
/// town, else the one that it states.
fn nearest(owner: &registry::Draft) -> Option<Territory> {
    let (own, place) = (owner.territory.as_ref(), &owner.place);
    let country = place
        .country
        .as_deref()
        .or(own.and_then(Territory::country));
    let town = place.locality.as_deref().zip(country);
    let town = town.and_then(|(town, country)| {
        suggested::territory(&format!("{town}, {country}"))
            .ok()
            .flatten()
    });
    let is_there = |town: &Territory| own.is_none_or(|own| own.contains(town));
    town.filter(is_there).or(own.cloned())
}

/// A form with what stands.
pub(super) fn of(offer: &Offer) -> Typed {
    let stated = &offer.stated;
    let language = stated.language.as_str();
    let mut typed = Typed::default();
    let day = |at: crate::clock::Timestamp| at.day().to_string();
    for (name, value) in [
        ("purpose", stated.purpose.as_str().to_owned()),
        ("language", language.to_owned()),
        ("title", own(&stated.titles, language)),
        ("text", own(&stated.texts, language)),
        ("what", stated.what.as_str().to_owned()),
        ("terms", stated.terms.as_str().to_owned()),
        (
            "territory",
            stated
                .territory
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        ("until", stated.valid_until.map(day).unwrap_or_default()),
        ("version", offer.updated_at.0.to_string()),
    ] {
        typed.set(name, &value);
    }
    typed
}

/// A new form with the words of what has ended.
pub(super) fn anew(ended: &Offer, now: crate::clock::Timestamp) -> Typed {
    let mut typed = of(ended);
    // It is another offer, which nobody has kept yet.
    typed.set("version", "");
    if ended.stated.valid_until.is_some_and(|last| last <= now) {
        typed.set("until", "");
    }
    typed
}

fn own(texts: &LanguageMap, language: &str) -> String {
    texts.get(language).unwrap_or_default().to_owned()
}

/// What was typed, as it is kept. What the form does not show of `before` stays.
pub(super) fn read(
    typed: &Typed,
    before: Option<&Draft>,
    words: &'static Words,
) -> std::result::Result<Draft, Wrongs> {
    let mut wrongs = Wrongs::default();
    let mut need = |field: &str, phrase: &'static str| wrongs.add(field, phrase);
    let what = What::parse(typed.get("what")).ok();
    if what.is_none() {
        need("what", words.say("offer-what-wrong"));
    }
    let terms = Terms::parse(typed.get("terms")).ok();
    if terms.is_none() {
        need("terms", words.say("offer-terms-wrong"));
    }
    let purpose = before.map_or_else(
        || Purpose::parse(typed.get("purpose")).ok(),
        |before| Some(before.purpose),
    );
    if purpose.is_none() {
        need("purpose", words.say("offer-purpose-wrong"));
    }
    let territory = suggested::territory(typed.trimmed("territory"));
    match &territory {
        Ok(_) => {}
        Err(none) if none.is_empty() => need("territory", words.say("offer-territory-wrong")),
        Err(_) => need("territory", words.say("offer-territory-which")),
    }
    let until = optional(typed.trimmed("until"), deadline);
    if until.is_err() {
        need("until", words.say("offer-until-wrong"));
    }
    if typed.trimmed("title").is_empty() {
        need("title", words.say("offer-title-wrong"));
    }
    let language = before.map_or(typed.get("language"), |before| before.language.as_str());
    if words::of(language).is_none() && before.is_none() {
        need("language", words.say("language-wrong"));
    }
    let (Some(what), Some(terms), Some(purpose), Ok(territory), Ok(until), true) =
        (what, terms, purpose, territory, until, wrongs.is_empty())
    else {
        return Err(wrongs);
    };
    let stated = draft((purpose, what, terms), language, typed, before).and_then(|stated| {
        Draft {
            territory,
            valid_until: until,
            ..stated
        }
        .checked()
    });
    stated.map_err(|error| {
        let mut wrongs = Wrongs::default();
        if let Err(other) = wrongs.take(error, words, |field| beside(field, words)) {
            wrongs.note("form", words.tell(&other.saying()));
        }
        wrongs
    })
}

fn draft(
    (purpose, what, terms): (Purpose, What, Terms),
    language: &str,
    typed: &Typed,
    before: Option<&Draft>,
) -> Result<Draft> {
    let title = typed.get("title");
    let mut draft = match before {
        Some(before) => before.clone(),
        None => Draft::titled(purpose, title, language, what, terms)?,
    };
    draft.titles.insert(language, title)?;
    draft.texts.insert(language, typed.get("text"))?;
    (draft.what, draft.terms) = (what, terms);
    Ok(draft)
}

/// Where the form shows what a domain refused.
pub(super) fn beside(field: &str, words: &'static Words) -> Option<(&'static str, &'static str)> {
    let field = field.split('.').next().unwrap_or(field);
    Some(match field {
        "titles" => ("title", words.say("offer-title-wrong")),
        "texts" => ("text", words.say("offer-text-wrong")),
        "valid_until" => ("until", words.say("offer-until-wrong")),
        "territory" => ("territory", words.say("offer-territory-wrong")),
        "form" => ("form", words.say("form-too-old")),
        _ => return None,
    })
}

fn optional<T>(text: &str, read: impl Fn(&str) -> Result<T>) -> Result<Option<T>> {
    if text.is_empty() {
        return Ok(None);
    }
    read(text).map(Some)
}

/// What differs between what was typed and what somebody else wrote meanwhile: the field's
/// label, theirs. The language of what stands is not asked.
pub(super) fn differences(
    typed: &Typed,
    present: &Typed,
    words: &'static Words,
) -> Vec<(&'static str, String)> {
    let differing = FIELDS
        .iter()
        .filter(|name| stands(name, typed, words) != stands(name, present, words))
        .filter(|name| **name != "language" || !typed.get(name).is_empty());
    differing
        .map(|name| {
            let label = match *name {
                "purpose" => words.say("offer-purpose"),
                "language" => words.say("offer-language"),
                "title" => words.say("offer-title"),
                "text" => words.say("offer-text"),
                "what" => words.say("what"),
                "terms" => words.say("terms"),
                "territory" => words.say("territory"),
                _ => words.say("until"),
            };
            (label, called(name, present.get(name), words))
        })
        .collect()
}

/// What stands in a field, whichever way it is written.
fn stands(field: &str, typed: &Typed, words: &'static Words) -> String {
    match field {
        "territory" => suggested::shown(typed.trimmed(field), words.tag),
        _ => normal(typed.get(field)),
    }
}

/// What stands in a field, as its list calls it.
fn called(field: &str, value: &str, words: &'static Words) -> String {
    let called = match field {
        "purpose" if value == Purpose::Need.as_str() => Some(words.say("need")),
        "purpose" => Some(words.say("offer")),
        "language" => words::of(value).map(|words| words.say("language")),
        "what" => What::parse(value).ok().map(|one| one.label(words.tag)),
        "terms" => Terms::parse(value).ok().map(|one| one.label(words.tag)),
        "territory" => return suggested::shown(value, words.tag),
        _ => None,
    };
    called.unwrap_or(value).to_owned()
}

/// Browsers send line ends of two letters.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// The list of a field, with what was chosen.
pub(super) fn whats(typed: &Typed, tag: &str) -> Vec<Choice> {
    let chosen = typed.get("what");
    let all = What::ALL.iter();
    all.map(|one| (one.as_str(), one.label(tag), one.as_str() == chosen))
        .collect()
}

/// The same of the terms.
pub(super) fn terms(typed: &Typed, tag: &str) -> Vec<Choice> {
    let chosen = typed.get("terms");
    let all = Terms::ALL.iter();
    all.map(|one| (one.as_str(), one.label(tag), one.as_str() == chosen))
        .collect()
}

/// The same of the languages.
pub(super) fn languages(typed: &Typed) -> Vec<Choice> {
    let chosen = typed.get("language");
    let all = words::LANGUAGES.iter();
    all.map(|words| (words.tag, words.say("language"), words.tag == chosen))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::EntityType;

    #[test]
    fn an_offer_begins_where_its_organization_is_and_not_in_the_whole_country() {
        for (town, stated, nearest_one) in [
            ("Leeds", Some("GB"), Some("GB-LDS")),
            ("Leeds", None, Some("GB-LDS")),
            ("Leeds", Some("MX-OAX"), Some("MX-OAX")),
            ("Nowhere at all", Some("GB"), Some("GB")),
            ("Nowhere at all", None, None),
        ] {
            let mut owner = registry::Draft::named("Bread", "en", EntityType::Cooperative).unwrap();
            owner.place.locality = Some(town.to_owned());
            owner.place.country = Some("GB".to_owned());
            owner.territory = stated.map(|code| Territory::parse(code).unwrap());
            let found = nearest(&owner);
            let found = found.as_ref().map(Territory::as_str);
            assert_eq!(found, nearest_one, "{town}, {stated:?}");
        }
    }
}
