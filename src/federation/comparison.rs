//! Whether what is held of a peer is what its log says. A copy of the peer that was restored
//! may have given numbers again that were read here before; once its log is longer than it was,
//! only the state that it says of its records shows that.

use std::time::Duration;

use super::{peers, records};
use crate::activitypub::log;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::Tx;

/// How often at most a log is read anew. Where a record of it is refused here, or stands again
/// though its removal was told, nothing that is read makes both the same.
const AT_MOST_EVERY: Duration = Duration::from_hours(24);

/// Compares what is held with the state (FEDERATION.md, the registry log) that the peer gave
/// with its log of `size` entries, all of which were read. Where it differs, the log is read
/// anew from its beginning, and what it does not tell of again is dropped then. Says whether.
pub(super) async fn read_anew_if_it_differs(
    tx: &mut Tx,
    peer: &peers::Peer,
    (size, stated): (i64, &str),
    now: Timestamp,
) -> Result<bool> {
    let Some(known) = peers::get(tx, &peer.id).await? else {
        return Ok(false);
    };
    // What was pushed since the state was given moved the cursor, and belongs to a later one.
    let is_of_that_size = known.cursor_seq == size;
    if !is_of_that_size || known.agreed_digest.as_deref() == Some(stated) {
        return Ok(false);
    }
    let held = log::digest_of_records(records::digests(tx, &peer.id).await?);
    if held == stated {
        peers::agreed(tx, &peer.id, stated).await?;
        return Ok(false);
    }
    let is_too_soon = |at: Timestamp| now.since(at) < AT_MOST_EVERY;
    if known.read_anew_at.is_some_and(is_too_soon) {
        tracing::debug!(
            peer = peer.host,
            "its records are still other than its log says"
        );
        return Ok(false);
    }
    tracing::warn!(
        peer = peer.host,
        "its records are other than its log says, as when an older copy of it was restored; \
         its log is read anew"
    );
    records::begin_epoch(tx, &peer.id).await?;
    peers::read_anew(tx, &peer.id, now).await?;
    Ok(true)
}
