//! `Accept` and `Reject`: a peer's or relay's answer to our Follow.

use crate::activitypub::received::Outcome;
use crate::error::Result;
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::{paths, peers, relays};
use crate::node::Node;
use crate::store::Tx;

/// Notes the answer; an accepted peer's log is read at once.
pub(crate) async fn receive(
    node: &Node,
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    accepted: bool,
) -> Result<Outcome> {
    let Some(follow) = incoming
        .object_id()
        .and_then(|id| paths::own(node.base(), id))
    else {
        return Ok(ignored("it answers nothing that this node asked"));
    };
    if relays::answered(tx, incoming.actor, follow, accepted).await? {
        return Ok(Outcome::Applied);
    }
    if !peers::answered(tx, incoming.actor, follow, accepted, incoming.now).await? {
        return Ok(ignored("this node did not ask the sender to be followed"));
    }
    Ok(Outcome::Applied)
}
