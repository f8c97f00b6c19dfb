//! What visitors say is wrong in records, for the office to see to.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

use super::{Answer, Me};
use crate::error::Error;
use crate::id::AmendmentId;
use crate::node::Node;
use crate::people::Person;
use crate::people::amendments::{self, Wish};
use crate::registry;
use crate::web::amend;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::views;

/// Where it waits.
pub(super) const PATH: &str = "/office/amendments";

/// One of them.
struct Item {
    id: AmendmentId,
    wish: &'static str,
    /// Where the office sees to the record.
    record: String,
    name: String,
    language: String,
    content: String,
    mail: String,
    /// The language in which it was written.
    written_in: String,
    day: String,
}

#[derive(Template)]
#[template(path = "office_amendments.html")]
struct AmendmentsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    items: Vec<Item>,
    wrongs: Wrongs,
}

/// Those that wait, the oldest first.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    page((&node, &reader, &person), Wrongs::default()).await
}

async fn page((node, reader, person): (&Node, &Reader, &Person), wrongs: Wrongs) -> Answer {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let mut items = Vec::new();
    for one in amendments::waiting(&mut tx).await? {
        let about = registry::get(&mut tx, &one.organization).await?;
        let (language, name) = views::pick(&about.stated.names, reader);
        // Whoever is to take a record over gets the link from the record's own page.
        let part = if one.wish == Wish::Keep { "#link" } else { "" };
        items.push(Item {
            wish: amend::label(one.wish, words),
            record: format!("/office/organizations/{}{part}", about.id),
            day: views::day(one.made_at),
            id: one.id,
            content: one.content,
            mail: one.mail,
            written_in: one.language,
            name,
            language,
        });
    }
    drop(tx);
    let (status, title) = (wrongs.status(), words.say("amendments"));
    let page = AmendmentsPage {
        frame: Frame::new(&node.settings, reader, "amendments", title).unlisted(),
        person,
        items,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Forgets one that was seen to.
pub(super) async fn settle(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let settled = async {
        let id = AmendmentId::parse(typed.trimmed("amendment"))?;
        let mut tx = node.db.begin().await?;
        amendments::settle(&mut tx, &id).await?;
        tx.commit().await
    };
    match settled.await {
        Ok(()) => Ok(Redirect::to(PATH).into_response()),
        Err(Error::NotFound(_)) => {
            let mut wrongs = Wrongs::default();
            wrongs.add("form", reader.words.say("office-nothing-to-do"));
            page((&node, &reader, &person), wrongs).await
        }
        Err(error) => Err(error.into()),
    }
}
