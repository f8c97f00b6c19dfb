//! Saving a search for a mail address, saying that the address wants it, keeping it on and
//! ending it. Whether an address has saved anything is told to nobody but its owner.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing;
use http::{HeaderMap, StatusCode};

use super::form::{self, Body, Typed, Wrongs};
use super::frame::{self, Frame};
use super::reader::Reader;
use super::signed_in::{private, visitor};
use super::{MAX_FORM, ask_address};
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::http::flood::{self, Visitor};
use crate::mail::{self, Question};
use crate::node::Node;
use crate::people::mail_key;
use crate::search::saved::{self, Outcome, Saved, Wish};
use crate::search::{self, Asked};

/// A search that is saved, as pages name it.
#[derive(Debug)]
pub(super) struct SavedItem {
    id: String,
    /// The search in words.
    pub(super) search: String,
    /// Where it stands.
    pub(super) address: String,
    /// Where it is ended.
    pub(super) ending: String,
    /// The last day on which it is kept.
    pub(super) until: String,
}

impl SavedItem {
    pub(super) fn of(saved: &Saved, reader: &Reader) -> Self {
        let asked = Asked::read(url::form_urlencoded::parse(saved.query.as_bytes()));
        let described = asked.map(|asked| search::described(&asked, reader.words));
        Self {
            id: saved.id.clone(),
            // What this program can no longer ask is named as it was asked.
            search: described.unwrap_or_else(|_| saved.query.clone()),
            address: format!("/search?{}", saved.query),
            ending: saved::path(&saved.ending),
            until: saved.lapses_at.day().to_string(),
        }
    }
}

/// What the page shows.
enum Shown {
    /// The form, with what is to be mended.
    Form {
        query: String,
        mail: String,
        wrongs: Wrongs,
    },
    /// Something was done, and nothing more is to be done here.
    Done(String),
    /// What waits for the word of an address.
    Question {
        why: String,
        searches: Vec<SavedItem>,
        wrong: Option<String>,
    },
    /// What is kept from now on.
    Kept(Vec<SavedItem>),
    /// One that is kept, to be kept on or ended.
    One(SavedItem),
}

#[derive(Template)]
#[template(path = "saved.html")]
struct SavedPage<'a> {
    frame: Frame<'a>,
    shown: Shown,
}

type Answer = std::result::Result<Response, Problem>;

/// The addresses.
pub(super) fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route(saved::PATH, routing::post(save))
        .route(
            &saved::path_of_question("{secret}"),
            routing::get(ask).post(confirm),
        )
        .route(&saved::path("{ending}"), routing::get(one).post(change))
        .layer(form::at_most(MAX_FORM))
}

fn page(node: &Node, reader: &Reader, status: StatusCode, shown: Shown) -> Answer {
    let title = reader.words.say("saved-searches");
    let page = SavedPage {
        frame: Frame::new(&node.settings, reader, "search", title).unlisted(),
        shown,
    };
    Ok(private(frame::answer(reader, status, &page)?))
}

/// Saves a search, and asks the address whether it wants it.
async fn save(
    State(node): State<Arc<Node>>,
    reader: Reader,
    visitor_of: Visitor,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let (query, to) = (typed.get("search"), typed.trimmed("mail"));
    let words = reader.words;
    mail::require(&node.settings)?;
    let again = |status, field: &str, said: &'static str| {
        let mut wrongs = Wrongs::default();
        wrongs.add(field, said);
        let shown = Shown::Form {
            query: query.to_owned(),
            mail: to.to_owned(),
            wrongs,
        };
        page(&node, &reader, status, shown)
    };
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let Ok(asked) = Asked::read(url::form_urlencoded::parse(query.as_bytes())) else {
        return again(refused, "form", words.say("save-search-empty"));
    };
    if asked.is_empty() {
        return again(refused, "form", words.say("save-search-empty"));
    }
    if mail::address(to).is_err() {
        return again(refused, "mail", words.say("sign-in-no-address"));
    }
    let person = visitor(&node, &headers).await?;
    let account = person.as_ref().map(|person| &person.account);
    let account = account.filter(|account| mail_key(&account.mail) == mail_key(to));
    let now = node.clock.now();
    let counted = match account {
        Some(_) => node.sign_ins.count_address(&visitor_of.0, now),
        None => node.sign_ins.application(&visitor_of.0, now),
    };
    if let Err(wait) = counted {
        let status = StatusCode::TOO_MANY_REQUESTS;
        let response = again(status, "form", words.say("too-often"))?;
        return Ok(flood::later(response, wait));
    }
    let wish = Wish {
        asked: &asked,
        mail: to,
        account: account.map(|account| &account.id),
        language: words.tag,
    };
    let most = node.settings.limits.saved_searches;
    let mut tx = node.db.begin().await?;
    let outcome = match saved::save(&mut tx, &node.clock, most, wish).await {
        Ok(outcome) => outcome,
        Err(Error::Conflict(_)) => {
            return again(StatusCode::CONFLICT, "form", words.say("save-search-full"));
        }
        Err(error) => return Err(error.into()),
    };
    if let Outcome::Ask(secret) = &outcome {
        let path = saved::path_of_question(secret);
        ask_address(&node, &mut tx, (to, words.tag), Question::Search, &path).await?;
    }
    tx.commit().await?;
    node.wake.postman.notify_one();
    let shown = match outcome {
        Outcome::Kept(saved) => Shown::Kept(vec![SavedItem::of(&saved, &reader)]),
        Outcome::Ask(_) | Outcome::Wait => {
            Shown::Done(words.fill("save-search-sent", &[("mail", to.to_owned().into())]))
        }
    };
    page(&node, &reader, StatusCode::OK, shown)
}

/// What waits for the word of an address. A mail program that opens links to look at them
/// says nothing by it: that takes a press of the button.
async fn ask(State(node): State<Arc<Node>>, reader: Reader, Path(secret): Path<String>) -> Answer {
    question(&node, &reader, &secret, None).await
}

async fn question(node: &Node, reader: &Reader, secret: &str, wrong: Option<String>) -> Answer {
    let mut tx = node.db.read().await?;
    let waiting = match saved::waiting(&mut tx, &node.clock, secret).await {
        Ok(waiting) => waiting,
        Err(error) => return unusable(node, reader, error),
    };
    let mail = waiting.first().map(|saved| saved.mail.clone());
    let mail = [("mail", mail.unwrap_or_default().into())];
    let status = if wrong.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let searches = waiting.iter().map(|saved| SavedItem::of(saved, reader));
    let shown = Shown::Question {
        why: reader.words.fill("saved-searches-wanted-why", &mail),
        searches: searches.collect(),
        wrong,
    };
    page(node, reader, status, shown)
}

/// Keeps those that are ticked, and forgets the others.
async fn confirm(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(secret): Path<String>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let wanted: Vec<&str> = typed.all("search").collect();
    let mut tx = node.db.begin().await?;
    let kept = match saved::confirm(&mut tx, &node.clock, &secret, &wanted).await {
        Ok(kept) => kept,
        Err(Error::Conflict(_)) => {
            drop(tx);
            let most = [("most", saved::MOST_OF_ADDRESS.into())];
            let said = reader.words.fill("saved-searches-too-many", &most);
            return question(&node, &reader, &secret, Some(said)).await;
        }
        Err(error) => return unusable(&node, &reader, error),
    };
    tx.commit().await?;
    let shown = if kept.is_empty() {
        Shown::Done(reader.words.say("saved-searches-none-kept").to_owned())
    } else {
        Shown::Kept(
            kept.iter()
                .map(|saved| SavedItem::of(saved, &reader))
                .collect(),
        )
    };
    page(&node, &reader, StatusCode::OK, shown)
}

/// The page behind the link that each letter has.
async fn one(State(node): State<Arc<Node>>, reader: Reader, Path(ending): Path<String>) -> Answer {
    let mut tx = node.db.read().await?;
    match saved::by_ending(&mut tx, &ending).await {
        Ok(saved) => {
            let shown = Shown::One(SavedItem::of(&saved, &reader));
            page(&node, &reader, StatusCode::OK, shown)
        }
        Err(error) => unusable(&node, &reader, error),
    }
}

/// Keeps a search on, or ends it. Mail programs end it by one press of theirs, whose form is
/// of no page of ours (RFC 8058 §3.2); one that has ended stays so.
async fn change(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(ending): Path<String>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let mut tx = node.db.begin().await?;
    let shown = if typed.get("do") == "keep-on" {
        match saved::keep_on(&mut tx, &node.clock, &ending).await {
            Ok(saved) => Shown::One(SavedItem::of(&saved, &reader)),
            Err(error) => return unusable(&node, &reader, error),
        }
    } else {
        saved::end(&mut tx, &ending).await?;
        Shown::Done(reader.words.say("saved-search-ended").to_owned())
    };
    tx.commit().await?;
    page(&node, &reader, StatusCode::OK, shown)
}

/// The same page whatever the cause.
fn unusable(node: &Node, reader: &Reader, error: Error) -> Answer {
    match error {
        Error::Absent { .. } => {
            let said = reader.words.say("saved-searches-unusable").to_owned();
            page(node, reader, StatusCode::NOT_FOUND, Shown::Done(said))
        }
        other => Err(other.into()),
    }
}

/// What an account saved while it was signed in.
pub(super) async fn of_account(
    node: &Node,
    reader: &Reader,
    account: &crate::id::AccountId,
) -> Result<Vec<SavedItem>> {
    let mut tx = node.db.read().await?;
    let found = saved::of_account(&mut tx, account).await?;
    Ok(found
        .iter()
        .map(|saved| SavedItem::of(saved, reader))
        .collect())
}
