//! Refusals: the `Reject`s that are kept for one host, of which strangers can cause many.

use super::enqueue::host_of;
use crate::error::Result;
use crate::store::{Tx, on};

/// A refusal that was queued.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Refusal {
    /// The path of the `Reject`.
    pub activity: String,
    /// The path of the actor of ours that refuses.
    pub actor: String,
    /// The id of whom it refuses.
    #[sqlx(rename = "object")]
    pub refused: String,
    /// Whether it waits to be delivered,
    pub waits: bool,
    /// or has arrived,
    pub arrived: bool,
    /// or was not taken, so that somebody here may look into it.
    pub not_taken: bool,
}

/// The refusals that are kept for the host of an inbox, no more than `limit`, those first that
/// wait, the oldest before the newer, and those last that have arrived.
pub async fn of_host(tx: &mut Tx, inbox: &str, limit: i64) -> Result<Vec<Refusal>> {
    let query = "SELECT activity, actor, object, (state = 'pending') AS waits, \
            (state = 'delivered') AS arrived, (state = 'refused') AS not_taken \
        FROM deliveries WHERE type = 'Reject' AND host = $1 \
        ORDER BY CASE state WHEN 'pending' THEN 0 WHEN 'delivered' THEN 2 ELSE 1 END, seq \
        LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(host_of(inbox))
        .bind(limit)
        .fetch_all(c))
}
