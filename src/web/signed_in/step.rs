//! The second step of signing in: somebody who showed their password, or came by the link of a
//! letter, shows a code of their app, one that they wrote down, or a passkey.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};

use super::cookie::Cookie;
use super::{Answer, door, guard};
use crate::error::Result;
use crate::http::flood::{self, Visitor};
use crate::id::AccountId;
use crate::node::Node;
use crate::people::second::{app, half, recovery};
use crate::people::{self, passkeys};
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::script::{self, Program};

/// Its address.
pub(super) const PATH: &str = "/sign-in/step";

#[derive(Template)]
#[template(path = "step.html")]
struct StepPage<'a> {
    frame: Frame<'a>,
    wrongs: Wrongs,
    /// Where they wanted to go.
    next: String,
    /// Whether this site can have passkeys.
    has_passkeys: bool,
    script: String,
}

/// Asks for the second factor of an account whose first was shown in this transaction.
pub(super) async fn ask(
    node: &Node,
    mut tx: Tx,
    account: &AccountId,
    next: &str,
) -> Result<Response> {
    let secret = half::begin(&mut tx, &node.clock, account, next).await?;
    tx.commit().await?;
    let mut response = Redirect::to(PATH).into_response();
    Cookie::Half.set(&node.settings, &mut response, &secret);
    Ok(guard::private(response))
}

/// The form, for whoever showed the first factor a moment ago.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    headers: HeaderMap,
) -> Answer {
    let mut tx = node.db.read().await?;
    let found = match Cookie::Half.read(&node.settings, &headers) {
        Some(secret) => half::find(&mut tx, &node.clock, &secret).await?,
        None => None,
    };
    drop(tx);
    match found {
        Some(half) => page(&node, &reader, StatusCode::OK, half.next, Wrongs::default()),
        None => Ok(anew()),
    }
}

fn anew() -> Response {
    guard::private(Redirect::to("/sign-in").into_response())
}

fn page(node: &Node, reader: &Reader, status: StatusCode, next: String, wrongs: Wrongs) -> Answer {
    let title = reader.words.say("second");
    let page = StepPage {
        frame: Frame::new(&node.settings, reader, "", title).unlisted(),
        wrongs,
        next,
        has_passkeys: passkeys::are_possible(&node.settings),
        script: script::address(Program::Passkeys),
    };
    let mut response = frame::answer(reader, status, &page)?;
    script::allow(&mut response);
    Ok(guard::private(response))
}

/// Takes a code.
pub(super) async fn take(
    State(node): State<Arc<Node>>,
    reader: Reader,
    visitor: Visitor,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let Some(secret) = Cookie::Half.read(&node.settings, &headers) else {
        return Ok(anew());
    };
    let mut tx = node.db.begin().await?;
    let Some(half) = half::take(&mut tx, &node.clock, &secret).await? else {
        return Ok(anew());
    };
    let account = people::get(&mut tx, &half.account).await?;
    let key = people::mail_key(&account.mail);
    let mut wrongs = Wrongs::default();
    if let Err(wait) = (node.sign_ins).code(&key, &visitor.0, node.clock.now()) {
        wrongs.add("code", reader.words.say("too-often"));
        let status = StatusCode::TOO_MANY_REQUESTS;
        let shown = page(&node, &reader, status, half.next, wrongs)?;
        return Ok(flood::later(shown, wait));
    }
    let code = typed.trimmed("code");
    let is_known = app::check(&mut tx, &node.clock, &account.id, code).await?
        || recovery::take(&mut tx, &account.id, code).await?;
    if !is_known {
        // What is not committed goes on to wait.
        drop(tx);
        wrongs.add("code", reader.words.say("second-code-wrong"));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&node, &reader, status, half.next, wrongs);
    }
    node.sign_ins.succeeded(&key, &visitor.0);
    let mut response = door::enter_whole(&node, tx, &headers, &account.id, &half.next).await?;
    Cookie::Half.clear(&node.settings, &mut response);
    Ok(response)
}
