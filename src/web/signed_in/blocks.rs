//! Servers and accounts that the office keeps out, or out of sight.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use http::{StatusCode, header};

use super::{Answer, Me};
use crate::activitypub::restrictions::{self, Restriction, Severity, Subject};
use crate::error::Error;
use crate::federation::block_list::{self, LONGEST_COMMENT};
use crate::federation::restricting::{self, Imported};
use crate::node::Node;
use crate::people::Person;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;

/// Its address.
const PATH: &str = "/office/blocks";
/// How many rows that are left out are told of.
const TOLD: usize = 50;

#[derive(Template)]
#[template(path = "office_blocks.html")]
struct BlocksPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    blocks: Vec<Restriction>,
    typed: &'a Typed,
    wrongs: Wrongs,
    /// What became of a list, or would.
    imported: Option<Imported>,
    most: usize,
}

impl BlocksPage<'_> {
    fn severity(&self, one: &Restriction) -> &'static str {
        match one.severity {
            Severity::Block => self.frame.words.say("block-block"),
            Severity::Limit => self.frame.words.say("block-limit"),
        }
    }

    fn counts(&self, imported: &Imported) -> String {
        self.frame.words.fill(
            "block-counts",
            &[
                ("read", imported.read.into()),
                ("added", imported.added.into()),
                ("raised", imported.raised.into()),
                ("unchanged", imported.unchanged.into()),
            ],
        )
    }
}

/// The page.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let nothing = Typed::default();
    page(&node, &reader, &person, &nothing, Wrongs::default(), None).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    typed: &Typed,
    wrongs: Wrongs,
    imported: Option<Imported>,
) -> Answer {
    let blocks = restrictions::list(&mut node.db.read().await?).await?;
    let status = wrongs.status();
    let title = reader.words.say("blocks");
    let page = BlocksPage {
        frame: Frame::new(&node.settings, reader, "blocks", title).unlisted(),
        person,
        blocks,
        typed,
        wrongs,
        imported,
        most: LONGEST_COMMENT,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Keeps a server or an account out, or out of sight.
pub(super) async fn add(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let said = |name: &str| Some(typed.trimmed(name)).filter(|text| !text.is_empty());
    let severity = match typed.get("severity") {
        "limit" => Severity::Limit,
        _ => Severity::Block,
    };
    let made = async {
        let subject = Subject::parse(typed.trimmed("subject"))?;
        let said = (said("reason"), said("note"));
        restricting::restrict(&node, &subject, severity, said).await
    };
    match made.await {
        Ok(_) => Ok(Redirect::to(PATH).into_response()),
        Err(error) => {
            let words = reader.words;
            let mut wrongs = Wrongs::default();
            wrongs.take(error, words, |field| {
                Some(match field {
                    "reason" => ("reason", words.say("block-words-wrong")),
                    "note" => ("note", words.say("block-words-wrong")),
                    _ => ("subject", words.say("block-subject-wrong")),
                })
            })?;
            page(&node, &reader, &person, &typed, wrongs, None).await
        }
    }
}

/// Lifts a block or limit.
pub(super) async fn remove(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let lifted = async {
        let subject = Subject::parse(typed.trimmed("lifted"))?;
        restricting::lift(&node, &subject).await
    };
    match lifted.await {
        Ok(_) => Ok(Redirect::to(PATH).into_response()),
        // Somebody else was quicker.
        Err(Error::Absent { .. } | Error::NotFound(_) | Error::Invalid { .. }) => {
            let mut wrongs = Wrongs::default();
            wrongs.add("form", reader.words.say("office-nothing-to-do"));
            page(&node, &reader, &person, &Typed::default(), wrongs, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a list over, or says what would happen.
pub(super) async fn import(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let mut typed = Typed::read(body);
    let is_rehearsal = typed.get("do") != "import";
    let even_friends = !typed.get("even-friends").is_empty();
    let list = typed.get("list");
    let imported = if list.trim().is_empty() {
        Err(Error::invalid("list", "is empty"))
    } else {
        restricting::import(&node, list, is_rehearsal, even_friends).await
    };
    match imported {
        Ok(mut imported) => {
            imported.problems.truncate(TOLD);
            if !is_rehearsal {
                typed = Typed::default();
            }
            let done = Some(imported);
            page(&node, &reader, &person, &typed, Wrongs::default(), done).await
        }
        Err(error) => {
            let words = reader.words;
            let mut wrongs = Wrongs::default();
            wrongs.take(error, words, |_| {
                Some(("list", words.say("block-list-wrong")))
            })?;
            page(&node, &reader, &person, &typed, wrongs, None).await
        }
    }
}

/// The servers as a table that Mastodon and this program read.
pub(super) async fn export(State(node): State<Arc<Node>>) -> Answer {
    let found = restrictions::list(&mut node.db.read().await?).await?;
    let fields = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"blocks.csv\"",
        ),
    ];
    Ok((StatusCode::OK, fields, block_list::write(&found)?).into_response())
}
