//! A record as a form: what was typed becomes what is kept, or it is said what is to be mended
//! beside which field. What the form does not show stays as it is.

use std::fmt::Display;

use jiff::civil::Date;
use url::Url;

use super::super::suggested as by_name;
use super::{suggested, whereabouts};
use crate::error::{Error, Result};
use crate::place::Point;
use crate::profiles::{Choice, Profile};
use crate::registry::{Contact, ContactKind, Draft, Organization};
use crate::text::LanguageMap;
use crate::vocabulary::{EntityType, Language, MembershipBase, Scope, Theme, suggest};
use crate::web::form::{Typed, Wrongs};
use crate::words::Words;

/// How many rows of texts or contacts a form has at most.
pub(super) const MOST_ROWS: usize = 22;

/// What somebody chose besides the record itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) profile: Profile,
    /// Whether it is asked before somebody follows.
    pub(super) asks: bool,
}

impl Chosen {
    pub(super) fn choice(self) -> Choice {
        Choice {
            discoverable: Some(self.profile.discoverable),
            indexable: Some(self.profile.indexable),
        }
    }
}

/// A form for a record that there is not yet.
pub(super) fn fresh(tag: &str) -> Typed {
    let mut typed = Typed::default();
    let called = Language::called(tag, tag);
    typed.set("language", &called);
    typed.set("language-0", &called);
    typed.set("type", EntityType::Cooperative.as_str());
    typed
}

/// The form with what stands, its languages and territory by name in the language of `tag`.
pub(super) fn of(found: &Organization, chosen: Chosen, tag: &str) -> Typed {
    let stated = &found.stated;
    let place = &stated.place;
    let mut typed = Typed::default();
    let point = |part: fn(Point) -> f64| place.point.map(|at| part(at).to_string());
    for (name, value) in [
        ("version", Some(found.updated_at.0.to_string())),
        ("language", Some(Language::called(&stated.language, tag))),
        ("type", Some(stated.entity_type.to_string())),
        ("legal-form", stated.legal_form.clone()),
        ("members", written(stated.membership_base)),
        ("sectors", Some(line(stated.sectors.iter()))),
        (
            "territory",
            (stated.territory.as_ref()).map(|one| by_name::shown(one.as_str(), tag)),
        ),
        ("scope", written(stated.scope)),
        ("country", place.country.clone()),
        ("region", place.region.clone()),
        ("locality", place.locality.clone()),
        ("street", place.street.clone()),
        ("postal-code", place.postal_code.clone()),
        ("latitude", point(|at| at.latitude)),
        ("longitude", point(|at| at.longitude)),
        ("website", written(stated.website.as_ref())),
        ("founded", written(stated.founded_on)),
    ] {
        typed.set(name, &value.unwrap_or_default());
    }
    let ticks = [
        ("discoverable", chosen.profile.discoverable),
        ("indexable", chosen.profile.indexable),
        ("asks", chosen.asks),
    ];
    for (name, _) in ticks.into_iter().filter(|(_, is_ticked)| *is_ticked) {
        typed.set(name, "yes");
    }
    let (known, others): (Vec<&String>, Vec<&String>) =
        (stated.themes.iter()).partition(|theme| Theme::parse(theme).is_ok());
    for theme in known {
        typed.set(&format!("theme-{theme}"), "yes");
    }
    typed.set("themes", &line(others.into_iter()));
    for (row, (language, name)) in rows_of(stated).into_iter().enumerate() {
        let called = Language::called(&language, tag);
        typed.set(&format!("language-{row}"), &called);
        typed.set(&format!("name-{row}"), &name);
        let summary = stated.summaries.get(&language).unwrap_or_default();
        typed.set(&format!("summary-{row}"), summary);
    }
    for (row, contact) in stated.contacts.iter().enumerate() {
        typed.set(&format!("contact-kind-{row}"), contact.kind.as_str());
        typed.set(&format!("contact-{row}"), &contact.value);
        if contact.public {
            typed.set(&format!("contact-public-{row}"), "yes");
        }
    }
    typed
}

/// The languages of a record's texts with its names, its own language first.
fn rows_of(stated: &Draft) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    let own = stated.names.get(&stated.language).into_iter();
    let all = own.map(|name| (stated.language.as_str(), name));
    let texts = stated.summaries.iter().map(|(language, _)| (language, ""));
    for (language, name) in all.chain(stated.names.iter()).chain(texts) {
        if rows.iter().all(|(known, _)| known != language) {
            rows.push((language.to_owned(), name.to_owned()));
        }
    }
    rows
}

fn written(value: Option<impl Display>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn line<T: Display>(values: impl Iterator<Item = T>) -> String {
    values
        .map(|one| one.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

/// What was typed, as it is kept; `before` is what stands.
pub(super) fn read(
    typed: &Typed,
    before: Option<&Draft>,
    words: &'static Words,
) -> std::result::Result<(Draft, Chosen), Wrongs> {
    let mut wrongs = Wrongs::default();
    let draft = draft(typed, before, words, &mut wrongs);
    if !wrongs.is_empty() {
        return Err(wrongs);
    }
    let checked = draft.and_then(Draft::checked);
    let chosen = Chosen {
        profile: Profile {
            discoverable: is_ticked(typed, "discoverable"),
            indexable: is_ticked(typed, "indexable"),
        },
        asks: is_ticked(typed, "asks"),
    };
    match checked {
        Ok(draft) => Ok((draft, chosen)),
        Err(error) => {
            refused(&mut wrongs, error, typed, words);
            Err(wrongs)
        }
    }
}

fn is_ticked(typed: &Typed, name: &str) -> bool {
    !typed.get(name).is_empty()
}

fn draft(
    typed: &Typed,
    before: Option<&Draft>,
    words: &'static Words,
    wrongs: &mut Wrongs,
) -> Result<Draft> {
    let language = language(typed, "language", words, wrongs);
    let mut draft = match before {
        Some(before) => before.clone(),
        None => Draft::named("", &language, EntityType::Cooperative)?,
    };
    draft.language = language;
    (draft.names, draft.summaries) = texts(typed, words, wrongs);
    let mut need = |field: &str, phrase: &'static str| wrongs.add(field, phrase);
    match EntityType::parse(typed.get("type")) {
        Ok(kind) => draft.entity_type = kind,
        Err(_) => need("type", words.say("record-choose")),
    }
    draft.legal_form = some(typed, "legal-form");
    match optional(typed, "members", MembershipBase::parse) {
        Ok(base) => draft.membership_base = base,
        Err(_) => need("members", words.say("record-choose")),
    }
    match optional(typed, "scope", Scope::parse) {
        Ok(scope) => draft.scope = scope,
        Err(_) => need("scope", words.say("record-choose")),
    }
    match suggested::sectors(typed.get("sectors")) {
        Ok(sectors) => draft.sectors = sectors,
        Err(said) if suggest::sections(said, "").is_empty() => {
            need("sectors", words.say("record-sectors-wrong"));
        }
        Err(_) => need("sectors", words.say("record-sectors-which")),
    }
    draft.themes = themes(typed, &draft.themes);
    match by_name::territory(typed.trimmed("territory")) {
        Ok(territory) => draft.territory = territory,
        Err(none) if none.is_empty() => need("territory", words.say("offer-territory-wrong")),
        Err(_) => need("territory", words.say("offer-territory-which")),
    }
    match whereabouts::place(typed, &draft.place) {
        Some(place) => match whereabouts::settled(typed, place, &draft.place) {
            Some(place) => draft.place = place,
            None => need("locality", words.say("record-map-which")),
        },
        None => need("latitude", words.say("record-point-wrong")),
    }
    match optional(typed, "website", Url::parse) {
        Ok(website) => draft.website = website,
        Err(_) => need("website", words.say("record-website-wrong")),
    }
    match optional(typed, "founded", str::parse::<Date>) {
        Ok(day) => draft.founded_on = day,
        Err(_) => need("founded", words.say("record-day-wrong")),
    }
    draft.contacts = contacts(typed, words, wrongs);
    Ok(draft)
}

/// The names and summaries of all rows that say anything.
fn texts(typed: &Typed, words: &'static Words, wrongs: &mut Wrongs) -> (LanguageMap, LanguageMap) {
    let (mut names, mut summaries) = (LanguageMap::default(), LanguageMap::default());
    for row in 0..MOST_ROWS {
        let name = typed.trimmed(&format!("name-{row}"));
        let summary = typed.trimmed(&format!("summary-{row}"));
        if name.is_empty() && summary.is_empty() {
            continue;
        }
        let field = format!("language-{row}");
        let code = language(typed, &field, words, wrongs);
        let is_said = names.get(&code).is_some() || summaries.get(&code).is_some();
        let kept = names
            .insert(&code, name)
            .and(summaries.insert(&code, summary));
        if is_said || kept.is_err() {
            wrongs.add(&field, words.say("record-language-twice"));
        }
    }
    (names, summaries)
}

/// The code of the language that a field names; of a name that is none it is told which have
/// it in theirs.
pub(in crate::web::signed_in) fn language(
    typed: &Typed,
    field: &str,
    words: &'static Words,
    wrongs: &mut Wrongs,
) -> String {
    let named = typed.trimmed(field);
    Language::read(named).unwrap_or_else(|| {
        let alike = Language::alike(named);
        let said = if alike.is_empty() {
            words.say("record-language-wrong").to_owned()
        } else {
            words.fill(
                "record-language-which",
                &[("some", alike.join(", ").into())],
            )
        };
        wrongs.add(field, said);
        String::new()
    })
}

/// Those that were ticked or written, in the order in which they stood before.
fn themes(typed: &Typed, before: &[String]) -> Vec<String> {
    let written: Vec<&str> = parts(typed.get("themes")).collect();
    let is_wanted =
        |theme: &str| is_ticked(typed, &format!("theme-{theme}")) || written.contains(&theme);
    let mut themes: Vec<String> = before
        .iter()
        .filter(|one| is_wanted(one))
        .cloned()
        .collect();
    let known = Theme::ALL.iter().map(|theme| theme.as_str());
    for theme in known
        .filter(|one| is_wanted(one))
        .chain(written.iter().copied())
    {
        if themes.iter().all(|one| one != theme) {
            themes.push(theme.to_owned());
        }
    }
    themes
}

fn contacts(typed: &Typed, words: &'static Words, wrongs: &mut Wrongs) -> Vec<Contact> {
    let mut contacts = Vec::new();
    for row in 0..MOST_ROWS {
        let field = format!("contact-{row}");
        let value = typed.trimmed(&field);
        if value.is_empty() {
            continue;
        }
        let kind = kind_of(typed.get(&format!("contact-kind-{row}")));
        let contact = kind.map(|kind| Contact {
            kind,
            value: value.to_owned(),
            public: is_ticked(typed, &format!("contact-public-{row}")),
        });
        match contact.map(Contact::checked) {
            Some(Ok(contact)) => contacts.push(contact),
            _ => wrongs.add(&field, words.say("record-contact-wrong")),
        }
    }
    contacts
}

/// The kind of a contact by its code.
fn kind_of(code: &str) -> Option<ContactKind> {
    let all = [ContactKind::Email, ContactKind::Phone, ContactKind::Person];
    all.into_iter().find(|kind| kind.as_str() == code)
}

fn some(typed: &Typed, name: &str) -> Option<String> {
    let text = typed.trimmed(name);
    (!text.is_empty()).then(|| text.replace("\r\n", "\n"))
}

fn optional<T, E>(
    typed: &Typed,
    name: &str,
    read: impl Fn(&str) -> std::result::Result<T, E>,
) -> std::result::Result<Option<T>, E> {
    match typed.trimmed(name) {
        "" => Ok(None),
        text => read(text).map(Some),
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', ' ', '\n', '\r'])
        .filter(|part| !part.is_empty())
}

/// What a domain refused, beside its field.
pub(super) fn refused(wrongs: &mut Wrongs, error: Error, typed: &Typed, words: &'static Words) {
    let said = words.tell(&error.saying());
    let Error::Invalid { field, .. } = error else {
        wrongs.note("form", said);
        return;
    };
    let row = |name: &str, language: &str| {
        let of = |row: &usize| Language::read(typed.trimmed(&format!("language-{row}")));
        let is_its = |row: &usize| of(row).as_deref() == Some(language);
        format!("{name}-{}", (0..MOST_ROWS).find(is_its).unwrap_or_default())
    };
    let (field, phrase) = match field.split_once('.').unwrap_or((&field, "")) {
        ("names", "") | ("language", _) => (
            "language".to_owned(),
            words.say("record-own-language-wrong"),
        ),
        ("names", language) => (row("name", language), words.say("record-name-wrong")),
        ("summaries", language) => (row("summary", language), words.say("record-summary-wrong")),
        ("legal_form", _) => ("legal-form".to_owned(), words.say("record-too-long")),
        ("place", "point") => ("latitude".to_owned(), words.say("record-point-wrong")),
        ("place", "country") => ("country".to_owned(), words.say("record-country-wrong")),
        ("place", part) => (part.replace('_', "-"), words.say("record-too-long")),
        ("website", _) => ("website".to_owned(), words.say("record-website-wrong")),
        ("themes", _) => ("themes".to_owned(), words.say("record-themes-wrong")),
        ("sectors", _) => ("sectors".to_owned(), words.say("record-sectors-wrong")),
        ("contacts", _) => ("contact-0".to_owned(), words.say("record-contact-wrong")),
        _ => {
            wrongs.note("form", said);
            return;
        }
    };
    wrongs.add(&field, phrase);
}
