//! The log as peers read it: `GET /registry/log` says how long it is, `?after=N` gives what
//! follows the number N.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use super::document;
use crate::activitypub::log;
use crate::error::Error;
use crate::federation::{context, paths};
use crate::http::Problem;
use crate::node::Node;

/// Which part is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    after: Option<i64>,
}

#[derive(serde::Serialize)]
struct PageDocument {
    #[serde(rename = "@context")]
    context: &'static Value,
    id: String,
    r#type: &'static str,
    #[serde(rename = "partOf")]
    part_of: String,
    epoch: String,
    #[serde(rename = "startIndex")]
    start_index: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(rename = "orderedItems")]
    items: Vec<Box<RawValue>>,
}

/// The log, or a page of it.
pub(super) async fn get(
    State(node): State<Arc<Node>>,
    part: Result<Query<Part>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    match part {
        Ok(Query(Part { after: None })) => whole(&node, &headers).await,
        Ok(Query(Part { after: Some(after) })) if after >= 0 => page(&node, after, &headers).await,
        _ => Err(Error::invalid("after", "write the number of an entry, or 0 to begin").into()),
    }
}

async fn whole(node: &Node, headers: &HeaderMap) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let id = node.url(paths::LOG);
    let head = log::head(&mut tx).await?;
    let body = json!({
        "@context": *context::PLAIN,
        "id": id,
        "type": "OrderedCollection",
        "attributedTo": node.url(paths::NODE),
        "epoch": log::epoch(&mut tx).await?,
        "totalItems": head,
        "stateDigest": node.documents.state_digest(&mut tx, head, node.base()).await?,
        "first": format!("{id}?after=0"),
    });
    Ok(document::json(headers, body.to_string()))
}

async fn page(node: &Node, after: i64, headers: &HeaderMap) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let page = log::page(&mut tx, after).await?;
    let id = node.url(paths::LOG);
    let last = page.items.last().map_or(after, |(number, _)| *number);
    let items: Result<Vec<_>, _> = page
        .items
        .into_iter()
        .map(|(_, body)| RawValue::from_string(body))
        .collect();
    let body = PageDocument {
        context: &context::PLAIN,
        id: format!("{id}?after={after}"),
        r#type: "OrderedCollectionPage",
        part_of: id.clone(),
        epoch: log::epoch(&mut tx).await?.unwrap_or_default(),
        start_index: after,
        next: page.is_full.then(|| format!("{id}?after={last}")),
        items: items.map_err(Error::internal)?,
    };
    let body = serde_json::to_string(&body).map_err(Error::internal)?;
    // Entries of a removed record are emptied, so nobody may keep a page unasked.
    Ok(document::json(headers, body))
}
