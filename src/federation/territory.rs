//! Territories: each code that a record names is a `Group` that anybody can follow, this
//! node's view of it. It is the channel of everything of the place, and speaks as channels do.

use super::channel;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::node::Node;
use crate::place::Territory;
use crate::slice::Slice;
use crate::store::{Tx, execute, on};

/// The handle under which a territory is followed, such as `mx_oax`; `None` while no record
/// named it and nobody followed it.
pub async fn handle(tx: &mut Tx, code: &str) -> Result<Option<String>> {
    let query = "SELECT handle FROM territories WHERE code = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(code)
        .fetch_optional(c))
}

/// All territories that records name or that somebody followed, by code.
pub async fn list(tx: &mut Tx) -> Result<Vec<String>> {
    on!(tx, |c| sqlx::query_scalar(
        "SELECT code FROM territories ORDER BY code"
    )
    .fetch_all(c))
}

/// Makes the territory an actor when a record names it for the first time; says whether
/// that was now.
pub async fn ensure(
    node: &Node,
    tx: &mut Tx,
    territory: &Territory,
    now: Timestamp,
) -> Result<bool> {
    channel::actor::ensure(node, tx, &Slice::of_territory(territory.clone()), now).await
}

/// Keeps a territory; `false` when it is kept already.
pub(super) async fn make(tx: &mut Tx, code: &str, handle: &str, now: Timestamp) -> Result<bool> {
    // Codes are unique, and so are handles made of them, which no organization may take.
    let statement = "INSERT INTO territories (code, handle, created_at) VALUES ($1, $2, $3) \
        ON CONFLICT (code) DO NOTHING";
    let made = execute!(tx, sqlx::query(statement).bind(code).bind(handle).bind(now))?;
    Ok(made > 0)
}
