//! The pages that people read.
//!
//! Plain HTML with one stylesheet: every page works without a script, on a telephone, and on
//! paper. Pages whose address has a document as its other face are functions here, and the
//! route decides which face is asked for.

/// What the directory is, and who keeps it.
mod about;
/// Saying what is wrong in a record.
mod amend;
/// What a page says of itself to other sites.
mod card;
/// The page of a list that anybody can follow.
mod channel;
/// The page behind a link by which a representative takes a record over.
mod claim;
/// What people of other servers say.
mod conversation;
/// The page of the open data.
mod data;
/// Lists and maps for pages of other sites.
mod embed;
/// How to follow what a page shows.
mod follow;
/// What friendly directories publish.
mod foreign;
/// What was typed into forms.
mod form;
/// What stands around every page.
mod frame;
/// The first page.
mod home;
/// The sign beside a page's name.
mod icon;
/// Where other servers send people who have an account here.
mod interaction;
/// A form by which organizations and partners take part.
mod join;
/// Pages of records as they were made a moment ago.
mod kept;
/// The lists: organizations, offers and needs, friendly directories.
mod lists;
/// The map beside a list.
mod map;
/// Who could meet a need.
mod meeting;
/// Pages in short, for sites that link to them.
mod oembed;
/// One other directory.
mod peer;
/// Codes that a telephone reads.
mod qr;
/// Who reads a page.
mod reader;
/// One record, one page.
mod records;
/// What is attested of an organization, and whom it belongs to.
mod relations;
/// What holds in this directory.
mod rules;
/// What became of something, said on a page of its own.
mod said;
/// Searches that are saved for a mail address.
mod saved;
/// The programs of pages.
mod script;
/// The page on which everything can be found.
mod search;
/// Pages for people who have signed in.
mod signed_in;
/// The stylesheet.
mod style;
/// What is offered and sought under a hashtag.
mod tags;
/// What is in one territory.
mod territory;
/// What went wrong with other servers.
mod trouble;
/// Records as a page shows them.
mod views;
/// Writing about an offer or need without an account.
mod visit;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::{StatusCode, header};
use tower_http::services::ServeFile;

use crate::error::{Error, Result};
use crate::federation::channel::find_by_handle as find_channel;
use crate::federation::paths;
use crate::http::{Problem, accept, origin};
use crate::mail::{self, Letter, Question};
use crate::node::Node;
use crate::registry;
use crate::settings::Settings;
use crate::store::Tx;
use crate::words::{Said, phrase};

use frame::Frame;

pub use channel::channel;
pub use interaction::PATH as INTERACTION;
pub use kept::{home, offer, organization, territory};
pub use lists::{Friend, friends};
pub use reader::Reader;

/// The largest form that is read, in bytes: 5,000 letters of any script, each up to twelve bytes
/// as it is sent, with what stands beside them.
const MAX_FORM: usize = 80 << 10;

/// The pages that have no other face.
pub fn routes(node: &Arc<Node>) -> Router<Arc<Node>> {
    let mut followed = Router::new();
    for path in ["/actor", "/o/{id}", "/t/{code}", "/c/{codes}"] {
        followed = followed
            .route(&format!("{path}{}", follow::FORM), get(follow::page))
            .route(&format!("{path}{}", follow::CODE), get(follow::code));
    }
    let mut tiles = Router::new();
    if let Some(file) = &node.settings.basemap.tiles {
        tiles = tiles.route_service(map::pieces::TILES, ServeFile::new(file));
    }
    Router::new()
        .merge(followed)
        .merge(tiles)
        .merge(forms(node))
        .merge(saved::routes())
        .route("/organizations", get(lists::organizations))
        .route("/offers", get(lists::offers))
        .route(search::PATH, get(search::page))
        .route(map::PATH, get(map::serve))
        .route(map::moving::PATH, get(map::moving::serve))
        .route(map::near::PATH, get(map::near::serve))
        .route(map::place::PATH, get(map::place::serve))
        .route(map::pieces::PATH, get(map::pieces::serve))
        .route(embed::PATH, get(embed::page))
        .route(embed::MAP, get(embed::map))
        .route("/friends/{host}", get(peer::show))
        .route("/data", get(data::page))
        .route("/@{handle}", get(by_handle))
        .route("/tags/{word}", get(tags::tag))
        .route("/concepts/{word}", get(tags::concept))
        .route(interaction::PATH, get(interaction::page))
        .route(oembed::PATH, get(oembed::serve))
        .route(about::PATH, get(about::page))
        .route(icon::PATH, get(icon::serve))
        .route(rules::PATH, get(rules::page))
        .route("/assets/style.css", get(style::serve))
        .route(style::COLORS, get(style::colors))
        .route(script::SEARCH_PATH, get(script::search))
        .route(script::MAP_PATH, get(script::map))
        .route(script::WAIT_PATH, get(script::wait))
        .route(script::PASSKEYS_PATH, get(script::passkeys))
}

/// The pages whose forms no other site may send. Saved searches are not among them: mail
/// programs end one by a form of theirs (RFC 8058 §3.2).
fn forms(node: &Arc<Node>) -> Router<Arc<Node>> {
    Router::new()
        .merge(signed_in::routes(node))
        .merge(join::routes())
        .merge(amend::routes())
        .merge(visit::routes())
        .merge(claim::routes())
        .layer(origin::ours_alone(&node.settings.public_url))
}

/// Asks an address by a letter, within the transaction of what was typed in its name, whether it
/// wants that; it answers on the page at `path`. Gives the letter's identifier.
async fn ask_address(
    node: &Node,
    tx: &mut Tx,
    (to, language): (&str, &str),
    question: Question,
    path: &str,
) -> Result<String> {
    let (link, now) = (node.url(path), node.clock.now());
    let letter = Letter::asking(&node.shown().settings, language, question, &link, now);
    mail::write(tx, &node.clock, &node.settings, to, &letter).await
}

/// Leads from a handle, in any language where it has several, to the record or channel, whose
/// address stays the same when the handle is typed in another case.
async fn by_handle(
    State(node): State<Arc<Node>>,
    Path(handle): Path<String>,
) -> Result<Redirect, Problem> {
    let mut tx = node.db.read().await?;
    if let Some(slice) = find_channel(&mut tx, &handle).await? {
        return Ok(Redirect::to(&paths::channel(&slice)));
    }
    let found = registry::find_by_handle(&mut tx, &handle.to_lowercase()).await?;
    if let Some(known) = found.filter(registry::Organization::is_public) {
        return Ok(Redirect::to(&known.path()));
    }
    let own = format!("/@{}", handle.to_lowercase());
    let moved = registry::duplicates::moved(&mut tx, &own).await?;
    let unknown = || Error::NotFound(format!("an organization called @{handle}"));
    Ok(Redirect::permanent(&moved.ok_or_else(unknown)?))
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    frame: Frame<'a>,
    detail: Said,
}

/// Shows problems to people as pages: a layer for all routes. Programs, which do not ask for
/// HTML, get the problem as it is.
pub async fn explain(State(node): State<Arc<Node>>, request: Request, next: Next) -> Response {
    let is_for_people = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"))
        && !accept::wants_activity(request.headers());
    let uri = request.uri();
    let reader = is_for_people.then(|| {
        let query = uri.query().unwrap_or_default();
        Reader::new(&node.shown(), uri.path(), query, request.headers())
    });
    let mut response = next.run(request).await;
    let Some(reader) = reader else {
        return response;
    };
    let is_bare_not_found = response.status() == StatusCode::NOT_FOUND
        && !response.headers().contains_key(header::CONTENT_TYPE);
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if is_bare_not_found => Problem::from(Error::NotFound(reader.path.clone())),
        None => return response,
    };
    let page = problem_page(&node.settings, &reader, &problem);
    // What may not be kept or found may not be as a problem either.
    let is_private = (response.headers().get(header::CACHE_CONTROL))
        .is_some_and(|value| value.as_bytes() == b"no-store");
    if is_private {
        signed_in::private(page)
    } else {
        page
    }
}

fn problem_page(settings: &Settings, reader: &Reader, problem: &Problem) -> Response {
    let words = reader.words;
    let is_missing = matches!(problem.status(), StatusCode::NOT_FOUND | StatusCode::GONE);
    let page = ProblemPage {
        frame: Frame::new(settings, reader, "", words.say("went-wrong")).unlisted(),
        detail: if is_missing {
            words.tell(&phrase!("not-found").into())
        } else {
            words.tell(&problem.said)
        },
    };
    frame::answer(reader, problem.status(), &page)
        .unwrap_or_else(|error| Problem::from(error).into_response())
}
