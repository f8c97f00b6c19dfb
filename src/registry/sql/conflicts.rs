//! The queries of contradictions between registers and hands.

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{BatchId, OrganizationId};
use crate::registry::Field;
use crate::registry::conflict::Conflict;
use crate::store::{Tx, execute, from_json, on};

#[derive(sqlx::FromRow)]
struct Row {
    organization: OrganizationId,
    field: String,
    register: String,
    identifier: String,
    stated: String,
    stated_on: Option<String>,
    batch: BatchId,
    noticed_at: Timestamp,
}

impl Row {
    fn conflict(self) -> Result<Conflict> {
        Ok(Conflict {
            organization: self.organization,
            field: self.field.parse()?,
            register: self.register,
            identifier: self.identifier,
            stated: from_json(&self.stated)?,
            stated_on: self
                .stated_on
                .map(|day| day.parse())
                .transpose()
                .map_err(Error::internal)?,
            batch: self.batch,
            noticed_at: self.noticed_at,
        })
    }
}

pub(in crate::registry) async fn put(tx: &mut Tx, conflict: &Conflict) -> Result<()> {
    let statement = "INSERT INTO conflicts (organization, field, register, identifier, stated, \
        stated_on, batch, noticed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (organization, field, register, identifier) DO UPDATE SET \
        stated = $5, stated_on = $6, batch = $7, noticed_at = $8";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&conflict.organization)
            .bind(conflict.field.as_str())
            .bind(&conflict.register)
            .bind(&conflict.identifier)
            .bind(conflict.stated.to_string())
            .bind(conflict.stated_on.map(|day| day.to_string()))
            .bind(&conflict.batch)
            .bind(conflict.noticed_at)
    )?;
    Ok(())
}

/// Contradictions of one organization or of all, in the order of organizations and fields.
pub(in crate::registry) async fn select(
    tx: &mut Tx,
    organization: Option<&OrganizationId>,
    limit: i64,
) -> Result<Vec<Conflict>> {
    macro_rules! select {
        ($condition:literal) => {
            concat!(
                "SELECT organization, field, register, identifier, stated, stated_on, batch, \
                 noticed_at FROM conflicts ",
                $condition,
                " ORDER BY organization, field, register, identifier LIMIT $1"
            )
        };
    }
    // Two statements, so that those of one organization are found by their index.
    let rows: Vec<Row> = match organization {
        Some(id) => on!(tx, |c| sqlx::query_as(select!("WHERE organization = $2"))
            .bind(limit)
            .bind(id)
            .fetch_all(c))?,
        None => on!(tx, |c| sqlx::query_as(select!("")).bind(limit).fetch_all(c))?,
    };
    rows.into_iter().map(Row::conflict).collect()
}

/// How many contradictions wait.
pub(in crate::registry) async fn count(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM conflicts";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// Drops the contradictions of a field.
pub(in crate::registry) async fn delete(
    tx: &mut Tx,
    organization: &OrganizationId,
    field: Field,
) -> Result<()> {
    let statement = "DELETE FROM conflicts WHERE organization = $1 AND field = $2";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(organization)
            .bind(field.as_str())
    )?;
    Ok(())
}

/// Drops one contradiction.
pub(in crate::registry) async fn delete_one(tx: &mut Tx, conflict: &Conflict) -> Result<()> {
    let statement = "DELETE FROM conflicts WHERE organization = $1 AND field = $2 \
        AND register = $3 AND identifier = $4";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&conflict.organization)
            .bind(conflict.field.as_str())
            .bind(&conflict.register)
            .bind(&conflict.identifier)
    )?;
    Ok(())
}

/// Drops the contradictions that an import brought.
pub(in crate::registry) async fn delete_of_batch(tx: &mut Tx, batch: &BatchId) -> Result<()> {
    let statement = "DELETE FROM conflicts WHERE batch = $1";
    execute!(tx, sqlx::query(statement).bind(batch))?;
    Ok(())
}
