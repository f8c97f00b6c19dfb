//! `Like`: somebody likes an offer or need of ours.

use super::note::outcome;
use crate::activitypub::received::Outcome;
use crate::conversation::Taken;
use crate::conversation::reactions::{self, Kind};
use crate::error::Result;
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::{acquainted, paths};
use crate::id::OfferId;
use crate::node::Node;
use crate::store::Tx;

/// Counts it once for each who likes it.
pub(crate) async fn receive(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Outcome> {
    let offer = incoming.object_id().and_then(|id| offer(node, id));
    let Some(offer) = offer else {
        return Ok(ignored("it is about nothing of this node's"));
    };
    count(tx, incoming, (Kind::Like, &offer)).await
}

pub(super) async fn count(
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    what: (Kind, &OfferId),
) -> Result<Outcome> {
    let who = (incoming.actor, incoming.id);
    let taken = reactions::add(tx, what, who, incoming.now).await?;
    if taken == Taken::Kept(()) {
        acquainted::note(tx, &what.1.path(), incoming.actor).await?;
    }
    Ok(outcome(&taken))
}

/// The offer or need of ours that an id names.
pub(super) fn offer(node: &Node, id: &str) -> Option<OfferId> {
    let path = paths::own(node.base(), id)?;
    let id = path.strip_prefix("/offers/")?.trim_end_matches("/proposal");
    OfferId::parse(id).ok()
}
