//! Imports that were made: what each did, and how it is taken back.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use super::told::Told;
use super::{Answer, PATH};
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::node::Node;
use crate::people::Person;
use crate::registry::duplicates;
use crate::registry::import::{self, Applied, Summary};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::Me;

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
    refusal: Option<String>,
}

/// What an import did.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(batch): Path<String>,
) -> Answer {
    page(&node, &reader, &person, &batch, None).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    batch: &str,
    refusal: Option<String>,
) -> Result<Response, Problem> {
    let shown = import::show(&node.db, &import::batch_id(batch)?).await?;
    let mut tx = node.db.read().await?;
    let twice = duplicates::count_proposed(&mut tx).await?;
    drop(tx);
    let title = format!("{}: {}", reader.words.say("imports"), shown.summary.file);
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
        refusal,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Takes an import back. The work goes on when the browser goes away.
pub(in crate::web::signed_in) async fn undo(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(batch): Path<String>,
) -> Answer {
    let id = import::batch_id(&batch)?;
    let own = Arc::clone(&node);
    let undoing = tokio::spawn(async move {
        let undone = import::undo(&own.db, &own.clock, &id, &mut |_, _| {}).await;
        own.wake.publisher.notify_one();
        undone
    });
    match undoing.await.map_err(Error::internal)? {
        Ok(_) => Ok(Redirect::to(&format!("{PATH}/made/{batch}")).into_response()),
        Err(error @ Error::Conflict(_)) => {
            page(&node, &reader, &person, &batch, Some(error.to_string())).await
        }
        Err(error) => Err(error.into()),
    }
}
