//! Values that a register states otherwise than somebody wrote by hand. The office and the
//! organization itself see them and decide.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;

use super::organizations::answer;
use super::request::{self, Body};
use super::response;
use crate::access::Scope;
use crate::http::Problem;
use crate::node::Node;
use crate::registry::conflict::{self, Which};
use crate::registry::{self, Field};

type Answer = crate::error::Result<Response, Problem>;

/// What waits for a decision.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (id, _) = request::organization(&node, &headers, &id).await?;
    let mut tx = node.db.read().await?;
    registry::get(&mut tx, &id).await?;
    let found = conflict::waiting(&mut tx, Some(&id), i64::MAX).await?;
    Ok(response::read(&headers, response::bytes(&found)?, true))
}

/// How many of the whole office are given at once.
const MOST: i64 = 10_000;

/// What waits for a decision in the whole directory.
pub(super) async fn all(State(node): State<Arc<Node>>, headers: HeaderMap) -> Answer {
    request::office(&node, &headers, Scope::OrganizationsWrite).await?;
    let mut tx = node.db.read().await?;
    let found = conflict::waiting(&mut tx, None, MOST).await?;
    Ok(response::read(&headers, response::bytes(&found)?, true))
}

/// A decision: the register's value is taken, or the hand's is kept.
#[derive(Debug, Deserialize)]
#[serde(tag = "decision", rename_all = "lowercase")]
enum Decision {
    Take(Which),
    Keep(Which),
}

pub(super) async fn decide(
    State(node): State<Arc<Node>>,
    Path((id, field)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, _) = request::organization(&node, &headers, &id).await?;
    let field: Field = field.parse()?;
    let decision: Decision = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let decided = match decision {
        Decision::Take(which) => conflict::take(&mut tx, &node.clock, &id, field, &which).await?,
        Decision::Keep(which) => conflict::keep(&mut tx, &id, field, &which).await?,
    };
    answer(&node, tx, decided).await
}
