//! What becomes of the offers of directories that were let in and that nobody here named: they
//! are shown with a word of caution, or held back until somebody does.

use super::peers::{self, Peer};
use super::records;
use crate::activitypub::restrictions::Set;
use crate::error::Result;
use crate::node::Node;
use crate::settings::Unknown;
use crate::store::Tx;

/// Whether the offers of a peer are held back, since nobody here knows it.
pub fn holds_back(node: &Node, peer: &Peer) -> bool {
    !peer.known && node.settings.peers.unknown == Unknown::Hold
}

/// Holds back the offers of all peers that nobody knows, or shows them again, as the settings
/// say now.
pub async fn heed_all(node: &Node, tx: &mut Tx) -> Result<()> {
    let restricted = Set::read(tx).await?;
    for peer in peers::list(tx).await? {
        decide(node, tx, &peer, &restricted).await?;
    }
    Ok(())
}

/// The same for one peer.
pub async fn heed(node: &Node, tx: &mut Tx, peer: &Peer) -> Result<()> {
    let restricted = Set::read(tx).await?;
    decide(node, tx, peer, &restricted).await
}

/// What the office keeps out of sight, all of a peer or one of its organizations, stays there.
async fn decide(node: &Node, tx: &mut Tx, peer: &Peer, restricted: &Set) -> Result<()> {
    let now = node.clock.now();
    if restricted.of(&peer.id).is_some() {
        return Ok(());
    }
    if holds_back(node, peer) {
        return records::withhold_offers_from(tx, &peer.id, now).await;
    }
    let mut shown = records::withheld_offers_from(tx, &peer.id).await?;
    shown.retain(|(id, organization)| {
        let mut actors = std::iter::once(id).chain(organization);
        actors.all(|actor| restricted.of(actor).is_none())
    });
    let shown = shown.into_iter().map(|(id, _)| id).collect();
    records::show(tx, shown, now).await
}
