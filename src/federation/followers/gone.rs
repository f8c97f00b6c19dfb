//! The end of followings whose inbox is gone.

use crate::activitypub::delivery;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::federation::acquainted;
use crate::store::{Tx, execute};

/// Ends what is followed from inboxes at which nobody is any more; the end of an offer is told
/// to them no more either. What the node itself agreed with a peer is ended by people alone.
/// Gives how many inboxes that were; call again while there are any.
pub async fn end_gone(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM followers \
        WHERE COALESCE(shared_inbox, inbox) = $1 AND actor <> '/actor'";
    let mut count = 0;
    for inbox in delivery::gone::take(tx, now).await? {
        let ended = execute!(tx, sqlx::query(statement).bind(&inbox))?;
        acquainted::forget_inbox(tx, &inbox).await?;
        tracing::info!(%inbox, ended, "nobody is at an inbox any more: who followed from it is forgotten");
        count += 1;
    }
    Ok(count)
}
