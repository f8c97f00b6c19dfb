//! What people of other servers answered to an organization's offers and needs, which it or the
//! office shows or hides.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;

use super::super::Me;
use crate::conversation::replies::{self, State as Seen};
use crate::error::{Error, Result};
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
use crate::web::signed_in::answers::{A_PAGE, Asked, List, ReplyItem};
use crate::words::phrase;

#[derive(Template)]
#[template(path = "my_replies.html")]
struct RepliesPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    owner: String,
    list: List,
    replies: Vec<ReplyItem>,
    next: Option<String>,
}

impl RepliesPage<'_> {
    /// All lists: address, name, whether it is this one.
    fn lists(&self) -> [(String, &'static str, bool); 3] {
        self.list.all(self.frame.words)
    }

    /// Whether an answer of this list can be shown: what is hidden the office alone shows again,
    /// which may have hidden it.
    fn may_show(&self) -> bool {
        self.list.may_show() && self.list.may_hide()
    }
}

/// Those that wait, that everybody sees, or that nobody does, the oldest first.
pub(in crate::web::signed_in) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let own = format!("/my/{id}");
    let list = List::chosen(format!("{own}/replies"), asked.state())?;
    let filter = list.filter(Some(id.clone()));
    let mut tx = node.db.read().await?;
    let owner = registry::get(&mut tx, &id).await?;
    let found = replies::list(&mut tx, &filter, asked.after.as_deref(), A_PAGE).await?;
    drop(tx);
    let title = list.title(reader.words);
    let page = RepliesPage {
        frame: Frame::new(&node.settings, &reader, "my", title).unlisted(),
        person: &person,
        owner: owner.stated.name().to_owned(),
        replies: found.items.into_iter().map(ReplyItem::of).collect(),
        next: lists::next_page(&node, list.path(), &list.query(), found.next)?,
        list,
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
    let path = format!("/my/{own}/replies");
    let list = List::chosen(path, Some(typed.trimmed("state")))?;
    let id = ReplyId::parse(typed.trimmed("reply"))?;
    let mut tx = node.db.begin().await?;
    if let Some(stands) = state_of(&mut tx, &id, &own).await? {
        if stands == Seen::Hidden && seen != Seen::Hidden {
            return Err(Error::Conflict(phrase!("refusal-hidden-by-office").into()).into());
        }
        replies::decide(&mut tx, &node.clock, &id, seen).await?;
        tx.commit().await?;
        node.wake.publisher.notify_one();
    }
    Ok(Redirect::to(&list.address()).into_response())
}

/// Who sees an answer to an offer or need of an organization; `None` when it is gone.
///
/// # Errors
/// [`Error::NotFound`] of another organization's.
async fn state_of(tx: &mut Tx, id: &ReplyId, own: &OrganizationId) -> Result<Option<Seen>> {
    let found = match replies::get_for_change(tx, id).await {
        Ok(found) => found,
        Err(Error::NotFound(_) | Error::Absent { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    if offers::get(tx, &found.offer).await?.organization != *own {
        return Err(Error::NotFound(format!("reply {id}")));
    }
    Ok(Some(found.state))
}
