//! Settled deliveries that are old enough to be forgotten.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute};

/// How long a keeper may look at what became of an Update,
const KEPT: Duration = Duration::from_hours(30 * 24);
/// and how long an older refusal stays beside a newer one.
const REFUSED_FOR: Duration = Duration::from_hours(90 * 24);
/// How many rows one statement touches, so that no writer waits long.
const MOST: i64 = 1_000;

/// Drops deliveries of Updates that were settled 30 days ago. The first delivery about each
/// object to each inbox stays for ever, whatever it was: it is the memory of who was told, to
/// whom the object's end is told too ([`super::ledger`]). So does what was refused and waits
/// for somebody's decision, until 90 days later a newer one of the same actor about the same
/// object was refused at the same inbox and makes it superfluous: a change makes an older one
/// so, the object's end makes everything so, and nothing else a Create, without which a change
/// says nothing. Gives how many rows went; call again while there are any.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM deliveries WHERE seq IN (SELECT d.seq FROM deliveries d \
        WHERE d.type = 'Update' AND d.finished_at IS NOT NULL AND d.finished_at <= $1 \
        AND d.state IN ('delivered', 'superseded', 'discarded') \
        AND EXISTS (SELECT 1 FROM deliveries first WHERE first.object = d.object \
            AND first.inbox = d.inbox AND first.seq < d.seq) \
        ORDER BY d.finished_at LIMIT $2)";
    let settled = execute!(tx, sqlx::query(statement).bind(now - KEPT).bind(MOST))?;
    // What is no address was refused when it was written, and finished at no time.
    let statement = "DELETE FROM deliveries WHERE seq IN (SELECT d.seq FROM deliveries d \
        WHERE d.state = 'refused' AND COALESCE(d.finished_at, d.created_at) <= $1 \
        AND EXISTS (SELECT 1 FROM deliveries newer WHERE newer.object = d.object \
            AND newer.inbox = d.inbox AND newer.actor = d.actor AND newer.state = 'refused' \
            AND newer.seq > d.seq \
            AND (d.type IN ('Update', 'Announce') OR newer.type = 'Delete')) \
        ORDER BY d.seq LIMIT $2)";
    let refused = execute!(
        tx,
        sqlx::query(statement).bind(now - REFUSED_FOR).bind(MOST)
    )?;
    Ok(settled + refused)
}
