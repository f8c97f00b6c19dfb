//! Others' records as they are found: what their directories published of them, each value
//! that makes sense. What is withheld, gone, or shown with another record is not found by
//! itself.

use serde_json::Value;

use super::super::attestation;
use super::super::named;
use super::super::offer::title_in;
use super::super::records::{self, Kind as Noun, Record};
use super::super::same_as;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::place::{Place, Territory};
use crate::search::{Entry, Kind, own};
use crate::store::Tx;
use crate::text;
use crate::vocabulary::{EntityType, Purpose, Sector, Terms, What};

/// How many names, themes and languages of one record are read.
const MOST: usize = 20;

/// The record at an address; `None` when nobody may find it by itself.
pub(super) async fn read(tx: &mut Tx, address: &str, now: Timestamp) -> Result<Option<Entry>> {
    let Some((record, body)) = public(tx, address).await? else {
        return Ok(None);
    };
    if record.kind == Noun::Organization.as_str() {
        if same_as::is_shown_with_another(tx, address).await? {
            return Ok(None);
        }
        let mut entry = organization(&record, &body, now);
        for other in same_as::shown_under(tx, address).await? {
            add_names(&mut entry, &other);
        }
        return Ok(Some(entry));
    }
    let owner = match &record.organization {
        Some(by) => public(tx, by).await?,
        None => None,
    };
    let owner = owner.filter(|(owner, _)| owner.origin == record.origin);
    let owner = owner.map(|(owner, body)| organization(&owner, &body, now));
    Ok(offer(&record, &body, owner.as_ref(), now))
}

/// A record that stands and is not withheld, by us or by its own directory.
async fn public(tx: &mut Tx, address: &str) -> Result<Option<(Record, Value)>> {
    let record = records::get(tx, address).await?;
    Ok(record.and_then(|record| {
        let body = body(&record)?;
        Some((record, body))
    }))
}

/// What a record says, if it stands and is not withheld.
fn body(record: &Record) -> Option<Value> {
    let body: Value = serde_json::from_str(&record.body).ok()?;
    let is_public = !record.gone && !record.withheld && body.get("suspended").is_none();
    is_public.then_some(body)
}

/// Whether a record stands and is not withheld, by us or by its own directory.
pub(super) fn is_public(record: &Record) -> bool {
    body(record).is_some()
}

fn organization(record: &Record, body: &Value, now: Timestamp) -> Entry {
    let mut entry = Entry::new(
        record.id.clone(),
        Kind::Organization,
        record.updated.min(record.received_at),
    );
    entry.titles = names(record, body);
    entry.texts = in_languages(body, "summary");
    entry.entity_type = word(body, "entityType").and_then(|code| EntityType::parse(code).ok());
    let sectors = words(body, "sector").filter_map(|code| Sector::parse(code).ok());
    entry.sectors = sectors.collect();
    entry.themes = words(body, "theme").map(str::to_owned).collect();
    let place = same_as::place(body);
    let mut plain = entry.themes.clone();
    plain.extend(place.locality.clone());
    plain.extend(place.region.clone());
    let numbers = body.get("source").and_then(Value::as_array);
    let numbers = numbers.into_iter().flatten().take(MOST);
    plain.extend(numbers.filter_map(|one| word(one, "registerNumber").map(str::to_owned)));
    entry.texts.push((language(&entry), plain.join("\n")));
    entry.stand_in(territory(record, body).as_ref(), &place);
    for one in attestation::read(body, now.day()) {
        if !one.is_lapsed {
            entry.attested.push((one.kind, one.attested_by));
            let both = [entry.look_again_at, one.valid_until.and_then(own::after)];
            entry.look_again_at = both.into_iter().flatten().min();
        }
    }
    entry
}

fn offer(record: &Record, body: &Value, owner: Option<&Entry>, now: Timestamp) -> Option<Entry> {
    let kind = match Purpose::parse(record.purpose.as_deref()?).ok()? {
        Purpose::Offer => Kind::Offer,
        Purpose::Need => Kind::Need,
    };
    let mut entry = Entry::new(
        record.id.clone(),
        kind,
        record.updated.min(record.received_at),
    );
    entry.titles = names(record, body);
    entry.texts = in_languages(body, "content");
    // What it is called stands in its text alone.
    if let [(tag, _)] = &mut *entry.titles
        && let [(only, _)] = &*entry.texts
        && tag.is_empty()
    {
        tag.clone_from(only);
    }
    if let Some(territory) = territory(record, body) {
        entry.stand_in(Some(&territory), &Place::default());
    }
    entry.what = word(body, "what").and_then(|code| What::parse(code).ok());
    entry.terms = word(body, "terms").and_then(|code| Terms::parse(code).ok());
    entry.deadline = word(body, "endTime").and_then(Timestamp::from_rfc3339);
    let is_open = matches!(word(body, "state"), Some("open" | "in-conversation"));
    entry.stands = is_open && entry.deadline.is_none_or(|end| end > now);
    if entry.stands {
        entry.look_again_at = entry.deadline;
    }
    if let Some(owner) = owner {
        entry.belong_to(owner);
    }
    Some(entry)
}

/// Lets a record be found by the names of another that is the same organization.
pub(super) fn add_names(entry: &mut Entry, record: &Record) {
    let body: Value = serde_json::from_str(&record.body).unwrap_or_default();
    if body.get("suspended").is_none() {
        entry.titles.extend(names(record, &body));
    }
}

/// The names in all languages; the only one without its language where there is no map.
fn names(record: &Record, body: &Value) -> Vec<(String, String)> {
    let map = body.get("nameMap").and_then(Value::as_object);
    let map = map.into_iter().flatten().take(MOST);
    let mut names: Vec<(String, String)> = map
        .filter_map(|(tag, name)| {
            let title = named::line(title_in(name.as_str()?));
            Some((text::base_language(tag).ok()?, title))
        })
        .collect();
    if names.iter().all(|(_, name)| *name != record.name) {
        names.push((String::new(), record.name.clone()));
    }
    names
}

/// A text of HTML in all its languages.
fn in_languages(body: &Value, name: &str) -> Vec<(String, String)> {
    let map = body.get(format!("{name}Map")).and_then(Value::as_object);
    let map = map.into_iter().flatten().take(MOST);
    let texts: Vec<(String, String)> = map
        .filter_map(|(tag, html)| {
            let tag = text::base_language(tag).ok()?;
            Some((tag, text::from_html(html.as_str()?)))
        })
        .collect();
    if texts.is_empty() {
        let only = word(body, name).map(text::from_html);
        return only.into_iter().map(|text| (String::new(), text)).collect();
    }
    texts
}

/// The first language of its names.
fn language(entry: &Entry) -> String {
    let first = entry.titles.first().map(|(tag, _)| tag.clone());
    first.unwrap_or_default()
}

fn territory(record: &Record, body: &Value) -> Option<Territory> {
    let code = record
        .territory
        .as_deref()
        .or_else(|| word(body, "territory"));
    code.and_then(|code| Territory::parse(code).ok())
}

fn word<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

fn words<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v str> {
    let all = value.get(name).and_then(Value::as_array);
    all.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .take(MOST)
}
