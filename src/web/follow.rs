//! How to follow what a page shows: a form that leads to where the reader has an account,
//! the name to search for, and a code for the telephone. It works without a script.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use serde::Deserialize;

use super::channel;
use super::frame::{self, Frame};
use super::qr;
use super::reader::Reader;
use super::views;
use crate::activitypub::address::Reach;
use crate::activitypub::client::authority;
use crate::activitypub::intents::Refusal;
use crate::error::{Error, Result};
use crate::federation::account::{self, Account};
use crate::federation::channel::read_path;
use crate::federation::paths::NODE;
use crate::federation::relocation;
use crate::http::{Problem, Visitor, etag, flood, origin};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry;
use crate::store::Tx;
use crate::words::Words;

/// Where the form stands, behind the path of what is followed.
pub(super) const FORM: &str = "/follow";
/// Where the code for the telephone stands.
pub(super) const CODE: &str = "/qr.svg";
/// How long browsers keep the code, in seconds: an address does not change.
const KEPT: &str = "public, max-age=86400";

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The reader's account or server.
    from: String,
}

#[derive(Template)]
#[template(path = "follow.html")]
struct FollowPage<'a> {
    frame: Frame<'a>,
    /// What is followed: its path, its title, and the name to search for.
    path: &'a str,
    title: String,
    account: String,
    typed: &'a str,
    /// Why it did not work.
    said: Option<String>,
    /// Where the reader goes on by a link of their own: the server, and the address there.
    onward: Option<(String, String)>,
}

/// What stands behind the form's answer.
enum Answer {
    /// Nothing was typed yet.
    Form,
    /// The reader is led to their server.
    Led(String),
    /// The reader comes from a page of another site, and decides whether to go on.
    Onward(String, String),
    /// It did not work.
    Refused(StatusCode, String, Option<Duration>),
}

/// The page, and what the form answers.
pub(super) async fn page(
    State(node): State<Arc<Node>>,
    reader: Reader,
    visitor: Visitor,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let found = {
        let mut tx = node.db.read().await?;
        known(&node, &mut tx, uri.path(), FORM).await?
    };
    if let Some(elsewhere) = moved(&uri, &found.path, FORM) {
        return Ok(elsewhere);
    }
    let answer = look(&node, &reader, &visitor, &found, &asked.from).await;
    let answer = match answer {
        Answer::Led(to) => return Ok(Redirect::to(&to).into_response()),
        other => other,
    };
    let mut tx = node.db.read().await?;
    let title = title(&mut tx, &reader, &found.path).await?;
    drop(tx);
    let (status, said, wait, onward) = match answer {
        Answer::Refused(status, said, wait) => (status, Some(said), wait, None),
        Answer::Onward(host, to) => (StatusCode::OK, None, None, Some((host, to))),
        Answer::Form | Answer::Led(_) => (StatusCode::OK, None, None, None),
    };
    let words = reader.words;
    let heading = words.labelled(words.say("follow-button"), &title);
    let mut frame = Frame::new(&node.settings, &reader, "", heading);
    frame.alternate = Some(node.url(&found.path));
    frame.fed_by(if found.path == NODE { "/" } else { &found.path }, &[]);
    let page = FollowPage {
        frame,
        path: &found.path,
        title,
        account: channel::follow(&node, &found.handle),
        typed: asked.from.trim(),
        said,
        onward,
    };
    let mut response = frame::answer(&reader, status, &page)?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(&node));
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex"),
    );
    Ok(match wait {
        Some(wait) => flood::later(response, wait),
        None => response,
    })
}

/// Browsers apply `form-action` to where a form's answer redirects, which is the reader's own
/// server: any, but by https alone.
fn policy(node: &Node) -> HeaderValue {
    let also = match node.client.reach() {
        Reach::Internet => "form-action 'self' https:",
        Reach::InsecureLoopback => "form-action 'self' https: http:",
    };
    let policy = frame::POLICY.replace("form-action 'self'", also);
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(frame::POLICY))
}

/// Finds out where the reader goes.
async fn look(
    node: &Node,
    reader: &Reader,
    Visitor(visitor): &Visitor,
    found: &Account,
    typed: &str,
) -> Answer {
    let words = reader.words;
    let wrong =
        |said: &str| Answer::Refused(StatusCode::UNPROCESSABLE_ENTITY, said.to_owned(), None);
    if typed.trim().is_empty() {
        return Answer::Form;
    }
    let Some(typed) = node.intents.read(typed) else {
        return wrong(words.say("follow-unreadable"));
    };
    if typed.host() == authority(&node.settings.public_url) {
        return wrong(words.say("follow-own"));
    }
    let way = match node.intents.way(visitor, &typed).await {
        Ok(way) => way,
        Err(refusal) => return refused(words, &typed.host(), &refusal),
    };
    let (actor, back) = (node.url(&found.path), node.url(&found.path));
    let Some(to) = way.to(&actor, &back) else {
        return refused(words, &typed.host(), &Refusal::Elsewhere);
    };
    // A link on somebody's page or in a letter must not lead through here to where they like.
    if !origin::is_from_here(&reader.headers) {
        return Answer::Onward(authority(&to), to.into());
    }
    Answer::Led(to.into())
}

fn refused(words: &'static Words, host: &str, refusal: &Refusal) -> Answer {
    let (status, said, wait) = match refusal {
        Refusal::Unknown => (422, words.say("follow-unknown"), None),
        Refusal::Elsewhere => (422, words.say("follow-elsewhere"), None),
        Refusal::Silent => (422, words.say("follow-silent"), None),
        Refusal::Crowded(wait) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            return Answer::Refused(status, words.say("follow-crowded").to_owned(), Some(*wait));
        }
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Answer::Refused(status, words.labelled(host, said), wait)
}

/// The address of what is followed, as a code that a telephone reads.
pub(super) async fn code(
    State(node): State<Arc<Node>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let found = known(&node, &mut tx, uri.path(), CODE).await?;
    drop(tx);
    if let Some(elsewhere) = moved(&uri, &found.path, CODE) {
        return Ok(elsewhere);
    }
    let svg = qr::svg(&node.url(&found.path))?;
    let tag = etag::of(svg.as_bytes());
    let mut response = etag::answer(&headers, &tag, || svg.into_response());
    for (name, value) in [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
        (header::CACHE_CONTROL, KEPT),
    ] {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert::<HeaderName>(name, value);
    }
    Ok(response)
}

/// What stands at the path before `ending` and can be followed.
async fn known(node: &Node, tx: &mut Tx, path: &str, ending: &str) -> Result<Account> {
    let path = path.strip_suffix(ending).unwrap_or(path);
    let what = format!("anything at {path} that can be followed");
    let Some(found) = account::at(node, tx, path).await? else {
        return Err(Error::NotFound(what));
    };
    if let Some(target) = relocation::target(tx, &found.path).await? {
        return Err(Error::absent(
            what,
            format!("it has moved: follow {target}"),
        ));
    }
    Ok(found)
}

/// The way to the one address of what is followed.
fn moved(uri: &Uri, path: &str, ending: &str) -> Option<Response> {
    let own = format!("{path}{ending}");
    let query = uri.query().map(|query| format!("?{query}"));
    let query = query.unwrap_or_default();
    (uri.path() != own).then(|| Redirect::permanent(&format!("{own}{query}")).into_response())
}

async fn title(tx: &mut Tx, reader: &Reader, path: &str) -> Result<String> {
    if let Some(slice) = read_path(path) {
        return Ok(match slice.whole_territory() {
            Some(territory) => territory.called(reader.words.tag),
            None => slice.title(reader.words.tag),
        });
    }
    match path.strip_prefix("/o/") {
        Some(id) => {
            let found = registry::get(tx, &OrganizationId::parse(id)?).await?;
            Ok(views::pick(&found.stated.names, reader).1)
        }
        None => Ok(reader.directory().to_owned()),
    }
}
