//! `Undo`: somebody takes back a Follow, a Like, an Announce or a Block.

use super::like;
use crate::activitypub::json::{id_of, type_of};
use crate::activitypub::received::{self, Outcome};
use crate::conversation::reactions::{self, Kind};
use crate::error::Result;
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::{blocks, followers, paths};
use crate::node::Node;
use crate::store::Tx;

/// Ends what the undone activity began, if the sender began it.
pub(crate) async fn receive(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Outcome> {
    let undone = incoming.object();
    let concerned = undone.get("object").and_then(id_of);
    let path = concerned.and_then(|id| paths::own(node.base(), id));
    let offer = concerned.and_then(|id| like::offer(node, id));
    let kind = type_of(undone);
    let removed = match (kind, path, offer) {
        (Some("Follow"), Some(path), _) => followers::remove(tx, path, incoming.actor).await?,
        (Some("Block"), Some(path), _) => blocks::remove(tx, path, incoming.actor).await?,
        (Some("Like"), _, Some(offer)) => {
            reactions::take_back(tx, (Kind::Like, &offer), incoming.actor).await?
        }
        (Some("Announce"), _, Some(offer)) => {
            reactions::take_back(tx, (Kind::Share, &offer), incoming.actor).await?
        }
        // Only the id was sent: what it was is known from what we hold.
        _ => match incoming.object_id() {
            Some(id) => by_id(tx, incoming.actor, id).await?,
            None => false,
        },
    };
    // What was put off must not take effect after it was taken back.
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

async fn by_id(tx: &mut Tx, actor: &str, id: &str) -> Result<bool> {
    Ok(followers::remove_by_follow(tx, actor, id).await?
        || reactions::take_back_by_activity(tx, actor, id).await?
        || blocks::remove_by_activity(tx, actor, id).await?)
}
