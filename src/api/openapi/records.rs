//! The part of the description that tells what organizations, offers and needs hold: what is
//! written of them, what a patch may say, and what stands in an answer besides. It knows no
//! route: the tests of the API compare both.

use serde_json::{Value, json};

use super::{codes, joined, or_null, reference, with};
use crate::registry::Field;
use crate::vocabulary::{Aim, EntityType, MembershipBase, Scope, Terms, What};

/// The members of a record that callers write.
struct Written {
    /// Those without which there is no record.
    needed: Value,
    /// Those that are empty when nobody writes them.
    lists: Value,
    /// Those that need not be there.
    optional: Value,
}

impl Written {
    fn members(&self) -> Value {
        let always = joined(self.needed.clone(), self.lists.clone());
        joined(always, or_null(&self.optional))
    }

    /// A whole record, as somebody brings it.
    fn draft(&self) -> Value {
        json!({"type": "object", "required": names(&self.needed),
            "properties": self.members(), "additionalProperties": false})
    }

    /// A merge patch: every member may be left out, and `null` empties those that may be empty.
    fn patch(&self) -> Value {
        let members = joined(self.members(), or_null(&self.lists));
        json!({"type": "object", "properties": members, "additionalProperties": false})
    }

    /// The record as it is answered, every member there, with those that nobody writes; `beside`
    /// stands where the record is read by itself.
    fn answer(&self, others: Value, beside: Value) -> Value {
        let members = joined(self.members(), others);
        let required = json!(names(&members));
        json!({"type": "object", "required": required, "properties": joined(members, beside)})
    }
}

pub(super) fn schemas() -> Value {
    let texts = json!({"type": "object", "additionalProperties": {"type": "string"},
        "description": "Texts by BCP 47 base language"});
    let patched = json!({"type": "object", "additionalProperties": {"type": ["string", "null"]},
        "description": "Texts by BCP 47 base language; null takes one away"});
    let moment = read_only(json!({"type": "string", "format": "date-time"}));
    let id = read_only(json!({"type": "string", "format": "uuid"}));
    let url = read_only(json!({"type": "string", "format": "uri"}));
    let whose = json!({"type": "string", "format": "uuid"});
    let text = json!({"type": "string"});

    let published = joined(
        or_null(&json!({"published_at": moment, "consent": reference("Consent")})),
        json!({
            "id": id, "handle": text,
            "status": read_only(set(&["draft", "published", "suspended", "dissolved"])),
            "standing": read_only(set(&["listed", "active"])),
            "provenance": {"type": "array", "items": reference("Stated"), "readOnly": true},
            "created_at": moment, "updated_at": moment,
        }),
    );
    let states = [
        "open",
        "in-conversation",
        "met",
        "closed",
        "withdrawn",
        "expired",
    ];
    let offered = json!({
        "id": id, "organization": whose, "state": read_only(set(&states)),
        "created_at": moment, "updated_at": moment,
    });
    let beside = json!({"url": url});
    let sources = json!({"url": url,
        "sources": {"type": "array", "items": reference("Source"), "readOnly": true}});
    let mut new_offer = offer(&texts);
    new_offer.needed = joined(new_offer.needed, json!({"organization": whose}));
    joined(
        parts(),
        json!({
            "Organization": organization(&texts).answer(published, sources),
            "NewOrganization": organization(&texts).draft(),
            "OrganizationPatch": organization(&patched).patch(),
            "Offer": offer(&texts).answer(offered, beside),
            "NewOffer": new_offer.draft(),
            "OfferPatch": offer(&patched).patch(),
        }),
    )
}

fn organization(texts: &Value) -> Written {
    let text = json!({"type": "string"});
    let list = json!({"type": "array", "items": text});
    let day = json!({"type": "string", "format": "date"});
    Written {
        needed: json!({"names": texts, "language": text,
            "entity_type": codes(EntityType::ALL, EntityType::as_str)}),
        lists: json!({"summaries": texts, "sectors": list, "themes": list,
            "place": reference("Place"),
            "contacts": {"type": "array", "items": reference("Contact")}}),
        optional: json!({"handle": text, "legal_form": text,
            "membership_base": codes(MembershipBase::ALL, MembershipBase::as_str),
            "territory": text, "scope": codes(Scope::ALL, Scope::as_str),
            "website": {"type": "string", "format": "uri"},
            "founded_on": day, "dissolved_on": day}),
    }
}

fn offer(texts: &Value) -> Written {
    let text = json!({"type": "string"});
    Written {
        needed: json!({"purpose": set(&["offer", "need"]), "language": text, "titles": texts,
            "what": codes(What::ALL, What::as_str),
            "terms": codes(Terms::ALL, Terms::as_str)}),
        lists: json!({"texts": texts, "conditions": texts}),
        optional: json!({"aim": codes(Aim::ALL, Aim::as_str), "territory": text,
            "quantity": {"type": "number"}, "unit": text,
            "valid_until": {"type": "string",
                "description": "A moment (RFC 3339), or when written also a day, to its end"}}),
    }
}

/// What stands within records.
fn parts() -> Value {
    let text = json!({"type": "string"});
    let day = json!({"type": "string", "format": "date"});
    let moment = json!({"type": "string", "format": "date-time"});
    let place = json!({"country": text, "region": text, "locality": text, "street": text,
        "postal_code": text, "municipality": text, "point": reference("Point"),
        "precision": set(&["postal-code", "municipality"])});
    let consent_at = or_null(&json!({"at": read_only(moment.clone())}));
    let source = joined(
        json!({"register": text, "identifier": text, "imported_at": moment}),
        or_null(&json!({"register_number": text, "stated_on": day})),
    );
    json!({
        "Place": {"type": "object", "properties": or_null(&place), "additionalProperties": false},
        "Point": {"type": "object", "required": ["latitude", "longitude"],
            "properties": {"latitude": {"type": "number"}, "longitude": {"type": "number"}}},
        "Contact": {"type": "object", "required": ["kind", "value"], "additionalProperties": false,
            "properties": {"kind": set(&["email", "phone", "person"]), "value": text,
                "public": {"type": "boolean", "default": false}}},
        "Consent": {"type": "object", "required": ["by", "statement"],
            "properties": joined(json!({"by": text, "statement": text}), consent_at)},
        "Source": {"type": "object", "required": names(&source), "properties": source,
            "description": "A register that states the organization"},
        "Stated": {"type": "object", "required": ["by", "at", "fields"],
            "description": "Who stated which fields, and when",
            "properties": {"by": set(&["office", "organization", "register"]),
                "register": text, "identifier": text, "on": day, "batch": text, "at": moment,
                "fields": {"type": "array", "items": codes(Field::ALL, Field::as_str)}}},
    })
}

fn set(names: &[&str]) -> Value {
    json!({"type": "string", "enum": names})
}

/// A member that is answered, and that nobody writes.
fn read_only(schema: Value) -> Value {
    with(schema, "readOnly", json!(true))
}

fn names(members: &Value) -> Vec<&String> {
    let members = members.as_object().into_iter();
    members.flat_map(serde_json::Map::keys).collect()
}
