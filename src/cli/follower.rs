//! Who follows an organization, or asks to.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Answer;
use crate::error::Result;
use crate::federation::admission::{self, View};
use crate::federation::followers;
use crate::federation::paths;
use crate::node::Node;
use crate::registry;
use crate::store::Tx;

/// How many followers are read at once.
const A_PAGE: usize = 1_000;

/// What `trenza follower` can be asked. Without an organization the directory itself is meant.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List who follows or waits, those who wait first.
    List {
        /// The organization's handle or id.
        #[arg(long)]
        org: Option<String>,
        /// Only those who wait.
        #[arg(long)]
        waiting: bool,
    },
    /// Let somebody follow who waits.
    Approve {
        /// The address of their account.
        follower: String,
        /// The organization's handle or id.
        #[arg(long)]
        org: Option<String>,
    },
    /// Refuse somebody who waits, or end a following.
    Reject {
        /// The address of their account.
        follower: String,
        /// The organization's handle or id.
        #[arg(long)]
        org: Option<String>,
    },
    /// Choose whether an organization is asked before anybody follows it.
    Policy {
        /// Whether it is asked.
        choice: Choice,
        /// The organization's handle or id.
        #[arg(long)]
        org: String,
    },
}

/// Who may follow an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// Whoever is approved.
    Ask,
    /// Everybody.
    Accept,
    /// As `federation.approve_followers` says.
    Setting,
}

impl Choice {
    /// What is kept of it.
    pub fn asks(self) -> Option<bool> {
        match self {
            Self::Ask => Some(true),
            Self::Accept => Some(false),
            Self::Setting => None,
        }
    }
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::List { org, waiting } => {
            let mut tx = node.db.read().await?;
            let path = path(&mut tx, org.as_deref()).await?;
            let mut found: Vec<View> = Vec::new();
            let mut after = None;
            loop {
                let after_it = after.as_deref();
                let page = followers::page(&mut tx, &path, waiting, after_it, A_PAGE).await?;
                found.extend(page.items.into_iter().map(View::from));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            Answer::table(["who", "state"], &found, |one| {
                [one.follower.clone(), one.state.clone()]
            })
        }
        Command::Approve { follower, org } => {
            let mut tx = node.db.begin().await?;
            let path = path(&mut tx, org.as_deref()).await?;
            let done = admission::approve(node, &mut tx, &path, &follower).await?;
            tx.commit().await?;
            Answer::of(format!("{follower} follows now"), &done)
        }
        Command::Reject { follower, org } => {
            let mut tx = node.db.begin().await?;
            let path = path(&mut tx, org.as_deref()).await?;
            let done = admission::reject(node, &mut tx, &path, &follower).await?;
            tx.commit().await?;
            Answer::of(format!("{follower} does not follow"), &done)
        }
        Command::Policy { choice, org } => {
            let mut tx = node.db.begin().await?;
            let found = registry::find(&mut tx, &org).await?;
            admission::choose(node, &mut tx, &found.id, choice.asks()).await?;
            let asks = admission::asks(node, &mut tx, &found.path()).await?;
            tx.commit().await?;
            let who = if asks {
                "whoever is approved"
            } else {
                "everybody"
            };
            let text = format!("{who} may follow {}", found.handle);
            Answer::of(text, &json!({"organization": found.id, "asks": asks}))
        }
    }
}

async fn path(tx: &mut Tx, org: Option<&str>) -> Result<String> {
    match org {
        Some(org) => Ok(registry::find(tx, org).await?.path()),
        None => Ok(paths::NODE.to_owned()),
    }
}
