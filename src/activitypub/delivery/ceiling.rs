//! How many deliveries may wait for one host: beyond that the oldest news is given up, since
//! whoever is away so long reads it anew or not at all. What takes something back, answers
//! somebody or is for one reader alone is never given up.

use super::lanes::{self, LOCK};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, on};

/// Why a delivery was given up, as its keeper reads it.
pub(super) const REASON: &str = "more waited for its host than limits.host_deliveries allows";

/// Gives up what waits beyond `most` for any host; says for which hosts, and how much.
pub async fn enforce(tx: &mut Tx, most: u32, now: Timestamp) -> Result<Vec<(String, usize)>> {
    let query = "SELECT host, COUNT(*) FROM deliveries WHERE state = 'pending' \
        GROUP BY host HAVING COUNT(*) > $1 ORDER BY host";
    let crowded: Vec<(String, i64)> = on!(tx, |c| sqlx::query_as(query)
        .bind(i64::from(most))
        .fetch_all(c))?;
    if crowded.is_empty() {
        return Ok(Vec::new());
    }
    tx.lock_name(LOCK, false).await?;
    let statement = "UPDATE deliveries \
        SET state = 'superseded', finished_at = $1, leased_until = 0, last_error = $2 \
        WHERE seq IN (SELECT d.seq FROM deliveries d JOIN activities a ON a.path = d.activity \
            WHERE d.state = 'pending' AND d.host = $3 AND d.leased_until <= $1 \
            AND d.type IN ('Create', 'Update', 'Announce') AND a.direct = FALSE \
            ORDER BY d.seq LIMIT $4) RETURNING seq";
    let mut given_up = Vec::new();
    for (host, count) in crowded {
        let ended: Vec<i64> = on!(tx, |c| sqlx::query_scalar(statement)
            .bind(now)
            .bind(REASON)
            .bind(&host)
            .bind(count - i64::from(most))
            .fetch_all(c))?;
        lanes::advance_after(tx, &ended, now).await?;
        if !ended.is_empty() {
            given_up.push((host, ended.len()));
        }
    }
    Ok(given_up)
}
