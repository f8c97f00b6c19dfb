//! Taking part: a form by which somebody states their organization or institution, for the
//! office to list it. Whoever types another's address learns nothing of it and causes one letter.

/// What is stated in the form.
mod stated;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing;
use http::StatusCode;

use super::form::{self, Body, Typed, Wrongs};
use super::frame::{self, Frame};
use super::reader::Reader;
use super::said::said as page_of;
use super::signed_in::{private, suggested};
use super::{MAX_FORM, ask_address};
use crate::error::Error;
use crate::http::Problem;
use crate::http::flood::{self, Visitor};
use crate::mail::{self, Letter, Question};
use crate::node::Node;
use crate::people;
use crate::people::applications;
use crate::place::Territory;
use crate::store::Tx;
use crate::vocabulary::EntityType;
use crate::words::Words;

/// Where the form is.
pub(super) const PATH: &str = "/join";

/// Those of the list that take part as partners: what they can do stands beside them.
const PARTNERS: [EntityType; 7] = [
    EntityType::LocalGovernment,
    EntityType::TradeUnion,
    EntityType::Academia,
    EntityType::Federation,
    EntityType::ConventionalEnterprise,
    EntityType::InternationalOrganisation,
    EntityType::Collective,
];

/// A kind that somebody can be: code, label, what it can do, whether it is chosen.
type Kind = (&'static str, &'static str, &'static str, bool);

#[derive(Template)]
#[template(path = "join.html")]
struct JoinPage<'a> {
    frame: Frame<'a>,
    own: Vec<Kind>,
    partners: Vec<Kind>,
    typed: &'a Typed,
    wrongs: Wrongs,
    /// Territories of which one is meant: code, label.
    places: Vec<(String, String)>,
    languages: Vec<(&'static str, &'static str, bool)>,
}

type Answer = Result<Response, Problem>;

/// The addresses.
pub(super) fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route(PATH, routing::get(show).post(apply))
        .route("/join/{secret}", routing::get(ask).post(confirm))
        .layer(form::at_most(MAX_FORM))
}

/// What an institution of a kind can do with co-operatives, in its own words.
fn ability(kind: EntityType, words: &'static Words) -> &'static str {
    match kind {
        EntityType::LocalGovernment => words.say("join-local-government"),
        EntityType::TradeUnion => words.say("join-trade-union"),
        EntityType::Academia => words.say("join-academia"),
        EntityType::Federation => words.say("join-federation"),
        EntityType::ConventionalEnterprise => words.say("join-enterprise"),
        EntityType::InternationalOrganisation => words.say("join-international"),
        EntityType::Collective => words.say("join-collective"),
        _ => "",
    }
}

fn kinds(all: impl Iterator<Item = EntityType>, typed: &Typed, words: &'static Words) -> Vec<Kind> {
    let chosen = typed.get("type");
    all.map(|one| {
        let can = ability(one, words);
        (
            one.as_str(),
            one.label(words.tag),
            can,
            one.as_str() == chosen,
        )
    })
    .collect()
}

fn page(node: &Node, reader: &Reader, status: StatusCode, typed: &Typed, wrongs: Wrongs) -> Answer {
    let words = reader.words;
    let own = EntityType::ALL.iter().filter(|one| !PARTNERS.contains(one));
    let home = Territory::home(&node.shown().settings);
    let title = words.say("join");
    let language = match typed.get("language") {
        "" => words.tag,
        typed => typed,
    };
    let page = JoinPage {
        frame: Frame::new(&node.settings, reader, "join", title),
        own: kinds(own.copied(), typed, words),
        partners: kinds(PARTNERS.into_iter(), typed, words),
        places: suggested::territories(typed.trimmed("territory"), home.as_ref(), words.tag),
        languages: crate::words::LANGUAGES
            .iter()
            .map(|one| (one.tag, one.say("language"), one.tag == language))
            .collect(),
        typed,
        wrongs,
    };
    let response = frame::answer(reader, status, &page)?;
    // What somebody typed of themselves is kept by no cache.
    Ok(if status.is_success() {
        response
    } else {
        private(response)
    })
}

/// The form.
async fn show(State(node): State<Arc<Node>>, reader: Reader) -> Answer {
    let typed = Typed::default();
    page(&node, &reader, StatusCode::OK, &typed, Wrongs::default())
}

/// Takes an application, and asks the address whether it wants it.
async fn apply(
    State(node): State<Arc<Node>>,
    reader: Reader,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let mut typed = Typed::read(body);
    suggested::take(&mut typed);
    let words = reader.words;
    let (whole, by) = match stated::read(&typed, words) {
        Ok(both) => both,
        Err(wrongs) => return page(&node, &reader, wrongs.status(), &typed, wrongs),
    };
    let counted = (node.sign_ins).application(&visitor.0, node.clock.now());
    if let Err(wait) = counted {
        let mut wrongs = Wrongs::default();
        wrongs.add("form", words.say("too-often"));
        let status = StatusCode::TOO_MANY_REQUESTS;
        let response = page(&node, &reader, status, &typed, wrongs)?;
        return Ok(flood::later(response, wait));
    }
    let (to, asks) = (by.mail.clone(), node.settings.mail.is_on());
    let mut tx = node.db.begin().await?;
    let applied = async {
        let secret = applications::apply(&mut tx, &node.clock, whole, by, asks).await?;
        if let Some(secret) = secret {
            let (to, path) = ((&*to, words.tag), format!("{PATH}/{secret}"));
            ask_address(&node, &mut tx, to, Question::Application, &path).await?;
        }
        Ok::<_, Error>(())
    };
    if let Err(error) = applied.await {
        drop(tx);
        let status = match error {
            Error::Conflict(_) => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        return page(&node, &reader, status, &typed, stated::beside(error, words));
    }
    tx.commit().await?;
    node.wake.postman.notify_one();
    let said = if asks {
        words.fill("join-sent", &[("mail", to.into())])
    } else {
        words.say("join-waits").to_owned()
    };
    told(&node, &reader, StatusCode::OK, said, None)
}

fn told(
    node: &Node,
    reader: &Reader,
    status: StatusCode,
    said: String,
    button: Option<&'static str>,
) -> Answer {
    let head = ("join", reader.words.say("join"));
    page_of((node, reader), head, status, said, button)
}

/// What waits for the word of its address.
async fn ask(State(node): State<Arc<Node>>, reader: Reader, Path(secret): Path<String>) -> Answer {
    let mut tx = node.db.read().await?;
    match applications::asked(&mut tx, &node.clock, &secret).await {
        Ok(found) => {
            let name = [("organization", found.stated.name().to_owned().into())];
            let said = reader.words.fill("join-confirm-why", &name);
            let button = reader.words.say("join-confirm");
            told(&node, &reader, StatusCode::OK, said, Some(button))
        }
        Err(error) => unusable(&node, &reader, error),
    }
}

/// Has it wait for the office, which is told by letters.
async fn confirm(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(secret): Path<String>,
) -> Answer {
    let mut tx = node.db.begin().await?;
    match applications::confirm(&mut tx, &node.clock, &secret).await {
        Ok((found, is_new)) => {
            if is_new {
                tell_office(&node, &mut tx, found.stated.name()).await?;
            }
            tx.commit().await?;
            node.wake.postman.notify_one();
            let said = reader.words.say("join-waits").to_owned();
            told(&node, &reader, StatusCode::OK, said, None)
        }
        Err(error) => unusable(&node, &reader, error),
    }
}

/// Writes to everybody of the office that somebody wants to take part.
async fn tell_office(node: &Node, tx: &mut Tx, organization: &str) -> Result<(), Error> {
    if !node.settings.mail.is_on() {
        return Ok(());
    }
    let (settings, now) = (&node.shown().settings, node.clock.now());
    let link = node.url("/office/applications");
    for one in people::office(tx).await? {
        let letter = Letter::applied(settings, &one.language, organization, &link, now);
        mail::write(tx, &node.clock, settings, &one.mail, &letter).await?;
    }
    Ok(())
}

fn unusable(node: &Node, reader: &Reader, error: Error) -> Answer {
    match error {
        Error::Absent { .. } => {
            let said = reader.words.say("join-unusable").to_owned();
            told(node, reader, StatusCode::NOT_FOUND, said, None)
        }
        other => Err(other.into()),
    }
}
