//! Organizations and partners that want to take part, for the office to list, or not and why.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;

use super::guard::Deed;
use super::{Answer, Me};
use crate::error::{Error, Result};
use crate::id::ApplicationId;
use crate::mail::{self, Letter};
use crate::node::Node;
use crate::people::Person;
use crate::people::applications::{self, Applicant, Application};
use crate::registry::{self, Filter, Organization, claim};
use crate::store::Tx;
use crate::text;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::join;
use crate::web::reader::Reader;
use crate::web::views;
use crate::words::Words;

/// Where they wait.
pub(super) const PATH: &str = "/office/applications";
/// So many records of a like name are shown beside one.
const ALIKE: usize = 3;
/// The longest reason, in characters.
const MAX_REASON: usize = 1_000;

/// One of them.
struct Item {
    id: ApplicationId,
    name: String,
    language: String,
    kind: &'static str,
    summary: String,
    territory: Option<String>,
    website: Option<String>,
    day: String,
    by: String,
    mail: String,
    /// Records of the directory that are called alike: path, name.
    alike: Vec<(String, String)>,
}

/// What was done with one just now.
enum Done {
    Listed {
        path: String,
        name: String,
        /// The link for whoever asked, where it was not sent.
        link: Option<String>,
    },
    /// What is said of one that is not listed.
    Refused(String),
}

#[derive(Template)]
#[template(path = "office_applications.html")]
struct ApplicationsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    items: Vec<Item>,
    typed: &'a Typed,
    wrongs: Wrongs,
    done: Option<Done>,
}

impl ApplicationsPage<'_> {
    /// Whether the form that was sent is this one's.
    fn is_typed(&self, item: &Item) -> bool {
        self.typed.trimmed("application") == item.id.as_str()
    }

    /// What was typed about this one.
    fn said(&self, item: &Item) -> &str {
        if self.is_typed(item) {
            self.typed.get("reason")
        } else {
            ""
        }
    }
}

/// Those that wait, the oldest first.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let (nothing, whole) = (Typed::default(), Wrongs::default());
    page((&node, &reader, &person), &nothing, whole, None).await
}

async fn page(
    (node, reader, person): (&Node, &Reader, &Person),
    typed: &Typed,
    wrongs: Wrongs,
    done: Option<Done>,
) -> Answer {
    let mut tx = node.db.read().await?;
    let mut items = Vec::new();
    for one in applications::waiting(&mut tx).await? {
        let alike = alike(&mut tx, one.stated.name()).await?;
        items.push(item(one, alike, reader));
    }
    drop(tx);
    let (status, title) = (wrongs.status(), reader.words.say("applications"));
    let page = ApplicationsPage {
        frame: Frame::new(&node.settings, reader, "applications", title).unlisted(),
        person,
        items,
        typed,
        wrongs,
        done,
    };
    Ok(frame::answer(reader, status, &page)?)
}

async fn alike(tx: &mut Tx, name: &str) -> Result<Vec<(String, String)>> {
    let filter = Filter {
        name: Some(name.to_owned()),
        ..Filter::default()
    };
    let found = registry::list(tx, &filter, None, ALIKE).await?;
    let of = |one: &Organization| {
        let path = format!("/office/organizations/{}", one.id);
        (path, one.stated.name().to_owned())
    };
    Ok(found.items.iter().map(of).collect())
}

fn item(one: Application, alike: Vec<(String, String)>, reader: &Reader) -> Item {
    let tag = reader.words.tag;
    let (stated, by) = (one.stated, one.by);
    let summary = stated.summaries.pick(&[&stated.language]);
    Item {
        id: one.id,
        name: stated.name().to_owned(),
        kind: stated.entity_type.label(tag),
        summary: summary.map(|(_, text)| text.to_owned()).unwrap_or_default(),
        territory: (stated.territory.as_ref()).map(|one| one.called(tag)),
        website: stated.website.as_ref().map(ToString::to_string),
        day: views::day(one.made_at),
        by: format!("{}, {}", by.name, by.function),
        mail: by.mail,
        language: stated.language,
        alike,
    }
}

/// Lists one, and gives whoever asked the link by which they take the record over; or says no,
/// and tells them why.
pub(super) async fn decide(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let (typed, words) = (Typed::read(body), reader.words);
    let desk = (&*node, &reader, &*person);
    let mut wrongs = Wrongs::default();
    let reason = text::clean(typed.get("reason"));
    let is_refusal = match typed.get("do") {
        "accept" => false,
        "refuse" => true,
        other => {
            let reason = format!("{other:?} is no decision; write accept or refuse");
            return Err(Error::invalid("do", reason).into());
        }
    };
    if is_refusal && (reason.is_empty() || reason.chars().count() > MAX_REASON) {
        wrongs.add("reason", words.say("application-reason-wrong"));
        return page(desk, &typed, wrongs, None).await;
    }
    let mut tx = node.db.begin().await?;
    let decided = async {
        let id = ApplicationId::parse(typed.trimmed("application"))?;
        if is_refusal {
            refuse(&node, &mut tx, &id, &reason, words).await
        } else {
            accept(&node, &mut tx, &id).await
        }
    };
    match decided.await {
        Ok(done) => {
            tx.commit().await?;
            node.wake.publisher.notify_one();
            node.wake.postman.notify_one();
            let mut response = page(desk, &Typed::default(), wrongs, Some(done)).await?;
            let how = typed.get("do").to_owned();
            response.extensions_mut().insert(Deed { how, about: None });
            Ok(response)
        }
        Err(Error::NotFound(_)) => {
            drop(tx);
            wrongs.add("form", words.say("office-nothing-to-do"));
            page(desk, &typed, wrongs, None).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn accept(node: &Node, tx: &mut Tx, id: &ApplicationId) -> Result<Done> {
    let (made, by) = applications::accept(tx, &node.clock, id).await?;
    let Applicant {
        name,
        function,
        mail: to,
        language,
    } = by;
    let made_for = format!("{name}, {function}");
    let link = if node.settings.mail.is_on() {
        let settings = &node.shown().settings;
        let to = (&*made_for, &*to, Some(&*language));
        mail::send_claim_link(tx, &node.clock, settings, &made.id, to).await?;
        None
    } else {
        let (_, secret) = claim::make(tx, &node.clock, &made.id, &made_for).await?;
        Some(node.url(&format!("/claim/{secret}")))
    };
    Ok(Done::Listed {
        path: format!("/office/organizations/{}", made.id),
        name: made.stated.name().to_owned(),
        link,
    })
}

async fn refuse(
    node: &Node,
    tx: &mut Tx,
    id: &ApplicationId,
    reason: &str,
    words: &'static Words,
) -> Result<Done> {
    let refused = applications::refuse(tx, id).await?;
    let by = refused.by;
    if !node.settings.mail.is_on() {
        let said = words.fill("application-refused-tell", &[("mail", by.mail.into())]);
        return Ok(Done::Refused(said));
    }
    let (settings, now) = (&node.shown().settings, node.clock.now());
    let about = (refused.stated.name(), reason);
    let link = node.url(join::PATH);
    let letter = Letter::not_listed(settings, &by.language, about, &link, now);
    mail::write(tx, &node.clock, settings, &by.mail, &letter).await?;
    Ok(Done::Refused(words.say("application-refused").to_owned()))
}
