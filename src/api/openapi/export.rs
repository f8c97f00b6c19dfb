//! The part of the description that tells of what an owner can take along. It knows no route:
//! the tests of the API compare both.

use serde_json::{Value, json};

use super::{operation, reference};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    json!({
        "/api/v1/organizations/{id}/export": {
            "parameters": [{"name": "id", "in": "path", "required": true,
                "schema": {"type": "string", "format": "uuid"}}],
            "get": operation(
                "Everything that is kept of it, for its own token or the office's",
                None, "Whole", true),
        },
    })
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let objects = json!({"type": "array", "items": {"type": "object"}});
    json!({
        "Whole": {"type": "object", "properties": {
            "organization": reference("Organization"),
            "sources": {"type": "array", "items": reference("Source")}, "attestations": objects, "memberships": objects,
            "same_as": objects, "claims": objects,
            "conflicts": {"type": "array", "items": reference("Conflict")},
            "offers": {"type": "array", "items": reference("Offer")},
            "drafts": objects, "followers": {"type": "integer"}}},
    })
}
