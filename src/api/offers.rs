//! Offers and needs.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::request::{self, Body, Filters};
use super::response;
use crate::access::Scope;
use crate::error::{Error, Result};
use crate::http::paging::Paging;
use crate::http::{Problem, token};
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::{self, Draft, Ending, Filter, Offer, Purpose, State as Stage, hashtag};
use crate::place::Territory;
use crate::registry::Page;
use crate::store::Tx;
use crate::vocabulary::What;

const WRITE: Scope = Scope::OffersWrite;

type Answer = Result<Response, Problem>;

/// An offer as the API shows it.
#[derive(Serialize)]
struct View {
    url: String,
    #[serde(flatten)]
    offer: Offer,
}

impl View {
    fn of(node: &Node, offer: Offer) -> Self {
        Self {
            url: node.url(&offer.path()),
            offer,
        }
    }
}

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    organization: Option<OrganizationId>,
    purpose: Option<Purpose>,
    state: Option<Stage>,
    what: Option<What>,
    territory: Option<Territory>,
    tag: Option<String>,
    after: Option<String>,
    limit: Option<u32>,
}

pub(super) async fn list(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    query: Filters<Query>,
) -> Answer {
    let query = request::filters(query)?;
    let limit = Paging {
        after: None,
        limit: query.limit,
    }
    .limit()?;
    let filter = Filter {
        organization: query.organization,
        purpose: query.purpose,
        state: query.state,
        what: query.what,
        territory: query.territory,
        tag: query.tag.as_deref().map(hashtag::key),
        // Whoever withdraws an offer wants it gone, so no list has it.
        is_public: true,
    };
    let mut tx = node.db.read().await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = offers::list(&mut tx, &filter, query.after.as_deref(), wanted).await?;
    let items: Vec<View> = page
        .items
        .into_iter()
        .map(|offer| View::of(&node, offer))
        .collect();
    let page = Page {
        items,
        next: page.next,
    };
    let filters = written(&filter);
    let filters: Vec<(&str, &str)> = filters
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let address = node.url("/api/v1/offers");
    Ok(response::page(
        &headers,
        (&address, &filters),
        limit,
        &page,
        false,
    )?)
}

/// The filters as they stand in the address of the next page.
fn written(filter: &Filter) -> Vec<(&'static str, String)> {
    [
        (
            "organization",
            filter.organization.as_ref().map(ToString::to_string),
        ),
        (
            "purpose",
            filter.purpose.map(|purpose| purpose.as_str().to_owned()),
        ),
        ("state", filter.state.map(|state| state.as_str().to_owned())),
        ("what", filter.what.map(|what| what.to_string())),
        (
            "territory",
            filter.territory.as_ref().map(ToString::to_string),
        ),
        ("tag", filter.tag.clone()),
    ]
    .into_iter()
    .filter_map(|(name, value)| value.map(|value| (name, value)))
    .collect()
}

pub(super) async fn show(
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
    let body = response::bytes(&View::of(&node, offer))?;
    Ok(response::read(&headers, body, false))
}

/// The body of a new offer: whose it is, and what is written of it.
#[derive(Debug, Deserialize)]
struct New {
    organization: OrganizationId,
    #[serde(flatten)]
    stated: Value,
}

pub(super) async fn create(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let token = token::authorize(&node.db, &headers, WRITE).await?;
    let new: New = request::json(body)?;
    token.require_organization(&new.organization)?;
    let draft: Draft = request::typed(new.stated)?;
    let mut tx = node.db.begin().await?;
    let offer = offers::add(&mut tx, &node.clock, &new.organization, draft).await?;
    request::keep(&node, tx).await?;
    created(&node, offer)
}

fn created(node: &Node, offer: Offer) -> Answer {
    let address = node.url(&format!("/api/v1/offers/{}", offer.id));
    let body = response::bytes(&View::of(node, offer))?;
    Ok(response::created(&address, body)?)
}

pub(super) async fn edit(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (mut tx, present) = own(&node, &id, &headers).await?;
    let patch: Value = request::json(body)?;
    let id = present.id.clone();
    let mut stated = serde_json::to_value(&present.stated).map_err(Error::internal)?;
    request::if_match(&headers, &response::bytes(&View::of(&node, present))?)?;
    request::merge(&mut stated, patch);
    let draft: Draft = request::typed(stated)?;
    let changed = offers::edit(&mut tx, &node.clock, &id, draft).await?;
    request::keep(&node, tx).await?;
    Ok(response::changed(response::bytes(&View::of(
        &node, changed,
    ))?))
}

/// The body of an ending.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Close {
    ending: Ending,
}

pub(super) async fn close(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (mut tx, present) = own(&node, &id, &headers).await?;
    let close: Close = request::json(body)?;
    let changed = offers::close(&mut tx, &node.clock, &present.id, close.ending).await?;
    request::keep(&node, tx).await?;
    Ok(response::changed(response::bytes(&View::of(
        &node, changed,
    ))?))
}

pub(super) async fn again(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (mut tx, ended) = own(&node, &id, &headers).await?;
    let offer = offers::again(&mut tx, &node.clock, &ended.id).await?;
    request::keep(&node, tx).await?;
    created(&node, offer)
}

pub(super) async fn withdraw(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (mut tx, present) = own(&node, &id, &headers).await?;
    offers::withdraw(&mut tx, &node.clock, &present.id).await?;
    request::keep(&node, tx).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The offer, locked for a change that the token allows.
pub(super) async fn own(
    node: &Node,
    id: &str,
    headers: &HeaderMap,
) -> Result<(Tx, Offer), Problem> {
    let id = OfferId::parse(id)?;
    let token = token::authorize(&node.db, headers, WRITE).await?;
    let mut tx = node.db.begin().await?;
    let offer = offers::get_for_change(&mut tx, &id).await?;
    token.require_organization(&offer.organization)?;
    Ok((tx, offer))
}
