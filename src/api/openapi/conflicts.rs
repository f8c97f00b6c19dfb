//! The part of the description that tells of values that a register states otherwise than
//! somebody wrote by hand. It knows no route: the tests of the API compare both.

use serde_json::{Value, json};

use super::{codes, listed, operation, with};
use crate::registry::Field;

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let parameter = |name: &str, schema: Value| json!({"name": name, "in": "path", "required": true, "schema": schema});
    let id = parameter("id", json!({"type": "string", "format": "uuid"}));
    let field = parameter("field", codes(Field::ALL, Field::as_str));
    json!({
        "/api/v1/conflicts": {
            "get": with(
                listed("What registers state otherwise than was written by hand, of all", "Conflict"),
                "security", json!([{"token": []}])),
        },
        "/api/v1/organizations/{id}/conflicts": {
            "parameters": [id],
            "get": with(
                listed("What registers state otherwise than was written by hand", "Conflict"),
                "security", json!([{"token": []}])),
        },
        "/api/v1/organizations/{id}/conflicts/{field}": {
            "parameters": [id, field],
            "post": operation(
                "Take the register's value, or keep the one written by hand",
                Some("Decision"), "Organization", true),
        },
    })
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let text = json!({"type": "string"});
    let uuid = json!({"type": "string", "format": "uuid"});
    json!({
        "Conflict": {"type": "object", "properties": {
            "organization": uuid, "handle": text, "kept": {}, "field": codes(Field::ALL, Field::as_str), "register": text,
            "identifier": text, "stated": {}, "batch": uuid,
            "stated_on": {"type": "string", "format": "date"},
            "noticed_at": {"type": "string", "format": "date-time"}}},
        "Decision": {"type": "object", "required": ["decision"], "properties": {
            "decision": {"type": "string", "enum": ["take", "keep"]},
            "register": {"type": "string",
                "description": "Whose value is taken, where several registers contradict"}}},
    })
}
