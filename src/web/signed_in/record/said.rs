//! What is stated of a record, in words, and what somebody else wrote of it meanwhile.

use jiff::civil::Date;

use crate::place::{Place, country};
use crate::registry::{Draft, Field};
use crate::text::LanguageMap;
use crate::vocabulary::Theme;
use crate::words::Words;

/// What differs between what was typed and what stands now: the field's label, theirs.
pub(super) fn differences(
    typed: &Draft,
    present: &Draft,
    words: &'static Words,
) -> Vec<(String, String)> {
    let differing = Field::ALL
        .iter()
        .filter(|field| field.differs(typed, present));
    differing
        .map(|field| (words.field(field.as_str()), value(*field, present, words)))
        .collect()
}

/// What a record states in a field, as people read it.
pub(in crate::web::signed_in) fn value(field: Field, of: &Draft, words: &'static Words) -> String {
    let tag = words.tag;
    let said = match field {
        Field::Names => texts(&of.names),
        Field::Summaries => texts(&of.summaries),
        Field::EntityType => of.entity_type.label(tag).to_owned(),
        Field::LegalForm => of.legal_form.clone().unwrap_or_default(),
        Field::MembershipBase => of
            .membership_base
            .map_or("", |base| base.label(tag))
            .to_owned(),
        Field::Sectors => list(of.sectors.iter().map(|sector| sector.label(tag))),
        Field::Themes => list(
            of.themes
                .iter()
                .map(|theme| Theme::find(theme).map_or(theme.as_str(), |known| known.label(tag))),
        ),
        Field::Territory => (of.territory.as_ref())
            .map(|territory| territory.called(tag))
            .unwrap_or_default(),
        Field::Scope => of.scope.map_or("", |scope| scope.label(tag)).to_owned(),
        Field::Place => place(&of.place, tag),
        Field::Website => (of.website.as_ref())
            .map(ToString::to_string)
            .unwrap_or_default(),
        Field::Contacts => contacts(of, words),
        Field::FoundedOn => day(of.founded_on, words),
        Field::DissolvedOn => day(of.dissolved_on, words),
    };
    if said.is_empty() {
        "—".to_owned()
    } else {
        said
    }
}

fn texts(of: &LanguageMap) -> String {
    list(of.iter().map(|(tag, text)| format!("{text} ({tag})")))
}

fn place(of: &Place, tag: &str) -> String {
    let point = of
        .point
        .map(|point| format!("{}, {}", point.latitude, point.longitude));
    let lines = [&of.street, &of.postal_code, &of.locality, &of.region];
    let lines = lines.into_iter().flatten().map(String::as_str);
    let country = of.country.as_deref();
    let country = country.map(|code| country::name(code, tag).unwrap_or(code));
    let all: Vec<&str> = lines.chain(country).chain(point.as_deref()).collect();
    all.join(", ")
}

fn contacts(of: &Draft, words: &'static Words) -> String {
    list(of.contacts.iter().map(|contact| {
        let value = &contact.value;
        if contact.public {
            format!("{value} ({})", words.say("contact-shown"))
        } else {
            value.clone()
        }
    }))
}

fn day(of: Option<Date>, words: &'static Words) -> String {
    of.map(|date| words.day_of(date)).unwrap_or_default()
}

fn list(of: impl Iterator<Item = impl ToString>) -> String {
    of.map(|one| one.to_string()).collect::<Vec<_>>().join("; ")
}
