//! Another directory's record as it is compared with ours: read from what it published.
//!
//! What it does not say, or says in a form that is not known here, is left out.

use serde_json::Value;
use url::Url;

use crate::federation::records::Record;
use crate::place::{Place, Point, Precision, Territory};
use crate::registry::duplicates::{Candidate, Stated};
use crate::vocabulary::EntityType;

/// The most names and sources of one record that are read.
const MOST: usize = 10;

/// The record, unless its directory withholds it.
pub(super) fn of(record: &Record) -> Option<Candidate> {
    let body: Value = serde_json::from_str(&record.body).ok()?;
    if body.get("suspended").is_some() {
        return None;
    }
    let mut names = vec![record.name.clone()];
    let map = body.get("nameMap").and_then(Value::as_object);
    for name in map.into_iter().flat_map(serde_json::Map::values) {
        let name = name.as_str().unwrap_or_default();
        if !names.iter().any(|known| known == name) && names.len() < MOST {
            names.push(name.to_owned());
        }
    }
    let territory = record
        .territory
        .as_deref()
        .and_then(|code| Territory::parse(code).ok());
    let mut candidate = Candidate {
        id: record.id.clone(),
        names,
        sources: sources(&body),
        website: website(&body),
        entity_type: text(&body, "entityType").and_then(|code| EntityType::parse(&code).ok()),
        founded_on: text(&body, "foundingDate").and_then(|day| day.parse().ok()),
        ..Candidate::default()
    };
    candidate.stand_at(&place(&body));
    candidate.country = candidate
        .country
        .or_else(|| territory?.country().map(str::to_owned));
    Some(candidate)
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// Where the organization is, as far as the record says so.
pub fn place(body: &Value) -> Place {
    let location = body.get("location").unwrap_or(&Value::Null);
    let address = location.get("address").unwrap_or(&Value::Null);
    let degrees = |name: &str| location.get(name).and_then(Value::as_f64);
    let point = degrees("latitude").zip(degrees("longitude"));
    let is_on_earth = |(north, east): &(f64, f64)| north.abs() <= 90.0 && east.abs() <= 180.0;
    let point = point.filter(is_on_earth);
    let precision = text(location, "precision");
    Place {
        country: text(address, "addressCountry"),
        locality: text(address, "addressLocality"),
        postal_code: text(address, "postalCode"),
        municipality: text(location, "municipality").and_then(|id| Territory::parse(&id).ok()),
        point: point.map(|(latitude, longitude)| Point {
            latitude,
            longitude,
        }),
        precision: precision.and_then(|precision| Precision::parse(&precision).ok()),
        ..Place::default()
    }
}

fn sources(body: &Value) -> Vec<Stated> {
    let sources = body.get("source").and_then(Value::as_array);
    let read = |source: &Value| {
        Some(Stated {
            register: text(source, "register")?,
            identifier: text(source, "identifier")?,
            register_number: text(source, "registerNumber"),
        })
    };
    sources
        .into_iter()
        .flatten()
        .filter_map(read)
        .take(MOST)
        .collect()
}

/// The site, which stands as a link among what a profile shows.
pub fn website(body: &Value) -> Option<Url> {
    let shown = body.get("attachment").and_then(Value::as_array)?;
    let web = shown
        .iter()
        .find(|property| property.get("name").and_then(Value::as_str) == Some("Web"))?;
    let link = web.get("value").and_then(Value::as_str)?;
    let (_, rest) = link.split_once("href=\"")?;
    let (address, _) = rest.split_once('"')?;
    Url::parse(&address.replace("&amp;", "&")).ok()
}
