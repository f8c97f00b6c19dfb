//! The part of the description that tells of pictures. It knows no route: the tests of the API
//! compare both.

use serde_json::{Value, json};

use super::{answer, listed, operation, problem, reference, with};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let named = |name: &str| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    let one = json!({"name": "id", "in": "path", "required": true,
        "schema": {"type": "string", "format": "uuid"}});
    let id = json!([one]);
    let gone = json!({
        "summary": "Take it away; what is drawn takes its place",
        "security": [{"token": []}],
        "responses": {"204": {"description": "Done"}, "default": problem()},
    });
    let put = |summary: &str| {
        with(
            operation(summary, None, "Picture", true),
            "requestBody",
            form(),
        )
    };
    let own = json!({
        "summary": "Give the directory's own",
        "security": [{"token": []}],
        "requestBody": form(),
        "responses": {"204": {"description": "Done"}, "default": problem()},
    });
    let added = json!({"201": answer("Added", &reference("Picture")), "default": problem()});
    json!({
        "/api/v1/organizations/{id}/pictures": {
            "parameters": id,
            "get": listed("Its icon and header", "Picture"),
        },
        "/api/v1/organizations/{id}/icon": {
            "parameters": id, "put": put("Give an icon; it is cut to a square"), "delete": gone,
        },
        "/api/v1/organizations/{id}/header": {
            "parameters": id, "put": put("Give a header; it is cut to 3 by 1"), "delete": gone,
        },
        "/api/v1/offers/{id}/photos": {
            "parameters": id,
            "get": listed("Its photos, in their order", "Picture"),
            "post": with(put("Add one; at most four are shown"), "responses", added),
        },
        "/api/v1/offers/{id}/photos/{digest}": {
            "parameters": [one, named("digest")],
            "patch": operation("Say anew what is to be seen", Some("Description"), "Picture", true),
            "delete": gone,
        },
        "/api/v1/pictures/{role}": {"parameters": [named("role")], "put": own, "delete": gone},
    })
}

/// The body that brings a picture.
fn form() -> Value {
    json!({"required": true, "content": {"multipart/form-data": {"schema": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary",
            "description": "A JPEG, PNG or WebP of at most 10 MiB and 25 million pixels"}},
        "additionalProperties": {"type": "string",
            "description": "alt-LANGUAGE: what is to be seen on it"},
    }}}})
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let texts = json!({"type": "object", "additionalProperties": {"type": "string"},
        "description": "What is to be seen, by BCP 47 base language"});
    let text = json!({"type": "string"});
    json!({
        "Picture": {"type": "object", "properties": {
            "role": {"type": "string", "enum": ["icon", "header", "photo"]},
            "digest": text, "url": text, "media_type": text,
            "width": {"type": "integer"}, "height": {"type": "integer"},
            "blurhash": {"type": ["string", "null"]},
            "given": {"type": "boolean", "description": "Whether it was given, or drawn"},
            "alt": texts,
        }},
        "Description": {"type": "object", "required": ["alt"], "properties": {"alt": texts}},
    })
}
