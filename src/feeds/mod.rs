//! Feeds: what is new in a list, for readers without an account. Every list, territory,
//! channel and organization has an Atom, an RSS and a JSON feed, and a calendar of deadlines,
//! below its own address.
//!
//! They say what the posts of the same records say. Who reads them is not known.

/// Atom.
mod atom;
/// iCalendar.
mod calendar;
/// One entry of a feed.
mod entry;
/// What a search found.
mod found;
/// JSON Feed.
mod json;
/// Which list is asked for, and what stands in it.
mod list;
/// RSS.
mod rss;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};

use crate::activitypub::log;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::http::feed::Format;
use crate::http::{Problem, etag};
use crate::node::Node;
use crate::web::Reader;

use entry::Entry;
use list::List;

/// How many entries a feed has on a page.
const PAGE: usize = 50;
/// How many deadlines a calendar holds.
const DEADLINES: usize = 200;

/// A feed, before it is written in a format.
#[derive(Debug)]
struct Feed {
    title: String,
    /// What the directory is, and what else is called as the place that was asked for.
    about: String,
    /// Who keeps the directory.
    keeper: String,
    /// The language of its own words.
    language: &'static str,
    /// The page of the list.
    page: String,
    /// Its own address, and that of its first page; the first is its identifier.
    own: String,
    first: String,
    /// The address of the next page.
    next: Option<String>,
    /// When it last changed.
    updated: Timestamp,
    entries: Vec<Entry>,
}

/// The feeds of every list.
pub fn routes() -> Router<Arc<Node>> {
    let mut routes = Router::new();
    for path in [
        "",
        "/offers",
        "/organizations",
        "/search",
        "/o/{id}",
        "/t/{code}",
        "/c/{codes}",
    ] {
        for format in Format::ALL {
            routes = routes.route(&format!("{path}{}", format.ending()), get(serve));
        }
    }
    routes
}

/// The feed at the request's own address.
async fn serve(
    State(node): State<Arc<Node>>,
    reader: Reader,
    uri: Uri,
    headers: HeaderMap,
) -> std::result::Result<Response, Problem> {
    let ends = |format: &Format| uri.path().ends_with(format.ending());
    let format = Format::ALL.into_iter().find(ends).unwrap_or(Format::Atom);
    let path = uri.path().strip_suffix(format.ending());
    let path = path.unwrap_or_default();
    let mut tx = node.db.read().await?;
    let list = List::read(&node, &mut tx, path, uri.query()).await?;
    if list.path() != path {
        let query = uri.query().map(|query| format!("?{query}"));
        let own = format!("{}{}", list.path(), format.ending());
        let to = format!("{own}{}", query.unwrap_or_default());
        return Ok(Redirect::permanent(&to).into_response());
    }
    let found = match format {
        Format::Calendar => list.deadlines(&node, &mut tx, DEADLINES).await?,
        _ => list.newest(&mut tx, PAGE).await?,
    };
    let title = list.title(&node, &mut tx, &reader).await?;
    let changed = log::newest(&mut tx).await?;
    drop(tx);
    let mut entries = found::entries(&node, &reader, found.items).await?;
    if format == Format::Calendar {
        entries.retain(|entry| entry.until.is_some());
    }
    let shown = (entries, found.next);
    let feed = put_together(&node, &reader, format, &list, title, shown);
    let body = write(&feed, format)?;
    // What was taken away leaves no entry that tells when, but the log does.
    let changed = changed.map_or(feed.updated, |(_, at)| at.max(feed.updated));
    let now = node.clock.now();
    // Within the second of the change another may follow, which no date tells apart.
    let is_dated = changed.seconds() > 0 && now.seconds() > changed.seconds();
    let changed = Some(changed).filter(|_| is_dated && list.is_of_ours_alone());
    Ok(answer(&headers, format, body, changed))
}

fn put_together(
    node: &Node,
    reader: &Reader,
    format: Format,
    list: &List,
    title: String,
    (entries, next): (Vec<Entry>, Option<String>),
) -> Feed {
    let shown = node.shown();
    let settings = &shown.settings;
    let (words, tag) = (reader.words, reader.words.tag);
    let about = [
        Some(words.say("home-intro").to_owned()),
        list.namesakes(words),
    ];
    let address = |cursor: Option<&str>| {
        let mut filters = list.filters();
        filters.extend(cursor.map(|cursor| ("after", cursor)));
        node.url(&format.address(list.path(), &filters, tag))
    };
    Feed {
        title,
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" "),
        keeper: settings
            .operator
            .name
            .as_ref()
            .unwrap_or(&settings.name)
            .clone(),
        language: tag,
        page: list.page(node),
        own: address(list.after()),
        first: address(None),
        next: next.as_deref().map(|cursor| address(Some(cursor))),
        updated: entries
            .iter()
            .map(|entry| entry.updated)
            .max()
            .unwrap_or(Timestamp(0)),
        entries,
    }
}

fn write(feed: &Feed, format: Format) -> Result<String> {
    match format {
        Format::Atom => atom::write(feed),
        Format::Rss => Ok(rss::write(feed)),
        Format::Json => json::write(feed),
        Format::Calendar => Ok(calendar::write(feed)),
    }
}

/// The answer, or none for whoever holds it already: by its digest, or else by its date.
fn answer(
    headers: &HeaderMap,
    format: Format,
    body: String,
    changed: Option<Timestamp>,
) -> Response {
    let tag = etag::of(body.as_bytes());
    let since = headers.get(header::IF_MODIFIED_SINCE);
    let since = since.and_then(|value| Timestamp::from_http_date(value.to_str().ok()?));
    let is_held_by_date = !headers.contains_key(header::IF_NONE_MATCH)
        && changed
            .zip(since)
            .is_some_and(|(changed, since)| changed.seconds() <= since.seconds());
    let mut response = etag::answer(headers, &tag, || {
        if is_held_by_date {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            body.into_response()
        }
    });
    let media_type = format!("{}; charset=utf-8", format.media_type());
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    put(header::CONTENT_TYPE, &media_type);
    put(header::CACHE_CONTROL, "no-cache");
    put(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    put(header::VARY, "Accept-Language, Cookie");
    put(header::CONTENT_SECURITY_POLICY, "default-src 'none'");
    if let Some(changed) = changed {
        put(header::LAST_MODIFIED, &changed.to_http_date());
    }
    response
}
