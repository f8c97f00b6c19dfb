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
/// What organizations, offers and needs hold.
mod records;
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

pub(super) async fn document(State(node): State<Arc<Node>>) -> Json<Value> {
    Json(describe(&node.shown().settings.name, &node.url("/")))
}

/// The document of a node of this name at this address.
pub(super) fn describe(name: &str, address: &str) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{name}: organizations, offers and needs"),
            "description": "A change that was made here and could not be published is answered \
                with `Trenza-Published: no`",
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
        records::schemas(),
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
    let patching = "Change by a merge patch (RFC 7396)";
    let one = |noun: &str, patch: &str, erase: &str| {
        json!({
            "parameters": id,
            "get": operation("Read one", None, noun, false),
            "patch": operation(patching, Some(patch), noun, true),
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
            "post": creation("NewOrganization", organization),
        },
        "/api/v1/organizations/{id}": one(organization, "OrganizationPatch", "Erase with its offers"),
        "/api/v1/organizations/{id}/publish": verb("Make public", None, organization),
        "/api/v1/organizations/{id}/suspend": verb("Withhold", None, organization),
        "/api/v1/organizations/{id}/dissolve":
            verb("Record the end", Some("End"), organization),
        "/api/v1/organizations/{id}/activate":
            verb("Let it act, on recorded consent", Some("Consent"), organization),
        "/api/v1/offers": {"get": listing(offer, &offer_filters), "post": creation("NewOffer", offer)},
        "/api/v1/offers/{id}": one(offer, "OfferPatch", "Withdraw everywhere, for good"),
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

fn creation(new: &str, noun: &str) -> Value {
    making("Add", Some(new), noun)
}

fn making(summary: &str, body: Option<&str>, noun: &str) -> Value {
    let responses = json!({"201": answer("Added", &reference(noun)), "default": problem()});
    with(operation(summary, body, noun, true), "responses", responses)
}

/// The same members, each of which may be `null`.
fn or_null(members: &Value) -> Value {
    let members = members.as_object().into_iter().flatten();
    members
        .map(|(name, schema)| {
            let schema = json!({"anyOf": [schema, {"type": "null"}]});
            (name.clone(), schema)
        })
        .collect::<serde_json::Map<String, Value>>()
        .into()
}

fn codes<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Value {
    json!({"type": "string", "enum": all.iter().map(|one| code(*one)).collect::<Vec<_>>()})
}

fn schemas() -> Value {
    let text = json!({"type": "string"});
    json!({
        "End": {"type": "object", "additionalProperties": false,
            "properties": {"on": {"type": ["string", "null"], "format": "date"}}},
        "Close": {"type": "object", "required": ["ending"], "additionalProperties": false,
            "properties": {"ending": {"type": "string", "enum": ["met", "closed"]}}},
        "Problem": {"type": "object", "properties": {
            "type": text, "title": text, "status": {"type": "integer"}, "detail": text,
            "errors": {"type": "array"}}},
    })
}
