//! Records that may be one organization, for the office alone; and which other directories'
//! records are an organization's own, which everybody may know.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;

use super::request::{self, Body, Filters};
use super::response;
use crate::access::Scope;
use crate::error::{Error, Result};
use crate::federation::same_as;
use crate::http::Problem;
use crate::http::paging::Paging;
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry::Author;
use crate::registry::duplicates::{self, Among};
use crate::registry::membership::Party;
use crate::registry::same_as::StatedBy;

const WRITE: Scope = Scope::OrganizationsWrite;

type Answer = Result<Response, Problem>;

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    state: Option<duplicates::State>,
    after: Option<String>,
    limit: Option<u32>,
}

pub(super) async fn list(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    query: Filters<Query>,
) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let query = request::filters(query)?;
    let limit = Paging {
        after: None,
        limit: query.limit,
    }
    .limit()?;
    let state = query.state.unwrap_or(duplicates::State::Proposed);
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut tx = node.db.read().await?;
    let page = duplicates::list(&mut tx, state, query.after.as_deref(), wanted).await?;
    let address = node.url("/api/v1/duplicates");
    let filters = [("state", state.as_str())];
    Ok(response::page(
        &headers,
        (&address, &filters),
        limit,
        &page,
        true,
    )?)
}

pub(super) async fn find(State(node): State<Arc<Node>>, headers: HeaderMap) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let found = same_as::find(&node, &Among::All).await?;
    Ok(response::changed(response::bytes(&found)?))
}

/// The body of a merge: records by id, handle or address.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Merge {
    keep: String,
    lose: String,
}

pub(super) async fn merge(State(node): State<Arc<Node>>, headers: HeaderMap, body: Body) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let asked: Merge = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let keep = own(Party::find(&mut tx, node.base(), &asked.keep).await?)?;
    let lose = own(Party::find(&mut tx, node.base(), &asked.lose).await?)?;
    let kept = duplicates::merge(&mut tx, &node.clock, &keep, &lose, &Author::Office).await?;
    request::keep(&node, tx).await?;
    Ok(response::changed(response::bytes(&kept)?))
}

fn own(party: Party) -> Result<OrganizationId> {
    match party {
        Party::Own(id) => Ok(id),
        Party::Foreign(_) => {
            let reason = "is another directory's record; state that it is the same instead";
            Err(Error::invalid("body", reason))
        }
    }
}

/// The body of a decision that two records are two organizations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Apart {
    one: String,
    other: String,
}

pub(super) async fn keep_apart(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let asked: Apart = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let one = Party::find(&mut tx, node.base(), &asked.one).await?;
    let other = Party::find(&mut tx, node.base(), &asked.other).await?;
    let author = Author::Office;
    let pair = duplicates::keep_apart(&mut tx, &node.clock, &one, &other, &author).await?;
    same_as::refresh_pair(&mut tx, node.base(), &pair).await?;
    request::keep(&node, tx).await?;
    Ok(response::changed(response::bytes(&pair)?))
}

pub(super) async fn stated(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = OrganizationId::parse(&id)?;
    let (mut tx, sees_all) = request::look_at(&node, &headers, &id).await?;
    let body = response::bytes(&same_as::statements(&mut tx, &id).await?)?;
    Ok(response::read(&headers, body, sees_all))
}

/// The body of a statement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Address {
    address: String,
}

pub(super) async fn state(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, by) = speaker(&node, &id, &headers).await?;
    let asked: Address = request::json(body)?;
    let mut tx = node.db.begin().await?;
    same_as::state(&node, &mut tx, &id, &asked.address, by).await?;
    let stated = same_as::statements(&mut tx, &id).await?;
    request::keep(&node, tx).await?;
    Ok(response::changed(response::bytes(&stated)?))
}

pub(super) async fn take_back(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, _) = speaker(&node, &id, &headers).await?;
    let asked: Address = request::json(body)?;
    let mut tx = node.db.begin().await?;
    same_as::take_back(&node, &mut tx, &id, &asked.address).await?;
    let stated = same_as::statements(&mut tx, &id).await?;
    request::keep(&node, tx).await?;
    Ok(response::changed(response::bytes(&stated)?))
}

/// Whose word a token is: an organization's own, or the office's.
async fn speaker(
    node: &Node,
    id: &str,
    headers: &HeaderMap,
) -> Result<(OrganizationId, StatedBy), Problem> {
    let (id, token) = request::organization(node, headers, id).await?;
    let by = match token.organization {
        Some(_) => StatedBy::Organization,
        None => StatedBy::Office,
    };
    Ok((id, by))
}
