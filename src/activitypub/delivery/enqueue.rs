//! Writing deliveries, and the ledger of whom an object was ever told to.

use sqlx::AssertSqlSafe;
use url::Url;

use super::ceiling::REASON;
use super::lanes::{self, BEHIND, CHUNK, LOCK, placeholders};
use crate::activitypub::client::authority;
use crate::activitypub::{documents, restrictions};
use crate::clock::Timestamp;
use crate::error::{Result, Trouble};
use crate::store::{Tx, execute, on};

/// How many values all rows of an insert share.
const SHARED: usize = 5;
/// How many values each row binds besides.
const OWN: usize = 4;

/// An activity that goes out. It is kept in `activities` already.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// The activity's path.
    pub activity: &'a str,
    /// The path of the actor that sends and signs it.
    pub actor: &'a str,
    /// What it is about; a newer Update or a Delete makes waiting Updates of the same
    /// object superfluous.
    pub object: &'a str,
    /// Its type, such as `Create`.
    pub kind: &'a str,
}

/// Queues an activity for inboxes, those of blocked hosts left out, and returns for how many
/// it was not queued before. An inbox that is no address is kept among the refused, where it
/// can be seen.
pub async fn enqueue(
    tx: &mut Tx,
    outgoing: &Outgoing<'_>,
    inboxes: &[String],
    now: Timestamp,
) -> Result<u64> {
    if inboxes.is_empty() {
        return Ok(0);
    }
    let inboxes = restrictions::without_blocked(tx, inboxes).await?;
    if inboxes.is_empty() {
        return Ok(0);
    }
    tx.lock_name(LOCK, true).await?;
    // A Create tells the whole object, which nobody is to hear of while it is withheld.
    let is_told = outgoing.kind == "Update" && !documents::withholds(tx, outgoing.object).await?;
    let mut added = 0;
    let mut superseded = Vec::new();
    for chunk in inboxes.chunks(CHUNK) {
        if matches!(outgoing.kind, "Update" | "Delete") {
            superseded.extend(supersede(tx, outgoing, chunk, now).await?);
        }
        if is_told {
            bring_back(tx, outgoing, chunk).await?;
        }
        added += insert(tx, outgoing, chunk, now).await?;
    }
    lanes::advance_after(tx, &superseded, now).await?;
    lanes::advance_for(tx, outgoing.activity, now).await?;
    Ok(added)
}

/// Ends Updates that an Update or a Delete of the same object overtakes; those under way
/// are let go. Returns which.
async fn supersede(
    tx: &mut Tx,
    outgoing: &Outgoing<'_>,
    inboxes: &[String],
    now: Timestamp,
) -> Result<Vec<i64>> {
    // Paths end in a UUIDv7, so an older activity has a smaller path, and one that is
    // queued a second time does not overtake its successors.
    let statement = format!(
        "UPDATE deliveries SET state = 'superseded', finished_at = $1, leased_until = 0 \
         WHERE object = $2 AND activity < $3 AND type = 'Update' AND state = 'pending' \
         AND leased_until <= $1 AND inbox IN ({}) RETURNING seq",
        placeholders(4, inboxes.len())
    );
    on!(tx, |c| {
        let mut query = sqlx::query_scalar(AssertSqlSafe(statement.as_str()))
            .bind(now)
            .bind(outgoing.object)
            .bind(outgoing.activity);
        for inbox in inboxes {
            query = query.bind(inbox);
        }
        query.fetch_all(c)
    })
}

/// Lets the Create of an object that changes wait again where it was given up because too much
/// waited: the change alone would tell of what nobody there knows.
async fn bring_back(tx: &mut Tx, outgoing: &Outgoing<'_>, inboxes: &[String]) -> Result<()> {
    let statement = format!(
        "UPDATE deliveries SET state = 'pending', next_at = {}, finished_at = NULL, \
         last_error = NULL WHERE object = $1 AND actor = $2 AND type = 'Create' \
         AND state = 'superseded' AND last_error = $3 AND inbox IN ({})",
        BEHIND.0,
        placeholders(4, inboxes.len())
    );
    execute!(tx, {
        let mut query = sqlx::query(AssertSqlSafe(statement.as_str()))
            .bind(outgoing.object)
            .bind(outgoing.actor)
            .bind(REASON);
        for inbox in inboxes {
            query = query.bind(inbox);
        }
        query
    })?;
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    outgoing: &Outgoing<'_>,
    inboxes: &[String],
    now: Timestamp,
) -> Result<u64> {
    let row = |number: usize| {
        let own = placeholders(SHARED + 1 + number * OWN, OWN);
        format!("($1, $2, $3, $4, $5, 0, 0, {}, {own})", BEHIND.0)
    };
    let rows: Vec<String> = (0..inboxes.len()).map(row).collect();
    let statement = format!(
        "INSERT INTO deliveries (activity, actor, object, type, created_at, attempts, \
         leased_until, next_at, inbox, host, state, last_error) \
         VALUES {} ON CONFLICT (activity, inbox) DO NOTHING",
        rows.join(", ")
    );
    execute!(tx, {
        let mut query = sqlx::query(AssertSqlSafe(statement.as_str()))
            .bind(outgoing.activity)
            .bind(outgoing.actor)
            .bind(outgoing.object)
            .bind(outgoing.kind)
            .bind(now);
        for inbox in inboxes {
            let host = host_of(inbox);
            let (state, error) = if host.is_empty() {
                let said = "the inbox is no address of a host";
                (
                    "refused",
                    Some(Trouble::kept(Some(Trouble::NoAddress), said)),
                )
            } else {
                ("pending", None)
            };
            query = query.bind(inbox).bind(host).bind(state).bind(error);
        }
        query
    })
}

/// The host of an inbox, with its port if that is no usual one; empty when there is none.
pub(super) fn host_of(inbox: &str) -> String {
    Url::parse(inbox).map_or_else(|_no_address| String::new(), |url| authority(&url))
}

/// Every inbox that an activity about `object` was ever queued for: whoever may know of it.
pub async fn ledger(tx: &mut Tx, object: &str) -> Result<Vec<String>> {
    let query = "SELECT DISTINCT inbox FROM deliveries WHERE object = $1 ORDER BY inbox";
    on!(tx, |c| sqlx::query_scalar(query).bind(object).fetch_all(c))
}

/// Every inbox that was ever told of what `actor` said, by itself or by others: whoever may
/// know it.
pub async fn ledger_of_actor(tx: &mut Tx, actor: &str) -> Result<Vec<String>> {
    let query = "SELECT DISTINCT inbox FROM deliveries \
        WHERE object IN (SELECT object FROM activities WHERE actor = $1) ORDER BY inbox";
    on!(tx, |c| sqlx::query_scalar(query).bind(actor).fetch_all(c))
}

/// Every inbox that one activity was ever queued for.
pub async fn told(tx: &mut Tx, activity: &str) -> Result<Vec<String>> {
    let query = "SELECT inbox FROM deliveries WHERE activity = $1 ORDER BY inbox";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(activity)
        .fetch_all(c))
}

/// Which hosts know that an object is gone (Regulation (EU) 2016/679, articles 17 and 19).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirmations {
    /// Hosts that took every Delete of it.
    pub confirmed: Vec<String>,
    /// Hosts of which at least one inbox has not taken it, and those that were told of the object
    /// and not of its end, as is one that was blocked meanwhile.
    pub unconfirmed: Vec<String>,
}

/// Who confirmed the removal of `object`, and who has not.
pub async fn confirmations(tx: &mut Tx, object: &str) -> Result<Confirmations> {
    let query = "SELECT host, CAST(COALESCE(MIN(CASE WHEN type <> 'Delete' THEN NULL \
            WHEN state = 'delivered' THEN 1 ELSE 0 END), 0) AS BIGINT) \
        FROM deliveries WHERE object = $1 AND (type = 'Delete' OR state = 'delivered') \
        GROUP BY host ORDER BY host";
    let hosts: Vec<(String, i64)> = on!(tx, |c| sqlx::query_as(query).bind(object).fetch_all(c))?;
    let mut found = Confirmations::default();
    for (host, is_confirmed) in hosts {
        if is_confirmed == 1 {
            found.confirmed.push(host);
        } else {
            found.unconfirmed.push(host);
        }
    }
    Ok(found)
}
