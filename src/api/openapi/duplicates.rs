//! The part of the description that tells of duplicates and of what is the same elsewhere.
//! It knows no route: the tests of the API compare both.

use serde_json::{Value, json};

use super::{listed, listing, operation, with};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let verb = |summary: &str, body: Option<&str>, noun: &str| json!({"post": operation(summary, body, noun, true)});
    let id = json!([{"name": "id", "in": "path", "required": true,
        "schema": {"type": "string", "format": "uuid"}}]);
    let same_as = listed("Which other directories' records are its own", "SameAs");
    let changed = |summary: &str| operation(summary, Some("Address"), "SameAs", true);
    json!({
        "/api/v1/duplicates": {
            "get": with(listing("Pair", &["state"]), "security", json!([{"token": []}])),
        },
        "/api/v1/duplicates/find": verb("Look for pairs that may be one", None, "Found"),
        "/api/v1/duplicates/merge":
            verb("Make one record of two", Some("Merge"), "Organization"),
        "/api/v1/duplicates/apart":
            verb("Decide that two are two", Some("Apart"), "Pair"),
        "/api/v1/organizations/{id}/same-as": {
            "parameters": id,
            "get": same_as,
            "post": changed("State that another directory's record is the same"),
            "delete": changed("Take a statement back"),
        },
    })
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let text = json!({"type": "string"});
    let moment = json!({"type": "string", "format": "date-time", "readOnly": true});
    let count = json!({"type": "integer"});
    let address = json!({"type": "string", "format": "uri"});
    let state = json!({"type": "string", "enum": ["proposed", "apart", "merged", "same"]});
    json!({
        "Pair": {"type": "object", "properties": {
            "one": text, "other": text, "state": state,
            "score": {"type": "number", "minimum": 0, "maximum": 1},
            "reasons": {"type": "array", "items": {
                "type": "object", "required": ["kind"], "properties": {"kind": text}}},
            "found_at": moment, "decided_by": text, "decided_at": moment,
        }},
        "Found": {"type": "object", "properties": {
            "records": count, "proposed": count, "new": count,
            "skipped": {"type": "object", "properties": {
                "unlooked": count,
                "keys": {"type": "array", "items": {"type": "object", "properties": {
                    "kind": text, "keys": count, "records": count}}}}}}},
        "Merge": {"type": "object", "required": ["keep", "lose"], "properties": {
            "keep": text, "lose": text}},
        "Apart": {"type": "object", "required": ["one", "other"], "properties": {
            "one": text, "other": text}},
        "Address": {"type": "object", "required": ["address"],
            "properties": {"address": address}},
        "SameAs": {"type": "object", "properties": {
            "address": address, "stated_at": moment, "is_final": {"type": "boolean"},
            "stated_by": {"type": "string", "enum": ["office", "organization"]},
        }},
    })
}
