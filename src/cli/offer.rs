//! Offers and needs.

use serde::{Deserialize, Serialize};

use super::Report;
use crate::error::{Error, Result};
use crate::node::Node;

/// What `trenza offer` can be asked. An offer is named by its id.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Show one offer or need.
    Show {
        /// Its id.
        offer: String,
    },
}

/// Does it.
#[expect(clippy::unused_async, reason = "what it does awaits the database")]
pub(super) async fn execute(_node: &Node, command: Command) -> Result<Report> {
    let Command::Show { offer } = command;
    Err(Error::NotFound(format!("offer {offer:?}")))
}
