//! The query of the newest records.

use super::row::{Row, columns};
use super::{Filter, handle, pattern};
use crate::error::Result;
use crate::id::OrganizationId;
use crate::place::Territory;
use crate::registry::Organization;
use crate::store::{Tx, on};
use crate::vocabulary::EntityType;

/// Public organizations that pass `filter` by name, kind and territory, the newest first.
/// Identifiers grow with time.
pub(in crate::registry) async fn newest(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<&OrganizationId>,
    limit: i64,
) -> Result<Vec<Organization>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM organizations WHERE status = 'published' \
         AND ($1 IS NULL OR entity_type = $1) \
         AND ($2 IS NULL OR territory = $2 OR territory LIKE $2 || '-%') \
         AND ($3 IS NULL OR LOWER(name) LIKE $3 ESCAPE '!' OR handle LIKE $4 ESCAPE '!') \
         AND ($5 IS NULL OR id < $5) ORDER BY id DESC LIMIT $6"
    );
    let in_handle = filter.name.as_deref().map(handle::transliterated);
    let in_handle = in_handle
        .filter(|part| !part.is_empty())
        .map(|part| pattern(&part));
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(filter.entity_type.map(EntityType::as_str))
        .bind(filter.territory.as_ref().map(Territory::as_str))
        .bind(filter.name.as_deref().map(pattern))
        .bind(in_handle)
        .bind(after)
        .bind(limit)
        .fetch_all(c))?;
    rows.into_iter().map(Row::organization).collect()
}
