//! What was typed into a form whose session had ended: it is kept a short while, shown to the
//! same person in the same browser once they have signed in again, and sent when they press a
//! button. Nothing is ever sent for them, and a form of another site does not come this far.

/// What was typed, as the form showed it.
mod said;

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use url::form_urlencoded;

use super::cookie::Cookie;
use super::{Answer, Me, door};
use crate::access;
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::id::{self, AccountId};
use crate::node::Node;
use crate::people::Person;
use crate::people::forms::unsaved::{self, Unsaved};
use crate::web::form::{Body, Typed, is_secret};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::words::Words;

/// The page.
pub(super) const PATH: &str = "/account/unsaved";
/// What names a kept form in the address to which it is sent again.
const AGAIN: &str = "unsaved";
/// The longest form that is kept, in bytes.
const LONGEST: usize = 128 << 10;
/// Where passwords, codes and what devices answer are sent to; nothing of that is kept.
const SECRET: [&str; 4] = [
    "/account/delete",
    "/account/passkeys",
    "/account/password",
    "/account/second",
];

/// What becomes of a form that nobody is signed in for.
#[derive(Debug)]
pub(super) enum Fate {
    /// Nothing was typed into it that is worth keeping.
    Empty,
    /// It cannot be kept.
    Lost,
    /// It cannot be kept, since it brings a file.
    File,
    /// It is kept under a secret.
    Kept(String),
}

impl Fate {
    /// What the door is told of it.
    pub(super) fn word(&self) -> Option<&'static str> {
        match self {
            Self::Empty => None,
            Self::Lost => Some("lost"),
            Self::File => Some("file"),
            Self::Kept(_) => Some("kept"),
        }
    }
}

/// What the door says of it to people.
pub(super) fn said(word: &str, reader: &Reader) -> Option<&'static str> {
    match word {
        "lost" => Some(reader.words.say("sign-in-unsaved-lost")),
        "file" => Some(reader.words.say("sign-in-unsaved-file")),
        "kept" => Some(reader.words.say("sign-in-unsaved-kept")),
        _ => None,
    }
}

/// Keeps what was typed into a form of `page`, for whoever was signed in last in its browser.
pub(super) async fn keep(node: &Node, request: Request, page: &str) -> Result<Fate> {
    let (head, body) = request.into_parts();
    let path = head.uri.path();
    if SECRET.iter().any(|secret| path.starts_with(secret)) {
        return Ok(Fate::Empty);
    }
    let kind = head.headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // A file would be missing from what is sent again.
    if kind.starts_with("multipart/form-data") {
        return Ok(Fate::File);
    }
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Ok(Fate::Empty);
    }
    let Ok(sent) = body::to_bytes(body, LONGEST).await else {
        return Ok(Fate::Lost);
    };
    let fields: Vec<_> = form_urlencoded::parse(&sent)
        .filter(|(name, _)| !is_secret(name))
        .collect();
    if !fields.iter().any(|(name, value)| is_typed(name, value)) {
        return Ok(Fate::Empty);
    }
    let whose = Cookie::Whose.read(&node.settings, &head.headers);
    let Some(account) = whose.and_then(|whose| AccountId::parse(&whose).ok()) else {
        return Ok(Fate::Lost);
    };
    // Forms of several tabs are kept together.
    let secret = match Cookie::Unsaved.read(&node.settings, &head.headers) {
        Some(secret) => secret,
        None => access::mint_secret()?,
    };
    let fields = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let (mut tx, whose) = (node.db.begin().await?, (&*secret, &account));
    let is_kept = unsaved::keep(&mut tx, &node.clock, whose, (path, page), &fields).await?;
    tx.commit().await?;
    Ok(if is_kept {
        Fate::Kept(secret)
    } else {
        Fate::Lost
    })
}

/// Whether somebody typed or chose it, rather than the form bringing it along.
fn is_typed(name: &str, value: &str) -> bool {
    let is_brought = matches!(
        name,
        "do" | "for" | "form" | "photo" | "seen" | "side" | "state" | "verb" | "version"
    ) || name.ends_with("-suggested-for");
    let is_box = !name.starts_with("theme-") && matches!(value.trim(), "on" | "yes");
    let says_nothing = value.trim().is_empty() || is_box;
    !is_brought && !says_nothing && id::born(value).is_none()
}

/// What is kept of somebody in their browser.
pub(super) async fn of(node: &Node, headers: &HeaderMap, person: &Person) -> Result<Vec<Unsaved>> {
    let Some(secret) = Cookie::Unsaved.read(&node.settings, headers) else {
        return Ok(Vec::new());
    };
    let mut tx = node.db.read().await?;
    unsaved::list(&mut tx, &node.clock, (&secret, &person.account.id)).await
}

/// A kept form as the page shows it.
struct Shown {
    id: String,
    /// Where it is sent to.
    action: String,
    /// The page on which it stands.
    page: String,
    /// All that is sent.
    fields: Vec<(String, String)>,
    /// What was typed: what its field is called, where that is known, and the text.
    typed: Vec<(Option<String>, String)>,
}

impl Shown {
    fn of(kept: Unsaved, words: &'static Words) -> Self {
        let fields: Vec<(String, String)> = form_urlencoded::parse(kept.fields.as_bytes())
            .into_owned()
            .collect();
        let typed = fields.iter().filter(|(name, value)| is_typed(name, value));
        let typed = typed.map(|(name, value)| {
            let called = said::field(&kept.path, name, words);
            (called, said::value(&kept.path, name, value, words))
        });
        let typed = typed.collect();
        Self {
            action: format!("{}?{AGAIN}={}", kept.path, kept.id),
            id: kept.id,
            page: kept.page,
            typed,
            fields,
        }
    }
}

#[derive(Template)]
#[template(path = "unsaved.html")]
struct UnsavedPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    forms: Vec<Shown>,
}

/// The page; without anything that is kept it leads on.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    headers: HeaderMap,
) -> Answer {
    let kept = of(&node, &headers, &person).await?;
    if kept.is_empty() {
        return Ok(door::go_on(&node, &headers, &person).await?);
    }
    let title = reader.words.say("unsaved");
    let page = UnsavedPage {
        frame: Frame::new(&node.settings, &reader, "account", title).unlisted(),
        person: &person,
        forms: (kept.into_iter())
            .map(|one| Shown::of(one, reader.words))
            .collect(),
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

/// Forgets one.
pub(super) async fn discard(
    State(node): State<Arc<Node>>,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let mut tx = node.db.begin().await?;
    unsaved::forget(&mut tx, &person.account.id, typed.get("id")).await?;
    tx.commit().await?;
    Ok(Redirect::to(PATH).into_response())
}

/// A kept form that is sent again.
#[derive(Debug)]
pub(super) struct Again {
    id: String,
    /// Under which secret it is kept.
    secret: String,
}

impl Again {
    /// The one that a request sends.
    pub(super) fn of(node: &Node, request: &Request) -> Option<Self> {
        let query = request.uri().query().unwrap_or_default();
        let (_, id) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == AGAIN)?;
        let secret = Cookie::Unsaved.read(&node.settings, request.headers())?;
        Some(Self {
            id: id.into_owned(),
            secret,
        })
    }

    /// Forgets it once it was taken, or is shown in its own form with what is to be mended, and
    /// leads on to what else is kept. It stands on its own: what was done is done.
    pub(super) async fn settle(&self, node: &Node, person: &Person, response: &mut Response) {
        let status = response.status();
        let is_shown = status == StatusCode::UNPROCESSABLE_ENTITY
            && response.extensions().get::<Problem>().is_none();
        if !status.is_success() && !status.is_redirection() && !is_shown {
            return;
        }
        let account = &person.account.id;
        let forgotten = async {
            let mut tx = node.db.begin().await?;
            unsaved::forget(&mut tx, account, &self.id).await?;
            let others = unsaved::list(&mut tx, &node.clock, (&self.secret, account)).await?;
            tx.commit().await?;
            Ok::<_, Error>(others)
        };
        match forgotten.await {
            Ok(others) if others.is_empty() => Cookie::Unsaved.clear(&node.settings, response),
            Ok(_) if status == StatusCode::SEE_OTHER => {
                let to = HeaderValue::from_static(PATH);
                response.headers_mut().insert(header::LOCATION, to);
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, %account, "a form that was sent is still kept"),
        }
    }
}
