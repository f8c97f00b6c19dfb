//! The queue as its keeper sees it: what waits, for whom and why, and what to do about it.

use serde::Serialize;
use sqlx::AssertSqlSafe;
use sqlx::query::{Query, QueryScalar};

use super::lanes::{self, BEHIND, CHUNK, LOCK, padded, placeholders};
use super::{ceiling, schedule};
use crate::clock::{Timestamp, rfc3339};
use crate::error::{Error, Result};
use crate::store::{Tx, execute, on};

/// The queue at a glance.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    /// How many deliveries are in each state.
    pub states: Vec<(String, i64)>,
    /// Hosts for which something waits or that refused something, those first for which
    /// something has waited longest.
    pub hosts: Vec<Host>,
}

/// What waits for a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Host {
    /// The host.
    pub host: String,
    /// How many deliveries wait.
    pub pending: i64,
    /// How many it refused.
    pub refused: i64,
    /// How many were given up because too many waited.
    pub given_up: i64,
    /// Since when the oldest waits.
    #[serde(serialize_with = "rfc3339::option")]
    pub oldest: Option<Timestamp>,
    /// How often in a row it could not be reached.
    pub failures: i64,
    /// Since when it cannot be reached.
    #[serde(serialize_with = "rfc3339::option")]
    pub unreachable_since: Option<Timestamp>,
    /// When it is tried next, while it rests.
    #[serde(serialize_with = "rfc3339::option")]
    pub next_at: Option<Timestamp>,
    /// What it said or did last that was no success.
    pub last_error: Option<String>,
    /// Whether it is tried only seldom.
    #[sqlx(skip)]
    pub is_dormant: bool,
}

/// A delivery that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Refused {
    /// Its number, for [`Which::Number`].
    pub seq: i64,
    /// The activity's path.
    pub activity: String,
    /// The activity's type.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// Where it was to go.
    pub inbox: String,
    /// How often it was tried.
    pub attempts: i64,
    /// The last answer's status.
    pub last_status: Option<i64>,
    /// Why it was set aside.
    pub last_error: Option<String>,
    /// When.
    #[serde(serialize_with = "rfc3339::option")]
    pub finished_at: Option<Timestamp>,
}

/// Which deliveries are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// One, by its number.
    Number(i64),
    /// All for a host.
    Host(&'a str),
    /// All.
    All,
}

impl Which<'_> {
    /// The condition, whose value if any is `$2`.
    fn condition(self) -> &'static str {
        match self {
            Self::Number(_) => "seq = $2",
            Self::Host(_) => "host = $2",
            Self::All => "$2 = ''",
        }
    }

    fn name(self) -> String {
        match self {
            Self::Number(seq) => format!("delivery {seq}"),
            Self::Host(host) => format!("a delivery for {host} that waits or was refused"),
            Self::All => "a delivery that waits or was refused".to_owned(),
        }
    }
}

/// What is not settled, without looking at what is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Backlog {
    /// How many deliveries wait,
    pub pending: i64,
    /// since when the oldest of them does,
    pub oldest: Option<Timestamp>,
    /// and how many were refused and wait for somebody's decision.
    pub refused: i64,
    /// How many hosts cannot be reached.
    pub unreachable: i64,
}

/// What is not settled of the whole queue.
pub async fn backlog(tx: &mut Tx) -> Result<Backlog> {
    let query = "SELECT \
        (SELECT COUNT(*) FROM deliveries WHERE state = 'pending') AS pending, \
        (SELECT MIN(created_at) FROM deliveries WHERE state = 'pending') AS oldest, \
        (SELECT COUNT(*) FROM deliveries WHERE state = 'refused') AS refused, \
        (SELECT COUNT(*) FROM hosts WHERE unreachable_since IS NOT NULL) AS unreachable";
    on!(tx, |c| sqlx::query_as(query).fetch_one(c))
}

/// Looks at the whole queue, or at what concerns one host.
pub async fn overview(tx: &mut Tx, host: Option<&str>, now: Timestamp) -> Result<Overview> {
    let query = "SELECT state, COUNT(*) FROM deliveries \
        WHERE $1 = '' OR host = $1 GROUP BY state ORDER BY state";
    let only = host.unwrap_or_default();
    let states = on!(tx, |c| sqlx::query_as(query).bind(only).fetch_all(c))?;
    let query = "SELECT w.host, w.pending, w.refused, w.given_up, w.oldest, COALESCE(h.failures, 0) AS failures, \
            h.unreachable_since, h.next_at, h.last_error \
        FROM (SELECT host, \
                COUNT(CASE state WHEN 'pending' THEN 1 END) AS pending, \
                COUNT(CASE state WHEN 'refused' THEN 1 END) AS refused, \
                COUNT(CASE state WHEN 'superseded' THEN 1 END) AS given_up, \
                MIN(CASE state WHEN 'pending' THEN created_at END) AS oldest \
            FROM deliveries WHERE (state IN ('pending', 'refused') \
                OR (state = 'superseded' AND last_error = $2)) AND ($1 = '' OR host = $1) GROUP BY host) w \
        LEFT JOIN hosts h ON h.host = w.host \
        ORDER BY CASE WHEN w.oldest IS NULL THEN 1 ELSE 0 END, w.oldest, w.host";
    let mut hosts: Vec<Host> = on!(tx, |c| sqlx::query_as(query)
        .bind(only)
        .bind(ceiling::REASON)
        .fetch_all(c))?;
    for host in &mut hosts {
        host.next_at = host.next_at.filter(|at| *at > now);
        host.is_dormant = schedule::is_dormant(host.unreachable_since, now);
    }
    Ok(Overview { states, hosts })
}

/// Deliveries that were set aside, of one host or of all, oldest first.
pub async fn refused(tx: &mut Tx, host: Option<&str>, limit: i64) -> Result<Vec<Refused>> {
    let query = "SELECT seq, activity, type, inbox, attempts, last_status, last_error, \
            finished_at FROM deliveries \
        WHERE state = 'refused' AND ($1 = '' OR host = $1) ORDER BY seq LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(host.unwrap_or_default())
        .bind(limit)
        .fetch_all(c))
}

/// How many deliveries were set aside.
pub async fn count_refused(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM deliveries WHERE state = 'refused'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// Tries again: what was set aside goes back to its place in its lane, a host that rests is
/// tried at once. Returns how many deliveries that concerns.
///
/// # Errors
/// [`Error::NotFound`] when there is none such.
pub async fn retry(tx: &mut Tx, which: Which<'_>, now: Timestamp) -> Result<u64> {
    tx.lock_name(LOCK, false).await?;
    // An inbox that is no address stays what it is.
    let statement = format!(
        "UPDATE deliveries SET state = 'pending', refusals = 0, finished_at = NULL, \
         next_at = CASE WHEN state = 'pending' AND next_at = {} THEN next_at ELSE $1 END \
         WHERE state IN ('pending', 'refused') AND host <> '' AND {}",
        BEHIND.0,
        which.condition()
    );
    let count = run(tx, &statement, which, now).await?;
    if count == 0 {
        return Err(Error::NotFound(which.name()));
    }
    let statement = match which {
        Which::Number(_) => {
            "UPDATE hosts SET next_at = $1 WHERE next_at > $1 \
             AND host = (SELECT host FROM deliveries WHERE seq = $2)"
        }
        Which::Host(_) => "UPDATE hosts SET next_at = $1 WHERE next_at > $1 AND host = $2",
        Which::All => "UPDATE hosts SET next_at = $1 WHERE next_at > $1 AND $2 = ''",
    };
    run(tx, statement, which, now).await?;
    Ok(count)
}

/// Gives up deliveries that wait or were refused, and returns how many. What is under way
/// may still arrive.
///
/// # Errors
/// [`Error::NotFound`] when there is none such.
pub async fn discard(tx: &mut Tx, which: Which<'_>, now: Timestamp) -> Result<u64> {
    tx.lock_name(LOCK, false).await?;
    let statement = format!(
        "UPDATE deliveries SET state = 'discarded', finished_at = $1 \
         WHERE state IN ('pending', 'refused') AND {}",
        which.condition()
    );
    let count = run(tx, &statement, which, now).await?;
    if count == 0 {
        return Err(Error::NotFound(which.name()));
    }
    // A host's lanes are empty now; only a single one may have had others behind it.
    if let Which::Number(seq) = which {
        lanes::advance_after(tx, &[seq], now).await?;
    }
    Ok(count)
}

/// Gives up what waits in one lane: what the actor at the path `actor` sends to an inbox.
pub async fn end_lane(tx: &mut Tx, actor: &str, inbox: &str, now: Timestamp) -> Result<u64> {
    tx.lock_name(LOCK, false).await?;
    let statement = "UPDATE deliveries SET state = 'discarded', finished_at = $3 \
        WHERE actor = $1 AND inbox = $2 AND state IN ('pending', 'refused')";
    execute!(tx, sqlx::query(statement).bind(actor).bind(inbox).bind(now))
}

/// The hosts for which something waits or that refused something.
pub async fn hosts(tx: &mut Tx) -> Result<Vec<String>> {
    let query = "SELECT DISTINCT host FROM deliveries WHERE state IN ('pending', 'refused')";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))
}

/// How many deliveries for a host wait or were refused.
pub async fn count_for_host(tx: &mut Tx, host: &str) -> Result<u64> {
    let query = "SELECT COUNT(*) FROM deliveries WHERE host = $1 \
        AND state IN ('pending', 'refused')";
    let count: i64 = on!(tx, |c| sqlx::query_scalar(query).bind(host).fetch_one(c))?;
    Ok(count.unsigned_abs())
}

/// How many deliveries for one inbox wait or were refused.
pub async fn count_for_inbox(tx: &mut Tx, inbox: &str) -> Result<u64> {
    let query = "SELECT COUNT(*) FROM deliveries WHERE inbox = $1 \
        AND state IN ('pending', 'refused')";
    let count: i64 = on!(tx, |c| sqlx::query_scalar(query).bind(inbox).fetch_one(c))?;
    Ok(count.unsigned_abs())
}

/// Gives up what waits for one inbox.
pub async fn end_inbox(tx: &mut Tx, inbox: &str, now: Timestamp) -> Result<u64> {
    tx.lock_name(LOCK, false).await?;
    let statement = "UPDATE deliveries SET state = 'discarded', finished_at = $2 \
        WHERE inbox = $1 AND state IN ('pending', 'refused')";
    execute!(tx, sqlx::query(statement).bind(inbox).bind(now))
}

/// Forgets activities with all their deliveries, by few statements however many there are.
/// What is under way may still arrive.
pub async fn forget(tx: &mut Tx, activities: &[String], now: Timestamp) -> Result<()> {
    if activities.is_empty() {
        return Ok(());
    }
    tx.lock_name(LOCK, false).await?;
    for chunk in activities.chunks(CHUNK) {
        let these = || padded(chunk);
        let list = |from| placeholders(from, these().count());
        let statement = format!(
            "UPDATE deliveries SET state = 'discarded', finished_at = $1 \
             WHERE state = 'pending' AND activity IN ({}) RETURNING seq",
            list(2)
        );
        let ended: Vec<i64> = on!(tx, |c| {
            let query = sqlx::query_scalar(AssertSqlSafe(statement.as_str())).bind(now);
            these().fold(query, QueryScalar::bind).fetch_all(c)
        })?;
        lanes::advance_after(tx, &ended, now).await?;
        for (table, column) in [("deliveries", "activity"), ("activities", "path")] {
            let statement = format!("DELETE FROM {table} WHERE {column} IN ({})", list(1));
            execute!(tx, {
                let query = sqlx::query(AssertSqlSafe(statement.as_str()));
                these().fold(query, Query::bind)
            })?;
        }
    }
    Ok(())
}

/// A host was heard of, so it may be reached again: what waits for it is tried at once. That
/// it sends does not show that it can be reached, so since when it could not be stays until it
/// takes something; if it does not, it rests again and is no less dormant for it.
pub async fn heard_of(tx: &mut Tx, host: &str, now: Timestamp) -> Result<()> {
    let query = "SELECT EXISTS (SELECT 1 FROM hosts \
        WHERE host = $1 AND unreachable_since IS NOT NULL)";
    let was_away: bool = on!(tx, |c| sqlx::query_scalar(query).bind(host).fetch_one(c))?;
    if was_away {
        // In the order in which attempts are settled, so that neither waits for the other.
        lanes::hurry(tx, host, now).await?;
        let statement = "UPDATE hosts SET next_at = $1 WHERE host = $2 AND next_at > $1";
        execute!(tx, sqlx::query(statement).bind(now).bind(host))?;
    }
    Ok(())
}

async fn run(tx: &mut Tx, statement: &str, which: Which<'_>, now: Timestamp) -> Result<u64> {
    let (number, text) = match which {
        Which::Number(seq) => (Some(seq), ""),
        Which::Host(host) => (None, host),
        Which::All => (None, ""),
    };
    execute!(tx, {
        let query = sqlx::query(AssertSqlSafe(statement)).bind(now);
        match number {
            Some(number) => query.bind(number),
            None => query.bind(text),
        }
    })
}
