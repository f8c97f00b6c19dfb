//! Who follows an organization, and who waits for its word.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::super::{Answer, Me};
use crate::federation::{admission, followers};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::people::Person;
use crate::registry;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::lists;
use crate::web::reader::Reader;
use crate::web::signed_in::followers::{Item, decide};

/// How many a page shows.
const A_PAGE: usize = 50;

/// What the address of the list asks.
#[derive(Debug, Default, Deserialize)]
pub(in crate::web::signed_in) struct Asked {
    /// The cursor of the page before.
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "my_followers.html")]
struct FollowersPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    owner: String,
    /// Whether the organization is asked first.
    asks: bool,
    followers: Vec<Item>,
    next: Option<String>,
    wrongs: Wrongs,
}

/// Those who wait, then those who follow, who asked first before.
pub(in crate::web::signed_in) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let after = asked.after.as_deref();
    page((&node, &reader, &person), &id, after, Wrongs::default()).await
}

async fn page(
    (node, reader, person): (&Node, &Reader, &Person),
    id: &OrganizationId,
    after: Option<&str>,
    wrongs: Wrongs,
) -> Answer {
    let path = id.path();
    let mut tx = node.db.read().await?;
    let owner = registry::get(&mut tx, id).await?;
    let asks = admission::asks(node, &mut tx, &path).await?;
    let found = followers::page(&mut tx, &path, false, after, A_PAGE).await?;
    let mut listed = Vec::new();
    for one in &found.items {
        listed.push(Item::of(&mut tx, one).await?);
    }
    drop(tx);
    let own = format!("/my/{id}");
    let title = reader.words.say("followers");
    let page = FollowersPage {
        frame: Frame::new(&node.settings, reader, "my", title).unlisted(),
        person,
        owner: owner.stated.name().to_owned(),
        asks,
        followers: listed,
        next: lists::next_page(node, &format!("{own}/followers"), &[], found.next)?,
        own,
        wrongs,
    };
    Ok(frame::answer(reader, page.wrongs.status(), &page)?)
}

/// Lets somebody follow, refuses, or ends a following.
pub(in crate::web::signed_in) async fn settle(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    body: Body,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let typed = Typed::read(body);
    if decide(&node, &id.path(), &typed).await? {
        return Ok(Redirect::to(&format!("/my/{id}/followers")).into_response());
    }
    let mut wrongs = Wrongs::default();
    wrongs.add("form", reader.words.say("office-nothing-to-do"));
    page((&node, &reader, &person), &id, None, wrongs).await
}
