//! Answers to offers and needs from other servers. Everybody reads those that were approved;
//! the office decides on all, an organization on those to its own offers.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::request::{self, Filters};
use super::response;
use crate::access::Scope;
use crate::conversation::reactions::{self, Counts};
use crate::conversation::replies::{self, Filter, State as Seen};
use crate::error::{Error, Result};
use crate::http::paging::Paging;
use crate::http::{Problem, token};
use crate::id::{OfferId, OrganizationId, ReplyId};
use crate::node::Node;
use crate::offers;
use crate::registry;
use crate::store::Tx;

type Answer = Result<Response, Problem>;

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    offer: Option<OfferId>,
    organization: Option<OrganizationId>,
    state: Option<Seen>,
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
    let token = request::reader(&node, &headers, Scope::OffersWrite).await?;
    let is_private = token.is_some();
    let mut filter = Filter {
        offer: query.offer,
        organization: query.organization,
        state: query.state,
    };
    match token {
        // Whoever has no token sees what everybody sees.
        None if filter.state.is_some_and(|state| state != Seen::Approved) => {
            let reason = "only approved answers are public; send a token to see others";
            return Err(Error::Unauthenticated(reason.to_owned()).into());
        }
        None => filter.state = Some(Seen::Approved),
        Some(token) => {
            if let Some(own) = &token.organization {
                let asked = filter.organization.get_or_insert_with(|| own.clone());
                token.require_organization(asked)?;
            }
        }
    }
    let mut tx = node.db.read().await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = replies::list(&mut tx, &filter, query.after.as_deref(), wanted).await?;
    let filters: Vec<(&str, String)> = [
        ("offer", filter.offer.map(|id| id.to_string())),
        ("organization", filter.organization.map(|id| id.to_string())),
        ("state", filter.state.map(|state| state.to_string())),
    ]
    .into_iter()
    .filter_map(|(name, value)| value.map(|value| (name, value)))
    .collect();
    let filters: Vec<(&str, &str)> = filters
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let address = node.url("/api/v1/replies");
    let place = (address.as_str(), filters.as_slice());
    Ok(response::page(&headers, place, limit, &page, is_private)?)
}

pub(super) async fn show(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = ReplyId::parse(&id)?;
    let token = request::reader(&node, &headers, Scope::OffersWrite).await?;
    let mut tx = node.db.read().await?;
    let reply = replies::get(&mut tx, &id).await?;
    let owner = public_owner(&mut tx, &reply.offer).await?;
    let sees_all = match (&token, &owner) {
        (Some(token), Some(owner)) => token.require_organization(owner).is_ok(),
        (Some(token), None) => token.organization.is_none(),
        (None, _) => false,
    };
    if !sees_all && (reply.state != Seen::Approved || owner.is_none()) {
        return Err(Error::NotFound(format!("reply {id}")).into());
    }
    Ok(response::read(&headers, response::bytes(&reply)?, sees_all))
}

pub(super) async fn approve(
    node: State<Arc<Node>>,
    id: Path<String>,
    headers: HeaderMap,
) -> Answer {
    decide(node, id, headers, Seen::Approved).await
}

pub(super) async fn hide(node: State<Arc<Node>>, id: Path<String>, headers: HeaderMap) -> Answer {
    decide(node, id, headers, Seen::Hidden).await
}

async fn decide(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    state: Seen,
) -> Answer {
    let id = ReplyId::parse(&id)?;
    let token = token::authorize(&node.db, &headers, Scope::OffersWrite).await?;
    let mut tx = node.db.begin().await?;
    let reply = replies::get_for_change(&mut tx, &id).await?;
    let offer = offers::get(&mut tx, &reply.offer).await?;
    token.require_organization(&offer.organization)?;
    let decided = replies::decide(&mut tx, &node.clock, &id, state).await?;
    tx.commit().await?;
    Ok(response::changed(response::bytes(&decided)?))
}

/// How many like an offer, passed it on, and answered it.
#[derive(Serialize)]
struct Reactions {
    #[serde(flatten)]
    counts: Counts,
    replies: i64,
}

pub(super) async fn reactions(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = OfferId::parse(&id)?;
    let mut tx = node.db.read().await?;
    if public_owner(&mut tx, &id).await?.is_none() {
        return Err(Error::NotFound(format!("offer {id}")).into());
    }
    let found = Reactions {
        counts: reactions::counts(&mut tx, &id).await?,
        replies: replies::count_approved(&mut tx, &id).await?,
    };
    Ok(response::read(&headers, response::bytes(&found)?, false))
}

/// Whose an offer is; `None` when everybody but the office has forgotten it.
async fn public_owner(tx: &mut Tx, offer: &OfferId) -> Result<Option<OrganizationId>> {
    let found = offers::get(tx, offer).await?;
    let owner = registry::get(tx, &found.organization).await?;
    let is_public = found.state != offers::State::Withdrawn && owner.is_public();
    Ok(is_public.then_some(found.organization))
}
