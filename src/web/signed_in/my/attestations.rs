//! What the office attested of an organization or refused to, and appeals against that.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use super::super::Me;
use crate::error::Error;
use crate::id::{AttestationId, OrganizationId};
use crate::node::Node;
use crate::people::{Person, acts};
use crate::registry;
use crate::registry::appeal::{self, Appeal, Decision};
use crate::registry::attestation::{self, Attestation, State as Word};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;
use crate::web::views;
use crate::words::Words;

/// One of them.
struct Item {
    id: AttestationId,
    state: &'static str,
    statement: String,
    by: String,
    day: String,
    reason: Option<String>,
    is_refused: bool,
    appeal: Option<Appeal>,
    /// What became of the appeal.
    decision: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "my_attestations.html")]
struct AttestationsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    owner: String,
    items: Vec<Item>,
    typed: &'a Typed,
    wrongs: Wrongs,
}

impl AttestationsPage<'_> {
    fn is_typed(&self, item: &Item) -> bool {
        self.typed.get("attestation") == item.id.as_str()
    }
}

/// All of them, the newest first.
pub(in crate::web::signed_in) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let (nothing, whole) = (Typed::default(), Wrongs::default());
    page((&node, &reader, &person), &id, &nothing, whole).await
}

async fn page(
    (node, reader, person): (&Node, &Reader, &Person),
    id: &OrganizationId,
    typed: &Typed,
    wrongs: Wrongs,
) -> Answer {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let found = registry::get(&mut tx, id).await?;
    let said = attestation::list(&mut tx, &node.clock, id).await?;
    let appeals = appeal::of_organization(&mut tx, id).await?;
    drop(tx);
    let of = |one: &Attestation| appeals.iter().find(|appeal| appeal.attestation == one.id);
    let items = said.into_iter().map(|one| {
        let appeal = of(&one).cloned();
        item(one, appeal, words)
    });
    let status = wrongs.status();
    let page = AttestationsPage {
        frame: Frame::new(&node.settings, reader, "my", words.say("attestations")).unlisted(),
        person,
        own: format!("/my/{id}"),
        owner: found.stated.name().to_owned(),
        items: items.collect(),
        typed,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

fn item(one: Attestation, appeal: Option<Appeal>, words: &'static Words) -> Item {
    let decision = appeal.as_ref().and_then(|appeal| appeal.decision);
    Item {
        state: match one.state {
            Word::Valid => words.say("attestation-valid"),
            Word::Lapsed => words.say("attestation-lapsed"),
            Word::Refused => words.say("attestation-refused"),
            Word::Revoked => words.say("attestation-revoked"),
        },
        statement: one.statement,
        by: one.attested_by,
        day: views::day(one.created_at),
        reason: one.reason,
        is_refused: one.state == Word::Refused,
        decision: decision.map(|decision| match decision {
            Decision::Upheld => words.say("appeal-upheld"),
            Decision::Attested => words.say("appeal-attested"),
        }),
        appeal,
        id: one.id,
    }
}

/// Appeals against a refusal.
pub(in crate::web::signed_in) async fn appeal(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let id = OrganizationId::parse(&organization)?;
    let mut tx = node.db.begin().await?;
    let made = async {
        let refused = AttestationId::parse(typed.get("attestation"))?;
        let (clock, said) = (&node.clock, typed.get("text"));
        appeal::make(&mut tx, clock, &id, &refused, said).await?;
        let what = format!("POST /my/{id}/attestations (appeal)");
        acts::record(&mut tx, &person.account, &what, clock.now()).await
    };
    let mut wrongs = Wrongs::default();
    match made.await {
        Ok(()) => {
            tx.commit().await?;
            return Ok(Redirect::to(&format!("/my/{id}/attestations")).into_response());
        }
        Err(Error::Invalid { .. }) => wrongs.add("text", reader.words.say("appeal-wrong")),
        Err(error @ Error::Conflict(_)) => {
            wrongs.note("form", reader.words.tell(&error.saying()));
        }
        Err(Error::NotFound(_)) => wrongs.add("form", reader.words.say("office-nothing-to-do")),
        Err(other) => return Err(other.into()),
    }
    drop(tx);
    page((&node, &reader, &person), &id, &typed, wrongs).await
}
