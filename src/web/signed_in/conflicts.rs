//! Values that a register states otherwise than somebody wrote by hand, side by side, for the
//! office to decide.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

use super::guard::Deed;
use super::record::value;
use super::{Answer, Me};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::people::Person;
use crate::registry::conflict::{self, Conflict, Which};
use crate::registry::{self, Author, Field, Organization};
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::views;
use crate::words::Words;

/// Where they are.
pub(super) const PATH: &str = "/office/conflicts";
/// How many are shown at once; those behind come once these are decided.
const SHOWN: i64 = 50;

/// One of them.
struct Item {
    organization: OrganizationId,
    name: String,
    field: Field,
    label: String,
    kept: String,
    /// Who wrote it, and the day.
    kept_by: (&'static str, Option<String>),
    stated: String,
    register: String,
    identifier: String,
    stated_on: Option<String>,
    noticed: String,
    /// What the form sends along, so that nothing is taken that nobody saw.
    seen: i64,
}

#[derive(Template)]
#[template(path = "office_conflicts.html")]
struct ConflictsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    count: i64,
    items: Vec<Item>,
    wrongs: Wrongs,
}

/// Those that wait.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    page(&node, &reader, &person, Wrongs::default()).await
}

async fn page(node: &Node, reader: &Reader, person: &Person, wrongs: Wrongs) -> Answer {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let count = conflict::count(&mut tx).await?;
    let found = conflict::list(&mut tx, None, SHOWN).await?;
    let records = registry::get_all(&mut tx, found.iter().map(|one| &one.organization)).await?;
    drop(tx);
    let items = found.into_iter().filter_map(|one| {
        let record = records.get(&one.organization)?;
        Some(item(one, record, words))
    });
    let items = items.collect::<Result<_>>()?;
    let status = wrongs.status();
    let page = ConflictsPage {
        frame: Frame::new(&node.settings, reader, "conflicts", words.say("conflicts")).unlisted(),
        person,
        count,
        items,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

fn item(one: Conflict, record: &Organization, words: &'static Words) -> Result<Item> {
    let field = one.field;
    let mut stated = record.stated.clone();
    field.read(one.stated, &mut stated)?;
    let origin = record.provenance.of(field);
    let by = match origin.map(|origin| &origin.author) {
        Some(Author::Organization) => words.say("standing-active"),
        _ => words.say("standing-listed"),
    };
    Ok(Item {
        name: record.stated.name().to_owned(),
        label: words.field(field.as_str()),
        kept: value(field, &record.stated, words),
        kept_by: (by, origin.map(|origin| views::day(origin.at))),
        stated: value(field, &stated, words),
        stated_on: one.stated_on.map(|day| day.to_string()),
        noticed: views::day(one.noticed_at),
        seen: one.noticed_at.0,
        organization: one.organization,
        register: one.register,
        identifier: one.identifier,
        field,
    })
}

/// Keeps what was written by hand, or takes what the register states.
pub(super) async fn decide(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let mut tx = node.db.begin().await?;
    match settle(&node, &mut tx, &typed).await {
        Ok(how) => {
            tx.commit().await?;
            node.wake.publisher.notify_one();
            let mut response = Redirect::to(PATH).into_response();
            let deed = Deed { how, about: None };
            response.extensions_mut().insert(deed);
            Ok(response)
        }
        Err(error) => {
            drop(tx);
            let mut wrongs = Wrongs::default();
            match error {
                // Somebody was quicker, or the register says something else by now.
                Error::NotFound(_) | Error::Absent { .. } => {
                    wrongs.add("form", reader.words.say("office-nothing-to-do"));
                }
                Error::Conflict(_) | Error::Invalid { .. } => {
                    wrongs.note("form", reader.words.tell(&error.saying()));
                }
                other => return Err(other.into()),
            }
            page(&node, &reader, &person, wrongs).await
        }
    }
}

async fn settle(node: &Node, tx: &mut Tx, typed: &Typed) -> Result<String> {
    let id = OrganizationId::parse(typed.get("organization"))?;
    let field: Field = typed.get("field").parse()?;
    let seen = typed.get("seen").parse().map(Timestamp).ok();
    let which = Which {
        register: Some(typed.get("register").to_owned()),
        identifier: Some(typed.get("identifier").to_owned()),
        noticed_at: Some(seen.ok_or_else(|| Error::invalid("seen", "is no moment"))?),
    };
    let verb = typed.get("verb");
    match verb {
        "take" => conflict::take(tx, &node.clock, &id, field, &which).await?,
        "keep" => conflict::keep(tx, &id, field, &which).await?,
        other => {
            let reason = format!("{other:?} is no decision; write keep or take");
            return Err(Error::invalid("verb", reason));
        }
    };
    Ok(format!("{verb} {field} {id}"))
}
