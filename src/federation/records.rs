//! Others' records: a cache with its origin, its freshness and its tombstones.

mod listed;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::outbox::{self, Event};
use crate::search::due;
use crate::store::{Tx, execute, on, push_list};

pub use self::listed::{Wanted, newest, of_a_page};

/// The noun that a record is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An organization, listed or active.
    Organization,
    /// An offer or need.
    Offer,
}

impl Kind {
    /// The name under which the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Offer => "offer",
        }
    }
}

/// A record as its node published it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Record {
    /// Its id on its own node.
    pub id: String,
    /// The id of the node actor that it came from.
    pub origin: String,
    /// `organization` or `offer`.
    pub kind: String,
    /// The actor that may change it.
    pub owner: String,
    /// Of an offer, the organization that makes it.
    pub organization: Option<String>,
    /// Of an offer, `offer` or `need`.
    pub purpose: Option<String>,
    /// The name or title.
    pub name: String,
    /// The territory's code.
    pub territory: Option<String>,
    /// The record in JSON, without context and proof.
    pub body: String,
    /// The digest by which nodes compare it.
    pub record_digest: String,
    /// When its node changed it last.
    pub updated: Timestamp,
    /// The number of the log entry that told of it.
    pub log_seq: Option<i64>,
    /// When it arrived here.
    pub received_at: Timestamp,
    /// Whether it was removed.
    pub gone: bool,
    /// Whether it stands in no list, though it is held.
    pub withheld: bool,
    /// Whether somebody else is said to attest the organization.
    pub attested: bool,
}

impl Record {
    /// Whether it is a tombstone that was laid before anything of the record arrived: every
    /// offer that did has an organization.
    pub fn is_unseen(&self) -> bool {
        self.gone && self.kind == Kind::Offer.as_str() && self.organization.is_none()
    }
}

pub(super) const COLUMNS: &str = "id, origin, kind, owner, organization, purpose, name, territory, body, \
    record_digest, updated, log_seq, received_at, gone, withheld, attested";

/// Holds a record if it is newer than what is held, by its log number where it has one;
/// `false` when it is not, or when a tombstone stands. A removal is always newer. The
/// caller has checked that the sender owns the record, and has it looked at again by the index.
pub async fn hold(tx: &mut Tx, record: &Record) -> Result<bool> {
    let statement = "INSERT INTO remote_records (id, origin, kind, owner, organization, purpose, \
        name, territory, body, record_digest, updated, log_seq, received_at, gone, withheld, \
        attested) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
        ON CONFLICT (id) DO UPDATE SET owner = $4, organization = $5, purpose = $6, name = $7, \
        territory = $8, body = $9, record_digest = $10, updated = $11, log_seq = $12, \
        received_at = $13, gone = $14, withheld = $15, attested = $16 \
        WHERE remote_records.gone = FALSE AND ($14 OR $12 > remote_records.log_seq \
            OR (remote_records.log_seq IS NULL AND $11 > remote_records.updated))";
    let held = execute!(
        tx,
        sqlx::query(statement)
            .bind(&record.id)
            .bind(&record.origin)
            .bind(&record.kind)
            .bind(&record.owner)
            .bind(&record.organization)
            .bind(&record.purpose)
            .bind(&record.name)
            .bind(&record.territory)
            .bind(&record.body)
            .bind(&record.record_digest)
            .bind(record.updated)
            .bind(record.log_seq)
            .bind(record.received_at)
            .bind(record.gone)
            .bind(record.withheld)
            .bind(record.attested)
    )?;
    Ok(held > 0)
}

/// A record with what is found by its words too: the offers of an organization, and the record
/// under which it is shown.
pub(super) async fn found_with(tx: &mut Tx, id: &str) -> Result<Vec<String>> {
    let query = "SELECT id FROM remote_records WHERE id = $1 OR organization = $1 \
        UNION SELECT shown_as FROM remote_records WHERE id = $1 AND shown_as IS NOT NULL";
    on!(tx, |c| sqlx::query_scalar(query).bind(id).fetch_all(c))
}

/// The record under `id`, gone or not.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Record>> {
    let query = format!("SELECT {COLUMNS} FROM remote_records WHERE id = $1");
    on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(id)
        .fetch_optional(c))
}

/// The records under some ids, gone or not; no more than a page of them.
pub async fn get_all(tx: &mut Tx, ids: &[&str]) -> Result<Vec<Record>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = format!("SELECT {COLUMNS} FROM remote_records WHERE id IN ");
    on!(tx, |c| async {
        let mut builder = sqlx::QueryBuilder::new(select);
        push_list(&mut builder, ids);
        builder.build_query_as().fetch_all(c).await
    })
}

/// Records of `kind` that stand and are shown by themselves, by name, after (`name`, `id`).
pub async fn list(
    tx: &mut Tx,
    kind: Kind,
    after: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<Record>> {
    let query = format!(
        "SELECT {COLUMNS} FROM remote_records WHERE kind = $1 AND gone = FALSE \
         AND withheld = FALSE AND shown_as IS NULL AND (name > $2 OR (name = $2 AND id > $3)) ORDER BY name, id LIMIT $4"
    );
    let (name, id) = after.unwrap_or(("", ""));
    on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(kind.as_str())
        .bind(name)
        .bind(id)
        .bind(limit)
        .fetch_all(c))
}

/// Marks the offers of an organization that is gone as gone with it, and says how many there
/// were and how long their bodies together.
pub async fn remove_offers_of(
    tx: &mut Tx,
    organization: &str,
    now: Timestamp,
) -> Result<(i64, i64)> {
    let query = "SELECT COUNT(*), CAST(COALESCE(SUM(OCTET_LENGTH(body)), 0) AS BIGINT) \
        FROM remote_records WHERE kind = 'offer' AND organization = $1 AND gone = FALSE";
    let removed: (i64, i64) = on!(tx, |c| sqlx::query_as(query)
        .bind(organization)
        .fetch_one(c))?;
    let offers = offers_of(tx, organization).await?;
    due::note(tx, &offers).await?;
    let statement = "UPDATE remote_records SET gone = TRUE, body = '{}', record_digest = '', \
        received_at = $2 WHERE kind = 'offer' AND organization = $1 AND gone = FALSE";
    execute!(tx, sqlx::query(statement).bind(organization).bind(now))?;
    Ok(removed)
}

/// The offers of an organization, gone ones included.
pub async fn offers_of(tx: &mut Tx, organization: &str) -> Result<Vec<String>> {
    let query = "SELECT id FROM remote_records WHERE organization = $1 ORDER BY id";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(organization)
        .fetch_all(c))
}

/// The offers that stand of the peers that are carried.
pub async fn offers_of_carried(tx: &mut Tx) -> Result<Vec<String>> {
    let query = "SELECT r.id FROM remote_records r JOIN peers p ON p.id = r.origin \
        WHERE p.carried AND r.kind = 'offer' AND r.gone = FALSE";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))
}

/// The offers of `origin`, gone ones included.
pub async fn offers_from(tx: &mut Tx, origin: &str) -> Result<Vec<String>> {
    let query = "SELECT id FROM remote_records WHERE origin = $1 AND kind = 'offer'";
    on!(tx, |c| sqlx::query_scalar(query).bind(origin).fetch_all(c))
}

/// Lets every record of `origin` be replaced by whatever its log says next, since the
/// numbers of that log began anew. Organizations are in their node's keeping again, since
/// it is the node that speaks first of each. Tombstones stay.
pub async fn begin_epoch(tx: &mut Tx, origin: &str) -> Result<()> {
    let statement = "UPDATE remote_records SET log_seq = 0, owner = CASE \
        WHEN kind = 'organization' AND gone = FALSE THEN origin ELSE owner END \
        WHERE origin = $1";
    execute!(tx, sqlx::query(statement).bind(origin))?;
    Ok(())
}

/// Drops what the log of `origin` did not tell of again after its numbers began anew, and
/// says how many records that were.
pub async fn drop_stale(tx: &mut Tx, origin: &str, now: Timestamp) -> Result<u64> {
    let query = "SELECT id FROM remote_records \
        WHERE origin = $1 AND log_seq = 0 AND gone = FALSE AND kind = 'offer'";
    let stale: Vec<String> = on!(tx, |c| sqlx::query_scalar(query).bind(origin).fetch_all(c))?;
    leave_channels(tx, stale, now).await?;
    note_all_of(tx, origin, true).await?;
    let statement = "DELETE FROM remote_records WHERE origin = $1 AND log_seq = 0 AND gone = FALSE";
    execute!(tx, sqlx::query(statement).bind(origin))
}

/// What is held of one origin: organizations, offers and needs, tombstones, newest arrival.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct Holdings {
    /// Organizations that stand.
    pub organizations: i64,
    /// Offers and needs that stand.
    pub offers: i64,
    /// Records that were removed.
    pub tombstones: i64,
    /// When the newest arrived.
    pub newest: Option<Timestamp>,
}

/// Counts what is held of `origin`.
pub async fn holdings(tx: &mut Tx, origin: &str) -> Result<Holdings> {
    let query = "SELECT \
        COALESCE(SUM(CASE WHEN kind = 'organization' AND gone = FALSE THEN 1 ELSE 0 END), 0) AS organizations, \
        COALESCE(SUM(CASE WHEN kind = 'offer' AND gone = FALSE THEN 1 ELSE 0 END), 0) AS offers, \
        COALESCE(SUM(CASE WHEN gone THEN 1 ELSE 0 END), 0) AS tombstones, \
        MAX(received_at) AS newest FROM remote_records WHERE origin = $1";
    on!(tx, |c| sqlx::query_as(query).bind(origin).fetch_one(c))
}

/// Ids and digests of all records of `origin` that stand, for comparing with its own digest.
pub async fn digests(tx: &mut Tx, origin: &str) -> Result<Vec<(String, String)>> {
    let query = "SELECT id, record_digest FROM remote_records WHERE origin = $1 AND gone = FALSE";
    on!(tx, |c| sqlx::query_as(query).bind(origin).fetch_all(c))
}

/// Takes away a tombstone that was laid before anything of the record arrived.
pub async fn lift(tx: &mut Tx, id: &str) -> Result<()> {
    let statement = "DELETE FROM remote_records WHERE id = $1 AND gone AND organization IS NULL";
    execute!(tx, sqlx::query(statement).bind(id))?;
    Ok(())
}

/// Forgets everything of `origin`.
pub async fn forget(tx: &mut Tx, origin: &str, now: Timestamp) -> Result<u64> {
    let offers = offers_from(tx, origin).await?;
    leave_channels(tx, offers, now).await?;
    note_all_of(tx, origin, false).await?;
    execute!(
        tx,
        sqlx::query("DELETE FROM remote_records WHERE origin = $1").bind(origin)
    )
}

/// Keeps a peer's records out of all lists, or shows them again.
pub async fn withhold_from(
    tx: &mut Tx,
    origin: &str,
    withheld: bool,
    now: Timestamp,
) -> Result<()> {
    let statement = "UPDATE remote_records SET withheld = $2 \
        WHERE origin = $1 AND withheld <> $2 RETURNING id, kind";
    let changed: Vec<(String, String)> = on!(tx, |c| sqlx::query_as(statement)
        .bind(origin)
        .bind(withheld)
        .fetch_all(c))?;
    note_all_of(tx, origin, false).await?;
    leave_channels(tx, offers_among(changed), now).await
}

/// Has all records of an origin looked at again by the indexer, or those alone that its log
/// did not tell of again, and the records under which they are shown.
async fn note_all_of(tx: &mut Tx, origin: &str, is_stale: bool) -> Result<()> {
    let query = "SELECT id FROM remote_records WHERE origin = $1 AND gone = FALSE \
        AND ($2 = FALSE OR log_seq = 0) \
        UNION SELECT shown_as FROM remote_records WHERE origin = $1 AND shown_as IS NOT NULL";
    let all: Vec<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(origin)
        .bind(is_stale)
        .fetch_all(c))?;
    due::note(tx, &all).await
}

/// Keeps what one actor publishes out of all lists, or shows it again.
pub async fn withhold_of(tx: &mut Tx, actor: &str, withheld: bool, now: Timestamp) -> Result<()> {
    let statement = "UPDATE remote_records SET withheld = $2 \
        WHERE (id = $1 OR organization = $1) AND withheld <> $2 RETURNING id, kind";
    let changed: Vec<(String, String)> = on!(tx, |c| sqlx::query_as(statement)
        .bind(actor)
        .bind(withheld)
        .fetch_all(c))?;
    if !changed.is_empty() {
        let around = found_with(tx, actor).await?;
        due::note(tx, &around).await?;
    }
    leave_channels(tx, offers_among(changed), now).await
}

/// Keeps a peer's offers out of all lists.
pub async fn withhold_offers_from(tx: &mut Tx, origin: &str, now: Timestamp) -> Result<()> {
    let statement = "UPDATE remote_records SET withheld = TRUE \
        WHERE origin = $1 AND kind = 'offer' AND withheld = FALSE RETURNING id";
    let changed: Vec<String> = on!(tx, |c| sqlx::query_scalar(statement)
        .bind(origin)
        .fetch_all(c))?;
    due::note(tx, &changed).await?;
    leave_channels(tx, changed, now).await
}

/// A peer's offers that stand in no list, each with its organization.
pub async fn withheld_offers_from(
    tx: &mut Tx,
    origin: &str,
) -> Result<Vec<(String, Option<String>)>> {
    let query = "SELECT id, organization FROM remote_records \
        WHERE origin = $1 AND kind = 'offer' AND withheld";
    on!(tx, |c| sqlx::query_as(query).bind(origin).fetch_all(c))
}

/// Has offers stand in lists again.
pub async fn show(tx: &mut Tx, offers: Vec<String>, now: Timestamp) -> Result<()> {
    let statement = "UPDATE remote_records SET withheld = FALSE WHERE id = $1";
    for offer in &offers {
        execute!(tx, sqlx::query(statement).bind(offer))?;
    }
    due::note(tx, &offers).await?;
    leave_channels(tx, offers, now).await
}

fn offers_among(changed: Vec<(String, String)>) -> Vec<String> {
    let is_offer = |(_, kind): &(String, String)| kind == Kind::Offer.as_str();
    changed
        .into_iter()
        .filter(is_offer)
        .map(|(id, _)| id)
        .collect()
}

/// Has the channels of offers looked at again that are not held any more.
async fn leave_channels(tx: &mut Tx, offers: Vec<String>, now: Timestamp) -> Result<()> {
    let events: Vec<Event> = offers.into_iter().map(Event::ChannelsDue).collect();
    outbox::push_all_bulk(tx, &events, now).await
}
