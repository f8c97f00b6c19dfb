//! Answering an offer or need of another organization, here or in a friendly directory, in the
//! name of one's own.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::super::Me;
use crate::error::{Error, Result};
use crate::federation::message;
use crate::federation::message::StandingOffer;
use crate::id::OrganizationId;
use crate::node::Node;
use crate::people::{Person, forms};
use crate::registry::{self, Standing};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;

/// The address.
pub(in crate::web::signed_in) const PATH: &str = "/my/answer";

/// Where the offer or need under an id, or a path of ours, is answered.
pub(in crate::web) fn path(about: &str) -> String {
    let about: String = url::form_urlencoded::byte_serialize(about.as_bytes()).collect();
    format!("{PATH}?about={about}")
}

/// What would be answered on the page that `next` leads to, for who has no account; `None` where
/// it leads elsewhere, or there is nothing to be answered.
pub(in crate::web::signed_in) async fn behind(
    node: &Node,
    next: &str,
) -> Result<Option<StandingOffer>> {
    let url = node.settings.public_url.join(next).ok();
    let Some(url) = url.filter(|url| url.path() == PATH) else {
        return Ok(None);
    };
    let about = url.query_pairs().find(|(name, _)| name == "about");
    let about = about.map(|(_, about)| about).unwrap_or_default();
    let mut tx = node.db.read().await?;
    match message::standing(node, &mut tx, &about).await {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound(_) | Error::Conflict(_) | Error::Invalid { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "my_answering.html")]
struct AnsweringPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    /// The path of this page.
    path: &'static str,
    answered: StandingOffer,
    /// Each organization that can speak, by its id and name.
    speakers: Vec<(String, String)>,
    /// What stands above the field of the text.
    label: String,
    typed: &'a Typed,
    wrongs: Wrongs,
}

/// What is answered.
#[derive(Debug, Default, Deserialize)]
pub(in crate::web::signed_in) struct Asked {
    #[serde(default)]
    about: String,
}

/// The form.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Query(asked): Query<Asked>,
) -> Answer {
    let mut typed = Typed::default();
    typed.set("about", &asked.about);
    typed.set("form", &forms::key(&node.clock));
    page(&node, &reader, &person, (&typed, Wrongs::default())).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    (typed, wrongs): (&Typed, Wrongs),
) -> Answer {
    let about = typed.get("about");
    if about.is_empty() {
        return Ok(Redirect::to("/search").into_response());
    }
    let mut tx = node.db.read().await?;
    let answered = message::standing(node, &mut tx, about).await?;
    let mut speakers = Vec::new();
    for id in &person.represents {
        let found = registry::get(&mut tx, id).await?;
        let is_own = answered.owner == node.url(&found.path());
        if found.standing == Standing::Active && found.is_public() && !is_own {
            speakers.push((id.to_string(), found.stated.name().to_owned()));
        }
    }
    let words = reader.words;
    let name = answered.owner_name.as_str();
    let status = wrongs.status();
    let page = AnsweringPage {
        frame: Frame::new(&node.settings, reader, "my", words.say("answer-it")).unlisted(),
        person,
        path: PATH,
        label: words.fill("answer-text", &[("name", name.into())]),
        answered,
        speakers,
        typed,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Sends the answer, once for each form.
pub(in crate::web::signed_in) async fn send(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let words = reader.words;
    let mut wrongs = Wrongs::default();
    let by = OrganizationId::parse(typed.get("by")).ok();
    let by = by.filter(|id| person.represents(id));
    if let Some(by) = by {
        match respond(&node, &person, &by, &typed).await {
            Ok(()) => return Ok(Redirect::to(&format!("/my/{by}/messages")).into_response()),
            Err(Error::Conflict(_)) => wrongs.add("text", words.say("answer-cannot")),
            Err(Error::Absent { .. } | Error::Remote { .. }) => {
                wrongs.add("text", words.say("ask-nobody"));
            }
            Err(error) => wrongs.take(error, words, |field| match field {
                "text" => Some(("text", words.say("message-text-wrong"))),
                "about" => Some(("by", words.say("answer-own"))),
                "form" => Some(("text", words.say("form-too-old"))),
                _ => None,
            })?,
        }
    } else {
        wrongs.add("by", words.say("answer-by-whom"));
    }
    page(&node, &reader, &person, (&typed, wrongs)).await
}

async fn respond(
    node: &Node,
    person: &Person,
    organization: &OrganizationId,
    typed: &Typed,
) -> Result<()> {
    let about = typed.get("about");
    let mut tx = node.db.read().await?;
    let owner = message::standing(node, &mut tx, about).await?.owner;
    drop(tx);
    let to = message::look_up(node, &owner).await?;
    let mut tx = node.db.begin().await?;
    // The first click answered; another one answers nothing.
    let (account, now) = (&person.account.id, node.clock.now());
    let path = format!("/my/{organization}/messages");
    if forms::once(&mut tx, account, typed.get("form"), &path, now)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let said = (about, &to, typed.get("text"));
    message::respond(node, &mut tx, organization, said).await?;
    tx.commit().await?;
    node.wake.deliverer.notify_one();
    Ok(())
}
