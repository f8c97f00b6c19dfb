//! Everything of one's organization as a file, and three ways to leave: a person represents it
//! no more, it has ended, or it wants nothing kept of it here.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;
use jiff::civil::Date;
use serde::Serialize;

use super::super::confirm::confirmed;
use super::super::{Me, taken};
use crate::conversation::messages::{self, Message};
use crate::conversation::replies::{self, Reply};
use crate::error::{Error, Result};
use crate::export;
use crate::federation::followers;
use crate::http::flood::Visitor;
use crate::id::OrganizationId;
use crate::mail::{self, Left, Letter};
use crate::node::Node;
use crate::people::{Person, acts, representation};
use crate::profiles::{self, Profile};
use crate::registry::{self, Author, Organization, Standing, Status};
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;

/// Where whoever has left is led.
pub(in crate::web::signed_in) const LEFT: &str = "/my/left";

/// How many messages or answers are read at once.
const AT_ONCE: usize = 200;

#[derive(Template)]
#[template(path = "my_leave.html")]
struct LeavePage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    owner: &'a str,
    handle: &'a str,
    /// Whether it acts here, so that it can leave.
    is_active: bool,
    /// Whether nobody else represents it.
    is_last: bool,
    typed: &'a Typed,
    wrongs: Wrongs,
}

/// What is kept of an organization, with what the domains above its record keep.
#[derive(Serialize)]
struct Everything {
    #[serde(flatten)]
    whole: export::Whole,
    profile: Profile,
    /// Who represents it: name and function.
    representatives: Vec<(String, String)>,
    /// What was written to it and by it, the newest first.
    messages: Vec<Message>,
    /// What people of other servers answered to its offers, the oldest first.
    replies: Vec<Reply>,
}

/// Everything that is kept of it.
pub(in crate::web::signed_in) async fn export(
    State(node): State<Arc<Node>>,
    Path(organization): Path<String>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let mut tx = node.db.read().await?;
    let found = registry::get(&mut tx, &id).await?;
    let count = followers::count(&mut tx, &found.path()).await?;
    let people = representation::of_organization(&mut tx, &id).await?;
    let whole = Everything {
        whole: export::whole(&mut tx, &node.clock, &id, count).await?,
        profile: profiles::of(&mut tx, &id).await?,
        representatives: people
            .into_iter()
            .map(|(account, function)| (account.name, function))
            .collect(),
        messages: all_messages(&mut tx, &id).await?,
        replies: all_replies(&mut tx, &id).await?,
    };
    drop(tx);
    Ok(taken::file(&found.handle, &whole)?)
}

async fn all_messages(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Message>> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = messages::list(tx, id, after.as_deref(), AT_ONCE).await?;
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

async fn all_replies(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Reply>> {
    let filter = replies::Filter {
        organization: Some(id.clone()),
        ..replies::Filter::default()
    };
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = replies::list(tx, &filter, after.as_deref(), AT_ONCE).await?;
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// The ways to leave.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
) -> Answer {
    let (typed, wrongs) = (Typed::default(), Wrongs::default());
    page(&node, &reader, &person, &organization, (&typed, wrongs)).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    organization: &str,
    (typed, wrongs): (&Typed, Wrongs),
) -> Answer {
    let id = OrganizationId::parse(organization)?;
    let mut tx = node.db.read().await?;
    let found = registry::get(&mut tx, &id).await?;
    let people = representation::of_organization(&mut tx, &id).await?;
    drop(tx);
    let status = wrongs.status();
    let title = reader.words.say("leave");
    let page = LeavePage {
        frame: Frame::new(&node.settings, reader, "my", title).unlisted(),
        person,
        own: format!("/my/{id}"),
        owner: found.stated.name(),
        handle: &found.handle,
        is_active: found.standing == Standing::Active,
        is_last: people.len() < 2,
        typed,
        wrongs,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// How somebody leaves.
enum Leaving {
    /// They represent it no more.
    Person,
    /// It has ended, on a day if that is known.
    Ended(Option<Date>),
    /// It wants nothing kept of it here.
    Erased,
}

/// What was typed, unless something is to be mended in it.
fn read(typed: &Typed, of: &Organization, reader: &Reader) -> std::result::Result<Leaving, Wrongs> {
    let words = reader.words;
    let mut wrongs = Wrongs::default();
    let day = typed.trimmed("ended-on");
    let day = (!day.is_empty()).then(|| day.parse::<Date>());
    if matches!(day, Some(Err(_))) {
        wrongs.add("ended-on", words.say("record-day-wrong"));
    }
    let day = day.and_then(std::result::Result::ok);
    let leaving = match typed.get("what") {
        "represent" => return Ok(Leaving::Person),
        "ended" => Some(Leaving::Ended(day)),
        "erase" => Some(Leaving::Erased),
        _ => {
            wrongs.add("what", words.say("leave-what-wrong"));
            None
        }
    };
    if typed.trimmed("handle").trim_start_matches('@') != of.handle && leaving.is_some() {
        wrongs.add("handle", words.say("leave-handle-wrong"));
    }
    leaving.filter(|_| wrongs.is_empty()).ok_or(wrongs)
}

/// Leaves, once everything is said that has to be: of what concerns the organization whole its
/// account's name, and the password where there is one.
pub(in crate::web::signed_in) async fn leave(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    Path(organization): Path<String>,
    body: Body,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let typed = Typed::read(body);
    let mut tx = node.db.read().await?;
    let found = match registry::get(&mut tx, &id).await {
        // The first click of two erased it.
        Err(Error::NotFound(_)) => return Ok(Redirect::to(LEFT).into_response()),
        found => found?,
    };
    drop(tx);
    let leaving = match read(&typed, &found, &reader) {
        Ok(leaving) => leaving,
        Err(wrongs) => return page(&node, &reader, &person, &organization, (&typed, wrongs)).await,
    };
    let mut wrongs = Wrongs::default();
    let (who, shown) = ((&visitor, &*person), (&typed, "confirm"));
    let mut tx = match confirmed(&node, &reader, who, shown, &mut wrongs).await? {
        Ok(tx) => tx,
        Err(refused) => {
            let again = page(&node, &reader, &person, &organization, (&typed, wrongs)).await?;
            return Ok(refused.delay(again));
        }
    };
    match end(&node, &mut tx, &person, &id, leaving).await {
        Ok(()) => {
            tx.commit().await?;
            node.wake.publisher.notify_one();
            node.wake.postman.notify_one();
            Ok(Redirect::to(LEFT).into_response())
        }
        Err(Error::NotFound(_)) => Ok(Redirect::to(LEFT).into_response()),
        Err(error) => {
            drop(tx);
            let beside = match &error {
                Error::Invalid { field, .. } if field == "dissolved_on" => "ended-on",
                _ => "form",
            };
            wrongs.note(beside, reader.words.tell(&refusal(error)?));
            page(&node, &reader, &person, &organization, (&typed, wrongs)).await
        }
    }
}

#[derive(Template)]
#[template(path = "my_left.html")]
struct LeftPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
}

/// That it is done.
pub(in crate::web::signed_in) async fn left(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let title = reader.words.say("leave-done");
    let page = LeftPage {
        frame: Frame::new(&node.settings, &reader, "my", title).unlisted(),
        person: &person,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

/// What a refusal says to who leaves; every other error goes on.
fn refusal(error: Error) -> Result<crate::words::Saying> {
    match error {
        Error::Conflict(_) | Error::Invalid { .. } => Ok(error.saying()),
        other => Err(other),
    }
}

/// Ends what is to be ended, notes who did it, and writes to the others who represent it when
/// that concerns the organization whole.
async fn end(
    node: &Node,
    tx: &mut Tx,
    person: &Person,
    id: &OrganizationId,
    leaving: Leaving,
) -> Result<()> {
    let found = registry::get_for_change(tx, id).await?;
    if found.status == Status::Dissolved && matches!(leaving, Leaving::Ended(_)) {
        return Ok(());
    }
    let others = representation::of_organization(tx, id).await?;
    let left = match leaving {
        Leaving::Person => {
            representation::end(tx, &person.account.id, id).await?;
            None
        }
        Leaving::Ended(on) => {
            let author = Author::Organization;
            registry::dissolve_by(tx, &node.clock, id, on, author).await?;
            Some((Left::Ended, node.url(&format!("/my/{id}"))))
        }
        Leaving::Erased => {
            registry::leave(tx, &node.clock, id).await?;
            Some((Left::Erased, node.url("/")))
        }
    };
    let how = match &left {
        None => "represent",
        Some((Left::Ended, _)) => "ended",
        Some((Left::Erased, _)) => "erase",
    };
    let (account, now) = (&person.account, node.clock.now());
    acts::record(tx, account, &acts::leaving(id, how), now).await?;
    let Some((left, link)) = left.filter(|_| node.settings.mail.is_on()) else {
        return Ok(());
    };
    for (other, _) in others.iter().filter(|(other, _)| other.id != account.id) {
        let names = (&account.id, found.stated.name());
        let (settings, language) = (&node.shown().settings, &other.language);
        let letter = Letter::left(settings, language, left, names, (&link, now));
        mail::write(tx, &node.clock, settings, &other.mail, &letter).await?;
    }
    Ok(())
}
