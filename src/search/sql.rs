//! The queries of the index.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use sqlx::AssertSqlSafe;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::place::{Area, Point};
use crate::store::stretches::{Spread, Stretch};
use crate::store::terms::Expression;
use crate::store::{Tx, from_json, on, push_list, stays_prepared};

/// Milliseconds since 1970 stand above so many bits of a number, which tell apart what changed
/// in the same one.
pub(super) const BITS: u32 = 20;
/// How many numbers are tried one by one.
pub(super) const ATTEMPTS: u32 = 8;
/// Rows in one statement.
const AT_ONCE: usize = 500;
/// What has ended stands so far below what can be taken up.
const ENDED: i64 = 1 << 62;

/// An entry as the table keeps it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) subject: String,
    pub(super) kind: String,
    pub(super) codes: String,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    pub(super) deadline: Option<Timestamp>,
    pub(super) look_again_at: Option<Timestamp>,
    /// When it was first found; of what was found before that was kept, `None`.
    pub(super) entered_at: Option<Timestamp>,
}

/// What is told of an entry that was found, as the query writes it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Match {
    pub(super) number: i64,
    pub(super) subject: String,
    pub(super) kind: String,
    pub(super) codes: String,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
}

impl Match {
    /// Where it lies.
    pub(super) fn point(&self) -> Option<Point> {
        let (latitude, longitude) = self.latitude.zip(self.longitude)?;
        Some(Point {
            latitude,
            longitude,
        })
    }
}

/// A number by which an entry stands where it belongs; others may have it.
pub(super) fn number(stands: bool, updated: Timestamp, subject: &str, attempt: u32) -> i64 {
    first_of(stands, updated) + low(subject, attempt)
}

/// The first number of what changed at a moment.
fn first_of(stands: bool, updated: Timestamp) -> i64 {
    let moment = updated.0.clamp(0, (1 << 41) - 1) << BITS;
    moment - if stands { 0 } else { ENDED }
}

/// Those of some numbers that entries have.
pub(super) async fn taken(tx: &mut Tx, numbers: &[i64]) -> Result<HashSet<i64>> {
    let mut taken = HashSet::new();
    for some in numbers.chunks(AT_ONCE) {
        let found: Vec<i64> = on!(tx, |c| async {
            let select = "SELECT number FROM search_entries WHERE number IN ";
            let mut builder = sqlx::QueryBuilder::new(select);
            push_list(&mut builder, some);
            let query = builder.build_query_scalar();
            query
                .persistent(stays_prepared(some.len()))
                .fetch_all(c)
                .await
        })?;
        taken.extend(found);
    }
    Ok(taken)
}

/// A number that no entry has, by which it stands where it belongs. Whoever publishes chooses
/// the moment and the address, and so the first number that is tried, but hardly the first two.
pub(super) async fn free_number(
    tx: &mut Tx,
    stands: bool,
    updated: Timestamp,
    subject: &str,
) -> Result<i64> {
    let query = "SELECT 1 FROM search_entries WHERE number = $1";
    for attempt in 0..ATTEMPTS {
        let number = number(stands, updated, subject, attempt);
        let taken: Option<i32> = on!(tx, |c| sqlx::query_scalar(query)
            .bind(number)
            .fetch_optional(c))?;
        if taken.is_none() {
            return Ok(number);
        }
    }
    // So many changed in that millisecond: the first that is free after it, in one question.
    let query = "SELECT e.number + 1 FROM search_entries e WHERE e.number >= $1 \
        AND NOT EXISTS (SELECT 1 FROM search_entries f WHERE f.number = e.number + 1) \
        ORDER BY e.number LIMIT 1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(first_of(stands, updated))
        .fetch_one(c))
}

/// What tells a subject apart from others that changed in the same millisecond.
pub(super) fn low(subject: &str, attempt: u32) -> i64 {
    let mut hasher = DefaultHasher::new();
    (subject, attempt).hash(&mut hasher);
    i64::try_from(hasher.finish() >> (64 - BITS)).unwrap_or(0)
}

pub(super) async fn insert(tx: &mut Tx, rows: &[Row]) -> Result<()> {
    for some in rows.chunks(AT_ONCE) {
        on!(tx, |c| async {
            let insert = "INSERT INTO search_entries (number, subject, kind, codes, latitude, \
                longitude, deadline, look_again_at, entered_at) ";
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(some, |mut values, row| {
                values
                    .push_bind(row.number)
                    .push_bind(&row.subject)
                    .push_bind(&row.kind)
                    .push_bind(&row.codes)
                    .push_bind(row.latitude)
                    .push_bind(row.longitude)
                    .push_bind(row.deadline)
                    .push_bind(row.look_again_at)
                    .push_bind(row.entered_at);
            });
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// An entry that was taken away: its subject, its number, and when it was first found.
type Taken = (String, i64, Option<Timestamp>);

/// Deletes the entries of some subjects.
pub(super) async fn delete(tx: &mut Tx, subjects: &[&str]) -> Result<Vec<Taken>> {
    let mut all = Vec::new();
    for some in subjects.chunks(AT_ONCE) {
        let taken: Vec<Taken> = on!(tx, |c| async {
            let statement = "DELETE FROM search_entries WHERE subject IN ";
            let mut builder = sqlx::QueryBuilder::new(statement);
            push_list(&mut builder, some);
            builder.push(" RETURNING subject, number, entered_at");
            let query = builder.build_query_as();
            query
                .persistent(stays_prepared(some.len()))
                .fetch_all(c)
                .await
        })?;
        all.extend(taken);
    }
    Ok(all)
}

/// What narrows a search besides terms.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bounds {
    /// Where it lies.
    pub(super) area: Option<Area>,
    /// Between which moments its last day is.
    pub(super) deadline: Option<(Timestamp, Timestamp)>,
    /// After which moment, and up to which, it was first found.
    pub(super) entered: Option<(Timestamp, Timestamp)>,
}

impl Bounds {
    /// Whether anything has to be looked for among what holds the terms.
    pub(super) fn is_any(&self) -> bool {
        self.area.is_some() || self.deadline.is_some() || self.entered.is_some()
    }

    /// The bounds as conditions. Numbers are no text that could mean anything else.
    fn conditions(&self) -> String {
        let mut conditions = Vec::new();
        if let Some((from, to)) = self.deadline {
            conditions.push(format!("e.deadline BETWEEN {} AND {}", from.0, to.0));
        }
        if let Some((after, to)) = self.entered {
            let (after, to) = (after.0, to.0);
            conditions.push(format!("e.entered_at > {after} AND e.entered_at <= {to}"));
        }
        if let Some(area) = &self.area {
            let [south, west, north, east] = area.bounds();
            let across = if west <= east { "AND" } else { "OR" };
            conditions.push(format!("e.latitude BETWEEN {south:?} AND {north:?}"));
            conditions.push(format!(
                "(e.longitude >= {west:?} {across} e.longitude <= {east:?})"
            ));
            if let Some((centre, reach, shrink)) = area.circle() {
                let (latitude, longitude) = (centre.latitude, centre.longitude);
                conditions.push(format!(
                    "(e.latitude - {latitude:?}) * (e.latitude - {latitude:?}) \
                     + (e.longitude - {longitude:?}) * (e.longitude - {longitude:?}) * {shrink:?} \
                     <= {reach:?}"
                ));
            }
        }
        conditions.insert(0, String::new());
        conditions.join(" AND ")
    }
}

/// How many entries one statement looks at within bounds.
const LOOKED_AT_ONCE: usize = 5_000;

/// The query of [`looked`], with the query of the numbers and the function that makes an array
/// in JSON. All that is found comes as one text: a thousand rows, each value of which is handed
/// over alone, cost more than to find them.
pub(super) fn query(numbers: &str, array: &str, bounds: &Bounds) -> String {
    format!(
        "SELECT COUNT(*), MIN(e.number), STRING_AGG(CASE WHEN TRUE{} THEN \
         CAST({array}(e.number, e.subject, e.kind, e.codes, e.latitude, e.longitude) AS TEXT) \
         END, ',') FROM ({numbers}) held CROSS JOIN search_entries e WHERE e.number = held.number",
        bounds.conditions()
    )
}

/// The first entries of a stretch that hold what an expression asks, those within the bounds;
/// how many were looked at, and which of them has the lowest number.
async fn looked(
    tx: &mut Tx,
    expression: &Expression,
    bounds: &Bounds,
    stretch: &Stretch,
    most: usize,
) -> Result<(Vec<Match>, usize, i64)> {
    let (numbers, asked) = tx.numbers_holding(expression, stretch, most)?;
    let query = query(&numbers, tx.json_array(), bounds);
    // Planned anew each time: how rare the terms are decides on the way.
    let (count, lowest, all): (i64, Option<i64>, Option<String>) =
        on!(tx, |c| sqlx::query_as(AssertSqlSafe(query.as_str()))
            .bind(&asked)
            .persistent(false)
            .fetch_one(c))?;
    let mut found: Vec<Match> = from_json(&format!("[{}]", all.unwrap_or_default()))?;
    // Neither database promises in which order it joins the texts.
    found.sort_unstable_by_key(|one| Reverse(one.number));
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    Ok((found, count, lowest.unwrap_or(i64::MIN)))
}

/// Among how many the rest of what is wanted lies, probably, when so much was found among so
/// many: a quarter more than that lets expect. It is as much at least as was looked at so far, so
/// that a few looks come to an end where the rest lies elsewhere.
pub(super) fn likely(wanted: usize, (found, among): (usize, usize)) -> usize {
    let left = wanted.saturating_sub(found);
    let likely = (5 * left * among).checked_div(4 * found);
    let likely = likely.unwrap_or(LOOKED_AT_ONCE).max(left).max(among);
    likely.min(LOOKED_AT_ONCE)
}

/// The first entries below a number that hold what an expression asks, in their order. Within
/// bounds they are looked for among no more than `among`, and it is said whether there are more.
pub(super) async fn matching(
    tx: &mut Tx,
    (expression, bounds): (&Expression, &Bounds),
    (spread, below): (&Spread, i64),
    (limit, among): (usize, usize),
) -> Result<(Vec<Match>, bool)> {
    let mut stretches = spread.below(below);
    let (mut found, mut count) = (Vec::new(), 0);
    let mut next = stretches.next(0, limit);
    while let Some(stretch) = &mut next {
        let most = if bounds.is_any() {
            likely(limit, (found.len(), count)).min(among + 1 - count)
        } else {
            limit - found.len()
        };
        let (rows, looked, lowest) = looked(tx, expression, bounds, stretch, most).await?;
        count += looked;
        found.extend(rows);
        if bounds.is_any() && count > among {
            // One more was looked at to know that there is one.
            found.retain(|one| one.number > lowest);
            found.truncate(limit);
            return Ok((found, true));
        }
        if found.len() >= limit {
            break;
        }
        if looked == most {
            stretch.below = lowest;
        } else {
            let is_sooner_at_its_end = count * limit > found.len() * among;
            next = if is_sooner_at_its_end {
                stretches.next(count, among)
            } else {
                stretches.next(found.len(), limit)
            };
        }
    }
    found.truncate(limit);
    Ok((found, false))
}

/// The subjects of which something has lapsed by now; from then on nothing more does.
pub(super) async fn lapsed(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<String>> {
    let statement = "UPDATE search_entries SET look_again_at = NULL WHERE number IN \
        (SELECT number FROM search_entries WHERE look_again_at <= $1 \
         ORDER BY look_again_at LIMIT $2) RETURNING subject";
    on!(tx, |c| sqlx::query_scalar(statement)
        .bind(now)
        .bind(limit)
        .fetch_all(c))
}

/// How many entries there are.
pub(super) async fn count(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM search_entries";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}
