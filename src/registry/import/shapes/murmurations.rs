//! Profiles of Murmurations after the Organizations Schema v1, where each says its unique
//! identifier: as this program writes them, and as others do.
//!
//! A profile says nothing of the legal form, the sectors or who the members are.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::entry::{Entry, Problem, Row};
use super::super::mapping::entity_of_name;
use super::super::noticed::Noticed;
use super::Shape;
use crate::error::{Error, Result};
use crate::place::{Place, Point};
use crate::registry::{Contact, ContactKind, Draft};
use crate::text;
use crate::vocabulary::{EntityType, Scope};
use crate::words::phrase;

pub(super) struct Murmurations;

/// Its short name.
pub(super) const REGISTER: &str = "murmurations";

const SCHEMAS: &str = "linked_schemas";
const IDENTIFIER: &str = "unique_id";
const NAME: &str = "name";
const WEBSITE: &str = "primary_url";
const LANGUAGES: &str = "knows_language";
const DESCRIPTION: &str = "description";
const TAGS: &str = "tags";
const STATUS: &str = "status";
const STREET: &str = "street_address";
const FULL_ADDRESS: &str = "full_address";
const LOCALITY: &str = "locality";
const REGION: &str = "region";
const POSTAL_CODE: &str = "postal_code";
const COUNTRY: &str = "country_iso_3166";
const LATITUDE: &str = "geolocation.lat";
const LONGITUDE: &str = "geolocation.lon";
const SCOPE: &str = "geographic_scope";
const STARTS: &str = "starts_at";
const ENDS: &str = "ends_at";
const EMAIL: &str = "contact_details.email";
const TELEPHONE: &str = "telephone";

const SCOPES: &[(&str, Scope)] = &[
    ("local", Scope::Local),
    ("regional", Scope::Regional),
    ("national", Scope::National),
    ("international", Scope::International),
];

/// States of an entity, and whether it has ended.
const STATES: &[(&str, bool)] = &[
    ("active", false),
    ("on_hold", false),
    ("in_planning", false),
    ("completed", true),
    ("cancelled", true),
];

impl Shape for Murmurations {
    fn title(&self) -> &'static str {
        "profiles of Murmurations"
    }

    fn register(&self) -> &'static str {
        REGISTER
    }

    fn identifier(&self) -> &'static str {
        IDENTIFIER
    }

    fn headers(&self) -> Vec<&str> {
        vec![SCHEMAS, NAME, IDENTIFIER]
    }

    fn stated(&self, row: &Row<'_>) -> Option<String> {
        row.filled(IDENTIFIER).or_else(|| row.filled(WEBSITE))
    }

    fn entry(&self, row: &Row<'_>, noticed: &mut Noticed) -> Result<Entry, Problem> {
        let problems = &mut noticed.problems;
        let Some(identifier) = self.stated(row) else {
            let remedy = phrase!("remedy-profile-not-found-again");
            return Err(row.problem(IDENTIFIER, phrase!("problem-empty"), remedy));
        };
        let invalid =
            |error: &Error| row.problem(NAME, error.saying(), phrase!("remedy-correct-profile"));
        let name = row.text(NAME);
        let mut languages = row.text(LANGUAGES).split(';').map(str::trim);
        let language = languages.find_map(|tag| text::base_language(tag).ok());
        let language = language.as_deref().unwrap_or("en");
        let kind = entity_of_name(name).unwrap_or(EntityType::OtherSse);
        let mut draft = Draft::named(name, language, kind).map_err(|error| invalid(&error))?;
        if let Some(summary) = row.filled(DESCRIPTION) {
            let kept = draft.summaries.insert(language, &summary);
            kept.map_err(|error| invalid(&error))?;
        }
        draft.website = address(row, problems);
        draft.themes = themes(row, problems);
        draft.scope = row.code(SCOPE, SCOPES, problems);
        draft.place = place(row, problems);
        draft.founded_on = second(row, STARTS, problems);
        draft.dissolved_on = second(row, ENDS, problems);
        for (kind, header) in [(ContactKind::Email, EMAIL), (ContactKind::Phone, TELEPHONE)] {
            draft.contacts.extend(contact(row, header, kind, problems));
        }
        let has_ended = row.code(STATUS, STATES, problems).unwrap_or(false);
        Ok(Entry {
            line: row.line,
            identifier,
            register_number: None,
            stated_on: None,
            is_dissolved: has_ended || draft.dissolved_on.is_some(),
            copied_as: None,
            draft: draft.checked().map_err(|error| invalid(&error))?,
            is_type_assumed: false,
        })
    }
}

fn address(row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<url::Url> {
    let text = row.filled(WEBSITE)?;
    // Older profiles have addresses without a scheme.
    let whole = if text.contains("://") {
        text.clone()
    } else {
        format!("https://{text}")
    };
    match url::Url::parse(&whole) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.username().is_empty() => {
            Some(url)
        }
        _ => {
            let reason = phrase!("problem-no-site", value = text);
            problems.push(row.problem(WEBSITE, reason, phrase!("remedy-site")));
            None
        }
    }
}

/// Tags that are short words of a code list; others are told.
fn themes(row: &Row<'_>, problems: &mut Vec<Problem>) -> Vec<String> {
    let mut themes = Vec::new();
    for tag in row.text(TAGS).split(';').map(str::trim) {
        let is_word = tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if tag.is_empty() || themes.iter().any(|known| known == tag) {
            continue;
        }
        if is_word && tag.len() <= 40 && themes.len() < 20 {
            themes.push(tag.to_owned());
        } else {
            let reason = phrase!("problem-no-theme", value = tag);
            problems.push(row.problem(TAGS, reason, phrase!("remedy-theme")));
        }
    }
    themes
}

fn place(row: &Row<'_>, problems: &mut Vec<Problem>) -> Place {
    let parts = [STREET, LOCALITY, REGION, POSTAL_CODE].map(|header| row.filled(header));
    let is_parted = parts.iter().any(Option::is_some);
    let [street, locality, region, postal_code] = parts;
    Place {
        country: row.filled(COUNTRY),
        region,
        locality,
        // An address in one piece is kept where its parts are not said.
        street: street.or_else(|| row.filled(FULL_ADDRESS).filter(|_| !is_parted)),
        postal_code,
        point: point(row, problems),
        ..Place::default()
    }
}

fn point(row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Point> {
    let (latitude, longitude) = (row.text(LATITUDE), row.text(LONGITUDE));
    if latitude.is_empty() && longitude.is_empty() {
        return None;
    }
    let read = latitude.parse().ok().zip(longitude.parse().ok());
    let point = read.map(|(latitude, longitude)| Point {
        latitude,
        longitude,
    });
    if point.is_none() {
        let reason = phrase!("problem-no-numbers");
        problems.push(row.problem(LATITUDE, reason, phrase!("remedy-degrees")));
    }
    point
}

/// The day (UTC) of a second since the epoch of Unix.
fn second(row: &Row<'_>, header: &str, problems: &mut Vec<Problem>) -> Option<Date> {
    let text = row.filled(header)?;
    let moment = text
        .parse()
        .ok()
        .and_then(|second| Timestamp::from_second(second).ok());
    if moment.is_none() {
        let reason = phrase!("problem-no-second", value = text);
        problems.push(row.problem(header, reason, phrase!("remedy-second")));
    }
    moment.map(|moment| TimeZone::UTC.to_datetime(moment).date())
}

fn contact(
    row: &Row<'_>,
    header: &str,
    kind: ContactKind,
    problems: &mut Vec<Problem>,
) -> Option<Contact> {
    let contact = Contact {
        kind,
        value: row.filled(header)?,
        public: false,
    };
    contact
        .checked()
        .map_err(|error| {
            problems.push(row.problem(header, error.saying(), phrase!("remedy-correct")));
        })
        .ok()
}
