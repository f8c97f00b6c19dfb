//! Who follows our actors.

mod gone;
#[cfg(test)]
mod tests;
mod waiting;

use std::collections::BTreeSet;

use crate::activitypub::{address, rates};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::registry::Page;
use crate::store::{Tx, execute, on, push_list};

pub use gone::end_gone;
pub use waiting::{count_waiting, count_waiting_of, waiting};

/// Where a request to follow stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The office has not answered yet.
    Pending,
    /// It receives what the actor publishes.
    Accepted,
    /// It was refused.
    Rejected,
}

impl State {
    /// The name under which the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }
}

/// Somebody who follows one of our actors.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Follower {
    /// The path of our actor.
    pub actor: String,
    /// The id of the follower.
    pub follower: String,
    /// The follower's own inbox.
    pub inbox: String,
    /// The inbox that it shares with others of its server.
    pub shared_inbox: Option<String>,
    /// The id of its Follow, which our answer names.
    pub follow: String,
    /// Where it stands: `pending`, `accepted` or `rejected`.
    pub state: String,
}

/// Writes a follower; a new Follow of the same one takes the place of the old.
pub async fn put(tx: &mut Tx, follower: &Follower, now: Timestamp) -> Result<()> {
    let statement = "INSERT INTO followers \
        (actor, follower, inbox, shared_inbox, follow, state, created_at, origin, owner) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (actor, follower) DO UPDATE \
        SET inbox = $3, shared_inbox = $4, follow = $5, state = $6, origin = $8, owner = $9";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&follower.actor)
            .bind(&follower.follower)
            .bind(&follower.inbox)
            .bind(&follower.shared_inbox)
            .bind(&follower.follow)
            .bind(&follower.state)
            .bind(now)
            .bind(origin(&follower.follower))
            .bind(owner(&follower.follower))
    )?;
    Ok(())
}

/// The server of a follower, as its scheme and host.
fn origin(follower: &str) -> String {
    address::origin(follower).unwrap_or_default()
}

/// Under which name the server of a follower is counted.
fn owner(follower: &str) -> String {
    rates::name_of_host(follower).unwrap_or_default()
}

/// How many followings the people of the server of `follower` have here, and those of all
/// servers that its owner can make without limit.
pub async fn count_of_owner(tx: &mut Tx, follower: &str) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM followers WHERE owner = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(owner(follower))
        .fetch_one(c))
}

/// Who follows an actor on the server of that scheme and host.
pub async fn of_server(tx: &mut Tx, actor: &str, origin: &str) -> Result<Vec<String>> {
    let query = "SELECT follower FROM followers \
        WHERE origin = $2 AND actor = $1 AND state = 'accepted' ORDER BY follower";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(actor)
        .bind(origin)
        .fetch_all(c))
}

/// Notes the servers of followers that were written before servers were counted.
pub async fn note_origins(tx: &mut Tx) -> Result<()> {
    let query = "SELECT DISTINCT follower FROM followers WHERE origin = '' OR owner = ''";
    let unnoted: Vec<String> = on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))?;
    let statement = "UPDATE followers SET origin = $2, owner = $3 WHERE follower = $1";
    for follower in unnoted {
        execute!(
            tx,
            sqlx::query(statement)
                .bind(&follower)
                .bind(origin(&follower))
                .bind(owner(&follower))
        )?;
    }
    Ok(())
}

/// One follower of one actor.
pub async fn get(tx: &mut Tx, actor: &str, follower: &str) -> Result<Option<Follower>> {
    let query = "SELECT actor, follower, inbox, shared_inbox, follow, state FROM followers \
        WHERE actor = $1 AND follower = $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(actor)
        .bind(follower)
        .fetch_optional(c))
}

/// One follower of one actor, kept from other writers until the transaction ends.
pub async fn get_for_change(tx: &mut Tx, actor: &str, follower: &str) -> Result<Option<Follower>> {
    // Writing the row locks it, whichever database holds it.
    let statement = "UPDATE followers SET state = state WHERE actor = $1 AND follower = $2";
    execute!(tx, sqlx::query(statement).bind(actor).bind(follower))?;
    get(tx, actor, follower).await
}

/// A row of a list, with what its order goes by.
#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    follower: Follower,
    created_at: Timestamp,
}

impl Listed {
    fn cursor(&self) -> String {
        let waits = self.follower.state == State::Pending.as_str();
        let rank = i64::from(!waits);
        let at = self.created_at.0;
        format!("{rank}-{at}-{}", self.follower.follower)
    }
}

/// Who follows an actor or waits, those who wait first, after the cursor that the page before
/// gave.
///
/// # Errors
/// [`Error::Invalid`] when the cursor is none of ours.
pub async fn page(
    tx: &mut Tx,
    actor: &str,
    is_waiting: bool,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Follower>> {
    let (rank, at, follower) = after.map_or(Ok((-1, 0, "")), read_cursor)?;
    let query = "SELECT actor, follower, inbox, shared_inbox, follow, state, created_at FROM \
            (SELECT actor, follower, inbox, shared_inbox, follow, state, created_at, \
                CASE state WHEN 'pending' THEN 0 ELSE 1 END AS rank FROM followers \
            WHERE actor = $1 AND (state = 'pending' OR (state = 'accepted' AND NOT $2))) found \
        WHERE rank > $3 OR (rank = $3 AND (created_at > $4 \
            OR (created_at = $4 AND follower > $5))) \
        ORDER BY rank, created_at, follower LIMIT $6";
    let one_more = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let found: Vec<Listed> = on!(tx, |c| sqlx::query_as(query)
        .bind(actor)
        .bind(is_waiting)
        .bind(rank)
        .bind(at)
        .bind(follower)
        .bind(one_more)
        .fetch_all(c))?;
    let page = Page::cut(found, limit, Listed::cursor);
    Ok(Page {
        items: page.items.into_iter().map(|one| one.follower).collect(),
        next: page.next,
    })
}

fn read_cursor(cursor: &str) -> Result<(i64, i64, &str)> {
    let mut parts = cursor.splitn(3, '-');
    let mut number = || parts.next()?.parse().ok();
    let (rank, at) = (number(), number());
    match (rank, at, parts.next()) {
        (Some(rank), Some(at), Some(follower)) => Ok((rank, at, follower)),
        _ => Err(Error::invalid(
            "after",
            "is no cursor of this list; leave it out to begin anew",
        )),
    }
}

/// Changes where a follower stands; `false` when there is none.
pub async fn set_state(tx: &mut Tx, actor: &str, follower: &str, state: State) -> Result<bool> {
    let statement = "UPDATE followers SET state = $3 WHERE actor = $1 AND follower = $2";
    let query = execute!(
        tx,
        sqlx::query(statement)
            .bind(actor)
            .bind(follower)
            .bind(state.as_str())
    )?;
    Ok(query > 0)
}

/// Ends one following; `false` when there was none.
pub async fn remove(tx: &mut Tx, actor: &str, follower: &str) -> Result<bool> {
    let statement = "DELETE FROM followers WHERE actor = $1 AND follower = $2";
    Ok(execute!(tx, sqlx::query(statement).bind(actor).bind(follower))? > 0)
}

/// Everybody who follows any actor of ours or waits to, each once.
pub async fn everybody(tx: &mut Tx) -> Result<Vec<String>> {
    let query = "SELECT DISTINCT follower FROM followers ORDER BY follower";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))
}

/// How many actors of ours `follower` follows or waits to.
pub async fn count_of(tx: &mut Tx, follower: &str) -> Result<u64> {
    let query = "SELECT COUNT(*) FROM followers WHERE follower = $1";
    let count: i64 = on!(tx, |c| sqlx::query_scalar(query)
        .bind(follower)
        .fetch_one(c))?;
    Ok(count.unsigned_abs())
}

/// Ends all that `follower` followed, as when its account is gone.
pub async fn remove_everywhere(tx: &mut Tx, follower: &str) -> Result<u64> {
    execute!(
        tx,
        sqlx::query("DELETE FROM followers WHERE follower = $1").bind(follower)
    )
}

/// How many accepted followers an actor has.
pub async fn count(tx: &mut Tx, actor: &str) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM followers WHERE actor = $1 AND state = 'accepted'";
    on!(tx, |c| sqlx::query_scalar(query).bind(actor).fetch_one(c))
}

/// Those of the actors at `paths` that somebody follows.
pub async fn followed(tx: &mut Tx, paths: &BTreeSet<String>) -> Result<Vec<String>> {
    on!(tx, |c| async {
        let query = "SELECT DISTINCT actor FROM followers WHERE state = 'accepted' AND actor IN ";
        let mut builder = sqlx::QueryBuilder::new(query);
        push_list(&mut builder, paths);
        builder.push(" ORDER BY actor");
        builder.build_query_scalar().fetch_all(c).await
    })
}

/// The inboxes that reach the followers of `actor`: one of each server that shares one.
pub async fn inboxes(tx: &mut Tx, actor: &str) -> Result<Vec<String>> {
    let query = "SELECT DISTINCT COALESCE(shared_inbox, inbox) FROM followers \
        WHERE actor = $1 AND state = 'accepted'";
    on!(tx, |c| sqlx::query_scalar(query).bind(actor).fetch_all(c))
}

/// The inboxes of the peers that follow our node and so hear of every public change.
pub async fn peer_inboxes(tx: &mut Tx) -> Result<Vec<String>> {
    let query = "SELECT DISTINCT COALESCE(f.shared_inbox, f.inbox) FROM followers f \
        JOIN peers p ON p.id = f.follower WHERE f.actor = '/actor' AND f.state = 'accepted'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))
}

/// The hosts of the peers that follow our node: each reads in the log what no delivery tells.
pub async fn peer_hosts(tx: &mut Tx) -> Result<Vec<String>> {
    let query = "SELECT DISTINCT p.host FROM followers f JOIN peers p ON p.id = f.follower \
        WHERE f.actor = '/actor' AND f.state = 'accepted' ORDER BY p.host";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))
}

/// Ends the following that the Follow of that id began, if `follower` sent it.
pub async fn remove_by_follow(tx: &mut Tx, follower: &str, follow: &str) -> Result<bool> {
    let statement = "DELETE FROM followers WHERE follower = $1 AND follow = $2";
    Ok(execute!(tx, sqlx::query(statement).bind(follower).bind(follow))? > 0)
}

/// Writes to a follower at other inboxes from now on.
pub async fn renew(
    tx: &mut Tx,
    follower: &str,
    inbox: &str,
    shared_inbox: Option<&str>,
) -> Result<()> {
    let statement = "UPDATE followers SET inbox = $2, shared_inbox = $3 WHERE follower = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(follower)
            .bind(inbox)
            .bind(shared_inbox)
    )?;
    Ok(())
}

/// Lets the id `to` follow, at its inboxes, what `from` followed. What the node itself
/// agreed with a peer is not moved.
pub async fn relocate(
    tx: &mut Tx,
    from: &str,
    (to, inbox, shared_inbox): (&str, &str, Option<&str>),
) -> Result<()> {
    let moved = "INSERT INTO followers \
        (actor, follower, inbox, shared_inbox, follow, state, created_at, origin, owner) \
        SELECT actor, $2, $3, $4, follow, state, created_at, $5, $6 FROM followers \
        WHERE follower = $1 AND actor <> '/actor' ON CONFLICT (actor, follower) DO NOTHING";
    execute!(
        tx,
        sqlx::query(moved)
            .bind(from)
            .bind(to)
            .bind(inbox)
            .bind(shared_inbox)
            .bind(origin(to))
            .bind(owner(to))
    )?;
    let left = "DELETE FROM followers WHERE follower = $1 AND actor <> '/actor'";
    execute!(tx, sqlx::query(left).bind(from))?;
    Ok(())
}

/// The paths of our actors that somebody follows, without the node's own.
pub async fn followed_by(tx: &mut Tx, follower: &str) -> Result<Vec<String>> {
    let query = "SELECT actor FROM followers WHERE follower = $1 AND actor <> '/actor'";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(follower)
        .fetch_all(c))
}

/// Whether an actor follows any of ours.
pub async fn follows(tx: &mut Tx, follower: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM followers WHERE follower = $1)";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(follower)
        .fetch_one(c))
}

/// Whether an actor follows any of ours, or is a peer.
pub async fn is_known(tx: &mut Tx, actor: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM followers WHERE follower = $1) \
        OR EXISTS (SELECT 1 FROM peers WHERE id = $1)";
    on!(tx, |c| sqlx::query_scalar(query).bind(actor).fetch_one(c))
}
