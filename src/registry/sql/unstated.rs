//! The queries of what a register stated before and an import's file does not state.

use sqlx::AssertSqlSafe;

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

/// Whether there are rows of an import for a record.
macro_rules! rows {
    ($exist:literal, $condition:literal) => {
        concat!(
            $exist,
            " (SELECT 1 FROM import_rows WHERE batch = $2 \
             AND import_rows.identifier = sources.identifier",
            $condition,
            ")"
        )
    };
}

/// Which records of a register are meant that have not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::registry) enum Which {
    /// All that an import's file has no row of.
    Lacking,
    /// The public ones of these, and of those that a row refuses to publish.
    Public,
    /// The public ones that a row refuses to publish.
    Refused,
}

impl Which {
    /// The condition for it: `$1` is the register, `$2` the import.
    fn condition(self) -> &'static str {
        match self {
            Self::Lacking => rows!("NOT EXISTS", ""),
            Self::Public => concat!(
                "status = 'published' AND ",
                rows!("NOT EXISTS", " AND NOT is_refused")
            ),
            Self::Refused => concat!(
                "status = 'published' AND ",
                rows!("EXISTS", " AND is_refused"),
                " AND ",
                rows!("NOT EXISTS", " AND NOT is_refused")
            ),
        }
    }
}

const FROM: &str = "FROM sources JOIN organizations ON organizations.id = sources.organization \
    WHERE register = $1 AND status <> 'dissolved' AND ";

/// How many records an import's file does not state.
pub(in crate::registry) async fn count(
    tx: &mut Tx,
    (register, batch): (&str, &BatchId),
    which: Which,
) -> Result<i64> {
    let query = format!("SELECT COUNT(*) {FROM}{}", which.condition());
    on!(tx, |c| sqlx::query_scalar(AssertSqlSafe(query.as_str()))
        .bind(register)
        .bind(batch)
        .fetch_one(c))
}

/// The records after an identifier, in order, that an import's file does not state.
pub(in crate::registry) async fn list(
    tx: &mut Tx,
    (register, batch): (&str, &BatchId),
    (which, after): (Which, &str),
    limit: usize,
) -> Result<Vec<Unstated>> {
    let query = format!(
        "SELECT identifier, organizations.id AS organization, handle, name, status {FROM}{} \
         AND identifier > $3 ORDER BY identifier LIMIT $4",
        which.condition()
    );
    let limit = i64::try_from(limit).map_err(Error::internal)?;
    on!(tx, |c| sqlx::query_as(AssertSqlSafe(query.as_str()))
        .bind(register)
        .bind(batch)
        .bind(after)
        .bind(limit)
        .fetch_all(c))
}
