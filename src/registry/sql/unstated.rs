//! The queries of what a register stated before and an import's file does not state.

use crate::error::{Error, Result};
use crate::id::{BatchId, OrganizationId};
use crate::store::{Tx, on};

/// A record of a register that an import's file does not state.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::registry) struct Unstated {
    pub(in crate::registry) identifier: String,
    pub(in crate::registry) organization: OrganizationId,
    pub(in crate::registry) handle: String,
    pub(in crate::registry) name: String,
    pub(in crate::registry) status: String,
}

/// Records of a register that have not ended and that an import's file does not state: `$1` is
/// the register, `$2` the import.
macro_rules! unstated {
    ($columns:literal, $condition:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM sources JOIN organizations ON organizations.id = sources.organization \
             WHERE register = $1 AND status <> 'dissolved' AND NOT EXISTS \
             (SELECT 1 FROM import_rows WHERE batch = $2 \
             AND import_rows.identifier = sources.identifier)",
            $condition
        )
    };
}

/// How many records an import's file does not state: public ones, or all that have not ended.
pub(in crate::registry) async fn count(
    tx: &mut Tx,
    (register, batch): (&str, &BatchId),
    is_public: bool,
) -> Result<i64> {
    let query = if is_public {
        unstated!("COUNT(*)", " AND status = 'published'")
    } else {
        unstated!("COUNT(*)", "")
    };
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(register)
        .bind(batch)
        .fetch_one(c))
}

/// The records after an identifier, in order, that an import's file does not state: the public
/// ones, or all that have not ended.
pub(in crate::registry) async fn list(
    tx: &mut Tx,
    (register, batch): (&str, &BatchId),
    (is_public, after): (bool, &str),
    limit: usize,
) -> Result<Vec<Unstated>> {
    let query = if is_public {
        unstated!(
            "identifier, organizations.id AS organization, handle, name, status",
            " AND status = 'published' AND identifier > $3 ORDER BY identifier LIMIT $4"
        )
    } else {
        unstated!(
            "identifier, organizations.id AS organization, handle, name, status",
            " AND identifier > $3 ORDER BY identifier LIMIT $4"
        )
    };
    let limit = i64::try_from(limit).map_err(Error::internal)?;
    on!(tx, |c| sqlx::query_as(query)
        .bind(register)
        .bind(batch)
        .bind(after)
        .bind(limit)
        .fetch_all(c))
}
