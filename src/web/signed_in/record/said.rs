//! What somebody else wrote of a record meanwhile, in words.

use serde_json::Value;

use crate::registry::{Draft, Field};
use crate::words::Words;

/// What differs between what was typed and what stands now: the field's label, theirs.
pub(super) fn differences(
    typed: &Draft,
    present: &Draft,
    words: &'static Words,
) -> Vec<(&'static str, String)> {
    let differing = Field::ALL
        .iter()
        .filter(|field| field.differs(typed, present));
    differing
        .map(|field| {
            let value = field.value(present).unwrap_or_default();
            (label(*field, words), plain(&value))
        })
        .collect()
}

fn label(field: Field, words: &'static Words) -> &'static str {
    match field {
        Field::Names => words.say("record-name"),
        Field::Summaries => words.say("record-summary"),
        Field::EntityType => words.say("kind"),
        Field::LegalForm => words.say("legal-form"),
        Field::MembershipBase => words.say("members"),
        Field::Sectors => words.say("activities"),
        Field::Themes => words.say("themes"),
        Field::Territory => words.say("territory"),
        Field::Scope => words.say("reach"),
        Field::Place => words.say("address"),
        Field::Website => words.say("website"),
        Field::Contacts => words.say("contact"),
        Field::FoundedOn => words.say("founded"),
        Field::DissolvedOn => words.say("record-dissolved"),
    }
}

/// A value without the marks of JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "—".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(all) if all.is_empty() => "—".to_owned(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Object(members) => {
            let said = members.iter().filter(|(_, value)| !value.is_null());
            let said = said.map(|(name, value)| format!("{name}: {}", plain(value)));
            said.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
