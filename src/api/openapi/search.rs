//! The part of the description that tells of search. It knows no route: the tests of the API
//! compare both.

use serde_json::{Value, json};

use super::{codes, operation, with};
use crate::search::{PARAMETERS, Whose};
use crate::vocabulary::{EntityType, Terms, Theme, What};

/// The paths, to be joined with the others.
pub(super) fn paths() -> Value {
    let about = |name: &str| match name {
        "q" => "Words, all of which must be found, in any form; accents do not matter",
        "kind" => "organization, offer or need",
        "territory" => "A code: ISO 3166-1, ISO 3166-2, or a Wikidata id",
        "place" => "A country, region or town by name, as in Oaxaca, Mexico",
        "near" => "A point, as latitude,longitude",
        "km" => "How far around the point or place, 1 to 500; 25 when it is not said",
        "box" => "south,west,north,east in degrees",
        "sector" => "A section (A to U) or two to four digits of ISIC rev. 4",
        "until" => "A day; what stands no longer than to its end",
        "attested" => "register, office, network, self, or the name of whoever attests",
        "language" => "A language of the record (BCP 47 base language)",
        "whose" => "own or others",
        _ => "A code of the list, or its label in a language of the pages",
    };
    let schema = |name: &str| match name {
        "type" => codes(EntityType::ALL, EntityType::as_str),
        "theme" => codes(Theme::ALL, Theme::as_str),
        "what" => codes(What::ALL, What::as_str),
        "terms" => codes(Terms::ALL, Terms::as_str),
        "whose" => codes(&[Whose::Own, Whose::Others], Whose::as_str),
        "until" => json!({"type": "string", "format": "date"}),
        "km" => json!({"type": "number"}),
        _ => json!({"type": "string"}),
    };
    let mut parameters: Vec<Value> = PARAMETERS
        .iter()
        .map(|name| {
            json!({"name": name, "in": "query", "description": about(name),
                "schema": schema(name)})
        })
        .collect();
    for name in ["after", "limit"] {
        parameters.push(json!({"name": name, "in": "query", "schema": {"type": "string"}}));
    }
    let find = operation(
        "What can be found, the best first, with how much there is; Link leads to the next page",
        None,
        "SearchResult",
        false,
    );
    json!({"/api/v1/search": {"get": with(find, "parameters", Value::Array(parameters))}})
}

/// The schemas, to be joined with the others.
pub(super) fn schemas() -> Value {
    let text = json!({"type": "string"});
    let count = json!({"type": "integer"});
    let texts = json!({"type": "object", "additionalProperties": {"type": "string"},
        "description": "Texts by BCP 47 base language; und where the language is not known"});
    let point = json!({"type": "object", "properties": {
        "latitude": {"type": "number"}, "longitude": {"type": "number"}}});
    json!({
        "SearchResult": {"type": "object", "properties": {
            "total": {"type": "integer", "description": "Counted to a thousand at most"},
            "has_more": {"type": "boolean", "description": "Whether there are more than counted"},
            "is_cut": {"type": "boolean", "description": "Whether there was too much to look \
                among for a part of the map or a last day, so that what is older was left out"},
            "place": {"type": ["object", "null"], "properties": {
                "taken_for": {"type": "string",
                    "description": "Which place was taken for the one that was named"},
                "namesakes": {"type": "array", "items": text, "description": "The other places \
                    of that name, each as it can be asked for"}}},
            "channel": {"type": ["string", "null"],
                "description": "The channel that tells of exactly this search"},
            "items": {"type": "array", "items": {"type": "object", "properties": {
                "kind": {"type": "string", "enum": ["organization", "offer", "need"]},
                "url": {"type": "string", "description": "Where its own directory keeps it"},
                "is_own": {"type": "boolean"}, "names": texts,
                "also_in": {"type": "array", "items": text,
                    "description": "Other directories' records of the same organization"},
                "organization": text,
                "entity_type": text, "what": text, "terms": text, "state": text,
                "territory": text, "point": point,
                "valid_until": {"type": "string", "format": "date-time"},
                "updated_at": {"type": "string", "format": "date-time"}}}},
            "facets": {"type": "object",
                "description": "How many of what was counted have each value, by parameter",
                "additionalProperties": {"type": "array", "items": {"type": "object",
                    "properties": {"value": text, "count": count}}}}}},
    })
}
