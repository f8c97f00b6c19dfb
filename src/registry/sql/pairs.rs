//! The queries of pairs that may be one organization, as they are shown and decided.

use std::collections::HashSet;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::registry::duplicates::Pair;
use crate::store::{Tx, execute, from_json, on, push_list, stays_prepared, to_json};

/// Paths in one statement.
const AT_ONCE: usize = 500;

#[derive(sqlx::FromRow)]
struct Row {
    one: String,
    other: String,
    score: f64,
    reasons: String,
    state: String,
    found_at: Timestamp,
    decided_by: Option<String>,
    decided_at: Option<Timestamp>,
}

impl Row {
    fn pair(self) -> Result<Pair> {
        Ok(Pair {
            one: self.one,
            other: self.other,
            score: self.score,
            reasons: from_json(&self.reasons)?,
            state: self.state.parse()?,
            found_at: self.found_at,
            decided_by: self.decided_by,
            decided_at: self.decided_at,
        })
    }
}

const COLUMNS: &str = "one, other, score, reasons, state, found_at, decided_by, decided_at";

pub(in crate::registry) async fn get(
    tx: &mut Tx,
    (one, other): (&str, &str),
) -> Result<Option<Pair>> {
    let query = format!("SELECT {COLUMNS} FROM pairs WHERE one = $1 AND other = $2");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(one)
        .bind(other)
        .fetch_optional(c))?;
    row.map(Row::pair).transpose()
}

/// Every pair that `path` belongs to.
pub(in crate::registry) async fn of(tx: &mut Tx, path: &str) -> Result<Vec<Pair>> {
    let query = format!("SELECT {COLUMNS} FROM pairs WHERE one = $1 OR other = $1");
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(path)
        .fetch_all(c))?;
    rows.into_iter().map(Row::pair).collect()
}

/// Pairs of a state, the likeliest first, after the score and members of another.
pub(in crate::registry) async fn list(
    tx: &mut Tx,
    state: &str,
    after: Option<(f64, &str, &str)>,
    limit: i64,
) -> Result<Vec<Pair>> {
    let query = format!(
        "SELECT {COLUMNS} FROM pairs WHERE state = $1 AND (score < $2 \
         OR (score = $2 AND (one, other) > ($3, $4))) \
         ORDER BY score DESC, one, other LIMIT $5"
    );
    let (score, one, other) = after.unwrap_or((f64::MAX, "", ""));
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(state)
        .bind(score)
        .bind(one)
        .bind(other)
        .bind(limit)
        .fetch_all(c))?;
    rows.into_iter().map(Row::pair).collect()
}

/// The members of every pair, whatever its state, that one of these paths belongs to.
pub(in crate::registry) async fn keys_of(
    tx: &mut Tx,
    paths: &HashSet<String>,
) -> Result<HashSet<(String, String)>> {
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let mut keys = HashSet::new();
    for some in paths.chunks(AT_ONCE) {
        let found: Vec<(String, String)> = on!(tx, |c| async {
            let select = "SELECT one, other FROM pairs WHERE one IN ";
            let mut builder = sqlx::QueryBuilder::new(select);
            push_list(&mut builder, some);
            builder.push(" UNION SELECT one, other FROM pairs WHERE other IN ");
            push_list(&mut builder, some);
            let query = builder.build_query_as();
            query
                .persistent(stays_prepared(some.len()))
                .fetch_all(c)
                .await
        })?;
        keys.extend(found);
    }
    Ok(keys)
}

/// How many pairs wait for a decision.
pub(in crate::registry) async fn count_proposed(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM pairs WHERE state = 'proposed'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// Writes a pair as it is decided, over whatever stands.
pub(in crate::registry) async fn put(tx: &mut Tx, pair: &Pair) -> Result<()> {
    let statement = "INSERT INTO pairs (one, other, score, reasons, state, found_at, decided_by, \
        decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (one, other) DO UPDATE \
        SET state = $5, decided_by = $7, decided_at = $8";
    let reasons = to_json(&pair.reasons)?;
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&pair.one)
            .bind(&pair.other)
            .bind(pair.score)
            .bind(reasons)
            .bind(pair.state.as_str())
            .bind(pair.found_at)
            .bind(&pair.decided_by)
            .bind(pair.decided_at)
    )?;
    Ok(())
}

/// Drops a pair, whatever its state.
pub(in crate::registry) async fn delete(tx: &mut Tx, (one, other): (&str, &str)) -> Result<()> {
    let statement = "DELETE FROM pairs WHERE one = $1 AND other = $2";
    execute!(tx, sqlx::query(statement).bind(one).bind(other))?;
    Ok(())
}

/// Drops what is proposed of a record, whose reasons may hold no more.
pub(in crate::registry) async fn withdraw(tx: &mut Tx, path: &str) -> Result<()> {
    let statement = "DELETE FROM pairs WHERE (one = $1 OR other = $1) AND state = 'proposed'";
    execute!(tx, sqlx::query(statement).bind(path))?;
    Ok(())
}
