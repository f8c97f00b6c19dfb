//! Discovery: account names to actors (WebFinger, RFC 7033), what kind of node this is
//! (NodeInfo 2.1), and where to ask (host-meta).

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::activitypub::client::authority;
use crate::activitypub::discovery::APPLICATION;
use crate::activitypub::keyring;
use crate::error::{Error, Result};
use crate::federation::{channel, node_actor, paths};
use crate::http::Problem;
use crate::id::OrganizationId;
use crate::node::Node;
use crate::offers;
use crate::registry::{self, Organization, Standing, duplicates};
use crate::slice::Slice;
use crate::store::Tx;

/// What WebFinger is asked.
#[derive(Debug, Deserialize)]
pub(super) struct Resource {
    resource: String,
}

/// An actor, found by its account name, its id, or its page.
pub(super) async fn webfinger(
    State(node): State<Arc<Node>>,
    Query(asked): Query<Resource>,
) -> std::result::Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let unknown = || Error::NotFound(format!("the resource {:?}", asked.resource));
    let (handle, path) = find(&node, &mut tx, &asked.resource)
        .await?
        .ok_or_else(unknown)?;
    let host = authority(&node.settings.public_url);
    let id = node.url(&path);
    let page = if path == paths::NODE {
        node.url("/")
    } else {
        node.url(&format!("/@{handle}"))
    };
    let answer = json!({
        "subject": format!("acct:{handle}@{host}"),
        "aliases": [id, page],
        "links": [
            {"rel": "self", "type": "application/activity+json", "href": id},
            {
                "rel": "self",
                "type": "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
                "href": id,
            },
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page},
        ],
    });
    Ok(typed("application/jrd+json", answer.to_string()))
}

/// The handle and path of the actor that a resource names.
async fn find(node: &Node, tx: &mut Tx, resource: &str) -> Result<Option<(String, String)>> {
    let host = authority(&node.settings.public_url);
    let account = resource.strip_prefix("acct:").unwrap_or(resource);
    let is_address = account.starts_with("https://") || account.starts_with("http://");
    if !is_address && let Some((name, at)) = account.trim_start_matches('@').split_once('@') {
        if at.eq_ignore_ascii_case(&host) {
            return by_handle(node, tx, &name.to_ascii_lowercase()).await;
        }
        return Ok(None);
    }
    let Some(path) = paths::own(node.base(), resource) else {
        let is_node = resource.trim_end_matches('/') == node.base();
        return Ok(is_node.then(node_itself));
    };
    match path.strip_prefix("/@") {
        Some(handle) => by_handle(node, tx, handle).await,
        None if path == "/" || path == paths::NODE => Ok(Some(node_itself())),
        None => by_path(node, tx, path).await,
    }
}

fn node_itself() -> (String, String) {
    (node_actor::HANDLE.to_owned(), paths::NODE.to_owned())
}

async fn by_handle(node: &Node, tx: &mut Tx, handle: &str) -> Result<Option<(String, String)>> {
    if handle == node_actor::HANDLE {
        return Ok(Some(node_itself()));
    }
    // Every name of a channel leads to the one that it is followed by.
    if let Some(slice) = channel::find_by_handle(tx, handle).await? {
        return Ok(Some(of_channel(node, tx, &slice).await?));
    }
    let mut found = registry::find_by_handle(tx, handle).await?;
    if found.is_none()
        && let Some(path) = duplicates::moved(tx, &format!("/@{handle}")).await?
    {
        found = by_id(tx, &path).await?;
    }
    let found = found.filter(|one| one.is_public() && one.standing == Standing::Active);
    Ok(found.map(|one| (one.handle.clone(), one.path())))
}

/// The organization at a path of ours.
async fn by_id(tx: &mut Tx, path: &str) -> Result<Option<Organization>> {
    let Ok(id) = OrganizationId::parse(path.trim_start_matches("/o/")) else {
        return Ok(None);
    };
    match registry::get(tx, &id).await {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn of_channel(node: &Node, tx: &mut Tx, slice: &Slice) -> Result<(String, String)> {
    let handle = channel::handle(node, tx, slice).await?;
    Ok((handle, paths::channel(slice)))
}

async fn by_path(node: &Node, tx: &mut Tx, path: &str) -> Result<Option<(String, String)>> {
    if let Some(slice) = channel::read_path(path) {
        if !channel::exists(tx, &slice).await? {
            return Ok(None);
        }
        return Ok(Some(of_channel(node, tx, &slice).await?));
    }
    let moved = duplicates::moved(tx, path).await?;
    let path = moved.as_deref().unwrap_or(path);
    if !keyring::has(tx, path).await? {
        return Ok(None);
    }
    let found = by_id(tx, path).await?;
    let found = found.filter(|one| one.is_public() && one.standing == Standing::Active);
    Ok(found.map(|one| (one.handle, path.to_owned())))
}

/// Where WebFinger answers (RFC 6415); some servers ask here first.
pub(super) async fn host_meta(State(node): State<Arc<Node>>) -> Response {
    let template = node.url("/.well-known/webfinger?resource={uri}");
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\
         <Link rel=\"lrdd\" template=\"{template}\"/></XRD>\n"
    );
    typed("application/xrd+xml", xml)
}

/// Where NodeInfo stands, and which actor is the node itself (FEP-2677).
pub(super) async fn nodeinfo_links(State(node): State<Arc<Node>>) -> Response {
    let schema = |version: &str| format!("http://nodeinfo.diaspora.software/ns/schema/{version}");
    let links = json!({"links": [
        {"rel": schema("2.1"), "href": node.url("/nodeinfo/2.1")},
        {"rel": schema("2.0"), "href": node.url("/nodeinfo/2.0")},
        {"rel": APPLICATION, "href": node.url(paths::NODE)},
    ]});
    typed("application/json", links.to_string())
}

/// What kind of node this is, with honest counts: listed and active apart.
pub(super) async fn nodeinfo(
    State(node): State<Arc<Node>>,
    Path(version): Path<String>,
) -> std::result::Result<Response, Problem> {
    if !matches!(version.as_str(), "2.0" | "2.1") {
        return Err(Error::NotFound(format!("NodeInfo {version}")).into());
    }
    let mut tx = node.db.read().await?;
    let listed = registry::count_published(&mut tx, Standing::Listed).await?;
    let active = registry::count_published(&mut tx, Standing::Active).await?;
    let offers = offers::count_open(&mut tx).await?;
    let mut software = json!({"name": "trenza", "version": env!("CARGO_PKG_VERSION")});
    if let (Value::Object(members), "2.1") = (&mut software, version.as_str()) {
        members.insert("homepage".to_owned(), json!(node.url("/")));
    }
    let info = json!({
        "version": version,
        "software": software,
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": []},
        "openRegistrations": false,
        "usage": {"users": {"total": active}, "localPosts": offers},
        "metadata": {
            "nodeName": node.settings.name,
            "territory": node.settings.territory,
            "organizations": {"listed": listed, "active": active},
        },
    });
    let schema = "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/";
    Ok(typed(&format!("{schema}{version}#\""), info.to_string()))
}

fn typed(media_type: &str, body: String) -> Response {
    let mut response = body.into_response();
    if let Ok(value) = HeaderValue::from_str(media_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    // Discovery is for everybody, scripts of other sites included.
    let anyone = HeaderValue::from_static("*");
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anyone);
    response
}
