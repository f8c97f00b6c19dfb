//! What is reported to this directory, and what it reports to others. The public never sees
//! a report, nor that there is one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::limits::{self, Counts};
use super::{Person, Taken};
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::ReportId;
use crate::settings::Conversation;
use crate::store::{Tx, execute, from_json, on, to_json};
use crate::text;
use crate::words::phrase;

/// The longest text of a report, in characters.
const MAX_TEXT: usize = 5_000;
/// The longest word on how a report ended.
const MAX_RESOLUTION: usize = 1_000;
const COUNTS: Counts = Counts {
    of_person: "SELECT COUNT(*) FROM reports WHERE reporter = $1 AND received_at > $2 \
        AND direction = 'received'",
    of_host: "SELECT COUNT(*) FROM reports WHERE host = $1 AND received_at > $2 \
        AND direction = 'received'",
};

/// Who reports to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Another server reported something of ours.
    Received,
    /// The office reported something of another server's.
    Sent,
}

impl Direction {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Sent => "sent",
        }
    }
}

impl TryFrom<String> for Direction {
    type Error = Error;

    fn try_from(word: String) -> Result<Self> {
        match word.as_str() {
            "received" => Ok(Self::Received),
            "sent" => Ok(Self::Sent),
            _ => Err(Error::internal(format!("a report of direction {word:?}"))),
        }
    }
}

/// How far a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Somebody should look at it.
    Open,
    /// Somebody did.
    Resolved,
}

impl State {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for State {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "open" => Ok(Self::Open),
            "resolved" => Ok(Self::Resolved),
            _ => Err(Error::invalid(
                "state",
                format!("{word:?} is neither open nor resolved"),
            )),
        }
    }
}

impl TryFrom<String> for State {
    type Error = Error;

    fn try_from(word: String) -> Result<Self> {
        word.parse()
    }
}

/// A report as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Its identifier.
    pub id: ReportId,
    /// Who reports to whom.
    pub direction: Direction,
    /// The address of who reports; of another server often its keeper's and no person's.
    pub reporter: String,
    /// The other server.
    pub host: String,
    /// The addresses that it is about.
    pub subjects: Vec<String>,
    /// What is wrong with them, in plain text.
    pub content: String,
    /// How far it has come.
    pub state: State,
    /// How it ended.
    pub resolution: Option<String>,
    /// When it arrived, or was sent.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub received_at: Timestamp,
    /// When it ended.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub resolved_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ReportId,
    #[sqlx(try_from = "String")]
    direction: Direction,
    reporter: String,
    host: String,
    subjects: String,
    content: String,
    #[sqlx(try_from = "String")]
    state: State,
    resolution: Option<String>,
    received_at: Timestamp,
    resolved_at: Option<Timestamp>,
}

impl Row {
    fn report(self) -> Result<Report> {
        Ok(Report {
            subjects: from_json(&self.subjects)?,
            id: self.id,
            direction: self.direction,
            reporter: self.reporter,
            host: self.host,
            content: self.content,
            state: self.state,
            resolution: self.resolution,
            received_at: self.received_at,
            resolved_at: self.resolved_at,
        })
    }
}

const COLUMNS: &str = "id, direction, reporter, host, subjects, content, state, resolution, \
    received_at, resolved_at";

/// Keeps what another server reports: `activity` is the address of its report.
pub async fn receive(
    tx: &mut Tx,
    clock: &Clock,
    (reporter, activity): (&Person, &str),
    subjects: Vec<String>,
    content: &str,
    rules: &Conversation,
) -> Result<Taken<Report>> {
    let now = clock.now();
    if let Some(reason) = limits::exceeded(tx, COUNTS, reporter, rules, now).await? {
        return Ok(Taken::Left(reason));
    }
    let report = Report {
        id: ReportId::new(clock),
        direction: Direction::Received,
        reporter: reporter.id.clone(),
        host: reporter.host.clone(),
        subjects,
        content: text::clean(content).chars().take(MAX_TEXT).collect(),
        state: State::Open,
        resolution: None,
        received_at: now,
        resolved_at: None,
    };
    put(tx, &report, activity).await?;
    Ok(Taken::Kept(report))
}

/// The text of a report that the office sends.
///
/// # Errors
/// [`Error::Invalid`] when there is nothing or too much of it.
pub fn text_to_send(plain: &str) -> Result<String> {
    let clean = text::clean(plain);
    if clean.is_empty() {
        return Err(Error::invalid(
            "text",
            "is empty; write what is wrong there",
        ));
    }
    text::within("text", &clean, MAX_TEXT)?;
    Ok(clean)
}

/// Keeps a report as it is: `activity` is the address or path of what carried it.
pub async fn put(tx: &mut Tx, report: &Report, activity: &str) -> Result<()> {
    let statement = "INSERT INTO reports (id, direction, reporter, host, subjects, content, \
        state, resolution, received_at, resolved_at, activity) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let subjects = to_json(&report.subjects)?;
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&report.id)
            .bind(report.direction.as_str())
            .bind(&report.reporter)
            .bind(&report.host)
            .bind(&subjects)
            .bind(&report.content)
            .bind(report.state.as_str())
            .bind(&report.resolution)
            .bind(report.received_at)
            .bind(report.resolved_at)
            .bind(activity)
    )?;
    Ok(())
}

/// The report of this identifier.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(tx: &mut Tx, id: &ReportId) -> Result<Report> {
    let query = format!("SELECT {COLUMNS} FROM reports WHERE id = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query.as_str()))
        .bind(id)
        .fetch_optional(c))?;
    row.map(Row::report)
        .transpose()?
        .ok_or_else(|| Error::NotFound(format!("report {id}")))
}

/// How many are not dealt with.
pub async fn count_open(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM reports WHERE state = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(State::Open.as_str())
        .fetch_one(c))
}

/// Reports, the oldest first.
pub async fn list(tx: &mut Tx, state: Option<State>, limit: i64) -> Result<Vec<Report>> {
    let query = format!(
        "SELECT {COLUMNS} FROM reports WHERE ($1 IS NULL OR state = $1) ORDER BY id LIMIT $2"
    );
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query.as_str()))
        .bind(state.map(State::as_str))
        .bind(limit)
        .fetch_all(c))?;
    rows.into_iter().map(Row::report).collect()
}

/// Ends a report with a word on what was done.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it has ended before; [`Error::Invalid`]
/// when the word is too long.
pub async fn resolve(
    tx: &mut Tx,
    clock: &Clock,
    id: &ReportId,
    resolution: Option<&str>,
) -> Result<Report> {
    tx.lock_row("reports", id.as_str()).await?;
    let report = get(tx, id).await?;
    if report.state == State::Resolved {
        let said = phrase!("refusal-resolved", id = id.as_str());
        return Err(Error::Conflict(said.into()));
    }
    let resolution = resolution.map(text::clean).filter(|text| !text.is_empty());
    if let Some(resolution) = &resolution {
        text::within("resolution", resolution, MAX_RESOLUTION)?;
    }
    let now = clock.now();
    let statement = "UPDATE reports SET state = 'resolved', resolution = $2, resolved_at = $3 \
        WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement).bind(id).bind(&resolution).bind(now)
    )?;
    Ok(Report {
        state: State::Resolved,
        resolution,
        resolved_at: Some(now),
        ..report
    })
}
