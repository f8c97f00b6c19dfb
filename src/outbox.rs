//! Events written in the same transaction as the change that they tell of.
//!
//! An event names its subject and carries nothing else: whoever publishes it reads the
//! subject's present state, so that several changes in a row become one publication.
//! Domains write here and know nothing of who reads.

use serde::Serialize;

use crate::clock::{Timestamp, rfc3339};
use crate::error::{Error, Result};
use crate::id::{OfferId, OrganizationId};
use crate::store::{Tx, execute, on, push_list};
use crate::words::Saying;

pub use crate::store::written::{Written, listened, listening};

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An organization became public, or its public record changed.
    OrganizationChanged(OrganizationId),
    /// An organization is no longer public, by removal, suspension or dissolution.
    OrganizationRemoved(OrganizationId),
    /// An offer or need was published, edited, met, closed or expired.
    OfferChanged(OfferId),
    /// An offer or need was withdrawn and must disappear everywhere.
    OfferWithdrawn(OfferId),
    /// What the actor at a path shows first may have changed.
    FeaturedDue(String),
    /// The channels of a record are to be looked at again: the path of an offer of ours, or
    /// the address of another's offer or organization.
    ChannelsDue(String),
}

impl Event {
    fn columns(&self) -> (&'static str, &str) {
        match self {
            Self::OrganizationChanged(id) => ("organization-changed", id.as_str()),
            Self::OrganizationRemoved(id) => ("organization-removed", id.as_str()),
            Self::OfferChanged(id) => ("offer-changed", id.as_str()),
            Self::OfferWithdrawn(id) => ("offer-withdrawn", id.as_str()),
            Self::FeaturedDue(actor) => ("featured-due", actor),
            Self::ChannelsDue(record) => ("channels-due", record),
        }
    }

    fn read(kind: &str, subject: &str) -> Result<Self> {
        Ok(match kind {
            "organization-changed" => Self::OrganizationChanged(OrganizationId::parse(subject)?),
            "organization-removed" => Self::OrganizationRemoved(OrganizationId::parse(subject)?),
            "offer-changed" => Self::OfferChanged(OfferId::parse(subject)?),
            "offer-withdrawn" => Self::OfferWithdrawn(OfferId::parse(subject)?),
            "featured-due" => Self::FeaturedDue(subject.to_owned()),
            "channels-due" => Self::ChannelsDue(subject.to_owned()),
            other => {
                return Err(Error::internal(format!(
                    "an event of unknown kind {other:?}"
                )));
            }
        })
    }
}

/// An event that waits to be published.
#[derive(Debug, Clone)]
pub struct Pending {
    /// Its place in the queue.
    pub seq: i64,
    /// What changed.
    pub event: Event,
    /// Whether it belongs to a bulk change, which is pushed to nobody: peers get one hint
    /// and read the log.
    pub is_bulk: bool,
}

/// Writes an event that followers and peers shall hear of at once.
pub async fn push(tx: &mut Tx, event: &Event, now: Timestamp) -> Result<()> {
    write(tx, event, false, now).await
}

/// Writes an event of a bulk change.
pub async fn push_bulk(tx: &mut Tx, event: &Event, now: Timestamp) -> Result<()> {
    write(tx, event, true, now).await
}

/// Writes events, many in one statement.
pub async fn push_all(tx: &mut Tx, events: &[Event], now: Timestamp) -> Result<()> {
    write_all(tx, events, false, now).await
}

/// Writes the events of a bulk change, many in one statement.
pub async fn push_all_bulk(tx: &mut Tx, events: &[Event], now: Timestamp) -> Result<()> {
    write_all(tx, events, true, now).await
}

async fn write_all(tx: &mut Tx, events: &[Event], is_bulk: bool, now: Timestamp) -> Result<()> {
    for some in events.chunks(500) {
        let places: Vec<i64> = on!(tx, |c| async {
            let insert = "INSERT INTO events (kind, subject, bulk, created_at) ";
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(some, |mut row, event| {
                let (kind, subject) = event.columns();
                row.push_bind(kind)
                    .push_bind(subject)
                    .push_bind(is_bulk)
                    .push_bind(now);
            });
            builder.push(" RETURNING seq");
            builder.build_query_scalar().fetch_all(c).await
        })?;
        tx.wrote(&places);
    }
    Ok(())
}

async fn write(tx: &mut Tx, event: &Event, is_bulk: bool, now: Timestamp) -> Result<()> {
    let (kind, subject) = event.columns();
    let statement = "INSERT INTO events (kind, subject, bulk, created_at) \
        VALUES ($1, $2, $3, $4) RETURNING seq";
    let place: i64 = on!(tx, |c| sqlx::query_scalar(statement)
        .bind(kind)
        .bind(subject)
        .bind(is_bulk)
        .bind(now)
        .fetch_one(c))?;
    tx.wrote(&[place]);
    Ok(())
}

/// The oldest events, in order.
pub async fn pending(tx: &mut Tx, limit: i64) -> Result<Vec<Pending>> {
    let query = "SELECT seq, kind, subject, bulk FROM events WHERE failure IS NULL \
        ORDER BY seq LIMIT $1";
    let rows: Vec<(i64, String, String, bool)> =
        on!(tx, |c| sqlx::query_as(query).bind(limit).fetch_all(c))?;
    rows.into_iter()
        .map(|(seq, kind, subject, is_bulk)| {
            Ok(Pending {
                seq,
                event: Event::read(&kind, &subject)?,
                is_bulk,
            })
        })
        .collect()
}

/// The place of the oldest event, whatever it says.
pub async fn first(tx: &mut Tx) -> Result<Option<i64>> {
    let query = "SELECT MIN(seq) FROM events WHERE failure IS NULL";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// The place of the newest event that waits.
pub async fn last(tx: &mut Tx) -> Result<Option<i64>> {
    let query = "SELECT MAX(seq) FROM events WHERE failure IS NULL";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// The place of the newest event that could not be published; 0 when there is none.
pub async fn last_set_aside(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COALESCE(MAX(seq), 0) FROM events WHERE failure IS NOT NULL";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// Takes events off the queue, in the transaction that published them, and those before them
/// that could not be published: what their subjects are now was told.
pub async fn forget(tx: &mut Tx, events: &[Pending]) -> Result<()> {
    for some in events.chunks(500) {
        on!(tx, |c| async {
            let delete = "DELETE FROM events WHERE failure IS NOT NULL AND subject IN ";
            let mut builder = sqlx::QueryBuilder::new(delete);
            push_list(
                &mut builder,
                some.iter().map(|event| event.event.columns().1),
            );
            builder.build().execute(c).await.map(|_| ())
        })?;
        on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new("DELETE FROM events WHERE seq IN ");
            push_list(&mut builder, some.iter().map(|event| event.seq));
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Sets aside an event that cannot be published, so that it stops no other.
pub async fn set_aside(tx: &mut Tx, seq: i64, failure: impl Into<Saying>) -> Result<()> {
    let failure: Saying = failure.into();
    let statement = "UPDATE events SET failure = $2 WHERE seq = $1 AND failure IS NULL";
    execute!(tx, sqlx::query(statement).bind(seq).bind(failure.to_text()))?;
    Ok(())
}

/// An event that could not be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// Its place in the queue.
    pub seq: i64,
    /// What happened, such as `offer-changed`.
    pub kind: String,
    /// What it happened to.
    pub subject: String,
    /// When.
    #[serde(serialize_with = "rfc3339::serialize")]
    pub created_at: Timestamp,
    /// Why it could not be published.
    pub failure: Saying,
}

/// What could not be published, the oldest first.
pub async fn aside(tx: &mut Tx, limit: i64) -> Result<Vec<SetAside>> {
    let query = "SELECT seq, kind, subject, created_at, failure FROM events \
        WHERE failure IS NOT NULL ORDER BY seq LIMIT $1";
    let rows: Vec<(i64, String, String, Timestamp, String)> =
        on!(tx, |c| sqlx::query_as(query).bind(limit).fetch_all(c))?;
    let set_aside = rows.into_iter();
    let set_aside = set_aside.map(|(seq, kind, subject, created_at, failure)| SetAside {
        seq,
        kind,
        subject,
        created_at,
        failure: Saying::from_text(&failure),
    });
    Ok(set_aside.collect())
}

/// How much could not be published.
pub async fn count_set_aside(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM events WHERE failure IS NOT NULL";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// Whether something that was written by a deed could not be published.
pub async fn is_set_aside(tx: &mut Tx, written: &Written) -> Result<bool> {
    let Some((first, last)) = written.span() else {
        return Ok(false);
    };
    let query = "SELECT seq FROM events WHERE failure IS NOT NULL AND seq BETWEEN $1 AND $2";
    let set_aside: Vec<i64> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(first)
        .bind(last)
        .fetch_all(c))?;
    Ok(set_aside.into_iter().any(|seq| written.holds(seq)))
}

/// Has everything tried again that could not be published, and says how much that is.
pub async fn retry(tx: &mut Tx) -> Result<u64> {
    let statement = "UPDATE events SET failure = NULL WHERE failure IS NOT NULL";
    execute!(tx, sqlx::query(statement))
}
