//! What others did with an offer or need: the answers that everybody sees by their addresses,
//! likes and shares as numbers alone.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::collection::collection;
use super::document;
use crate::conversation::reactions::{self, Counts};
use crate::conversation::replies::{self, Filter};
use crate::error::{Error, Result};
use crate::federation::context;
use crate::http::Problem;
use crate::id::OfferId;
use crate::node::Node;

/// How many answers a page holds.
const PAGE: usize = 50;

type Answer = Result<Response, Problem>;

/// Which page of the answers is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    page: Option<String>,
    after: Option<String>,
}

/// The answers that everybody sees, the oldest first.
pub(super) async fn replies(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    Query(part): Query<Part>,
    headers: HeaderMap,
) -> Answer {
    let offer = standing(&node, &id).await?;
    let address = node.url(&format!("{}/replies", offer.path()));
    let mut tx = node.db.read().await?;
    if part.page.is_none() && part.after.is_none() {
        let total = replies::count_approved(&mut tx, &offer).await?;
        let first = json!(format!("{address}?page=true"));
        return Ok(collection(&headers, &address, total, ("first", first)));
    }
    let filter = Filter {
        offer: Some(offer),
        state: Some(replies::State::Approved),
        ..Filter::default()
    };
    let page = replies::list(&mut tx, &filter, part.after.as_deref(), PAGE).await?;
    let notes: Vec<&str> = page.items.iter().map(|reply| reply.note.as_str()).collect();
    let own = part
        .after
        .map_or_else(|| "page=true".to_owned(), |after| format!("after={after}"));
    let mut body = json!({
        "@context": *context::PLAIN,
        "id": format!("{address}?{own}"),
        "type": "OrderedCollectionPage",
        "partOf": address,
        "orderedItems": notes,
    });
    if let (Value::Object(members), Some(next)) = (&mut body, page.next) {
        members.insert("next".to_owned(), json!(format!("{address}?after={next}")));
    }
    Ok(document::json(&headers, body.to_string()))
}

/// How many like it.
pub(super) async fn likes(node: State<Arc<Node>>, id: Path<String>, headers: HeaderMap) -> Answer {
    count(node, id, headers, "likes", |counts| counts.likes).await
}

/// How many passed it on.
pub(super) async fn shares(node: State<Arc<Node>>, id: Path<String>, headers: HeaderMap) -> Answer {
    count(node, id, headers, "shares", |counts| counts.shares).await
}

async fn count(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    name: &str,
    of: fn(Counts) -> i64,
) -> Answer {
    let offer = standing(&node, &id).await?;
    let path = offer.path();
    let mut tx = node.db.read().await?;
    let counts = reactions::counts(&mut tx, &offer).await?;
    let about = ("attributedTo", json!(node.url(&path)));
    let address = node.url(&format!("{path}/{name}"));
    Ok(collection(&headers, &address, of(counts), about))
}

/// The offer or need of this identifier, if it is published and stands.
async fn standing(node: &Node, id: &str) -> Result<OfferId> {
    let offer = OfferId::parse(id)?;
    match node.documents.get(&offer.path()).await? {
        Some(document) if !document.is_gone => Ok(offer),
        _ => Err(Error::NotFound(format!("offer {id}"))),
    }
}
