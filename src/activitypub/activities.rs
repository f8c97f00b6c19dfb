//! Activities that this node sent: whole bodies, kept for their address, the outboxes, the
//! log, and for every delivery attempt.

use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use super::documents;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// An activity that is published.
#[derive(Debug, Clone)]
pub struct Activity<'a> {
    /// Its path under the public address.
    pub path: &'a str,
    /// Its type, such as `Create`.
    pub kind: &'a str,
    /// The actor's path.
    pub actor: &'a str,
    /// The path of our object, or the full id of somebody else's.
    pub object: &'a str,
    /// The signed body.
    pub body: &'a str,
    /// Its number in the log; `None` of what is in no log.
    pub log_number: Option<i64>,
    /// Whether it concerns its recipients alone, so that nobody else may read it.
    pub is_direct: bool,
}

/// Writes an activity.
pub async fn put(tx: &mut Tx, activity: &Activity<'_>, now: Timestamp) -> Result<()> {
    let statement = "INSERT INTO activities (path, type, actor, object, body, log_seq, direct, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(activity.path)
            .bind(activity.kind)
            .bind(activity.actor)
            .bind(activity.object)
            .bind(activity.body)
            .bind(activity.log_number)
            .bind(activity.is_direct)
            .bind(now)
    )?;
    Ok(())
}

/// Some of the activities after a path and in the order of paths: path and body.
pub async fn after(tx: &mut Tx, path: &str, limit: i64) -> Result<Vec<(String, String)>> {
    let query = "SELECT path, body FROM activities WHERE path > $1 ORDER BY path LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(path)
        .bind(limit)
        .fetch_all(c))
}

/// Writes the same activity under another proof, unless it was emptied meanwhile.
pub async fn reseal(tx: &mut Tx, (path, before): (&str, &str), body: &str) -> Result<()> {
    let statement = "UPDATE activities SET body = $3 WHERE path = $1 AND body = $2";
    execute!(
        tx,
        sqlx::query(statement).bind(path).bind(before).bind(body)
    )?;
    Ok(())
}

/// The answers to requests of another that one of our actors gave, each of which the newest
/// makes superfluous.
pub async fn answers(tx: &mut Tx, actor: &str, to: &str) -> Result<Vec<String>> {
    let query = "SELECT path FROM activities WHERE object = $2 AND actor = $1 AND direct \
        AND type IN ('Accept', 'Reject')";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(actor)
        .bind(to)
        .fetch_all(c))
}

/// What one of our actors said to others alone.
pub async fn said_directly(tx: &mut Tx, actor: &str) -> Result<Vec<String>> {
    let query = "SELECT path FROM activities WHERE actor = $1 AND direct AND type = 'Create'";
    on!(tx, |c| sqlx::query_scalar(query).bind(actor).fetch_all(c))
}

/// The answers to requests of another that any of our actors gave.
pub async fn all_answers(tx: &mut Tx, to: &str) -> Result<Vec<String>> {
    let query = "SELECT path FROM activities WHERE object = $1 AND direct \
        AND type IN ('Accept', 'Reject')";
    on!(tx, |c| sqlx::query_scalar(query).bind(to).fetch_all(c))
}

/// The query of [`old_answers`].
const OLD_ANSWERS: &str = "SELECT path FROM activities a WHERE created_at < $1 AND direct \
    AND type IN ('Accept', 'Reject') AND NOT EXISTS (SELECT 1 FROM deliveries d \
        WHERE d.activity = a.path AND d.state = 'pending') LIMIT $2";

/// Some of the answers that were given before a moment and wait for nothing any more.
pub async fn old_answers(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<Vec<String>> {
    on!(tx, |c| sqlx::query_scalar(OLD_ANSWERS)
        .bind(before)
        .bind(limit)
        .fetch_all(c))
}

/// Types that everybody may read; answers to others' requests are nobody else's business.
const PUBLIC: &str = "direct = FALSE AND type IN ('Create', 'Update', 'Delete', 'Announce', 'Add', 'Remove') \
     AND standing <> 'undone'";

/// The body of the public activity at `path`, without what it tells of an object that is
/// withheld now.
///
/// # Errors
/// [`Error::Unavailable`](crate::error::Error::Unavailable) when the database fails.
pub async fn get(tx: &mut Tx, path: &str) -> Result<Option<String>> {
    let query = format!(
        "SELECT activities.body, documents.body FROM activities \
         LEFT JOIN documents ON documents.path = activities.object \
         WHERE activities.path = $1 AND {PUBLIC}"
    );
    let found: Option<(String, Option<String>)> =
        on!(tx, |c| sqlx::query_as(AssertSqlSafe(query))
            .bind(path)
            .fetch_optional(c))?;
    Ok(found.map(|(body, document)| as_shown(body, document.as_deref())))
}

/// An activity's body as it is shown while the document of its object stands as it does: of
/// one that is withheld no more than that. The log keeps the sealed bytes.
fn as_shown(body: String, document: Option<&str>) -> String {
    if !document.is_some_and(documents::is_withheld) {
        return body;
    }
    let Ok(mut activity) = serde_json::from_str::<Value>(&body) else {
        return body;
    };
    let Some(object) = activity.get_mut("object").filter(|one| one.is_object()) else {
        return body;
    };
    *object = json!({
        "id": object.get("id"),
        "type": object.get("type"),
        "suspended": true,
    });
    if let Some(members) = activity.as_object_mut() {
        members.remove("proof");
    }
    activity.to_string()
}

/// Takes what earlier activities told of `object` out of them: what remains says that there
/// was an activity, of which number, about something that is removed.
pub async fn erase(tx: &mut Tx, object: &str, base: &str) -> Result<()> {
    let query = "SELECT path, type, actor, log_seq FROM activities \
        WHERE object = $1 AND type IN ('Create', 'Update')";
    let told: Vec<(String, String, String, Option<i64>)> =
        on!(tx, |c| sqlx::query_as(query).bind(object).fetch_all(c))?;
    for (path, kind, actor, number) in told {
        let body = json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": format!("{base}{path}"),
            "type": kind,
            "actor": format!("{base}{actor}"),
            "object": {"id": format!("{base}{object}"), "type": "Tombstone"},
            "logSequence": number,
        });
        let statement = "UPDATE activities SET body = $2 WHERE path = $1";
        execute!(
            tx,
            sqlx::query(statement).bind(&path).bind(body.to_string())
        )?;
    }
    Ok(())
}

/// Leaves an activity out of the outbox: one that repeats another for other readers.
pub async fn unlist(tx: &mut Tx, path: &str) -> Result<()> {
    let statement = "UPDATE activities SET standing = 'unlisted' WHERE path = $1";
    execute!(tx, sqlx::query(statement).bind(path))?;
    Ok(())
}

/// Leaves out of the outbox what was said so far of `object`, since it is said anew.
pub async fn unlist_all(tx: &mut Tx, object: &str) -> Result<()> {
    let statement = "UPDATE activities SET standing = 'unlisted' \
        WHERE object = $1 AND standing = 'listed'";
    execute!(tx, sqlx::query(statement).bind(object))?;
    Ok(())
}

/// Takes an activity back: it is served no more, and `rest` is all that remains of it.
pub async fn take_back(tx: &mut Tx, path: &str, rest: &Value) -> Result<()> {
    let statement = "UPDATE activities SET standing = 'undone', body = $2 WHERE path = $1";
    execute!(tx, sqlx::query(statement).bind(path).bind(rest.to_string()))?;
    Ok(())
}

/// How many public activities `actor` has sent.
pub async fn count(tx: &mut Tx, actor: &str) -> Result<i64> {
    let query = format!(
        "SELECT COUNT(*) FROM activities WHERE actor = $1 AND {PUBLIC} AND standing = 'listed'"
    );
    on!(tx, |c| sqlx::query_scalar(AssertSqlSafe(query))
        .bind(actor)
        .fetch_one(c))
}

/// Public activities of `actor` that are older than the one at `before` (all when `None`),
/// newest first: path and body, without what is withheld now.
pub async fn newest(
    tx: &mut Tx,
    actor: &str,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<(String, String)>> {
    // Paths end in a UUIDv7, so their order is the order of birth.
    let query = format!(
        "SELECT activities.path, activities.body, documents.body FROM activities \
         LEFT JOIN documents ON documents.path = activities.object WHERE actor = $1 \
         AND ($2 = '' OR activities.path < $2) AND {PUBLIC} AND standing = 'listed' \
         ORDER BY activities.path DESC LIMIT $3"
    );
    let before = before.unwrap_or_default();
    let found: Vec<(String, String, Option<String>)> =
        on!(tx, |c| sqlx::query_as(AssertSqlSafe(query))
            .bind(actor)
            .bind(before)
            .bind(limit)
            .fetch_all(c))?;
    let shown = |(path, body, document): (String, String, Option<String>)| {
        let body = as_shown(body, document.as_deref());
        (path, body)
    };
    Ok(found.into_iter().map(shown).collect())
}

/// The path of the actor that last told of `object` in the log.
pub async fn speaker(tx: &mut Tx, object: &str) -> Result<Option<String>> {
    let query = "SELECT actor FROM activities WHERE object = $1 AND log_seq IS NOT NULL \
        ORDER BY log_seq DESC LIMIT 1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(object)
        .fetch_optional(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing;

    /// SQLite says how it reads; PostgreSQL decides by how much there is.
    #[tokio::test]
    async fn old_answers_are_found_without_reading_all_activities() {
        let folder = tempfile::tempdir().unwrap();
        let db = testing::fresh(folder.path()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let none = old_answers(&mut tx, Timestamp(5), 5).await.unwrap();
        assert!(none.is_empty());
        if !tx.is_exclusive() {
            return;
        }
        let plan = format!("EXPLAIN QUERY PLAN {OLD_ANSWERS}");
        let steps: Vec<(i64, i64, i64, String)> = on!(tx, |c| sqlx::query_as(AssertSqlSafe(plan))
            .bind(5_i64)
            .bind(5_i64)
            .fetch_all(c))
        .unwrap();
        let first = &steps[0].3;
        assert!(first.contains("activities_direct_by_age"), "{first}");
    }
}
