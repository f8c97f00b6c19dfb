//! Everything that can be found: organizations, offers and needs, our own and others'.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::{HeaderMap, header};
use serde::Serialize;
use serde_json::Value;

use super::response;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::federation::index::{self, Item};
use crate::federation::records::Record;
use crate::federation::{named, paths, same_as};
use crate::http::Problem;
use crate::http::paging::{self, Paging};
use crate::node::Node;
use crate::offers::{self, Offer};
use crate::place::{Point, Territory};
use crate::registry::Organization;
use crate::search::{self, Asked, Order};
use crate::text::LanguageMap;
use crate::vocabulary::{EntityType, Terms, What};

/// The address.
pub(super) const PATH: &str = "/api/v1/search";

/// A page of what was found.
#[derive(Serialize)]
struct View {
    /// How many there are, of a thousand at most.
    total: usize,
    /// Whether there are more than that.
    has_more: bool,
    /// Whether there was too much to look among, so that what is older was left out.
    is_cut: bool,
    /// What the place that was named was taken for.
    place: Option<Place>,
    /// The channel that is exactly this search.
    channel: Option<String>,
    items: Vec<Entry>,
    facets: BTreeMap<&'static str, Vec<Count>>,
}

/// The place that was taken, and what else bears its name; each can be asked for as it is written.
#[derive(Serialize)]
struct Place {
    taken_for: String,
    namesakes: Vec<String>,
}

/// How many of what was found have a value.
#[derive(Serialize)]
struct Count {
    value: String,
    count: usize,
}

/// One thing that was found; its own address tells the rest.
#[derive(Serialize)]
struct Entry {
    kind: &'static str,
    url: String,
    is_own: bool,
    names: Value,
    /// Other directories' records of the same organization.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also_in: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    territory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    point: Option<Point>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<String>,
    updated_at: String,
}

pub(super) async fn search(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut paging = Paging::default();
    let mut asked = Vec::new();
    let query = query.unwrap_or_default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "after" => paging.after = Some(value.into_owned()),
            "limit" => paging.limit = Some(number(&value)?),
            _ => asked.push((name, value)),
        }
    }
    let limit = paging.limit()?;
    let now = node.clock.now();
    let mut tx = node.db.read().await?;
    let asked = search::resolve(&mut tx, Asked::read(asked)?).await?;
    let page = (
        paging.after.as_deref(),
        usize::try_from(limit).unwrap_or(usize::MAX),
    );
    let found = search::find(&mut tx, &asked, Order::Best, page, now).await?;
    let items = index::items(&mut tx, &found.hits).await?;
    let subjects: Vec<&str> = found.hits.iter().map(|hit| hit.subject.as_str()).collect();
    let mut others = same_as::shown_with(&mut tx, &subjects).await?;
    drop(tx);
    let items = items.into_iter().map(|item| Entry {
        also_in: others.remove(&item.address()).unwrap_or_default(),
        ..entry(&node, item)
    });
    let channel = asked.slice().map(|slice| node.url(&paths::channel(&slice)));
    let facets = found.counted.facets.into_iter().map(|(facet, values)| {
        let values = values.into_iter();
        let values = values.map(|(value, count)| Count { value, count });
        (facet.name(), values.collect())
    });
    let view = View {
        total: found.counted.total,
        has_more: found.counted.has_more,
        is_cut: found.counted.is_cut,
        place: search::taken_for(&asked, "en").map(|(taken_for, namesakes)| Place {
            taken_for,
            namesakes,
        }),
        channel,
        items: items.collect(),
        facets: facets.collect(),
    };
    let mut response = response::read(&headers, response::bytes(&view)?, false);
    if let Some(cursor) = &found.next {
        let next = paging::next(&node.url(PATH), &asked.parameters(), Some(limit), cursor)?;
        response
            .headers_mut()
            .insert(header::LINK, paging::link(&next)?);
    }
    Ok(response)
}

fn number(text: &str) -> Result<u32> {
    text.parse().map_err(|_no_number| {
        Error::invalid(
            "limit",
            format!("{text:?} is no number; write one such as 50"),
        )
    })
}

fn entry(node: &Node, item: Item) -> Entry {
    match item {
        Item::Organization(one) => organization(node, &one),
        Item::Offer(both) => offer(node, &both.0, &both.1),
        Item::Foreign(record) => foreign(*record),
    }
}

fn texts(texts: &LanguageMap) -> Value {
    serde_json::to_value(texts).unwrap_or_default()
}

fn organization(node: &Node, one: &Organization) -> Entry {
    let stated = &one.stated;
    Entry {
        kind: "organization",
        url: node.url(&one.path()),
        is_own: true,
        names: texts(&stated.names),
        also_in: Vec::new(),
        organization: None,
        entity_type: Some(stated.entity_type.to_string()),
        what: None,
        terms: None,
        state: None,
        territory: stated.territory.as_ref().map(ToString::to_string),
        point: stated.place.point,
        valid_until: None,
        updated_at: one.updated_at.to_rfc3339(),
    }
}

fn offer(node: &Node, one: &Offer, owner: &Organization) -> Entry {
    let stated = &one.stated;
    Entry {
        kind: stated.purpose.as_str(),
        url: node.url(&one.path()),
        is_own: true,
        names: texts(&stated.titles),
        also_in: Vec::new(),
        organization: Some(node.url(&owner.path())),
        entity_type: Some(owner.stated.entity_type.to_string()),
        what: Some(stated.what.to_string()),
        terms: Some(stated.terms.to_string()),
        state: Some(one.state.as_str().to_owned()),
        territory: stated.territory.as_ref().map(ToString::to_string),
        point: owner.stated.place.point,
        valid_until: stated.valid_until.map(Timestamp::to_rfc3339),
        updated_at: one.updated_at.to_rfc3339(),
    }
}

/// Another's record, in its own directory's words. A code that this program does not know is
/// another version's, and is left out.
fn foreign(record: Record) -> Entry {
    let body: Value = serde_json::from_str(&record.body).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let names = named::by_language(&body);
    let names = if names.is_empty() {
        serde_json::json!({"und": record.name})
    } else {
        serde_json::json!(names)
    };
    Entry {
        kind: match record.purpose.as_deref() {
            Some("need") => "need",
            Some(_) => "offer",
            None => "organization",
        },
        is_own: false,
        names,
        also_in: Vec::new(),
        organization: record.organization,
        entity_type: text("entityType")
            .and_then(|code| EntityType::parse(code).ok())
            .map(|one| one.to_string()),
        what: text("what")
            .and_then(|code| What::parse(code).ok())
            .map(|one| one.to_string()),
        terms: text("terms")
            .and_then(|code| Terms::parse(code).ok())
            .map(|one| one.to_string()),
        state: text("state")
            .and_then(|code| offers::State::parse(code).ok())
            .map(|one| one.as_str().to_owned()),
        territory: record
            .territory
            .and_then(|code| Territory::parse(&code).ok())
            .map(|one| one.to_string()),
        point: same_as::place(&body).point,
        valid_until: text("endTime")
            .and_then(Timestamp::from_rfc3339)
            .map(Timestamp::to_rfc3339),
        updated_at: record.updated.to_rfc3339(),
        url: record.id,
    }
}
