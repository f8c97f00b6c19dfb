//! The part of the description that tells of profiles. It knows no route: the tests of the
//! API compare both.

use serde_json::{Value, json};

use super::{operation, problem};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let id = json!([{"name": "id", "in": "path", "required": true,
        "schema": {"type": "string", "format": "uuid"}}]);
    let done = |summary: &str| {
        json!({
            "summary": summary,
            "security": [{"token": []}],
            "responses": {"204": {"description": "Done"}, "default": problem()},
        })
    };
    json!({
        "/api/v1/organizations/{id}/profile": {
            "parameters": id,
            "get": operation("How it shows itself", None, "Profile", false),
            "patch": operation("Choose; what is not named stays", Some("Profile"), "Profile", true),
        },
        "/api/v1/offers/{id}/pin": {
            "parameters": id,
            "put": done("Show it first in its organization's profile; at most five are"),
            "delete": done("Show it first no more"),
        },
    })
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    json!({
        "Profile": {"type": "object", "properties": {
            "discoverable": {"type": "boolean",
                "description": "Whether other servers may recommend it"},
            "indexable": {"type": "boolean",
                "description": "Whether other servers may find its posts by their words"},
            "featured": {"type": "array", "readOnly": true,
                "description": "The offers that stand first, pinned or else the newest",
                "items": {"type": "string", "format": "uuid"}},
        }},
    })
}
