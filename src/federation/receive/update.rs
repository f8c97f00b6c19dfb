//! `Update`: a peer's record or log changed, somebody changed what they said, or their
//! profile.

use super::{create, record};
use crate::activitypub::json::type_of;
use crate::activitypub::received::Outcome;
use crate::activitypub::remote;
use crate::conversation;
use crate::error::{Error, Result};
use crate::federation::gathered::Gathered;
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::{followers, peers, person};
use crate::node::Node;
use crate::store::Tx;

/// Holds the newer state of whatever it is.
pub(crate) async fn receive(
    node: &Node,
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    gathered: &mut Gathered,
) -> Result<Outcome> {
    let object = incoming.object();
    let is_peer = gathered.followed(tx, incoming.actor).await?.is_some();
    if incoming.object_id() == Some(incoming.actor) && incoming.received_at.is_some() {
        let renewed = profile(tx, incoming, !is_peer).await?;
        if !is_peer {
            return Ok(renewed);
        }
    }
    let is_note = type_of(object) == Some("Note");
    let is_said = object.is_string() || (is_note && object.get("publishes").is_none());
    if is_said && !(is_peer && object.is_string()) {
        return create::said(node, tx, incoming, gathered).await;
    }
    record::receive(node, tx, incoming, gathered).await
}

/// Writes to a follower where it wants to be written to now, and shows what somebody said
/// under their new name. The document at the actor's own id counts, not what was sent.
async fn profile(tx: &mut Tx, incoming: &Incoming<'_>, waits: bool) -> Result<Outcome> {
    let id = incoming.actor;
    let matters = followers::is_known(tx, id).await? || conversation::is_known(tx, id).await?;
    let actor = remote::find(tx, id).await?;
    let Some(actor) = actor.filter(|_| matters) else {
        return Ok(ignored("nothing is held of the account"));
    };
    // An actor is asked seldom; what it said since then is asked for later.
    if waits && incoming.received_at.is_some_and(|at| actor.fetched_at < at) {
        let reason = "the changed profile could not be read yet";
        return Err(Error::Unavailable(reason.to_owned()));
    }
    if let Some(inbox) = &actor.inbox {
        followers::renew(tx, id, inbox, actor.shared_inbox.as_deref()).await?;
        peers::renew(tx, id, inbox, actor.name.as_deref()).await?;
    }
    conversation::rename(tx, &person::of(&actor)).await?;
    Ok(Outcome::Applied)
}
