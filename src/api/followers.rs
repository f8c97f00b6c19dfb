//! Who follows an organization or asks to, for the organization and the office.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use serde_json::json;

use super::request::{self, Body, Filters};
use super::response;
use crate::error::Result;
use crate::federation::admission::{self, View};
use crate::federation::followers;
use crate::http::Problem;
use crate::http::paging::Paging;
use crate::node::Node;
use crate::registry::{self, Page};

type Answer = Result<Response, Problem>;

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    #[serde(default)]
    waiting: bool,
    after: Option<String>,
    limit: Option<u32>,
}

/// Who follows or waits, those who wait first.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    query: Filters<Query>,
) -> Answer {
    let (id, _token) = request::organization(&node, &headers, &id).await?;
    let Query {
        waiting,
        after,
        limit,
    } = request::filters(query)?;
    let limit = Paging { after: None, limit }.limit()?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut tx = node.db.read().await?;
    let path = registry::get(&mut tx, &id).await?.path();
    let found = followers::page(&mut tx, &path, waiting, after.as_deref(), wanted).await?;
    let page: Page<View> = Page {
        items: found.items.into_iter().map(View::from).collect(),
        next: found.next,
    };
    let address = node.url(&format!("/api/v1/organizations/{id}/followers"));
    let filters = if waiting {
        &[("waiting", "true")][..]
    } else {
        &[]
    };
    Ok(response::page(
        &headers,
        (&address, filters),
        limit,
        &page,
        true,
    )?)
}

/// Whom a decision concerns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Whom {
    follower: String,
}

/// Lets somebody follow.
pub(super) async fn approve(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    decide(&node, &id, &headers, body, true).await
}

/// Refuses somebody, or ends a following.
pub(super) async fn reject(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    decide(&node, &id, &headers, body, false).await
}

async fn decide(node: &Node, id: &str, headers: &HeaderMap, body: Body, lets: bool) -> Answer {
    let (id, _token) = request::organization(node, headers, id).await?;
    let whom: Whom = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let path = registry::get(&mut tx, &id).await?.path();
    let done = if lets {
        admission::approve(node, &mut tx, &path, &whom.follower).await?
    } else {
        admission::reject(node, &mut tx, &path, &whom.follower).await?
    };
    tx.commit().await?;
    node.wake.deliverer.notify_one();
    Ok(response::changed(response::bytes(&done)?))
}

/// The body of a choice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    /// `null` leaves it to the directory's setting.
    asks: Option<bool>,
}

/// Chooses whether the organization is asked before anybody follows it.
pub(super) async fn choose(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, _token) = request::organization(&node, &headers, &id).await?;
    let choice: Choice = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let path = registry::get(&mut tx, &id).await?.path();
    admission::choose(&node, &mut tx, &id, choice.asks).await?;
    let asks = admission::asks(&node, &mut tx, &path).await?;
    request::keep(&node, tx).await?;
    Ok(response::changed(response::bytes(&json!({"asks": asks}))?))
}
