//! The queries of pairs that may be one organization, and of the records that are compared.

use std::collections::{HashMap, HashSet};

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{BatchId, OrganizationId};
use crate::place::{Place, Point, Precision, Territory};
use crate::registry::duplicates::{Candidate, Pair, Stated};
use crate::store::{Tx, execute, from_json, on, to_json};
use crate::text::LanguageMap;
use crate::vocabulary::EntityType;

/// Rows in one statement.
const AT_ONCE: usize = 100;

#[derive(sqlx::FromRow)]
struct Compared {
    id: OrganizationId,
    names: String,
    entity_type: String,
    territory: Option<String>,
    country: Option<String>,
    locality: Option<String>,
    postal_code: Option<String>,
    municipality: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    point_precision: Option<String>,
    website: Option<String>,
    founded_on: Option<String>,
}

/// Every record that has not ended, as far as it is compared.
pub(in crate::registry) async fn candidates(tx: &mut Tx) -> Result<Vec<Candidate>> {
    let query = "SELECT id, names, entity_type, territory, country, locality, postal_code, \
        municipality, latitude, longitude, point_precision, website, founded_on \
        FROM organizations WHERE status <> 'dissolved' ORDER BY id";
    let rows: Vec<Compared> = on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
    let query = "SELECT organization, register, identifier, register_number FROM sources";
    let sources: Vec<(String, String, String, Option<String>)> =
        on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
    let mut stated: HashMap<String, Vec<Stated>> = HashMap::new();
    for (organization, register, identifier, register_number) in sources {
        stated.entry(organization).or_default().push(Stated {
            register,
            identifier,
            register_number,
        });
    }
    rows.into_iter()
        .map(|row| {
            let sources = stated.remove(row.id.as_str()).unwrap_or_default();
            candidate(row, sources)
        })
        .collect()
}

fn candidate(row: Compared, sources: Vec<Stated>) -> Result<Candidate> {
    let names: LanguageMap = from_json(&row.names)?;
    let territory = row.territory.as_deref().map(Territory::parse).transpose()?;
    let place = Place {
        country: row
            .country
            .or_else(|| territory.and_then(|t| t.country().map(str::to_owned))),
        locality: row.locality,
        postal_code: row.postal_code,
        municipality: row
            .municipality
            .as_deref()
            .map(Territory::parse)
            .transpose()?,
        point: row
            .latitude
            .zip(row.longitude)
            .map(|(latitude, longitude)| Point {
                latitude,
                longitude,
            }),
        precision: row
            .point_precision
            .as_deref()
            .map(Precision::parse)
            .transpose()?,
        ..Place::default()
    };
    let mut candidate = Candidate {
        id: format!("/o/{}", row.id),
        names: names.iter().map(|(_, name)| name.to_owned()).collect(),
        sources,
        website: row.website.and_then(|site| site.parse().ok()),
        entity_type: Some(EntityType::parse(&row.entity_type)?),
        founded_on: row.founded_on.and_then(|day| day.parse().ok()),
        ..Candidate::default()
    };
    candidate.names.dedup();
    candidate.stand_at(&place);
    Ok(candidate)
}

/// The paths of the records that an import stated.
pub(in crate::registry) async fn of_batch(tx: &mut Tx, batch: &BatchId) -> Result<HashSet<String>> {
    let query = "SELECT organization FROM sources WHERE batch = $1";
    let rows: Vec<String> = on!(tx, |c| sqlx::query_scalar(query).bind(batch).fetch_all(c))?;
    Ok(rows.into_iter().map(|id| format!("/o/{id}")).collect())
}

#[derive(sqlx::FromRow)]
struct Row {
    one: String,
    other: String,
    score: f64,
    reasons: String,
    state: String,
    found_at: Timestamp,
    decided_by: Option<String>,
    decided_at: Option<Timestamp>,
}

impl Row {
    fn pair(self) -> Result<Pair> {
        Ok(Pair {
            one: self.one,
            other: self.other,
            score: self.score,
            reasons: from_json(&self.reasons)?,
            state: self.state.parse()?,
            found_at: self.found_at,
            decided_by: self.decided_by,
            decided_at: self.decided_at,
        })
    }
}

const COLUMNS: &str = "one, other, score, reasons, state, found_at, decided_by, decided_at";

pub(in crate::registry) async fn get(
    tx: &mut Tx,
    (one, other): (&str, &str),
) -> Result<Option<Pair>> {
    let query = format!("SELECT {COLUMNS} FROM pairs WHERE one = $1 AND other = $2");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(one)
        .bind(other)
        .fetch_optional(c))?;
    row.map(Row::pair).transpose()
}

/// Every pair that `path` belongs to.
pub(in crate::registry) async fn of(tx: &mut Tx, path: &str) -> Result<Vec<Pair>> {
    let query = format!("SELECT {COLUMNS} FROM pairs WHERE one = $1 OR other = $1");
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(path)
        .fetch_all(c))?;
    rows.into_iter().map(Row::pair).collect()
}

/// Pairs of a state, the likeliest first, after the score and members of another.
pub(in crate::registry) async fn list(
    tx: &mut Tx,
    state: &str,
    after: Option<(f64, &str, &str)>,
    limit: i64,
) -> Result<Vec<Pair>> {
    let query = format!(
        "SELECT {COLUMNS} FROM pairs WHERE state = $1 AND (score < $2 \
         OR (score = $2 AND (one, other) > ($3, $4))) \
         ORDER BY score DESC, one, other LIMIT $5"
    );
    let (score, one, other) = after.unwrap_or((f64::MAX, "", ""));
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(state)
        .bind(score)
        .bind(one)
        .bind(other)
        .bind(limit)
        .fetch_all(c))?;
    rows.into_iter().map(Row::pair).collect()
}

/// How many pairs wait for a decision.
pub(in crate::registry) async fn count_proposed(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM pairs WHERE state = 'proposed'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// All pairs with their states, to know which are new.
pub(in crate::registry) async fn known(tx: &mut Tx) -> Result<HashMap<(String, String), String>> {
    let query = "SELECT one, other, state FROM pairs";
    let rows: Vec<(String, String, String)> = on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
    Ok(rows
        .into_iter()
        .map(|(one, other, state)| ((one, other), state))
        .collect())
}

/// Writes pairs; what is decided of one already stays decided.
pub(in crate::registry) async fn propose(tx: &mut Tx, pairs: &[Pair]) -> Result<()> {
    for some in pairs.chunks(AT_ONCE) {
        let mut rows = Vec::with_capacity(some.len());
        for pair in some {
            let reasons = to_json(&pair.reasons)?;
            rows.push((pair, reasons));
        }
        on!(tx, |c| async {
            let insert = "INSERT INTO pairs (one, other, score, reasons, state, found_at) ";
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(&rows, |mut values, (pair, reasons)| {
                values
                    .push_bind(&pair.one)
                    .push_bind(&pair.other)
                    .push_bind(pair.score)
                    .push_bind(reasons)
                    .push_bind("proposed")
                    .push_bind(pair.found_at);
            });
            builder.push(
                " ON CONFLICT (one, other) DO UPDATE SET score = excluded.score, \
                 reasons = excluded.reasons WHERE pairs.state = 'proposed'",
            );
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Writes a pair as it is decided, over whatever stands.
pub(in crate::registry) async fn put(tx: &mut Tx, pair: &Pair) -> Result<()> {
    let statement = "INSERT INTO pairs (one, other, score, reasons, state, found_at, decided_by, \
        decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (one, other) DO UPDATE \
        SET state = $5, decided_by = $7, decided_at = $8";
    let reasons = to_json(&pair.reasons)?;
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&pair.one)
            .bind(&pair.other)
            .bind(pair.score)
            .bind(reasons)
            .bind(pair.state.as_str())
            .bind(pair.found_at)
            .bind(&pair.decided_by)
            .bind(pair.decided_at)
    )?;
    Ok(())
}

/// Drops a proposal that was not found again.
pub(in crate::registry) async fn drop_proposal(
    tx: &mut Tx,
    (one, other): (&str, &str),
) -> Result<()> {
    let statement = "DELETE FROM pairs WHERE one = $1 AND other = $2 AND state = 'proposed'";
    execute!(tx, sqlx::query(statement).bind(one).bind(other))?;
    Ok(())
}

/// Drops a pair, whatever its state.
pub(in crate::registry) async fn delete(tx: &mut Tx, (one, other): (&str, &str)) -> Result<()> {
    let statement = "DELETE FROM pairs WHERE one = $1 AND other = $2";
    execute!(tx, sqlx::query(statement).bind(one).bind(other))?;
    Ok(())
}

/// Drops proposals of records that are there no more.
pub(in crate::registry) async fn drop_orphans(tx: &mut Tx) -> Result<()> {
    // A path of ours is `/o/` and the identifier.
    let statement = "DELETE FROM pairs WHERE state = 'proposed' AND \
        ((one LIKE '/o/%' AND NOT EXISTS \
            (SELECT 1 FROM organizations WHERE id = SUBSTR(one, 4))) \
        OR (other LIKE '/o/%' AND NOT EXISTS \
            (SELECT 1 FROM organizations WHERE id = SUBSTR(other, 4))))";
    execute!(tx, sqlx::query(statement))?;
    Ok(())
}
