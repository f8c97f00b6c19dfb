//! The queries of slices.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::slice::Slice;
use crate::store::{Tx, execute, on};

/// The slices that an offer stands in, with its place in their order.
pub(super) async fn of_offer(tx: &mut Tx, offer: &str) -> Result<Vec<(String, Timestamp)>> {
    let query = "SELECT slice, at FROM slices WHERE offer = $1";
    on!(tx, |c| sqlx::query_as(query).bind(offer).fetch_all(c))
}

pub(super) async fn delete(tx: &mut Tx, slice: &str, at: Timestamp, offer: &str) -> Result<()> {
    let statement = "DELETE FROM slices WHERE slice = $1 AND at = $2 AND offer = $3";
    execute!(tx, sqlx::query(statement).bind(slice).bind(at).bind(offer))?;
    Ok(())
}

pub(super) async fn insert(
    tx: &mut Tx,
    slices: &[Slice],
    at: Timestamp,
    offer: &str,
) -> Result<()> {
    if slices.is_empty() {
        return Ok(());
    }
    on!(tx, |c| async {
        let mut builder = sqlx::QueryBuilder::new("INSERT INTO slices (slice, at, offer) ");
        builder.push_values(slices, |mut row, slice| {
            row.push_bind(slice.to_string())
                .push_bind(at)
                .push_bind(offer);
        });
        builder.build().execute(c).await.map(|_| ())
    })
}

/// The newest offers of one slice or of two, which have none in common. Each is read from its
/// index no further than the page needs; the database merges them, since it alone knows in
/// which order it compares texts.
pub(super) async fn newest(
    tx: &mut Tx,
    slices: &[String],
    after: Option<(Timestamp, &str)>,
    limit: i64,
) -> Result<Vec<(Timestamp, String)>> {
    let query = "SELECT at, offer FROM (SELECT at, offer FROM slices WHERE slice = $1 \
        AND (at, offer) < ($3, $4) ORDER BY at DESC, offer DESC LIMIT $5) AS one \
        UNION ALL SELECT at, offer FROM (SELECT at, offer FROM slices WHERE slice = $2 \
        AND (at, offer) < ($3, $4) ORDER BY at DESC, offer DESC LIMIT $5) AS other \
        ORDER BY at DESC, offer DESC LIMIT $5";
    let (at, offer) = after.unwrap_or((Timestamp(i64::MAX), ""));
    let (one, other) = (slices.first(), slices.get(1));
    on!(tx, |c| sqlx::query_as(query)
        .bind(one.map_or("", String::as_str))
        .bind(other.map_or("", String::as_str))
        .bind(at)
        .bind(offer)
        .bind(limit)
        .fetch_all(c))
}
