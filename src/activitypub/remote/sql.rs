//! The rows of others' actors and keys.

use super::RemoteActor;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

const COLUMNS: &str = "id, type, handle, name, inbox, shared_inbox, followers, outbox, \
    registry_log, fetched_at";

/// The actor as it is held.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<RemoteActor>> {
    let query = format!("SELECT {COLUMNS} FROM remote_actors WHERE id = $1 AND gone = FALSE");
    on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(id)
        .fetch_optional(c))
}

/// Whether the actor removed itself.
pub async fn is_gone(tx: &mut Tx, id: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM remote_actors WHERE id = $1 AND gone = TRUE)";
    on!(tx, |c| sqlx::query_scalar(query).bind(id).fetch_one(c))
}

pub(super) async fn put_actor(tx: &mut Tx, actor: &RemoteActor) -> Result<()> {
    let statement = "INSERT INTO remote_actors (id, type, handle, name, inbox, shared_inbox, \
        followers, outbox, registry_log, gone, fetched_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, FALSE, $10) ON CONFLICT (id) DO UPDATE \
        SET type = $2, handle = $3, name = $4, inbox = $5, shared_inbox = $6, followers = $7, \
        outbox = $8, registry_log = $9, gone = FALSE, fetched_at = $10";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&actor.id)
            .bind(&actor.kind)
            .bind(&actor.handle)
            .bind(&actor.name)
            .bind(&actor.inbox)
            .bind(&actor.shared_inbox)
            .bind(&actor.followers)
            .bind(&actor.outbox)
            .bind(&actor.registry_log)
            .bind(actor.fetched_at)
    )?;
    Ok(())
}

/// Lays a tombstone on an actor that removed itself, and forgets its keys. Only its own
/// document, served again, brings it back.
pub async fn bury(tx: &mut Tx, id: &str) -> Result<()> {
    let buried = "UPDATE remote_actors SET gone = TRUE WHERE id = $1";
    execute!(tx, sqlx::query(buried).bind(id))?;
    let forgotten = "DELETE FROM remote_keys WHERE owner = $1";
    execute!(tx, sqlx::query(forgotten).bind(id))?;
    Ok(())
}

/// A key as it is held: its owner, the key in PEM, and when it was last listed.
pub(super) async fn find_key(tx: &mut Tx, id: &str) -> Result<Option<(String, String, Timestamp)>> {
    let query = "SELECT owner, public_key, refreshed_at FROM remote_keys WHERE id = $1";
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))
}

/// The ids of the keys that are held of an actor.
pub(super) async fn key_ids_of(tx: &mut Tx, owner: &str) -> Result<Vec<String>> {
    let query = "SELECT id FROM remote_keys WHERE owner = $1 ORDER BY id";
    on!(tx, |c| sqlx::query_scalar(query).bind(owner).fetch_all(c))
}

pub(super) async fn drop_key(tx: &mut Tx, id: &str) -> Result<()> {
    execute!(
        tx,
        sqlx::query("DELETE FROM remote_keys WHERE id = $1").bind(id)
    )?;
    Ok(())
}

pub(super) async fn put_key(
    tx: &mut Tx,
    id: &str,
    owner: &str,
    (algorithm, pem): (&str, &str),
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO remote_keys \
        (id, owner, algorithm, public_key, fetched_at, refreshed_at) \
        VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (id) DO UPDATE \
        SET owner = $2, algorithm = $3, public_key = $4, refreshed_at = $5";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(owner)
            .bind(algorithm)
            .bind(pem)
            .bind(now)
    )?;
    Ok(())
}
