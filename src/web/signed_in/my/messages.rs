//! Messages to one's organization, and its answers. Only its representatives read them here.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;
use serde::Deserialize;

use super::super::Me;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::{visits, waiting};
use crate::error::Error;
use crate::federation::message;
use crate::id::{MessageId, OrganizationId};
use crate::node::Node;
use crate::people::{Person, forms};
use crate::registry;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;
use crate::words::Words;

/// How many messages one page shows.
const SHOWN: usize = 50;

/// A message as a page shows it.
struct Item {
    path: String,
    /// Its author's name, where they gave one.
    name: Option<String>,
    /// By which name they are reached; none of a visitor.
    handle: Option<String>,
    kind: &'static str,
    day: String,
    /// Harmless HTML, as the conversation keeps it.
    content: String,
    /// Whether it waits for an answer.
    waits: bool,
    /// Whether it is of a visitor, whose conversation can be ended.
    is_visitor: bool,
}

impl Item {
    fn of(message: &Message, own: &str, waits: &[MessageId], words: &'static Words) -> Self {
        let person = &message.correspondent;
        let handle = person.handle.as_deref().unwrap_or(&person.id);
        let is_visitor = visits::is_visitor(&person.id);
        Self {
            path: format!("{own}/messages/{}", message.id),
            name: person.name.clone().filter(|name| !name.is_empty()),
            handle: (!is_visitor).then(|| format!("@{handle}@{}", person.host)),
            kind: match message.kind {
                Kind::Direct if is_visitor => words.say("message-visitor"),
                Kind::Direct => words.say("message-direct"),
                Kind::Mention => words.say("message-mention"),
                Kind::Answer if message.in_reply_to.is_none() => words.say("message-question"),
                Kind::Answer => words.say("message-answer"),
                Kind::Automatic => words.say("message-automatic"),
            },
            day: crate::web::views::day(message.received_at),
            content: message.content.clone(),
            waits: waits.contains(&message.id),
            is_visitor,
        }
    }
}

#[derive(Template)]
#[template(path = "my_messages.html")]
struct ListPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    owner: String,
    items: Vec<Item>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "my_message.html")]
struct MessagePage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    owner: String,
    item: Item,
    /// What it answers.
    answered: Option<Item>,
    can_be_answered: bool,
    typed: &'a Typed,
    wrongs: Wrongs,
}

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
pub(in crate::web::signed_in) struct Asked {
    after: Option<String>,
}

/// All of them, the newest first.
pub(in crate::web::signed_in) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let mut tx = node.db.read().await?;
    let owner = registry::get(&mut tx, &id).await?;
    let found = messages::list(&mut tx, &id, asked.after.as_deref(), SHOWN).await?;
    let waits = waiting::messages(&mut tx, &id).await?;
    let own = format!("/my/{id}");
    let words = reader.words;
    let page = ListPage {
        frame: Frame::new(&node.settings, &reader, "my", words.say("messages")).unlisted(),
        person: &person,
        owner: owner.stated.name().to_owned(),
        items: found
            .items
            .iter()
            .map(|one| Item::of(one, &own, &waits, words))
            .collect(),
        next: found
            .next
            .map(|next| format!("{own}/messages?after={next}")),
        own,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

/// One of them, with a form for the answer.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, message)): Path<(String, String)>,
) -> Answer {
    let mut typed = Typed::default();
    typed.set("form", &forms::key(&node.clock));
    let ids = (organization.as_str(), message.as_str());
    page(&node, &reader, &person, ids, (&typed, Wrongs::default())).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    (organization, message): (&str, &str),
    (typed, wrongs): (&Typed, Wrongs),
) -> Answer {
    let id = OrganizationId::parse(organization)?;
    let mut tx = node.db.read().await?;
    let owner = registry::get(&mut tx, &id).await?;
    let found = messages::get(&mut tx, &id, &MessageId::parse(message)?).await?;
    let answered = match &found.in_reply_to {
        Some(to) => messages::by_note(&mut tx, to, &found.recipient).await?,
        None => None,
    };
    let waits = waiting::messages(&mut tx, &id).await?;
    let own = format!("/my/{id}");
    let words = reader.words;
    let status = wrongs.status();
    let page = MessagePage {
        frame: Frame::new(&node.settings, reader, "my", words.say("messages")).unlisted(),
        person,
        owner: owner.stated.name().to_owned(),
        item: Item::of(&found, &own, &waits, words),
        answered: answered.map(|one| Item::of(&one, &own, &waits, words)),
        can_be_answered: matches!(found.kind, Kind::Direct | Kind::Mention),
        own,
        typed,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Answers one, to its author alone, once for each form.
pub(in crate::web::signed_in) async fn answer(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, message)): Path<(String, String)>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let id = OrganizationId::parse(&organization)?;
    let answered = MessageId::parse(&message)?;
    let mut tx = node.db.begin().await?;
    let said = async {
        let text = typed.get("text");
        let made = message::answer(&node, &mut tx, &id, (&answered, text)).await?;
        let account = &person.account.id;
        let now = node.clock.now();
        let path = format!("/my/{id}/messages/{}", made.id);
        let before = forms::once(&mut tx, account, typed.get("form"), &path, now).await?;
        Ok::<_, Error>(before.is_none())
    };
    let mut wrongs = Wrongs::default();
    match said.await {
        Ok(true) => {
            tx.commit().await?;
            node.wake.deliverer.notify_one();
            node.wake.postman.notify_one();
        }
        Ok(false) => drop(tx),
        Err(Error::Conflict(said)) => {
            drop(tx);
            if said.phrase().is_some() {
                wrongs.note("text", reader.words.tell(&said));
            } else {
                wrongs.add("text", reader.words.say("message-cannot"));
            }
        }
        Err(error) => {
            drop(tx);
            let words = reader.words;
            wrongs.take(error, words, |field| match field {
                "text" => Some(("text", words.say("message-text-wrong"))),
                "form" => Some(("text", words.say("form-too-old"))),
                _ => None,
            })?;
        }
    }
    if wrongs.is_empty() {
        return Ok(Redirect::to(&format!("/my/{id}/messages")).into_response());
    }
    let ids = (organization.as_str(), message.as_str());
    page(&node, &reader, &person, ids, (&typed, wrongs)).await
}

/// Lays one aside that needs no answer.
pub(in crate::web::signed_in) async fn settle(
    State(node): State<Arc<Node>>,
    Path((organization, message)): Path<(String, String)>,
) -> Answer {
    let mut tx = node.db.begin().await?;
    waiting::settle(&mut tx, &MessageId::parse(&message)?, node.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/my/{organization}/messages")).into_response())
}

/// Erases one, and what the organization itself said also at its recipient.
pub(in crate::web::signed_in) async fn erase(
    State(node): State<Arc<Node>>,
    Path((organization, message)): Path<(String, String)>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let mut tx = node.db.begin().await?;
    message::erase(&node, &mut tx, &id, &MessageId::parse(&message)?).await?;
    tx.commit().await?;
    node.wake.deliverer.notify_one();
    Ok(Redirect::to(&format!("/my/{id}/messages")).into_response())
}

/// Ends the conversation with a visitor.
pub(in crate::web::signed_in) async fn end(
    State(node): State<Arc<Node>>,
    Path((organization, message)): Path<(String, String)>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let mut tx = node.db.begin().await?;
    message::visit::end(&node, &mut tx, &id, &MessageId::parse(&message)?).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/my/{id}/messages")).into_response())
}
