//! Appeals against what the office refused to attest, for the office to answer.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

use super::guard::Deed;
use super::{Answer, Me};
use crate::error::{Error, Result};
use crate::id::AttestationId;
use crate::mail::{self, Letter};
use crate::node::Node;
use crate::people::{Person, representation};
use crate::registry;
use crate::registry::appeal::{self, Appeal, Decision};
use crate::registry::attestation::Attestation;
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::views;

/// Where they wait.
pub(super) const PATH: &str = "/office/appeals";

/// One of them.
struct Item {
    appeal: Appeal,
    refused: Attestation,
    name: String,
    day: String,
}

#[derive(Template)]
#[template(path = "office_appeals.html")]
struct AppealsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    items: Vec<Item>,
    typed: &'a Typed,
    wrongs: Wrongs,
}

impl AppealsPage<'_> {
    fn is_typed(&self, item: &Item) -> bool {
        self.typed.get("attestation") == item.refused.id.as_str()
    }
}

/// Those that wait, the oldest first.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    page(
        (&node, &reader, &person),
        &Typed::default(),
        Wrongs::default(),
    )
    .await
}

async fn page(
    (node, reader, person): (&Node, &Reader, &Person),
    typed: &Typed,
    wrongs: Wrongs,
) -> Answer {
    let mut tx = node.db.read().await?;
    let found = appeal::waiting(&mut tx, &node.clock).await?;
    let ids = found.iter().map(|(_, refused)| &refused.organization);
    let records = registry::get_all(&mut tx, ids).await?;
    drop(tx);
    let items = found.into_iter().filter_map(|(appeal, refused)| {
        let name = records.get(&refused.organization)?.stated.name().to_owned();
        Some(Item {
            name,
            day: views::day(appeal.made_at),
            appeal,
            refused,
        })
    });
    let (status, title) = (wrongs.status(), reader.words.say("appeals"));
    let page = AppealsPage {
        frame: Frame::new(&node.settings, reader, "appeals", title).unlisted(),
        person,
        items: items.collect(),
        typed,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Decides one, and writes to those who represent the organization.
pub(super) async fn decide(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let mut tx = node.db.begin().await?;
    let mut wrongs = Wrongs::default();
    match settle(&node, &mut tx, &typed).await {
        Ok(how) => {
            tx.commit().await?;
            node.wake.publisher.notify_one();
            node.wake.postman.notify_one();
            let mut response = Redirect::to(PATH).into_response();
            response.extensions_mut().insert(Deed { how, about: None });
            return Ok(response);
        }
        Err(Error::Invalid { .. }) => wrongs.add("answer", reader.words.say("appeal-wrong")),
        Err(error @ Error::Conflict(_)) => {
            wrongs.note("form", reader.words.tell(&error.saying()));
        }
        Err(Error::NotFound(_)) => wrongs.add("form", reader.words.say("office-nothing-to-do")),
        Err(other) => return Err(other.into()),
    }
    drop(tx);
    page((&node, &reader, &person), &typed, wrongs).await
}

async fn settle(node: &Node, tx: &mut Tx, typed: &Typed) -> Result<String> {
    let id = AttestationId::parse(typed.get("attestation"))?;
    let (decision, answer) = match typed.get("do") {
        "attest" => (Decision::Attested, typed.get("answer")),
        "uphold" => (Decision::Upheld, typed.get("answer")),
        other => {
            let reason = format!("{other:?} is no decision; write attest or uphold");
            return Err(Error::Conflict(reason.into()));
        }
    };
    let refused = appeal::decide(tx, &node.clock, &id, (decision, answer)).await?;
    let organization = registry::get(tx, &refused.organization).await?;
    let how = format!("{} {}", decision.as_str(), organization.id);
    if !node.settings.mail.is_on() {
        return Ok(how);
    }
    let (settings, now) = (&node.shown().settings, node.clock.now());
    let link = node.url(&format!("/my/{}/attestations", organization.id));
    for (account, _) in representation::of_organization(tx, &organization.id).await? {
        let name = organization.stated.name();
        let letter = Letter::appeal_decided(settings, &account.language, name, &link, now);
        mail::write(tx, &node.clock, settings, &account.mail, &letter).await?;
    }
    Ok(how)
}
