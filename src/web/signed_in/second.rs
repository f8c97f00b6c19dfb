//! A person's second factor: an app that makes codes, passkeys, and codes to be written down.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::confirm::{self, Confirmed};
use super::{Answer, Me, guard};
use crate::error::Result;
use crate::http::Problem;
use crate::http::flood::Visitor;
use crate::id::PasskeyId;
use crate::node::Node;
use crate::people::passkeys::{self, Passkey};
use crate::people::second::app::{self, App};
use crate::people::second::{recovery, tidy};
use crate::people::{self, Person};
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::qr;
use crate::web::reader::Reader;
use crate::web::script::{self, Program};

/// Its address.
pub(super) const PATH: &str = "/account/second";

#[derive(Template)]
#[template(path = "second.html")]
struct SecondPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    /// Whether the office's pages stay closed until there is one.
    is_needed: bool,
    has_app: bool,
    /// What an app is to be given that is being set up.
    offered: Option<Offered>,
    /// How many codes are left that were written down.
    left: i64,
    /// Whether this site can have passkeys.
    has_passkeys: bool,
    passkeys: Vec<Own>,
    shown: Shown,
    script: String,
}

/// A passkey, and the field of the password that its removal asks for.
struct Own {
    passkey: Passkey,
    field: String,
}

/// What the page shows besides what is kept.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) wrongs: Wrongs,
    /// Codes to be written down, shown this once.
    pub(super) codes: Vec<String>,
    /// What the device is asked to make a passkey, as JSON.
    pub(super) asked: Option<String>,
    /// What the passkey is to be called.
    pub(super) name: String,
}

impl From<Passkey> for Own {
    fn from(passkey: Passkey) -> Self {
        Self {
            field: present(&passkey.id),
            passkey,
        }
    }
}

/// The field of the present password beside a passkey.
pub(super) fn present(passkey: &PasskeyId) -> String {
    format!("passkey-present-{passkey}")
}

impl From<Wrongs> for Shown {
    fn from(wrongs: Wrongs) -> Self {
        Self {
            wrongs,
            ..Self::default()
        }
    }
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
    page(&node, &reader, &person, Shown::default()).await
}

pub(super) async fn page(node: &Node, reader: &Reader, person: &Person, shown: Shown) -> Answer {
    let id = &person.account.id;
    let mut tx = node.db.read().await?;
    let app = app::of(&mut tx, id).await?;
    let left = recovery::left(&mut tx, id).await?;
    let has_second = people::second::is_set(&mut tx, id).await?;
    let passkeys = passkeys::list(&mut tx, id).await?;
    drop(tx);
    let (has_app, offered) = match app {
        Some(App::Waiting(secret)) => (false, Some(offer(node, person, &secret)?)),
        Some(App::Confirmed) => (true, None),
        None => (false, None),
    };
    let status = shown.wrongs.status();
    let title = reader.words.say("second");
    let page = SecondPage {
        frame: Frame::new(&node.settings, reader, "account", title).unlisted(),
        is_needed: !has_second && guard::lacks_second(node, person),
        person,
        has_app,
        offered,
        left,
        has_passkeys: passkeys::are_possible(&node.settings),
        passkeys: passkeys.into_iter().map(Own::from).collect(),
        shown,
        script: script::address(Program::Passkeys),
    };
    let mut response = frame::answer(reader, status, &page)?;
    script::allow(&mut response);
    Ok(response)
}

fn offer(node: &Node, person: &Person, secret: &app::Secret) -> Result<Offered> {
    let address = secret.address(&node.shown().settings.name, &person.account.mail)?;
    let svg = qr::svg(&address)?;
    Ok(Offered {
        key: secret.in_letters(),
        picture: format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg)),
    })
}

/// A transaction for whoever shows once more who they are; the page again for whoever does not.
pub(super) async fn confirmed(
    node: &Node,
    reader: &Reader,
    who: (&Visitor, &Person),
    typed: &Typed,
    field: &str,
) -> Result<std::result::Result<Tx, Response>, Problem> {
    let mut wrongs = Wrongs::default();
    let confirmed = confirm::confirmed(node, reader, who, (typed, field), &mut wrongs).await?;
    let refused = match confirmed {
        Ok(tx) => return Ok(Ok(tx)),
        Err(refused) => refused,
    };
    let shown = Shown {
        name: typed.trimmed("passkey-name").to_owned(),
        ..wrongs.into()
    };
    let again = page(node, reader, who.1, shown).await?;
    Ok(Err(refused.delay(again)))
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
    let mut tx = match confirmed(&node, &reader, who, &typed, "app-present").await? {
        Ok(tx) => tx,
        Err(again) => return Ok(again),
    };
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
        wrongs.add("code", reader.words.say("too-often"));
        let again = page(&node, &reader, &person, wrongs.into()).await?;
        return Ok(Confirmed::Later(wait).delay(again));
    }
    let mut tx = node.db.begin().await?;
    if !app::confirm(&mut tx, &node.clock, id, typed.trimmed("code")).await? {
        drop(tx);
        wrongs.add("code", reader.words.say("second-code-wrong"));
        return page(&node, &reader, &person, wrongs.into()).await;
    }
    let mut shown = Shown::default();
    if recovery::left(&mut tx, id).await? == 0 {
        shown.codes = recovery::renew(&mut tx, id).await?;
    }
    tx.commit().await?;
    page(&node, &reader, &person, shown).await
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
    let mut tx = match confirmed(&node, &reader, who, &typed, "app-present").await? {
        Ok(tx) => tx,
        Err(again) => return Ok(again),
    };
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
    let mut tx = match confirmed(&node, &reader, who, &typed, "codes-present").await? {
        Ok(tx) => tx,
        Err(again) => return Ok(again),
    };
    let mut shown = Shown::default();
    // There may be nothing any more that they would stand in for.
    if people::second::is_set(&mut tx, &person.account.id).await? {
        shown.codes = recovery::renew(&mut tx, &person.account.id).await?;
    }
    tx.commit().await?;
    page(&node, &reader, &person, shown).await
}
