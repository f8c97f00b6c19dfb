//! The queries of claims. They see digests alone, never a secret.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{ClaimId, OrganizationId};
use crate::registry::claim::Claim;
use crate::store::{Tx, execute, on};

pub(in crate::registry) async fn insert(tx: &mut Tx, claim: &Claim, digest: &str) -> Result<()> {
    let statement = "INSERT INTO claims (id, organization, secret_digest, made_for, created_at, \
        expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&claim.id)
            .bind(&claim.organization)
            .bind(digest)
            .bind(&claim.made_for)
            .bind(claim.created_at)
            .bind(claim.expires_at)
    )?;
    Ok(())
}

/// Ends whatever link of the organization could still be used.
pub(in crate::registry) async fn end_unused(
    tx: &mut Tx,
    id: &OrganizationId,
    now: Timestamp,
) -> Result<()> {
    let statement = "UPDATE claims SET expires_at = $2, mailed_to = NULL \
        WHERE organization = $1 AND used_at IS NULL AND expires_at > $2";
    execute!(tx, sqlx::query(statement).bind(id).bind(now))?;
    Ok(())
}

pub(in crate::registry) async fn usable(
    tx: &mut Tx,
    digest: &str,
    now: Timestamp,
) -> Result<Option<Claim>> {
    let query = "SELECT id, organization, made_for, created_at, expires_at, used_at, used_by \
        FROM claims WHERE secret_digest = $1 AND used_at IS NULL AND expires_at > $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(digest)
        .bind(now)
        .fetch_optional(c))
}

pub(in crate::registry) async fn note_mailed(tx: &mut Tx, id: &ClaimId, to: &str) -> Result<()> {
    let statement = "UPDATE claims SET mailed_to = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(to))?;
    Ok(())
}

pub(in crate::registry) async fn mailed_to(tx: &mut Tx, id: &ClaimId) -> Result<Option<String>> {
    let query = "SELECT mailed_to FROM claims WHERE id = $1";
    on!(tx, |c| sqlx::query_scalar(query).bind(id).fetch_one(c))
}

pub(in crate::registry) async fn forget_addresses(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "UPDATE claims SET mailed_to = NULL \
        WHERE mailed_to IS NOT NULL AND expires_at <= $1";
    execute!(tx, sqlx::query(statement).bind(now))
}

/// Marks a link as used; `false` when somebody was first or it has ended meanwhile.
pub(in crate::registry) async fn take(
    tx: &mut Tx,
    id: &ClaimId,
    by: &str,
    now: Timestamp,
) -> Result<bool> {
    let statement = "UPDATE claims SET used_at = $3, used_by = $2, mailed_to = NULL \
        WHERE id = $1 AND used_at IS NULL AND expires_at > $3";
    Ok(execute!(tx, sqlx::query(statement).bind(id).bind(by).bind(now))? == 1)
}

pub(in crate::registry) async fn of_organization(
    tx: &mut Tx,
    id: &OrganizationId,
) -> Result<Vec<Claim>> {
    let query = "SELECT id, organization, made_for, created_at, expires_at, used_at, used_by \
        FROM claims WHERE organization = $1 ORDER BY id DESC";
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_all(c))
}
