//! Organizations that move to another server, and those that come from one.

use serde::{Deserialize, Serialize};

use crate::cli::Answer;
use crate::error::Result;
use crate::federation;
use crate::node::Node;
use crate::registry::{self, Organization, relocation};
use crate::store::Tx;

/// What can be said of an organization that moves.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// State that an organization of ours was an account on another server before.
    ///
    /// Then it can move here from there, with its followers; what it offered there is shown
    /// as history.
    MoveHere {
        /// Its handle or id.
        organization: String,
        /// The account that it was: @name@host, or its address.
        #[arg(long, value_name = "ACCOUNT")]
        from: String,
        /// Take it back, with the history.
        #[arg(long)]
        remove: bool,
    },
    /// Move an organization to an account on another server, with its followers.
    ///
    /// The account must name this one as a former address first. What the organization
    /// offers and seeks here is closed, and its page leads to the new one.
    Move {
        /// Its handle or id.
        organization: String,
        /// The account that it is from now on: @name@host, or its address.
        #[arg(long, value_name = "ACCOUNT")]
        to: String,
    },
    /// Take back that an organization has moved. Followers that went with it stay there.
    MoveBack {
        /// Its handle or id.
        organization: String,
    },
    /// Show where an organization was before, and where it has moved.
    Moves {
        /// Its handle or id.
        organization: String,
    },
}

/// Does it, and shows where the organization was and is.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    let found = find(node, &command).await?;
    match command {
        Command::MoveHere { from, remove, .. } if remove => {
            federation::relocation::forget_former(node, &found.id, &from).await?;
        }
        Command::MoveHere { from, .. } => {
            federation::relocation::state_former(node, &found.id, &from).await?;
        }
        Command::Move { to, .. } => {
            federation::relocation::leave(node, &found.id, &to).await?;
        }
        Command::MoveBack { .. } => {
            let mut tx = node.db.begin().await?;
            relocation::come_back(&mut tx, &node.clock, &found.id).await?;
            tx.commit().await?;
        }
        Command::Moves { .. } => {}
    }
    let mut tx = node.db.read().await?;
    shown(&mut tx, &found).await
}

async fn find(node: &Node, command: &Command) -> Result<Organization> {
    let (Command::MoveHere { organization, .. }
    | Command::Move { organization, .. }
    | Command::MoveBack { organization }
    | Command::Moves { organization }) = command;
    let mut tx = node.db.read().await?;
    registry::find(&mut tx, organization).await
}

async fn shown(tx: &mut Tx, of: &Organization) -> Result<Answer> {
    let moves = relocation::moves(tx, &of.id).await?;
    let mut lines = Vec::new();
    if let (Some(target), Some(at)) = (&moves.moved_to, moves.moved_at) {
        lines.push(format!("{} moved to {target} on {}", of.handle, at.day()));
    }
    for one in &moves.former_addresses {
        let state = match one.confirmed_at {
            Some(at) => format!("moved here on {}", at.day()),
            None => "has not moved here yet; move it there".to_owned(),
        };
        lines.push(format!("{}  {state}", one.address));
    }
    for offer in &moves.former_offers {
        let day = offer.published_at.day();
        lines.push(format!("  {day}  {:<5}  {}", offer.purpose, offer.title));
    }
    if lines.is_empty() {
        lines.push(format!("{} was always here", of.handle));
    }
    Answer::of(lines.join("\n"), &moves)
}
