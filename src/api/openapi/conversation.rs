//! The part of the description that tells of answers, messages and reports.

use serde_json::{Value, json};

use super::{answer, listed, operation, problem, reference, with};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let token = json!([{"token": []}]);
    let private =
        |summary: &str, noun: &str| with(listed(summary, noun), "security", token.clone());
    let messages = "/api/v1/organizations/{id}/messages";
    let filter = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "string"}});
    let filtered = |list: Value, names: &[&str]| {
        let parameters = names.iter().map(|name| filter(name)).collect();
        with(list, "parameters", Value::Array(parameters))
    };
    json!({
        "/api/v1/replies": {
            "get": filtered(
                listed("Answers from other servers; without a token those that are approved",
                    "Reply"),
                &["offer", "organization", "state", "after", "limit"]),
        },
        "/api/v1/replies/{id}": {
            "parameters": parameters(&["id"]),
            "get": operation("Read one", None, "Reply", false),
        },
        "/api/v1/replies/{id}/approve": {
            "parameters": parameters(&["id"]),
            "post": operation("Show it to everybody", None, "Reply", true),
        },
        "/api/v1/replies/{id}/hide": {
            "parameters": parameters(&["id"]),
            "post": operation("Show it to nobody", None, "Reply", true),
        },
        "/api/v1/offers/{id}/reactions": {
            "parameters": parameters(&["id"]),
            "get": operation("How many like it, passed it on, answered it", None, "Reactions",
                false),
        },
        messages: {
            "parameters": parameters(&["id"]),
            "get": filtered(
                private("Its messages, for its own token alone", "Message"), &["after", "limit"]),
            "post": with(
                operation("Ask another organization whether it could meet a need",
                    Some("NewQuestion"), "Message", true),
                "responses",
                json!({"201": answer("Queued", &reference("Message")), "default": problem()})),
        },
        (format!("{messages}/{{message}}")): {
            "parameters": parameters(&["id", "message"]),
            "get": operation("Read one", None, "Message", true),
            "delete": {
                "summary": "Erase it, what the organization said also at its recipient",
                "security": token,
                "responses": {"204": {"description": "Done"}, "default": problem()},
            },
        },
        (format!("{messages}/{{message}}/answer")): {
            "parameters": parameters(&["id", "message"]),
            "post": with(
                operation("Answer its author alone", Some("NewAnswer"), "Message", true),
                "responses",
                json!({"201": answer("Queued", &reference("Message")), "default": problem()})),
        },
        "/api/v1/reports": {
            "get": filtered(private("Reports, for the office", "Report"), &["state"]),
        },
        "/api/v1/reports/{id}/resolve": {
            "parameters": parameters(&["id"]),
            "post": operation("Note that it was dealt with", Some("Resolution"), "Report", true),
        },
    })
}

fn parameters(names: &[&str]) -> Value {
    let parameter = |name: &&str| {
        json!({"name": name, "in": "path", "required": true,
            "schema": {"type": "string", "format": "uuid"}})
    };
    Value::Array(names.iter().map(parameter).collect())
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let text = json!({"type": "string"});
    let moment = json!({"type": "string", "format": "date-time"});
    let uuid = json!({"type": "string", "format": "uuid"});
    let address = json!({"type": "string", "format": "uri"});
    let html = json!({"type": "string", "description": "Sanitised HTML"});
    let number = json!({"type": "integer"});
    let one_of = |words: &[&str]| json!({"type": "string", "enum": words});
    json!({
        "Person": {"type": "object", "properties": {
            "id": address, "name": text, "handle": text, "host": text}},
        "Reply": {"type": "object", "properties": {
            "id": uuid, "offer": uuid, "note": address, "in_reply_to": text,
            "author": reference("Person"), "content": html, "language": text, "url": address,
            "state": one_of(&["waiting", "approved", "hidden"]),
            "published_at": moment, "updated_at": moment, "received_at": moment,
            "decided_at": moment}},
        "Reactions": {"type": "object", "properties": {
            "likes": number, "shares": number, "replies": number}},
        "Message": {"type": "object", "properties": {
            "id": uuid, "organization": uuid,
            "kind": one_of(&["direct", "mention", "answer", "automatic"]),
            "note": address, "correspondent": reference("Person"), "content": html,
            "language": text, "in_reply_to": address, "published_at": moment,
            "received_at": moment, "notice": text}},
        "NewQuestion": {"type": "object", "required": ["to", "need", "text"], "properties": {
            "to": address, "need": uuid, "text": text}},
        "NewAnswer": {"type": "object", "required": ["text"], "properties": {"text": text}},
        "Report": {"type": "object", "properties": {
            "id": uuid, "direction": one_of(&["received", "sent"]), "reporter": address,
            "host": text, "subjects": {"type": "array", "items": address}, "content": text,
            "state": one_of(&["open", "resolved"]), "resolution": text, "received_at": moment,
            "resolved_at": moment}},
        "Resolution": {"type": "object", "properties": {"resolution": text}},
    })
}
