//! `Follow`: somebody wants to hear of one of our actors. Channels accept everybody,
//! organizations everybody or whom they let; the node itself asks its office, or its policy.

use std::time::Duration;

use serde_json::{Value, json};

use crate::activitypub::delivery::queue;
use crate::activitypub::delivery::refusals::{self, Refusal};
use crate::activitypub::received::{self, Outcome};
use crate::activitypub::remote::{self, RemoteActor};
use crate::activitypub::{activities, documents, keyring};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::federation::followers::{self, Follower, State};
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::peers::{self, Introduction};
use crate::federation::{admission, blocks, channel, paths, peering, relays, relocation, speak};
use crate::node::Node;
use crate::settings::Policy;
use crate::store::Tx;

/// How long an answer is kept once nothing waits for it.
const KEPT: Duration = Duration::from_hours(14 * 24);
/// How many old answers are forgotten at once.
const AT_ONCE: i64 = 500;
/// How many refusals wait for one host at most, with those that it did not take. Whoever asks
/// beyond that is not answered: a server that does not take what it caused itself would fill
/// the queue.
const MOST_REFUSALS: usize = 100;
/// How many of them wait for one who asks, of one of our actors. The newest are said.
const MOST_OF_ONE: usize = 5;
/// How many refusals of one host are looked at.
const LOOKED_AT: i64 = 300;

/// Accepts, keeps waiting, or refuses.
pub(crate) async fn receive(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Outcome> {
    let Some(path) = incoming
        .object_id()
        .and_then(|id| paths::own(node.base(), id))
    else {
        return Ok(ignored("the object of the Follow is no actor of this node"));
    };
    // A Follow that is only sent again takes back no Block that came after it.
    if blocks::stands(tx, path, incoming.actor).await?
        && received::is_heard_again(tx, incoming.id).await?
    {
        return Ok(ignored(
            "its sender blocks the actor, and this Follow was heard before",
        ));
    }
    let channel = match channel::of_path(path) {
        Some(slice) if channel::exists(tx, &slice).await? => Some(slice),
        _ => None,
    };
    let stands = documents::is_gone(tx, path).await? == Some(false);
    if channel.is_none() && !(stands && is_actor(tx, path).await?) {
        refuse(node, tx, path, incoming).await?;
        return Ok(ignored(format!("{path} is no actor that can be followed")));
    }
    let Some(actor) = remote::find(tx, incoming.actor).await? else {
        let reason = "the follower's actor document could not be read yet";
        return Err(Error::Unavailable(reason.to_owned()));
    };
    let Some(inbox) = actor.inbox.clone() else {
        return Ok(ignored("the follower has no inbox"));
    };
    if let Some(slice) = &channel {
        channel::actor::ensure(node, tx, slice, incoming.now).await?;
    }
    let known = followers::get(tx, path, incoming.actor).await?;
    let is_admitted = known
        .as_ref()
        .is_some_and(|one| one.state == State::Accepted.as_str());
    let mut follower = Follower {
        actor: path.to_owned(),
        follower: incoming.actor.to_owned(),
        inbox: inbox.clone(),
        shared_inbox: actor.shared_inbox.clone(),
        follow: incoming.id.to_owned(),
        state: State::Rejected.as_str().to_owned(),
    };
    // Nothing would ever reach whoever follows it here.
    if let Some(target) = relocation::target(tx, path).await? {
        turn_away(node, tx, &follower, incoming.now).await?;
        return Ok(ignored(format!("{path} has moved to {target}")));
    }
    let most = i64::from(node.settings.limits.host_followers);
    if known.is_none() && followers::count_of_owner(tx, incoming.actor).await? >= most {
        turn_away(node, tx, &follower, incoming.now).await?;
        return Ok(ignored("its server has as many followers here as it may"));
    }
    // Whom the office keeps out of sight is let in by name alone.
    let is_limited = node.client.restrictions().of(incoming.actor).is_some();
    let state = match meet(node, tx, (&actor, path), &inbox, incoming).await? {
        _ if is_admitted => State::Accepted,
        State::Accepted if is_limited => State::Pending,
        state => state,
    };
    state.as_str().clone_into(&mut follower.state);
    followers::put(tx, &follower, incoming.now).await?;
    // Whoever asks to hear of an actor no longer blocks it, whatever became of their Undo.
    blocks::remove(tx, path, incoming.actor).await?;
    if state == State::Accepted {
        accept(node, tx, &follower, incoming.now).await?;
    }
    Ok(Outcome::Applied)
}

/// Tells whoever asked for what nobody can follow. The node says so, since nothing there has a
/// key of its own. Whoever asks for a thousand such things is told of the last few.
async fn refuse(node: &Node, tx: &mut Tx, path: &str, incoming: &Incoming<'_>) -> Result<()> {
    let asking = remote::find(tx, incoming.actor).await?;
    let Some(inbox) = asking.and_then(|actor| actor.inbox) else {
        return Ok(());
    };
    let recipient = (incoming.actor, &*inbox);
    if has_room(tx, paths::NODE, recipient, incoming.now).await? {
        let follow = following(node, incoming.id, incoming.actor, path);
        let reject = (paths::NODE, "Reject");
        speak::answer(node, tx, reject, follow, recipient, incoming.now).await?;
    }
    Ok(())
}

/// Sends the Reject that nobody decided on.
async fn turn_away(node: &Node, tx: &mut Tx, follower: &Follower, now: Timestamp) -> Result<()> {
    let recipient = (follower.follower.as_str(), follower.inbox.as_str());
    if has_room(tx, &follower.actor, recipient, now).await? {
        reject(node, tx, follower, now).await?;
    }
    Ok(())
}

/// Whether one more refusal by our `actor` may wait for the host of whoever asks. What arrived
/// there is forgotten, and what the same one was told before, as far as it is settled or more
/// than a few of it wait. What others did not take stays where its keeper looks for it, as long
/// as any answer is kept ([`KEPT`]).
async fn has_room(
    tx: &mut Tx,
    actor: &str,
    (asking, inbox): (&str, &str),
    now: Timestamp,
) -> Result<bool> {
    let kept = refusals::of_host(tx, inbox, LOOKED_AT).await?;
    let is_own = |one: &Refusal| one.refused == asking;
    let is_told = |one: &Refusal| one.waits && one.actor == actor && is_own(one);
    let told = kept.iter().filter(|one| is_told(one)).count();
    let mut too_many = (told + 1).saturating_sub(MOST_OF_ONE);
    let (over, kept): (Vec<_>, Vec<_>) = kept.into_iter().partition(|one| {
        if is_told(one) && too_many > 0 {
            too_many -= 1;
            return true;
        }
        one.arrived || (is_own(one) && !one.waits)
    });
    let over: Vec<String> = over.into_iter().map(|one| one.activity).collect();
    queue::forget(tx, &over, now).await?;
    let open = kept.iter().filter(|one| one.waits || one.not_taken);
    Ok(open.count() < MOST_REFUSALS)
}

/// What can be followed has a key of its own; a listed organization has none.
async fn is_actor(tx: &mut Tx, path: &str) -> Result<bool> {
    keyring::has(tx, path).await
}

/// Decides about a follower. Notes a node that wants to be our peer, and decides by policy
/// and by what we asked ourselves: whom the office named as a peer may follow back.
async fn meet(
    node: &Node,
    tx: &mut Tx,
    (actor, path): (&RemoteActor, &str),
    inbox: &str,
    incoming: &Incoming<'_>,
) -> Result<State> {
    if path != paths::NODE {
        let asks = admission::asks(node, tx, path).await?;
        return Ok(if asks {
            State::Pending
        } else {
            State::Accepted
        });
    }
    if relays::is_one(tx, &actor.id).await? {
        return Ok(State::Accepted);
    }
    let is_open = node.settings.peers.policy == Policy::Accept;
    if actor.kind != "Application" || actor.registry_log.is_none() {
        return Ok(if is_open {
            State::Accepted
        } else {
            State::Pending
        });
    }
    let introduction = Introduction {
        id: actor.id.clone(),
        host: peering::host(&actor.id),
        name: actor.name.clone(),
        inbox: inbox.to_owned(),
        registry_log: actor.registry_log.clone(),
    };
    let is_new = peers::get(tx, &actor.id).await?.is_none();
    peers::introduce(tx, &introduction, incoming.now).await?;
    if is_new {
        peers::set_known(tx, &actor.id, false).await?;
    }
    let peer = peers::get(tx, &actor.id).await?;
    let following = peer.map(|peer| peer.following).unwrap_or_default();
    let is_named = matches!(following.as_str(), "requested" | "accepted");
    if is_open && following == "no" {
        peering::ask_to_follow(node, tx, &actor.id, inbox, incoming.now).await?;
    }
    Ok(if is_open || is_named {
        State::Accepted
    } else {
        State::Pending
    })
}

/// Sends the Accept that a follower waits for.
pub(crate) async fn accept(
    node: &Node,
    tx: &mut Tx,
    follower: &Follower,
    now: Timestamp,
) -> Result<()> {
    answer(node, tx, follower, "Accept", now).await
}

/// Sends the Reject that ends a following from our side.
pub(crate) async fn reject(
    node: &Node,
    tx: &mut Tx,
    follower: &Follower,
    now: Timestamp,
) -> Result<()> {
    answer(node, tx, follower, "Reject", now).await
}

async fn answer(
    node: &Node,
    tx: &mut Tx,
    follower: &Follower,
    kind: &str,
    now: Timestamp,
) -> Result<()> {
    let follow = following(node, &follower.follow, &follower.follower, &follower.actor);
    // Whoever asks again is answered again, and what was answered before need not be kept.
    let earlier = activities::answers(tx, &follower.actor, &follower.follower).await?;
    queue::forget(tx, &earlier, now).await?;
    let recipient = (follower.follower.as_str(), follower.inbox.as_str());
    speak::answer(node, tx, (&follower.actor, kind), follow, recipient, now).await?;
    Ok(())
}

/// The whole Follow, since some servers look at its members and not its id.
fn following(node: &Node, id: &str, follower: &str, path: &str) -> Value {
    json!({"id": id, "type": "Follow", "actor": follower, "object": node.url(path)})
}

/// Forgets some of the answers that were given long ago, as to many who were refused.
pub(crate) async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let old = activities::old_answers(tx, now - KEPT, AT_ONCE).await?;
    queue::forget(tx, &old, now).await?;
    Ok(old.len() as u64)
}
