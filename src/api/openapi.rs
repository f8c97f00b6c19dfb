//! What the API can do, for programs: an `OpenAPI` 3.1 document.

/// Channels.
mod channels;
/// Values that a register and a hand state differently.
mod conflicts;
/// Answers, messages and reports.
mod conversation;
/// Duplicates, and what is the same elsewhere.
mod duplicates;
/// What an owner can take along.
mod export;
/// Followers.
mod followers;
/// Other directories.
mod peers;
/// What somebody gives to be seen.
mod pictures;
/// How organizations show themselves.
mod profiles;
/// Attestations, memberships and claims.
mod relations;
/// Moving to another server, and coming from one.
mod relocation;
/// Servers and people that are kept out.
mod restrictions;
/// Everything that can be found.
mod search;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::node::Node;
use crate::vocabulary::{Aim, EntityType, MembershipBase, Scope, Terms, What};

pub(super) async fn document(State(node): State<Arc<Node>>) -> Json<Value> {
    Json(describe(&node.shown().settings.name, &node.url("/")))
}

/// The document of a node of this name at this address.
pub(super) fn describe(name: &str, address: &str) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{name}: organizations, offers and needs"),
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "AGPL-3.0-only", "identifier": "AGPL-3.0-only"},
        },
        "externalDocs": {
            "description": "Whole datasets as files, and their DCAT-AP catalogue",
            "url": format!("{address}data"),
        },
        "servers": [{"url": address}],
        "paths": all_paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": all_schemas(),
        },
    })
}

fn all_paths() -> Value {
    let others = [
        relations::paths(),
        conflicts::paths(),
        duplicates::paths(),
        channels::paths(),
        conversation::paths(),
        export::paths(),
        restrictions::paths(),
        followers::paths(),
        profiles::paths(),
        relocation::paths(),
        search::paths(),
        peers::paths(),
        pictures::paths(),
    ];
    others.into_iter().fold(paths(), joined)
}

fn all_schemas() -> Value {
    let others = [
        relations::schemas(),
        conflicts::schemas(),
        duplicates::schemas(),
        channels::schemas(),
        conversation::schemas(),
        export::schemas(),
        restrictions::schemas(),
        followers::schemas(),
        profiles::schemas(),
        relocation::schemas(),
        search::schemas(),
        peers::schemas(),
        pictures::schemas(),
    ];
    others.into_iter().fold(schemas(), joined)
}

fn paths() -> Value {
    let organization = "Organization";
    let offer = "Offer";
    let id = json!([{"name": "id", "in": "path", "required": true,
        "schema": {"type": "string", "format": "uuid"}}]);
    let one = |noun: &str, erase: &str| {
        json!({
            "parameters": id,
            "get": operation("Read one", None, noun, false),
            "patch": operation("Change by a merge patch (RFC 7396)", Some(noun), noun, true),
            "delete": {
                "summary": erase,
                "security": [{"token": []}],
                "responses": {"204": {"description": "Done"}, "default": problem()},
            },
        })
    };
    let verb = |summary: &str, body: Option<&str>, noun: &str| json!({"parameters": id, "post": operation(summary, body, noun, true)});
    let organization_filters = [
        "status",
        "standing",
        "entity_type",
        "territory",
        "sector",
        "name",
    ];
    let offer_filters = [
        "organization",
        "purpose",
        "state",
        "what",
        "territory",
        "tag",
    ];
    json!({
        "/api/v1/organizations": {
            "get": listing(organization, &organization_filters),
            "post": creation(organization),
        },
        "/api/v1/organizations/{id}": one(organization, "Erase with its offers"),
        "/api/v1/organizations/{id}/publish": verb("Make public", None, organization),
        "/api/v1/organizations/{id}/suspend": verb("Withhold", None, organization),
        "/api/v1/organizations/{id}/dissolve":
            verb("Record the end", Some("End"), organization),
        "/api/v1/organizations/{id}/activate":
            verb("Let it act, on recorded consent", Some("Consent"), organization),
        "/api/v1/offers": {"get": listing(offer, &offer_filters), "post": creation(offer)},
        "/api/v1/offers/{id}": one(offer, "Withdraw everywhere, for good"),
        "/api/v1/offers/{id}/close": verb("End", Some("Close"), offer),
        "/api/v1/offers/{id}/again":
            {"post": making("Offer anew, under a new address, what has ended", None, offer)},
        "/api/v1/openapi.json": {
            "get": {"summary": "This document",
                "responses": {"200": {"description": "This document"}}},
        },
    })
}

/// The members of both objects.
fn joined(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}

/// A list that is given whole.
fn listed(summary: &str, noun: &str) -> Value {
    let all = answer(
        "All of them",
        &json!({"type": "array", "items": reference(noun)}),
    );
    json!({"summary": summary, "responses": {"200": all, "default": problem()}})
}

fn reference(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

fn problem() -> Value {
    json!({
        "description": "Refused (RFC 9457)",
        "content": {"application/problem+json": {"schema": reference("Problem")}},
    })
}

fn answer(description: &str, schema: &Value) -> Value {
    json!({"description": description, "content": {"application/json": {"schema": schema}}})
}

/// The same object with one more member, or with another value for it.
fn with(mut object: Value, name: &str, value: Value) -> Value {
    if let Value::Object(members) = &mut object {
        members.insert(name.to_owned(), value);
    }
    object
}

fn operation(summary: &str, body: Option<&str>, noun: &str, needs_token: bool) -> Value {
    let mut operation = json!({
        "summary": summary,
        "responses": {"200": answer("The record", &reference(noun)), "default": problem()},
    });
    if let Some(body) = body {
        let content = json!({"content": {"application/json": {"schema": reference(body)}}});
        operation = with(operation, "requestBody", content);
    }
    if needs_token {
        operation = with(operation, "security", json!([{"token": []}]));
    }
    operation
}

fn listing(noun: &str, filters: &[&str]) -> Value {
    let parameters: Vec<Value> = filters
        .iter()
        .chain(&["after", "limit"])
        .map(|name| json!({"name": name, "in": "query", "schema": {"type": "string"}}))
        .collect();
    json!({
        "summary": "List, page by page; Link leads to the next",
        "parameters": parameters,
        "responses": {
            "200": answer("A page", &json!({"type": "array", "items": reference(noun)})),
            "default": problem(),
        },
    })
}

fn creation(noun: &str) -> Value {
    making("Add", Some(noun), noun)
}

fn making(summary: &str, body: Option<&str>, noun: &str) -> Value {
    let responses = json!({"201": answer("Added", &reference(noun)), "default": problem()});
    with(operation(summary, body, noun, true), "responses", responses)
}

fn codes<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Value {
    json!({"type": "string", "enum": all.iter().map(|one| code(*one)).collect::<Vec<_>>()})
}

fn schemas() -> Value {
    let text = json!({"type": "string"});
    let texts = json!({"type": "object", "additionalProperties": {"type": "string"},
        "description": "Texts by BCP 47 base language"});
    let moment = json!({"type": "string", "format": "date-time", "readOnly": true});
    let day = json!({"type": "string", "format": "date"});
    let uuid = json!({"type": "string", "format": "uuid", "readOnly": true});
    let set = |names: &[&str]| json!({"type": "string", "enum": names});
    let contact = json!({"type": "object", "required": ["kind", "value"], "properties": {
        "kind": set(&["email", "phone", "person"]), "value": text,
        "public": {"type": "boolean", "default": false}}});
    let point = json!({"type": "object", "properties": {
        "latitude": {"type": "number"}, "longitude": {"type": "number"}}});
    let place = json!({"type": "object", "properties": {"country": text, "region": text,
        "locality": text, "street": text, "postal_code": text, "point": point}});
    json!({
        "Organization": {"type": "object", "required": ["names", "language", "entity_type"],
            "properties": {
                "id": uuid, "url": {"type": "string", "readOnly": true}, "handle": text,
                "status": set(&["draft", "published", "suspended", "dissolved"]),
                "standing": set(&["listed", "active"]),
                "names": texts, "summaries": texts, "language": text,
                "entity_type": codes(EntityType::ALL, EntityType::as_str),
                "legal_form": text,
                "membership_base": codes(MembershipBase::ALL, MembershipBase::as_str),
                "sectors": {"type": "array", "items": text},
                "themes": {"type": "array", "items": text},
                "territory": text, "scope": codes(Scope::ALL, Scope::as_str),
                "place": place, "website": {"type": "string", "format": "uri"},
                "contacts": {"type": "array", "items": contact},
                "founded_on": day, "dissolved_on": day,
                "created_at": moment, "updated_at": moment, "published_at": moment,
            }},
        "Offer": {"type": "object",
            "required": ["organization", "purpose", "titles", "language", "what", "terms"],
            "properties": {
                "id": uuid, "url": {"type": "string", "readOnly": true},
                "organization": {"type": "string", "format": "uuid"},
                "purpose": set(&["offer", "need"]),
                "state":
                    set(&["open", "in-conversation", "met", "closed", "withdrawn", "expired"]),
                "titles": texts, "texts": texts, "conditions": texts, "language": text,
                "what": codes(What::ALL, What::as_str),
                "terms": codes(Terms::ALL, Terms::as_str),
                "aim": codes(Aim::ALL, Aim::as_str),
                "territory": text, "quantity": {"type": "number"}, "unit": text,
                "valid_until": {"type": "string", "format": "date-time"},
                "created_at": moment, "updated_at": moment,
            }},
        "Consent": {"type": "object", "required": ["by", "statement"],
            "properties": {"by": text, "statement": text}},
        "End": {"type": "object", "properties": {"on": day}},
        "Close": {"type": "object", "required": ["ending"],
            "properties": {"ending": set(&["met", "closed"])}},
        "Problem": {"type": "object", "properties": {
            "type": text, "title": text, "status": {"type": "integer"}, "detail": text,
            "errors": {"type": "array"}}},
    })
}
