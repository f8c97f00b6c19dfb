//! Erasing a record for good: said before what it does, done with the account's name and the
//! password of whoever does it.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use super::super::confirm::confirmed;
use super::{PATH, frame};
use crate::error::Result;
use crate::http::flood::Visitor;
use crate::id::OrganizationId;
use crate::mail::{self, Left, Letter};
use crate::node::Node;
use crate::people::{Person, representation};
use crate::registry::{self, Organization};
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self as pages, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::{Answer, Me};

#[derive(Template)]
#[template(path = "office_erase.html")]
struct ErasePage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    found: &'a Organization,
    /// How many represent it, who each get a letter where one can be sent.
    people: usize,
    typed: &'a Typed,
    wrongs: Wrongs,
}

async fn page(
    (node, reader, person): (&Node, &Reader, &Person),
    id: &OrganizationId,
    (typed, wrongs): (&Typed, Wrongs),
) -> Answer {
    let mut tx = node.db.read().await?;
    let found = registry::get(&mut tx, id).await?;
    let people = representation::of_organization(&mut tx, id).await?;
    drop(tx);
    let status = wrongs.status();
    let page = ErasePage {
        frame: frame(node, reader, reader.words.say("record-erase")),
        person,
        own: format!("{PATH}/{id}"),
        found: &found,
        people: people.len(),
        typed,
        wrongs,
    };
    Ok(pages::answer(reader, status, &page)?)
}

/// What it does, and the form.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
) -> Answer {
    let id = OrganizationId::parse(&id)?;
    let form = (&Typed::default(), Wrongs::default());
    page((&node, &reader, &person), &id, form).await
}

/// Erases it, once everything is said that has to be.
pub(super) async fn erase(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let id = OrganizationId::parse(&id)?;
    let typed = Typed::read(body);
    let desk = (&*node, &reader, &*person);
    let mut tx = node.db.read().await?;
    // A second click finds nothing, and is no act: what was done stands under the first.
    let found = registry::get(&mut tx, &id).await?;
    drop(tx);
    let mut wrongs = Wrongs::default();
    if typed.trimmed("handle").trim_start_matches('@') != found.handle {
        wrongs.add("handle", reader.words.say("record-erase-handle-wrong"));
        return page(desk, &id, (&typed, wrongs)).await;
    }
    let (who, shown) = ((&visitor, &*person), (&typed, "confirm"));
    let mut tx = match confirmed(&node, &reader, who, shown, &mut wrongs).await? {
        Ok(tx) => tx,
        Err(refused) => return Ok(refused.delay(page(desk, &id, (&typed, wrongs)).await?)),
    };
    tell(&node, &mut tx, &person, &found).await?;
    registry::remove(&mut tx, &node.clock, &id).await?;
    tx.commit().await?;
    node.wake.publisher.notify_one();
    node.wake.postman.notify_one();
    Ok(Redirect::to(PATH).into_response())
}

/// Writes to those who represent it.
async fn tell(node: &Node, tx: &mut Tx, person: &Person, found: &Organization) -> Result<()> {
    if !node.settings.mail.is_on() {
        return Ok(());
    }
    let (settings, link) = (&node.shown().settings, node.url("/"));
    let names = (&person.account.id, found.stated.name());
    for (one, _) in representation::of_organization(tx, &found.id).await? {
        let when = (&*link, node.clock.now());
        let letter = Letter::left(settings, &one.language, Left::Erased, names, when);
        mail::write(tx, &node.clock, settings, &one.mail, &letter).await?;
    }
    Ok(())
}
