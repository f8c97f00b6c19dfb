//! The rows of channels and of what they announced. Who follows them is not known here.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// What a channel told of an offer.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Announced {
    /// The channel's path.
    pub(super) channel: String,
    /// The path of our offer or the address of another's.
    pub(super) offer: String,
    /// The day (UTC) on which it was told.
    pub(super) day: String,
    /// `announced`, `held`, `summed` or `undone`.
    pub(super) state: String,
    /// The activity that told of its address.
    pub(super) activity: Option<String>,
    /// The activity that repeats what was published of it.
    pub(super) whole_activity: Option<String>,
}

const COLUMNS: &str = "channel, offer, day, state, activity, whole_activity";

/// Keeps a channel that is followed for the first time; `false` when it is kept already.
pub(super) async fn make(tx: &mut Tx, slice: &str, handle: &str, now: Timestamp) -> Result<bool> {
    let statement = "INSERT INTO channels (slice, handle, created_at) VALUES ($1, $2, $3) \
        ON CONFLICT (slice) DO NOTHING";
    let made = execute!(
        tx,
        sqlx::query(statement).bind(slice).bind(handle).bind(now)
    )?;
    Ok(made > 0)
}

pub(super) async fn handle(tx: &mut Tx, slice: &str) -> Result<Option<String>> {
    let query = "SELECT handle FROM channels WHERE slice = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(slice)
        .fetch_optional(c))
}

pub(super) async fn list(tx: &mut Tx) -> Result<Vec<String>> {
    let query = "SELECT slice FROM channels ORDER BY slice";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))
}

/// Notes an offer for the day's summary; `false` when the channel told of it before.
pub(super) async fn hold(
    tx: &mut Tx,
    channel: &str,
    offer: &str,
    day: &str,
    now: Timestamp,
) -> Result<bool> {
    let statement = "INSERT INTO announcements (channel, offer, day, state, created_at) \
        VALUES ($1, $2, $3, 'held', $4) ON CONFLICT (channel, offer) DO NOTHING";
    let held = execute!(
        tx,
        sqlx::query(statement)
            .bind(channel)
            .bind(offer)
            .bind(day)
            .bind(now)
    )?;
    Ok(held > 0)
}

/// Notes that an offer was announced by itself, in which activities.
pub(super) async fn announced(
    tx: &mut Tx,
    channel: &str,
    offer: &str,
    activity: &str,
    whole_activity: Option<&str>,
) -> Result<()> {
    let statement = "UPDATE announcements SET state = 'announced', activity = $3, \
        whole_activity = $4 WHERE channel = $1 AND offer = $2";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(channel)
            .bind(offer)
            .bind(activity)
            .bind(whole_activity)
    )?;
    Ok(())
}

pub(super) async fn set_state(tx: &mut Tx, channel: &str, offer: &str, state: &str) -> Result<()> {
    let statement = "UPDATE announcements SET state = $3 WHERE channel = $1 AND offer = $2";
    execute!(
        tx,
        sqlx::query(statement).bind(channel).bind(offer).bind(state)
    )?;
    Ok(())
}

/// How many a channel announced on a day, those taken back since included, and how many are
/// held for the summary.
pub(super) async fn on_day(tx: &mut Tx, channel: &str, day: &str) -> Result<(i64, i64)> {
    let query = "SELECT \
        COALESCE(SUM(CASE WHEN activity IS NOT NULL THEN 1 ELSE 0 END), 0), \
        COALESCE(SUM(CASE WHEN state = 'held' THEN 1 ELSE 0 END), 0) \
        FROM announcements WHERE channel = $1 AND day = $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(channel)
        .bind(day)
        .fetch_one(c))
}

/// Every channel's word of an offer that was not taken back.
pub(super) async fn of_offer(tx: &mut Tx, offer: &str) -> Result<Vec<Announced>> {
    let query = format!(
        "SELECT {COLUMNS} FROM announcements WHERE offer = $1 AND state <> 'undone' \
         ORDER BY channel"
    );
    on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(offer)
        .fetch_all(c))
}

/// Whether any channel ever told of anything.
pub(super) async fn has_told(tx: &mut Tx) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM announcements)";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// The offers of one state that a channel told of on a day, the oldest first.
pub(super) async fn of_day(
    tx: &mut Tx,
    channel: &str,
    day: &str,
    state: &str,
) -> Result<Vec<String>> {
    let query = "SELECT offer FROM announcements WHERE channel = $1 AND day = $2 AND state = $3 \
        ORDER BY created_at, offer";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(channel)
        .bind(day)
        .bind(state)
        .fetch_all(c))
}

/// Channels and days before `today` whose summary is due.
pub(super) async fn due(tx: &mut Tx, today: &str, limit: i64) -> Result<Vec<(String, String)>> {
    let query = "SELECT DISTINCT channel, day FROM announcements \
        WHERE state = 'held' AND day < $1 ORDER BY day, channel LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(today)
        .bind(limit)
        .fetch_all(c))
}

/// The last activity that told the whole of an offer of ours.
pub(super) async fn published(tx: &mut Tx, offer: &str) -> Result<Option<String>> {
    let query = "SELECT body FROM activities WHERE object = $1 AND type IN ('Create', 'Update') \
        ORDER BY log_seq DESC LIMIT 1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(offer)
        .fetch_optional(c))
}
