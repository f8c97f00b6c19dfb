//! Which keys the node has. Private keys are never shown.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Report;
use crate::activitypub::keyring;
use crate::error::Result;
use crate::node::Node;

/// What `trenza keys` can be asked.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List whose keys there are, of which algorithm, and since when.
    List,
}

/// Does it.
pub(super) async fn execute(node: &Node, Command::List: Command) -> Result<Report> {
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
