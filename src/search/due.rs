//! What is to be looked at again: noted in the transaction that changes it, so that no crash
//! loses it. Who looks is not known here.

use super::sql;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::store::{Tx, execute, on};

/// How many subjects one statement notes.
const AT_ONCE: usize = 500;
/// How many lapse in one transaction.
const LAPSE_AT_ONCE: i64 = 500;

/// Notes some subjects: paths of ours, addresses of others'.
pub async fn note<S: AsRef<str> + Sync>(tx: &mut Tx, subjects: &[S]) -> Result<()> {
    for some in subjects.chunks(AT_ONCE) {
        on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new("INSERT INTO search_due (subject) ");
            builder.push_values(some, |mut row, subject| {
                row.push_bind(subject.as_ref());
            });
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Notes an organization of ours with all that it offers and seeks.
pub async fn note_organization(tx: &mut Tx, id: &OrganizationId) -> Result<()> {
    note(tx, &[format!("/o/{id}")]).await?;
    let statement = "INSERT INTO search_due (subject) \
        SELECT '/offers/' || id FROM offers WHERE organization = $1";
    execute!(tx, sqlx::query(statement).bind(id))?;
    Ok(())
}

/// Notes everything that is public or kept, so that the index is made anew.
pub async fn note_everything(tx: &mut Tx) -> Result<()> {
    for statement in [
        "INSERT INTO search_due (subject) SELECT subject FROM search_entries",
        "INSERT INTO search_due (subject) \
         SELECT '/o/' || id FROM organizations WHERE status = 'published'",
        "INSERT INTO search_due (subject) \
         SELECT '/offers/' || id FROM offers WHERE state <> 'withdrawn'",
        "INSERT INTO search_due (subject) SELECT id FROM remote_records WHERE gone = FALSE",
    ] {
        execute!(tx, sqlx::query(statement))?;
    }
    Ok(())
}

/// Notes what has lapsed by the calendar, and says how much that was.
pub async fn note_lapsed(tx: &mut Tx, now: Timestamp) -> Result<usize> {
    let lapsed = sql::lapsed(tx, now, LAPSE_AT_ONCE).await?;
    note(tx, &lapsed).await?;
    Ok(lapsed.len())
}

/// Whether anything has lapsed by now.
pub async fn has_lapsed(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    let query = "SELECT 1 FROM search_entries WHERE look_again_at <= $1 LIMIT 1";
    let one: Option<i32> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(now)
        .fetch_optional(c))?;
    Ok(one.is_some())
}

/// The oldest notes, in order.
pub async fn pending(tx: &mut Tx, limit: i64) -> Result<Vec<(i64, String)>> {
    let query = "SELECT seq, subject FROM search_due ORDER BY seq LIMIT $1";
    on!(tx, |c| sqlx::query_as(query).bind(limit).fetch_all(c))
}

/// Takes notes away that were heeded.
pub async fn heeded(tx: &mut Tx, notes: &[(i64, String)]) -> Result<()> {
    on!(tx, |c| async {
        let mut builder = sqlx::QueryBuilder::new("DELETE FROM search_due WHERE seq IN (");
        let mut numbers = builder.separated(", ");
        for (seq, _) in notes {
            numbers.push_bind(*seq);
        }
        builder.push(")");
        builder.build().execute(c).await.map(|_| ())
    })
}

/// How the index was made last; `None` when it never was.
pub async fn made_by(tx: &mut Tx) -> Result<Option<String>> {
    let query = "SELECT value FROM node WHERE name = 'search'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_optional(c))
}

/// Keeps how the index is made from now on.
pub async fn make_by(tx: &mut Tx, version: &str) -> Result<()> {
    let statement = "INSERT INTO node (name, value) VALUES ('search', $1) \
        ON CONFLICT (name) DO UPDATE SET value = $1";
    execute!(tx, sqlx::query(statement).bind(version))?;
    Ok(())
}
