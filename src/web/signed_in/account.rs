//! A person's own account: what they say of themselves, their password, where they are signed
//! in, and how they take everything with them or leave.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use http::HeaderMap;
use serde_json::json;

use super::confirm::{Confirmed, confirmed, confirms};
use super::cookie::Cookie;
use super::{Answer, Me, browser, door, guard, taken};
use crate::error::Error;
use crate::http::flood::Visitor;
use crate::id::SessionId;
use crate::node::Node;
use crate::people::{self, Person, acts, daily, passkeys, password, representation, session};
use crate::registry;
use crate::search::saved;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::{self, Reader};
use crate::web::views;
use crate::words::{self, Words};

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    name: &'a str,
    language: &'a str,
    languages: Vec<(&'static str, &'static str)>,
    wrongs: Wrongs,
    least: usize,
    organizations: Vec<(String, String, String)>,
    sessions: Vec<SessionItem>,
    /// Whether they want a letter of what waits; none where there is no mail.
    daily: Option<bool>,
}

/// A session as the page shows it.
struct SessionItem {
    id: SessionId,
    browser: String,
    since: String,
    is_this: bool,
}

/// The page.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    page(
        &node,
        &reader,
        &person,
        &Typed::default(),
        Wrongs::default(),
    )
    .await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    typed: &Typed,
    wrongs: Wrongs,
) -> Answer {
    let account = &person.account;
    let mut tx = node.db.read().await?;
    let mut organizations = Vec::new();
    for one in representation::of_account(&mut tx, &account.id).await? {
        let found = registry::get(&mut tx, &one.organization).await?;
        let name = found.stated.name().to_owned();
        organizations.push((format!("/my/{}", found.id), name, one.function));
    }
    let sessions = session::list(&mut tx, &node.clock, &account.id).await?;
    let daily = daily::is_wanted(&mut tx, &account.id).await?;
    drop(tx);
    let spoken = |words: &&Words| reader::speaks(&reader.shown.settings, words);
    let status = wrongs.status();
    let or = |name: &str, kept: &str| match typed.get(name) {
        "" => kept.to_owned(),
        typed => typed.to_owned(),
    };
    let (name, language) = (or("name", &account.name), or("language", &account.language));
    let page = AccountPage {
        frame: Frame::new(
            &node.settings,
            reader,
            "account",
            reader.words.say("account"),
        )
        .unlisted(),
        person,
        name: &name,
        language: &language,
        languages: words::LANGUAGES
            .iter()
            .filter(spoken)
            .map(|words| (words.tag, words.say("language")))
            .collect(),
        wrongs,
        least: password::LEAST,
        daily: (node.settings.mail.is_on() && !organizations.is_empty()).then_some(daily),
        organizations,
        sessions: sessions
            .into_iter()
            .map(|one| SessionItem {
                is_this: one.id == person.session.id,
                since: views::minute(one.created_at, reader.words),
                browser: browser::named(&one.browser, reader.words),
                id: one.id,
            })
            .collect(),
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Takes another name and language.
pub(super) async fn edit(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let id = &person.account.id;
    let mut tx = node.db.begin().await?;
    let edited = people::edit(&mut tx, id, typed.get("name"), typed.get("language")).await;
    match edited {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to("/account").into_response())
        }
        Err(error) => {
            drop(tx);
            let words = reader.words;
            let mut wrongs = Wrongs::default();
            wrongs.take(error, words, |field| match field {
                "name" => Some(("name", words.say("name-wrong"))),
                "language" => Some(("language", words.say("language-wrong"))),
                _ => None,
            })?;
            page(&node, &reader, &person, &typed, wrongs).await
        }
    }
}

/// Takes another password; every other session ends, and this one goes on under a new secret.
pub(super) async fn set_password(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let account = &person.account;
    let mut wrongs = Wrongs::default();
    let confirmed = confirms(&node, &visitor, &person, typed.get("present")).await?;
    confirmed.tell("present", &reader, &mut wrongs);
    let known = [
        account.name.as_str(),
        &account.mail,
        &node.shown().settings.name,
    ];
    let (word, passwords) = (typed.get("password"), &node.sign_ins.passwords);
    if passwords.check(word, &known).await.is_err() {
        wrongs.add("password", reader.words.say("password-weak"));
    }
    if wrongs.is_empty() {
        let hash = passwords.hash(word).await?;
        let mut tx = node.db.begin().await?;
        if confirmed.stands(&mut tx, &person).await? {
            people::set_password(&mut tx, &account.id, &hash).await?;
            return Ok(door::enter_whole(&node, tx, &headers, &account.id, "/account").await?);
        }
        drop(tx);
        Confirmed::No.tell("present", &reader, &mut wrongs);
    }
    let again = page(&node, &reader, &person, &Typed::default(), wrongs).await?;
    Ok(confirmed.delay(again))
}

/// Wants a letter once a day of what waits, or no more.
pub(super) async fn want_daily(
    State(node): State<Arc<Node>>,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let wants = Typed::read(body).get("daily") == "yes";
    let mut tx = node.db.begin().await?;
    daily::want(&mut tx, &person.account.id, wants, node.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to("/account").into_response())
}

/// Ends a session, on whatever device it is.
pub(super) async fn end_session(
    State(node): State<Arc<Node>>,
    Extension(person): Me,
    Path(session): Path<String>,
) -> Answer {
    let id = SessionId::parse(&session)?;
    let mut tx = node.db.begin().await?;
    session::end(&mut tx, &person.account.id, &id).await?;
    tx.commit().await?;
    Ok(Redirect::to("/account").into_response())
}

/// Everything that is kept of a person, for themselves.
pub(super) async fn export(State(node): State<Arc<Node>>, Extension(person): Me) -> Answer {
    let id = &person.account.id;
    let mut tx = node.db.read().await?;
    let shown = json!({
        "account": person.account,
        "represents": representation::of_account(&mut tx, id).await?,
        "sessions": session::list(&mut tx, &node.clock, id).await?,
        "passkeys": passkeys::list(&mut tx, id).await?,
        "acts": acts::of_account(&mut tx, id).await?,
        "saved_searches": saved::of_account(&mut tx, id).await?,
        "second_factor": person.has_second,
        "daily_letter": daily::is_wanted(&mut tx, id).await?,
    });
    Ok(taken::file("account", &shown)?)
}

/// Removes the account, after the password where there is one and the word of the box.
pub(super) async fn delete(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let mut wrongs = Wrongs::default();
    if typed.get("sure") != "yes" {
        wrongs.add("sure", reader.words.say("account-delete-unsure"));
        return page(&node, &reader, &person, &Typed::default(), wrongs).await;
    }
    let (who, shown) = ((&visitor, &*person), (&typed, "confirm"));
    let mut tx = match confirmed(&node, &reader, who, shown, &mut wrongs).await? {
        Ok(tx) => tx,
        Err(refused) => {
            let again = page(&node, &reader, &person, &Typed::default(), wrongs).await?;
            return Ok(refused.delay(again));
        }
    };
    match people::remove(&mut tx, &person.account.id).await {
        Ok(()) => {
            tx.commit().await?;
            let mut response = Redirect::to("/").into_response();
            Cookie::Session.clear(&node.settings, &mut response);
            Ok(guard::private(response))
        }
        Err(Error::Conflict(_)) => {
            drop(tx);
            wrongs.add("sure", reader.words.say("account-only-admin"));
            page(&node, &reader, &person, &Typed::default(), wrongs).await
        }
        Err(other) => Err(other.into()),
    }
}
