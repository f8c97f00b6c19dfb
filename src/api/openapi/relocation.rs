//! The part of the description that tells of organizations that move to another server.
//! It knows no route: the tests of the API compare both.

use serde_json::{Value, json};

use super::operation;

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let id = json!([{"name": "id", "in": "path", "required": true,
        "schema": {"type": "string", "format": "uuid"}}]);
    let named = |summary: &str| operation(summary, Some("Account"), "Moves", true);
    json!({
        "/api/v1/organizations/{id}/moves": {
            "parameters": id,
            "get": operation("Where it was before, and where it has gone", None, "Moves", false),
            "post": named("Move to an account that names this one as a former address"),
            "delete": operation("Take back that it has moved", None, "Moves", true),
        },
        "/api/v1/organizations/{id}/former-addresses": {
            "parameters": id,
            "post": named("State that it was an account on another server before"),
            "delete": named("Take that back, with the history there"),
        },
    })
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let text = json!({"type": "string"});
    let moment = json!({"type": "string", "format": "date-time"});
    let address = json!({"type": "string", "format": "uri"});
    json!({
        "Account": {"type": "object", "required": ["account"], "properties": {
            "account": {"type": "string", "description": "@name@host, or its address"}}},
        "Moves": {"type": "object", "properties": {
            "moved_to": {"type": ["string", "null"], "format": "uri"},
            "moved_at": {"type": ["string", "null"], "format": "date-time"},
            "former_addresses": {"type": "array", "items": {"type": "object", "properties": {
                "address": address, "stated_at": moment,
                "confirmed_at": {"type": ["string", "null"], "format": "date-time"}}}},
            "former_offers": {"type": "array", "items": {"type": "object", "properties": {
                "address": address, "title": text, "published_at": moment,
                "purpose": {"type": "string", "enum": ["offer", "need"]}}}},
        }},
    })
}
