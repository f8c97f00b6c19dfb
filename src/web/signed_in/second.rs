//! A person's second factor: an app that makes codes, and codes to be written down.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::confirm::{Confirmed, confirms};
use super::{Answer, Me, guard};
use crate::error::Result;
use crate::http::flood::Visitor;
use crate::node::Node;
use crate::people::second::app::{self, App};
use crate::people::second::{recovery, tidy};
use crate::people::{self, Person};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::qr;
use crate::web::reader::Reader;

/// Its address.
pub(super) const PATH: &str = "/account/second";

#[derive(Template)]
#[template(path = "second.html")]
struct SecondPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    wrongs: Wrongs,
    /// Whether the office's pages stay closed until there is one.
    is_needed: bool,
    has_app: bool,
    /// What an app is to be given that is being set up.
    offered: Option<Offered>,
    /// How many codes are left that were written down.
    left: i64,
    /// Codes to be written down, shown this once.
    codes: Vec<String>,
}

/// A secret as an app takes it.
struct Offered {
    /// In letters.
    key: String,
    /// As a picture: the address of its data.
    picture: String,
}

/// The page.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    page(&node, &reader, &person, Wrongs::default(), Vec::new()).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    wrongs: Wrongs,
    codes: Vec<String>,
) -> Answer {
    let id = &person.account.id;
    let mut tx = node.db.read().await?;
    let app = app::of(&mut tx, id).await?;
    let left = recovery::left(&mut tx, id).await?;
    let has_second = people::second::is_set(&mut tx, id).await?;
    drop(tx);
    let (has_app, offered) = match app {
        Some(App::Waiting(secret)) => (false, Some(offer(node, person, &secret)?)),
        Some(App::Confirmed) => (true, None),
        None => (false, None),
    };
    let status = wrongs.status();
    let title = reader.words.say("second");
    let page = SecondPage {
        frame: Frame::new(&node.settings, reader, "account", title).unlisted(),
        is_needed: !has_second && guard::lacks_second(node, person),
        person,
        wrongs,
        has_app,
        offered,
        left,
        codes,
    };
    Ok(frame::answer(reader, status, &page)?)
}

fn offer(node: &Node, person: &Person, secret: &app::Secret) -> Result<Offered> {
    let address = secret.address(&node.settings.name, &person.account.mail)?;
    let svg = qr::svg(&address)?;
    Ok(Offered {
        key: secret.in_letters(),
        picture: format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg)),
    })
}

/// Has the present password typed before anything of this page is changed.
async fn confirmed(
    node: &Node,
    reader: &Reader,
    (visitor, person): (&Visitor, &Person),
    typed: &Typed,
    field: &str,
) -> Result<(Confirmed, Wrongs)> {
    let confirmed = confirms(node, visitor, person, typed.get(field)).await?;
    let mut wrongs = Wrongs::default();
    confirmed.tell(field, reader, &mut wrongs);
    Ok((confirmed, wrongs))
}

/// Begins to set up an app: makes a secret for it.
pub(super) async fn begin_app(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let who = (&visitor, &*person);
    let (confirmed, wrongs) = confirmed(&node, &reader, who, &typed, "app-present").await?;
    let mut tx = node.db.begin().await?;
    if !confirmed.stands(&mut tx, &person).await? {
        drop(tx);
        let again = page(&node, &reader, &person, wrongs, Vec::new()).await?;
        return Ok(confirmed.delay(again));
    }
    app::begin(&mut tx, &person.account.id).await?;
    tx.commit().await?;
    Ok(Redirect::to(PATH).into_response())
}

/// Uses the app from now on, once it showed a code. Codes to be written down come with the
/// first second factor.
pub(super) async fn confirm_app(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let id = &person.account.id;
    let mut wrongs = Wrongs::default();
    let key = people::mail_key(&person.account.mail);
    if let Err(wait) = (node.sign_ins).code(&key, &visitor.0, node.clock.now()) {
        wrongs.add("code", reader.words.say("sign-in-often"));
        let again = page(&node, &reader, &person, wrongs, Vec::new()).await?;
        return Ok(Confirmed::Later(wait).delay(again));
    }
    let mut tx = node.db.begin().await?;
    if !app::confirm(&mut tx, &node.clock, id, typed.trimmed("code")).await? {
        drop(tx);
        wrongs.add("code", reader.words.say("second-code-wrong"));
        return page(&node, &reader, &person, wrongs, Vec::new()).await;
    }
    let codes = if recovery::left(&mut tx, id).await? == 0 {
        recovery::renew(&mut tx, id).await?
    } else {
        Vec::new()
    };
    tx.commit().await?;
    page(&node, &reader, &person, wrongs, codes).await
}

/// Does without the app.
pub(super) async fn remove_app(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let who = (&visitor, &*person);
    let (confirmed, wrongs) = confirmed(&node, &reader, who, &typed, "app-present").await?;
    let mut tx = node.db.begin().await?;
    if !confirmed.stands(&mut tx, &person).await? {
        drop(tx);
        let again = page(&node, &reader, &person, wrongs, Vec::new()).await?;
        return Ok(confirmed.delay(again));
    }
    app::remove(&mut tx, &person.account.id).await?;
    tidy(&mut tx, &person.account.id).await?;
    tx.commit().await?;
    Ok(Redirect::to(PATH).into_response())
}

/// Makes new codes to be written down; the earlier ones end.
pub(super) async fn renew_codes(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let who = (&visitor, &*person);
    let (confirmed, wrongs) = confirmed(&node, &reader, who, &typed, "codes-present").await?;
    let mut tx = node.db.begin().await?;
    let stands = confirmed.stands(&mut tx, &person).await?;
    if !stands || !people::second::is_set(&mut tx, &person.account.id).await? {
        drop(tx);
        let again = page(&node, &reader, &person, wrongs, Vec::new()).await?;
        return Ok(confirmed.delay(again));
    }
    let codes = recovery::renew(&mut tx, &person.account.id).await?;
    tx.commit().await?;
    page(&node, &reader, &person, Wrongs::default(), codes).await
}
