//! What is to be looked at again: noted in the transaction that changes it, so that no crash
//! loses it. Who looks is not known here.

use std::collections::BTreeSet;

use super::sql;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::store::{Tx, execute, on, push_list};

/// How many subjects one statement notes.
const AT_ONCE: usize = 500;
/// How many lapse in one transaction.
const LAPSE_AT_ONCE: i64 = 500;

/// Notes some subjects: paths of ours, addresses of others'. A subject that was noted already
/// is noted in the place of that, so that whoever is looking at it just now looks once more.
pub async fn note<S: AsRef<str> + Sync>(tx: &mut Tx, subjects: &[S]) -> Result<()> {
    let subjects: BTreeSet<&str> = subjects.iter().map(AsRef::as_ref).collect();
    let subjects: Vec<&str> = subjects.into_iter().collect();
    // What another writer holds just now is left to it: two notes do no harm.
    let unheld = tx.for_claim();
    for some in subjects.chunks(AT_ONCE) {
        on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new(
                "DELETE FROM search_due WHERE seq IN \
                 (SELECT seq FROM search_due WHERE subject IN ",
            );
            push_list(&mut builder, some);
            builder.push(unheld).push(")");
            builder.build().execute(c).await.map(|_| ())
        })?;
        on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new("INSERT INTO search_due (subject) ");
            builder.push_values(some, |mut row, subject| {
                row.push_bind(*subject);
            });
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Notes some organizations of ours with all that they offer and seek.
pub async fn note_organizations(tx: &mut Tx, ids: &[&OrganizationId]) -> Result<()> {
    let mut subjects: Vec<String> = ids.iter().map(|id| id.path()).collect();
    for some in ids.chunks(AT_ONCE) {
        let offers: Vec<String> = on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new(
                "SELECT '/offers/' || id FROM offers WHERE organization IN ",
            );
            push_list(&mut builder, some);
            builder.build_query_scalar().fetch_all(c).await
        })?;
        subjects.extend(offers);
    }
    note(tx, &subjects).await
}

/// Notes everything that is public or kept and is not noted yet, so that the index is made
/// anew.
pub async fn note_everything(tx: &mut Tx) -> Result<()> {
    let statement = "INSERT INTO search_due (subject) SELECT subject FROM (\
        SELECT subject FROM search_entries \
        UNION SELECT '/o/' || id FROM organizations WHERE status = 'published' \
        UNION SELECT '/offers/' || id FROM offers WHERE state <> 'withdrawn' \
        UNION SELECT id FROM remote_records WHERE gone = FALSE) found \
        WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE search_due.subject = found.subject)";
    execute!(tx, sqlx::query(statement))?;
    // What could not be read is tried again at once.
    let statement = "UPDATE search_due SET next_at = 0 WHERE next_at > 0";
    execute!(tx, sqlx::query(statement))?;
    let statement = "INSERT INTO node (name, value) \
        SELECT 'search_until', CAST(COALESCE(MAX(seq), 0) AS TEXT) FROM search_due WHERE TRUE \
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    execute!(tx, sqlx::query(statement))?;
    Ok(())
}

/// Whether the index is still being made anew, so that a search may miss what it held before.
pub async fn is_being_made(tx: &mut Tx) -> Result<bool> {
    let query = "SELECT 1 FROM search_due WHERE last_error IS NULL AND seq <= \
        (SELECT CAST(value AS BIGINT) FROM node WHERE name = 'search_until') LIMIT 1";
    let one: Option<i32> = on!(tx, |c| sqlx::query_scalar(query).fetch_optional(c))?;
    Ok(one.is_some())
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

/// The oldest notes whose time has come, in order.
pub async fn pending(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<(i64, String)>> {
    let query = "SELECT seq, subject FROM search_due WHERE next_at <= $1 ORDER BY seq LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(now)
        .bind(limit)
        .fetch_all(c))
}

/// Those of some notes that still stand: the others were heeded or replaced by newer ones.
pub async fn standing(tx: &mut Tx, notes: &[(i64, String)]) -> Result<BTreeSet<i64>> {
    let found: Vec<i64> = on!(tx, |c| async {
        let mut builder = sqlx::QueryBuilder::new("SELECT seq FROM search_due WHERE seq IN ");
        push_list(&mut builder, notes.iter().map(|(seq, _)| *seq));
        builder.build_query_scalar().fetch_all(c).await
    })?;
    Ok(found.into_iter().collect())
}

/// Takes notes away that were heeded.
pub async fn heeded(tx: &mut Tx, notes: &[(i64, String)]) -> Result<()> {
    let unheld = tx.for_claim();
    on!(tx, |c| async {
        let mut builder = sqlx::QueryBuilder::new(
            "DELETE FROM search_due WHERE seq IN (SELECT seq FROM search_due WHERE seq IN ",
        );
        push_list(&mut builder, notes.iter().map(|(seq, _)| *seq));
        builder.push(unheld).push(")");
        builder.build().execute(c).await.map(|_| ())
    })
}

/// Puts notes off whose record could not be read or kept, with the reason.
pub async fn put_off(
    tx: &mut Tx,
    notes: &[(i64, String)],
    reason: &str,
    next_at: Timestamp,
) -> Result<()> {
    let statement = "UPDATE search_due SET next_at = $2, last_error = $3 WHERE seq = $1";
    for (seq, _) in notes {
        execute!(
            tx,
            sqlx::query(statement).bind(seq).bind(next_at).bind(reason)
        )?;
    }
    Ok(())
}

/// What could not be read or kept, each with the reason; no more than `limit`.
pub async fn put_aside(tx: &mut Tx, limit: i64) -> Result<Vec<(String, String)>> {
    let query = "SELECT subject, COALESCE(last_error, '') FROM search_due \
        WHERE next_at > 0 AND last_error IS NOT NULL ORDER BY seq LIMIT $1";
    on!(tx, |c| sqlx::query_as(query).bind(limit).fetch_all(c))
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
