//! The queries of what is stated here to be the same as another directory's record.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::registry::same_as::SameAs;
use crate::store::{Tx, execute, on, push_list};

pub(in crate::registry) async fn insert(
    tx: &mut Tx,
    id: &OrganizationId,
    (other, stated_by): (&str, &str),
    now: Timestamp,
) -> Result<bool> {
    let statement = "INSERT INTO same_as (organization, other, stated_by, stated_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (organization, other) DO UPDATE \
        SET stated_by = $3, stated_at = $4 WHERE same_as.stated_by <> $3";
    let done = execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(other)
            .bind(stated_by)
            .bind(now)
    )?;
    Ok(done > 0)
}

pub(in crate::registry) async fn delete(
    tx: &mut Tx,
    id: &OrganizationId,
    other: &str,
) -> Result<bool> {
    let statement = "DELETE FROM same_as WHERE organization = $1 AND other = $2";
    Ok(execute!(tx, sqlx::query(statement).bind(id).bind(other))? > 0)
}

pub(in crate::registry) async fn of(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<SameAs>> {
    let query = "SELECT organization, other, stated_by, stated_at FROM same_as \
        WHERE organization = $1 ORDER BY other";
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_all(c))
}

/// Identifiers of organizations, and the other records that each is stated to be.
pub(in crate::registry) async fn of_all(
    tx: &mut Tx,
    ids: &[&OrganizationId],
) -> Result<Vec<(OrganizationId, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    on!(tx, |c| async {
        let select = "SELECT organization, other FROM same_as WHERE organization IN ";
        let mut builder = sqlx::QueryBuilder::new(select);
        push_list(&mut builder, ids);
        builder.push(" ORDER BY organization, other");
        builder.build_query_as().fetch_all(c).await
    })
}

/// What is stated here of another directory's record.
pub(in crate::registry) async fn naming(tx: &mut Tx, other: &str) -> Result<Vec<SameAs>> {
    let query = "SELECT organization, other, stated_by, stated_at FROM same_as \
        WHERE other = $1 ORDER BY organization";
    on!(tx, |c| sqlx::query_as(query).bind(other).fetch_all(c))
}
