//! Organizations.

use serde::{Deserialize, Serialize};

use super::Report;
use crate::error::{Error, Result};
use crate::node::Node;

/// What `trenza org` can be asked. An organization is named by its handle or its id.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Show one organization.
    Show {
        /// Its handle or id.
        organization: String,
    },
}

/// Does it.
#[expect(clippy::unused_async, reason = "what it does awaits the database")]
pub(super) async fn execute(_node: &Node, command: Command) -> Result<Report> {
    let Command::Show { organization } = command;
    Err(Error::NotFound(format!("organization {organization:?}")))
}
