//! Organizations that move to another server, and those that come from one.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;

use super::request::{self, Body};
use super::response;
use crate::error::Result;
use crate::federation;
use crate::http::Problem;
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry::relocation;

type Answer = Result<Response, Problem>;

/// The body of what names an account of another server.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    /// `@name@host`, or its id.
    account: String,
}

/// Where an organization was before and where it has gone.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = OrganizationId::parse(&id)?;
    let (mut tx, sees_all) = request::look_at(&node, &headers, &id).await?;
    let body = response::bytes(&relocation::moves(&mut tx, &id).await?)?;
    Ok(response::read(&headers, body, sees_all))
}

/// The organization that an address names, and the account that the body does.
async fn named(
    node: &Node,
    id: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<(OrganizationId, String), Problem> {
    let (id, _) = request::organization(node, headers, id).await?;
    let asked: Account = request::json(body)?;
    Ok((id, asked.account))
}

pub(super) async fn state_former(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, account) = named(&node, &id, &headers, body).await?;
    federation::relocation::state_former(&node, &id, &account).await?;
    changed(&node, &id).await
}

pub(super) async fn forget_former(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, account) = named(&node, &id, &headers, body).await?;
    federation::relocation::forget_former(&node, &id, &account).await?;
    changed(&node, &id).await
}

pub(super) async fn leave(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, account) = named(&node, &id, &headers, body).await?;
    federation::relocation::leave(&node, &id, &account).await?;
    changed(&node, &id).await
}

pub(super) async fn come_back(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (id, _) = request::organization(&node, &headers, &id).await?;
    let mut tx = node.db.begin().await?;
    relocation::come_back(&mut tx, &node.clock, &id).await?;
    request::keep(&node, tx).await?;
    changed(&node, &id).await
}

async fn changed(node: &Node, id: &OrganizationId) -> Answer {
    let mut tx = node.db.read().await?;
    let moves = relocation::moves(&mut tx, id).await?;
    Ok(response::changed(response::bytes(&moves)?))
}
