//! How organizations show themselves to other servers, and which offers they show first.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::offers::own;
use super::request::{self, Body};
use super::response;
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::pins;
use crate::profiles::{self, Choice, Profile};
use crate::registry;
use crate::store::Tx;

type Answer = Result<Response, Problem>;

/// A profile as the API shows it.
#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    profile: Profile,
    /// The offers that stand first, whether pinned or the newest.
    featured: Vec<OfferId>,
}

impl View {
    async fn of(tx: &mut Tx, id: &OrganizationId) -> Result<Self> {
        Ok(Self {
            profile: profiles::of(tx, id).await?,
            featured: pins::featured(tx, id).await?,
        })
    }
}

pub(super) async fn show(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = OrganizationId::parse(&id)?;
    let mut tx = node.db.read().await?;
    if !registry::get(&mut tx, &id).await?.is_public() {
        return Err(Error::NotFound(format!("organization {id:?}", id = id.as_str())).into());
    }
    let body = response::bytes(&View::of(&mut tx, &id).await?)?;
    Ok(response::read(&headers, body, false))
}

pub(super) async fn choose(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, _) = request::organization(&node, &headers, &id).await?;
    let choice: Choice = request::json(body)?;
    let mut tx = node.db.begin().await?;
    profiles::choose(&mut tx, &node.clock, &id, choice).await?;
    let view = View::of(&mut tx, &id).await?;
    request::keep(&node, tx).await?;
    Ok(response::changed(response::bytes(&view)?))
}

pub(super) async fn pin(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (mut tx, offer) = own(&node, &id, &headers).await?;
    pins::pin(&mut tx, &node.clock, &offer.id).await?;
    request::keep(&node, tx).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn unpin(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (mut tx, offer) = own(&node, &id, &headers).await?;
    pins::unpin(&mut tx, &node.clock, &offer.id).await?;
    request::keep(&node, tx).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
