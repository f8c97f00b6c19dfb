//! Asking peers for their cards, and the websites that they name whether it is so. A worker of
//! its own does it, a few peers at a time: whoever answers slowly holds up nothing else.

use std::time::Duration;

use futures::StreamExt;
use futures::stream;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{PeerCard, cut, read, vouched};
use crate::activitypub::{discovery, site_proof};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::federation::peers::{self, Peer};
use crate::federation::{node_actor, paths};
use crate::node::Node;
use crate::store::{Lease, Tx, execute, from_json, on, to_json};

/// How old a card may be that is shown.
const AGE: Duration = Duration::from_hours(24);
/// When a card is asked for again that was never read, and one that was.
const SOON: Duration = Duration::from_secs(30);
/// See [`SOON`].
const LATER: Duration = Duration::from_hours(1);
/// How often it is looked whether a card is due.
const POLL: Duration = Duration::from_secs(5);
/// How many peers are asked in one turn, and how many of them at once.
const A_TURN: i64 = 16;
/// See [`A_TURN`].
const AT_ONCE: usize = 4;
/// How long the lease lasts when its holder falls silent: longer than a turn may take, which
/// asks each peer for its document, its software and its site, each for two at most, at ten
/// seconds each.
const LEASE: Duration = Duration::from_mins(5);
/// How many of those that wait to be let in have their cards read, those who asked first.
const WAITING: i64 = 20;

/// Reads cards until `stop`, and has our own tell of whom this office knows.
pub async fn run(node: &Node, stop: CancellationToken) {
    let lease = Lease::new("card reader", LEASE, &node.clock);
    let mut told = None;
    loop {
        match turn(node, &lease, &mut told, &stop).await {
            Ok(()) => {}
            Err(error) => tracing::warn!(%error, "peers' cards could not be read"),
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(POLL) => {}
        }
    }
    if let Err(error) = lease.give_back(&node.db).await {
        tracing::debug!(%error, "the card reader's lease runs out by itself");
    }
}

async fn turn(
    node: &Node,
    lease: &Lease,
    told: &mut Option<Vec<String>>,
    stop: &CancellationToken,
) -> Result<()> {
    let mut tx = node.db.read().await?;
    let known = vouched(&mut tx).await?;
    let due = due(&mut tx, node.clock.now() - AGE).await?;
    drop(tx);
    if due.is_empty() && told.as_ref() == Some(&known) {
        return Ok(());
    }
    let mut tx = node.db.begin().await?;
    let is_ours = lease.take(&mut tx, node.clock.now()).await?;
    tx.commit().await?;
    if !is_ours {
        return Ok(());
    }
    if told.as_ref() != Some(&known) {
        node_actor::publish(node).await?;
        *told = Some(known);
    }
    let asked = stream::iter(due).for_each_concurrent(AT_ONCE, async |peer| {
        if let Err(error) = ask(node, &peer).await {
            tracing::warn!(peer = peer.host, %error, "its card could not be kept");
        }
    });
    tokio::select! {
        () = asked => {}
        () = stop.cancelled() => {}
    }
    Ok(())
}

/// Reads a card, or has it read later.
async fn ask(node: &Node, peer: &Peer) -> Result<()> {
    if let Err(error) = refresh(node, peer).await {
        tracing::debug!(peer = peer.host, %error, "its card could not be read");
        put_off(node, peer).await?;
    }
    Ok(())
}

/// Reads a peer's card anew, and looks whether its website names it. What cannot be asked
/// just now stays as it was, unless the card names another website by now.
///
/// # Errors
/// [`Error::Remote`](crate::error::Error::Remote) when the peer does not answer.
pub async fn refresh(node: &Node, peer: &Peer) -> Result<()> {
    let document = node.remote.document(&peer.id).await?;
    let mut card = read(&document);
    let home = Url::parse(&peer.id).ok();
    if let Some(home) = &home {
        let software = discovery::software(&node.client, home).await;
        card.software = software.ok().and_then(|named| cut(&named));
    }
    let site = card.site.as_deref().and_then(|site| Url::parse(site).ok());
    let is_let_in = peer.following == "accepted";
    let found = match (site, home) {
        // No stranger has us ask whomever their card names.
        (Some(site), Some(home)) if is_let_in => {
            site_proof::find(&node.client, &site, &home).await.ok()
        }
        _ => Some(None),
    };
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    if peers::get(&mut tx, &peer.id).await?.is_none() {
        return Ok(());
    }
    tx.lock_row("peers", &peer.id).await?;
    keep(&mut tx, &peer.id, &card, now).await?;
    if let Some(method) = found {
        let method = method.map(site_proof::Method::as_str);
        prove(&mut tx, &peer.id, method.map(|method| (method, now))).await?;
    }
    tx.commit().await
}

/// Keeps a card and for whom it vouches. What was seen at one website proves nothing for
/// another.
pub async fn keep(tx: &mut Tx, peer: &str, card: &PeerCard, now: Timestamp) -> Result<()> {
    let held = super::held(tx, peer).await?;
    let held: Option<PeerCard> = held.map(|row| from_json(&row.card)).transpose()?;
    let statement = "INSERT INTO peer_cards (peer, card, fetched_at) VALUES ($1, $2, $3) \
        ON CONFLICT (peer) DO UPDATE SET card = $2, fetched_at = $3";
    let text = to_json(card)?;
    execute!(tx, sqlx::query(statement).bind(peer).bind(text).bind(now))?;
    if held.is_some_and(|held| held.site != card.site) {
        prove(tx, peer, None).await?;
    }
    let statement = "DELETE FROM peer_vouches WHERE peer = $1";
    execute!(tx, sqlx::query(statement).bind(peer))?;
    let statement = "INSERT INTO peer_vouches (peer, knows) VALUES ($1, $2) \
        ON CONFLICT (peer, knows) DO NOTHING";
    for other in &card.vouches_for {
        execute!(tx, sqlx::query(statement).bind(peer).bind(other))?;
    }
    Ok(())
}

/// Notes how and when a website was seen to name the peer, or that it does not.
async fn prove(tx: &mut Tx, peer: &str, seen: Option<(&str, Timestamp)>) -> Result<()> {
    let statement = "UPDATE peer_cards SET site_proof = $2, proof_seen_at = $3 WHERE peer = $1";
    let (method, at) = seen.unzip();
    execute!(tx, sqlx::query(statement).bind(peer).bind(method).bind(at))?;
    Ok(())
}

/// Has a card that could not be read asked for later: soon if there is none yet of a friend.
async fn put_off(node: &Node, peer: &Peer) -> Result<()> {
    let mut tx = node.db.begin().await?;
    if peers::get(&mut tx, &peer.id).await?.is_none() {
        return Ok(());
    }
    let old = node.clock.now() - AGE;
    let is_let_in = peer.following == "accepted";
    let statement = "INSERT INTO peer_cards (peer, card, fetched_at) VALUES ($1, '{}', $2) \
        ON CONFLICT (peer) DO UPDATE SET fetched_at = \
            CASE peer_cards.card WHEN '{}' THEN $2 ELSE $3 END";
    execute!(
        &mut tx,
        sqlx::query(statement)
            .bind(&peer.id)
            .bind(old + if is_let_in { SOON } else { LATER })
            .bind(old + LATER)
    )?;
    tx.commit().await
}

/// Some of the peers that are followed, or are the first that wait to be let in, whose cards were
/// not read since that moment: friends first, then the longest unread.
async fn due(tx: &mut Tx, since: Timestamp) -> Result<Vec<Peer>> {
    let query = "SELECT p.id FROM peers p LEFT JOIN peer_cards c ON c.peer = p.id \
        WHERE COALESCE(c.fetched_at, 0) <= $1 AND (p.following = 'accepted' OR p.id IN \
            (SELECT f.follower FROM followers f JOIN peers q ON q.id = f.follower \
            WHERE f.actor = $3 AND f.state = 'pending' ORDER BY f.created_at LIMIT $4)) \
        ORDER BY CASE p.following WHEN 'accepted' THEN 0 ELSE 1 END, \
            COALESCE(c.fetched_at, 0), p.id LIMIT $2";
    let ids: Vec<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(since)
        .bind(A_TURN)
        .bind(paths::NODE)
        .bind(WAITING)
        .fetch_all(c))?;
    let mut due = Vec::new();
    for id in ids {
        due.extend(peers::get(tx, &id).await?);
    }
    Ok(due)
}
