//! A register's file from an office's browser into the directory: brought, its columns looked
//! at, rehearsed, imported, and taken back.

/// A value that an import changes.
mod change;
/// What the columns of a file mean, as a form.
mod columns;
/// What a rehearsal or an import lists, to take away.
mod lists;
/// Imports that were made.
mod made;
/// How a file was read.
mod read;
/// What an import would do, found out.
mod rehearsal;
/// What the form says of a file.
mod said;
/// The file that a form sends.
mod sent;
/// What a rehearsal or an import says, as a page shows it.
mod told;
/// The work at a file, beside the requests.
mod work;

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{StatusCode, header};

use super::guard::Deed;
use super::{Answer, Me};
use crate::error::{Error, Result};
use crate::id::BroughtFileId;
use crate::node::{Node, shelf};
use crate::people::Person;
use crate::registry::duplicates;
use crate::registry::import;
use crate::registry::import::brought::{self, Brought, Ceiling, Looked, Stage};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::script;
use crate::words::{Said, Saying, phrase};
use columns::Columns;
use read::Read;
use told::Told;

pub(super) use columns::guess_anew;
pub(super) use lists::{missing, problems, problems_made};
pub(super) use made::{ask as ask_undo, show as made, undo};
pub(super) use read::again as read_again;
pub(super) use rehearsal::rehearse;

/// Where the imports are.
pub(super) const PATH: &str = "/office/imports";
/// How long a page of a file at work waits for the end before it answers.
const WAITED: Duration = Duration::from_secs(3);
/// How often it looks meanwhile.
const LOOK: Duration = Duration::from_millis(100);
/// How many imports are listed.
const LISTED: i64 = 50;

#[derive(Template)]
#[template(path = "imports.html")]
struct ImportsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    waiting: Vec<Brought>,
    made: Vec<import::Summary>,
    refusal: Option<Said>,
    most: u64,
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    file: Brought,
    is_at_work: bool,
    columns: Option<Columns>,
    read: Option<Read>,
    told: Option<Told>,
    /// How many pairs of records wait for a decision already.
    pairs_waiting: i64,
    /// Why the last work at it failed.
    refusal: Option<Said>,
    wrongs: Wrongs,
    /// Whether somebody said how it is to be imported.
    is_chosen: bool,
}

impl ImportPage<'_> {
    /// Where the lists are whole.
    fn whole(&self) -> String {
        format!("{PATH}/{}", self.file.id)
    }
}

/// The files that wait, the imports that were made, and the form that brings one.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    overview(&node, &reader, &person, None).await
}

async fn overview(
    node: &Node,
    reader: &Reader,
    person: &Person,
    refusal: Option<Saying>,
) -> Answer {
    let mut tx = node.db.read().await?;
    let waiting = brought::list(&mut tx).await?;
    drop(tx);
    let title = reader.words.say("imports");
    let status = match refusal {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = ImportsPage {
        frame: Frame::new(&node.settings, reader, "imports", title).unlisted(),
        person,
        waiting,
        made: import::list(&node.db, LISTED).await?,
        refusal: refusal.map(|said| reader.words.tell(&said)),
        most: node.settings.limits.import_bytes >> 20,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Leads on, with the file's name in what is written down of the deed.
fn done(to: &str, file: String) -> Response {
    let mut response = Redirect::to(to).into_response();
    let deed = Deed {
        how: file,
        about: None,
    };
    response.extensions_mut().insert(deed);
    response
}

/// Takes a file that is sent, and looks whether it is a table.
pub(super) async fn bring(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    form: Result<Multipart, MultipartRejection>,
) -> Answer {
    let id = BroughtFileId::new(&node.clock);
    match take(&node, &id, form).await {
        Ok(name) => Ok(done(&format!("{PATH}/{id}"), name)),
        Err(error @ (Error::Invalid { .. } | Error::Conflict(_))) => {
            shelf::clear(&node, &[id]);
            overview(&node, &reader, &person, Some(error.saying())).await
        }
        Err(error) => {
            shelf::clear(&node, &[id]);
            Err(error.into())
        }
    }
}

async fn take(
    node: &Node,
    id: &BroughtFileId,
    form: Result<Multipart, MultipartRejection>,
) -> Result<String> {
    let form = form.map_err(|_unreadable| sent::nothing_chosen())?;
    let limits = &node.settings.limits;
    let ceiling = Ceiling {
        files: limits.import_files,
        bytes: limits.import_waiting_bytes,
    };
    let mut tx = node.db.read().await?;
    let left = brought::room(&mut tx, ceiling).await?;
    drop(tx);
    let (name, size) = sent::keep(node, id, left, form).await?;
    let turn = shelf::wait_for_turn(node).await?;
    let guess = shelf::look(node, id, &name).await?;
    drop(turn);
    let guess = guess.as_ref();
    let mut tx = node.db.begin().await?;
    let now = node.clock.now();
    brought::bring(&mut tx, id, (&name, size), guess, ceiling, now).await?;
    tx.commit().await?;
    Ok(name)
}

/// A file's page: what its columns were taken for, or what an import of it would do. While
/// work at it goes on it answers late, so that who waits need not ask often.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
) -> Answer {
    let file = when_quiet(&node, &BroughtFileId::parse(&id)?).await?;
    if let (Stage::Imported, Some(batch)) = (file.stage, &file.batch) {
        return Ok(Redirect::to(&format!("{PATH}/made/{batch}")).into_response());
    }
    let file = looked_at(&node, file).await?;
    let unrefused = (StatusCode::OK, Wrongs::default());
    page(&node, &reader, &person, file, None, unrefused).await
}

/// The file, with what its columns were taken for also where it was brought before that was
/// kept.
async fn looked_at(node: &Node, mut file: Brought) -> Result<Brought> {
    if matches!(file.looked, Looked::NotYet) && !file.is_at_work(node.clock.now()) {
        let turn = shelf::turn(node)?;
        let guess = shelf::look(node, &file.id, &file.file).await?;
        drop(turn);
        let mut tx = node.db.begin().await?;
        brought::looked(&mut tx, &file.id, guess.as_ref()).await?;
        tx.commit().await?;
        file.looked = Looked::of(guess.as_ref());
    }
    Ok(file)
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    file: Brought,
    typed: Option<&Typed>,
    (status, wrongs): (StatusCode, Wrongs),
) -> Answer {
    let is_at_work = file.is_at_work(node.clock.now());
    // The guess is shown even where the office said otherwise, with its choices in it.
    let guess = file.looked.guess().filter(|_| !is_at_work);
    let columns = guess.map(|guess| Columns::of(guess, file.mapping.as_ref(), typed, reader));
    let read = guess.and_then(|guess| Read::of(guess, reader.words));
    let words = reader.words;
    let title = words.labelled(words.say("imports"), &file.file);
    // What is wrong now stands in the place of what was wrong before.
    let refusal = file.refusal.as_ref().filter(|_| wrongs.is_empty());
    let page = ImportPage {
        frame: Frame::new(&node.settings, reader, "imports", title).unlisted(),
        person,
        is_at_work,
        is_chosen: typed.is_some() || file.rehearsal > 0,
        columns,
        read,
        told: file
            .report
            .as_ref()
            .map(|report| Told::of(report, reader.words)),
        pairs_waiting: duplicates::count_proposed(&mut node.db.read().await?).await?,
        refusal: refusal.map(|said| reader.words.tell(said)),
        wrongs,
        file,
    };
    let mut response = frame::answer(reader, status, &page)?;
    script::allow(&mut response);
    Ok(response)
}

/// The file, once nobody works at it or the patience is at its end.
async fn when_quiet(node: &Node, id: &BroughtFileId) -> Result<Brought> {
    let waited = tokio::time::Instant::now();
    loop {
        let mut tx = node.db.read().await?;
        let file = brought::get(&mut tx, id).await?;
        drop(tx);
        if !file.is_at_work(node.clock.now()) || waited.elapsed() > WAITED {
            return Ok(file);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Imports a file as the rehearsal told that the form shows. A second click finds it at work;
/// who rehearsed it otherwise meanwhile is not overruled, and what they saw is shown.
pub(super) async fn import(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let id = BroughtFileId::parse(&id)?;
    let typed = Typed::read(body);
    let seen = typed.trimmed("rehearsal").parse::<i64>().ok();
    match begin_import(&node, &id, seen).await {
        Ok(name) => Ok(done(&format!("{PATH}/{id}"), name)),
        Err(error @ (Error::Conflict(_) | Error::Invalid { .. })) => {
            let file = looked_at(&node, when_quiet(&node, &id).await?).await?;
            let (status, said) = match error {
                Error::Conflict(_) => {
                    let said = phrase!("import-rehearsed-anew");
                    (StatusCode::CONFLICT, said.into())
                }
                _ => (StatusCode::UNPROCESSABLE_ENTITY, error.saying()),
            };
            let mut wrongs = Wrongs::default();
            wrongs.note("form", reader.words.tell(&said));
            page(&node, &reader, &person, file, None, (status, wrongs)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Begins it, and tells the file's name.
async fn begin_import(node: &Arc<Node>, id: &BroughtFileId, seen: Option<i64>) -> Result<String> {
    let mut tx = node.db.read().await?;
    let file = brought::get(&mut tx, id).await?;
    drop(tx);
    if matches!(file.stage, Stage::Importing | Stage::Imported) {
        return Ok(file.file);
    }
    let stale = || Error::Conflict(format!("the file {id} was rehearsed anew").into());
    let rehearsal = seen
        .filter(|seen| *seen == file.rehearsal)
        .ok_or_else(stale)?;
    if file.stage != Stage::Rehearsed {
        // The page says why it failed, or that the work goes on.
        return Ok(file.file);
    }
    // A workbook takes its time to open, for which nothing else may wait.
    let turn = shelf::turn(node)?;
    let reading = shelf::open(node, id, &file.file, file.mapping.as_ref()).await?;
    let mut tx = node.db.begin().await?;
    match brought::begin_import(&mut tx, &node.clock, id, rehearsal).await {
        Ok(()) => {
            tx.commit().await?;
            work::import(node, id, (reading, turn), file.options);
            Ok(file.file)
        }
        Err(Error::Conflict(_)) => {
            // A second click came between, or somebody else's rehearsal.
            let now = brought::get(&mut tx, id).await?;
            if now.rehearsal == rehearsal {
                Ok(file.file)
            } else {
                Err(stale())
            }
        }
        Err(error) => Err(error),
    }
}

/// What the office said of a file's columns, as the file that `trenza import --mapping` takes.
pub(super) async fn mapping(State(node): State<Arc<Node>>, Path(id): Path<String>) -> Answer {
    let mut tx = node.db.read().await?;
    let file = brought::get(&mut tx, &BroughtFileId::parse(&id)?).await?;
    drop(tx);
    let missing = || Error::NotFound(format!("a mapping of the file {id}"));
    let mapping = file.mapping.ok_or_else(missing)?;
    let headers = [
        (header::CONTENT_TYPE, "application/toml"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"mapping.toml\"",
        ),
    ];
    Ok((headers, mapping.to_toml()).into_response())
}

/// Lays a file aside.
pub(super) async fn lay_aside(State(node): State<Arc<Node>>, Path(id): Path<String>) -> Answer {
    let id = BroughtFileId::parse(&id)?;
    let mut tx = node.db.begin().await?;
    let file = brought::get(&mut tx, &id).await?.file;
    brought::lay_aside(&mut tx, &node.clock, &id).await?;
    tx.commit().await?;
    shelf::clear(&node, &[id]);
    Ok(done(PATH, file))
}
