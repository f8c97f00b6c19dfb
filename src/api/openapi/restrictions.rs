//! The part of the description that tells who is kept out.

use serde_json::{Value, json};

use super::{listed, operation, problem, reference, with};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let token = json!([{"token": []}]);
    let switch = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "boolean"}});
    let table = json!({"text/csv": {"schema": {"type": "string"}}});
    let import = with(
        operation(
            "Take a list of hosts over",
            None,
            "ImportedRestrictions",
            true,
        ),
        "requestBody",
        json!({"required": true, "content": table}),
    );
    json!({
        "/api/v1/restrictions": {
            "get": with(listed("Servers and people that are kept out or out of sight",
                "Restriction"), "security", token.clone()),
            "post": operation("Block or limit a server or an account", Some("NewRestriction"),
                "RestrictionMade", true),
        },
        "/api/v1/restrictions/{subject}": {
            "parameters": [{"name": "subject", "in": "path", "required": true,
                "schema": {"type": "string"},
                "description": "A host, or an account's address in percent-encoding"}],
            "delete": operation("Lift it", None, "Restriction", true),
        },
        "/api/v1/restrictions/import": {
            "post": with(import, "parameters", json!([switch("dry_run"), switch("even_peers")])),
        },
        "/api/v1/restrictions/export": {
            "get": {
                "summary": "The servers as a table that Mastodon reads",
                "security": token,
                "responses": {
                    "200": {"description": "The table", "content": table},
                    "default": problem(),
                },
            },
        },
    })
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let maybe = json!({"type": ["string", "null"]});
    let text = json!({"type": "string"});
    let moment = json!({"type": "string", "format": "date-time"});
    let severity = json!({"type": "string", "enum": ["block", "limit"]});
    let number = json!({"type": "integer"});
    let hosts = json!({"type": "array", "items": text});
    let effects = json!({
        "peers_ended": hosts, "followers_ended": number, "replies_hidden": number,
        "deliveries_ended": number,
    });
    let mut imported = json!({
        "read": number, "added": number, "raised": number, "unchanged": number,
        "dry_run": {"type": "boolean"},
        "problems": {"type": "array", "items": {"type": "object", "properties": {
            "line": number, "value": text, "reason": text}}},
    });
    if let (Value::Object(all), Value::Object(more)) = (&mut imported, effects.clone()) {
        all.extend(more);
    }
    json!({
        "Restriction": {"type": "object", "properties": {
            "subject": text, "severity": severity, "reason": maybe, "note": maybe,
            "created_at": moment}},
        "NewRestriction": {"type": "object", "required": ["subject", "severity"],
            "properties": {"subject": text, "severity": severity, "reason": maybe,
                "note": maybe}},
        "RestrictionMade": {"type": "object", "properties": {
            "restriction": reference("Restriction"),
            "effects": {"type": "object", "properties": effects}}},
        "ImportedRestrictions": {"type": "object", "properties": imported},
    })
}
