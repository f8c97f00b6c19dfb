//! The page on which everything can be found, with what narrows a search beside it. Every
//! search is an address; nothing needs a script.

/// What narrows a search, and what takes that away again.
mod facets;
/// One thing that was found, as lists show it.
mod found;

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::StatusCode;

use super::frame::{self, Frame};
use super::lists;
use super::map;
use super::reader::Reader;
use crate::error::Result;
use crate::federation::{index, paths, peers};
use crate::http::Problem;
use crate::node::Node;
use crate::search::{self, Asked, Counted, Found, Kind, Order};
use crate::store::Tx;
use crate::words::Words;

use facets::{FacetItem, Narrowed};
pub(super) use found::FoundItem;

/// The address.
pub(super) const PATH: &str = "/search";
/// How many a page shows.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    frame: Frame<'a>,
    asked: &'a Asked,
    place: &'a str,
    kind: &'a str,
    kinds: [(&'static str, &'static str); 3],
    /// What the form keeps that has no field of its own.
    kept: Vec<(&'static str, &'a str)>,
    narrowed: Vec<Narrowed>,
    facets: Vec<FacetItem>,
    count: String,
    found: Vec<FoundItem>,
    next: Option<String>,
    /// The path of the channel that is exactly this search, and what people call it.
    channel: Option<(String, String)>,
    map: Option<String>,
}

/// A search as an address asks it.
pub(super) struct Search {
    pub(super) asked: Asked,
    pub(super) found: Found,
    pub(super) items: Vec<FoundItem>,
}

impl Search {
    /// Makes the search of a query, of which the language of the page is no part.
    pub(super) async fn make(
        node: &Node,
        tx: &mut Tx,
        reader: &Reader,
        query: Option<&str>,
        limit: usize,
    ) -> Result<Self> {
        let mut after = None;
        let mut asked = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match &*name {
                "after" => after = Some(value.into_owned()),
                "lang" => {}
                _ => asked.push((name, value)),
            }
        }
        let now = node.clock.now();
        let asked = search::resolve(tx, Asked::read(asked)?, now).await?;
        let page = (after.as_deref(), limit);
        let found = search::find(tx, &asked, Order::Best, page, now).await?;
        let items = index::items(tx, &found.hits).await?;
        let unknown = peers::unknown(tx).await?;
        let items = items
            .into_iter()
            .filter_map(|item| FoundItem::of(item, reader, &unknown));
        Ok(Self {
            items: items.collect(),
            asked,
            found,
        })
    }
}

pub(super) async fn page(
    State(node): State<Arc<Node>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let made = Search::make(&node, &mut tx, &reader, query.as_deref(), PER_PAGE).await?;
    drop(tx);
    let Search {
        asked,
        found,
        items,
    } = made;
    let words = reader.words;
    let mut frame = Frame::new(
        &node.settings,
        &reader,
        "search",
        words.say("search-everything"),
    );
    frame.fed_by(PATH, &asked.parameters());
    // The address in its one order, whatever the order in which it was asked.
    let own = address(&asked, &[]);
    frame.canonical = Some(node.url(&own));
    let slice = asked.slice();
    let channel = slice.map(|slice| (paths::channel(&slice), slice.title(words.tag)));
    frame.alternate = channel.as_ref().map(|(path, _)| node.url(path));
    let own_fields = ["q", "place", "kind"];
    let is_kept = |(name, _): &(&str, &str)| {
        // Kilometres alone ask nothing once the field of the place is emptied.
        !own_fields.contains(name) && (*name != "km" || asked.place.is_none())
    };
    let shown = SearchPage {
        place: asked.place.as_deref().unwrap_or_default(),
        kind: asked.kind.map_or("", Kind::as_str),
        kinds: [
            ("organization", words.say("organizations")),
            ("offer", words.say("offer")),
            ("need", words.say("need")),
        ],
        kept: asked.parameters().into_iter().filter(is_kept).collect(),
        narrowed: facets::narrowed(&asked, words),
        facets: facets::facets(&asked, &found.counted, words),
        count: count(&found.counted, words),
        map: map::draw(&asked, &found.counted, words),
        next: lists::next_page(&node, PATH, &asked.parameters(), found.next)?,
        found: items,
        channel,
        asked: &asked,
        frame,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &shown)?)
}

/// The address of a search with some parameters put in the place of others. A page that was
/// reached before is not kept, since another search has others.
pub(super) fn address(asked: &Asked, instead: &[(&str, &str)]) -> String {
    let query = asked.query(instead);
    let sign = if query.is_empty() { "" } else { "?" };
    format!("{PATH}{sign}{query}")
}

fn count(counted: &Counted, words: &Words) -> String {
    let values = [("count", counted.total.into())];
    if counted.has_more {
        words.fill("found-more", &values)
    } else {
        words.fill("found-count", &values)
    }
}
