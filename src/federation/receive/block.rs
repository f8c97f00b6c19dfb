//! `Block`: somebody wants to hear nothing of one of our actors any more.

use crate::activitypub::delivery::queue;
use crate::activitypub::received::Outcome;
use crate::activitypub::{activities, keyring};
use crate::error::Result;
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::{blocks, followers, paths};
use crate::node::Node;
use crate::store::Tx;

/// Ends the following and what waits to be delivered, and keeps to it from now on.
pub(crate) async fn receive(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Outcome> {
    let path = incoming
        .object_id()
        .and_then(|id| paths::own(node.base(), id));
    let Some(path) = path else {
        return Ok(ignored("it concerns nobody here"));
    };
    if !keyring::has(tx, path).await? {
        return Ok(ignored(format!("{path} is no actor that could be blocked")));
    }
    let follower = followers::get(tx, path, incoming.actor).await?;
    followers::remove(tx, path, incoming.actor).await?;
    let who = (incoming.actor, incoming.id);
    blocks::put(tx, path, who, incoming.now).await?;
    let answers = activities::answers(tx, path, incoming.actor).await?;
    queue::forget(tx, &answers, incoming.now).await?;
    if let Some(follower) = follower {
        let inbox = follower.shared_inbox.unwrap_or(follower.inbox);
        // Others of its server may still want what goes to an inbox that they share.
        if !followers::inboxes(tx, path).await?.contains(&inbox) {
            queue::end_lane(tx, path, &inbox, incoming.now).await?;
        }
    }
    Ok(Outcome::Applied)
}
