//! Things as JSON-LD 1.1, with a context that stands in the document: nobody has to fetch
//! one to understand it.

use serde_json::{Map, Value as Json, json};

use super::terms::{Area, Prefix, Shape, Term};
use super::thing::{Thing, Value};

/// The context of a kind of document.
pub(super) fn context(area: Area) -> Json {
    let mut terms = Map::new();
    terms.insert("@version".to_owned(), json!(1.1));
    terms.insert("id".to_owned(), json!("@id"));
    terms.insert("type".to_owned(), json!("@type"));
    for prefix in Prefix::ALL {
        terms.insert(prefix.as_str().to_owned(), json!(prefix.iri()));
    }
    for term in Term::of(area) {
        let (prefix, local) = term.parts();
        let compact = format!("{}:{local}", prefix.as_str());
        let definition = match term.shape() {
            Shape::Plain => json!(compact),
            Shape::Texts => json!({"@id": compact, "@container": "@language"}),
            Shape::Typed(datatype) => json!({"@id": compact, "@type": format!("xsd:{datatype}")}),
            Shape::Link => json!({"@id": compact, "@type": "@id"}),
            Shape::Back => json!({"@reverse": compact, "@type": "@id"}),
        };
        terms.insert(term.name().to_owned(), definition);
    }
    Json::Object(terms)
}

/// A thing as a document by itself.
pub(in crate::export) fn document(area: Area, thing: &Thing) -> Json {
    let mut document = members(thing);
    document.insert("@context".to_owned(), context(area));
    Json::Object(document)
}

/// A thing as a node of a document that has the context.
pub(super) fn node(thing: &Thing) -> Json {
    Json::Object(members(thing))
}

fn members(thing: &Thing) -> Map<String, Json> {
    let mut members = Map::new();
    members.insert("id".to_owned(), json!(thing.id.as_str()));
    let classes: Vec<Json> = thing
        .classes
        .iter()
        .map(|class| {
            let (prefix, local) = class.parts();
            json!(format!("{}:{local}", prefix.as_str()))
        })
        .collect();
    if !classes.is_empty() {
        members.insert("type".to_owned(), single(classes));
    }
    for (term, value) in &thing.said {
        let place = members.entry(term.name()).or_insert(Json::Null);
        match value {
            Value::Text(language, text) => {
                if !place.is_object() {
                    *place = json!({});
                }
                if let Json::Object(texts) = place {
                    add(
                        texts.entry(language.as_str()).or_insert(Json::Null),
                        json!(text),
                    );
                }
            }
            Value::Plain(text) => add(place, json!(text)),
            Value::Link(to) => add(place, json!(to.as_str())),
            Value::Thing(thing) => add(place, node(thing)),
        }
    }
    members
}

/// A value by itself, a second beside it in a list.
fn add(place: &mut Json, value: Json) {
    match place {
        Json::Null => *place = value,
        Json::Array(values) => values.push(value),
        first => *first = Json::Array(vec![first.take(), value]),
    }
}

fn single(mut values: Vec<Json>) -> Json {
    match values.pop() {
        Some(only) if values.is_empty() => only,
        Some(last) => {
            values.push(last);
            Json::Array(values)
        }
        None => Json::Null,
    }
}
