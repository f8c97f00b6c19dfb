//! Which keys the node has, and new ones in their place. Private keys are never shown.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Answer;
use crate::activitypub::keyring::{self, replacing};
use crate::activitypub::keys::Algorithm;
use crate::error::Result;
use crate::federation::rotation::{self, Whose};
use crate::node::Node;
use crate::registry;

/// What `trenza keys` can be asked.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List whose keys there are, of which algorithm, and since when.
    List,
    /// Make a new key in the place of one, which is destroyed as soon as all documents show the
    /// new one; other servers are told.
    Rotate {
        /// Which: `rsa` signs requests, `ed25519` proves documents.
        kind: Kind,
        /// The organization's handle or id; the directory's own key without one. Of RSA, the
        /// directory's is that of all who have none of their own, and the organization gets
        /// one of its own.
        #[arg(long, value_name = "HANDLE", conflicts_with = "all")]
        org: Option<String>,
        /// Every key of this kind: of the directory, its organizations, channels and territories.
        #[arg(long)]
        #[serde(default)]
        all: bool,
    },
}

/// The two kinds of key that an actor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// For signatures of requests.
    Rsa,
    /// For proofs of documents.
    Ed25519,
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::List => list(node).await,
        Command::Rotate { kind, org, all } => rotate(node, kind, org, all).await,
    }
}

async fn rotate(node: &Node, kind: Kind, org: Option<String>, all: bool) -> Result<Answer> {
    let organization = match org {
        Some(org) => Some(registry::find(&mut node.db.read().await?, &org).await?),
        None => None,
    };
    let algorithm = match kind {
        Kind::Rsa => Algorithm::Rsa,
        Kind::Ed25519 => Algorithm::Ed25519,
    };
    let whose = match &organization {
        Some(one) => Whose::Organization(one),
        None if all => Whose::All,
        None => Whose::Directory,
    };
    let is_done = rotation::rotate(node, algorithm, whose).await?;
    let of = match &organization {
        Some(one) => one.handle.as_str(),
        None if all => "everybody",
        None => "the directory",
    };
    let state = if is_done {
        "took the old one's place, which is destroyed here; copies of the database still hold it"
    } else {
        "takes the old one's place, which is done when `trenza keys list` shows neither a next \
         nor a former one"
    };
    let text = format!("a new {} key of {of} {state}", algorithm.as_str());
    let owner = match &organization {
        Some(one) => Some(node.url(&one.path())),
        None => (!all).then(|| node.url(keyring::NODE)),
    };
    Answer::of(
        text,
        &json!({"owner": owner, "algorithm": algorithm.as_str(), "done": is_done}),
    )
}

async fn list(node: &Node) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    let present = keyring::list(&mut tx).await?.into_iter();
    let next = replacing::next(&mut tx).await?.into_iter();
    let former = replacing::still_shown(&mut tx).await?.into_iter();
    let keys: Vec<_> = present
        .map(|key| (key, "present"))
        .chain(next.map(|key| (key, "next")))
        .chain(former.map(|key| (key, "former")))
        .map(|((owner, algorithm, since), state)| {
            json!({
                "owner": node.url(&owner),
                "algorithm": algorithm,
                "since": since.to_rfc3339(),
                "state": state,
            })
        })
        .collect();
    let columns = ["owner", "algorithm", "since", "state"];
    Answer::table(columns, &keys, |key| {
        columns.map(|name| {
            key.get(name)
                .and_then(|v| v.as_str())
                .unwrap_or_default()
                .to_owned()
        })
    })
}
