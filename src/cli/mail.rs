//! Letters by mail: what became of them, and whether they arrive.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Answer;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::mail::{self, Letter};
use crate::node::Node;

/// How many letters are listed.
const SHOWN: i64 = 200;

/// What `trenza mail` can be asked.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List the letters of the last two weeks, the newest first, and why some were not taken.
    List,
    /// Send a letter that was given up, once what kept it back is mended.
    Retry {
        /// Its identifier, from the list.
        id: String,
    },
    /// Forget a letter that was given up, so that it is listed no longer.
    Discard {
        /// Its identifier, from the list.
        id: String,
    },
    /// Write a trial letter, to see that letters arrive.
    Test {
        /// The mail address to write to.
        address: String,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::List => {
            let mut tx = node.db.read().await?;
            let letters = mail::list(&mut tx, SHOWN, node.clock.now()).await?;
            Answer::table(
                ["id", "for", "to", "state", "written", "tries", "reason"],
                &letters,
                |one| {
                    [
                        one.id.clone(),
                        one.purpose.clone(),
                        one.address.clone(),
                        one.finished_at.map_or_else(
                            || one.state.clone(),
                            |at| format!("{} {}", one.state, Timestamp::to_rfc3339(at)),
                        ),
                        one.written_at.to_rfc3339(),
                        one.attempts.to_string(),
                        one.last_error.clone().unwrap_or_default(),
                    ]
                },
            )
        }
        Command::Retry { id } => {
            let letter = mail::retry(&node.db, &node.settings, &id, node.clock.now()).await?;
            Answer::of(format!("the letter {id} is sent now"), &letter)
        }
        Command::Discard { id } => {
            let letter = mail::put_aside(&node.db, &id, node.clock.now()).await?;
            Answer::of(format!("the letter {id} is forgotten"), &letter)
        }
        Command::Test { address } => {
            let letter = Letter::trial(&node.shown().settings, node.clock.now());
            let mut tx = node.db.begin().await?;
            let id = mail::write(&mut tx, &node.clock, &node.settings, &address, &letter).await?;
            tx.commit().await?;
            let text = format!(
                "a trial letter to {address} is written; the running server sends it, and \
                 `trenza mail list` tells what became of {id}"
            );
            Answer::of(text, &json!({"letter": id, "mail": address}))
        }
    }
}
