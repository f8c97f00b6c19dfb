//! Imports that were made: what each did, and how it is taken back.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::told::Told;
use super::{Answer, LOOK, PATH, WAITED, done};
use crate::error::{Error, Result};
use crate::federation::imports;
use crate::http::Problem;
use crate::node::Node;
use crate::people::Person;
use crate::registry::duplicates::{self, Among};
use crate::registry::import::{self, Applied, Reach, Summary};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::script;
use crate::web::signed_in::Me;
use crate::words::{Said, Saying};

#[derive(Template)]
#[template(path = "import_made.html")]
struct MadePage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    made: Summary,
    told: Told,
    applied: Vec<Applied>,
    is_cut: bool,
    /// How many pairs of records wait for a decision.
    twice: i64,
    /// How far taking it back has come, while that goes on.
    undoing: Option<String>,
    refusal: Option<Said>,
}

impl MadePage<'_> {
    /// Where the lists are whole.
    fn whole(&self) -> String {
        format!("{PATH}/made/{}", self.made.batch)
    }
}

/// What an import did. While it is being taken back the answer is late, so that who waits need
/// not ask often.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(batch): Path<String>,
) -> Answer {
    let id = import::batch_id(&batch)?;
    let waited = tokio::time::Instant::now();
    while import::is_being_undone(&mut node.db.read().await?, &id).await?
        && waited.elapsed() < WAITED
    {
        tokio::time::sleep(LOOK).await;
    }
    page(&node, &reader, &person, &batch, None).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    batch: &str,
    refusal: Option<Saying>,
) -> Result<Response, Problem> {
    let id = import::batch_id(batch)?;
    let shown = import::show(&node.db, &id).await?;
    let mut tx = node.db.read().await?;
    let twice = duplicates::count_proposed(&mut tx).await?;
    let undoing = if import::is_being_undone(&mut tx, &id).await? {
        let left = import::left_to_undo(&mut tx, &id).await?;
        Some(
            reader
                .words
                .fill("import-undoing", &[("left", left.into())]),
        )
    } else {
        None
    };
    drop(tx);
    let words = reader.words;
    let title = words.labelled(words.say("imports"), &shown.summary.file);
    let status = match refusal {
        Some(_) => StatusCode::CONFLICT,
        None => StatusCode::OK,
    };
    let page = MadePage {
        frame: Frame::new(&node.settings, reader, "imports", title).unlisted(),
        person,
        told: Told::of(&shown.summary.report, reader.words),
        made: shown.summary,
        applied: shown.applied,
        is_cut: shown.is_cut,
        twice,
        undoing,
        refusal: refusal.map(|said| reader.words.tell(&said)),
    };
    let mut response = frame::answer(reader, status, &page)?;
    script::allow(&mut response);
    Ok(response)
}

#[derive(Template)]
#[template(path = "import_undo.html")]
struct UndoPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    made: Summary,
    reach: Reach,
}

/// What taking an import back would do, in numbers, before anything is done; what stands against
/// it is told as when it is done.
pub(in crate::web::signed_in) async fn ask(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(batch): Path<String>,
) -> Answer {
    let id = import::batch_id(&batch)?;
    let reach = match import::reach(&node.db, &node.clock, &id).await {
        Ok(reach) => reach,
        Err(error @ Error::Conflict(_)) => {
            return page(&node, &reader, &person, &batch, Some(error.saying())).await;
        }
        Err(error) => return Err(error.into()),
    };
    let made = import::show(&node.db, &id).await?.summary;
    let title = reader.words.say("import-undo");
    let page = UndoPage {
        frame: Frame::new(&node.settings, &reader, "imports", title).unlisted(),
        person: &person,
        made,
        reach,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

/// Takes an import back: what stands against it is told at once, and the work goes on beside
/// the requests, told of on the import's page.
pub(in crate::web::signed_in) async fn undo(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(batch): Path<String>,
) -> Answer {
    let id = import::batch_id(&batch)?;
    match import::begin_undo(&node.db, &node.clock, &id).await {
        Ok(undoing) => {
            let file = undoing.file.clone();
            let own = Arc::clone(&node);
            tokio::spawn(async move {
                let undone = undoing
                    .to_the_end(&own.db, &own.clock, &mut |_, _| {})
                    .await;
                match undone {
                    Ok(_) => imports::follow_up(&own, &Among::All).await,
                    Err(error) => {
                        own.wake.publisher.notify_one();
                        tracing::warn!(%error, batch = %id, "an import is taken back later");
                    }
                }
            });
            Ok(done(&format!("{PATH}/made/{batch}"), file))
        }
        Err(error @ Error::Conflict(_)) => {
            page(&node, &reader, &person, &batch, Some(error.saying())).await
        }
        Err(error) => Err(error.into()),
    }
}
