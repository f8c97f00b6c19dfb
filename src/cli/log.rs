//! The log of what the node published.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Answer;
use crate::activitypub::log;
use crate::error::Result;
use crate::id;
use crate::node::Node;

/// What `trenza log` can be asked.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Begin a new epoch, after an older copy of the database was restored: the log's numbers
    /// are given again from there, and peers read it anew from its beginning.
    NewEpoch,
}

/// Does it.
pub(super) async fn execute(node: &Node, Command::NewEpoch: Command) -> Result<Answer> {
    let mut tx = node.db.begin().await?;
    let epoch = id::mint(&node.clock);
    log::begin_epoch(&mut tx, &epoch).await?;
    let head = log::head(&mut tx).await?;
    tx.commit().await?;
    Answer::of(
        format!(
            "a new epoch of the log begins, with {head} entries; peers read it anew within \
             the hour, or at once by `trenza peer sync` there\n\
             what was removed since the copy was made is here again: remove it again"
        ),
        &json!({ "epoch": epoch, "entries": head }),
    )
}
