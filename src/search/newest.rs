//! The newest of what holds the terms that are asked.

use super::asked::Asked;
use super::due;
use super::find::LOOKED_AMONG;
use super::sql::{self, Bounds, Match};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::Tx;
use crate::store::stretches::Spread;
use crate::store::terms::Expression;

/// How the numbers lie; as if nothing were known of it while the index is being made anew, since
/// what an earlier version kept has no terms for its blocks and would be passed over.
pub(super) async fn spread(tx: &mut Tx) -> Result<Spread> {
    if !tx.is_exclusive() && due::is_being_made(tx).await? {
        return Ok(Spread::default());
    }
    Spread::read(tx).await
}

/// The first entries that hold what an expression asks.
pub(super) async fn holding(
    tx: &mut Tx,
    spread: &Spread,
    expression: &Expression,
    limit: usize,
) -> Result<Vec<Match>> {
    let what = (expression, &Bounds::default());
    let (found, _) = sql::matching(tx, what, (spread, i64::MAX), (limit, limit)).await?;
    Ok(found)
}

/// Which of some searches is the first that finds something, its words as they stand. Nothing is
/// counted, so that it costs far less than to search.
pub async fn first_that_finds(tx: &mut Tx, all: &[Asked], now: Timestamp) -> Result<Option<usize>> {
    let spread = spread(tx).await?;
    for (place, asked) in all.iter().enumerate() {
        let (streams, bounds) = (asked.streams(now), asked.bounds(now));
        let what = (streams.whole(), &bounds);
        let (found, _) = sql::matching(tx, what, (&spread, i64::MAX), (1, LOOKED_AMONG)).await?;
        if !found.is_empty() {
            return Ok(Some(place));
        }
    }
    Ok(None)
}
