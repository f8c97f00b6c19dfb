//! The queries of a search for pairs: what it proposes, and what is dropped after it.

use std::collections::HashMap;

use crate::error::Result;
use crate::id::BatchId;
use crate::registry::duplicates::Pair;
use crate::store::{Tx, execute, on, to_json};

/// Rows in one statement.
const AT_ONCE: usize = 100;

/// The number of the last search that proposed anything; 0 when none did.
pub(in crate::registry) async fn last_search(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COALESCE(MAX(search), 0) FROM pairs";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// The states of those of some pairs that are kept.
pub(in crate::registry) async fn states(
    tx: &mut Tx,
    pairs: &[Pair],
) -> Result<HashMap<(String, String), String>> {
    let mut states = HashMap::new();
    for some in pairs.chunks(AT_ONCE) {
        let rows: Vec<(String, String, String)> = on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new(
                "SELECT one, other, state FROM pairs WHERE (one, other) IN (",
            );
            builder.push("VALUES ");
            let mut rows = builder.separated(", ");
            for pair in some {
                rows.push("(").push_bind_unseparated(&pair.one);
                rows.push_unseparated(", ")
                    .push_bind_unseparated(&pair.other);
                rows.push_unseparated(")");
            }
            builder.push(")");
            builder.build_query_as().fetch_all(c).await
        })?;
        let rows = rows.into_iter();
        states.extend(rows.map(|(one, other, state)| ((one, other), state)));
    }
    Ok(states)
}

/// Writes pairs that a search found; what is decided of one already stays decided.
pub(in crate::registry) async fn propose(tx: &mut Tx, pairs: &[Pair], search: i64) -> Result<()> {
    for some in pairs.chunks(AT_ONCE) {
        let mut rows = Vec::with_capacity(some.len());
        for pair in some {
            let reasons = to_json(&pair.reasons)?;
            rows.push((pair, reasons));
        }
        on!(tx, |c| async {
            let insert = "INSERT INTO pairs (one, other, score, reasons, state, found_at, search) ";
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(&rows, |mut values, (pair, reasons)| {
                values
                    .push_bind(&pair.one)
                    .push_bind(&pair.other)
                    .push_bind(pair.score)
                    .push_bind(reasons)
                    .push_bind("proposed")
                    .push_bind(pair.found_at)
                    .push_bind(search);
            });
            builder.push(
                " ON CONFLICT (one, other) DO UPDATE SET score = excluded.score, \
                 reasons = excluded.reasons, search = excluded.search \
                 WHERE pairs.state = 'proposed' AND pairs.search <= excluded.search",
            );
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Drops up to `limit` proposals that no search since the one of this number found, and says
/// how many went; of a batch only those of records that it stated, and those with other
/// directories' records only where these were looked at.
pub(in crate::registry) async fn drop_unfound(
    tx: &mut Tx,
    search: i64,
    batch: Option<&BatchId>,
    with_others: bool,
    limit: i64,
) -> Result<u64> {
    // A path of ours is `/o/` and the identifier.
    let statement = "DELETE FROM pairs WHERE state = 'proposed' AND (one, other) IN \
        (SELECT one, other FROM pairs WHERE state = 'proposed' AND search < $1 \
         AND ($2 OR other LIKE '/%') AND ($4 IS NULL OR EXISTS (SELECT 1 FROM sources \
            WHERE batch = $4 AND organization IN (SUBSTR(one, 4), SUBSTR(other, 4)))) LIMIT $3)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(search)
            .bind(with_others)
            .bind(limit)
            .bind(batch)
    )
}

/// Proposals after a pair, in order, one record of which is there no more.
pub(in crate::registry) async fn orphans(
    tx: &mut Tx,
    (one, other): (&str, &str),
    limit: i64,
) -> Result<Vec<(String, String)>> {
    // A path of ours is `/o/` and the identifier.
    let query = "SELECT one, other FROM pairs WHERE state = 'proposed' \
        AND (one, other) > ($1, $2) AND ((one LIKE '/o/%' AND NOT EXISTS \
            (SELECT 1 FROM organizations WHERE id = SUBSTR(one, 4))) \
        OR (other LIKE '/o/%' AND NOT EXISTS \
            (SELECT 1 FROM organizations WHERE id = SUBSTR(other, 4)))) \
        ORDER BY one, other LIMIT $3";
    on!(tx, |c| sqlx::query_as(query)
        .bind(one)
        .bind(other)
        .bind(limit)
        .fetch_all(c))
}

/// Drops a proposal.
pub(in crate::registry) async fn drop_proposal(
    tx: &mut Tx,
    (one, other): (&str, &str),
) -> Result<()> {
    let statement = "DELETE FROM pairs WHERE one = $1 AND other = $2 AND state = 'proposed'";
    execute!(tx, sqlx::query(statement).bind(one).bind(other))?;
    Ok(())
}
