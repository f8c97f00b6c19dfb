//! What stands behind links that are used once: signing in, a new password, the first account.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing;
use http::{HeaderMap, StatusCode};

use super::door::{enter, go_on, page};
use super::guard;
use crate::access;
use crate::error::{Error, Result};
use crate::mail;
use crate::node::{Node, first_link};
use crate::people::link::{self, Purpose};
use crate::people::{self, Role, password};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;

#[derive(Template)]
#[template(path = "enter.html")]
struct EnterPage<'a> {
    frame: Frame<'a>,
    why: &'static str,
    /// Whether a name and an address are asked for.
    is_new: bool,
    /// Whether a password is asked for.
    has_password: bool,
    typed: &'a Typed,
    wrongs: Wrongs,
    least: usize,
    /// What this very page sends along, so that a double click is known as one.
    key: String,
}

/// What links lead to.
pub(super) fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/sign-in/{secret}", routing::get(show_link).post(use_link))
        .route(
            "/new-password/{secret}",
            routing::get(show_new_password).post(set_new_password),
        )
        .route(
            "/first-run/{secret}",
            routing::get(show_first_run).post(first_run),
        )
}

/// The page behind a link of a letter. A mail program that opens links to look at them does not
/// use it up: that takes a press of the button.
async fn show_link(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(secret): Path<String>,
) -> Answer {
    let asked = (Purpose::SignIn, secret.as_str());
    offered(&node, &reader, asked, &Typed::default(), Wrongs::default()).await
}

async fn use_link(
    State(node): State<Arc<Node>>,
    reader: Reader,
    headers: HeaderMap,
    Path(secret): Path<String>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let mut tx = node.db.begin().await?;
    match link::take(&mut tx, &node.clock, Purpose::SignIn, &secret).await {
        Ok(Some(account)) => {
            link::note_use(&mut tx, &node.clock, &secret, typed.get("form"), &account).await?;
            Ok(enter(&node, tx, &headers, &account, "").await?)
        }
        Ok(None) => unusable(&node, &reader),
        Err(error) => {
            drop(tx);
            again(&node, &reader, &headers, (&secret, &typed), error).await
        }
    }
}

/// What the second of a double click is answered: it goes on as the first did. So does whoever
/// is signed in by the link and opens it once more.
async fn again(
    node: &Node,
    reader: &Reader,
    headers: &HeaderMap,
    (secret, typed): (&str, &Typed),
    error: Error,
) -> Answer {
    let person = guard::visitor(node, headers).await?;
    let mut tx = node.db.begin().await?;
    let Some((account, is_same)) =
        link::used(&mut tx, &node.clock, secret, typed.get("form")).await?
    else {
        return refused(node, reader, error);
    };
    match person.filter(|person| person.account.id == account) {
        Some(person) => Ok(go_on(node, headers, &person).await?),
        None if is_same => Ok(enter(node, tx, headers, &account, "").await?),
        None => refused(node, reader, error),
    }
}

async fn show_new_password(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(secret): Path<String>,
) -> Answer {
    let asked = (Purpose::NewPassword, secret.as_str());
    offered(&node, &reader, asked, &Typed::default(), Wrongs::default()).await
}

async fn set_new_password(
    State(node): State<Arc<Node>>,
    reader: Reader,
    headers: HeaderMap,
    Path(secret): Path<String>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let asked = (Purpose::NewPassword, secret.as_str());
    let mut tx = node.db.read().await?;
    let found = link::find(&mut tx, &node.clock, asked.0, asked.1).await;
    let account = match found {
        Ok(Some(id)) => people::get(&mut tx, &id).await?,
        Ok(None) => return unusable(&node, &reader),
        Err(error) => {
            drop(tx);
            return again(&node, &reader, &headers, (&secret, &typed), error).await;
        }
    };
    drop(tx);
    let word = typed.get("password");
    let known = [
        account.name.as_str(),
        &account.mail,
        &node.shown().settings.name,
    ];
    let passwords = &node.sign_ins.passwords;
    if passwords.check(word, &known).await.is_err() {
        let mut wrongs = Wrongs::default();
        wrongs.add("password", reader.words.say("password-weak"));
        return offered(&node, &reader, asked, &typed, wrongs).await;
    }
    let hash = passwords.hash(word).await?;
    let mut tx = node.db.begin().await?;
    if let Err(error) = link::take(&mut tx, &node.clock, asked.0, asked.1).await {
        drop(tx);
        return again(&node, &reader, &headers, (&secret, &typed), error).await;
    }
    people::set_password(&mut tx, &account.id, &hash).await?;
    link::note_use(
        &mut tx,
        &node.clock,
        &secret,
        typed.get("form"),
        &account.id,
    )
    .await?;
    Ok(enter(&node, tx, &headers, &account.id, "").await?)
}

async fn show_first_run(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(secret): Path<String>,
) -> Answer {
    let asked = (Purpose::FirstRun, secret.as_str());
    offered(&node, &reader, asked, &Typed::default(), Wrongs::default()).await
}

async fn first_run(
    State(node): State<Arc<Node>>,
    reader: Reader,
    headers: HeaderMap,
    Path(secret): Path<String>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let asked = (Purpose::FirstRun, secret.as_str());
    let mut tx = node.db.read().await?;
    let found = link::find(&mut tx, &node.clock, asked.0, asked.1).await;
    drop(tx);
    if let Err(error) = found {
        return again(&node, &reader, &headers, (&secret, &typed), error).await;
    }
    let draft = match newcomer(&node, &reader, &typed).await? {
        Ok(draft) => draft,
        Err(wrongs) => return offered(&node, &reader, asked, &typed, wrongs).await,
    };
    let hash = node.sign_ins.passwords.hash(typed.get("password")).await?;
    let mut tx = node.db.begin().await?;
    if let Err(error) = link::take(&mut tx, &node.clock, asked.0, asked.1).await {
        drop(tx);
        return again(&node, &reader, &headers, (&secret, &typed), error).await;
    }
    let role = Some(Role::Admin);
    let account = match people::by_mail(&mut tx, &draft.mail).await? {
        // Whoever has the machine may give the role to an account that is there.
        Some((account, _)) => {
            people::set_password(&mut tx, &account.id, &hash).await?;
            people::set_role(&mut tx, &account.id, role).await?
        }
        None => people::add(&mut tx, &node.clock, draft, role, Some(&hash)).await?,
    };
    link::note_use(
        &mut tx,
        &node.clock,
        &secret,
        typed.get("form"),
        &account.id,
    )
    .await?;
    let entered = enter(&node, tx, &headers, &account.id, "").await?;
    if let Err(error) = first_link::take_away(&node.settings.dir) {
        tracing::warn!(%error, "a link that opens nothing any more stays");
    }
    Ok(entered)
}

/// What somebody without an account says of themselves, or what is to be mended.
pub(in crate::web) async fn newcomer(
    node: &Node,
    reader: &Reader,
    typed: &Typed,
) -> Result<Result<people::Draft, Wrongs>> {
    let words = reader.words;
    let mut wrongs = Wrongs::default();
    if mail::address(typed.get("mail")).is_err() {
        wrongs.add("mail", words.say("sign-in-no-address"));
    }
    let draft = people::Draft {
        mail: typed.trimmed("mail").to_owned(),
        name: typed.get("name").to_owned(),
        language: words.tag.to_owned(),
    };
    if let Err(Error::Invalid { field, .. }) = draft.clone().checked()
        && field == "name"
    {
        wrongs.add("name", words.say("name-wrong"));
    }
    let known = [
        draft.name.as_str(),
        &draft.mail,
        &node.shown().settings.name,
    ];
    let passwords = &node.sign_ins.passwords;
    if (passwords.check(typed.get("password"), &known).await).is_err() {
        wrongs.add("password", words.say("password-weak"));
    }
    Ok(if wrongs.is_empty() {
        Ok(draft)
    } else {
        Err(wrongs)
    })
}

/// The page of a link that can be used.
async fn offered(
    node: &Node,
    reader: &Reader,
    (purpose, secret): (Purpose, &str),
    typed: &Typed,
    wrongs: Wrongs,
) -> Answer {
    let mut tx = node.db.read().await?;
    if let Err(error) = link::find(&mut tx, &node.clock, purpose, secret).await {
        return refused(node, reader, error);
    }
    drop(tx);
    let words = reader.words;
    let (title, why) = match purpose {
        Purpose::FirstRun => (words.say("first-run"), words.say("first-run-why")),
        Purpose::SignIn => (words.say("sign-in"), words.say("sign-in-here")),
        Purpose::NewPassword => (words.say("new-password"), words.say("new-password-why")),
    };
    let status = wrongs.status();
    let page = EnterPage {
        frame: Frame::new(&node.settings, reader, "", title).unlisted(),
        why,
        is_new: purpose == Purpose::FirstRun,
        has_password: purpose != Purpose::SignIn,
        typed,
        wrongs,
        least: password::LEAST,
        key: access::mint_secret()?,
    };
    Ok(guard::private(frame::answer(reader, status, &page)?))
}

fn refused(node: &Node, reader: &Reader, error: Error) -> Answer {
    match error {
        Error::Absent { .. } | Error::NotFound(_) => unusable(node, reader),
        other => Err(other.into()),
    }
}

/// The same page whatever the cause.
fn unusable(node: &Node, reader: &Reader) -> Answer {
    let said = Some(reader.words.say("sign-in-unusable"));
    page(node, reader, StatusCode::NOT_FOUND, ("", ""), said)
}
