//! What people of other servers answered to an organization's offers and needs, and waits until
//! the organization, or the office, shows or hides it.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;

use super::super::Me;
use crate::conversation::replies::{self, Filter, State as Seen};
use crate::error::{Error, Result};
use crate::http::paging::Paging;
use crate::id::{OrganizationId, ReplyId};
use crate::node::Node;
use crate::offers;
use crate::people::Person;
use crate::registry;
use crate::store::Tx;
use crate::web::form::{Body, Typed};
use crate::web::frame::{self, Frame};
use crate::web::lists;
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;
use crate::web::signed_in::moderation::ReplyItem;

/// How many answers a page shows.
const A_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "my_replies.html")]
struct RepliesPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    owner: String,
    replies: Vec<ReplyItem>,
    next: Option<String>,
}

/// Those that wait, the oldest first.
pub(in crate::web::signed_in) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    Query(paging): Query<Paging>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let filter = Filter {
        organization: Some(id.clone()),
        state: Some(Seen::Waiting),
        ..Filter::default()
    };
    let mut tx = node.db.read().await?;
    let owner = registry::get(&mut tx, &id).await?;
    let found = replies::list(&mut tx, &filter, paging.after.as_deref(), A_PAGE).await?;
    drop(tx);
    let own = format!("/my/{id}");
    let title = reader.words.say("replies-waiting");
    let page = RepliesPage {
        frame: Frame::new(&node.settings, &reader, "my", title).unlisted(),
        person: &person,
        owner: owner.stated.name().to_owned(),
        replies: found.items.into_iter().map(ReplyItem::of).collect(),
        next: lists::next_page(&node, &format!("{own}/replies"), &[], found.next)?,
        own,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

/// Shows one to everybody, or hides it. One that is gone needs no word any more.
pub(in crate::web::signed_in) async fn decide(
    State(node): State<Arc<Node>>,
    Path(organization): Path<String>,
    body: Body,
) -> Answer {
    let own = OrganizationId::parse(&organization)?;
    let typed = Typed::read(body);
    let seen = match typed.get("do") {
        "approve" => Seen::Approved,
        "hide" => Seen::Hidden,
        other => {
            let reason = format!("{other:?} is no decision; write approve or hide");
            return Err(Error::invalid("do", reason).into());
        }
    };
    let id = ReplyId::parse(typed.trimmed("reply"))?;
    let mut tx = node.db.begin().await?;
    if is_of(&mut tx, &id, &own).await? {
        replies::decide(&mut tx, &node.clock, &id, seen).await?;
        tx.commit().await?;
        node.wake.publisher.notify_one();
    }
    Ok(Redirect::to(&format!("/my/{own}/replies")).into_response())
}

/// Whether an answer stands under an offer or need of an organization; `false` when it is gone.
///
/// # Errors
/// [`Error::NotFound`] of another organization's.
async fn is_of(tx: &mut Tx, id: &ReplyId, own: &OrganizationId) -> Result<bool> {
    let found = match replies::get_for_change(tx, id).await {
        Ok(found) => found,
        Err(Error::NotFound(_) | Error::Absent { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    if offers::get(tx, &found.offer).await?.organization != *own {
        return Err(Error::NotFound(format!("reply {id}")));
    }
    Ok(true)
}
