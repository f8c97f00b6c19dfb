//! The queries of an import: many rows in one statement, whole columns read at once.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::row::{Row, columns};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::registry::Organization;
use crate::store::{Tx, execute, on, push_list, stays_prepared};

/// Rows in one statement: with 33 columns far below the 32,766 values that SQLite binds.
const AT_ONCE: usize = 200;

/// What a register stated of an organization before, and how far its record has come.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::registry) struct Known {
    pub(in crate::registry) identifier: String,
    pub(in crate::registry) organization: OrganizationId,
    pub(in crate::registry) register_number: Option<String>,
    pub(in crate::registry) stated_on: Option<String>,
    pub(in crate::registry) digest: String,
    pub(in crate::registry) stated: Option<String>,
    pub(in crate::registry) is_dissolved: bool,
    pub(in crate::registry) batch: Option<String>,
    pub(in crate::registry) imported_at: Timestamp,
    pub(in crate::registry) status_before: Option<String>,
    pub(in crate::registry) is_missing: bool,
    pub(in crate::registry) status: String,
}

impl Known {
    /// Whether the register stated it before, and it is not merely a record of ours.
    pub(in crate::registry) fn is_statement(&self) -> bool {
        !self.digest.is_empty()
    }
}

/// What a register states of an organization, as a row of `sources`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::registry) struct Statement {
    pub(in crate::registry) identifier: String,
    pub(in crate::registry) organization: OrganizationId,
    pub(in crate::registry) register_number: Option<String>,
    pub(in crate::registry) stated_on: Option<String>,
    pub(in crate::registry) digest: String,
    pub(in crate::registry) stated: Option<String>,
    pub(in crate::registry) is_dissolved: bool,
    pub(in crate::registry) batch: Option<String>,
    pub(in crate::registry) imported_at: i64,
    /// The status that the record had before this row ended or withheld it.
    #[serde(default)]
    pub(in crate::registry) status_before: Option<String>,
    /// Whether the last whole file of the register lacked it.
    #[serde(default)]
    pub(in crate::registry) is_missing: bool,
}

impl From<Known> for Statement {
    fn from(known: Known) -> Self {
        Self {
            identifier: known.identifier,
            organization: known.organization,
            register_number: known.register_number,
            stated_on: known.stated_on,
            digest: known.digest,
            stated: known.stated,
            is_dissolved: known.is_dissolved,
            batch: known.batch,
            imported_at: known.imported_at.0,
            status_before: known.status_before,
            is_missing: known.is_missing,
        }
    }
}

/// What a register stated before under some identifiers.
pub(in crate::registry) async fn known(
    tx: &mut Tx,
    register: &str,
    identifiers: &[&str],
) -> Result<HashMap<String, Known>> {
    let mut known = HashMap::with_capacity(identifiers.len());
    for some in identifiers.chunks(AT_ONCE) {
        let rows: Vec<Known> = on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new(
                "SELECT sources.identifier, sources.organization, sources.register_number, \
                 sources.stated_on, sources.digest, sources.stated, sources.is_dissolved, \
                 sources.batch, sources.imported_at, sources.status_before, \
                 sources.is_missing, organizations.status FROM sources \
                 JOIN organizations ON organizations.id = sources.organization WHERE register = ",
            );
            builder.push_bind(register).push(" AND identifier IN ");
            push_list(&mut builder, some);
            let query = builder.build_query_as();
            query
                .persistent(stays_prepared(some.len()))
                .fetch_all(c)
                .await
        })?;
        known.extend(rows.into_iter().map(|row| (row.identifier.clone(), row)));
    }
    let others = identifiers.iter().filter(|id| !known.contains_key(**id));
    let ids: Vec<OrganizationId> = others
        .filter_map(|id| OrganizationId::parse(id).ok())
        .collect();
    known.extend(own(tx, &ids).await?);
    Ok(known)
}

/// Records whose own identifiers these are: an export of this node names its records so, and
/// when it comes back they must be found and not made anew.
async fn own(tx: &mut Tx, ids: &[OrganizationId]) -> Result<HashMap<String, Known>> {
    let ids: Vec<&OrganizationId> = ids.iter().collect();
    let own = by_ids(tx, &ids).await?.into_iter().map(|one| {
        let known = Known {
            identifier: one.id.to_string(),
            organization: one.id,
            register_number: None,
            stated_on: None,
            digest: String::new(),
            stated: None,
            is_dissolved: false,
            batch: None,
            imported_at: Timestamp(0),
            status_before: None,
            is_missing: false,
            status: one.status.as_str().to_owned(),
        };
        (known.identifier.clone(), known)
    });
    Ok(own.collect())
}

/// Which of some identifiers of a register the office erased.
pub(in crate::registry) async fn erased(
    tx: &mut Tx,
    register: &str,
    identifiers: &[&str],
) -> Result<HashSet<String>> {
    let mut erased = HashSet::new();
    for some in identifiers.chunks(AT_ONCE) {
        let rows: Vec<String> = on!(tx, |c| async {
            let mut builder =
                sqlx::QueryBuilder::new("SELECT identifier FROM erased_sources WHERE register = ");
            builder.push_bind(register).push(" AND identifier IN ");
            push_list(&mut builder, some);
            builder.build_query_scalar().fetch_all(c).await
        })?;
        erased.extend(rows);
    }
    Ok(erased)
}

/// All identifiers of a register that the office erased.
pub(in crate::registry) async fn erased_identifiers(
    tx: &mut Tx,
    register: &str,
) -> Result<Vec<String>> {
    let query = "SELECT identifier FROM erased_sources WHERE register = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(register)
        .fetch_all(c))
}

/// Whether a register states any record.
pub(in crate::registry) async fn is_register(tx: &mut Tx, register: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM sources WHERE register = $1)";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(register)
        .fetch_one(c))
}

/// All identifiers under which a register states records.
pub(in crate::registry) async fn identifiers(tx: &mut Tx, register: &str) -> Result<Vec<String>> {
    let query = "SELECT identifier FROM sources WHERE register = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(register)
        .fetch_all(c))
}

/// Which registers state records under some identifiers, with the names of these.
pub(in crate::registry) async fn named(
    tx: &mut Tx,
    identifiers: &[&str],
) -> Result<Vec<(String, String, String)>> {
    let mut named = Vec::new();
    for some in identifiers.chunks(AT_ONCE) {
        let rows: Vec<(String, String, String)> = on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new(
                "SELECT sources.register, sources.identifier, organizations.name FROM sources \
                 JOIN organizations ON organizations.id = sources.organization \
                 WHERE sources.identifier IN ",
            );
            push_list(&mut builder, some);
            builder.build_query_as().fetch_all(c).await
        })?;
        named.extend(rows);
    }
    Ok(named)
}

/// The organizations of some identifiers.
pub(in crate::registry) async fn by_ids(
    tx: &mut Tx,
    ids: &[&OrganizationId],
) -> Result<Vec<Organization>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let rows: Vec<Row> = on!(tx, |c| async {
            let select = concat!("SELECT ", columns!(), " FROM organizations WHERE id IN ");
            let mut builder = sqlx::QueryBuilder::new(select);
            push_list(&mut builder, some);
            let query = builder.build_query_as();
            query
                .persistent(stays_prepared(some.len()))
                .fetch_all(c)
                .await
        })?;
        for row in rows {
            found.push(row.organization()?);
        }
    }
    Ok(found)
}

/// Those of some handles that an organization or a territory has, or that lead to a merged
/// record.
pub(in crate::registry) async fn taken(tx: &mut Tx, handles: &[String]) -> Result<HashSet<String>> {
    let mut taken = HashSet::new();
    for some in handles.chunks(AT_ONCE) {
        let rows: Vec<String> = on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new("");
            for (select, head) in [
                ("SELECT handle FROM organizations WHERE handle IN ", ""),
                (" UNION SELECT handle FROM territories WHERE handle IN ", ""),
                (
                    " UNION SELECT SUBSTR(from_path, 3) FROM redirects WHERE from_path IN ",
                    "/@",
                ),
            ] {
                builder.push(select);
                push_list(
                    &mut builder,
                    some.iter().map(|handle| format!("{head}{handle}")),
                );
            }
            let query = builder.build_query_scalar();
            query
                .persistent(stays_prepared(some.len()))
                .fetch_all(c)
                .await
        })?;
        taken.extend(rows);
    }
    Ok(taken)
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
    statements: &[Statement],
) -> Result<()> {
    for some in statements.chunks(AT_ONCE) {
        on!(tx, |c| async {
            let insert = "INSERT INTO sources (register, identifier, organization, \
                register_number, stated_on, digest, stated, is_dissolved, batch, imported_at, \
                status_before, is_missing) ";
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(some, |mut values, statement| {
                values
                    .push_bind(register)
                    .push_bind(&statement.identifier)
                    .push_bind(&statement.organization)
                    .push_bind(&statement.register_number)
                    .push_bind(&statement.stated_on)
                    .push_bind(&statement.digest)
                    .push_bind(&statement.stated)
                    .push_bind(statement.is_dissolved)
                    .push_bind(&statement.batch)
                    .push_bind(statement.imported_at)
                    .push_bind(&statement.status_before)
                    .push_bind(statement.is_missing);
            });
            builder.push(
                " ON CONFLICT (register, identifier) DO UPDATE SET \
                 register_number = excluded.register_number, stated_on = excluded.stated_on, \
                 digest = excluded.digest, stated = excluded.stated, \
                 is_dissolved = excluded.is_dissolved, batch = excluded.batch, \
                 imported_at = excluded.imported_at, \
                 status_before = excluded.status_before, is_missing = excluded.is_missing",
            );
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Forgets what a register states under an identifier.
pub(in crate::registry) async fn forget_statement(
    tx: &mut Tx,
    register: &str,
    identifier: &str,
) -> Result<()> {
    let statement = "DELETE FROM sources WHERE register = $1 AND identifier = $2";
    execute!(tx, sqlx::query(statement).bind(register).bind(identifier))?;
    Ok(())
}
