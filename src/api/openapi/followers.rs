//! The part of the description that tells of followers.

use serde_json::{Value, json};

use super::{listed, operation, with};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let base = "/api/v1/organizations/{id}/followers";
    let id = json!([{"name": "id", "in": "path", "required": true,
        "schema": {"type": "string", "format": "uuid"}}]);
    let waiting = json!([{"name": "waiting", "in": "query", "schema": {"type": "boolean"}}]);
    let list = with(
        listed(
            "Who follows it or asks to, for itself and the office",
            "Follower",
        ),
        "security",
        json!([{"token": []}]),
    );
    json!({
        base: {"parameters": id, "get": with(list, "parameters", waiting)},
        (format!("{base}/approve")): {
            "parameters": id,
            "post": operation("Let somebody follow who waits", Some("WhichFollower"),
                "Follower", true),
        },
        (format!("{base}/reject")): {
            "parameters": id,
            "post": operation("Refuse somebody, or end a following", Some("WhichFollower"),
                "Follower", true),
        },
        (format!("{base}/policy")): {
            "parameters": id,
            "post": operation("Choose whether it is asked before anybody follows it",
                Some("Admission"), "Admission", true),
        },
    })
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let address = json!({"type": "string", "format": "uri"});
    let state = json!({"type": "string", "enum": ["pending", "accepted", "rejected"]});
    json!({
        "Follower": {"type": "object", "properties": {"follower": address, "state": state}},
        "WhichFollower": {"type": "object", "required": ["follower"],
            "properties": {"follower": address}},
        "Admission": {"type": "object", "properties": {
            "asks": {"type": ["boolean", "null"], "description":
                "null leaves it to the directory's setting"}}},
    })
}
