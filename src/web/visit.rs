//! Writing about an offer or need without an account: a form, the link by which its address
//! confirms it, and the page behind that link from which the visitor writes again.

/// The page behind the link.
mod behind;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing;
use http::StatusCode;

use super::form::{self, Body, Typed, Wrongs};
use super::frame::{self, Frame};
use super::reader::Reader;
use super::signed_in::{answering, private};
use super::views::{OfferItem, OrganizationItem, Paragraphs};
use super::{MAX_FORM, ask_address};
use crate::conversation::visits;
use crate::error::{Error, Result};
use crate::federation::message::visit;
use crate::http::Problem;
use crate::http::flood::{self, Visitor};
use crate::id::OfferId;
use crate::mail::{self, Question};
use crate::node::Node;
use crate::offers::{self, Offer};
use crate::people::mail_key;
use crate::registry::{self, Organization};

/// Where it is written about an offer or need.
pub(super) fn path(about: &Offer) -> String {
    format!("{}/write", about.path())
}

/// What the page shows below what it is about.
enum Shown<'a> {
    /// The form.
    Form {
        typed: &'a Typed,
        /// Where whoever speaks for an organization answers.
        member: String,
    },
    /// Something was said, and nothing more is to be done here.
    Told { said: String, is_closed: bool },
    /// What waits for the word of its address.
    Question { text: Paragraphs },
    /// The form by which a visitor writes again, with what was said when they just did.
    Again {
        typed: &'a Typed,
        said: Option<&'static str>,
        days: u32,
    },
}

#[derive(Template)]
#[template(path = "visit.html")]
struct VisitPage<'a> {
    frame: Frame<'a>,
    /// What it is about, and whose that is; none once it is forgotten.
    about: Option<(OfferItem, OrganizationItem)>,
    /// Who reads it; empty where no names are shown.
    seen: String,
    shown: Shown<'a>,
    wrongs: Wrongs,
}

type Answer = std::result::Result<Response, Problem>;

/// The addresses.
pub(super) fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/offers/{id}/write", routing::get(show).post(send))
        .route(
            &visits::path("{secret}"),
            routing::get(behind::open).post(behind::go_on),
        )
        .layer(form::at_most(MAX_FORM))
}

/// Whom a page is for, and what it is about.
struct Desk<'a> {
    node: &'a Node,
    reader: &'a Reader,
    about: Option<(&'a Offer, &'a Organization)>,
}

impl Desk<'_> {
    fn page(&self, status: StatusCode, shown: Shown<'_>, wrongs: Wrongs) -> Answer {
        let (reader, words) = (self.reader, self.reader.words);
        let of = |(offer, owner)| {
            (
                OfferItem::of(offer, reader),
                OrganizationItem::of(owner, reader),
            )
        };
        let about = self.about.map(of);
        let name = about.as_ref().map(|(_, owner)| owner.name.clone());
        let seen = name.map(|name| words.fill("visit-seen", &[("name", name.into())]));
        let page = VisitPage {
            frame: Frame::new(&self.node.settings, reader, "offers", words.say("write-it"))
                .unlisted(),
            about,
            seen: seen.unwrap_or_default(),
            shown,
            wrongs,
        };
        Ok(private(frame::answer(reader, status, &page)?))
    }

    fn told(&self, status: StatusCode, said: String) -> Answer {
        let is_closed = false;
        self.page(status, Shown::Told { said, is_closed }, Wrongs::default())
    }

    /// That nothing can be written here, and what else can be done.
    fn closed(&self, status: StatusCode, said: &str) -> Answer {
        let (said, is_closed) = (said.to_owned(), true);
        self.page(status, Shown::Told { said, is_closed }, Wrongs::default())
    }

    fn form(&self, status: StatusCode, typed: &Typed, wrongs: Wrongs) -> Answer {
        let member = self.about.map(|(offer, _)| answering::path(&offer.path()));
        let member = member.unwrap_or_default();
        self.page(status, Shown::Form { typed, member }, wrongs)
    }

    /// The same form once too often.
    fn too_often(&self, wait: std::time::Duration, typed: &Typed, is_first: bool) -> Answer {
        let mut wrongs = Wrongs::default();
        wrongs.add("form", self.reader.words.say("too-often"));
        let status = StatusCode::TOO_MANY_REQUESTS;
        let response = if is_first {
            self.form(status, typed, wrongs)
        } else {
            self.again(status, typed, None, wrongs)
        }?;
        Ok(flood::later(response, wait))
    }

    fn again(
        &self,
        status: StatusCode,
        typed: &Typed,
        said: Option<&'static str>,
        wrongs: Wrongs,
    ) -> Answer {
        let days = self.node.settings.conversation.message_days;
        self.page(status, Shown::Again { typed, said, days }, wrongs)
    }
}

/// What a visitor can write about here; else the page that says why not.
async fn about(
    node: &Node,
    reader: &Reader,
    id: &str,
) -> Result<std::result::Result<(Offer, Organization), Answer>, Problem> {
    let id = OfferId::parse(id)?;
    let mut tx = node.db.read().await?;
    match visit::about(node, &mut tx, &id).await {
        Ok(found) if node.settings.mail.is_on() => Ok(Ok(found)),
        Ok((offer, owner)) => {
            let about = Some((&offer, &owner));
            let desk = Desk {
                node,
                reader,
                about,
            };
            let said = reader.words.say("visit-no-mail");
            Ok(Err(desk.closed(StatusCode::OK, said)))
        }
        Err(Error::Conflict(_)) => {
            let offer = offers::get(&mut tx, &id).await?;
            let owner = registry::get(&mut tx, &offer.organization).await?;
            let about = Some((&offer, &owner));
            let desk = Desk {
                node,
                reader,
                about,
            };
            let said = reader.words.say("visit-nobody");
            Ok(Err(desk.closed(StatusCode::CONFLICT, said)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The form.
async fn show(State(node): State<Arc<Node>>, reader: Reader, Path(id): Path<String>) -> Answer {
    let (offer, owner) = match about(&node, &reader, &id).await? {
        Ok(found) => found,
        Err(closed) => return closed,
    };
    let desk = Desk {
        node: &node,
        reader: &reader,
        about: Some((&offer, &owner)),
    };
    desk.form(StatusCode::OK, &Typed::default(), Wrongs::default())
}

/// Takes what was written, and asks its address whether it wrote it.
async fn send(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(id): Path<String>,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let (offer, owner) = match about(&node, &reader, &id).await? {
        Ok(found) => found,
        Err(closed) => return closed,
    };
    let (typed, words) = (Typed::read(body), reader.words);
    let desk = Desk {
        node: &node,
        reader: &reader,
        about: Some((&offer, &owner)),
    };
    let draft = visits::Draft {
        name: typed.trimmed("name"),
        mail: typed.trimmed("mail"),
        content: typed.get("text"),
        language: words.tag,
    };
    let mut wrongs = Wrongs::default();
    if draft.name.is_empty() {
        wrongs.add("name", words.say("name-wrong"));
    }
    if mail::address(draft.mail).is_err() {
        wrongs.add("mail", words.say("sign-in-no-address"));
    }
    if draft.content.trim().is_empty() {
        wrongs.add("text", words.say("visit-text-wrong"));
    }
    if !wrongs.is_empty() {
        return desk.form(wrongs.status(), &typed, wrongs);
    }
    // Before any work is done for it.
    let (key, now) = (mail_key(draft.mail), node.clock.now());
    if let Err(wait) = node.sign_ins.visit(&key, &visitor.0, now) {
        return desk.too_often(wait, &typed, true);
    }
    let mut tx = node.db.begin().await?;
    let begun = visits::begin(&mut tx, &node.clock, &offer, draft).await;
    let (visit, path) = match begun {
        Ok(begun) => begun,
        Err(error) => {
            drop(tx);
            let status = if matches!(error, Error::Conflict(_)) {
                wrongs.note("form", words.tell(&error.saying()));
                StatusCode::CONFLICT
            } else {
                wrongs.take(error, words, |field| match field {
                    "name" => Some(("name", words.say("name-wrong"))),
                    "text" => Some(("text", words.say("visit-text-wrong"))),
                    _ => None,
                })?;
                wrongs.status()
            };
            return desk.form(status, &typed, wrongs);
        }
    };
    let to = (draft.mail, words.tag);
    let written = ask_address(&node, &mut tx, to, Question::Visit, &path).await?;
    mail::note_visit(&mut tx, &written, &visit).await?;
    tx.commit().await?;
    node.wake.postman.notify_one();
    let values = [
        ("mail", draft.mail.to_owned().into()),
        ("name", owner.stated.name().to_owned().into()),
    ];
    desk.told(StatusCode::OK, words.fill("visit-sent", &values))
}
