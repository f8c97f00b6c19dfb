//! The pictures that somebody gives: an organization's icon and header, an offer's photos, the
//! directory's own. A picture comes as a form (`multipart/form-data`) with the part `file`, and
//! `alt-LANGUAGE` for what is to be seen on it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::Value;

use super::offers::own;
use super::request::{self, Body};
use super::response;
use crate::access::Scope;
use crate::error::{Error, Result};
use crate::federation::{looks, node_actor};
use crate::http::Problem;
use crate::http::upload::{Form, Upload};
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::{self, Offer, State as Stage, photos};
use crate::pictures::{self, Given, MOST_BYTES, Role, Shown};
use crate::registry;
use crate::store::Tx;
use crate::text::LanguageMap;

type Answer = Result<Response, Problem>;

/// What a form brought, as it is kept.
async fn brought(form: Form, role: Role) -> Result<(Given, LanguageMap)> {
    let upload = Upload::read(form, MOST_BYTES).await?;
    let alt = upload.texts("alt")?;
    let said = upload.said.as_deref();
    Ok((Given::read(upload.file, said, role).await?, alt))
}

fn list(node: &Node, all: &[Shown]) -> Result<Vec<u8>> {
    let all: Vec<Value> = all.iter().map(|one| looks::listed(node, one)).collect();
    response::bytes(&all)
}

/// The icon and header of an organization, drawn and given.
pub(super) async fn of_organization(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = OrganizationId::parse(&id)?;
    let (mut tx, sees_all) = request::look_at(&node, &headers, &id).await?;
    let path = registry::get(&mut tx, &id).await?.path();
    let mut all = pictures::of(&mut tx, &path).await?;
    all.retain(|one| one.role.of_profile().is_ok());
    Ok(response::read(&headers, list(&node, &all)?, sees_all))
}

pub(super) async fn give_icon(
    state: State<Arc<Node>>,
    path: Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    give(state, path, &headers, form, Role::Icon).await
}

pub(super) async fn give_header(
    state: State<Arc<Node>>,
    path: Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    give(state, path, &headers, form, Role::Header).await
}

async fn give(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: &HeaderMap,
    form: Form,
    role: Role,
) -> Answer {
    let (id, _) = request::organization(&node, headers, &id).await?;
    let (given, alt) = brought(form, role).await?;
    let mut tx = node.db.begin().await?;
    registry::pictures::give(&mut tx, &node.clock, &id, (role, &given), &alt).await?;
    let path = registry::get(&mut tx, &id).await?.path();
    let shown = pictures::at(&mut tx, &path, role).await?;
    let shown = shown.ok_or_else(|| Error::internal("a picture that was given is not there"))?;
    request::keep(&node, tx).await?;
    let body = response::bytes(&looks::listed(&node, &shown))?;
    Ok(response::changed(body))
}

pub(super) async fn remove_icon(
    state: State<Arc<Node>>,
    path: Path<String>,
    headers: HeaderMap,
) -> Answer {
    remove(state, path, &headers, Role::Icon).await
}

pub(super) async fn remove_header(
    state: State<Arc<Node>>,
    path: Path<String>,
    headers: HeaderMap,
) -> Answer {
    remove(state, path, &headers, Role::Header).await
}

async fn remove(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: &HeaderMap,
    role: Role,
) -> Answer {
    let (id, _) = request::organization(&node, headers, &id).await?;
    let mut tx = node.db.begin().await?;
    registry::pictures::take_away(&mut tx, &node.clock, &id, role).await?;
    request::keep(&node, tx).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The photos of an offer, in their order.
pub(super) async fn of_offer(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = OfferId::parse(&id)?;
    let mut tx = node.db.read().await?;
    let offer = offers::get(&mut tx, &id).await?;
    if offer.state == Stage::Withdrawn {
        return Err(Error::NotFound(format!("offer {id}")).into());
    }
    let body = list(&node, &photos::of(&mut tx, &offer).await?)?;
    Ok(response::read(&headers, body, false))
}

pub(super) async fn add_photo(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    // Whoever may not is told before the picture is read.
    let (tx, offer) = own(&node, &id, &headers).await?;
    drop(tx);
    let (given, alt) = brought(form, Role::Photo).await?;
    let mut tx = node.db.begin().await?;
    let offer = photos::add(&mut tx, &node.clock, &offer.id, &given, &alt).await?;
    let address = node.url(&format!(
        "/api/v1/offers/{}/photos/{}",
        offer.id,
        given.digest()
    ));
    let body = shown(&node, &mut tx, &offer, given.digest()).await?;
    request::keep(&node, tx).await?;
    Ok(response::created(&address, body)?)
}

/// The body of what is to be seen on a photo.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    alt: LanguageMap,
}

pub(super) async fn describe_photo(
    State(node): State<Arc<Node>>,
    Path((id, digest)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (mut tx, offer) = own(&node, &id, &headers).await?;
    let said: Description = request::json(body)?;
    let offer = photos::describe(&mut tx, &node.clock, &offer.id, &digest, &said.alt).await?;
    let body = shown(&node, &mut tx, &offer, &digest).await?;
    request::keep(&node, tx).await?;
    Ok(response::changed(body))
}

async fn shown(node: &Node, tx: &mut Tx, offer: &Offer, digest: &str) -> Result<Vec<u8>> {
    let all = photos::of(tx, offer).await?;
    let one = all.iter().find(|one| one.picture.digest == digest);
    let one = one.ok_or_else(|| Error::internal("a photo that was given is not there"))?;
    response::bytes(&looks::listed(node, one))
}

pub(super) async fn remove_photo(
    State(node): State<Arc<Node>>,
    Path((id, digest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let (mut tx, offer) = own(&node, &id, &headers).await?;
    photos::remove(&mut tx, &node.clock, &offer.id, &digest).await?;
    request::keep(&node, tx).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn give_own(
    State(node): State<Arc<Node>>,
    Path(role): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    request::office(&node, &headers, Scope::OrganizationsWrite).await?;
    let role = Role::parse(&role)?.of_profile()?;
    let (given, _) = brought(form, role).await?;
    node_actor::give(&node, role, &given).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn remove_own(
    State(node): State<Arc<Node>>,
    Path(role): Path<String>,
    headers: HeaderMap,
) -> Answer {
    request::office(&node, &headers, Scope::OrganizationsWrite).await?;
    node_actor::take_away(&node, Role::parse(&role)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
