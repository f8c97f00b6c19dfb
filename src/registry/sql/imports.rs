//! The queries of batches: what was read, what was changed, how far it has come.

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{BatchId, OrganizationId};
use crate::store::{Tx, execute, on};

/// Rows in one statement.
const AT_ONCE: usize = 500;

/// An import as it is kept.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::registry) struct Kept {
    pub(in crate::registry) id: BatchId,
    pub(in crate::registry) register: String,
    pub(in crate::registry) file: String,
    pub(in crate::registry) report: String,
    pub(in crate::registry) options: String,
    pub(in crate::registry) state: String,
    pub(in crate::registry) done_rows: i64,
    pub(in crate::registry) started_at: Timestamp,
    pub(in crate::registry) finished_at: Option<Timestamp>,
    /// Until when a process has it in hand.
    pub(in crate::registry) held_until: Timestamp,
}

macro_rules! columns {
    () => {
        "id, register, file, report, options, state, done_rows, started_at, finished_at, held_until"
    };
}

/// What an import changed, or is about to.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::registry) struct Change {
    pub(in crate::registry) seq: i64,
    pub(in crate::registry) organization: OrganizationId,
    pub(in crate::registry) identifier: String,
    /// The status that the import gave it.
    pub(in crate::registry) status: String,
    /// What stood there before, in JSON; `None` when the import made it.
    pub(in crate::registry) before: Option<String>,
    /// What the register had stated before, in JSON; `None` when it had stated nothing.
    pub(in crate::registry) source_before: Option<String>,
}

pub(in crate::registry) async fn insert(tx: &mut Tx, kept: &Kept, holder: &str) -> Result<()> {
    let statement = "INSERT INTO imports (id, register, file, report, options, state, \
        done_rows, started_at, holder, held_until) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&kept.id)
            .bind(&kept.register)
            .bind(&kept.file)
            .bind(&kept.report)
            .bind(&kept.options)
            .bind(&kept.state)
            .bind(kept.started_at)
            .bind(holder)
            .bind(kept.held_until)
    )?;
    Ok(())
}

pub(in crate::registry) async fn by_id(tx: &mut Tx, id: &BatchId) -> Result<Option<Kept>> {
    let query = concat!("SELECT ", columns!(), " FROM imports WHERE id = $1");
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))
}

/// The newest imports.
pub(in crate::registry) async fn newest(tx: &mut Tx, limit: i64) -> Result<Vec<Kept>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM imports ORDER BY id DESC LIMIT $1"
    );
    on!(tx, |c| sqlx::query_as(query).bind(limit).fetch_all(c))
}

/// The import that is not at its end, if there is one.
pub(in crate::registry) async fn unfinished(tx: &mut Tx) -> Result<Option<Kept>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM imports WHERE state IN ('reading', 'applying', 'undoing') ORDER BY id LIMIT 1"
    );
    on!(tx, |c| sqlx::query_as(query).fetch_optional(c))
}

/// Takes or keeps an import in hand; `false` when another process has it.
pub(in crate::registry) async fn hold(
    tx: &mut Tx,
    id: &BatchId,
    (holder, held_until): (&str, Timestamp),
    now: Timestamp,
) -> Result<bool> {
    let statement = "UPDATE imports SET holder = $2, held_until = $3 \
        WHERE id = $1 AND (holder = $2 OR held_until < $4)";
    let held = execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(holder)
            .bind(held_until)
            .bind(now)
    )?;
    Ok(held == 1)
}

/// Takes every import out of the hands of processes that are gone.
pub(in crate::registry) async fn release_all(tx: &mut Tx) -> Result<()> {
    let statement = "UPDATE imports SET held_until = 0 WHERE held_until > 0";
    execute!(tx, sqlx::query(statement))?;
    Ok(())
}

/// Writes how far an import has come.
pub(in crate::registry) async fn advance(
    tx: &mut Tx,
    id: &BatchId,
    done_rows: i64,
    report: &str,
) -> Result<()> {
    let statement = "UPDATE imports SET done_rows = $2, report = $3 WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement).bind(id).bind(done_rows).bind(report)
    )?;
    Ok(())
}

/// Brings an import to another state; one at its end is in nobody's hand.
pub(in crate::registry) async fn set_state(
    tx: &mut Tx,
    id: &BatchId,
    state: &str,
    finished_at: Option<Timestamp>,
) -> Result<()> {
    let statement = "UPDATE imports SET state = $2, finished_at = COALESCE($3, finished_at), \
        held_until = CASE WHEN $3 IS NULL THEN held_until ELSE 0 END WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(state)
            .bind(finished_at)
    )?;
    Ok(())
}

/// A row of a file as it is kept until it is applied.
#[derive(Debug)]
pub(in crate::registry) struct NewRow {
    pub(in crate::registry) seq: i64,
    pub(in crate::registry) identifier: String,
    /// Whether it says that it must not be published, or not that it may.
    pub(in crate::registry) is_refused: bool,
    /// What can be kept of it.
    pub(in crate::registry) entry: Option<String>,
}

/// Keeps rows that were read: number, identifier, entry in JSON.
pub(in crate::registry) async fn insert_rows(
    tx: &mut Tx,
    batch: &BatchId,
    rows: &[NewRow],
) -> Result<()> {
    for some in rows.chunks(AT_ONCE) {
        on!(tx, |c| async {
            let insert = "INSERT INTO import_rows (batch, seq, identifier, is_refused, entry) ";
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(some, |mut values, row| {
                values
                    .push_bind(batch)
                    .push_bind(row.seq)
                    .push_bind(&row.identifier)
                    .push_bind(row.is_refused)
                    .push_bind(&row.entry);
            });
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// How many rows are to be applied after a number.
pub(in crate::registry) async fn count_rows(
    tx: &mut Tx,
    batch: &BatchId,
    after: i64,
) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM import_rows WHERE batch = $1 AND seq > $2 \
        AND entry IS NOT NULL";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(batch)
        .bind(after)
        .fetch_one(c))
}

/// Rows to be applied after a number, in order.
pub(in crate::registry) async fn rows(
    tx: &mut Tx,
    batch: &BatchId,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String)>> {
    let query = "SELECT seq, entry FROM import_rows WHERE batch = $1 AND seq > $2 \
        AND entry IS NOT NULL ORDER BY seq LIMIT $3";
    on!(tx, |c| sqlx::query_as(query)
        .bind(batch)
        .bind(after)
        .bind(limit)
        .fetch_all(c))
}

/// Drops up to `limit` rows of an import, and says how many went.
pub(in crate::registry) async fn drop_rows(
    tx: &mut Tx,
    batch: &BatchId,
    limit: i64,
) -> Result<u64> {
    let statement = "DELETE FROM import_rows WHERE batch = $1 AND seq IN \
        (SELECT seq FROM import_rows WHERE batch = $1 ORDER BY seq LIMIT $2)";
    execute!(tx, sqlx::query(statement).bind(batch).bind(limit))
}

pub(in crate::registry) async fn insert_problems(
    tx: &mut Tx,
    batch: &BatchId,
    problems: &[(i64, i64, String)],
) -> Result<()> {
    for some in problems.chunks(AT_ONCE) {
        on!(tx, |c| async {
            let insert = "INSERT INTO import_problems (batch, level, line, problem) ";
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(some, |mut values, (level, line, problem)| {
                values
                    .push_bind(batch)
                    .push_bind(level)
                    .push_bind(line)
                    .push_bind(problem);
            });
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Forgets what was wrong with the rows of an import that does not stand.
pub(in crate::registry) async fn drop_problems(tx: &mut Tx, batch: &BatchId) -> Result<()> {
    let statement = "DELETE FROM import_problems WHERE batch = $1";
    execute!(tx, sqlx::query(statement).bind(batch))?;
    Ok(())
}

/// What is wrong with an import's rows, the gravest first, in JSON.
pub(in crate::registry) async fn problems(
    tx: &mut Tx,
    batch: &BatchId,
    limit: usize,
) -> Result<Vec<String>> {
    let limit = i64::try_from(limit).map_err(Error::internal)?;
    let query = "SELECT problem FROM import_problems WHERE batch = $1 \
        ORDER BY level, line, seq LIMIT $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(batch)
        .bind(limit)
        .fetch_all(c))
}

/// Keeps what stood there before an import changed it.
pub(in crate::registry) async fn insert_changes(
    tx: &mut Tx,
    batch: &BatchId,
    changes: &[Change],
) -> Result<()> {
    for some in changes.chunks(AT_ONCE) {
        on!(tx, |c| async {
            let insert = "INSERT INTO import_changes (batch, seq, organization, identifier, \
                status, before, source_before) ";
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(some, |mut values, change| {
                values
                    .push_bind(batch)
                    .push_bind(change.seq)
                    .push_bind(&change.organization)
                    .push_bind(&change.identifier)
                    .push_bind(&change.status)
                    .push_bind(&change.before)
                    .push_bind(&change.source_before);
            });
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// The number of the last change of an import; 0 when it made none.
pub(in crate::registry) async fn last_change(tx: &mut Tx, batch: &BatchId) -> Result<i64> {
    let query = "SELECT COALESCE(MAX(seq), 0) FROM import_changes WHERE batch = $1";
    on!(tx, |c| sqlx::query_scalar(query).bind(batch).fetch_one(c))
}

/// How many changes of an import still stand.
pub(in crate::registry) async fn count_changes(tx: &mut Tx, batch: &BatchId) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM import_changes WHERE batch = $1";
    on!(tx, |c| sqlx::query_scalar(query).bind(batch).fetch_one(c))
}

/// How many records of those that still stand an import made, how many of these are public, and
/// how many it changed.
pub(in crate::registry) async fn count_kinds(
    tx: &mut Tx,
    batch: &BatchId,
) -> Result<(i64, i64, i64)> {
    let query = "SELECT COUNT(CASE WHEN before IS NULL THEN 1 END), \
        COUNT(CASE WHEN before IS NULL AND organizations.status = 'published' THEN 1 END), \
        COUNT(before) FROM import_changes JOIN organizations \
        ON organizations.id = organization WHERE batch = $1";
    on!(tx, |c| sqlx::query_as(query).bind(batch).fetch_one(c))
}

/// Changes of an import that still stand, the last first.
pub(in crate::registry) async fn changes(
    tx: &mut Tx,
    batch: &BatchId,
    limit: i64,
) -> Result<Vec<Change>> {
    let query = "SELECT seq, organization, identifier, status, before, source_before \
        FROM import_changes WHERE batch = $1 ORDER BY seq DESC LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(batch)
        .bind(limit)
        .fetch_all(c))
}

/// Forgets a change that was undone.
pub(in crate::registry) async fn drop_change(tx: &mut Tx, batch: &BatchId, seq: i64) -> Result<()> {
    let statement = "DELETE FROM import_changes WHERE batch = $1 AND seq = $2";
    execute!(tx, sqlx::query(statement).bind(batch).bind(seq))?;
    Ok(())
}

/// The newest later import that changed what this one changed.
pub(in crate::registry) async fn built_upon(
    tx: &mut Tx,
    batch: &BatchId,
) -> Result<Option<BatchId>> {
    let query = "SELECT MAX(later.batch) FROM import_changes later \
        JOIN import_changes ours ON ours.organization = later.organization \
        WHERE ours.batch = $1 AND later.batch > $1";
    let found: Option<String> = on!(tx, |c| sqlx::query_scalar(query).bind(batch).fetch_one(c))?;
    found.map(|id| BatchId::parse(&id)).transpose()
}

/// The first changes of an import after a number, in order.
pub(in crate::registry) async fn changes_after(
    tx: &mut Tx,
    batch: &BatchId,
    after: i64,
    limit: i64,
) -> Result<Vec<Change>> {
    let query = "SELECT seq, organization, identifier, status, before, source_before \
        FROM import_changes WHERE batch = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    on!(tx, |c| sqlx::query_as(query)
        .bind(batch)
        .bind(after)
        .bind(limit)
        .fetch_all(c))
}

/// Takes an import out of the hand of a process that cannot go on with it.
pub(in crate::registry) async fn release(tx: &mut Tx, id: &BatchId, holder: &str) -> Result<()> {
    let statement = "UPDATE imports SET held_until = 0 WHERE id = $1 AND holder = $2";
    execute!(tx, sqlx::query(statement).bind(id).bind(holder))?;
    Ok(())
}

/// How many public records a register states.
pub(in crate::registry) async fn count_public(tx: &mut Tx, register: &str) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM sources JOIN organizations \
        ON organizations.id = sources.organization \
        WHERE register = $1 AND status = 'published'";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(register)
        .fetch_one(c))
}

/// How many imports are under way, when the last one ended, and how many were taken back.
pub(in crate::registry) async fn so_far(tx: &mut Tx) -> Result<(i64, i64, i64)> {
    let query = "SELECT \
        COALESCE(SUM(CASE WHEN state IN ('reading', 'applying', 'undoing') THEN 1 ELSE 0 END), 0), \
        COALESCE(MAX(finished_at), 0), \
        COALESCE(SUM(CASE WHEN state = 'undone' THEN 1 ELSE 0 END), 0) FROM imports";
    on!(tx, |c| sqlx::query_as(query).fetch_one(c))
}
