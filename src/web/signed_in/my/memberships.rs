//! To whom an organization belongs and who belongs to it: each side says so for itself, here or
//! in its own directory.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use super::super::Me;
use super::belonging;
use crate::error::Result;
use crate::id::{MembershipId, OrganizationId};
use crate::node::Node;
use crate::people::Person;
use crate::registry;
use crate::registry::membership::{self, Membership, Party, Speaker};
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;

/// A membership as the page shows it.
pub(in crate::web::signed_in) struct Item {
    pub(in crate::web::signed_in) id: MembershipId,
    /// The other side: what it is called, and its address.
    pub(in crate::web::signed_in) name: String,
    pub(in crate::web::signed_in) address: String,
    /// Whether the organization is the member and not the body.
    pub(in crate::web::signed_in) is_member: bool,
    pub(in crate::web::signed_in) role: &'static str,
    pub(in crate::web::signed_in) since: Option<String>,
    pub(in crate::web::signed_in) waits: bool,
    /// Whether both sides of this directory have said it.
    pub(in crate::web::signed_in) is_confirmed: bool,
}

#[derive(Template)]
#[template(path = "my_memberships.html")]
struct MembershipsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    owner: String,
    items: Vec<Item>,
    roles: Vec<belonging::Choice>,
    typed: Typed,
    wrongs: Wrongs,
}

/// Those that stand; first what waits for the organization's word.
pub(in crate::web::signed_in) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    page(&node, &reader, &person, &id, <(Typed, Wrongs)>::default()).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    id: &OrganizationId,
    (typed, wrongs): (Typed, Wrongs),
) -> Answer {
    let mut tx = node.db.read().await?;
    let owner = registry::get(&mut tx, id).await?;
    let mut items = Vec::new();
    for one in membership::list(&mut tx, id).await? {
        if one.ended_at.is_none() {
            items.push(item(&mut tx, reader, id, one).await?);
        }
    }
    drop(tx);
    items.sort_by_key(|item| !item.waits);
    let title = reader.words.say("memberships");
    let status = wrongs.status();
    let page = MembershipsPage {
        frame: Frame::new(&node.settings, reader, "my", title).unlisted(),
        person,
        own: format!("/my/{id}"),
        owner: owner.stated.name().to_owned(),
        items,
        roles: belonging::roles(&typed, reader.words),
        typed,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// A membership of an organization as its page shows it.
pub(in crate::web::signed_in) async fn item(
    tx: &mut Tx,
    reader: &Reader,
    id: &OrganizationId,
    one: Membership,
) -> Result<Item> {
    let (name, address) = match one.other_than(id) {
        Party::Own(other) => {
            let other = registry::get(tx, other).await?;
            (other.stated.name().to_owned(), other.path())
        }
        Party::Foreign(address) => (address.clone(), address.clone()),
    };
    Ok(Item {
        name,
        address,
        is_member: one.member == Party::Own(id.clone()),
        role: one.role.label(reader.words.tag),
        since: one.since.map(|day| day.to_string()),
        waits: one.waits_for(id),
        is_confirmed: one.is_confirmed_here(),
        id: one.id,
    })
}

/// Begins one, confirms one, or says that it is not so or has ended.
pub(in crate::web::signed_in) async fn decide(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    body: Body,
) -> Answer {
    let own = OrganizationId::parse(&organization)?;
    let typed = Typed::read(body);
    let by = Speaker::Organization(own.clone());
    let mut tx = node.db.begin().await?;
    match belonging::say(&node, &mut tx, &own, &typed, &by).await {
        Ok(_) => {
            tx.commit().await?;
            node.wake.publisher.notify_one();
            Ok(Redirect::to(&format!("/my/{own}/memberships")).into_response())
        }
        Err(error) => {
            drop(tx);
            let wrongs = belonging::refused(error, reader.words)?;
            page(&node, &reader, &person, &own, (typed, wrongs)).await
        }
    }
}
