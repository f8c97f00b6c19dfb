//! Links by which representatives take records over: made by the office, used by whoever
//! holds the secret, without a token.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::request::{self, Body};
use super::response;
use crate::access::Scope;
use crate::clock::{self, Timestamp};
use crate::error::Result;
use crate::http::Problem;
use crate::id::OrganizationId;
use crate::mail;
use crate::node::Node;
use crate::registry::Organization;
use crate::registry::claim::{self, Representative, TakenOver};

const WRITE: Scope = Scope::OrganizationsWrite;

type Answer = Result<Response, Problem>;

/// The links of an organization, without their secrets.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let id = OrganizationId::parse(&id)?;
    let mut tx = node.db.read().await?;
    let found = claim::list(&mut tx, &id).await?;
    Ok(response::read(&headers, response::bytes(&found)?, true))
}

/// The body of a new link.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    made_for: String,
    /// Where the link is sent; without it the answer shows it.
    #[serde(default)]
    mail: Option<String>,
}

pub(super) async fn create(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let id = OrganizationId::parse(&id)?;
    let new: New = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let (clock, settings) = (&node.clock, &node.shown().settings);
    let (made, way) = if let Some(address) = &new.mail {
        let who = (new.made_for.as_str(), address.as_str(), None);
        let (made, letter) = mail::send_claim_link(&mut tx, clock, settings, &id, who).await?;
        (made, json!({"mail": address, "letter": letter}))
    } else {
        let (made, secret) = claim::make(&mut tx, clock, &id, &new.made_for).await?;
        (made, json!({"link": node.url(&format!("/claim/{secret}"))}))
    };
    request::keep(&node, tx).await?;
    node.wake.postman.notify_one();
    let mut shown = json!({
        "id": made.id,
        "made_for": made.made_for,
        "expires_at": made.expires_at.to_rfc3339(),
    });
    request::merge(&mut shown, way);
    let path = format!("/api/v1/organizations/{id}/claims");
    Ok(response::created(
        &node.url(&path),
        response::bytes(&shown)?,
    )?)
}

/// What a link hands over.
#[derive(Serialize)]
struct View {
    organization: Record,
    made_for: String,
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    expires_at: Timestamp,
}

/// Which record it is: the holder of a link sees that, and not what is hidden in it.
#[derive(Serialize)]
struct Record {
    id: OrganizationId,
    url: String,
    name: String,
}

impl Record {
    fn of(node: &Node, organization: &Organization) -> Self {
        Self {
            id: organization.id.clone(),
            url: node.url(&organization.path()),
            name: organization.stated.name().to_owned(),
        }
    }
}

pub(super) async fn show(
    State(node): State<Arc<Node>>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let mut tx = node.db.read().await?;
    let (claim, organization) = claim::find(&mut tx, &node.clock, &secret).await?;
    let view = View {
        organization: Record::of(&node, &organization),
        made_for: claim.made_for,
        expires_at: claim.expires_at,
    };
    Ok(response::read(&headers, response::bytes(&view)?, true))
}

pub(super) async fn take_over(
    State(node): State<Arc<Node>>,
    Path(secret): Path<String>,
    body: Body,
) -> Answer {
    let by: Representative = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let TakenOver {
        organization,
        token,
        ..
    } = claim::take_over(&mut tx, &node.clock, &secret, &by).await?;
    request::keep(&node, tx).await?;
    let shown = json!({"organization": Record::of(&node, &organization), "token": token});
    Ok(response::changed(response::bytes(&shown)?))
}
