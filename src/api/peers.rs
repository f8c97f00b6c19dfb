//! Other directories that this one follows: who keeps each, and what is held of it.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::HeaderMap;

use super::response;
use crate::error::{Error, Result};
use crate::federation::{cards, peers};
use crate::http::Problem;
use crate::http::paging::Paging;
use crate::node::Node;
use crate::registry::Page;

type Answer = Result<Response, Problem>;

/// All that are followed, in pages.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    Query(paging): Query<Paging>,
    headers: HeaderMap,
) -> Answer {
    let limit = paging.limit()?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut tx = node.db.read().await?;
    let found = peers::followed(&mut tx, paging.after.as_deref(), wanted).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for peer in &found.items {
        items.push(cards::view(&mut tx, peer).await?);
    }
    let page = Page {
        items,
        next: found.next,
    };
    let list = (&*node.url("/api/v1/peers"), &[] as &[_]);
    Ok(response::page(&headers, list, limit, &page, false)?)
}

/// One of them.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    Path(host): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let mut tx = node.db.read().await?;
    let peer = peers::find_by_host(&mut tx, &host).await?;
    let followed = peer.filter(|peer| peer.following == "accepted");
    let peer = followed.ok_or_else(|| Error::NotFound(format!("the directory {host:?}")))?;
    let found = cards::view(&mut tx, &peer).await?;
    Ok(response::read(&headers, response::bytes(&found)?, false))
}
