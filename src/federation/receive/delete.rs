//! `Delete`: a record, or something that was said, is gone for good, or an account is.

use super::record as of_peer;
use crate::activitypub::address;
use crate::activitypub::delivery::queue;
use crate::activitypub::received::{self, Outcome};
use crate::activitypub::{activities, remote};
use crate::conversation::{self, NOT_THE_AUTHOR, Taken, messages, replies};
use crate::error::Result;
use crate::federation::gathered::Gathered;
use crate::federation::inbox::{HELD_ALREADY, Incoming, NOTHING_HELD, ignored};
use crate::federation::records::{self, Kind, Record};
use crate::federation::tally::Tally;
use crate::federation::{acquainted, blocks, followers, message, peering, peers, same_as};
use crate::node::Node;
use crate::store::Tx;

/// Removes what the sender owns, and lays a tombstone.
pub(crate) async fn receive(
    node: &Node,
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    gathered: &mut Gathered,
) -> Result<Outcome> {
    let Some(id) = incoming.object_id() else {
        return Ok(ignored("the Delete names no object"));
    };
    if id == incoming.actor && account(node, tx, incoming).await? {
        record(node, tx, (incoming, gathered), id).await?;
        return Ok(Outcome::Applied);
    }
    // What lies there in case a record comes may have been of something that was said.
    let held = records::get(tx, id).await?;
    if held.is_some_and(|held| !held.is_unseen()) {
        return record(node, tx, (incoming, gathered), id).await;
    }
    said(node, tx, (incoming, gathered), id).await
}

/// Forgets an account with all that it did here; says whether there was anything.
async fn account(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<bool> {
    let id = incoming.actor;
    let acquainted = acquainted::forget(tx, id).await?;
    remote::bury(tx, id).await?;
    let followed = followers::remove_everywhere(tx, id).await?;
    let blocked = blocks::remove_everywhere(tx, id).await?;
    message::forget_sent_to(tx, id, incoming.now).await?;
    let answers = activities::all_answers(tx, id).await?;
    queue::forget(tx, &answers, incoming.now).await?;
    let spoke = conversation::forget_person(tx, &node.clock, id).await?;
    Ok(followed + blocked + acquainted > 0 || spoke)
}

/// Lays a tombstone on a record, if the sender owns it.
async fn record(
    node: &Node,
    tx: &mut Tx,
    (incoming, gathered): (&Incoming<'_>, &mut Gathered),
    id: &str,
) -> Result<Outcome> {
    let Some(held) = records::get(tx, id).await? else {
        return Ok(ignored(NOTHING_HELD));
    };
    if held.owner != incoming.actor {
        return Ok(ignored("the sender does not own the record"));
    }
    let before = Tally::of(&held);
    let is_organization = held.kind == Kind::Organization.as_str();
    let tombstone = Record {
        body: "{}".to_owned(),
        record_digest: String::new(),
        log_seq: incoming.log_number().or(held.log_seq),
        updated: incoming.now,
        received_at: incoming.now,
        gone: true,
        ..held
    };
    if !records::hold(tx, &tombstone).await? {
        return Ok(ignored(HELD_ALREADY));
    }
    gathered.weigh(&tombstone.origin, Tally::of(&tombstone) - before);
    gathered.changed(tx, &tombstone).await?;
    if is_organization {
        let (offers, bytes) = records::remove_offers_of(tx, id, incoming.now).await?;
        let gone = Tally {
            bytes,
            offers,
            ..Tally::default()
        };
        gathered.weigh(&tombstone.origin, -gone);
        same_as::withdraw(tx, node.base(), id).await?;
    }
    if let Some(peer) = peers::get(tx, &tombstone.origin).await? {
        gathered.tell_channels(&peer, &tombstone);
    }
    Ok(Outcome::Applied)
}

/// Removes an answer or a message, if the sender wrote it.
async fn said(
    node: &Node,
    tx: &mut Tx,
    (incoming, gathered): (&Incoming<'_>, &mut Gathered),
    id: &str,
) -> Result<Outcome> {
    let author = incoming.actor;
    let taken = match replies::remove(tx, &node.clock, id, author).await? {
        Taken::Left(reason) if reason != NOT_THE_AUTHOR => {
            messages::remove(tx, &node.clock, id, author).await?
        }
        Taken::Left(reason) => return Ok(ignored(reason)),
        Taken::Kept(_) => Taken::Kept(()),
    };
    match taken {
        Taken::Kept(()) => Ok(Outcome::Applied),
        Taken::Left(NOT_THE_AUTHOR) => Ok(ignored(NOT_THE_AUTHOR)),
        Taken::Left(_) if conversation::is_removed(tx, id).await? => Ok(ignored(HELD_ALREADY)),
        Taken::Left(_) => {
            // What was put off must not be kept after it was removed.
            if received::has_waiting(tx, author).await? {
                let host = peering::host(author);
                conversation::note_removed(tx, id, &host, incoming.now).await?;
            }
            unseen(node, tx, (incoming, gathered), id).await
        }
    }
}

/// Lays a tombstone where nothing arrived yet, if a node that is followed tells of the end: its
/// beginning may be on its way. In a log it would have come before.
async fn unseen(
    node: &Node,
    tx: &mut Tx,
    (incoming, gathered): (&Incoming<'_>, &mut Gathered),
    id: &str,
) -> Result<Outcome> {
    let is_told = incoming.received_at.is_some() && address::is_same_origin(id, incoming.actor);
    let peer = gathered.followed(tx, incoming.actor).await?;
    let Some(peer) = peer.filter(|_| is_told) else {
        return Ok(ignored(NOTHING_HELD));
    };
    let tombstone = Record {
        id: id.to_owned(),
        origin: peer.id.clone(),
        kind: Kind::Offer.as_str().to_owned(),
        owner: incoming.actor.to_owned(),
        organization: None,
        purpose: None,
        name: String::new(),
        territory: None,
        body: "{}".to_owned(),
        record_digest: String::new(),
        updated: incoming.now,
        log_seq: incoming.log_number(),
        received_at: incoming.now,
        gone: true,
        withheld: false,
        attested: false,
    };
    if !of_peer::has_room(node, &peer, (None, &tombstone)) {
        return Ok(ignored(NOTHING_HELD));
    }
    if !records::hold(tx, &tombstone).await? {
        return Ok(ignored(HELD_ALREADY));
    }
    gathered.weigh(&peer.id, Tally::of(&tombstone));
    gathered.changed(tx, &tombstone).await?;
    Ok(Outcome::Applied)
}
