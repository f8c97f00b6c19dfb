//! Friendly directories, for the office: how each stands, whom to let in, whom to ask.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

use super::{Answer, Me};
use crate::error::{Error, Result};
use crate::federation::followers;
use crate::federation::peers::{self, Peer};
use crate::federation::{cards, paths, peering};
use crate::node::Node;
use crate::people::Person;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::views;
use crate::words::Words;

/// Its address.
pub(super) const PATH: &str = "/office/friends";

/// A directory as the office sees it.
struct Item {
    host: String,
    name: String,
    /// The page of its card.
    page: String,
    /// Whether it is read here, and whether it reads ours.
    standing: Vec<&'static str>,
    /// Whether something is left to be decided of it.
    is_asked_of_us: bool,
    is_followed: bool,
    organizations: i64,
    offers: i64,
    behind: i64,
    last_read: Option<String>,
    trouble: Option<String>,
}

#[derive(Template)]
#[template(path = "office_friends.html")]
struct FriendsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    friends: Vec<Item>,
    address: &'a str,
    wrongs: Wrongs,
}

/// The page.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    page(&node, &reader, &person, "", Wrongs::default()).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    address: &str,
    wrongs: Wrongs,
) -> Answer {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let mut friends = Vec::new();
    for peer in peers::list(&mut tx).await? {
        let follower = followers::get(&mut tx, paths::NODE, &peer.id).await?;
        let state = follower.as_ref().map(|one| one.state.as_str());
        friends.push(item(peer, state, words));
    }
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
        address,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

fn item(peer: Peer, follows_us: Option<&str>, words: &'static Words) -> Item {
    let ours = match peer.following.as_str() {
        "accepted" => words.say("friend-follows"),
        "requested" => words.say("friend-asked"),
        "rejected" => words.say("friend-refused"),
        _ => words.say("friend-none"),
    };
    let theirs = match follows_us {
        Some("accepted") => Some(words.say("friend-reads-us")),
        Some("pending") => Some(words.say("friend-waits")),
        _ => None,
    };
    let is_followed = peer.following == "accepted";
    let unknown = (is_followed && !peer.known).then(|| words.say("unknown-directory"));
    Item {
        page: cards::page(&peer.host),
        standing: [Some(ours), theirs, unknown]
            .into_iter()
            .flatten()
            .collect(),
        is_asked_of_us: follows_us == Some("pending") || unknown.is_some(),
        is_followed,
        organizations: peer.organizations,
        offers: peer.offers,
        behind: (peer.head_seq - peer.cursor_seq).max(0),
        last_read: peer.last_pulled_at.map(views::day),
        trouble: peer.last_error,
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
    let address = typed.trimmed("address");
    match peering::add(&node, address).await {
        Ok(_) => Ok(Redirect::to(PATH).into_response()),
        Err(error) => {
            let mut wrongs = Wrongs::default();
            let words = reader.words;
            match error {
                Error::Invalid { .. } => wrongs.add("address", words.say("friend-address-wrong")),
                Error::Remote { reason, .. } => {
                    let said = format!("{} ({reason})", words.say("friend-silent"));
                    wrongs.add("address", said);
                }
                other => return Err(other.into()),
            }
            page(&node, &reader, &person, address, wrongs).await
        }
    }
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
    decided(&node, &reader, &person, done).await
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
    decided(&node, &reader, &person, done).await
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
    decided(&node, &reader, &person, done).await
}

async fn decided(node: &Node, reader: &Reader, person: &Person, done: Result<Peer>) -> Answer {
    match done {
        Ok(_) => Ok(Redirect::to(PATH).into_response()),
        // Somebody else was quicker.
        Err(Error::Absent { .. } | Error::NotFound(_) | Error::Conflict(_)) => {
            let mut wrongs = Wrongs::default();
            wrongs.add("form", reader.words.say("office-nothing-to-do"));
            page(node, reader, person, "", wrongs).await
        }
        Err(error) => Err(error.into()),
    }
}
