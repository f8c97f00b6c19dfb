//! Attestations of an organization.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use serde_json::Value;

use super::request::{self, Body};
use super::response;
use crate::access::{Scope, Token};
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::id::{AttestationId, OrganizationId};
use crate::node::Node;
use crate::registry;
use crate::registry::attestation::{self, Attestation, Statement};
use crate::store::Tx;
use crate::vocabulary::AttestationKind;

const WRITE: Scope = Scope::OrganizationsWrite;

type Answer = Result<Response, Problem>;

/// What holds and what has lapsed; for the office and the organization itself also what was
/// refused or revoked, with the reasons.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = OrganizationId::parse(&id)?;
    let (mut tx, sees_all) = request::look_at(&node, &headers, &id).await?;
    let mut found = attestation::list(&mut tx, &node.clock, &id).await?;
    found.retain(|one| sees_all || one.is_public());
    Ok(response::read(&headers, response::bytes(&found)?, sees_all))
}

pub(super) async fn create(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, token) = request::organization(&node, &headers, &id).await?;
    let mut statement: Statement = request::json(body)?;
    let mut tx = node.db.begin().await?;
    if token.organization.is_some() {
        for_itself_alone(statement.kind)?;
        // Its own word is told under its own name.
        let organization = registry::get(&mut tx, &id).await?;
        organization
            .stated
            .name()
            .clone_into(&mut statement.attested_by);
        statement.attested_by_address = None;
    }
    let made = attestation::attest(&mut tx, &node.clock, &id, &statement).await?;
    added(&node, tx, &made).await
}

/// The body of a refusal: what was asked for, and why it is not given.
#[derive(Debug, Deserialize)]
struct Refusal {
    reason: String,
    #[serde(flatten)]
    asked: Value,
}

pub(super) async fn refuse(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let id = OrganizationId::parse(&id)?;
    request::office(&node, &headers, WRITE).await?;
    let Refusal { reason, asked } = request::json(body)?;
    let statement: Statement = request::typed(asked)?;
    let mut tx = node.db.begin().await?;
    let made = attestation::refuse(&mut tx, &node.clock, &id, &statement, &reason).await?;
    added(&node, tx, &made).await
}

/// The body of a revocation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Revocation {
    reason: String,
}

pub(super) async fn revoke(
    State(node): State<Arc<Node>>,
    Path((id, attestation)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, token) = request::organization(&node, &headers, &id).await?;
    let attestation = AttestationId::parse(&attestation)?;
    let Revocation { reason } = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let found = attestation::get(&mut tx, &node.clock, &attestation).await?;
    if found.organization != id {
        return Err(Error::NotFound(format!("attestation {attestation} of {id}")).into());
    }
    may_revoke(&token, &found)?;
    let revoked = attestation::revoke(&mut tx, &node.clock, &attestation, &reason).await?;
    request::keep(&node, tx).await?;
    Ok(response::changed(response::bytes(&revoked)?))
}

fn may_revoke(token: &Token, attestation: &Attestation) -> Result<()> {
    match &token.organization {
        Some(_) => for_itself_alone(attestation.kind),
        None => Ok(()),
    }
}

/// An organization's token gives and takes back its own word, nobody else's.
fn for_itself_alone(kind: AttestationKind) -> Result<()> {
    if kind == AttestationKind::Itself {
        return Ok(());
    }
    let reason = "an organization attests by its own word alone (kind self); ask the office for \
                  any other";
    Err(Error::Forbidden(reason.into()))
}

async fn added(node: &Node, tx: Tx, made: &Attestation) -> Answer {
    request::keep(node, tx).await?;
    let path = format!("/api/v1/organizations/{}/attestations", made.organization);
    Ok(response::created(&node.url(&path), response::bytes(made)?)?)
}
