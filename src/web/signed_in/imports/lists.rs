//! The lists of a rehearsal or an import, whole, as tables to take away: what is wrong with rows,
//! for whoever mends the register, and which of its records the file lacks.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header;

use super::Answer;
use crate::error::Result;
use crate::export;
use crate::id::BroughtFileId;
use crate::node::Node;
use crate::registry::Status;
use crate::registry::import::{self, Problem, Report, brought};
use crate::web::reader::Reader;
use crate::web::signed_in::organizations::status_label;
use crate::words::{Filling, Words};

/// What is wrong with the rows of a file that was rehearsed.
pub(in crate::web::signed_in) async fn problems(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(id): Path<String>,
) -> Answer {
    let report = whole(&node, &id).await?;
    wrong(&report.problems, reader.words)
}

/// What was wrong with the rows of an import.
pub(in crate::web::signed_in) async fn problems_made(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(batch): Path<String>,
) -> Answer {
    let id = import::batch_id(&batch)?;
    let shown = import::show(&node.db, &id).await?;
    wrong(&shown.summary.report.problems, reader.words)
}

/// The records of the register that a file lacks, by its rehearsal.
pub(in crate::web::signed_in) async fn missing(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(id): Path<String>,
) -> Answer {
    let report = whole(&node, &id).await?;
    let words = reader.words;
    let headers = [
        words.say("field-identifier"),
        words.say("field-name"),
        words.say("import-address"),
        words.say("import-stands"),
    ];
    let rows = report.missing_records.into_iter().map(|one| {
        let status = Status::read(&one.status).map(|status| status_label(status, words));
        let status = status.map_or(one.status, str::to_owned);
        let address = node.url(&format!("/@{}", one.handle));
        [one.identifier, one.name, address, status]
    });
    Ok(answer("missing.csv", export::texts(headers, rows)?))
}

/// What the last rehearsal of a file said; nothing where there was none.
async fn whole(node: &Node, id: &str) -> Result<Report> {
    let mut tx = node.db.read().await?;
    brought::whole_report(&mut tx, &BroughtFileId::parse(id)?).await
}

fn wrong(problems: &[Problem], words: &'static Words) -> Answer {
    let headers = [
        words.say("import-list-line"),
        words.say("import-list-field"),
        words.say("import-value"),
        words.say("import-wrong"),
        words.say("import-mend"),
    ];
    let rows = problems.iter().map(|one| {
        // What holds for the whole file stands on no line.
        let line = Some(one.line).filter(|line| *line > 0);
        [
            line.map(|line| line.to_string()).unwrap_or_default(),
            words.field(&one.field),
            value(one).to_owned(),
            words.tell(&one.reason).text,
            words.tell(&one.remedy).text,
        ]
    });
    Ok(answer("problems.csv", export::texts(headers, rows)?))
}

/// The value that a problem speaks of, where it quotes one.
fn value(problem: &Problem) -> &str {
    let with = problem
        .reason
        .phrase()
        .and_then(|said| said.with.get("value"));
    match with {
        Some(Filling::Text(text)) => text,
        _ => "",
    }
}

fn answer(name: &str, table: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, table).into_response()
}
