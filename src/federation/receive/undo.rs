//! `Undo`: a follower takes its Follow back.

use serde_json::Value;

use crate::activitypub::json::id_of;
use crate::activitypub::received::{self, Outcome};
use crate::error::Result;
use crate::federation::followers;
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::paths;
use crate::node::Node;
use crate::store::Tx;

/// Ends the following that the undone Follow began, if the sender began it.
pub(crate) async fn receive(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Outcome> {
    let follow = incoming.object();
    let path = follow
        .get("object")
        .and_then(id_of)
        .and_then(|id| paths::own(node.base(), id));
    let removed = match path {
        Some(path) if follow.get("type").and_then(Value::as_str) == Some("Follow") => {
            followers::remove(tx, path, incoming.actor).await?
        }
        // Only the id was sent: what it was is known from what we hold.
        _ => match incoming.object_id() {
            Some(id) => followers::remove_by_follow(tx, incoming.actor, id).await?,
            None => false,
        },
    };
    // A Follow that was put off must not be accepted after it was taken back.
    let waited = match incoming.object_id() {
        Some(id) => received::take_back(tx, incoming.actor, id, incoming.now).await?,
        None => false,
    };
    Ok(if removed || waited {
        Outcome::Applied
    } else {
        ignored("nothing of the sender's was to be undone")
    })
}
