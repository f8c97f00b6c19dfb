//! A form by which anybody says, without an account, what is wrong in an organization's record,
//! that it should go, or that the organization wants to keep it. The office reads it once the
//! address that was named says that it wrote this.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing;
use http::StatusCode;
use serde::Deserialize;

use super::form::{self, Body, Typed, Wrongs};
use super::frame::{self, Frame};
use super::reader::Reader;
use super::said::said as page_of;
use super::signed_in::private;
use super::views::{self, OrganizationItem};
use super::{MAX_FORM, ask_address};
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::http::flood::{self, Visitor};
use crate::id::OrganizationId;
use crate::mail::{self, Question};
use crate::node::Node;
use crate::people::amendments::{self, LONGEST, Wish};
use crate::registry::{self, Organization, Standing};
use crate::text;
use crate::words::Words;

/// What is chosen already by the link that leads here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    wish: String,
}

#[derive(Template)]
#[template(path = "amend.html")]
struct AmendPage<'a> {
    frame: Frame<'a>,
    item: OrganizationItem,
    /// What can be wanted: word, label, whether it is chosen.
    wishes: Vec<(&'static str, &'static str, bool)>,
    /// What is asked to be written.
    text: &'static str,
    typed: &'a Typed,
    wrongs: Wrongs,
    /// What is said once it was sent.
    sent: Option<String>,
    longest: usize,
}

type Answer = Result<Response, Problem>;

/// The address.
pub(super) fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/o/{id}/amend", routing::get(show).post(send))
        .route("/o/{id}/amend/{secret}", routing::get(ask).post(confirm))
        .layer(form::at_most(MAX_FORM))
}

/// What a wish is called.
pub(super) fn label(wish: Wish, words: &'static Words) -> &'static str {
    match wish {
        Wish::Correct => words.say("amend-correct"),
        Wish::Remove => words.say("amend-remove"),
        Wish::Keep => words.say("amend-keep"),
    }
}

/// The wishes that a record can be met with: nobody takes over what keeps itself.
fn wishes(about: &Organization) -> impl Iterator<Item = Wish> {
    let is_active = about.standing == Standing::Active;
    let all = Wish::ALL.into_iter();
    all.filter(move |wish| *wish != Wish::Keep || !is_active)
}

async fn about(node: &Node, id: &str) -> Result<Organization> {
    let id = OrganizationId::parse(id)?;
    let mut tx = node.db.read().await?;
    let found = registry::get(&mut tx, &id).await?;
    if !found.is_public() {
        return Err(Error::NotFound(format!("organization {id}")));
    }
    Ok(found)
}

fn page(
    (node, reader, about): (&Node, &Reader, &Organization),
    status: StatusCode,
    (typed, wrongs): (&Typed, Wrongs),
    sent: Option<String>,
) -> Answer {
    let words = reader.words;
    let chosen = typed.get("wish");
    let (title, text) = if Wish::parse(chosen) == Some(Wish::Keep) {
        (words.say("amend-take-over"), words.say("amend-keep-text"))
    } else {
        (words.say("amend-title"), words.say("amend-text"))
    };
    let page = AmendPage {
        frame: Frame::new(&node.settings, reader, "organizations", title).unlisted(),
        item: OrganizationItem::of(about, reader),
        wishes: wishes(about)
            .map(|wish| (wish.as_str(), label(wish, words), wish.as_str() == chosen))
            .collect(),
        typed,
        wrongs,
        sent,
        longest: LONGEST,
        text,
    };
    Ok(private(frame::answer(reader, status, &page)?))
}

/// The form.
async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Answer {
    let about = about(&node, &id).await?;
    let mut typed = Typed::default();
    typed.set("wish", &chosen.wish);
    let form = (&typed, Wrongs::default());
    page((&node, &reader, &about), StatusCode::OK, form, None)
}

/// Takes what was written, or shows the form again with what to mend.
async fn send(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(id): Path<String>,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let about = about(&node, &id).await?;
    let (typed, words) = (Typed::read(body), reader.words);
    let desk = (&*node, &reader, &about);
    let (content, to) = (text::clean(typed.get("text")), typed.trimmed("mail"));
    let mut wrongs = Wrongs::default();
    let wish = Wish::parse(typed.get("wish"));
    let wish = wish.filter(|wish| wishes(&about).any(|one| one == *wish));
    if wish.is_none() {
        wrongs.add("wish", words.say("amend-wish-wrong"));
    }
    if content.is_empty() || content.chars().count() > LONGEST {
        let said = match wish {
            Some(Wish::Keep) => words.say("amend-keep-wrong"),
            _ => words.say("amend-text-wrong"),
        };
        wrongs.add("text", said);
    }
    if mail::address(to).is_err() {
        wrongs.add("mail", words.say("sign-in-no-address"));
    }
    let (Some(wish), true) = (wish, wrongs.is_empty()) else {
        return page(desk, wrongs.status(), (&typed, wrongs), None);
    };
    if let Err(wait) = (node.sign_ins).application(&visitor.0, node.clock.now()) {
        wrongs.add("form", words.say("too-often"));
        let status = StatusCode::TOO_MANY_REQUESTS;
        let response = page(desk, status, (&typed, wrongs), None)?;
        return Ok(flood::later(response, wait));
    }
    let asks = node.settings.mail.is_on();
    let mut tx = node.db.begin().await?;
    let said = async {
        let (on, by) = ((&about.id, wish), (to, words.tag));
        let secret = amendments::say(&mut tx, &node.clock, on, &content, by, asks).await?;
        if let Some(secret) = secret {
            let path = format!("{}/amend/{secret}", about.path());
            ask_address(&node, &mut tx, by, Question::Amendment, &path).await?;
        }
        Ok::<_, Error>(())
    };
    match said.await {
        Ok(()) => {
            tx.commit().await?;
            node.wake.postman.notify_one();
            let to = [("mail", to.into())];
            let said = if asks {
                words.fill("amend-asked", &to)
            } else {
                words.fill("amend-sent", &to)
            };
            let nothing = Typed::default();
            page(desk, StatusCode::OK, (&nothing, wrongs), Some(said))
        }
        Err(error @ Error::Conflict(_)) => {
            drop(tx);
            wrongs.note("form", words.tell(&error.saying()));
            page(desk, StatusCode::CONFLICT, (&typed, wrongs), None)
        }
        Err(error) => Err(error.into()),
    }
}

/// What waits for the word of its address.
async fn ask(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path((id, secret)): Path<(String, String)>,
) -> Answer {
    let about = about(&node, &id).await?;
    let mut tx = node.db.read().await?;
    match amendments::asked(&mut tx, &node.clock, &about.id, &secret).await {
        Ok(found) => {
            let (_, name) = views::pick(&about.stated.names, &reader);
            let with = [
                ("organization", name.into()),
                ("text", found.content.into()),
            ];
            let said = reader.words.fill("amend-confirm-why", &with);
            let button = reader.words.say("amend-confirm");
            answered(&node, &reader, StatusCode::OK, said, Some(button))
        }
        Err(error) => unusable(&node, &reader, error),
    }
}

/// Has it wait for the office.
async fn confirm(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path((id, secret)): Path<(String, String)>,
) -> Answer {
    let about = about(&node, &id).await?;
    let mut tx = node.db.begin().await?;
    match amendments::confirm(&mut tx, &node.clock, &about.id, &secret).await {
        Ok(found) => {
            tx.commit().await?;
            let with = [("mail", found.mail.into())];
            let said = reader.words.fill("amend-sent", &with);
            answered(&node, &reader, StatusCode::OK, said, None)
        }
        Err(error) => unusable(&node, &reader, error),
    }
}

fn unusable(node: &Node, reader: &Reader, error: Error) -> Answer {
    match error {
        Error::Absent { .. } => {
            let said = reader.words.say("amend-unusable").to_owned();
            answered(node, reader, StatusCode::NOT_FOUND, said, None)
        }
        other => Err(other.into()),
    }
}

fn answered(
    node: &Node,
    reader: &Reader,
    status: StatusCode,
    said: String,
    button: Option<&'static str>,
) -> Answer {
    let head = ("organizations", reader.words.say("amend-title"));
    page_of((node, reader), head, status, said, button)
}
