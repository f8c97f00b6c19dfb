//! Attestations on the wire: a property of the organization's record.
//!
//! Whoever reads one judges by its last day whether it still holds, since a record is not
//! published anew when one lapses. What peers' records say stays their word; nothing here
//! says whether it is true.

use jiff::civil::Date;
use serde_json::{Value, json};
use url::Url;

use crate::clock::Clock;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::registry::attestation::{self, Attestation, State};
use crate::store::Tx;
use crate::text;
use crate::vocabulary::AttestationKind;

/// How many a record carries and how many are read from one.
const MOST: usize = 20;
/// Others' texts are cut here, in characters.
const MAX_TEXT: usize = 500;

/// The value of the property `attestation`; `null` when nobody attests anything that holds.
pub(super) async fn property(tx: &mut Tx, clock: &Clock, id: &OrganizationId) -> Result<Value> {
    let found = attestation::list(tx, clock, id).await?;
    let valid: Vec<Value> = found
        .iter()
        .filter(|one| one.state == State::Valid)
        .take(MOST)
        .map(describe)
        .collect();
    Ok(if valid.is_empty() {
        Value::Null
    } else {
        Value::Array(valid)
    })
}

fn describe(attestation: &Attestation) -> Value {
    let mut by = json!({"name": attestation.attested_by});
    if let (Value::Object(by), Some(address)) = (&mut by, &attestation.attested_by_address) {
        by.insert("url".to_owned(), json!(address));
    }
    let mut members = json!({
        "kind": attestation.kind,
        "attestedBy": by,
        "statement": attestation.statement,
        "method": attestation.method,
        "attestedOn": attestation.attested_on,
    });
    if let (Value::Object(members), Some(last)) = (&mut members, attestation.valid_until) {
        members.insert("validUntil".to_owned(), json!(last));
    }
    members
}

/// What another directory's record says that somebody attests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Whose word it is said to be.
    pub kind: AttestationKind,
    /// The name of whoever is said to attest.
    pub attested_by: String,
    /// Their address, when it is one of the web.
    pub address: Option<String>,
    /// What they are said to say.
    pub statement: String,
    /// The last day on which it holds.
    pub valid_until: Option<Date>,
    /// Whether that day has passed.
    pub is_lapsed: bool,
}

/// Reads what another's record states, as plain text of bounded length; what makes no sense
/// is left out.
pub fn read(record: &Value, today: Date) -> Vec<Stated> {
    let stated = record.get("attestation").and_then(Value::as_array);
    stated
        .into_iter()
        .flatten()
        .take(MOST)
        .filter_map(|entry| read_one(entry, today))
        .collect()
}

fn read_one(entry: &Value, today: Date) -> Option<Stated> {
    let line = |value: Option<&Value>| {
        let line: String = text::line(value?.as_str()?)
            .chars()
            .take(MAX_TEXT)
            .collect();
        (!line.is_empty()).then_some(line)
    };
    let day = |name: &str| match entry.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(value) => value.as_str()?.parse::<Date>().ok().map(Some),
    };
    let by = entry.get("attestedBy")?;
    let address = by.get("url").and_then(Value::as_str);
    let address = address
        .filter(|address| address.len() <= MAX_TEXT)
        .and_then(|address| Url::parse(address).ok())
        .filter(|url| matches!(url.scheme(), "https" | "http"));
    let valid_until = day("validUntil")?;
    // What has not been said yet is no word that anybody gave.
    day("attestedOn")?.filter(|on| *on <= today.tomorrow().unwrap_or(today))?;
    Some(Stated {
        kind: AttestationKind::parse(entry.get("kind")?.as_str()?).ok()?,
        attested_by: line(by.get("name"))?,
        address: address.map(String::from),
        statement: line(entry.get("statement"))?,
        valid_until,
        is_lapsed: valid_until.is_some_and(|last| last < today),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 9, 21);

    fn entry() -> Value {
        json!({"kind": "office", "attestedBy": {"name": "Oficina", "url": "https://o.example/"},
            "statement": "Es cooperativa", "method": "visita", "attestedOn": "2026-01-31",
            "validUntil": "2026-09-21"})
    }

    fn with(name: &str, value: Value) -> Value {
        let mut entry = entry();
        entry
            .as_object_mut()
            .unwrap()
            .insert(name.to_owned(), value);
        json!({ "attestation": [entry] })
    }

    #[test]
    fn an_attestation_holds_on_its_last_day_and_has_lapsed_on_the_next() {
        let record = json!({"attestation": [entry()]});
        assert!(!read(&record, TODAY)[0].is_lapsed);
        assert!(read(&record, TODAY.tomorrow().unwrap())[0].is_lapsed);
    }

    #[test]
    fn what_makes_no_sense_in_anothers_record_is_left_out() {
        for record in [
            json!({}),
            json!({"attestation": "valid"}),
            json!({"attestation": [1, null, {}]}),
            with("kind", json!("emperor")),
            with("attestedBy", json!({"name": "\u{202e} "})),
            with("statement", json!(7)),
            with("validUntil", json!("soon")),
            with("attestedOn", json!("2027-01-01")),
        ] {
            assert_eq!(read(&record, TODAY), [], "{record}");
        }
    }

    #[test]
    fn anothers_texts_are_cut_and_their_strange_addresses_dropped() {
        let long = "á".repeat(9_000);
        let stated = read(&with("statement", json!(long)), TODAY);
        assert_eq!(stated[0].statement.chars().count(), MAX_TEXT);
        let strange = json!({"name": "Oficina", "url": "javascript:alert(1)"});
        let stated = read(&with("attestedBy", strange), TODAY);
        assert_eq!(stated[0].address, None);
        let flood = json!({"attestation": vec![entry(); 100]});
        assert_eq!(read(&flood, TODAY).len(), MOST);
    }
}
