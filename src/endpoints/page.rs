//! The second face of a document's address: the page that people read.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;

use crate::activitypub::address;
use crate::error::{Error, Result};
use crate::federation::peers;
use crate::http::Problem;
use crate::http::paging::Paging;
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::web::{self, Friend, Reader};

/// The page at the reader's path.
pub(super) async fn of(node: &Node, reader: &Reader, path: &str) -> Result<Response> {
    let mut parts = path.trim_start_matches('/').splitn(2, '/');
    match (parts.next().unwrap_or_default(), parts.next()) {
        ("" | "actor", None) => web::home(node, reader).await,
        ("o", Some(id)) => web::organization(node, reader, &OrganizationId::parse(id)?).await,
        ("offers", Some(id)) => {
            let id = id.trim_end_matches("/proposal");
            web::offer(node, reader, &OfferId::parse(id)?).await
        }
        _ => Err(Error::NotFound(path.to_owned())),
    }
}

/// The directories that this one follows.
pub(super) async fn friends(
    State(node): State<Arc<Node>>,
    Query(paging): Query<Paging>,
    reader: Reader,
) -> std::result::Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let limit = usize::try_from(paging.limit()?).unwrap_or(usize::MAX);
    let found = peers::followed(&mut tx, paging.after.as_deref(), limit).await?;
    let friends: Vec<Friend> = found
        .items
        .into_iter()
        .map(|peer| Friend {
            address: address::origin(&peer.id).unwrap_or_default(),
            name: peer.name.unwrap_or_else(|| peer.host.clone()),
            host: peer.host,
            last_read: peer
                .last_pulled_at
                .map(|at| at.to_rfc3339().chars().take(10).collect()),
        })
        .collect();
    drop(tx);
    Ok(web::friends(&node, &reader, &friends, found.next)?)
}
