//! The queries of files that an office brought.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{BatchId, BroughtFileId};
use crate::registry::import::brought::Stage;
use crate::store::{Tx, execute, on};

/// A brought file as it is kept.
#[derive(Debug, sqlx::FromRow)]
pub(in crate::registry) struct Row {
    pub(in crate::registry) id: BroughtFileId,
    pub(in crate::registry) file: String,
    pub(in crate::registry) mapping: Option<String>,
    pub(in crate::registry) options: String,
    pub(in crate::registry) state: String,
    pub(in crate::registry) done_rows: i64,
    pub(in crate::registry) of_rows: i64,
    pub(in crate::registry) told_at: Timestamp,
    pub(in crate::registry) report: Option<String>,
    pub(in crate::registry) refusal: Option<String>,
    pub(in crate::registry) batch: Option<BatchId>,
    pub(in crate::registry) brought_at: Timestamp,
    pub(in crate::registry) bytes: i64,
    pub(in crate::registry) guess: Option<String>,
    pub(in crate::registry) rehearsals: i64,
    pub(in crate::registry) profile_of: Option<String>,
}

macro_rules! columns {
    () => {
        "id, file, mapping, options, state, done_rows, of_rows, told_at, report, refusal, batch, \
         brought_at, bytes, guess, rehearsals, profile_of"
    };
}

pub(in crate::registry) async fn insert(
    tx: &mut Tx,
    id: &BroughtFileId,
    (file, bytes): (&str, i64),
    (options, guess): (&str, &str),
    (mapping, profile_of): (Option<&str>, Option<&str>),
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO brought_files (id, file, options, state, told_at, brought_at, \
        bytes, guess, mapping, profile_of) \
        VALUES ($1, $2, $3, 'brought', $4, $4, $5, $6, $7, $8)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(file)
            .bind(options)
            .bind(now)
            .bind(bytes)
            .bind(guess)
            .bind(mapping)
            .bind(profile_of)
    )?;
    Ok(())
}

/// Keeps what the columns of a file were taken for, that was brought before that was kept.
pub(in crate::registry) async fn set_guess(
    tx: &mut Tx,
    id: &BroughtFileId,
    guess: &str,
) -> Result<()> {
    let statement = "UPDATE brought_files SET guess = $2 WHERE id = $1 AND guess IS NULL";
    execute!(tx, sqlx::query(statement).bind(id).bind(guess))?;
    Ok(())
}

/// Keeps what the columns of a file are taken for now that it was read otherwise.
pub(in crate::registry) async fn replace_guess(
    tx: &mut Tx,
    id: &BroughtFileId,
    guess: &str,
    (mapping, profile_of): (Option<&str>, Option<&str>),
) -> Result<()> {
    let statement =
        "UPDATE brought_files SET guess = $2, mapping = $3, profile_of = $4 WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(guess)
            .bind(mapping)
            .bind(profile_of)
    )?;
    Ok(())
}

/// How many files wait, and how many bytes they have together.
pub(in crate::registry) async fn room_taken(tx: &mut Tx) -> Result<(i64, i64)> {
    let query = "SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM brought_files \
        WHERE state <> 'imported'";
    on!(tx, |c| sqlx::query_as(query).fetch_one(c))
}

/// The files whose bytes are kept.
pub(in crate::registry) async fn with_bytes(tx: &mut Tx) -> Result<Vec<BroughtFileId>> {
    let query = "SELECT id FROM brought_files WHERE state <> 'imported'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))
}

pub(in crate::registry) async fn by_id(tx: &mut Tx, id: &BroughtFileId) -> Result<Option<Row>> {
    let query = concat!("SELECT ", columns!(), " FROM brought_files WHERE id = $1");
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))
}

pub(in crate::registry) async fn waiting(tx: &mut Tx) -> Result<Vec<Row>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM brought_files WHERE state <> 'imported' ORDER BY id DESC LIMIT 50"
    );
    on!(tx, |c| sqlx::query_as(query).fetch_all(c))
}

/// Enters a rehearsal, unless somebody is at work who told of it lately.
pub(in crate::registry) async fn rehearse(
    tx: &mut Tx,
    id: &BroughtFileId,
    (mapping, options): (Option<&str>, &str),
    now: Timestamp,
    silence: Duration,
) -> Result<bool> {
    let statement = "UPDATE brought_files SET state = 'rehearsing', mapping = $2, options = $3, \
        told_at = $4, done_rows = 0, of_rows = 0, report = NULL, refusal = NULL, \
        rehearsals = rehearsals + 1 WHERE id = $1 AND (state IN ('brought', 'rehearsed') \
            OR (state IN ('rehearsing', 'importing') AND told_at < $5))";
    let begun = execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(mapping)
            .bind(options)
            .bind(now)
            .bind(now - silence)
    )?;
    Ok(begun == 1)
}

/// Drops what was said of a file's columns, with what was found out by it; `false` when the file
/// is at work or imported.
pub(in crate::registry) async fn forget_mapping(
    tx: &mut Tx,
    id: &BroughtFileId,
    now: Timestamp,
) -> Result<bool> {
    let statement = "UPDATE brought_files SET state = 'brought', mapping = NULL, \
        profile_of = NULL, report = NULL, refusal = NULL, told_at = $2, \
        rehearsals = rehearsals + 1 WHERE id = $1 AND state <> 'imported'";
    let dropped = execute!(tx, sqlx::query(statement).bind(id).bind(now))?;
    Ok(dropped == 1)
}

/// Enters the import of what a rehearsal told; `false` when the file is at another stage or was
/// rehearsed anew.
pub(in crate::registry) async fn import(
    tx: &mut Tx,
    id: &BroughtFileId,
    rehearsal: i64,
    now: Timestamp,
) -> Result<bool> {
    let statement = "UPDATE brought_files SET state = $3, told_at = $4, done_rows = 0, \
        of_rows = 0, refusal = NULL WHERE id = $1 AND state = $2 AND rehearsals = $5";
    let entered = execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(Stage::Rehearsed.as_str())
            .bind(Stage::Importing.as_str())
            .bind(now)
            .bind(rehearsal)
    )?;
    Ok(entered == 1)
}

pub(in crate::registry) async fn tell(
    tx: &mut Tx,
    id: &BroughtFileId,
    (done, of): (i64, i64),
    now: Timestamp,
) -> Result<()> {
    let statement = "UPDATE brought_files SET done_rows = $2, of_rows = $3, told_at = $4 \
        WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(done)
            .bind(of)
            .bind(now)
    )?;
    Ok(())
}

pub(in crate::registry) async fn rehearsed(
    tx: &mut Tx,
    id: &BroughtFileId,
    report: &str,
) -> Result<()> {
    let statement = "UPDATE brought_files SET state = 'rehearsed', report = $2 \
        WHERE id = $1 AND state = 'rehearsing'";
    execute!(tx, sqlx::query(statement).bind(id).bind(report))?;
    Ok(())
}

/// Keeps what a rehearsal said with every entry of its lists.
pub(in crate::registry) async fn put_whole_report(
    tx: &mut Tx,
    id: &BroughtFileId,
    report: &str,
) -> Result<()> {
    let statement = "INSERT INTO brought_reports (file, report) VALUES ($1, $2) \
        ON CONFLICT (file) DO UPDATE SET report = excluded.report";
    execute!(tx, sqlx::query(statement).bind(id).bind(report))?;
    Ok(())
}

pub(in crate::registry) async fn whole_report(
    tx: &mut Tx,
    id: &BroughtFileId,
) -> Result<Option<String>> {
    let query = "SELECT brought_reports.report FROM brought_reports JOIN brought_files \
        ON id = brought_reports.file WHERE id = $1 AND brought_files.report IS NOT NULL";
    on!(tx, |c| sqlx::query_scalar(query).bind(id).fetch_optional(c))
}

pub(in crate::registry) async fn imported(
    tx: &mut Tx,
    id: &BroughtFileId,
    batch: &BatchId,
) -> Result<()> {
    let statement = "UPDATE brought_files SET state = 'imported', batch = $2, report = NULL \
        WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(batch))?;
    Ok(())
}

pub(in crate::registry) async fn failed(
    tx: &mut Tx,
    id: &BroughtFileId,
    refusal: &str,
) -> Result<()> {
    let statement = "UPDATE brought_files SET state = 'brought', refusal = $2, report = NULL \
        WHERE id = $1 AND state IN ('rehearsing', 'importing')";
    execute!(tx, sqlx::query(statement).bind(id).bind(refusal))?;
    Ok(())
}

pub(in crate::registry) async fn delete(tx: &mut Tx, id: &BroughtFileId) -> Result<()> {
    let statement = "DELETE FROM brought_files WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id))?;
    Ok(())
}

/// Deletes what nobody told of since, and tells which.
pub(in crate::registry) async fn delete_older(
    tx: &mut Tx,
    before: Timestamp,
) -> Result<Vec<BroughtFileId>> {
    let statement = "DELETE FROM brought_files WHERE told_at < $1 RETURNING id";
    on!(tx, |c| sqlx::query_scalar(statement)
        .bind(before)
        .fetch_all(c))
}
