//! A value that an import changes, as a page shows it: codes by what people call them, and of an
//! address or a list only what differs.

use serde_json::{Map, Value};

use crate::place::{Precision, Territory, country};
use crate::registry::Field;
use crate::registry::import::Difference;
use crate::vocabulary::{EntityType, MembershipBase, Scope, Sector, Theme};
use crate::words::Words;

/// How many characters of a value are shown.
const CHARACTERS: usize = 200;

/// A value that becomes another.
pub(super) struct Change {
    pub(super) handle: String,
    pub(super) field: String,
    pub(super) before: String,
    pub(super) after: String,
    /// Whether what stands there was written by hand and stays.
    pub(super) is_conflict: bool,
}

impl Change {
    pub(super) fn of(one: &Difference, words: &'static Words) -> Self {
        let shown = |value: &Value, other: &Value| {
            cut(&match (value, other) {
                (Value::Object(members), Value::Object(others)) => {
                    members_of(one.field, members, others, words)
                }
                (Value::Array(entries), Value::Array(others)) => {
                    let own = entries.iter().filter(|entry| !others.contains(entry));
                    joined(own.map(|entry| text(one.field, entry, words)))
                }
                _ => text(one.field, value, words),
            })
        };
        Self {
            handle: one.handle.clone(),
            field: words.field(one.field.as_str()),
            before: shown(&one.before, &one.after),
            after: shown(&one.after, &one.before),
            is_conflict: one.is_conflict,
        }
    }
}

/// The members that the other side has otherwise, each after what it is called.
fn members_of(
    field: Field,
    own: &Map<String, Value>,
    others: &Map<String, Value>,
    words: &'static Words,
) -> String {
    let is_other = |(key, value): &(&String, &Value)| {
        !value.is_null() && others.get(key.as_str()) != Some(value)
    };
    joined(own.iter().filter(is_other).map(|(key, value)| {
        // A text in a language says by itself which.
        if field != Field::Place {
            return text(field, value, words);
        }
        let label = part_label(key, value, words.tag);
        let value = label.map_or_else(|| text(field, value, words), str::to_owned);
        words.labelled(&words.field(&format!("place.{key}")), &value)
    }))
}

/// A value in one line; a code by what people call it.
fn text(field: Field, value: &Value, words: &'static Words) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => label(field, text, words).unwrap_or_else(|| text.clone()),
        Value::Array(entries) => joined(entries.iter().map(|entry| text(field, entry, words))),
        Value::Object(members) => {
            let own = members.values().filter(|value| !value.is_null());
            joined(own.map(|value| text(field, value, words)))
        }
        other => other.to_string(),
    }
}

/// What people call a code in an address.
fn part_label<'v>(key: &str, value: &'v Value, tag: &str) -> Option<&'v str> {
    let code = value.as_str()?;
    match key {
        "country" => country::name(code, tag),
        "precision" => Precision::parse(code).ok().map(|one| one.label(tag)),
        _ => None,
    }
}

fn label(field: Field, code: &str, words: &'static Words) -> Option<String> {
    let tag = words.tag;
    let label = match field {
        Field::EntityType => EntityType::parse(code).ok()?.label(tag),
        Field::MembershipBase => MembershipBase::parse(code).ok()?.label(tag),
        Field::Themes => Theme::parse(code).ok()?.label(tag),
        Field::Scope => Scope::parse(code).ok()?.label(tag),
        // It is called as its section is, like others beside it.
        Field::Sectors => {
            let label = Sector::parse(code).ok()?.label(tag);
            return Some(format!("{label} ({code})"));
        }
        Field::Territory => return Some(Territory::parse(code).ok()?.called(tag)),
        Field::FoundedOn | Field::DissolvedOn => return Some(words.day(code)),
        _ => return None,
    };
    Some(label.to_owned())
}

/// Several values; nothing of them is said to be nothing.
fn joined(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
    if values.is_empty() {
        return "–".to_owned();
    }
    values.join(", ")
}

fn cut(whole: &str) -> String {
    let mut short: String = whole.chars().take(CHARACTERS).collect();
    if short.len() < whole.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::words;

    fn shown(field: Field, before: Value, after: Value) -> (String, String) {
        shown_in("en", field, before, after)
    }

    fn shown_in(tag: &str, field: Field, before: Value, after: Value) -> (String, String) {
        let difference = Difference {
            identifier: "1".to_owned(),
            handle: "ash".to_owned(),
            field,
            before,
            after,
            is_conflict: false,
        };
        let change = Change::of(&difference, words::of(tag).unwrap());
        (change.before, change.after)
    }

    #[test]
    fn of_an_address_only_what_differs_is_shown_with_its_name() {
        let before = json!({"country": "GB", "locality": "Manchester", "street": "1 High Street",
            "point": {"latitude": 53.4809, "longitude": -2.2374}, "region": null});
        let after = json!({"country": "GB", "locality": "Salford", "street": "1 High Street",
            "point": null, "region": null});
        let (before, after) = shown(Field::Place, before, after);
        assert_eq!(
            before,
            "Town: Manchester, Latitude and longitude: 53.4809, -2.2374"
        );
        assert_eq!(after, "Town: Salford");
    }

    #[test]
    fn a_colon_and_a_territory_are_written_as_the_language_has_them() {
        let (before, after) = (json!({"locality": "Lyon"}), json!({"locality": "Lille"}));
        let (before, _) = shown_in("fr", Field::Place, before, after);
        let name = words::of("fr").unwrap().field("place.locality");
        assert_eq!(before, format!("{name}\u{a0}: Lyon"));
        let (before, after) = shown(Field::Territory, json!("MX-OAX"), json!("ES-CO"));
        assert_eq!((&*before, &*after), ("Oaxaca", "Córdoba, Spain"));
    }

    #[test]
    fn codes_are_shown_by_what_people_call_them_and_what_is_no_code_as_it_is() {
        let (before, after) = shown(Field::Sectors, json!(["949", "91"]), json!(["91", "x"]));
        let called = Sector::parse("949").unwrap().label("en");
        assert_eq!(before, format!("{called} (949)"));
        assert_eq!(after, "x");
        let (before, after) = shown(Field::LegalForm, json!(null), json!("949"));
        assert_eq!((&*before, &*after), ("–", "949"));
    }
}
