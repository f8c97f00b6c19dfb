//! The queries of what others' records say they are, and under which record they are shown.

use crate::error::Result;
use crate::federation::named::{self, Part};
use crate::federation::records::Record;
use crate::search::due;
use crate::store::{Tx, execute, on, push_list};

/// The most records of a kind that one question gives.
const MOST: i64 = 100;

/// Writes what a record says it is the same as, in place of what it said before.
pub(super) async fn replace(tx: &mut Tx, record: &str, others: &[String]) -> Result<()> {
    let statement = "DELETE FROM remote_same_as WHERE record = $1";
    execute!(tx, sqlx::query(statement).bind(record))?;
    for other in others {
        let statement = "INSERT INTO remote_same_as (record, other) VALUES ($1, $2) \
            ON CONFLICT (record, other) DO NOTHING";
        execute!(tx, sqlx::query(statement).bind(record).bind(other))?;
    }
    Ok(())
}

/// What a record says it is the same as.
pub(super) async fn stated_by(tx: &mut Tx, record: &str) -> Result<Vec<String>> {
    let query = "SELECT other FROM remote_same_as WHERE record = $1 ORDER BY other";
    on!(tx, |c| sqlx::query_scalar(query).bind(record).fetch_all(c))
}

/// The records that say they are the same as `other`.
pub(super) async fn stating(tx: &mut Tx, other: &str) -> Result<Vec<String>> {
    let query = "SELECT record FROM remote_same_as WHERE other = $1 ORDER BY record LIMIT $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(other)
        .bind(MOST)
        .fetch_all(c))
}

/// What a record says it is the same as and that says so too.
pub(super) async fn mutual(tx: &mut Tx, record: &str) -> Result<Vec<String>> {
    let query = "SELECT said.other FROM remote_same_as said JOIN remote_same_as back \
        ON back.record = said.other AND back.other = said.record \
        WHERE said.record = $1 ORDER BY said.other";
    on!(tx, |c| sqlx::query_scalar(query).bind(record).fetch_all(c))
}

/// Others' records after an address, in order, that are tied to anything.
pub(super) async fn linked(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<String>> {
    let query = "SELECT record FROM remote_same_as WHERE record > $1 \
        UNION SELECT id FROM remote_records WHERE shown_as IS NOT NULL AND id > $1 \
        UNION SELECT same_as.other FROM same_as \
        JOIN remote_records ON remote_records.id = same_as.other WHERE same_as.other > $1 \
        ORDER BY 1 LIMIT $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(after)
        .bind(limit)
        .fetch_all(c))
}

/// Notes that everything that is tied shall be reckoned anew, from the first on.
pub(super) async fn note_refresh(tx: &mut Tx) -> Result<()> {
    let statement = "INSERT INTO node (name, value) VALUES ('same_as_refreshed_to', '') \
        ON CONFLICT (name) DO UPDATE SET value = ''";
    execute!(tx, sqlx::query(statement))?;
    Ok(())
}

/// How far the reckoning that was noted has come; `None` when none is.
pub(super) async fn refreshed_to(tx: &mut Tx) -> Result<Option<String>> {
    let query = "SELECT value FROM node WHERE name = 'same_as_refreshed_to'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_optional(c))
}

/// Notes that it came from one address to another, or with `None` to its end.
pub(super) async fn advance_refresh(tx: &mut Tx, from: &str, to: Option<&str>) -> Result<()> {
    if let Some(to) = to {
        let statement =
            "UPDATE node SET value = $2 WHERE name = 'same_as_refreshed_to' AND value = $1";
        execute!(tx, sqlx::query(statement).bind(from).bind(to))?;
    } else {
        let statement = "DELETE FROM node WHERE name = 'same_as_refreshed_to' AND value = $1";
        execute!(tx, sqlx::query(statement).bind(from))?;
    }
    Ok(())
}

/// The records that are shown under another.
pub(super) async fn shown_under(tx: &mut Tx, shown_as: &str) -> Result<Vec<String>> {
    let query = "SELECT id FROM remote_records WHERE shown_as = $1 ORDER BY id LIMIT $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(shown_as)
        .bind(MOST)
        .fetch_all(c))
}

/// The public records that are shown under some others: under which, its address, and what
/// its directory published of it.
pub(super) async fn shown_with(
    tx: &mut Tx,
    found: &[&str],
) -> Result<Vec<(String, String, String)>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    on!(tx, |c| async {
        let select = "SELECT shown_as, id, body FROM remote_records \
            WHERE gone = FALSE AND withheld = FALSE AND shown_as IN ";
        let mut builder = sqlx::QueryBuilder::new(select);
        push_list(&mut builder, found);
        builder.push(" ORDER BY shown_as, id");
        builder.build_query_as().fetch_all(c).await
    })
}

/// Under which record another's is shown.
pub(super) async fn shown_as(tx: &mut Tx, record: &str) -> Result<Option<String>> {
    let query = "SELECT shown_as FROM remote_records WHERE id = $1";
    let shown: Option<Option<String>> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(record)
        .fetch_optional(c))?;
    Ok(shown.flatten())
}

/// Shows a record under another, or by itself.
pub(super) async fn show(tx: &mut Tx, record: &str, shown_as: Option<&str>) -> Result<()> {
    let before = self::shown_as(tx, record).await?;
    let statement = "UPDATE remote_records SET shown_as = $2 WHERE id = $1 \
        AND COALESCE(shown_as, '') <> COALESCE($2, '')";
    if execute!(tx, sqlx::query(statement).bind(record).bind(shown_as))? > 0 {
        // Each is found by the names of those that are shown with it.
        let both = [before.as_deref(), shown_as];
        let around = both.into_iter().flatten().chain([record]);
        due::note(tx, &around.collect::<Vec<&str>>()).await?;
    }
    Ok(())
}

/// The records of ours under which others' are shown that are called so.
pub(super) async fn own_of_name(tx: &mut Tx, part: &str) -> Result<Vec<String>> {
    let Part {
        name,
        pattern,
        loose,
    } = named::part(part);
    let query = format!(
        "SELECT DISTINCT shown_as FROM remote_records \
        WHERE kind = 'organization' AND gone = FALSE AND shown_as LIKE '/o/%' \
        AND LOWER(name) LIKE $3 ESCAPE '!' AND {name} LIKE $1 ESCAPE '!' \
        ORDER BY shown_as LIMIT $2"
    );
    on!(tx, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(query))
        .bind(pattern)
        .bind(MOST)
        .bind(loose)
        .fetch_all(c))
}

/// Others' organizations that stand, after `id`, as many as `limit`.
pub(super) async fn organizations(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<Record>> {
    let query = format!(
        "SELECT {} FROM remote_records WHERE kind = 'organization' AND gone = FALSE \
         AND id > $1 ORDER BY id LIMIT $2",
        crate::federation::records::COLUMNS
    );
    on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query.as_str()))
        .bind(after)
        .bind(limit)
        .fetch_all(c))
}
