//! The page behind a link by which a representative takes a record over.
//!
//! The secret in the address is the right itself, so nothing of these pages is kept, told to
//! other sites, or found by search engines. Who gave the link to whom is not known here
//! beyond what the office wrote. Whoever takes a record over has an account from then on, and
//! is signed in.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing;
use http::{HeaderMap, StatusCode};

use super::MAX_FORM;
use super::form::{self, Body, Typed, Wrongs};
use super::frame::{self, Frame};
use super::reader::Reader;
use super::signed_in;
use super::views::{self, OrganizationItem};
use crate::access;
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::http::flood::{self, Visitor};
use crate::id::AccountId;
use crate::node::Node;
use crate::people::{self, Person, link, password, representation, second};
use crate::registry::claim::{self, Representative};
use crate::words::{Said, phrase};

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage<'a> {
    frame: Frame<'a>,
    item: OrganizationItem,
    keeper: String,
    made_for: String,
    until: String,
    is_incomplete: bool,
    typed: Typed,
    wrongs: Wrongs,
    /// Who has signed in already.
    signed_in: Option<String>,
    least: usize,
}

#[derive(Template)]
#[template(path = "claimed.html")]
struct ClaimedPage<'a> {
    frame: Frame<'a>,
    /// The organization's own pages.
    own: String,
    item: OrganizationItem,
    is_public: bool,
    token: String,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct UnusablePage<'a> {
    frame: Frame<'a>,
    detail: Said,
}

pub(super) fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/claim/{secret}", routing::get(show).post(take_over))
        .layer(form::at_most(MAX_FORM))
}

/// The form: which record it is, who keeps it, and what taking it over means.
async fn show(
    State(node): State<Arc<Node>>,
    Path(secret): Path<String>,
    reader: Reader,
) -> Response {
    let shown = async {
        let person = signed_in::visitor(&node, &reader.headers).await?;
        form(&node, &reader, (&secret, person.as_ref()), None).await
    };
    let shown = shown.await;
    answered(&node, &reader, shown)
}

/// Takes the record over, or shows the form again when something is left out.
async fn take_over(
    State(node): State<Arc<Node>>,
    Path(secret): Path<String>,
    reader: Reader,
    visitor: Visitor,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let typed = Typed::read(body);
    let done = take(&node, &reader, (&visitor, &headers), &secret, typed).await;
    answered(&node, &reader, done)
}

/// Under whose account a record is taken over.
enum Under {
    /// They have it, and have signed in.
    Person(AccountId),
    /// They have it, and wrote its password.
    Known(signed_in::Known),
    /// It is made, with this hash of a password.
    New(people::Draft, String),
}

async fn take(
    node: &Node,
    reader: &Reader,
    (visitor, headers): (&Visitor, &HeaderMap),
    secret: &str,
    typed: Typed,
) -> Result<Response> {
    // Whoever has no link that can be used learns nothing of accounts.
    let mut tx = node.db.read().await?;
    claim::find(&mut tx, &node.clock, secret).await?;
    drop(tx);
    let person = signed_in::visitor(node, headers).await?;
    let again = |typed, wrongs| {
        form(
            node,
            reader,
            (secret, person.as_ref()),
            Some((typed, wrongs)),
        )
    };
    let by = Representative {
        name: typed.get("name").to_owned(),
        function: typed.get("function").to_owned(),
        statement: if typed.get("agreed") == "yes" {
            reader.words.say("claim-statement").to_owned()
        } else {
            String::new()
        },
    };
    let under = if let Some(person) = &person {
        Under::Person(person.account.id.clone())
    } else {
        // Counted whoever's address it is, so that the answer tells nothing of it.
        if let Err(wait) = signed_in::may_try(node, visitor, typed.trimmed("mail")) {
            let mut wrongs = Wrongs::default();
            wrongs.add("mail", reader.words.say("too-often"));
            let mut page = again(typed, wrongs).await?;
            *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            return Ok(flood::later(page, wait));
        }
        match account(node, reader, &typed, &by).await? {
            Ok(under) => under,
            Err(wrongs) => return again(typed, wrongs).await,
        }
    };
    let mut tx = node.db.begin().await?;
    let taken = match claim::take_over(&mut tx, &node.clock, secret, &by).await {
        Ok(taken) => taken,
        Err(Error::Invalid { .. }) => {
            drop(tx);
            return again(typed, Wrongs::default()).await;
        }
        Err(refusal) => return Err(refusal),
    };
    if let Under::Known(known) = &under
        && !known.stands(&mut tx).await?
    {
        drop(tx);
        return again(typed, not_its_password(reader)).await;
    }
    let is_signed_in = matches!(under, Under::Person(_));
    let is_new = matches!(under, Under::New(..));
    let account = match under {
        Under::Person(id) => id,
        Under::Known(known) => known.account.id,
        Under::New(draft, hash) => {
            people::add(&mut tx, &node.clock, draft, None, Some(&hash))
                .await?
                .id
        }
    };
    let organization = &taken.organization.id;
    representation::add(&mut tx, &node.clock, &account, organization, &by.function).await?;
    access::hand_over(&mut tx, &taken.token, &account).await?;
    // What opens an account that was there before may be somebody else's.
    if let Some(to) = taken.mailed_to.as_ref().filter(|_| is_new) {
        let own = people::get(&mut tx, &account).await?.mail;
        if people::mail_key(&own) == people::mail_key(to) {
            link::confirm_address(&mut tx, &node.clock, &account).await?;
        }
    }
    // Whoever has a second factor shows it at the door.
    let is_to_sign_in = second::is_set(&mut tx, &account).await?;
    let session = if is_signed_in || is_to_sign_in {
        None
    } else {
        Some(signed_in::begin(node, &mut tx, headers, &account).await?)
    };
    tx.commit().await?;
    node.wake.publisher.notify_one();
    let title = reader.words.say("claim-title");
    let page = ClaimedPage {
        frame: Frame::new(&node.settings, reader, "", title).unlisted(),
        own: format!("/my/{organization}"),
        item: OrganizationItem::of(&taken.organization, reader),
        is_public: taken.organization.is_public(),
        token: taken.token,
    };
    let mut response = frame::answer(reader, StatusCode::OK, &page)?;
    if let Some(session) = session {
        signed_in::give(node, &mut response, (&session, &account));
    }
    Ok(response)
}

/// The account that was meant, or what is to be mended. Everything else is judged before it is
/// looked for: whoever has a link could else ask for one address after another, by forms that
/// never use the link up, which of them have accounts.
async fn account(
    node: &Node,
    reader: &Reader,
    typed: &Typed,
    by: &Representative,
) -> Result<Result<Under, Wrongs>> {
    let draft = match signed_in::newcomer(node, reader, typed).await? {
        Ok(draft) => draft,
        Err(wrongs) => return Ok(Err(wrongs)),
    };
    if by.checked().is_err() {
        return Ok(Err(Wrongs::default()));
    }
    let mut tx = node.db.read().await?;
    let is_known = people::by_mail(&mut tx, &draft.mail).await?.is_some();
    drop(tx);
    let password = typed.get("password");
    if is_known {
        let found = signed_in::knows(node, &draft.mail, password).await?;
        return Ok(found
            .map(Under::Known)
            .ok_or_else(|| not_its_password(reader)));
    }
    let hash = node.sign_ins.passwords.hash(password).await?;
    Ok(Ok(Under::New(draft, hash)))
}

fn not_its_password(reader: &Reader) -> Wrongs {
    let mut wrongs = Wrongs::default();
    wrongs.add("password", reader.words.say("claim-account-known"));
    wrongs
}

/// The form; with what was typed when that cannot be taken.
async fn form(
    node: &Node,
    reader: &Reader,
    (secret, person): (&str, Option<&Person>),
    typed: Option<(Typed, Wrongs)>,
) -> Result<Response> {
    let mut tx = node.db.read().await?;
    let (claim, organization) = claim::find(&mut tx, &node.clock, secret).await?;
    drop(tx);
    let status = if typed.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let frame = Frame::new(&node.settings, reader, "", reader.words.say("claim-title")).unlisted();
    let is_incomplete = typed.is_some();
    let (mut typed, wrongs) = typed.unwrap_or_default();
    if let Some(person) = person.filter(|_| !is_incomplete) {
        typed.set("name", &person.account.name);
    }
    let page = ClaimPage {
        keeper: frame.operator.unwrap_or(frame.name).to_owned(),
        frame,
        item: OrganizationItem::of(&organization, reader),
        made_for: claim.made_for,
        until: views::day(claim.expires_at),
        is_incomplete: is_incomplete && wrongs.is_empty(),
        typed,
        wrongs,
        signed_in: person.map(|person| person.account.mail.clone()),
        least: password::LEAST,
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
                detail: words.tell(&phrase!("claim-ask-again").into()),
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
    signed_in::private(page.unwrap_or_else(|error| Problem::from(error).into_response()))
}
