//! Who waits to be let. Another directory that asks to read ours is decided of among the peers.

use super::Follower;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, on};

/// Who waits for anybody's word, those who asked first.
pub async fn waiting(tx: &mut Tx, limit: i64) -> Result<Vec<Follower>> {
    let query = "SELECT actor, follower, inbox, shared_inbox, follow, state FROM followers \
        WHERE state = 'pending' AND NOT (actor = '/actor' AND EXISTS \
            (SELECT 1 FROM peers WHERE peers.id = followers.follower)) \
        ORDER BY created_at, actor, follower LIMIT $1";
    on!(tx, |c| sqlx::query_as(query).bind(limit).fetch_all(c))
}

/// How many wait for anybody's word.
pub async fn count_waiting(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM followers \
        WHERE state = 'pending' AND NOT (actor = '/actor' AND EXISTS \
            (SELECT 1 FROM peers WHERE peers.id = followers.follower))";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// How many of those who asked after a moment wait for the word of one of our actors.
pub async fn count_waiting_of(tx: &mut Tx, actor: &str, since: Timestamp) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM followers \
        WHERE state = 'pending' AND actor = $1 AND created_at > $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(actor)
        .bind(since)
        .fetch_one(c))
}
