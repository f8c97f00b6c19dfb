//! The registry's queries.
//!
//! Offers stand below this module, yet an organization's end ends what it offers; so the two
//! statements that do it are here, and no way past them.

pub(super) mod appeal;
pub(super) mod attestation;
/// The queries of files that an office brought.
pub(super) mod brought;
/// The queries of an import's rows.
pub(super) mod bulk;
/// The queries of records that are compared.
pub(super) mod candidates;
pub(super) mod claim;
/// The queries of contradictions.
pub(super) mod conflicts;
/// The queries of batches.
pub(super) mod imports;
/// The queries of what ends and withholds records.
pub(super) mod life;
pub(super) mod membership;
/// The statements by which everything of one record moves to another.
pub(super) mod merge;
/// The query of the newest records.
mod newest;
/// The queries of pairs that may be one organization.
pub(super) mod pairs;
/// The queries of organizations that move.
pub(super) mod relocation;
/// An organization as the columns of its table.
mod row;
/// The queries of what is stated to be the same.
pub(super) mod same_as;
/// The queries of a search for pairs.
pub(super) mod search;
/// The queries of what a register states no more.
pub(super) mod unstated;

use std::collections::HashMap;

use row::{Row, columns};

pub(super) use newest::newest;

use super::list::Filter;
use super::{Organization, Source, Standing, handle};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{DraftId, OfferId, OrganizationId};
use crate::store::{Tx, execute, on, push_list, stays_prepared};

const INSERT: &str = concat!(
    "INSERT INTO organizations (",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
     $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33) ON CONFLICT (handle) DO NOTHING"
);

const UPDATE: &str = concat!(
    "UPDATE organizations SET (",
    columns!(),
    ") = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
     $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33) WHERE id = $1"
);

/// A statement with all columns of a row bound in order.
macro_rules! bound {
    ($sql:expr, $row:expr) => {
        sqlx::query($sql)
            .bind(&$row.id)
            .bind(&$row.handle)
            .bind(&$row.status)
            .bind(&$row.standing)
            .bind(&$row.consent)
            .bind(&$row.name)
            .bind(&$row.names)
            .bind(&$row.summaries)
            .bind(&$row.language)
            .bind(&$row.entity_type)
            .bind(&$row.legal_form)
            .bind(&$row.membership_base)
            .bind(&$row.sectors)
            .bind(&$row.themes)
            .bind(&$row.territory)
            .bind(&$row.scope)
            .bind(&$row.country)
            .bind(&$row.street)
            .bind(&$row.locality)
            .bind(&$row.region)
            .bind(&$row.postal_code)
            .bind($row.latitude)
            .bind($row.longitude)
            .bind(&$row.website)
            .bind(&$row.contacts)
            .bind(&$row.founded_on)
            .bind(&$row.dissolved_on)
            .bind($row.created_at)
            .bind($row.updated_at)
            .bind($row.published_at)
            .bind(&$row.provenance)
            .bind(&$row.municipality)
            .bind(&$row.point_precision)
    };
}

/// Inserts an organization; `false` when its handle is taken.
pub(super) async fn insert(tx: &mut Tx, organization: &Organization) -> Result<bool> {
    let row = Row::of(organization)?;
    Ok(execute!(tx, bound!(INSERT, row))? == 1)
}

/// Writes every column of an organization whose row this transaction has locked.
pub(super) async fn update(tx: &mut Tx, organization: &Organization) -> Result<()> {
    let row = Row::of(organization)?;
    execute!(tx, bound!(UPDATE, row))?;
    Ok(())
}

/// Deletes an organization, and remembers which registers must not bring it back. What stood
/// in it before imports changed it, or in records that were merged into it, goes as well.
pub(super) async fn delete(tx: &mut Tx, id: &OrganizationId, now: Timestamp) -> Result<()> {
    let remember = "INSERT INTO erased_sources (register, identifier, erased_at) \
        SELECT register, identifier, $2 FROM sources WHERE organization = $1 \
        ON CONFLICT (register, identifier) DO NOTHING";
    execute!(tx, sqlx::query(remember).bind(id).bind(now))?;
    empty_changes(tx, id).await?;
    forget(tx, id).await
}

/// Empties what imports kept to give an organization back as it was before them.
pub(super) async fn empty_changes(tx: &mut Tx, id: &OrganizationId) -> Result<()> {
    let empty = "UPDATE import_changes SET before = NULL, source_before = NULL \
        WHERE organization = $1 OR organization IN \
            (SELECT SUBSTR(from_path, 4) FROM redirects WHERE to_path = '/o/' || $1)";
    execute!(tx, sqlx::query(empty).bind(id))?;
    Ok(())
}

/// Deletes an organization that any register may bring again.
pub(super) async fn forget(tx: &mut Tx, id: &OrganizationId) -> Result<()> {
    membership::delete_all(tx, id).await?;
    for statement in [
        // Who took the record over is named in the label of the token for it.
        "DELETE FROM tokens WHERE organization = $1",
        "DELETE FROM organizations WHERE id = $1",
    ] {
        execute!(tx, sqlx::query(statement).bind(id))?;
    }
    merge::forget(tx, &id.path()).await
}

pub(super) async fn by_id(tx: &mut Tx, id: &OrganizationId) -> Result<Option<Organization>> {
    let query = concat!("SELECT ", columns!(), " FROM organizations WHERE id = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))?;
    row.map(Row::organization).transpose()
}

pub(super) async fn by_handle(tx: &mut Tx, handle: &str) -> Result<Option<Organization>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM organizations WHERE handle = $1"
    );
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query).bind(handle).fetch_optional(c))?;
    row.map(Row::organization).transpose()
}

/// Organizations that pass `filter`, after the name and identifier of `after`, by name.
pub(super) async fn select(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<Organization>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM organizations WHERE ($1 IS NULL OR status = $1) \
         AND ($2 IS NULL OR standing = $2) \
         AND ($3 IS NULL OR entity_type = $3) \
         AND ($4 IS NULL OR territory = $4 OR territory LIKE $4 || '-%') \
         AND ($5 IS NULL OR sectors LIKE $5) \
         AND ($6 IS NULL OR LOWER(name) LIKE $6 ESCAPE '!' OR handle LIKE $10 ESCAPE '!') \
         AND ($7 IS NULL OR (name, id) > ($7, $8)) \
         AND ($11 IS NULL OR EXISTS (SELECT 1 FROM sources \
             WHERE sources.organization = organizations.id AND register = $11)) \
         ORDER BY name, id LIMIT $9"
    );
    let (name, id) = after.unzip();
    // SQLite lowers ASCII alone, so the transliterated handle finds accented capitals.
    let in_handle = filter.name.as_deref().map(handle::transliterated);
    let in_handle = in_handle
        .filter(|part| !part.is_empty())
        .map(|part| pattern(&part));
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(filter.status.map(super::Status::as_str))
        .bind(filter.standing.map(Standing::as_str))
        .bind(
            filter
                .entity_type
                .map(crate::vocabulary::EntityType::as_str)
        )
        .bind(
            filter
                .territory
                .as_ref()
                .map(crate::place::Territory::as_str)
        )
        .bind(filter.sector.as_ref().map(|sector| format!("%\"{sector}%")))
        .bind(filter.name.as_deref().map(pattern))
        .bind(name)
        .bind(id)
        .bind(limit)
        .bind(in_handle)
        .bind(&filter.register)
        .fetch_all(c))?;
    rows.into_iter().map(Row::organization).collect()
}

/// A pattern that finds `part` anywhere, whatever characters it has.
fn pattern(part: &str) -> String {
    let plain = part.to_lowercase();
    let escaped = plain
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{escaped}%")
}

pub(super) async fn count_published(tx: &mut Tx, standing: Standing) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM organizations WHERE status = 'published' AND standing = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(standing.as_str())
        .fetch_one(c))
}

pub(super) async fn sources(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Source>> {
    let query = "SELECT register, identifier, register_number, stated_on, imported_at \
        FROM sources WHERE organization = $1 ORDER BY register, identifier";
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_all(c))
}

pub(super) async fn sources_of(
    tx: &mut Tx,
    ids: &[&OrganizationId],
) -> Result<HashMap<OrganizationId, Vec<Source>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Of> = on!(tx, |c| async {
        let mut builder = sqlx::QueryBuilder::new(
            "SELECT organization, register, identifier, register_number, stated_on, imported_at \
             FROM sources WHERE organization IN ",
        );
        push_list(&mut builder, ids);
        builder.push(" ORDER BY organization, register, identifier");
        let query = builder.build_query_as();
        query
            .persistent(stays_prepared(ids.len()))
            .fetch_all(c)
            .await
    })?;
    let mut sources: HashMap<_, Vec<Source>> = HashMap::new();
    for row in rows {
        sources
            .entry(row.organization)
            .or_default()
            .push(row.source);
    }
    Ok(sources)
}

/// What a register states, and of which organization.
#[derive(sqlx::FromRow)]
struct Of {
    organization: OrganizationId,
    #[sqlx(flatten)]
    source: Source,
}

/// The register that states every organization, if there is one.
pub(super) async fn only_register(tx: &mut Tx) -> Result<Option<String>> {
    let query = "SELECT MIN(register) FROM sources HAVING MIN(register) = MAX(register) \
        AND NOT EXISTS (SELECT 1 FROM organizations WHERE NOT EXISTS \
            (SELECT 1 FROM sources WHERE organization = organizations.id))";
    let found: Option<Option<String>> = on!(tx, |c| sqlx::query_scalar(query).fetch_optional(c))?;
    Ok(found.flatten())
}

/// Whether a handle is a territory's, or leads to the record that another was merged into.
pub(super) async fn is_reserved(tx: &mut Tx, handle: &str) -> Result<bool> {
    let query = "SELECT (SELECT COUNT(*) FROM territories WHERE handle = $1) \
        + (SELECT COUNT(*) FROM redirects WHERE from_path = '/@' || $1)";
    let count: i64 = on!(tx, |c| sqlx::query_scalar(query).bind(handle).fetch_one(c))?;
    Ok(count > 0)
}

/// Gives an organization another handle, unless an organization or territory has it. When
/// another writer takes the same one at this moment, the database refuses the second.
pub(super) async fn take_handle(tx: &mut Tx, id: &OrganizationId, handle: &str) -> Result<bool> {
    let statement = "UPDATE organizations SET handle = $2 WHERE id = $1 \
        AND NOT EXISTS (SELECT 1 FROM organizations WHERE handle = $2) \
        AND NOT EXISTS (SELECT 1 FROM territories WHERE handle = $2) \
        AND NOT EXISTS (SELECT 1 FROM redirects WHERE from_path = '/@' || $2)";
    Ok(execute!(tx, sqlx::query(statement).bind(id).bind(handle))? == 1)
}

/// Withdraws whatever the organization still offers or seeks.
pub(super) async fn withdraw_offers(
    tx: &mut Tx,
    id: &OrganizationId,
    now: Timestamp,
) -> Result<Vec<OfferId>> {
    let statement = "UPDATE offers SET state = 'withdrawn', \
        updated_at = CASE WHEN updated_at + 1000 > $2 THEN updated_at + 1000 ELSE $2 END \
        WHERE organization = $1 AND state <> 'withdrawn' RETURNING id";
    on!(tx, |c| sqlx::query_scalar(statement)
        .bind(id)
        .bind(now)
        .fetch_all(c))
}

/// Erases what the organization has begun to write and tells which drafts those were.
pub(super) async fn delete_drafts(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<DraftId>> {
    let statement = "DELETE FROM drafts WHERE organization = $1 RETURNING id";
    on!(tx, |c| sqlx::query_scalar(statement).bind(id).fetch_all(c))
}

/// Erases the organization's offers and tells which they were.
pub(super) async fn delete_offers(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<OfferId>> {
    let statement = "DELETE FROM offers WHERE organization = $1 RETURNING id";
    on!(tx, |c| sqlx::query_scalar(statement).bind(id).fetch_all(c))
}
