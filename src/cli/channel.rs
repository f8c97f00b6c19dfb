//! Channels: who follows which, and what each said today.

use serde::{Deserialize, Serialize};

use super::Answer;
use super::answer::counted;
use crate::error::{Error, Result};
use crate::federation::channel::{self, Standing};
use crate::node::Node;
use crate::slice::Slice;

/// What `trenza channel` can be asked.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List the channels that somebody follows or followed, and the territories that records
    /// name.
    List,
    /// Show one channel, whether or not somebody follows it.
    Show {
        /// Its codes: offers, needs or all, then at most two of a theme, a sector and a
        /// territory, for example needs.agriculture.MX-OAX.
        codes: String,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    match command {
        Command::List => {
            let mut found = Vec::new();
            for slice in channel::list(&mut tx).await? {
                found.push(channel::standing(node, &mut tx, &slice).await?);
            }
            let heads = ["codes", "handle", "followers", "today", "held"];
            Answer::table(heads, &found, |one: &Standing| {
                [
                    one.codes.clone(),
                    format!("@{}", one.handle),
                    one.followers.to_string(),
                    format!("{} of {}", one.announced_today, one.ceiling),
                    one.held_today.to_string(),
                ]
            })
        }
        Command::Show { codes } => {
            let slice = Slice::parse(&codes)?;
            if !channel::exists(&mut tx, &slice).await? {
                return Err(Error::absent(
                    format!("the channel {codes:?}"),
                    "no record names its municipality; trenza channel list shows those that \
                     are followed",
                ));
            }
            let one = channel::standing(node, &mut tx, &slice).await?;
            let text = format!(
                "{} @{}\n  {}\n  {}; {} of {} announced today (UTC), {} held for the \
                 summary at the end of the day",
                one.codes,
                one.handle,
                node.url(&one.path),
                counted(one.followers, "follower", "followers"),
                one.announced_today,
                one.ceiling,
                one.held_today,
            );
            Answer::of(text, &one)
        }
    }
}
