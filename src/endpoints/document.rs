//! Documents as they were signed when published: a GET signs nothing and makes nothing.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::{data, page};
use crate::activitypub::activities;
use crate::activitypub::documents::Document;
use crate::error::Error;
use crate::federation::paths;
use crate::http::{Problem, accept, etag};
use crate::node::Node;
use crate::registry::duplicates;
use crate::web::Reader;

/// The document at the request's own path, or the page about it.
pub(super) async fn get(
    State(node): State<Arc<Node>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some((path, format)) = data::of_record(uri.path(), &headers) {
        return match data::record(&node, &path, format, &headers).await {
            Err(missing @ Error::NotFound(_)) => {
                let ending = uri.path().strip_prefix(&path).unwrap_or_default();
                elsewhere(&node, (&path, ending), missing).await
            }
            answer => Ok(answer?),
        };
    }
    if !accept::wants_activity(&headers) {
        let query = uri.query().unwrap_or_default();
        let reader = Reader::new(&node.shown(), uri.path(), query, &headers);
        return match page::of(&node, &reader, uri.path()).await {
            Err(missing @ Error::NotFound(_)) => elsewhere(&node, (uri.path(), ""), missing).await,
            page => Ok(page?),
        };
    }
    let document = node.documents.get(uri.path()).await?;
    if document.as_ref().is_none_or(|document| document.is_gone)
        && let Some(moved) = moved(&node, uri.path(), "").await?
    {
        return Ok(moved);
    }
    match document {
        Some(document) => {
            let mut response = answer(&headers, document);
            link_proposal(&node, uri.path(), response.headers_mut());
            Ok(response)
        }
        None => Err(Error::NotFound(uri.path().to_owned()).into()),
    }
}

/// What is answered where a record is `missing`: the way to where it is now, or that it was
/// removed for good, as its document says too.
async fn elsewhere(
    node: &Node,
    (path, ending): (&str, &str),
    missing: Error,
) -> Result<Response, Problem> {
    if let Some(moved) = moved(node, path, ending).await? {
        return Ok(moved);
    }
    let document = node.documents.get(path).await?;
    if document.is_none_or(|document| !document.is_gone) {
        return Err(missing.into());
    }
    let reason = missing.to_string();
    Err(Problem::new(StatusCode::GONE, "gone", "Gone", reason))
}

/// The way to the record that the one at `path` was merged into, which is for ever. Who asks
/// again asks here first, since the record at the end may be merged itself. What is asked
/// for by an ending is found there under the same.
async fn moved(node: &Node, path: &str, ending: &str) -> Result<Option<Response>, Error> {
    let mut tx = node.db.read().await?;
    let Some(to) = duplicates::moved(&mut tx, path).await? else {
        return Ok(None);
    };
    let mut response = Redirect::permanent(&node.url(&format!("{to}{ending}"))).into_response();
    let headers = response.headers_mut();
    headers.insert(accept::VARY.0, accept::VARY.1);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(Some(response))
}

/// The directory's first page, whose document is the node's actor.
pub(super) async fn home(
    State(node): State<Arc<Node>>,
    reader: Reader,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if accept::wants_activity(&headers) {
        let mut response = Redirect::to(paths::NODE).into_response();
        response
            .headers_mut()
            .insert(accept::VARY.0, accept::VARY.1);
        return Ok(response);
    }
    Ok(page::of(&node, &reader, "/").await?)
}

/// An activity that this node sent.
pub(super) async fn activity(
    State(node): State<Arc<Node>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let body = activities::get(&mut tx, uri.path()).await?;
    let body = body.ok_or_else(|| Error::NotFound(uri.path().to_owned()))?;
    Ok(json(&headers, body))
}

/// A kept document with its entity tag; of what was removed, its Tombstone.
pub(super) fn answer(headers: &HeaderMap, document: Document) -> Response {
    let tag = document.etag.clone();
    let mut response = etag::answer(headers, &tag, || {
        let status = if document.is_gone {
            StatusCode::GONE
        } else {
            StatusCode::OK
        };
        (status, Body::from(document.body)).into_response()
    });
    decorate(response.headers_mut());
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Tells readers of an offer's Note where the same offer stands under the type that
/// marketplaces look for.
fn link_proposal(node: &Node, path: &str, headers: &mut HeaderMap) {
    if !path.starts_with("/offers/") || path.ends_with("/proposal") {
        return;
    }
    let address = node.url(path);
    let link = format!("<{address}/proposal>; rel=\"https://w3id.org/valueflows/ont/vf#Proposal\"");
    if let Ok(value) = HeaderValue::from_str(&link) {
        headers.insert(header::LINK, value);
    }
}

/// A document in JSON with its entity tag, which is asked for again before it is used.
pub(super) fn json(headers: &HeaderMap, body: String) -> Response {
    let tag = etag::of(body.as_bytes());
    let mut response = etag::answer(headers, &tag, || Body::from(body).into_response());
    decorate(response.headers_mut());
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn decorate(headers: &mut HeaderMap) {
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(accept::ACTIVITY),
    );
    headers.insert(accept::VARY.0, accept::VARY.1);
}
