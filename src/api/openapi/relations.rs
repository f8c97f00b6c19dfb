//! The part of the description that tells of attestations, memberships and claims. It knows
//! no route: the tests of the API compare both.

use serde_json::{Value, json};

use super::{answer, codes, joined, listed, operation, or_null, problem, reference, with};
use crate::vocabulary::{AttestationKind, MembershipRole};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let attestations = "/api/v1/organizations/{id}/attestations";
    let memberships = "/api/v1/organizations/{id}/memberships";
    json!({
        attestations: {
            "parameters": parameters(&["id"]),
            "get": listed("What is attested of it", "Attestation"),
            "post": made("Record what somebody attests of it", "Attestation", "Attestation"),
        },
        (format!("{attestations}/refuse")): {
            "parameters": parameters(&["id"]),
            "post": made("Record what is not attested", "Refusal", "Attestation"),
        },
        (format!("{attestations}/{{attestation}}/revoke")): {
            "parameters": parameters(&["id", "attestation"]),
            "post": operation("Take an attestation back", Some("Reason"), "Attestation", true),
        },
        memberships: {
            "parameters": parameters(&["id"]),
            "get": listed("Whom it belongs to, and who belongs to it", "Membership"),
            "post": made("Record a membership", "NewMembership", "Membership"),
        },
        (format!("{memberships}/{{membership}}/confirm")): {
            "parameters": parameters(&["id", "membership"]),
            "post": operation("Confirm the side of this organization", None, "Membership", true),
        },
        (format!("{memberships}/{{membership}}/end")): {
            "parameters": parameters(&["id", "membership"]),
            "post": operation("Record the end", Some("End"), "Membership", true),
        },
        "/api/v1/organizations/{id}/claims": {
            "parameters": parameters(&["id"]),
            "get": with(
                listed("The links made for its representatives", "Claim"),
                "security", json!([{"token": []}])),
            "post": made("Make a link, shown once or sent by mail", "NewClaim", "Link"),
        },
        "/api/v1/claims/{secret}": {
            "parameters": parameters(&["secret"]),
            "get": operation("Which record a link hands over", None, "ClaimedRecord", false),
            "post": operation(
                "Take the record over; the token is shown once",
                Some("Representative"), "TakenOver", false),
        },
    })
}

fn parameters(names: &[&str]) -> Value {
    let parameter = |name: &&str| {
        let schema = if *name == "secret" {
            json!({"type": "string"})
        } else {
            json!({"type": "string", "format": "uuid"})
        };
        json!({"name": name, "in": "path", "required": true, "schema": schema})
    };
    Value::Array(names.iter().map(parameter).collect())
}

fn made(summary: &str, body: &str, noun: &str) -> Value {
    let responses = json!({"201": answer("Added", &reference(noun)), "default": problem()});
    with(
        operation(summary, Some(body), noun, true),
        "responses",
        responses,
    )
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let text = json!({"type": "string"});
    let moment = json!({"type": "string", "format": "date-time", "readOnly": true});
    let day = json!({"type": "string", "format": "date"});
    let uuid = json!({"type": "string", "format": "uuid", "readOnly": true});
    let shown = json!({"type": "string", "readOnly": true});
    let record = json!({"type": "object", "properties": {
        "id": uuid, "url": shown, "name": shown}});
    let attestation = json!({
        "id": uuid, "organization": uuid,
        "kind": codes(AttestationKind::ALL, AttestationKind::as_str),
        "attested_by": text, "statement": text, "method": text, "attested_on": day,
        "state": {"type": "string", "enum": ["valid", "lapsed", "refused", "revoked"],
            "readOnly": true},
        "created_at": moment,
    });
    let optional = json!({
        "attested_by_address": {"type": "string", "format": "uri"}, "valid_until": day,
        "reason": shown, "revoked_at": moment,
    });
    let attestation = joined(attestation, or_null(&optional));
    let required = ["kind", "attested_by", "statement", "method"];
    let refusal = with(attestation.clone(), "reason", text.clone());
    let role = codes(MembershipRole::ALL, MembershipRole::as_str);
    let times = or_null(&json!({
        "since": day, "until": day, "confirmed_by_member": moment, "confirmed_by_body": moment,
        "ended_at": moment,
    }));
    let membership = json!({
        "id": uuid, "member": shown, "body": shown, "role": role, "created_at": moment,
        "is_confirmed": {"type": "boolean", "readOnly": true},
        "other": {"type": "object", "properties": {"address": text, "name": text,
            "language": text, "is_foreign": {"type": "boolean"}}}});
    let claim = json!({"id": uuid, "organization": uuid, "made_for": text,
        "created_at": moment, "expires_at": moment});
    let used = or_null(&json!({"used_at": moment, "used_by": text}));
    json!({
        "Attestation": {"type": "object", "required": required, "properties": attestation},
        "Refusal": {"type": "object",
            "required": ["kind", "attested_by", "statement", "method", "reason"],
            "properties": refusal},
        "Reason": {"type": "object", "required": ["reason"], "properties": {"reason": text}},
        "Membership": {"type": "object", "properties": joined(membership, times)},
        "NewMembership": {"type": "object", "required": ["role"],
            "description": "The other side stands in body (to whom it belongs) or in member \
                (who belongs to it): a handle, an id, or another directory's address",
            "properties": {"member": text, "body": text, "role": role, "since": day}},
        "Claim": {"type": "object", "properties": joined(claim, used)},
        "NewClaim": {"type": "object", "required": ["made_for"],
            "properties": {"made_for": text, "mail": {"type": "string", "format": "email",
                "description": "Where the link is sent; the answer does not show it then"}}},
        "Link": {"type": "object", "properties": {
            "id": uuid, "link": shown, "mail": shown, "letter": shown, "made_for": text,
            "expires_at": moment}},
        "ClaimedRecord": {"type": "object", "properties": {
            "organization": record, "made_for": shown, "expires_at": moment}},
        "Representative": {"type": "object", "required": ["name", "function", "statement"],
            "properties": {"name": text, "function": text, "statement": text}},
        "TakenOver": {"type": "object",
            "properties": {"organization": record, "token": shown}},
    })
}
