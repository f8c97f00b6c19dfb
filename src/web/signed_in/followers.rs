//! Who waits to be let follow an organization, or the directory itself, for the office.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

use super::guard::Deed;
use super::{Answer, Me};
use crate::activitypub::remote;
use crate::error::{Error, Result};
use crate::federation::followers::{self, Follower};
use crate::federation::{admission, channel, peering};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::people::Person;
use crate::registry;
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;

/// Where they wait.
pub(super) const PATH: &str = "/office/followers";
/// How many are shown; the others come up as these are decided of.
const SHOWN: i64 = 200;

/// Somebody who follows or waits.
pub(super) struct Item {
    /// Under which id other servers know them.
    pub(super) id: String,
    /// The account as people write it.
    pub(super) account: String,
    pub(super) waits: bool,
}

impl Item {
    pub(super) async fn of(tx: &mut Tx, follower: &Follower) -> Result<Self> {
        let id = follower.follower.clone();
        let handle = remote::find(tx, &id).await?.and_then(|one| one.handle);
        Ok(Self {
            account: match handle {
                Some(handle) => format!("@{handle}@{}", peering::host(&id)),
                None => id.clone(),
            },
            waits: follower.state == followers::State::Pending.as_str(),
            id,
        })
    }
}

/// Somebody who waits, and whom they want to follow: its path and name.
struct Waiting {
    who: Item,
    path: String,
    name: String,
}

#[derive(Template)]
#[template(path = "office_followers.html")]
struct FollowersPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    items: Vec<Waiting>,
    wrongs: Wrongs,
}

/// Those who wait, who asked first before.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    page((&node, &reader, &person), Wrongs::default()).await
}

async fn page((node, reader, person): (&Node, &Reader, &Person), wrongs: Wrongs) -> Answer {
    let mut tx = node.db.read().await?;
    let found = followers::waiting(&mut tx, SHOWN).await?;
    let asked: Vec<_> = found.iter().filter_map(organization).collect();
    let names = registry::get_all(&mut tx, &asked).await?;
    let mut items = Vec::new();
    for one in found {
        let own = organization(&one).and_then(|id| names.get(&id));
        let slice = channel::of_path(&one.actor);
        let name = match (own, slice) {
            (Some(own), _) => own.stated.name().to_owned(),
            (None, Some(slice)) => slice.title(reader.words.tag),
            (None, None) => node.shown().settings.name.clone(),
        };
        items.push(Waiting {
            who: Item::of(&mut tx, &one).await?,
            path: one.actor,
            name,
        });
    }
    drop(tx);
    let title = reader.words.say("followers-waiting");
    let page = FollowersPage {
        frame: Frame::new(&node.settings, reader, "followers", title).unlisted(),
        person,
        items,
        wrongs,
    };
    Ok(frame::answer(reader, page.wrongs.status(), &page)?)
}

fn organization(follower: &Follower) -> Option<OrganizationId> {
    OrganizationId::parse(follower.actor.strip_prefix("/o/")?).ok()
}

/// Lets somebody follow, or refuses.
pub(super) async fn settle(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let (verb, path) = (typed.get("do"), typed.get("actor"));
    if decide(&node, path, &typed).await? {
        let how = format!("{verb} {path}");
        let mut response = Redirect::to(PATH).into_response();
        response.extensions_mut().insert(Deed { how, about: None });
        return Ok(response);
    }
    let mut wrongs = Wrongs::default();
    wrongs.add("form", reader.words.say("office-nothing-to-do"));
    page((&node, &reader, &person), wrongs).await
}

/// Does what a form says of somebody who follows what stands at `path`, or waits to; `false` when
/// somebody was quicker.
pub(super) async fn decide(node: &Node, path: &str, typed: &Typed) -> Result<bool> {
    let who = typed.trimmed("follower");
    let mut tx = node.db.begin().await?;
    let done = match typed.get("do") {
        "approve" => admission::approve(node, &mut tx, path, who).await,
        "reject" => admission::reject(node, &mut tx, path, who).await,
        other => {
            let reason = format!("{other:?} is no decision; write approve or reject");
            return Err(Error::invalid("do", reason));
        }
    };
    match done {
        Ok(_) => {
            tx.commit().await?;
            node.wake.deliverer.notify_one();
            Ok(true)
        }
        Err(Error::Absent { .. } | Error::Conflict(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
