//! Channels: which there are, who keeps count, and what stands in each.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

use super::request::{self, Filters};
use super::response;
use crate::error::Error;
use crate::federation::channel::{self, Standing, page::Item};
use crate::http::Problem;
use crate::http::paging::{self, Paging};
use crate::node::Node;
use crate::offers::Purpose;
use crate::slice::Slice;
use crate::vocabulary::{Section, Theme};

/// A channel as the API shows it.
#[derive(Serialize)]
struct View {
    url: String,
    purpose: Option<Purpose>,
    theme: Option<Theme>,
    sector: Option<Section>,
    territory: Option<String>,
    #[serde(flatten)]
    standing: Standing,
    offers: Vec<Entry>,
}

/// An offer or need in a channel: the address where its own directory keeps it.
#[derive(Serialize)]
struct Entry {
    url: String,
    purpose: Option<String>,
    title: String,
    territory: Option<String>,
    is_own: bool,
}

/// The query of a channel.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    after: Option<String>,
    limit: Option<u32>,
}

/// A channel with a page of what stands in it.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    Path(codes): Path<String>,
    headers: HeaderMap,
    query: Filters<Query>,
) -> crate::error::Result<Response, Problem> {
    let query = request::filters(query)?;
    let slice = Slice::parse(&codes)?;
    let limit = Paging {
        after: None,
        limit: query.limit,
    }
    .limit()?;
    let mut tx = node.db.read().await?;
    if !channel::exists(&mut tx, &slice).await? {
        return Err(Error::NotFound(format!("the channel {codes:?}")).into());
    }
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = channel::page::page(&mut tx, &slice, query.after.as_deref(), wanted).await?;
    let standing = channel::standing(&node, &mut tx, &slice).await?;
    let view = View {
        url: node.url(&standing.path),
        purpose: slice.purpose(),
        theme: slice.theme(),
        sector: slice.sector(),
        territory: slice.territory().map(ToString::to_string),
        standing,
        offers: page
            .items
            .into_iter()
            .map(|one| entry(&node, one))
            .collect(),
    };
    let mut response = response::read(&headers, response::bytes(&view)?, false);
    if let Some(cursor) = &page.next {
        let address = node.url(&format!("/api/v1/channels/{slice}"));
        let next = paging::next(&address, &[], Some(limit), cursor)?;
        response
            .headers_mut()
            .insert(header::LINK, paging::link(&next)?);
    }
    Ok(response)
}

fn entry(node: &Node, item: Item) -> Entry {
    match item {
        Item::Own(offer) => {
            let stated = &offer.stated;
            let title = stated.titles.pick(&[&stated.language]);
            Entry {
                url: node.url(&offer.path()),
                purpose: Some(stated.purpose.as_str().to_owned()),
                title: title.map(|(_, title)| title.to_owned()).unwrap_or_default(),
                territory: stated.territory.as_ref().map(ToString::to_string),
                is_own: true,
            }
        }
        Item::Foreign(record) => Entry {
            url: record.id,
            purpose: record.purpose,
            title: record.name,
            territory: record.territory,
            is_own: false,
        },
    }
}
