//! The rows of restrictions, and the mark by which processes see that they changed.

use std::borrow::Cow;

use sqlx::AssertSqlSafe;

use super::{Restriction, Severity, subject};
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// The name of the mark that changes with every change of the rows.
const MARK: &str = "restrictions";
/// How many names one query looks for.
const CHUNK: usize = 2_000;

#[derive(sqlx::FromRow)]
struct Row {
    subject: String,
    #[sqlx(try_from = "String")]
    severity: Severity,
    reason: Option<String>,
    note: Option<String>,
    created_at: crate::clock::Timestamp,
}

impl From<Row> for Restriction {
    fn from(row: Row) -> Self {
        Self {
            subject: row.subject,
            severity: row.severity,
            reason: row.reason,
            note: row.note,
            created_at: row.created_at,
        }
    }
}

/// All restrictions, in the order of their subjects.
pub async fn list(tx: &mut Tx) -> Result<Vec<Restriction>> {
    let query = "SELECT subject, severity, reason, note, created_at FROM restrictions \
        ORDER BY subject";
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
    Ok(rows.into_iter().map(Restriction::from).collect())
}

/// The restriction of one subject.
pub async fn get(tx: &mut Tx, subject: &str) -> Result<Option<Restriction>> {
    let query = "SELECT subject, severity, reason, note, created_at FROM restrictions \
        WHERE subject = $1";
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(subject)
        .fetch_optional(c))?;
    Ok(row.map(Restriction::from))
}

/// Writes restrictions, in the place of those that their subjects had.
pub async fn put(tx: &mut Tx, restrictions: &[Restriction], mark: &str) -> Result<()> {
    let statement = "INSERT INTO restrictions (subject, severity, reason, note, created_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (subject) DO UPDATE \
        SET severity = $2, reason = $3, note = $4, created_at = $5";
    for one in restrictions {
        execute!(
            tx,
            sqlx::query(statement)
                .bind(&one.subject)
                .bind(one.severity.as_str())
                .bind(&one.reason)
                .bind(&one.note)
                .bind(one.created_at)
        )?;
    }
    set_mark(tx, mark).await
}

/// Lifts the restriction of a subject; `false` when there was none.
pub async fn remove(tx: &mut Tx, subject: &str, mark: &str) -> Result<bool> {
    let statement = "DELETE FROM restrictions WHERE subject = $1";
    let removed = execute!(tx, sqlx::query(statement).bind(subject))? > 0;
    set_mark(tx, mark).await?;
    Ok(removed)
}

async fn set_mark(tx: &mut Tx, mark: &str) -> Result<()> {
    let statement = "INSERT INTO node (name, value) VALUES ($1, $2) \
        ON CONFLICT (name) DO UPDATE SET value = $2";
    execute!(tx, sqlx::query(statement).bind(MARK).bind(mark))?;
    Ok(())
}

/// The mark as it stands; empty when nothing was ever restricted.
pub(super) async fn mark(tx: &mut Tx) -> Result<String> {
    let query = "SELECT value FROM node WHERE name = $1";
    let mark: Option<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(MARK)
        .fetch_optional(c))?;
    Ok(mark.unwrap_or_default())
}

/// Of these addresses those that no block concerns.
pub async fn without_blocked<'a>(
    tx: &mut Tx,
    addresses: &'a [String],
) -> Result<Cow<'a, [String]>> {
    let query = "SELECT EXISTS (SELECT 1 FROM restrictions WHERE severity = 'block')";
    let is_any: bool = on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))?;
    if !is_any {
        return Ok(Cow::Borrowed(addresses));
    }
    let mut names: Vec<String> = addresses
        .iter()
        .flat_map(|one| subject::names(one))
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut blocked: Vec<String> = Vec::new();
    for chunk in names.chunks(CHUNK) {
        let places: Vec<String> = (1..=chunk.len()).map(|n| format!("${n}")).collect();
        let query = format!(
            "SELECT subject FROM restrictions WHERE severity = 'block' AND subject IN ({})",
            places.join(", ")
        );
        blocked.extend(on!(tx, |c| {
            let mut query =
                sqlx::query_scalar::<_, String>(AssertSqlSafe(query.as_str())).persistent(false);
            for name in chunk {
                query = query.bind(name);
            }
            query.fetch_all(c)
        })?);
    }
    let is_free = |address: &&String| {
        let names = subject::names(address);
        !names.iter().any(|name| blocked.contains(name))
    };
    Ok(Cow::Owned(
        addresses.iter().filter(is_free).cloned().collect(),
    ))
}
