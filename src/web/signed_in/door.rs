//! Signing in and out, and asking for a link in a letter.
//!
//! Whether an address has an account is told to nobody: the text, the status and the work are
//! the same. Links are made of the address in the settings, never of what a request says.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;

use super::cookie::Cookie;
use super::{Answer, answering, guard, home, passkeys as at_the_door, step, unsaved};
use crate::error::{Error, Result};
use crate::federation::message::StandingOffer;
use crate::http::flood::{self, Visitor};
use crate::id::AccountId;
use crate::mail::{self, Letter};
use crate::node::Node;
use crate::people::link::{self, Purpose};
use crate::people::{self, Account, Person, passkeys, second, session};
use crate::store::Tx;
use crate::web::form::{Body, Typed};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::script::{self, Program};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    frame: Frame<'a>,
    mail: &'a str,
    next: &'a str,
    /// What is wrong.
    said: Option<&'static str>,
    /// To which address a letter goes, if it has an account.
    written_to: Option<String>,
    sends_mail: bool,
    /// Whether this site can have passkeys.
    has_passkeys: bool,
    script: String,
    /// What became of a form whose session had ended.
    unsaved: Option<&'static str>,
    /// What somebody came to answer.
    answered: Option<StandingOffer>,
}

impl<'a> SignInPage<'a> {
    fn new(node: &'a Node, reader: &'a Reader, (mail, next): (&'a str, &'a str)) -> Self {
        let title = reader.words.say("sign-in");
        Self {
            frame: Frame::new(&node.settings, reader, "", title).unlisted(),
            mail,
            next,
            said: None,
            written_to: None,
            sends_mail: node.settings.mail.is_on(),
            has_passkeys: passkeys::are_possible(&node.settings),
            script: script::address(Program::Passkeys),
            unsaved: None,
            answered: None,
        }
    }

    fn answer(&self, reader: &Reader, status: StatusCode) -> Answer {
        let mut response = frame::answer(reader, status, self)?;
        script::allow(&mut response);
        Ok(guard::private(response))
    }
}

/// The door.
pub(super) fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/sign-in", routing::get(show).post(sign_in))
        .route("/sign-in/link", routing::post(send_link))
        .route(step::PATH, routing::get(step::show).post(step::take))
        .merge(at_the_door::routes())
        .route("/sign-out", routing::post(sign_out))
}

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
    #[serde(default)]
    unsaved: String,
}

async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Answer {
    if let Some(person) = guard::visitor(&node, &headers).await? {
        let onward = onward(&node, &headers, &asked.next, &person).await?;
        return Ok(Redirect::to(&onward).into_response());
    }
    let page = SignInPage {
        unsaved: unsaved::said(&asked.unsaved, &reader),
        answered: answering::behind(&node, &asked.next).await?,
        ..SignInPage::new(&node, &reader, ("", &asked.next))
    };
    page.answer(&reader, StatusCode::OK)
}

pub(super) fn page(
    node: &Node,
    reader: &Reader,
    status: StatusCode,
    (mail, next): (&str, &str),
    said: Option<&'static str>,
) -> Answer {
    let page = SignInPage {
        said,
        ..SignInPage::new(node, reader, (mail, next))
    };
    page.answer(reader, status)
}

async fn sign_in(
    State(node): State<Arc<Node>>,
    reader: Reader,
    visitor: Visitor,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let (mail, next) = (typed.trimmed("mail"), typed.get("next"));
    let shown = |status, said| page(&node, &reader, status, (mail, next), Some(said));
    if let Err(wait) = may_try(&node, &visitor, mail) {
        let said = reader.words.say("too-often");
        return Ok(flood::later(
            shown(StatusCode::TOO_MANY_REQUESTS, said)?,
            wait,
        ));
    }
    if let Some(known) = knows(&node, mail, typed.get("password")).await? {
        let mut tx = node.db.begin().await?;
        if known.stands(&mut tx).await? {
            node.sign_ins.succeeded(&people::mail_key(mail), &visitor.0);
            return Ok(enter(&node, tx, &headers, &known.account.id, next).await?);
        }
    }
    shown(
        StatusCode::UNPROCESSABLE_ENTITY,
        reader.words.say("sign-in-wrong"),
    )
}

/// Counts an attempt, by the account that is meant and by the internet address.
pub(in crate::web) fn may_try(
    node: &Node,
    visitor: &Visitor,
    mail: &str,
) -> std::result::Result<(), Duration> {
    let now = node.clock.now();
    (node.sign_ins).attempt(&people::mail_key(mail), &visitor.0, now)
}

/// An account whose password was typed.
pub(in crate::web) struct Known {
    pub(in crate::web) account: Account,
    pub(super) hash: String,
}

impl Known {
    /// Whether the password that was typed is the account's still; it stays so until the
    /// transaction ends.
    pub(in crate::web) async fn stands(&self, tx: &mut Tx) -> Result<bool> {
        people::is_still(tx, &self.account.id, Some(&self.hash)).await
    }
}

/// The account of an address and a password that go together.
pub(in crate::web) async fn knows(
    node: &Node,
    mail: &str,
    password: &str,
) -> Result<Option<Known>> {
    let mut tx = node.db.read().await?;
    let (account, hash) = people::by_mail(&mut tx, mail).await?.unzip();
    drop(tx);
    let hash = hash.flatten();
    let passwords = &node.sign_ins.passwords;
    let is_known = passwords.verify(password, hash.as_deref()).await?;
    let found = account.zip(hash).filter(|_| is_known);
    Ok(found.map(|(account, hash)| Known { account, hash }))
}

/// Begins a session under a new secret, whatever the browser held before. The secret is to be
/// given once the transaction is committed.
pub(in crate::web) async fn begin(
    node: &Node,
    tx: &mut Tx,
    headers: &HeaderMap,
    account: &AccountId,
) -> Result<String> {
    if let Some(old) = Cookie::Session.read(&node.settings, headers) {
        session::end_secret(tx, &old).await?;
    }
    let browser = headers.get(header::USER_AGENT);
    let browser = browser.and_then(|value| value.to_str().ok());
    session::begin(tx, &node.clock, account, browser.unwrap_or_default()).await
}

/// Gives the browser the secret of its session, and whose it is.
pub(in crate::web) fn give(
    node: &Node,
    response: &mut Response,
    (secret, account): (&str, &AccountId),
) {
    Cookie::Session.set(&node.settings, response, secret);
    Cookie::Whose.set(&node.settings, response, account.as_str());
}

/// Lets somebody in who showed the first factor: signs them in and leads them on, or asks for
/// the second factor where they have one.
pub(super) async fn enter(
    node: &Node,
    mut tx: Tx,
    headers: &HeaderMap,
    account: &AccountId,
    next: &str,
) -> Result<Response> {
    if second::is_set(&mut tx, account).await? {
        return step::ask(node, tx, account, next).await;
    }
    enter_whole(node, tx, headers, account, next).await
}

/// Signs somebody in who showed all that is asked of them, and leads them on.
pub(super) async fn enter_whole(
    node: &Node,
    mut tx: Tx,
    headers: &HeaderMap,
    account: &AccountId,
    next: &str,
) -> Result<Response> {
    let secret = begin(node, &mut tx, headers, account).await?;
    let person = session::find(&mut tx, &node.clock, &secret).await?;
    let person = person.ok_or_else(|| Error::internal("a session that just began is gone"))?;
    tx.commit().await?;
    let onward = onward(node, headers, next, &person).await?;
    let mut response = Redirect::to(&onward).into_response();
    give(node, &mut response, (&secret, account));
    Ok(guard::private(response))
}

/// Leads somebody on who has signed in already.
pub(super) async fn go_on(node: &Node, headers: &HeaderMap, person: &Person) -> Result<Response> {
    let onward = onward(node, headers, "", person).await?;
    Ok(guard::private(Redirect::to(&onward).into_response()))
}

/// Where somebody goes after signing in: to what they typed and was not saved, to a page of ours
/// that was asked for, else to their own.
async fn onward(node: &Node, headers: &HeaderMap, next: &str, person: &Person) -> Result<String> {
    if !unsaved::of(node, headers, person).await?.is_empty() {
        return Ok(unsaved::PATH.to_owned());
    }
    Ok(local(node, next).unwrap_or_else(|| {
        let own = if person.account.role.is_some() {
            home::PATH
        } else if person.represents.is_empty() {
            "/account"
        } else {
            "/my"
        };
        own.to_owned()
    }))
}

/// A path and query of this server; nothing that a browser would take for another's address.
fn local(node: &Node, next: &str) -> Option<String> {
    let is_path = next.starts_with('/') && !next.contains(['\\', '\t', '\r', '\n']);
    let base = &node.settings.public_url;
    let url = base.join(next).ok().filter(|_| is_path)?;
    let path = url.path();
    let is_ours = url.origin() == base.origin() && !path.starts_with("//");
    let query = url
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    is_ours.then(|| format!("{path}{query}"))
}

async fn sign_out(State(node): State<Arc<Node>>, headers: HeaderMap) -> Answer {
    if let Some(secret) = Cookie::Session.read(&node.settings, &headers) {
        let mut tx = node.db.begin().await?;
        session::end_secret(&mut tx, &secret).await?;
        tx.commit().await?;
    }
    let mut response = Redirect::to("/").into_response();
    Cookie::Session.clear(&node.settings, &mut response);
    // Whoever leaves on purpose leaves nothing for the next at this browser.
    Cookie::Whose.clear(&node.settings, &mut response);
    Ok(guard::private(response))
}

/// Writes a letter with a link, if the address has an account; says the same if it has none.
async fn send_link(
    State(node): State<Arc<Node>>,
    reader: Reader,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let mail = typed.trimmed("mail");
    let shown = |status, said| page(&node, &reader, status, (mail, ""), Some(said));
    mail::require(&node.settings)?;
    if mail::address(mail).is_err() {
        let said = reader.words.say("sign-in-no-address");
        return shown(StatusCode::UNPROCESSABLE_ENTITY, said);
    }
    let now = node.clock.now();
    let key = people::mail_key(mail);
    if let Err(wait) = node.sign_ins.letter(&key, &visitor.0, now) {
        let said = reader.words.say("too-often");
        return Ok(flood::later(
            shown(StatusCode::TOO_MANY_REQUESTS, said)?,
            wait,
        ));
    }
    let purpose = match typed.get("for") {
        "new-password" => Purpose::NewPassword,
        _ => Purpose::SignIn,
    };
    write_link(&node, reader.words.tag, mail, purpose).await?;
    let sent = reader
        .words
        .fill("sign-in-sent", &[("mail", mail.to_owned().into())]);
    let page = SignInPage {
        written_to: Some(sent),
        ..SignInPage::new(&node, &reader, (mail, ""))
    };
    page.answer(&reader, StatusCode::OK)
}

async fn write_link(node: &Node, language: &str, mail: &str, purpose: Purpose) -> Result<()> {
    let mut tx = node.db.begin().await?;
    let found = people::by_mail(&mut tx, mail).await?;
    let found = found.map(|(account, _)| account);
    let account = found.as_ref().map(|account| &account.id);
    let (secret, until) = link::make(&mut tx, &node.clock, purpose, account).await?;
    let address = node.url(&purpose.path(&secret));
    let language = found.as_ref().map_or(language, |one| one.language.as_str());
    let letter = match purpose {
        Purpose::NewPassword => {
            Letter::new_password(&node.shown().settings, language, &address, until)
        }
        _ => Letter::sign_in(&node.shown().settings, language, &address, until),
    };
    if let Some(account) = &found {
        link::note_mailed(&mut tx, &secret).await?;
        mail::write(&mut tx, &node.clock, &node.settings, &account.mail, &letter).await?;
    }
    tx.commit().await?;
    node.wake.postman.notify_one();
    Ok(())
}
