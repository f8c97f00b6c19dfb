//! Reports from and to other servers, for the office alone.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;

use super::request::{self, Body, Filters};
use super::response;
use crate::access::Scope;
use crate::conversation::reports::{self, State as Stage};
use crate::error::Result;
use crate::http::Problem;
use crate::id::ReportId;
use crate::node::Node;

/// How many reports a list holds.
const SHOWN: i64 = 1_000;

type Answer = Result<Response, Problem>;

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    state: Option<Stage>,
}

pub(super) async fn list(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    query: Filters<Query>,
) -> Answer {
    request::office(&node, &headers, Scope::Admin).await?;
    let query = request::filters(query)?;
    let mut tx = node.db.read().await?;
    let found = reports::list(&mut tx, query.state, SHOWN).await?;
    Ok(response::read(&headers, response::bytes(&found)?, true))
}

/// The body of an end.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    resolution: Option<String>,
}

pub(super) async fn resolve(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    request::office(&node, &headers, Scope::Admin).await?;
    let is_empty = body.as_ref().is_ok_and(bytes::Bytes::is_empty);
    let end: End = if is_empty {
        End::default()
    } else {
        request::json(body)?
    };
    let id = ReportId::parse(&id)?;
    let mut tx = node.db.begin().await?;
    let resolution = end.resolution.as_deref();
    let resolved = reports::resolve(&mut tx, &node.clock, &id, resolution).await?;
    tx.commit().await?;
    Ok(response::changed(response::bytes(&resolved)?))
}
