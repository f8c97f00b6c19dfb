//! The collections that belong to an actor. Whom it is followed by is told as a number
//! alone.

use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::admit::unsigned;
use super::document;
use super::inbox::refuse;
use crate::activitypub::{activities, address};
use crate::error::{Error, Result};
use crate::federation::synchronization::ENDING;
use crate::federation::{channel, context, featured as first, followers as rows, peers};
use crate::http::Problem;
use crate::node::Node;
use crate::store::Tx;

/// How many activities a page of an outbox holds.
const PAGE: i64 = 20;

/// Which page is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    page: Option<String>,
    before: Option<String>,
}

/// The public activities of an actor, newest first.
pub(super) async fn outbox(
    State(node): State<Arc<Node>>,
    Query(part): Query<Part>,
    uri: Uri,
    headers: HeaderMap,
) -> std::result::Result<Response, Problem> {
    let actor = actor(&node, uri.path(), "/outbox").await?;
    let mut tx = node.db.read().await?;
    let id = node.url(uri.path());
    if part.page.is_none() && part.before.is_none() {
        let total = activities::count(&mut tx, actor).await?;
        let first = json!(format!("{id}?page=true"));
        return Ok(collection(&headers, &id, total, ("first", first)));
    }
    let before = part.before.map(|id| format!("/activities/{id}"));
    let items = activities::newest(&mut tx, actor, before.as_deref(), PAGE).await?;
    let bodies: std::result::Result<Vec<Value>, _> = items
        .iter()
        .map(|(_, body)| serde_json::from_str(body))
        .collect();
    let last = items.last().and_then(|(path, _)| path.rsplit('/').next());
    let is_full = i64::try_from(items.len()).is_ok_and(|count| count == PAGE);
    let mut page = json!({
        "@context": *context::PLAIN,
        "id": node.url(&uri.to_string()),
        "type": "OrderedCollectionPage",
        "partOf": id,
        "orderedItems": bodies.map_err(Error::internal)?,
    });
    if let (Value::Object(members), Some(last), true) = (&mut page, last, is_full) {
        members.insert("next".to_owned(), json!(format!("{id}?before={last}")));
    }
    Ok(document::json(&headers, page.to_string()))
}

/// How many follow an actor.
pub(super) async fn followers(
    State(node): State<Arc<Node>>,
    uri: Uri,
    headers: HeaderMap,
) -> std::result::Result<Response, Problem> {
    let actor = actor(&node, uri.path(), "/followers").await?;
    let mut tx = node.db.read().await?;
    let total = rows::count(&mut tx, actor).await?;
    Ok(collection(
        &headers,
        &node.url(uri.path()),
        total,
        ("attributedTo", json!(node.url(actor))),
    ))
}

/// Who follows an actor on the server that asks, which it must show by a signature
/// (FEP-8fcf).
pub(super) async fn synchronization(State(node): State<Arc<Node>>, request: Request) -> Response {
    let (parts, _body) = request.into_parts();
    let asker = match node.verifier.verify_get(&parts).await {
        Ok(Some(asker)) => asker,
        Ok(None) => return unsigned(),
        Err(refusal) => return refuse(&refusal),
    };
    match of_server(&node, parts.uri.path(), &asker).await {
        Ok(body) => {
            let mut response = document::json(&parts.headers, body.to_string());
            let private = HeaderValue::from_static("private, no-store");
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, private);
            response
        }
        Err(error) => Problem::from(error).into_response(),
    }
}

async fn of_server(node: &Node, path: &str, asker: &str) -> Result<Value> {
    let actor = actor(node, path, ENDING).await?;
    let origin = address::origin(asker).unwrap_or_default();
    let mut tx = node.db.read().await?;
    let ids = rows::of_server(&mut tx, actor, &origin).await?;
    Ok(json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": node.url(path),
        "type": "OrderedCollection",
        "totalItems": ids.len(),
        "orderedItems": ids,
    }))
}

/// Whom an actor follows: the node its peers, all others nobody.
pub(super) async fn following(
    State(node): State<Arc<Node>>,
    uri: Uri,
    headers: HeaderMap,
) -> std::result::Result<Response, Problem> {
    let actor = actor(&node, uri.path(), "/following").await?;
    let mut tx = node.db.read().await?;
    let followed = if actor == crate::federation::paths::NODE {
        peers_of(&mut tx).await?
    } else {
        Vec::new()
    };
    let total = i64::try_from(followed.len()).unwrap_or(i64::MAX);
    let items = ("orderedItems", json!(followed));
    Ok(collection(&headers, &node.url(uri.path()), total, items))
}

async fn peers_of(tx: &mut Tx) -> Result<Vec<String>> {
    let peers = peers::list(tx).await?;
    Ok(peers
        .into_iter()
        .filter(|peer| peer.following == "accepted")
        .map(|peer| peer.id)
        .collect())
}

/// What an actor shows first.
pub(super) async fn featured(
    State(node): State<Arc<Node>>,
    uri: Uri,
    headers: HeaderMap,
) -> std::result::Result<Response, Problem> {
    let actor = actor(&node, uri.path(), "/featured").await?;
    let mut tx = node.db.read().await?;
    let shown = first::of(&node, &mut tx, actor).await?;
    let total = i64::try_from(shown.len()).unwrap_or(i64::MAX);
    let items = ("orderedItems", json!(shown));
    Ok(collection(&headers, &node.url(uri.path()), total, items))
}

/// The path of the actor to whom a collection belongs, which must be published and stand.
async fn actor<'p>(node: &Node, path: &'p str, collection: &str) -> Result<&'p str> {
    let actor = path.strip_suffix(collection).unwrap_or(path);
    let is_actor = match node.documents.get(actor).await? {
        Some(document) if !document.is_gone => {
            let mut tx = node.db.read().await?;
            crate::activitypub::keyring::has(&mut tx, actor).await?
        }
        _ => false,
    };
    if is_actor || is_channel(node, actor).await? {
        Ok(actor)
    } else {
        Err(Error::NotFound(path.to_owned()))
    }
}

/// Whether the path is that of a channel, which has collections before its first follower.
async fn is_channel(node: &Node, path: &str) -> Result<bool> {
    let Some(slice) = channel::of_path(path) else {
        return Ok(false);
    };
    let mut tx = node.db.read().await?;
    channel::exists(&mut tx, &slice).await
}

pub(super) fn collection(
    headers: &HeaderMap,
    id: &str,
    total: i64,
    more: (&str, Value),
) -> Response {
    let mut body = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": "OrderedCollection",
        "totalItems": total,
    });
    if let Value::Object(members) = &mut body {
        members.insert(more.0.to_owned(), more.1);
    }
    document::json(headers, body.to_string())
}
