//! How many deliveries may wait for one host: beyond that the oldest news is given up, since
//! whoever is away so long reads it anew or not at all. What is said of one object to one inbox
//! goes as a whole, so that nobody hears of a change to what it never heard of, and objects that
//! are known there go last, so that nothing outdated is left. When an object that was given up
//! changes, it is told first ([`super::enqueue`]). What takes something back, answers somebody
//! or is for one reader alone is never given up.

use sqlx::AssertSqlSafe;

use super::lanes::{self, LOCK};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, on};

/// Why a delivery was given up, as its keeper reads it.
pub(super) const REASON: &str = "more waited for its host than limits.host_deliveries allows";

/// What may be given up of what waits for the host `$3`, at the time `$1`.
const NEWS: &str = "FROM deliveries d JOIN activities a ON a.path = d.activity \
    WHERE d.state = 'pending' AND d.host = $3 \
    AND d.type IN ('Create', 'Update', 'Announce') AND a.direct = FALSE";

/// Gives up what waits beyond `most` for any host, and what is left of an object of which
/// something is given up; says for which hosts, and how much.
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
    let mut given_up = Vec::new();
    for (host, count) in crowded {
        let excess = count - i64::from(most);
        let mut ended = give_up(tx, &overtaken(), &host, excess, now).await?;
        let rest = excess - i64::try_from(ended.len()).unwrap_or(i64::MAX);
        if rest > 0 {
            ended.extend(give_up(tx, &whole_objects(), &host, rest, now).await?);
        }
        lanes::advance_after(tx, &ended, now).await?;
        if !ended.is_empty() {
            given_up.push((host, ended.len()));
        }
    }
    Ok(given_up)
}

/// The oldest Updates, up to `$4`, after which a newer one or the end of the same object waits:
/// what was under way when that came, or was refused and is tried again.
fn overtaken() -> String {
    format!(
        "SELECT d.seq {NEWS} AND d.type = 'Update' AND d.leased_until <= $1 \
         AND EXISTS (SELECT 1 FROM deliveries l WHERE l.object = d.object AND l.inbox = d.inbox \
             AND l.actor = d.actor AND l.activity > d.activity AND l.state = 'pending' \
             AND l.type IN ('Update', 'Delete')) \
         ORDER BY d.seq LIMIT $4"
    )
}

/// Everything about so many objects, each at one inbox, that `$4` are reached. An inbox that
/// waits for a change and not for the object itself knows it. An object of which something is
/// under way stays: it may become known just now.
fn whole_objects() -> String {
    format!(
        "SELECT d.seq {NEWS} AND (d.object, d.inbox) IN ( \
             SELECT object, inbox FROM ( \
                 SELECT object, inbox, size, SUM(size) OVER (ORDER BY is_known, first) AS up_to \
                 FROM (SELECT d.object AS object, d.inbox AS inbox, COUNT(*) AS size, \
                     MIN(d.seq) AS first, MAX(CASE d.type WHEN 'Update' THEN 1 ELSE 0 END) \
                         * MIN(CASE d.type WHEN 'Create' THEN 0 ELSE 1 END) AS is_known \
                     {NEWS} GROUP BY d.object, d.inbox \
                     HAVING MAX(d.leased_until) <= $1) objects) counted \
             WHERE up_to - size < $4)"
    )
}

/// Ends the deliveries for a host that `chosen` chooses, and says which those are.
async fn give_up(
    tx: &mut Tx,
    chosen: &str,
    host: &str,
    most: i64,
    now: Timestamp,
) -> Result<Vec<i64>> {
    let statement = format!(
        "UPDATE deliveries \
         SET state = 'superseded', finished_at = $1, leased_until = 0, last_error = $2 \
         WHERE seq IN ({chosen}) RETURNING seq"
    );
    on!(tx, |c| sqlx::query_scalar(AssertSqlSafe(
        statement.as_str()
    ))
    .bind(now)
    .bind(REASON)
    .bind(host)
    .bind(most)
    .fetch_all(c))
}
