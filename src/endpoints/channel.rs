//! Channels and territories: the actor's document or the page about it. What nobody follows
//! is computed from its codes; what is in no code list is not there.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::{document, inbox};
use crate::error::{Error, Result};
use crate::federation::{channel, paths, welcome};
use crate::http::{Problem, accept};
use crate::node::Node;
use crate::slice::Slice;
use crate::web::{self, Reader};

type Answer = std::result::Result<Response, Problem>;

/// The channel at the request's own path.
pub(super) async fn get(State(node): State<Arc<Node>>, uri: Uri, headers: HeaderMap) -> Answer {
    let slice = known(&node, uri.path()).await?;
    let path = paths::channel(&slice);
    if path != uri.path() {
        let query = uri
            .query()
            .map_or_else(String::new, |query| format!("?{query}"));
        return Ok(elsewhere(Redirect::permanent(&format!("{path}{query}"))));
    }
    if !accept::wants_activity(&headers) {
        let reader = Reader::new(
            &node.shown(),
            &path,
            uri.query().unwrap_or_default(),
            &headers,
        );
        return Ok(match slice.whole_territory() {
            Some(territory) => web::territory(&node, &reader, territory.as_str()).await?,
            None => web::channel(&node, &reader, &slice, uri.query()).await?,
        });
    }
    if let Some(document) = node.documents.get(&path).await? {
        return Ok(document::answer(&headers, document));
    }
    let mut tx = node.db.read().await?;
    let body = channel::actor::unsigned(&node, &mut tx, &slice).await?;
    Ok(document::json(&headers, body))
}

/// The summary of a day of a channel; people are led to the channel's page.
pub(super) async fn day(State(node): State<Arc<Node>>, uri: Uri, headers: HeaderMap) -> Answer {
    let missing = || Error::NotFound(uri.path().to_owned());
    let found = node.documents.get(uri.path()).await?.ok_or_else(missing)?;
    if accept::wants_activity(&headers) {
        return Ok(document::answer(&headers, found));
    }
    let channel = uri.path().split("/days/").next().unwrap_or("/");
    Ok(elsewhere(Redirect::to(channel)))
}

/// The post that stands first in a profile; people are led to the page.
pub(super) async fn welcome(State(node): State<Arc<Node>>, uri: Uri, headers: HeaderMap) -> Answer {
    let actor = uri.path().trim_end_matches("/welcome");
    let slice = match actor {
        paths::NODE => None,
        path => Some(known(&node, path).await?),
    };
    let path = slice
        .as_ref()
        .map_or_else(|| actor.to_owned(), paths::channel);
    if path != actor {
        return Ok(elsewhere(Redirect::permanent(&welcome::path(&path))));
    }
    if !accept::wants_activity(&headers) {
        return Ok(elsewhere(Redirect::to(&path)));
    }
    if let Some(document) = node.documents.get(uri.path()).await? {
        return Ok(document::answer(&headers, document));
    }
    let Some(slice) = slice else {
        return Err(Error::NotFound(uri.path().to_owned()).into());
    };
    let mut tx = node.db.read().await?;
    let body = welcome::unsigned(&node, &mut tx, &slice).await?;
    Ok(document::json(&headers, body))
}

/// Takes an activity for a channel that there is.
pub(super) async fn receive(State(node): State<Arc<Node>>, request: Request) -> Response {
    let path = request.uri().path();
    let channel = path.strip_suffix("/inbox").unwrap_or(path);
    match known(&node, channel).await {
        Ok(_) => inbox::receive(State(node), request).await,
        Err(missing) => Problem::from(missing).into_response(),
    }
}

/// The channel that a path means, if there is one.
async fn known(node: &Node, path: &str) -> Result<Slice> {
    let slice = match (path.strip_prefix("/c/"), channel::read_path(path)) {
        (_, Some(slice)) => slice,
        (Some(codes), None) => Slice::parse(codes)?,
        (None, None) => return Err(Error::NotFound(path.to_owned())),
    };
    let mut tx = node.db.read().await?;
    if channel::exists(&mut tx, &slice).await? {
        Ok(slice)
    } else {
        Err(Error::NotFound(path.to_owned()))
    }
}

fn elsewhere(redirect: Redirect) -> Response {
    let mut response = redirect.into_response();
    let headers = response.headers_mut();
    headers.insert(accept::VARY.0, accept::VARY.1);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
