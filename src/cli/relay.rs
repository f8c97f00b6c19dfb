//! Relays, which pass this node's offers and needs on.

use serde::{Deserialize, Serialize};

use super::Answer;
use crate::error::Result;
use crate::federation::relays;
use crate::node::Node;

/// What `trenza relay` can be asked. A relay is named by the address of its actor.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Have a relay pass on what is new here, such as <https://relay.example/actor>.
    Add {
        /// The address of its actor.
        address: String,
    },
    /// List the relays.
    List,
    /// Tell a relay of nothing any more.
    Remove {
        /// The address of its actor.
        address: String,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::Add { address } => {
            let relay = relays::add(node, &address).await?;
            Answer::of(format!("{}: asked", relay.id), &relay)
        }
        Command::List => {
            let found = relays::list(&mut node.db.read().await?).await?;
            Answer::table(["relay", "state", "since"], &found, |relay| {
                [
                    relay.id.clone(),
                    relay.state.clone(),
                    relay.created_at.to_rfc3339(),
                ]
            })
        }
        Command::Remove { address } => {
            let relay = relays::remove(node, &address).await?;
            Answer::of(format!("{}: hears of nothing any more", relay.id), &relay)
        }
    }
}
