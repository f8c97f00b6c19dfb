//! Peering: two node actors that follow each other, named by an office or let in by policy.

use serde_json::{Value, json};
use url::Url;

use super::followers::{self, Follower, State};
use super::peers::{self, Introduction, Peer};
use super::receive::follow;
use super::{paths, records, same_as, speak, unknown};
use crate::activitypub::address;
use crate::activitypub::client::{Failure, authority};
use crate::activitypub::discovery;
use crate::clock::Timestamp;
use crate::error::{Error, Result, Trouble};
use crate::node::Node;
use crate::outbox::{self, Event};
use crate::store::Tx;

/// The host of an id, with its port where one is written.
pub fn host(id: &str) -> String {
    Url::parse(id).map_or_else(|_| id.to_owned(), |url| authority(&url))
}

/// Asks the node at `address` who it is, without following it.
///
/// # Errors
/// [`Error::Remote`] when nothing answers there, or what answers is no Trenza node.
pub async fn probe(node: &Node, address: &str) -> Result<Introduction> {
    let url = Url::parse(address).map_err(|_error| {
        Error::invalid(
            "address",
            "write the node's address, such as https://oax.example",
        )
    })?;
    let info = url.join("/.well-known/nodeinfo");
    let info = info.map_or_else(|_none| address.to_owned(), String::from);
    let found = discovery::node_actor(&node.client, &url).await;
    let id = found.map_err(|failure| told_with(&info, failure))?;
    if id.as_str() == node.url(paths::NODE) {
        return Err(Error::invalid(
            "address",
            "is this node itself; name another",
        ));
    }
    let found = node.remote.ask_again(id.as_str()).await;
    let actor = found.map_err(|failure| told_with(id.as_str(), failure))?;
    let host = host(&actor.id);
    let (Some(inbox), Some(log)) = (actor.inbox, actor.registry_log) else {
        return Err(Error::Remote {
            host,
            reason: "is no Trenza node: its actor names no registry log".to_owned(),
            trouble: Some(Trouble::NoDirectory),
        });
    };
    if !address::is_same_origin(&log, &actor.id) {
        return Err(Error::remote(host, "names a log of another origin"));
    }
    Ok(Introduction {
        id: actor.id,
        host,
        name: actor.name,
        inbox,
        registry_log: Some(log),
    })
}

/// A failure with the address that was asked, for whoever has to mend something there.
fn told_with(address: &str, failure: Failure) -> Error {
    if matches!(failure.trouble, Some(Trouble::Blocked)) {
        return failure.into();
    }
    Error::Remote {
        host: failure.host,
        reason: format!("{}, asked at {address}", failure.reason),
        trouble: failure.trouble,
    }
}

/// Makes the node at `address` a peer: finds its node actor and asks to follow it.
///
/// # Errors
/// [`Error::Remote`] when nothing answers there, or what answers is no Trenza node.
pub async fn add(node: &Node, address: &str) -> Result<Peer> {
    let introduction = probe(node, address).await?;
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    peers::introduce(&mut tx, &introduction, now).await?;
    let peer = require(&mut tx, &introduction.id).await?;
    // Asked again even if it was asked before: the peer may have lost the first request.
    if peer.following != "accepted" {
        ask_to_follow(node, &mut tx, &introduction.id, &introduction.inbox, now).await?;
    }
    admit(node, &mut tx, &introduction.id, now).await?;
    name(node, &mut tx, &introduction.id).await?;
    let peer = require(&mut tx, &introduction.id).await?;
    tx.commit().await?;
    node.wake.deliverer.notify_one();
    node.wake.puller.notify_one();
    Ok(peer)
}

/// Sends our Follow to a node actor.
pub async fn ask_to_follow(
    node: &Node,
    tx: &mut Tx,
    id: &str,
    inbox: &str,
    now: Timestamp,
) -> Result<()> {
    let object = Value::String(id.to_owned());
    let path = speak::answer(node, tx, (paths::NODE, "Follow"), object, (id, inbox), now).await?;
    peers::requested(tx, id, &path).await
}

/// Lets a peer that waits follow us, and follows it back.
pub async fn approve(node: &Node, host: &str) -> Result<Peer> {
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    let peer = find(&mut tx, host).await?;
    let waited = admit(node, &mut tx, &peer.id, now).await?;
    let asks = matches!(peer.following.as_str(), "no" | "rejected");
    if asks {
        ask_to_follow(node, &mut tx, &peer.id, &peer.inbox, now).await?;
    }
    name(node, &mut tx, &peer.id).await?;
    if !waited && !asks && peer.known {
        let reason = "waits for no answer; `trenza peer list` shows who does";
        return Err(Error::Conflict(format!("{host} {reason}").into()));
    }
    let peer = require(&mut tx, &peer.id).await?;
    tx.commit().await?;
    node.wake.deliverer.notify_one();
    Ok(peer)
}

/// Notes that the office named a peer; what was held back of it is shown.
async fn name(node: &Node, tx: &mut Tx, id: &str) -> Result<()> {
    peers::set_known(tx, id, true).await?;
    let peer = require(tx, id).await?;
    unknown::heed(node, tx, &peer).await
}

/// Accepts the Follow of `id` if one waits.
async fn admit(node: &Node, tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool> {
    let Some(follower) = followers::get(tx, paths::NODE, id).await? else {
        return Ok(false);
    };
    if follower.state == State::Accepted.as_str() {
        return Ok(false);
    }
    followers::set_state(tx, paths::NODE, id, State::Accepted).await?;
    follow::accept(node, tx, &follower, now).await?;
    Ok(true)
}

/// Ends the peering from our side: takes our Follow back, refuses its own, forgets its records.
pub async fn remove(node: &Node, host: &str) -> Result<Peer> {
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    let peer = find(&mut tx, host).await?;
    if let Some(path) = &peer.follow {
        let undone = json!({
            "id": node.url(path),
            "type": "Follow",
            "actor": node.url(paths::NODE),
            "object": peer.id,
        });
        let recipient = (peer.id.as_str(), peer.inbox.as_str());
        speak::answer(node, &mut tx, (paths::NODE, "Undo"), undone, recipient, now).await?;
    }
    let follower: Option<Follower> = followers::get(&mut tx, paths::NODE, &peer.id).await?;
    if let Some(follower) = follower {
        follow::reject(node, &mut tx, &follower, now).await?;
        followers::remove(&mut tx, paths::NODE, &peer.id).await?;
    }
    forget(&mut tx, &peer, now).await?;
    tx.commit().await?;
    same_as::refresh_noted(&node.db, node.base()).await?;
    node.wake.deliverer.notify_one();
    Ok(peer)
}

/// Forgets some of the answers to requests to follow that were given long ago.
pub async fn forget_answers(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    follow::forget_old(tx, now).await
}

/// Forgets a peer with its records, without telling it. Who calls this refreshes what is
/// shown as the same afterwards.
pub(super) async fn forget(tx: &mut Tx, peer: &Peer, now: Timestamp) -> Result<()> {
    records::forget(tx, &peer.id, now).await?;
    same_as::refresh_later(tx).await?;
    peers::remove(tx, &peer.id).await
}

/// Lets a peer's offers and needs fall into our channels, or no longer. Those that are held
/// already are listed, and announced by nobody; those that leave are taken back.
pub async fn carry(node: &Node, host: &str, carried: bool) -> Result<Peer> {
    let mut tx = node.db.begin().await?;
    let peer = find(&mut tx, host).await?;
    tx.lock_row("peers", &peer.id).await?;
    peers::set_carried(&mut tx, &peer.id, carried).await?;
    let offers = records::offers_from(&mut tx, &peer.id).await?;
    let events: Vec<Event> = offers.into_iter().map(Event::ChannelsDue).collect();
    outbox::push_all_bulk(&mut tx, &events, node.clock.now()).await?;
    let peer = require(&mut tx, &peer.id).await?;
    tx.commit().await?;
    node.wake.publisher.notify_one();
    Ok(peer)
}

/// Has a peer's log read now.
pub async fn sync(node: &Node, host: &str) -> Result<Peer> {
    let mut tx = node.db.begin().await?;
    let peer = find(&mut tx, host).await?;
    peers::pull_now(&mut tx, &peer.id, node.clock.now()).await?;
    tx.commit().await?;
    node.wake.puller.notify_one();
    Ok(peer)
}

/// The peer that an office names by host, address or actor id.
pub async fn find(tx: &mut Tx, named: &str) -> Result<Peer> {
    let by_host = if named.contains("://") {
        host(named)
    } else {
        named.to_owned()
    };
    let found = match peers::get(tx, named).await? {
        Some(peer) => Some(peer),
        None => peers::find_by_host(tx, &by_host).await?,
    };
    found.ok_or_else(|| {
        let remedy = "`trenza peer list` shows them, `trenza peer add` makes one";
        Error::absent(format!("the peer {named:?}"), remedy)
    })
}

async fn require(tx: &mut Tx, id: &str) -> Result<Peer> {
    peers::get(tx, id)
        .await?
        .ok_or_else(|| Error::NotFound(format!("the peer {id:?}")))
}
