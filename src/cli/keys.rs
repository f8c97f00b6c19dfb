//! Which keys the node has, and new ones in their place. Private keys are never shown.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Report;
use crate::activitypub::keyring;
use crate::activitypub::keys::Algorithm;
use crate::error::Result;
use crate::federation::rotation;
use crate::node::Node;
use crate::registry;

/// What `trenza keys` can be asked.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List whose keys there are, of which algorithm, and since when.
    List,
    /// Make a new key in the place of one, which is destroyed; other servers are told.
    Rotate {
        /// Which: `rsa` signs requests, `ed25519` proves documents.
        kind: Kind,
        /// The organization's handle or id; the directory's own key without one. Of RSA, the
        /// directory's is that of all who have none of their own, and the organization gets
        /// one of its own.
        org: Option<String>,
    },
}

/// The two kinds of key that an actor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// For signatures of requests.
    Rsa,
    /// For proofs of documents.
    Ed25519,
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Report> {
    match command {
        Command::List => list(node).await,
        Command::Rotate { kind, org } => rotate(node, kind, org).await,
    }
}

async fn rotate(node: &Node, kind: Kind, org: Option<String>) -> Result<Report> {
    let organization = match org {
        Some(org) => Some(registry::find(&mut node.db.read().await?, &org).await?),
        None => None,
    };
    let algorithm = match kind {
        Kind::Rsa => Algorithm::Rsa,
        Kind::Ed25519 => Algorithm::Ed25519,
    };
    rotation::rotate(node, algorithm, organization.as_ref()).await?;
    let (of, owner) = match &organization {
        Some(one) => (one.handle.as_str(), one.path()),
        None => ("the directory", keyring::NODE.to_owned()),
    };
    let text = format!(
        "{of} has a new {} key; the old one is destroyed here, and copies of the database \
         still hold it",
        algorithm.as_str()
    );
    let changed = json!({"owner": node.url(&owner), "algorithm": algorithm.as_str()});
    Report::of(text, &changed)
}

async fn list(node: &Node) -> Result<Report> {
    let mut tx = node.db.read().await?;
    let keys: Vec<_> = keyring::list(&mut tx)
        .await?
        .into_iter()
        .map(|(owner, algorithm, since)| {
            json!({ "owner": node.url(&owner), "algorithm": algorithm, "since": since.to_rfc3339() })
        })
        .collect();
    Report::table(["owner", "algorithm", "since"], &keys, |key| {
        ["owner", "algorithm", "since"].map(|name| {
            key.get(name)
                .and_then(|v| v.as_str())
                .unwrap_or_default()
                .to_owned()
        })
    })
}
