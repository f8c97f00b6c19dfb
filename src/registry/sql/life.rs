//! The queries of what ends and withholds records: which rows of registers state one, and
//! what people added to it.

use crate::error::Result;
use crate::id::{BatchId, OrganizationId};
use crate::store::{Tx, execute, on};

/// One row of a register that states a record, as far as it says whether it is alive.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(in crate::registry) struct Word {
    pub(in crate::registry) register: String,
    pub(in crate::registry) identifier: String,
    pub(in crate::registry) is_dissolved: bool,
    pub(in crate::registry) is_missing: bool,
    pub(in crate::registry) status_before: Option<String>,
}

/// Every row of every register that states a record.
pub(in crate::registry) async fn words(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Word>> {
    let query = "SELECT register, identifier, is_dissolved, is_missing, status_before \
        FROM sources WHERE organization = $1 ORDER BY register, identifier";
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_all(c))
}

/// Forgets which status the record had before registers ended or withheld it: it came back,
/// or people decided since then, and no register takes that back.
pub(in crate::registry) async fn decided(tx: &mut Tx, id: &OrganizationId) -> Result<()> {
    let statement = "UPDATE sources SET status_before = NULL \
        WHERE organization = $1 AND status_before IS NOT NULL";
    execute!(tx, sqlx::query(statement).bind(id))?;
    Ok(())
}

/// Notes that the whole register lacks a row, and which status the record had where it is
/// withheld for that.
pub(in crate::registry) async fn note_missing(
    tx: &mut Tx,
    (register, identifier): (&str, &str),
    status_before: Option<&str>,
) -> Result<()> {
    let statement = "UPDATE sources SET is_missing = TRUE, \
        status_before = COALESCE($3, status_before) WHERE register = $1 AND identifier = $2";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(register)
            .bind(identifier)
            .bind(status_before)
    )?;
    Ok(())
}

/// Whether an import's file has a row of an identifier that lets itself be published.
pub(in crate::registry) async fn is_stated(
    tx: &mut Tx,
    batch: &BatchId,
    identifier: &str,
) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM import_rows WHERE batch = $1 AND identifier = $2 \
        AND NOT is_refused)";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(batch)
        .bind(identifier)
        .fetch_one(c))
}

/// What people added to a record beside its own fields, in words, where they added anything.
pub(in crate::registry) async fn added_by_hand(
    tx: &mut Tx,
    id: &OrganizationId,
) -> Result<Option<&'static str>> {
    let path = id.path();
    for (query, subject, what) in [
        (
            "SELECT COUNT(*) FROM attestations WHERE organization = $1",
            id.as_str(),
            "is attested by now",
        ),
        (
            "SELECT COUNT(*) FROM memberships WHERE member = $1 OR body = $1",
            &path,
            "has memberships by now",
        ),
        (
            "SELECT COUNT(*) FROM claims WHERE organization = $1",
            id.as_str(),
            "has a link by which it may be taken over",
        ),
        (
            "SELECT COUNT(*) FROM same_as WHERE organization = $1",
            id.as_str(),
            "is stated to be another directory's record",
        ),
        (
            "SELECT COUNT(*) FROM pairs WHERE (one = $1 OR other = $1) AND state <> 'proposed'",
            &path,
            "was compared with another record and decided",
        ),
    ] {
        let count: i64 = on!(tx, |c| sqlx::query_scalar(query).bind(subject).fetch_one(c))?;
        if count > 0 {
            return Ok(Some(what));
        }
    }
    Ok(None)
}
