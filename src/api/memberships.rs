//! Memberships of an organization. A token of one organization speaks for its side alone.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use jiff::civil::Date;
use serde::Deserialize;

use super::request::{self, Body};
use super::response;
use crate::access::Token;
use crate::error::{Error, Result};
use crate::federation::membership::{Relation, relations};
use crate::http::Problem;
use crate::id::{MembershipId, OrganizationId};
use crate::node::Node;
use crate::registry::membership::{self, Party, Proposal, Speaker};
use crate::store::Tx;
use crate::vocabulary::MembershipRole;

type Answer = Result<Response, Problem>;

/// What both sides say; for the office and the organization itself also what waits for one.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = OrganizationId::parse(&id)?;
    let (mut tx, sees_all) = request::look_at(&node, &headers, &id).await?;
    let mut found = relations(&mut tx, node.base(), &id).await?;
    found.retain(|one| sees_all || one.is_confirmed);
    Ok(response::read(&headers, response::bytes(&found)?, sees_all))
}

/// The body of a new membership: the other side, on one of both ends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    member: Option<String>,
    body: Option<String>,
    role: MembershipRole,
    since: Option<Date>,
}

pub(super) async fn create(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, token) = request::organization(&node, &headers, &id).await?;
    let new: New = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let (name, is_member) = match (&new.member, &new.body) {
        (Some(member), None) => (member, true),
        (None, Some(body)) => (body, false),
        _ => {
            let reason = "name the other side: in body, to whom it belongs, or in member, who \
                          belongs to it";
            return Err(Error::invalid("body", reason).into());
        }
    };
    let by = speaker(&token);
    let other = Party::named(&mut tx, node.base(), name, &by).await?;
    let own = Party::Own(id.clone());
    let (member, body) = if is_member {
        (other, own)
    } else {
        (own, other)
    };
    let proposal = Proposal {
        member,
        body,
        role: new.role,
        since: new.since,
    };
    let made = membership::add(&mut tx, &node.clock, proposal, &by).await?;
    let shown = shown(&node, &mut tx, &id, &made.id).await?;
    request::keep(&node, tx).await?;
    let path = format!("/api/v1/organizations/{id}/memberships");
    Ok(response::created(
        &node.url(&path),
        response::bytes(&shown)?,
    )?)
}

pub(super) async fn confirm(
    State(node): State<Arc<Node>>,
    Path(path): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let (id, membership, _) = own(&node, &path, &headers).await?;
    let mut tx = node.db.begin().await?;
    membership::confirm(&mut tx, &node.clock, &membership, &id).await?;
    changed(&node, tx, &id, &membership).await
}

/// The body of an end.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    on: Option<Date>,
}

pub(super) async fn end(
    State(node): State<Arc<Node>>,
    Path(path): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, membership, token) = own(&node, &path, &headers).await?;
    let is_empty = body.as_ref().is_ok_and(bytes::Bytes::is_empty);
    let end: End = if is_empty {
        End::default()
    } else {
        request::json(body)?
    };
    let mut tx = node.db.begin().await?;
    membership::end(&mut tx, &node.clock, &membership, end.on, &speaker(&token)).await?;
    changed(&node, tx, &id, &membership).await
}

/// The organization and the membership of an address, when the token may speak for it.
async fn own(
    node: &Node,
    (id, membership): &(String, String),
    headers: &HeaderMap,
) -> Result<(OrganizationId, MembershipId, Token), Problem> {
    let (id, token) = request::organization(node, headers, id).await?;
    let membership = MembershipId::parse(membership)?;
    Ok((id, membership, token))
}

fn speaker(token: &Token) -> Speaker {
    match &token.organization {
        Some(own) => Speaker::Organization(own.clone()),
        None => Speaker::Office,
    }
}

async fn shown(
    node: &Node,
    tx: &mut Tx,
    id: &OrganizationId,
    membership: &MembershipId,
) -> Result<Relation> {
    let found = relations(tx, node.base(), id).await?;
    found
        .into_iter()
        .find(|one| one.membership.id == *membership)
        .ok_or_else(|| Error::NotFound(format!("membership {membership} of {id}")))
}

/// Commits, and answers with the membership as it stands now. One of other organizations is
/// not found, and then nothing is kept.
async fn changed(
    node: &Node,
    mut tx: Tx,
    id: &OrganizationId,
    membership: &MembershipId,
) -> Answer {
    let shown = shown(node, &mut tx, id, membership).await?;
    request::keep(node, tx).await?;
    Ok(response::changed(response::bytes(&shown)?))
}
