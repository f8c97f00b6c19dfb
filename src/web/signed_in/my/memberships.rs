//! To whom an organization belongs and who belongs to it: each side says so for itself, here or
//! in its own directory.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use crate::id::OrganizationId;
use crate::node::Node;
use crate::people::Person;
use crate::registry;
use crate::registry::membership::{self, Speaker};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::belonging::{self, Item};
use crate::web::signed_in::{Answer, Me};

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
            items.push(belonging::item(&mut tx, reader, id, one).await?);
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
