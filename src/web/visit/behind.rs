//! The page behind a visitor's link: what they wrote waits there for their word, and is gone on
//! with or forgotten afterwards.

use std::sync::Arc;

use axum::extract::{Path, State};
use http::StatusCode;

use super::{Answer, Desk, Shown};
use crate::conversation::visits::{self, Visit};
use crate::error::{Error, Result};
use crate::federation::message::visit;
use crate::http::Problem;
use crate::http::flood::Visitor;
use crate::node::Node;
use crate::offers::{self, Offer, State as Stage};
use crate::people::forms;
use crate::registry::{self, Organization};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::reader::Reader;
use crate::web::views;

/// A visitor, with what they write about and whose that is.
type Found = (Visit, Option<(Offer, Organization)>);

/// The visitor behind a link, with what it is about while everybody may see that; else the page
/// that says that there is none.
async fn behind(
    node: &Node,
    reader: &Reader,
    secret: &str,
) -> Result<std::result::Result<Found, Answer>, Problem> {
    let mut tx = node.db.read().await?;
    match visits::behind(&mut tx, secret, node.clock.now()).await {
        Ok(visit) => {
            let offer = offers::get(&mut tx, &visit.offer).await?;
            let owner = registry::get(&mut tx, &offer.organization).await?;
            let is_shown = owner.is_public() && offer.state != Stage::Withdrawn;
            Ok(Ok((visit, is_shown.then_some((offer, owner)))))
        }
        Err(Error::Absent { .. }) => {
            let desk = Desk {
                node,
                reader,
                about: None,
            };
            let said = reader.words.say("visit-unusable").to_owned();
            Ok(Err(desk.told(StatusCode::NOT_FOUND, said)))
        }
        Err(error) => Err(error.into()),
    }
}

/// What waits for the word of its address, or the form to write again. A mail program that opens
/// links to look at them says nothing by it.
pub(super) async fn open(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(secret): Path<String>,
) -> Answer {
    let (visit, about) = match behind(&node, &reader, &secret).await? {
        Ok(found) => found,
        Err(unusable) => return unusable,
    };
    let desk = Desk {
        node: &node,
        reader: &reader,
        about: about.as_ref().map(|(offer, owner)| (offer, owner)),
    };
    if visit.is_confirmed {
        let typed = fresh(&node);
        return desk.again(StatusCode::OK, &typed, None, Wrongs::default());
    }
    let text = views::paragraphs(&visit.content);
    desk.page(StatusCode::OK, Shown::Question { text }, Wrongs::default())
}

/// A form of its own key.
fn fresh(node: &Node) -> Typed {
    let mut typed = Typed::default();
    typed.set("form", &forms::key(&node.clock));
    typed
}

/// Confirms what was written, takes what is written again, or forgets all of it.
pub(super) async fn go_on(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(secret): Path<String>,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let (_, about) = match behind(&node, &reader, &secret).await? {
        Ok(found) => found,
        Err(unusable) => return unusable,
    };
    let (typed, words) = (Typed::read(body), reader.words);
    let mut desk = Desk {
        node: &node,
        reader: &reader,
        about: about.as_ref().map(|(offer, owner)| (offer, owner)),
    };
    let mut tx = node.db.begin().await?;
    let done = match typed.get("do") {
        "confirm" => visit::confirm(&node, &mut tx, &secret).await,
        "forget" => {
            visit::forget(&node, &mut tx, &secret).await?;
            tx.commit().await?;
            desk.about = None;
            return desk.told(StatusCode::OK, words.say("visit-forgotten").to_owned());
        }
        _ => {
            if let Err(wait) = node.sign_ins.count_address(&visitor.0, node.clock.now()) {
                drop(tx);
                return desk.too_often(wait, &typed, false);
            }
            let said = (typed.get("form"), typed.get("text"));
            visit::write_again(&node, &mut tx, &secret, said).await
        }
    };
    let Err(error) = done else {
        tx.commit().await?;
        let said = Some(words.say("visit-arrived"));
        return desk.again(StatusCode::OK, &fresh(&node), said, Wrongs::default());
    };
    drop(tx);
    let mut wrongs = Wrongs::default();
    match error {
        Error::Conflict(_) => {
            return desk.closed(StatusCode::CONFLICT, words.say("visit-not-taken"));
        }
        error => wrongs.take(error, words, |field| match field {
            "text" => Some(("text", words.say("visit-text-wrong"))),
            "form" => Some(("text", words.say("form-too-old"))),
            _ => None,
        })?,
    }
    desk.again(wrongs.status(), &typed, None, wrongs)
}
