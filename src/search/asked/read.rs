//! Codes as people write them: the code, or a label in any of the pages' languages. What is
//! neither is refused with the nearest there are.

use jiff::civil::Date;
use rust_iso3166::iso3166_2::SUBDIVISION_COUNTRY_MAP;

use super::{Kind, Whose};
use crate::error::{Error, Result};
use crate::place::{Territory, subdivision};
use crate::text::fold;
use crate::vocabulary::{EntityType, Section, Sector, Terms, Theme, What};
use crate::words::phrase;

/// The languages in which codes have labels.
const LABELLED: [&str; 4] = ["en", "es", "fr", "pt"];
/// How many of the nearest codes a refusal names.
const NEAREST: usize = 3;
/// How many territories of one code a refusal names.
const MOST_NAMED: usize = 8;

pub(super) fn kind(text: &str) -> Result<Kind> {
    let word = text.to_ascii_lowercase();
    let word = word.strip_suffix('s').unwrap_or(&word);
    let found = Kind::ALL.into_iter().find(|one| one.as_str() == word);
    found.ok_or_else(|| {
        let codes = "organization, offer, need";
        let reason = phrase!("refusal-unknown-code", value = text, codes = codes);
        Error::invalid("kind", reason)
    })
}

pub(super) fn whose(text: &str) -> Result<Whose> {
    let all = [Whose::Own, Whose::Others];
    let found = all.into_iter().find(|one| one.as_str() == text);
    found.ok_or_else(|| {
        let reason = phrase!("refusal-unknown-code", value = text, codes = "own, others");
        Error::invalid("whose", reason)
    })
}

pub(super) fn entity_type(text: &str) -> Result<EntityType> {
    of_list(
        "type",
        text,
        EntityType::ALL,
        EntityType::as_str,
        EntityType::label,
    )
}

pub(super) fn what(text: &str) -> Result<What> {
    of_list("what", text, What::ALL, What::as_str, What::label)
}

pub(super) fn terms(text: &str) -> Result<Terms> {
    of_list("terms", text, Terms::ALL, Terms::as_str, Terms::label)
}

pub(super) fn theme(text: &str) -> Result<Theme> {
    match Theme::find(text) {
        Some(theme) => Ok(theme),
        None => of_list("theme", text, Theme::ALL, Theme::as_str, Theme::label),
    }
}

pub(super) fn sector(text: &str) -> Result<Sector> {
    if let Ok(sector) = Sector::parse(text) {
        return Ok(sector);
    }
    let section = of_list(
        "sector",
        text,
        Section::ALL,
        Section::as_str,
        Section::label,
    );
    let section = section.map_err(|error| match error {
        Error::Invalid { field, reason } => {
            Error::invalid(field, phrase!("refusal-nearest-sector", reason = &reason))
        }
        other => other,
    })?;
    Sector::parse(section.as_str())
}

pub(super) fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_no_day| {
        let reason = phrase!("refusal-no-day", value = text);
        Error::invalid("until", reason)
    })
}

/// A territory by its code, or by one that somebody wrote in another way and that is of one
/// country alone; whoever writes a name is told of the other parameter.
pub(super) fn territory(text: &str) -> Result<Territory> {
    let codes = subdivision::of_codes(text);
    if let (Err(_), [first, others @ ..]) = (Territory::parse(text), &*codes) {
        if others.is_empty() {
            return Ok(first.clone());
        }
        let some = codes.iter().take(MOST_NAMED);
        let some: Vec<String> = some.map(|one| one.name_with_code("en")).collect();
        let some = some.join(", ");
        let reason = phrase!("refusal-several-territories", value = text, some = some);
        return Err(Error::invalid("territory", reason));
    }
    Territory::parse(text).map_err(|_no_territory| {
        let code = text.to_ascii_uppercase();
        let parts = code
            .get(..2)
            .and_then(|country| SUBDIVISION_COUNTRY_MAP.get(country));
        let of_country = parts.map(|parts| parts.iter()).into_iter().flatten();
        let is_code = code.as_bytes().get(2) == Some(&b'-');
        let mut near: Vec<(f64, String)> = of_country
            .filter(|_| is_code)
            .map(|part| {
                let likeness = strsim::jaro_winkler(part.code, &code);
                (likeness, format!("{} ({})", part.code, part.name))
            })
            .collect();
        near.sort_by(|one, other| other.0.total_cmp(&one.0));
        let near: Vec<String> = near
            .into_iter()
            .take(NEAREST)
            .map(|(_, part)| part)
            .collect();
        let reason = if near.is_empty() {
            phrase!("refusal-asked-territory", value = text)
        } else {
            let nearest = near.join(", ");
            phrase!("refusal-near-territory", value = text, nearest = nearest)
        };
        Error::invalid("territory", reason)
    })
}

/// A code of a list.
fn of_list<T: Copy>(
    field: &str,
    text: &str,
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(T, &str) -> &'static str,
) -> Result<T> {
    let sought = fold(text);
    let mut near: Vec<(f64, T)> = Vec::new();
    for one in all {
        let labels = LABELLED.iter().map(|tag| fold(label(*one, tag)));
        let names: Vec<String> = std::iter::once(fold(code(*one))).chain(labels).collect();
        if names.contains(&sought) {
            return Ok(*one);
        }
        let likeness = names.iter().map(|name| strsim::jaro_winkler(name, &sought));
        near.push((likeness.fold(0.0, f64::max), *one));
    }
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    let near: Vec<&str> = near
        .iter()
        .take(NEAREST)
        .map(|(_, one)| code(*one))
        .collect();
    let known: Vec<&str> = all.iter().map(|one| code(*one)).collect();
    let reason = phrase!(
        "refusal-nearest",
        value = text,
        nearest = near.join(", "),
        codes = known.join(", ")
    );
    Err(Error::invalid(field, reason))
}
