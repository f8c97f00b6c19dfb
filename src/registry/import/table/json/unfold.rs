//! Documents in which a row is no object of its own, rewritten as a list of objects: names of
//! columns beside lists of values (Socrata, Datasette), results of SPARQL, objects under their
//! keys. What the members mean is not known here.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::document::{WRAPPERS, members};

type Member<'text> = (String, &'text RawValue);

/// The document as a list of objects, when it is of such a shape; `None` leaves it as it is.
pub(super) fn unfold(text: &str) -> Option<String> {
    if text.trim_start().starts_with('[') {
        return under_headers(text);
    }
    let members = members(text)?;
    sparql(&members)
        .or_else(|| table(&members))
        .or_else(|| keyed(&members))
}

fn member<'text>(members: &[Member<'text>], name: &str) -> Option<&'text str> {
    let found = members.iter().find(|(known, _)| known == name)?;
    Some(found.1.get())
}

/// Results of SPARQL 1.1 in JSON: each variable is an object whose `value` counts.
fn sparql(document: &[Member<'_>]) -> Option<String> {
    #[derive(Deserialize)]
    struct Results<'text> {
        #[serde(borrow)]
        bindings: Vec<&'text RawValue>,
    }
    let head = members(member(document, "head")?)?;
    member(&head, "vars")?;
    let results: Results = serde_json::from_str(member(document, "results")?).ok()?;
    let rows = results.bindings.iter().filter_map(|row| {
        let terms = members(row.get())?;
        let values: Vec<(String, String)> = terms
            .into_iter()
            .filter_map(|(name, term)| {
                let term = members(term.get())?;
                Some((name, member(&term, "value")?.to_owned()))
            })
            .collect();
        Some(object(
            values
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        ))
    });
    Some(list(rows))
}

/// Lists of values under the names that the document has for their columns.
fn table(document: &[Member<'_>]) -> Option<String> {
    let lists = ["data", "rows", "values", "records"];
    let rows = lists
        .iter()
        .find_map(|name| member(document, name).and_then(lists_of))?;
    let names = named(document).or_else(|| {
        let meta = members(member(document, "meta")?)?;
        named(&members(member(&meta, "view")?)?)
    })?;
    Some(under(&names, &rows))
}

/// The names that `columns` or `fields` say.
fn named(document: &[Member<'_>]) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Column {
        Name(String),
        Said(HashMap<String, serde_json::Value>),
    }
    let said = ["columns", "fields"]
        .iter()
        .find_map(|name| member(document, name))?;
    let columns: Vec<Column> = serde_json::from_str(said).ok()?;
    let name = |column| match column {
        Column::Name(name) => Some(name),
        Column::Said(said) => ["name", "id", "label"]
            .iter()
            .find_map(|one| said.get(*one)?.as_str().map(str::to_owned)),
    };
    columns.into_iter().map(name).collect()
}

/// A list of lists whose first is the headers.
fn under_headers(text: &str) -> Option<String> {
    let rows = lists_of(text)?;
    let (first, rows) = rows.split_first()?;
    let names: Option<Vec<String>> = first
        .iter()
        .map(|name| serde_json::from_str(name.get()).ok())
        .collect();
    Some(under(&names?, rows))
}

/// The lists of a list, when it has nothing else.
fn lists_of(text: &str) -> Option<Vec<Vec<&RawValue>>> {
    let inner = text.trim_start().strip_prefix('[')?;
    inner.trim_start().starts_with('[').then_some(())?;
    serde_json::from_str(text).ok()
}

fn under(names: &[String], rows: &[Vec<&RawValue>]) -> String {
    list(rows.iter().map(|row| {
        let cells = row.iter().map(|cell| cell.get());
        object(names.iter().map(String::as_str).zip(cells))
    }))
}

/// Objects under their keys, which are their identifiers where they have none. They are of one
/// kind: the first two have half their members in common.
fn keyed(document: &[Member<'_>]) -> Option<String> {
    let is_wrapped = |(name, _): &Member<'_>| WRAPPERS.contains(&name.as_str());
    if document.len() < 2 || document.iter().any(is_wrapped) {
        return None;
    }
    let rows: Option<Vec<Vec<Member<'_>>>> = document
        .iter()
        .map(|(_, value)| members(value.get()))
        .collect();
    let rows = rows?;
    let [one, other, ..] = rows.as_slice() else {
        return None;
    };
    let has = |name: &str| other.iter().any(|(known, _)| known == name);
    let common = one.iter().filter(|(name, _)| has(name)).count();
    if common < 2 || common * 2 < one.len() {
        return None;
    }
    let rows = document.iter().zip(&rows).filter_map(|((key, _), row)| {
        let key = serde_json::to_string(key).ok()?;
        let own = row.iter().map(|(name, value)| (name.as_str(), value.get()));
        let has_id = row
            .iter()
            .any(|(name, _)| matches!(name.as_str(), "id" | "@id" | "_id"));
        let id = (!has_id).then_some(("id", key.as_str()));
        Some(object(id.into_iter().chain(own)))
    });
    Some(list(rows))
}

fn list(objects: impl Iterator<Item = String>) -> String {
    let objects: Vec<String> = objects.collect();
    format!("[{}]", objects.join(","))
}

/// An object of members whose values are JSON.
fn object<'text>(members: impl Iterator<Item = (&'text str, &'text str)>) -> String {
    let members: Vec<String> = members
        .map(|(name, value)| format!("{}:{value}", serde_json::Value::from(name)))
        .collect();
    format!("{{{}}}", members.join(","))
}
