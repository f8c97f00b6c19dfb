//! Who could meet a need of one's organization, and asking one of them.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::super::Me;
use crate::conversation::questions;
use crate::error::{Error, Result};
use crate::federation::{message, paths};
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::{self, Offer, Purpose};
use crate::people::{Person, forms};
use crate::registry;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::meeting;
use crate::web::reader::Reader;
use crate::web::search::FoundItem;
use crate::web::signed_in::Answer;

/// An organization that could meet the need.
struct Candidate {
    item: FoundItem,
    reasons: Vec<String>,
    /// Where it is asked, and what is written there; `None` when it was, or cannot be.
    ask: Option<(String, String)>,
    /// Why it cannot be asked.
    said: &'static str,
}

#[derive(Template)]
#[template(path = "my_asking.html")]
struct AskingPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    owner: String,
    /// This page's path.
    path: String,
    need: &'a Offer,
    candidates: Vec<Candidate>,
    /// Where somebody looks on, near and farther away.
    near: Vec<(String, String)>,
    far: Vec<(String, String)>,
    /// What stands above the field of the question.
    label: String,
    typed: &'a Typed,
    wrongs: Wrongs,
}

/// Who is to be asked, once somebody was chosen.
#[derive(Debug, Default, Deserialize)]
pub(in crate::web::signed_in) struct Asked {
    #[serde(default)]
    to: String,
}

/// Who could meet it, and a question to the one that was chosen.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, offer)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let mut typed = Typed::default();
    typed.set("to", &asked.to);
    typed.set("form", &forms::key(&node.clock));
    let ids = (organization.as_str(), offer.as_str());
    page(&node, &reader, &person, ids, (&typed, Wrongs::default())).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    (organization, offer): (&str, &str),
    (typed, wrongs): (&Typed, Wrongs),
) -> Answer {
    let mut tx = node.db.read().await?;
    let owner = registry::get(&mut tx, &OrganizationId::parse(organization)?).await?;
    let need = offers::get(&mut tx, &OfferId::parse(offer)?).await?;
    if need.stated.purpose != Purpose::Need {
        return Err(Error::NotFound("a need of this address".to_owned()).into());
    }
    let own = format!("/my/{}", owner.id);
    let path = format!("{own}/offers/{}/ask", need.id);
    let words = reader.words;
    let before = questions::asked(&mut tx, &need).await?;
    let meeting = meeting::could_meet((node, &mut tx), reader, &need, &owner).await?;
    let (found, near, far) = meeting.map_or_else(Default::default, |meeting| {
        (meeting.items, meeting.near, meeting.far)
    });
    let to = typed.get("to");
    let chosen = found
        .iter()
        .find(|one| paths::absolute(node.base(), &one.subject) == to);
    let name = chosen.map_or(to, |one| one.item.name.as_str());
    let label = words.fill("ask-text", &[("name", name.into())]);
    let candidate = |one: meeting::MeetingItem| {
        let id = paths::absolute(node.base(), &one.subject);
        let to = url::form_urlencoded::byte_serialize(id.as_bytes());
        let to: String = to.collect();
        let label = words.fill("ask-one", &[("name", one.item.name.as_str().into())]);
        let ask = (format!("{path}?to={to}#question"), label);
        let was_asked = before.contains(&id);
        Candidate {
            item: one.item,
            reasons: one.reasons,
            ask: (one.can_be_asked && !was_asked).then_some(ask),
            said: if was_asked {
                words.say("ask-asked")
            } else if one.can_be_reached {
                words.say("ask-nobody-reads")
            } else {
                words.say("ask-no-way")
            },
        }
    };
    let status = wrongs.status();
    let page = AskingPage {
        frame: Frame::new(&node.settings, reader, "my", words.say("could-meet")).unlisted(),
        person,
        owner: owner.stated.name().to_owned(),
        candidates: found.into_iter().map(candidate).collect(),
        near,
        far,
        own,
        path,
        need: &need,
        label,
        typed,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Asks, once for each form.
pub(in crate::web::signed_in) async fn ask(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, offer)): Path<(String, String)>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let id = OrganizationId::parse(&organization)?;
    let need = OfferId::parse(&offer)?;
    let mut wrongs = Wrongs::default();
    match send(&node, &person, (&id, &need), &typed).await {
        Ok(()) => return Ok(Redirect::to(&format!("/my/{id}/messages")).into_response()),
        Err(Error::Conflict(_)) => wrongs.add("text", reader.words.say("ask-cannot")),
        Err(Error::NotFound(_) | Error::Absent { .. } | Error::Remote { .. }) => {
            wrongs.add("text", reader.words.say("ask-nobody"));
        }
        Err(error) => wrongs.take(error, reader.words, |field| match field {
            "text" => Some(("text", reader.words.say("message-text-wrong"))),
            "to" => Some(("text", reader.words.say("ask-nobody"))),
            "form" => Some(("text", reader.words.say("form-too-old"))),
            _ => None,
        })?,
    }
    let ids = (organization.as_str(), offer.as_str());
    page(&node, &reader, &person, ids, (&typed, wrongs)).await
}

async fn send(
    node: &Node,
    person: &Person,
    (organization, need): (&OrganizationId, &OfferId),
    typed: &Typed,
) -> Result<()> {
    let to = message::look_up(node, typed.get("to")).await?;
    let mut tx = node.db.begin().await?;
    // The first click asked; another one asks nothing.
    let (account, now) = (&person.account.id, node.clock.now());
    let path = format!("/my/{organization}/messages");
    if forms::once(&mut tx, account, typed.get("form"), &path, now)
        .await?
        .is_some()
    {
        return Ok(());
    }
    message::ask(
        node,
        &mut tx,
        (organization, need),
        (&to, typed.get("text")),
    )
    .await?;
    tx.commit().await?;
    node.wake.deliverer.notify_one();
    Ok(())
}
