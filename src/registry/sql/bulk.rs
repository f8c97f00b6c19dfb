//! The queries of an import: many rows in one statement, whole columns read at once.

use std::collections::{HashMap, HashSet};

use super::row::{Row, columns};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{BatchId, OrganizationId};
use crate::registry::Organization;
use crate::store::{Tx, execute, on};

/// Rows in one statement: with 33 columns far below the 32,766 values that SQLite binds.
const AT_ONCE: usize = 200;

/// What is known of a register's entry from before.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::registry) struct Known {
    pub(in crate::registry) identifier: String,
    pub(in crate::registry) organization: OrganizationId,
    pub(in crate::registry) digest: String,
    pub(in crate::registry) status: String,
}

/// What a register states of an organization, as a row of `sources`.
#[derive(Debug)]
pub(in crate::registry) struct Statement {
    pub(in crate::registry) identifier: String,
    pub(in crate::registry) organization: OrganizationId,
    pub(in crate::registry) register_number: Option<String>,
    pub(in crate::registry) stated_on: Option<String>,
    pub(in crate::registry) digest: String,
}

/// Keeps other imports waiting until this transaction ends.
pub(in crate::registry) async fn import_alone(tx: &mut Tx, holder: &BatchId) -> Result<()> {
    let statement = "INSERT INTO leases (name, holder, held_until) VALUES ('import', $1, 0) \
        ON CONFLICT (name) DO UPDATE SET holder = $1";
    execute!(tx, sqlx::query(statement).bind(holder))?;
    Ok(())
}

pub(in crate::registry) async fn known(
    tx: &mut Tx,
    register: &str,
) -> Result<HashMap<String, Known>> {
    let query = "SELECT sources.identifier, sources.organization, sources.digest, \
        organizations.status FROM sources \
        JOIN organizations ON organizations.id = sources.organization WHERE register = $1";
    let rows: Vec<Known> = on!(tx, |c| sqlx::query_as(query).bind(register).fetch_all(c))?;
    Ok(rows
        .into_iter()
        .map(|known| (known.identifier.clone(), known))
        .collect())
}

/// The register's identifiers of what the office erased.
pub(in crate::registry) async fn erased(tx: &mut Tx, register: &str) -> Result<HashSet<String>> {
    let query = "SELECT identifier FROM erased_sources WHERE register = $1";
    let rows: Vec<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(register)
        .fetch_all(c))?;
    Ok(rows.into_iter().collect())
}

/// Every handle that is taken, by organizations and territories.
pub(in crate::registry) async fn handles(tx: &mut Tx) -> Result<HashSet<String>> {
    let query = "SELECT handle FROM organizations WHERE handle IS NOT NULL \
        UNION SELECT handle FROM territories";
    let rows: Vec<String> = on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))?;
    Ok(rows.into_iter().collect())
}

pub(in crate::registry) async fn insert_all(
    tx: &mut Tx,
    organizations: &[Organization],
) -> Result<()> {
    for some in organizations.chunks(AT_ONCE) {
        let rows = some.iter().map(Row::of).collect::<Result<Vec<_>>>()?;
        on!(tx, |c| async {
            let insert = concat!("INSERT INTO organizations (", columns!(), ") ");
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(&rows, |mut values, row| {
                values
                    .push_bind(&row.id)
                    .push_bind(&row.handle)
                    .push_bind(&row.status)
                    .push_bind(&row.standing)
                    .push_bind(&row.consent)
                    .push_bind(&row.name)
                    .push_bind(&row.names)
                    .push_bind(&row.summaries)
                    .push_bind(&row.language)
                    .push_bind(&row.entity_type)
                    .push_bind(&row.legal_form)
                    .push_bind(&row.membership_base)
                    .push_bind(&row.sectors)
                    .push_bind(&row.themes)
                    .push_bind(&row.territory)
                    .push_bind(&row.scope)
                    .push_bind(&row.country)
                    .push_bind(&row.street)
                    .push_bind(&row.locality)
                    .push_bind(&row.region)
                    .push_bind(&row.postal_code)
                    .push_bind(row.latitude)
                    .push_bind(row.longitude)
                    .push_bind(&row.website)
                    .push_bind(&row.contacts)
                    .push_bind(&row.founded_on)
                    .push_bind(&row.dissolved_on)
                    .push_bind(row.created_at)
                    .push_bind(row.updated_at)
                    .push_bind(row.published_at)
                    .push_bind(&row.provenance)
                    .push_bind(&row.municipality)
                    .push_bind(&row.point_precision);
            });
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Writes what a register states now, over what it stated before.
pub(in crate::registry) async fn put_statements(
    tx: &mut Tx,
    register: &str,
    batch: &BatchId,
    statements: &[Statement],
    now: Timestamp,
) -> Result<()> {
    for some in statements.chunks(AT_ONCE) {
        on!(tx, |c| async {
            let insert = "INSERT INTO sources (register, identifier, organization, \
                register_number, stated_on, digest, batch, imported_at) ";
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(some, |mut values, statement| {
                values
                    .push_bind(register)
                    .push_bind(&statement.identifier)
                    .push_bind(&statement.organization)
                    .push_bind(&statement.register_number)
                    .push_bind(&statement.stated_on)
                    .push_bind(&statement.digest)
                    .push_bind(batch)
                    .push_bind(now);
            });
            builder.push(
                " ON CONFLICT (register, identifier) DO UPDATE SET \
                 register_number = COALESCE(excluded.register_number, sources.register_number), \
                 stated_on = excluded.stated_on, \
                 digest = excluded.digest, batch = excluded.batch, \
                 imported_at = excluded.imported_at",
            );
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Keeps the report of an import.
pub(in crate::registry) async fn insert_import(
    tx: &mut Tx,
    batch: &BatchId,
    (register, file, report): (&str, &str, &str),
    (started_at, finished_at): (Timestamp, Timestamp),
) -> Result<()> {
    let statement = "INSERT INTO imports (id, register, file, report, started_at, finished_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(batch)
            .bind(register)
            .bind(file)
            .bind(report)
            .bind(started_at)
            .bind(finished_at)
    )?;
    Ok(())
}
