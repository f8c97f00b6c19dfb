//! What stands in lists of others' records.

use super::{COLUMNS, Kind, Record};
use crate::error::Result;
use crate::federation::named;
use crate::store::{Tx, on};

/// Among how many of the newest a part of a name is looked for.
const LOOKED_THROUGH: i64 = 10_000;

/// What is looked for among others' records; what is `None` does not narrow.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// `offer` or `need`.
    pub purpose: Option<&'a str>,
    /// A territory's code, which includes its subdivisions.
    pub territory: Option<&'a str>,
    /// A part of the name.
    pub name: Option<&'a str>,
}

/// Records of `kind` that stand, are shown by themselves and are wanted, the newest first. A part
/// of a name is looked for among the newest alone: no index finds it, and whoever asks for one
/// must not have every record read.
pub async fn newest(
    tx: &mut Tx,
    kind: Kind,
    wanted: Wanted<'_>,
    limit: i64,
) -> Result<Vec<Record>> {
    // As the index of the newest says it.
    let shown = "FROM remote_records WHERE kind = $1 AND gone = FALSE AND withheld = FALSE \
        AND shown_as IS NULL";
    let part = wanted.name.map(named::part);
    let among = match &part {
        Some(part) => format!(
            "FROM (SELECT * {shown} ORDER BY updated DESC, id LIMIT {LOOKED_THROUGH}) newest \
             WHERE LOWER(name) LIKE $6 ESCAPE '!' AND {} LIKE $5 ESCAPE '!'",
            part.name
        ),
        None => shown.to_owned(),
    };
    let query = format!(
        "SELECT {COLUMNS} {among} AND ($2 = '' OR purpose = $2) \
         AND ($3 = '' OR territory = $3 OR territory LIKE $3 || '-%') \
         ORDER BY updated DESC, id LIMIT $4"
    );
    on!(tx, |c| {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(query.as_str()))
            .bind(kind.as_str())
            .bind(wanted.purpose.unwrap_or_default())
            .bind(wanted.territory.unwrap_or_default())
            .bind(limit);
        if let Some(part) = &part {
            query = query.bind(&part.pattern).bind(&part.loose);
        }
        query.fetch_all(c)
    })
}
