//! The log: every public change of this node under a number without gaps, in ascending
//! order. It is the truth that peers read; what is pushed to them is a hint.
//!
//! Numbers are given under the publisher's lease, so there is one hand that counts. A page
//! is named by the number that it follows and holds a bounded count and size of activities.
//! Nothing is added to it once it is full; what it tells of a removed record is taken out.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// How many activities a page holds at most.
pub const PAGE_ITEMS: usize = 100;
/// How many bytes of activities a page holds at most: readers stop at 1 MiB.
pub const PAGE_BYTES: usize = 768 << 10;

/// A page of the log.
#[derive(Debug)]
pub struct Page {
    /// Numbers and bodies, ascending.
    pub items: Vec<(i64, String)>,
    /// Whether nothing will be added to the page.
    pub is_full: bool,
}

/// The number of the newest entry, 0 of an empty log.
pub async fn head(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COALESCE(MAX(log_seq), 0) FROM activities WHERE log_seq IS NOT NULL";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// The number of the newest entry and when it was written; `None` of an empty log.
pub async fn newest(tx: &mut Tx) -> Result<Option<(i64, Timestamp)>> {
    let query = "SELECT log_seq, created_at FROM activities WHERE log_seq IS NOT NULL \
        ORDER BY log_seq DESC LIMIT 1";
    on!(tx, |c| sqlx::query_as(query).fetch_optional(c))
}

/// The page that follows the number `after`.
pub async fn page(tx: &mut Tx, after: i64) -> Result<Page> {
    let query = "SELECT log_seq, body FROM activities WHERE log_seq > $1 ORDER BY log_seq LIMIT $2";
    let limit = i64::try_from(PAGE_ITEMS).unwrap_or(i64::MAX);
    let mut items: Vec<(i64, String)> = on!(tx, |c| sqlx::query_as(query)
        .bind(after)
        .bind(limit)
        .fetch_all(c))?;
    let mut size = 0;
    let fitting = items
        .iter()
        .take_while(|(_, body)| {
            size += body.len();
            size <= PAGE_BYTES
        })
        .count();
    // A single activity is always served, whatever its size.
    let is_full = fitting < items.len() || items.len() == PAGE_ITEMS;
    items.truncate(fitting.max(1));
    Ok(Page { items, is_full })
}

/// The digest of all records that stand: SHA-256 over `id SP digest LF` in the order of ids,
/// which two nodes compare to know that they hold the same.
pub async fn state_digest(tx: &mut Tx, base: &str) -> Result<String> {
    let query =
        "SELECT path, record_digest FROM documents WHERE record_digest IS NOT NULL ORDER BY path";
    let rows: Vec<(String, String)> = on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
    let records = rows
        .into_iter()
        .map(|(path, digest)| (format!("{base}{path}"), digest));
    Ok(digest_of_records(records.collect()))
}

/// The digest of records given as (id, record digest), in any order.
pub fn digest_of_records(mut records: Vec<(String, String)>) -> String {
    records.sort_unstable();
    let mut text = String::with_capacity(records.len() * 128);
    for (id, digest) in &records {
        text.extend([id, " ", digest, "\n"]);
    }
    hex::encode(super::digest::sha256(text.as_bytes()))
}

/// The epoch of the log: another one means that numbers began anew.
pub async fn epoch(tx: &mut Tx) -> Result<Option<String>> {
    noted(tx, "epoch").await
}

/// Begins a new epoch, as after `init` or a restored backup.
pub async fn begin_epoch(tx: &mut Tx, epoch: &str) -> Result<()> {
    note(tx, "epoch", epoch).await
}

/// What was noted under a name among the node's own facts.
pub async fn noted(tx: &mut Tx, name: &str) -> Result<Option<String>> {
    let query = "SELECT value FROM node WHERE name = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(name)
        .fetch_optional(c))
}

/// Notes it.
pub async fn note(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    let statement = "INSERT INTO node (name, value) VALUES ($1, $2) \
        ON CONFLICT (name) DO UPDATE SET value = $2";
    execute!(tx, sqlx::query(statement).bind(name).bind(value))?;
    Ok(())
}
