//! The part of the description that tells of other directories.

use serde_json::{Value, json};

use super::{joined, listed, operation, or_null, reference};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    json!({
        "/api/v1/peers": {
            "get": listed("Other directories that this one follows, with their cards", "Peer"),
        },
        "/api/v1/peers/{host}": {
            "parameters": [{"name": "host", "in": "path", "required": true,
                "schema": {"type": "string"}}],
            "get": operation("One of them", None, "Peer", false),
        },
    })
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let text = json!({"type": "string"});
    let name = json!({"type": ["string", "null"]});
    let address = json!({"type": "string", "format": "uri"});
    let moment = json!({"type": "string", "format": "date-time"});
    let number = json!({"type": "integer"});
    let flag = json!({"type": "boolean"});
    let many = |of: &Value| json!({"type": "array", "items": of});
    json!({
        "Peer": {"type": "object", "properties": {
            "id": address, "host": text, "name": name, "known": flag, "peer_since": moment,
            "card": reference("PeerCard"), "site_proof": reference("SiteProof"), "organizations": number,
            "active": number, "attested": number, "offers": number,
            "vouched_by": many(&text)}},
        "PeerCard": {"type": "object", "description": "The directory's own word", "properties": joined(
            json!({"vouches_for": many(&address), "languages": many(&text)}),
            or_null(&json!({
                "legal_body": text, "contact": text, "site": address, "kept_since": text,
                "admits": {"type": "string", "enum": ["ask", "accept"]},
                "attestation_policy": text, "summary": text, "software": text})))},
        "SiteProof": {"type": ["object", "null"], "description":
            "How the website was seen to name the directory", "properties": {
            "method": {"type": "string", "enum": ["well-known", "rel-me"]},
            "seen_at": moment}},
    })
}
