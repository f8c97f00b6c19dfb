//! What follows once an import is made or taken back, by whomever: it is published, and what may
//! stand twice is looked for anew, since what was proposed of a record that is as before went.
//! Nothing here reads a file.

use super::same_as;
use crate::node::Node;
use crate::registry::duplicates::Among;
use crate::registry::import::Resumed;

/// Does what follows; what was done stands whatever becomes of it.
pub async fn follow_up(node: &Node, among: &Among) {
    node.wake.publisher.notify_one();
    if let Err(error) = same_as::find(node, among).await {
        tracing::warn!(%error, "what may stand twice could not be looked for");
    }
}

/// Does what follows on what was taken up after a crash.
pub async fn follow_up_resumed(node: &Node, resumed: &Resumed) {
    match resumed {
        Resumed::Nothing => {}
        Resumed::Imported(batch, _) => follow_up(node, &Among::Batch(batch.clone())).await,
        Resumed::TakenBack(_) => follow_up(node, &Among::All).await,
    }
}
