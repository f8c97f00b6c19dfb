//! Passkeys: made and taken away by their owner, and shown at the door.
//!
//! Nothing but a program can ask a device for one, so their forms are shown by that program
//! ([`script`]); every other way in works without it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Router, routing};
use http::{HeaderMap, StatusCode, header};

use super::cookie::Cookie;
use super::second::{self, Shown};
use super::{Answer, Me, door, guard};
use crate::error::Result;
use crate::http::flood::{self, Visitor};
use crate::id::{AccountId, PasskeyId};
use crate::mail::{self, Letter};
use crate::node::Node;
use crate::people::passkeys::Recognized;
use crate::people::second::{half, recovery, tidy};
use crate::people::{self, Person, acts, passkeys};
use crate::store::Tx;
use crate::web::form::{Body, Typed};
use crate::web::reader::Reader;

/// At the door.
pub(super) fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/sign-in/passkey/begin", routing::post(ask))
        .route("/sign-in/passkey", routing::post(sign_in))
}

/// Asks whoever is at the door for a passkey: the options as the browser takes them.
async fn ask(State(node): State<Arc<Node>>, visitor: Visitor) -> Answer {
    if let Err(wait) = node.sign_ins.passkey(&visitor.0, node.clock.now()) {
        let answer = StatusCode::TOO_MANY_REQUESTS.into_response();
        return Ok(guard::private(flood::later(answer, wait)));
    }
    let mut tx = node.db.begin().await?;
    let asked = passkeys::ask(&mut tx, &node.clock, &node.settings).await?;
    tx.commit().await?;
    let head = [(header::CONTENT_TYPE, "application/json")];
    let mut response = (head, asked.options).into_response();
    Cookie::Challenge.set(&node.settings, &mut response, &asked.secret);
    Ok(guard::private(response))
}

/// Signs somebody in by what their device answered.
async fn sign_in(
    State(node): State<Arc<Node>>,
    reader: Reader,
    visitor: Visitor,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let next = typed.get("next");
    let refused = |status, said| door::page(&node, &reader, status, ("", next), Some(said));
    if let Err(wait) = node.sign_ins.passkey(&visitor.0, node.clock.now()) {
        let said = reader.words.say("too-often");
        let answer = refused(StatusCode::TOO_MANY_REQUESTS, said)?;
        return Ok(flood::later(answer, wait));
    }
    let secret = Cookie::Challenge.read(&node.settings, &headers);
    let secret = secret.unwrap_or_default();
    let answer = typed.get("answer");
    let mut tx = node.db.begin().await?;
    let shown = passkeys::recognize(&mut tx, &node.clock, &node.settings, &secret, answer).await?;
    let shown = match shown {
        Recognized::Shown(shown) => shown,
        Recognized::Unknown => {
            // What was asked is answered, rightly or not.
            tx.commit().await?;
            let said = reader.words.say("passkey-unknown");
            return refused(StatusCode::UNPROCESSABLE_ENTITY, said);
        }
        Recognized::Copied { account, id, name } => {
            if passkeys::mark_copied(&mut tx, &id, node.clock.now()).await? {
                tell_of_copy(&node, &mut tx, &account, &name).await?;
            }
            tx.commit().await?;
            node.wake.postman.notify_one();
            let said = reader.words.say("passkey-copied");
            return refused(StatusCode::FORBIDDEN, said);
        }
    };
    if !shown.is_alone {
        if !has_first_factor(&node, &mut tx, &headers, &shown).await? {
            tx.commit().await?;
            let said = reader.words.say("passkey-after-password");
            return refused(StatusCode::UNPROCESSABLE_ENTITY, said);
        }
        passkeys::trust(&mut tx, &shown.id).await?;
    }
    let account = shown.account;
    let mail = people::get(&mut tx, &account).await?.mail;
    (node.sign_ins).succeeded(&people::mail_key(&mail), &visitor.0);
    // A device that made sure of its owner has shown both factors.
    let mut response = door::enter_whole(&node, tx, &headers, &account, next).await?;
    for cookie in [Cookie::Challenge, Cookie::Half] {
        cookie.clear(&node.settings, &mut response);
    }
    Ok(response)
}

/// Writes down for the office that somebody's passkey may have been copied, and writes to them.
async fn tell_of_copy(node: &Node, tx: &mut Tx, owner: &AccountId, name: &str) -> Result<()> {
    let account = people::get(tx, owner).await?;
    let (settings, now) = (&node.shown().settings, node.clock.now());
    let what = "POST /sign-in/passkey (refused: the passkey may have been copied)";
    acts::record(tx, &account, what, now).await?;
    if settings.mail.is_on() {
        let link = node.url(second::PATH);
        let letter = Letter::passkey_copied(settings, &account.language, name, &link, now);
        mail::write(tx, &node.clock, settings, &account.mail, &letter).await?;
    }
    Ok(())
}

/// Whether the browser has shown the first factor of the same account just now.
async fn has_first_factor(
    node: &Node,
    tx: &mut Tx,
    headers: &HeaderMap,
    shown: &passkeys::Shown,
) -> Result<bool> {
    let Some(secret) = Cookie::Half.read(&node.settings, headers) else {
        return Ok(false);
    };
    let half = half::find(tx, &node.clock, &secret).await?;
    if half.is_none_or(|half| half.account != shown.account) {
        return Ok(false);
    }
    Ok(half::take(tx, &node.clock, &secret).await?.is_some())
}

/// Begins to make one, for whoever typed their present password.
pub(super) async fn begin(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let name = typed.trimmed("passkey-name");
    let who = (&visitor, &*person);
    let mut tx = match second::confirmed(&node, &reader, who, &typed, "passkey-present").await? {
        Ok(tx) => tx,
        Err(again) => return Ok(again),
    };
    let asked = passkeys::begin(
        &mut tx,
        &node.clock,
        &node.shown().settings,
        &person.account,
    )
    .await?;
    tx.commit().await?;
    let shown = Shown {
        asked: Some(asked.options),
        name: name.to_owned(),
        ..Shown::default()
    };
    let mut response = second::page(&node, &reader, &person, shown).await?;
    Cookie::Challenge.set(&node.settings, &mut response, &asked.secret);
    Ok(response)
}

/// Keeps the one that the device made. Codes to be written down come with the first second
/// factor.
pub(super) async fn add(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let (settings, id) = (&node.settings, &person.account.id);
    let secret = Cookie::Challenge.read(settings, &headers);
    let secret = secret.unwrap_or_default();
    let made = (typed.trimmed("passkey-name"), typed.get("answer"));
    let mut tx = node.db.begin().await?;
    let mut shown = Shown::default();
    if passkeys::add(&mut tx, &node.clock, settings, id, &secret, made).await? {
        if recovery::left(&mut tx, id).await? == 0 {
            shown.codes = recovery::renew(&mut tx, id).await?;
        }
        tell(&node, &mut tx, &person).await?;
    } else {
        (shown.wrongs).add("passkey-name", reader.words.say("passkey-not-made"));
        made.0.clone_into(&mut shown.name);
    }
    // What was asked is answered, rightly or not.
    tx.commit().await?;
    node.wake.postman.notify_one();
    let mut response: Response = second::page(&node, &reader, &person, shown).await?;
    Cookie::Challenge.clear(settings, &mut response);
    Ok(response)
}

/// Writes to somebody that their account has another way in, where letters are sent.
async fn tell(node: &Node, tx: &mut Tx, person: &Person) -> Result<()> {
    if !node.settings.mail.is_on() {
        return Ok(());
    }
    let (settings, account) = (&node.shown().settings, &person.account);
    let link = node.url(second::PATH);
    let now = node.clock.now();
    let letter = Letter::passkey_added(settings, &account.language, &link, now);
    mail::write(tx, &node.clock, settings, &account.mail, &letter).await?;
    Ok(())
}

/// Forgets one, for whoever typed their present password.
pub(super) async fn remove(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    Path(passkey): Path<String>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let id = PasskeyId::parse(&passkey)?;
    let (who, field) = ((&visitor, &*person), second::present(&id));
    let mut tx = match second::confirmed(&node, &reader, who, &typed, &field).await? {
        Ok(tx) => tx,
        Err(again) => return Ok(again),
    };
    passkeys::remove(&mut tx, &person.account.id, &id).await?;
    tidy(&mut tx, &person.account.id).await?;
    tx.commit().await?;
    Ok(Redirect::to(second::PATH).into_response())
}
