//! Organizations.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::request::{self, Body, Filters};
use super::response;
use crate::access::Scope;
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::http::paging::Paging;
use crate::id::OrganizationId;
use crate::node::Node;
use crate::place::Territory;
use crate::registry::{
    self, Author, Consent, Draft, Filter, Organization, Page, Source, Standing, Status,
};
use crate::store::Tx;
use crate::vocabulary::{EntityType, Sector};

const WRITE: Scope = Scope::OrganizationsWrite;

type Answer = Result<Response, Problem>;

/// An organization as the API shows it.
#[derive(Serialize)]
struct View {
    url: String,
    #[serde(flatten)]
    organization: Organization,
    sources: Vec<Source>,
}

impl View {
    /// The record with its sources; with hidden contacts for the office alone.
    async fn of(
        node: &Node,
        tx: &mut Tx,
        organization: Organization,
        is_office: bool,
    ) -> Result<Self> {
        let sources = registry::sources(tx, &organization.id).await?;
        let url = node.url(&organization.path());
        let organization = if is_office {
            organization
        } else {
            organization.for_the_public()
        };
        Ok(Self {
            url,
            organization,
            sources,
        })
    }
}

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    status: Option<Status>,
    standing: Option<Standing>,
    entity_type: Option<EntityType>,
    territory: Option<Territory>,
    sector: Option<Sector>,
    name: Option<String>,
    after: Option<String>,
    limit: Option<u32>,
}

pub(super) async fn list(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    query: Filters<Query>,
) -> Answer {
    let query = request::filters(query)?;
    let token = request::reader(&node, &headers, WRITE).await?;
    let sees_all = token.is_some_and(|token| token.organization.is_none());
    if !sees_all
        && query
            .status
            .is_some_and(|status| status != Status::Published)
    {
        let reason = "only the office, by its token, lists records that are not public";
        return Err(Error::Forbidden(reason.into()).into());
    }
    let filter = Filter {
        status: if sees_all {
            query.status
        } else {
            Some(Status::Published)
        },
        standing: query.standing,
        entity_type: query.entity_type,
        territory: query.territory,
        sector: query.sector,
        name: query.name,
        ..Filter::default()
    };
    let limit = Paging {
        after: None,
        limit: query.limit,
    }
    .limit()?;
    let mut tx = node.db.read().await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = registry::list(&mut tx, &filter, query.after.as_deref(), wanted).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for organization in page.items {
        items.push(View::of(&node, &mut tx, organization, sees_all).await?);
    }
    let page = Page {
        items,
        next: page.next,
    };
    let filters = written(&filter, query.status);
    let filters: Vec<(&str, &str)> = filters
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let address = node.url("/api/v1/organizations");
    Ok(response::page(
        &headers,
        (&address, &filters),
        limit,
        &page,
        sees_all,
    )?)
}

/// The filters as they stand in the address of the next page.
fn written(filter: &Filter, status: Option<Status>) -> Vec<(&'static str, String)> {
    [
        ("status", status.map(|status| status.as_str().to_owned())),
        (
            "standing",
            filter.standing.map(|standing| standing.as_str().to_owned()),
        ),
        ("entity_type", filter.entity_type.map(|one| one.to_string())),
        (
            "territory",
            filter.territory.as_ref().map(ToString::to_string),
        ),
        ("sector", filter.sector.as_ref().map(ToString::to_string)),
        ("name", filter.name.clone()),
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
    let id = OrganizationId::parse(&id)?;
    let token = request::reader(&node, &headers, WRITE).await?;
    let sees_all = token.is_some_and(|token| token.require_organization(&id).is_ok());
    let mut tx = node.db.read().await?;
    let organization = registry::get(&mut tx, &id).await?;
    if !organization.is_public() && !sees_all {
        // Whether a record exists that is not public is nobody's business.
        return Err(Error::NotFound(format!("organization {id:?}", id = id.as_str())).into());
    }
    let view = View::of(&node, &mut tx, organization, sees_all).await?;
    Ok(response::read(&headers, response::bytes(&view)?, sees_all))
}

pub(super) async fn create(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let draft: Draft = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let organization = registry::add(&mut tx, &node.clock, draft).await?;
    let address = node.url(&format!("/api/v1/organizations/{}", organization.id));
    let view = View::of(&node, &mut tx, organization, true).await?;
    request::keep(&node, tx).await?;
    Ok(response::created(&address, response::bytes(&view)?)?)
}

pub(super) async fn edit(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (id, token) = request::organization(&node, &headers, &id).await?;
    let patch: Value = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let present = registry::get_for_change(&mut tx, &id).await?;
    let mut stated = serde_json::to_value(&present.stated).map_err(Error::internal)?;
    let view = View::of(&node, &mut tx, present, true).await?;
    request::if_match(&headers, &response::bytes(&view)?)?;
    request::merge(&mut stated, patch);
    let draft: Draft = request::typed(stated)?;
    let author = match &token.organization {
        Some(_) => Author::Organization,
        None => Author::Office,
    };
    let changed = registry::edit(&mut tx, &node.clock, &id, draft, author).await?;
    answer(&node, tx, changed).await
}

pub(super) async fn remove(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let mut tx = node.db.begin().await?;
    registry::remove(&mut tx, &node.clock, &OrganizationId::parse(&id)?).await?;
    request::keep(&node, tx).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn publish(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let mut tx = node.db.begin().await?;
    let id = OrganizationId::parse(&id)?;
    let changed = registry::publish(&mut tx, &node.clock, &id).await?;
    answer(&node, tx, changed).await
}

pub(super) async fn suspend(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let mut tx = node.db.begin().await?;
    let id = OrganizationId::parse(&id)?;
    let changed = registry::suspend(&mut tx, &node.clock, &id).await?;
    answer(&node, tx, changed).await
}

/// The body of a dissolution.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    on: Option<Date>,
}

pub(super) async fn dissolve(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let is_empty = body.as_ref().is_ok_and(bytes::Bytes::is_empty);
    let end: End = if is_empty {
        End::default()
    } else {
        request::json(body)?
    };
    let mut tx = node.db.begin().await?;
    let id = OrganizationId::parse(&id)?;
    let changed = registry::dissolve(&mut tx, &node.clock, &id, end.on).await?;
    answer(&node, tx, changed).await
}

pub(super) async fn activate(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    request::office(&node, &headers, WRITE).await?;
    let consent: Consent = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let id = OrganizationId::parse(&id)?;
    let changed = registry::activate(&mut tx, &node.clock, &id, &consent).await?;
    answer(&node, tx, changed).await
}

/// Commits, and answers with the record as it stands now.
pub(super) async fn answer(node: &Node, mut tx: Tx, changed: Organization) -> Answer {
    let view = View::of(node, &mut tx, changed, true).await?;
    request::keep(node, tx).await?;
    Ok(response::changed(response::bytes(&view)?))
}
