//! What people said and did whose author or server the office keeps out: hidden while that
//! lasts.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// Hides the answers of everybody who `is_meant` by their id, and counts their likes and
/// shares no more. Gives how many answers it hid.
pub async fn hide(tx: &mut Tx, is_meant: impl Fn(&str) -> bool, at: Timestamp) -> Result<u64> {
    let query = "SELECT DISTINCT author FROM replies WHERE state <> 'hidden'";
    let authors: Vec<String> = on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))?;
    let statement = "UPDATE replies SET state = 'hidden', decided_at = $2 \
        WHERE author = $1 AND state <> 'hidden'";
    let mut hidden = 0;
    for author in authors.iter().filter(|author| is_meant(author)) {
        hidden += execute!(tx, sqlx::query(statement).bind(author).bind(at))?;
    }
    let query = "SELECT DISTINCT actor FROM reactions";
    let actors: Vec<String> = on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))?;
    let statement = "DELETE FROM reactions WHERE actor = $1";
    for actor in actors.iter().filter(|actor| is_meant(actor)) {
        execute!(tx, sqlx::query(statement).bind(actor))?;
    }
    Ok(hidden)
}

/// How many answers [`hide`] would hide.
pub async fn count_to_hide(tx: &mut Tx, is_meant: impl Fn(&str) -> bool) -> Result<u64> {
    let query = "SELECT author, COUNT(*) FROM replies WHERE state <> 'hidden' GROUP BY author";
    let authors: Vec<(String, i64)> = on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
    let meant = authors.iter().filter(|(author, _)| is_meant(author));
    Ok(meant.map(|(_, count)| count.unsigned_abs()).sum())
}

/// Has the answers that were hidden at that moment wait for approval again, of everybody who
/// `is_meant` by their id. What somebody decided by hand meanwhile stays as it is.
pub async fn restore(tx: &mut Tx, is_meant: impl Fn(&str) -> bool, at: Timestamp) -> Result<u64> {
    let query = "SELECT DISTINCT author FROM replies WHERE state = 'hidden' AND decided_at = $1";
    let authors: Vec<String> = on!(tx, |c| sqlx::query_scalar(query).bind(at).fetch_all(c))?;
    let statement = "UPDATE replies SET state = 'waiting', decided_at = NULL \
        WHERE author = $1 AND state = 'hidden' AND decided_at = $2";
    let mut restored = 0;
    for author in authors.iter().filter(|author| is_meant(author)) {
        restored += execute!(tx, sqlx::query(statement).bind(author).bind(at))?;
    }
    Ok(restored)
}
