//! Profiles of Murmurations: the Organizations Schema v1.0.0, with fields of the
//! library beside it for the parts of an address and the language, which the schema lacks.

use serde::Serialize;

use super::{Exported, Writer};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::registry::{ContactKind, Organization, Status};

/// The schema that profiles keep to.
const SCHEMA: &str = "organizations_schema-v1.0.0";

/// What says that one belongs to another.
const MEMBER_OF: &str = "https://schema.org/memberOf";

/// A profile. What is `None` or empty is left out.
#[derive(Debug, Serialize)]
pub(super) struct Profile<'a> {
    linked_schemas: [&'static str; 1],
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_url: Option<&'a str>,
    unique_id: String,
    knows_language: [&'a str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    street_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locality: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_iso_3166: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geolocation: Option<Geolocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geographic_scope: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    starts_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_details: Option<ContactDetails<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relationships: Vec<Relationship<'a>>,
}

#[derive(Debug, Serialize)]
struct Geolocation {
    lat: f64,
    lon: f64,
}

#[derive(Debug, Serialize)]
struct ContactDetails<'a> {
    email: &'a str,
}

#[derive(Debug, PartialEq, Serialize)]
struct Relationship<'a> {
    predicate_url: &'static str,
    object_url: &'a str,
}

/// An array of profiles that grows record by record.
pub(super) struct Profiles {
    base: String,
    is_first: bool,
}

impl Profiles {
    /// For the directory at `base`, an address without a slash at its end.
    pub(super) fn new(base: String) -> Self {
        Self {
            base,
            is_first: true,
        }
    }
}

impl Writer for Profiles {
    fn wants_relations(&self) -> bool {
        true
    }

    fn begin(&mut self, out: &mut Vec<u8>) -> Result<()> {
        out.push(b'[');
        Ok(())
    }

    fn organization(&mut self, one: &Exported, out: &mut Vec<u8>) -> Result<()> {
        let separator: &[u8] = if self.is_first { b"\n" } else { b",\n" };
        self.is_first = false;
        out.extend_from_slice(separator);
        let profile = profile(&self.base, &one.organization, &one.bodies);
        serde_json::to_writer(out, &profile).map_err(Error::internal)
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        out.extend_from_slice(b"\n]\n");
        Ok(false)
    }
}

/// The profile of an organization. `base` is the directory's address without a slash at its
/// end, `bodies` the addresses of those to which it belongs. Hidden contacts must have been
/// taken out before.
pub(super) fn profile<'a>(
    base: &str,
    organization: &'a Organization,
    bodies: &'a [String],
) -> Profile<'a> {
    let stated = &organization.stated;
    let place = &stated.place;
    let contact = |kind: ContactKind| {
        let found = stated.contacts.iter().find(|one| one.kind == kind);
        found.map(|one| one.value.as_str())
    };
    let mut tags: Vec<&str> = Vec::new();
    for theme in &stated.themes {
        if !tags.contains(&theme.as_str()) {
            tags.push(theme);
        }
    }
    let mut relationships = Vec::new();
    for body in bodies {
        let one = Relationship {
            predicate_url: MEMBER_OF,
            object_url: body,
        };
        if !relationships.contains(&one) {
            relationships.push(one);
        }
    }
    let has_ended = organization.status == Status::Dissolved || stated.dissolved_on.is_some();
    let summary = stated.summaries.pick(&[&stated.language]);
    Profile {
        linked_schemas: [SCHEMA],
        name: stated.name(),
        primary_url: stated.website.as_ref().map(url::Url::as_str),
        unique_id: format!("{base}{}", organization.path()),
        knows_language: [&stated.language],
        description: summary.map(|(_, text)| text),
        tags,
        status: if has_ended { "completed" } else { "active" },
        full_address: full_address(organization),
        street_address: place.street.as_deref(),
        locality: place.locality.as_deref(),
        region: place.region.as_deref(),
        postal_code: place.postal_code.as_deref(),
        country_iso_3166: place.country.as_deref(),
        geolocation: place.point.map(|point| Geolocation {
            lat: point.latitude,
            lon: point.longitude,
        }),
        geographic_scope: stated.scope.map(crate::vocabulary::Scope::as_str),
        starts_at: stated.founded_on.and_then(seconds),
        ends_at: stated.dissolved_on.and_then(seconds),
        contact_details: contact(ContactKind::Email).map(|email| ContactDetails { email }),
        telephone: contact(ContactKind::Phone),
        relationships,
    }
}

/// The address as it stands on an envelope.
fn full_address(organization: &Organization) -> Option<String> {
    let place = &organization.stated.place;
    let street = place
        .street
        .as_ref()
        .map(|street| street.replace('\n', ", "));
    let town = [place.postal_code.as_deref(), place.locality.as_deref()];
    let town: Vec<&str> = town.into_iter().flatten().collect();
    let parts = [
        street,
        Some(town.join(" ")),
        place.region.clone(),
        place.country.clone(),
    ];
    // A country alone is no address.
    let has_more = place.street.is_some() || place.region.is_some() || !town.is_empty();
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    has_more.then(|| parts.join(", "))
}

/// The first second of a day (UTC), since the epoch of Unix.
fn seconds(day: jiff::civil::Date) -> Option<i64> {
    Timestamp::start_of(day).map(Timestamp::seconds)
}
