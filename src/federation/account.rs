//! Whom a name or an address of ours means: the actors that can be found and followed.

use super::{channel, node_actor, paths};
use crate::activitypub::client::authority;
use crate::activitypub::keyring;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry::{self, Organization, Standing, duplicates};
use crate::slice::Slice;
use crate::store::Tx;

/// An actor of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name under which it is followed, without the host.
    pub handle: String,
    /// Its path.
    pub path: String,
}

/// The actor that a WebFinger resource means: `acct:name@host`, its id, or its page.
pub async fn find(node: &Node, tx: &mut Tx, resource: &str) -> Result<Option<Account>> {
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
        None => at(node, tx, path).await,
    }
}

/// The actor at a path. One that was merged into another is the other.
pub async fn at(node: &Node, tx: &mut Tx, path: &str) -> Result<Option<Account>> {
    if path == "/" || path == paths::NODE {
        return Ok(Some(node_itself()));
    }
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
    Ok(by_id(tx, path).await?.and_then(of_organization))
}

fn node_itself() -> Account {
    Account {
        handle: node_actor::HANDLE.to_owned(),
        path: paths::NODE.to_owned(),
    }
}

async fn by_handle(node: &Node, tx: &mut Tx, handle: &str) -> Result<Option<Account>> {
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
    Ok(found.and_then(of_organization))
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

/// A listed organization is nobody's account: nobody there has agreed to answer.
fn of_organization(found: Organization) -> Option<Account> {
    let is_actor = found.is_public() && found.standing == Standing::Active;
    is_actor.then(|| Account {
        path: found.path(),
        handle: found.handle,
    })
}

async fn of_channel(node: &Node, tx: &mut Tx, slice: &Slice) -> Result<Account> {
    Ok(Account {
        handle: channel::handle(node, tx, slice).await?,
        path: paths::channel(slice),
    })
}
