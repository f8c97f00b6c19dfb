//! The page behind a link by which a representative takes a record over.
//!
//! The secret in the address is the right itself, so nothing of these pages is kept, told to
//! other sites, or found by search engines. Who gave the link to whom is not known here
//! beyond what the office wrote.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::frame::{self, Frame};
use super::reader::Reader;
use super::views::{self, OrganizationItem};
use crate::error::{Error, Result};
use crate::http::{Problem, origin};
use crate::node::Node;
use crate::registry::claim::{self, Representative};

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage<'a> {
    frame: Frame<'a>,
    item: OrganizationItem,
    keeper: String,
    made_for: String,
    until: String,
    is_incomplete: bool,
    name: String,
    function: String,
}

#[derive(Template)]
#[template(path = "claimed.html")]
struct ClaimedPage<'a> {
    frame: Frame<'a>,
    item: OrganizationItem,
    is_public: bool,
    token: String,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct UnusablePage<'a> {
    frame: Frame<'a>,
    detail: &'static str,
}

/// What was typed into the form.
#[derive(Debug, Default)]
struct Typed {
    name: String,
    function: String,
    has_agreed: bool,
}

impl Typed {
    fn read(body: &[u8]) -> Self {
        let mut typed = Self::default();
        for (name, value) in url::form_urlencoded::parse(body) {
            match name.as_ref() {
                "name" => typed.name = value.into_owned(),
                "function" => typed.function = value.into_owned(),
                "agreed" => typed.has_agreed = value == "yes",
                _ => {}
            }
        }
        typed
    }
}

/// The form: which record it is, who keeps it, and what taking it over means.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    Path(secret): Path<String>,
    reader: Reader,
) -> Response {
    let shown = form(&node, &reader, &secret, None).await;
    answered(&node, &reader, shown)
}

/// Takes the record over, or shows the form again when something is left out.
pub(super) async fn take_over(
    State(node): State<Arc<Node>>,
    Path(secret): Path<String>,
    reader: Reader,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    // A body that cannot be read leaves everything out.
    let typed = Typed::read(&body.unwrap_or_default());
    let done = match origin::refuse_cross_site(&headers, &node.settings.public_url) {
        Ok(()) => take(&node, &reader, &secret, typed).await,
        Err(refusal) => Err(refusal),
    };
    answered(&node, &reader, done)
}

async fn take(node: &Node, reader: &Reader, secret: &str, typed: Typed) -> Result<Response> {
    let by = Representative {
        name: typed.name.clone(),
        function: typed.function.clone(),
        statement: if typed.has_agreed {
            reader.words.say("claim-statement").to_owned()
        } else {
            String::new()
        },
    };
    let mut tx = node.db.begin().await?;
    let taken = match claim::take_over(&mut tx, &node.clock, secret, &by).await {
        Ok(taken) => taken,
        Err(Error::Invalid { .. }) => {
            drop(tx);
            return form(node, reader, secret, Some(typed)).await;
        }
        Err(refusal) => return Err(refusal),
    };
    tx.commit().await?;
    node.wake.publisher.notify_one();
    let page = ClaimedPage {
        frame: Frame::new(&node.settings, reader, "", reader.words.say("claim-title")).unlisted(),
        item: OrganizationItem::of(&taken.organization, reader),
        is_public: taken.organization.is_public(),
        token: taken.token,
    };
    frame::answer(reader, StatusCode::OK, &page)
}

/// The form; with what was typed when that cannot be taken.
async fn form(
    node: &Node,
    reader: &Reader,
    secret: &str,
    typed: Option<Typed>,
) -> Result<Response> {
    let mut tx = node.db.read().await?;
    let (claim, organization) = claim::find(&mut tx, &node.clock, secret).await?;
    let status = if typed.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let frame = Frame::new(&node.settings, reader, "", reader.words.say("claim-title")).unlisted();
    let is_incomplete = typed.is_some();
    let typed = typed.unwrap_or_default();
    let page = ClaimPage {
        keeper: frame.operator.unwrap_or(frame.name).to_owned(),
        frame,
        item: OrganizationItem::of(&organization, reader),
        made_for: claim.made_for,
        until: views::day(claim.expires_at),
        is_incomplete,
        name: typed.name,
        function: typed.function,
    };
    frame::answer(reader, status, &page)
}

/// The answer, whatever it is, as a page that nobody keeps or passes on.
fn answered(node: &Node, reader: &Reader, done: Result<Response>) -> Response {
    let page = match done {
        Err(Error::NotFound(_) | Error::Absent { .. }) => {
            let words = reader.words;
            let page = UnusablePage {
                frame: Frame::new(&node.settings, reader, "", words.say("claim-unusable"))
                    .unlisted(),
                detail: words.say("claim-ask-again"),
            };
            frame::answer(reader, StatusCode::NOT_FOUND, &page)
        }
        Err(other) => Ok(super::problem_page(
            &node.settings,
            reader,
            &Problem::from(other),
        )),
        page => page,
    };
    let mut response = page.unwrap_or_else(|error| Problem::from(error).into_response());
    let headers = response.headers_mut();
    headers.remove(header::ETAG);
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ] {
        headers.insert::<HeaderName>(name, HeaderValue::from_static(value));
    }
    response
}
