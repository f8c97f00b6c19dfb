//! The part of the description that tells of channels. It knows no route: the tests of the
//! API compare both.

use serde_json::{Value, json};

use super::{codes, joined, operation, or_null, with};
use crate::vocabulary::{Purpose, Section, Theme};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let query = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "string"}});
    let codes = json!({"name": "codes", "in": "path", "required": true, "description":
        "offers, needs or all, then at most two of a theme, a sector (A to U) and a territory, \
         parted by dots: needs.agriculture.MX-OAX",
        "schema": {"type": "string"}});
    let show = operation(
        "A channel with a page of what stands in it; Link leads to the next",
        None,
        "Channel",
        false,
    );
    json!({
        "/api/v1/channels/{codes}": {
            "parameters": [codes],
            "get": with(show, "parameters", json!([query("after"), query("limit")])),
        },
    })
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let text = json!({"type": "string"});
    let count = json!({"type": "integer"});
    let facets = or_null(&json!({
        "purpose": codes(Purpose::ALL, Purpose::as_str),
        "theme": codes(Theme::ALL, Theme::as_str),
        "sector": codes(Section::ALL, Section::as_str), "territory": text,
    }));
    let others = json!({
        "url": text, "codes": text, "handle": text, "path": text,
        "followers": count, "ceiling": count,
        "announced_today": {"type": "integer", "description": "Today in UTC"},
        "held_today": {"type": "integer",
            "description": "Beyond the ceiling, for the summary at the end of the day"},
        "offers": {"type": "array", "items": {"type": "object", "properties": {
            "url": text, "purpose": codes(Purpose::ALL, Purpose::as_str), "title": text,
            "territory": {"type": ["string", "null"]},
            "is_own": {"type": "boolean",
                "description": "Whether this directory keeps it, or a peer does"}}}}});
    json!({"Channel": {"type": "object", "properties": joined(facets, others)}})
}
