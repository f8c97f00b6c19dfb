//! Friendly directories, for the office: how each stands, whom to let in, whom to ask, whose
//! offers and needs the channels carry; and the relays that pass ours on.

/// How each stands, in sentences.
mod standing;

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::guard::Deed;
use super::{Answer, Me};
use crate::activitypub::delivery::queue;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::federation::followers;
use crate::federation::peers::{self, Peer};
use crate::federation::relays::{self, Relay};
use crate::federation::{cards, paths, peering};
use crate::node::Node;
use crate::people::Person;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::peer::Told;
use crate::web::reader::Reader;
use crate::web::trouble;
use crate::words::{Said, Words};

/// Its address.
pub(super) const PATH: &str = "/office/friends";
/// How many of those that wait are shown with all that they say of themselves.
const CARDS: usize = 20;

/// A directory as the office sees it.
struct Item {
    host: String,
    name: String,
    /// The page of its card.
    page: String,
    /// What it says of itself, while it waits to be let in: nobody else sees that.
    told: Option<Told>,
    /// Whether it is read here and reads ours, and what can be done.
    standing: String,
    /// Whether something is left to be decided of it.
    is_asked_of_us: bool,
    is_followed: bool,
    /// Whether what it offers and seeks falls into our channels.
    is_carried: bool,
    organizations: i64,
    offers: i64,
    /// Why it could not be read.
    trouble: Option<Said>,
}

#[derive(Template)]
#[template(path = "office_friends.html")]
struct FriendsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    friends: Vec<Item>,
    /// Each with how it stands.
    relays: Vec<(Relay, &'static str)>,
    typed: &'a Typed,
    wrongs: Wrongs,
}

/// The page.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let nothing = Typed::default();
    page((&node, &reader, &person), &nothing, Wrongs::default()).await
}

async fn page(
    (node, reader, person): (&Node, &Reader, &Person),
    typed: &Typed,
    wrongs: Wrongs,
) -> Answer {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let unsent = queue::overview(&mut tx, None, node.clock.now()).await?;
    let unsent = unsent.hosts.into_iter().filter(|host| host.pending > 0);
    let silent: HashMap<String, Timestamp> = unsent
        .filter_map(|host| Some((host.host, host.unreachable_since?)))
        .collect();
    let (mut friends, mut shown) = (Vec::new(), 0);
    for peer in peers::list(&mut tx).await? {
        let follower = followers::get(&mut tx, paths::NODE, &peer.id).await?;
        let state = follower.as_ref().map(|one| one.state.as_str());
        let waits = state == Some(followers::State::Pending.as_str());
        let told = if waits && shown < CARDS {
            shown += 1;
            Some(Told::of(&mut tx, &peer, words).await?)
        } else {
            None
        };
        friends.push(Item {
            told,
            ..item(peer, state, &silent, words)
        });
    }
    let relays = relays::list(&mut tx).await?;
    drop(tx);
    let status = wrongs.status();
    let page = FriendsPage {
        frame: Frame::new(
            &node.settings,
            reader,
            "office-friends",
            words.say("friends"),
        )
        .unlisted(),
        person,
        friends,
        relays: (relays.into_iter())
            .map(|one| {
                let stands = match one.state.as_str() {
                    "accepted" => words.say("relay-accepted"),
                    "rejected" => words.say("relay-refused"),
                    _ => words.say("relay-asked"),
                };
                (one, stands)
            })
            .collect(),
        typed,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

fn item(
    peer: Peer,
    follows_us: Option<&str>,
    silent: &HashMap<String, Timestamp>,
    words: &'static Words,
) -> Item {
    let is_followed = peer.following == "accepted";
    let silent_since = silent.get(&peer.host).copied();
    let trouble = peer.last_error.as_deref().filter(|_| is_followed);
    Item {
        page: cards::page(&peer.host),
        told: None,
        standing: standing::standing(&peer, follows_us, silent_since, words).join(" "),
        is_asked_of_us: follows_us == Some("pending") || (is_followed && !peer.known),
        is_followed,
        is_carried: peer.carried,
        organizations: peer.organizations,
        offers: peer.offers,
        trouble: trouble.map(|reason| trouble::kept(reason, words)),
        name: peer.name.unwrap_or_else(|| peer.host.clone()),
        host: peer.host,
    }
}

/// Asks a directory for friendship.
pub(super) async fn add(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let done = peering::add(&node, typed.trimmed("address")).await;
    let done = done.map(|peer| peer.host);
    let wrong = ("address", reader.words.say("friend-address-wrong"));
    let silent = reader.words.say("friend-silent");
    asked((&node, &reader, &person), done, &typed, (wrong, silent)).await
}

/// What becomes of asking somebody at an address: what is wrong with it stands beside its field,
/// and what another server did, behind what that means.
async fn asked(
    desk: (&Node, &Reader, &Person),
    done: Result<String>,
    typed: &Typed,
    (wrong, silent): ((&'static str, &'static str), &'static str),
) -> Answer {
    let (field, reason) = wrong;
    let mut wrongs = Wrongs::default();
    match done {
        Ok(how) => return Ok(done_to(how)),
        Err(Error::Invalid { .. }) => wrongs.add(field, reason),
        Err(Error::Remote {
            reason, trouble, ..
        }) => {
            wrongs.add(field, silent);
            let trouble = trouble::said(trouble, &reason, desk.1.words);
            wrongs.note(&format!("{field}-trouble"), trouble);
        }
        Err(other) => return Err(other.into()),
    }
    page(desk, typed, wrongs).await
}

/// Asks a relay to pass on what is new here.
pub(super) async fn add_relay(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let done = relays::add(&node, typed.trimmed("relay")).await;
    let done = done.map(|relay| relay.id);
    let wrong = ("relay", reader.words.say("relay-address-wrong"));
    let silent = reader.words.say("relay-silent");
    asked((&node, &reader, &person), done, &typed, (wrong, silent)).await
}

/// Tells a relay of nothing any more.
pub(super) async fn remove_relay(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let done = relays::remove(&node, typed.trimmed("id")).await;
    decided((&node, &reader, &person), done.map(|relay| relay.id)).await
}

/// Lets what a directory offers and seeks fall into our channels, or no longer.
pub(super) async fn carry(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let stops = !typed.get("stop").is_empty();
    let done = peering::carry(&node, typed.trimmed("host"), !stops).await;
    let how = |peer: Peer| {
        if stops {
            format!("stop {}", peer.host)
        } else {
            peer.host
        }
    };
    decided((&node, &reader, &person), done.map(how)).await
}

/// Lets a directory in, and names it as known.
pub(super) async fn approve(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let done = peering::approve(&node, typed.trimmed("host")).await;
    decided((&node, &reader, &person), done.map(|peer| peer.host)).await
}

/// Has a directory's news read at once.
pub(super) async fn sync(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let done = peering::sync(&node, typed.trimmed("host")).await;
    decided((&node, &reader, &person), done.map(|peer| peer.host)).await
}

/// Ends a friendship.
pub(super) async fn remove(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let done = peering::remove(&node, typed.trimmed("host")).await;
    decided((&node, &reader, &person), done.map(|peer| peer.host)).await
}

/// Back to the page; with whom it was done is written down.
fn done_to(how: String) -> Response {
    let mut response = Redirect::to(PATH).into_response();
    response.extensions_mut().insert(Deed { how, about: None });
    response
}

async fn decided(desk: (&Node, &Reader, &Person), done: Result<String>) -> Answer {
    match done {
        Ok(how) => Ok(done_to(how)),
        // Somebody else was quicker.
        Err(Error::Absent { .. } | Error::NotFound(_) | Error::Conflict(_)) => {
            let mut wrongs = Wrongs::default();
            wrongs.add("form", desk.1.words.say("office-nothing-to-do"));
            page(desk, &Typed::default(), wrongs).await
        }
        Err(error) => Err(error.into()),
    }
}
