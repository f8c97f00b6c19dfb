//! Everything of one organization, for its owner and the office.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;

use super::{request, response};
use crate::error::Result;
use crate::export;
use crate::federation::followers;
use crate::http::Problem;
use crate::node::Node;
use crate::registry;

pub(super) async fn whole(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (id, _) = request::organization(&node, &headers, &id).await?;
    let mut tx = node.db.read().await?;
    let path = registry::get(&mut tx, &id).await?.path();
    let count = followers::count(&mut tx, &path).await?;
    let whole = export::whole(&mut tx, &node.clock, &id, count).await?;
    Ok(response::read(&headers, response::bytes(&whole)?, true))
}
