//! Peers: other nodes that we follow or that follow us.

use super::tally::Tally;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::registry::Page;
use crate::store::{Tx, execute, on, push_list};

/// A peer as the database keeps it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Peer {
    /// The id of its node actor.
    pub id: String,
    /// Its host, with the port where one is written.
    pub host: String,
    /// Its name, as it calls itself.
    pub name: Option<String>,
    /// Its inbox.
    pub inbox: String,
    /// Where it serves its log.
    pub registry_log: Option<String>,
    /// Whether we follow it: `no`, `requested`, `accepted`, `rejected`.
    pub following: String,
    /// The path of our Follow.
    pub follow: Option<String>,
    /// The epoch of its log, as last seen.
    pub epoch: Option<String>,
    /// The number of the last entry of its log that was applied here.
    pub cursor_seq: i64,
    /// The number of the newest entry that it told us of.
    pub head_seq: i64,
    /// When its log was last read to the end.
    pub last_pulled_at: Option<Timestamp>,
    /// When its log is read next.
    pub next_pull_at: Timestamp,
    /// How often reading failed in a row.
    pub failures: i64,
    /// Why it failed last.
    pub last_error: Option<String>,
    /// Since when it is known.
    pub created_at: Timestamp,
    /// Whether its offers and needs fall into our channels.
    pub carried: bool,
    /// What it said of the state of its records when what is held here was last the same.
    pub agreed_digest: Option<String>,
    /// When its log was last read anew because what is held here was not.
    pub read_anew_at: Option<Timestamp>,
    /// Whether the office named it, as a friend to ask or to let in.
    pub known: bool,
    /// How many of its records are held.
    pub records: i64,
    /// How long their bodies are together.
    pub bytes: i64,
    /// How many organizations stand of it,
    pub organizations: i64,
    /// how many of them answer for themselves,
    pub active: i64,
    /// and how many somebody else is said to attest.
    pub attested: i64,
    /// How many offers and needs stand.
    pub offers: i64,
}

const COLUMNS: &str = "id, host, name, inbox, registry_log, following, follow, epoch, \
    cursor_seq, head_seq, last_pulled_at, next_pull_at, failures, last_error, created_at, carried, \
    agreed_digest, read_anew_at, known, records, bytes, organizations, active, attested, offers";

/// What a node actor says of itself.
#[derive(Debug, Clone)]
pub struct Introduction {
    /// The id of the node actor.
    pub id: String,
    /// Its host, with the port where one is written.
    pub host: String,
    /// Its name.
    pub name: Option<String>,
    /// Its inbox.
    pub inbox: String,
    /// Where it serves its log.
    pub registry_log: Option<String>,
}

/// Writes a peer, or what it now says of itself.
pub async fn introduce(tx: &mut Tx, peer: &Introduction, now: Timestamp) -> Result<()> {
    let statement = "INSERT INTO peers (id, host, name, inbox, registry_log, following, \
        cursor_seq, head_seq, next_pull_at, failures, created_at) \
        VALUES ($1, $2, $3, $4, $5, 'no', 0, 0, $6, 0, $6) ON CONFLICT (id) DO UPDATE \
        SET host = $2, name = $3, inbox = $4, registry_log = $5";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&peer.id)
            .bind(&peer.host)
            .bind(&peer.name)
            .bind(&peer.inbox)
            .bind(&peer.registry_log)
            .bind(now)
    )?;
    Ok(())
}

/// The peer whose node actor is `id`.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Peer>> {
    let query = format!("SELECT {COLUMNS} FROM peers WHERE id = $1");
    on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(id)
        .fetch_optional(c))
}

/// The peer under `host`, with the port where one is written.
pub async fn find_by_host(tx: &mut Tx, host: &str) -> Result<Option<Peer>> {
    let query = format!(
        "SELECT {COLUMNS} FROM peers WHERE host = $1 \
         ORDER BY CASE following WHEN 'accepted' THEN 0 ELSE 1 END, created_at LIMIT 1"
    );
    on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(host)
        .fetch_optional(c))
}

/// All peers, by host.
pub async fn list(tx: &mut Tx) -> Result<Vec<Peer>> {
    let query = format!("SELECT {COLUMNS} FROM peers ORDER BY host");
    on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .fetch_all(c))
}

/// The peers that we follow, by id, after the id that ended the page before.
pub async fn followed(tx: &mut Tx, after: Option<&str>, limit: usize) -> Result<Page<Peer>> {
    let query = format!(
        "SELECT {COLUMNS} FROM peers WHERE following = 'accepted' AND id > $1 \
         ORDER BY id LIMIT $2"
    );
    let one_more = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let found = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(after.unwrap_or_default())
        .bind(one_more)
        .fetch_all(c))?;
    Ok(Page::cut(found, limit, |peer: &Peer| peer.id.clone()))
}

/// Peers whose log is due to be read.
pub async fn due(tx: &mut Tx, now: Timestamp) -> Result<Vec<Peer>> {
    let query = format!(
        "SELECT {COLUMNS} FROM peers WHERE following = 'accepted' AND next_pull_at <= $1 \
         ORDER BY next_pull_at"
    );
    on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(now)
        .fetch_all(c))
}

/// Notes that we asked to follow the peer, by our Follow at `follow`.
pub async fn requested(tx: &mut Tx, id: &str, follow: &str) -> Result<()> {
    let statement = "UPDATE peers SET following = 'requested', follow = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(follow))?;
    Ok(())
}

/// Notes its answer to our Follow, and has its log read at once when it accepted.
/// `false` when we had asked nothing of the kind.
pub async fn answered(
    tx: &mut Tx,
    id: &str,
    follow: &str,
    accepted: bool,
    now: Timestamp,
) -> Result<bool> {
    let statement = "UPDATE peers SET following = $3, next_pull_at = $4 \
        WHERE id = $1 AND follow = $2 AND following <> 'no' AND following <> $3";
    let following = if accepted { "accepted" } else { "rejected" };
    let query = execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(follow)
            .bind(following)
            .bind(now)
    )?;
    Ok(query > 0)
}

/// Notes that the peer's log has grown to `head`, and has it read soon.
pub async fn grown(tx: &mut Tx, id: &str, head: i64, now: Timestamp) -> Result<()> {
    let statement = "UPDATE peers SET head_seq = CASE WHEN head_seq < $2 THEN $2 ELSE head_seq END, \
        next_pull_at = CASE WHEN cursor_seq < $2 AND next_pull_at > $3 THEN $3 ELSE next_pull_at END \
        WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(head).bind(now))?;
    Ok(())
}

/// Has the peer's log read now, whatever failed before.
pub async fn pull_now(tx: &mut Tx, id: &str, now: Timestamp) -> Result<()> {
    let statement = "UPDATE peers SET next_pull_at = $2, failures = 0 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(now))?;
    Ok(())
}

/// Has every followed peer's log read now, as after a start.
pub async fn pull_all_now(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let statement = "UPDATE peers SET next_pull_at = $1 \
        WHERE following = 'accepted' AND next_pull_at > $1";
    execute!(tx, sqlx::query(statement).bind(now))?;
    Ok(())
}

/// Moves the cursor, in the transaction that applied what stands before it.
pub async fn advance(tx: &mut Tx, id: &str, cursor: i64, head: i64) -> Result<()> {
    let statement = "UPDATE peers SET cursor_seq = $2, \
        head_seq = CASE WHEN head_seq > $3 THEN head_seq ELSE $3 END WHERE id = $1";
    let head = head.max(cursor);
    execute!(tx, sqlx::query(statement).bind(id).bind(cursor).bind(head))?;
    Ok(())
}

/// Moves the cursor to an entry that was pushed, if it is the next one; `false` when it is not.
pub async fn step(tx: &mut Tx, id: &str, number: i64) -> Result<bool> {
    let statement = "UPDATE peers SET cursor_seq = $2, \
        head_seq = CASE WHEN head_seq > $2 THEN head_seq ELSE $2 END \
        WHERE id = $1 AND cursor_seq = $2 - 1 AND epoch IS NOT NULL";
    let moved = execute!(tx, sqlx::query(statement).bind(id).bind(number))?;
    Ok(moved > 0)
}

/// Begins the peer's log anew, since its numbers did. All its organizations are in its own
/// keeping until the log says otherwise.
pub async fn begin_epoch(tx: &mut Tx, id: &str, epoch: &str) -> Result<()> {
    let statement = "UPDATE peers SET epoch = $2, cursor_seq = 0, head_seq = 0, active = 0 \
        WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(epoch))?;
    Ok(())
}

/// Notes that what is held of the peer was found to be what it says, `digest`.
pub async fn agreed(tx: &mut Tx, id: &str, digest: &str) -> Result<()> {
    let statement = "UPDATE peers SET agreed_digest = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(digest))?;
    Ok(())
}

/// Has the peer's log read anew at once, from its beginning and in the epoch that it has, and
/// notes when.
pub async fn read_anew(tx: &mut Tx, id: &str, now: Timestamp) -> Result<()> {
    let statement = "UPDATE peers SET cursor_seq = 0, active = 0, read_anew_at = $2, \
        next_pull_at = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(now))?;
    Ok(())
}

/// Notes that the log of the peer, as it stood when the reading began, was read to the end
/// that it had then. When the peer told meanwhile that it has grown, it is read again at
/// `soon`; when somebody asked meanwhile, as they asked; else at `next`.
pub async fn pulled(
    tx: &mut Tx,
    peer: &Peer,
    now: Timestamp,
    (soon, next): (Timestamp, Timestamp),
) -> Result<()> {
    // What it told is forgotten, so that one that tells too much is not asked for ever.
    let statement = "UPDATE peers SET last_pulled_at = $2, failures = 0, last_error = NULL, \
        next_pull_at = CASE WHEN head_seq > cursor_seq THEN $3 \
            WHEN next_pull_at <> $5 THEN next_pull_at ELSE $4 END, \
        head_seq = cursor_seq WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&peer.id)
            .bind(now)
            .bind(soon)
            .bind(next)
            .bind(peer.next_pull_at)
    )?;
    Ok(())
}

/// Notes that reading the log failed, and when it is tried again.
pub async fn failed(tx: &mut Tx, id: &str, reason: &str, next: Timestamp) -> Result<()> {
    let statement = "UPDATE peers SET failures = failures + 1, last_error = $2, next_pull_at = $3 \
        WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(reason).bind(next))?;
    Ok(())
}

/// Reckons with what changed in the records that are held.
pub async fn weigh(tx: &mut Tx, id: &str, more: Tally) -> Result<()> {
    let statement = "UPDATE peers SET records = records + $2, bytes = bytes + $3, \
        organizations = organizations + $4, active = active + $5, attested = attested + $6, \
        offers = offers + $7 WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(more.records)
            .bind(more.bytes)
            .bind(more.organizations)
            .bind(more.active)
            .bind(more.attested)
            .bind(more.offers)
    )?;
    Ok(())
}

/// Reckons anew what is held of a peer, after many records were dropped.
pub async fn weigh_anew(tx: &mut Tx, id: &str) -> Result<()> {
    let statement = "UPDATE peers SET \
        records = (SELECT COUNT(*) FROM remote_records WHERE origin = $1), \
        bytes = (SELECT CAST(COALESCE(SUM(OCTET_LENGTH(body)), 0) AS BIGINT) FROM remote_records \
            WHERE origin = $1), \
        organizations = (SELECT COUNT(*) FROM remote_records \
            WHERE origin = $1 AND kind = 'organization' AND gone = FALSE), \
        active = (SELECT COUNT(*) FROM remote_records \
            WHERE origin = $1 AND kind = 'organization' AND gone = FALSE AND owner = id), \
        attested = (SELECT COUNT(*) FROM remote_records \
            WHERE origin = $1 AND kind = 'organization' AND gone = FALSE AND attested), \
        offers = (SELECT COUNT(*) FROM remote_records \
            WHERE origin = $1 AND kind = 'offer' AND gone = FALSE) WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id))?;
    Ok(())
}

/// Lets the peer's offers and needs fall into our channels, or no longer.
pub async fn set_carried(tx: &mut Tx, id: &str, carried: bool) -> Result<()> {
    let statement = "UPDATE peers SET carried = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(carried))?;
    Ok(())
}

/// Notes whether the office named the peer.
pub async fn set_known(tx: &mut Tx, id: &str, known: bool) -> Result<()> {
    let statement = "UPDATE peers SET known = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(known))?;
    Ok(())
}

/// Some peers, no more than a page of them: id, name, and whether somebody here named it.
pub async fn called(tx: &mut Tx, ids: &[&str]) -> Result<Vec<(String, Option<String>, bool)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    on!(tx, |c| async {
        let mut builder = sqlx::QueryBuilder::new("SELECT id, name, known FROM peers WHERE id IN ");
        push_list(&mut builder, ids);
        builder.build_query_as().fetch_all(c).await
    })
}

/// Forgets a peer.
pub async fn remove(tx: &mut Tx, id: &str) -> Result<()> {
    execute!(tx, sqlx::query("DELETE FROM peers WHERE id = $1").bind(id))?;
    Ok(())
}

/// Writes to a peer at another inbox, and shows it under another name, from now on.
pub async fn renew(tx: &mut Tx, id: &str, inbox: &str, name: Option<&str>) -> Result<()> {
    let statement = "UPDATE peers SET inbox = $2, name = $3 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(inbox).bind(name))?;
    Ok(())
}
