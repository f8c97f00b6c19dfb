//! Pages of records, answered as they were made a moment ago until something is written. Many
//! ask for one at once when a link to it goes round.

use axum::body::{Body, to_bytes};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{StatusCode, header};

use super::reader::Reader;
use super::records;
use crate::error::{Error, Result};
use crate::http::etag;
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;

/// The longest name under which a page is kept: nobody needs more languages than fit in it.
const LONGEST_NAME: usize = 300;

/// The directory's first page.
///
/// # Errors
/// Those of [`home::page`](super::home::page).
pub async fn home(node: &Node, reader: &Reader) -> Result<Response> {
    kept(node, reader, super::home::page(node, reader)).await
}

/// The page of an organization.
///
/// # Errors
/// Those of [`records::organization`].
pub async fn organization(node: &Node, reader: &Reader, id: &OrganizationId) -> Result<Response> {
    kept(node, reader, records::organization(node, reader, id)).await
}

/// The page of an offer or need.
///
/// # Errors
/// Those of [`records::offer`].
pub async fn offer(node: &Node, reader: &Reader, id: &OfferId) -> Result<Response> {
    kept(node, reader, records::offer(node, reader, id)).await
}

/// The page of a territory.
///
/// # Errors
/// Those of [`territory::page`](super::territory::page).
pub async fn territory(node: &Node, reader: &Reader, code: &str) -> Result<Response> {
    kept(node, reader, super::territory::page(node, reader, code)).await
}

/// The page that is kept for such a reader, else the one that is made.
async fn kept(
    node: &Node,
    reader: &Reader,
    make: impl Future<Output = Result<Response>>,
) -> Result<Response> {
    let Some(name) = name(node, reader) else {
        return make.await;
    };
    if let Some(page) = node.pages.get(&name) {
        return Ok(again(reader, page));
    }
    // Asked before the rows are read, so that what is written meanwhile makes the page old.
    let commits = node.db.commits();
    let response = make.await?;
    if response.status() != StatusCode::OK {
        return Ok(response);
    }
    let (head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(Error::internal)?;
    let page = http::Response::from_parts(head, body);
    node.pages.keep(name, commits, page.clone());
    Ok(page.map(Body::from))
}

/// Under which name a page is kept: what it depends on besides the rows. `None` of what is not
/// kept: a page with a choice, and one that has its reader's browser remember something.
fn name(node: &Node, reader: &Reader) -> Option<String> {
    // No tag has a comma, and one that is made up may have blanks.
    let languages = reader.languages().join(",");
    // Some of what is attested lapses at the end of a day.
    let day = node.clock.now().day();
    // The looks come into force a moment after their rows.
    let (version, logo) = (reader.shown.site.version, reader.shown.logo.as_ref());
    let logo = logo.map_or("", |logo| logo.digest.as_str());
    let name = format!("{} {languages} {day} {version} {logo}", reader.own());
    let is_plain = !name.contains('?') && name.len() <= LONGEST_NAME;
    is_plain.then_some(name)
}

fn again(reader: &Reader, page: http::Response<Bytes>) -> Response {
    let (head, body) = page.into_parts();
    let tag = head.headers.get(header::ETAG);
    let tag = tag.and_then(|tag| tag.to_str().ok()).unwrap_or_default();
    let whole = || Body::from(body).into_response();
    let mut response = etag::answer(&reader.headers, tag, whole);
    *response.headers_mut() = head.headers;
    response
}
