//! What people of other servers said, for the office: answers, and reports.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;

use super::answers::{A_PAGE, Asked, List, ReplyItem};
use super::{Answer, Me};
use crate::conversation::replies::{self, State as Seen};
use crate::conversation::reports::{self, Direction, Report};
use crate::error::{Error, Result};
use crate::federation::paths;
use crate::id::{OfferId, OrganizationId, ReplyId, ReportId};
use crate::node::Node;
use crate::offers;
use crate::people::Person;
use crate::registry;
use crate::store::Tx;
use crate::text::LanguageMap;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::lists;
use crate::web::reader::Reader;
use crate::web::views;

/// Where answers wait, and where reports stand.
const REPLIES: &str = "/office/replies";
/// See [`REPLIES`].
const REPORTS: &str = "/office/reports";
/// How many reports.
const SHOWN: i64 = 200;

#[derive(Template)]
#[template(path = "office_replies.html")]
struct RepliesPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    list: &'a List,
    replies: Vec<ReplyItem>,
    next: Option<String>,
    wrongs: Wrongs,
}

impl RepliesPage<'_> {
    /// All lists: address, name, whether it is this one.
    fn lists(&self) -> [(String, &'static str, bool); 3] {
        self.list.all(self.frame.words)
    }
}

/// Answers that wait, that everybody sees, or that nobody does, the oldest first.
pub(super) async fn replies(
    State(node): State<Arc<Node>>,
    Query(asked): Query<Asked>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let list = List::chosen(REPLIES, asked.state())?;
    let after = asked.after.as_deref();
    replies_page(&node, &reader, &person, (&list, after), Wrongs::default()).await
}

async fn replies_page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    (list, after): (&List, Option<&str>),
    wrongs: Wrongs,
) -> Answer {
    let mut tx = node.db.read().await?;
    let found = replies::list(&mut tx, &list.filter(None), after, A_PAGE).await?;
    drop(tx);
    let title = list.title(reader.words);
    let page = RepliesPage {
        frame: Frame::new(&node.settings, reader, "office-replies", title).unlisted(),
        person,
        list,
        replies: found.items.into_iter().map(ReplyItem::of).collect(),
        next: lists::next_page(node, list.path(), &list.query(), found.next)?,
        wrongs,
    };
    Ok(frame::answer(reader, page.wrongs.status(), &page)?)
}

/// One answer alone, wherever it stands.
pub(super) async fn reply(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(reply): Path<String>,
) -> Answer {
    let mut tx = node.db.read().await?;
    let found = replies::get(&mut tx, &ReplyId::parse(&reply)?).await?;
    drop(tx);
    let list = List::chosen(REPLIES, Some(found.state.as_str()))?;
    let title = list.title(reader.words);
    let page = RepliesPage {
        frame: Frame::new(&node.settings, &reader, "office-replies", title).unlisted(),
        person: &person,
        list: &list,
        replies: vec![ReplyItem::of(found)],
        next: None,
        wrongs: Wrongs::default(),
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

/// Shows an answer to everybody.
pub(super) async fn approve(state: State<Arc<Node>>, reader: Reader, me: Me, body: Body) -> Answer {
    decide(state, reader, me, body, Seen::Approved).await
}

/// Shows an answer to nobody.
pub(super) async fn hide(state: State<Arc<Node>>, reader: Reader, me: Me, body: Body) -> Answer {
    decide(state, reader, me, body, Seen::Hidden).await
}

async fn decide(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
    seen: Seen,
) -> Answer {
    let typed = Typed::read(body);
    let list = List::chosen(REPLIES, Some(typed.trimmed("state")))?;
    let decided = async {
        let id = ReplyId::parse(typed.trimmed("reply"))?;
        let mut tx = node.db.begin().await?;
        replies::decide(&mut tx, &node.clock, &id, seen).await?;
        tx.commit().await
    };
    match decided.await {
        Ok(()) => {
            node.wake.publisher.notify_one();
            Ok(Redirect::to(&list.address()).into_response())
        }
        Err(error) => {
            let wrongs = nothing_to_do(error, &reader)?;
            replies_page(&node, &reader, &person, (&list, None), wrongs).await
        }
    }
}

/// What is said when somebody else was quicker; every other error goes on.
fn nothing_to_do(error: Error, reader: &Reader) -> Result<Wrongs> {
    match error {
        Error::Absent { .. } | Error::NotFound(_) | Error::Conflict(_) => {
            let mut wrongs = Wrongs::default();
            wrongs.add("form", reader.words.say("office-nothing-to-do"));
            Ok(wrongs)
        }
        other => Err(other),
    }
}

/// What somebody reported: an answer of another server's by its address, or something of ours by
/// its name; and where the office looks at it.
struct Subject {
    name: String,
    /// The language of a name.
    language: Option<String>,
    page: Option<String>,
}

impl Subject {
    async fn of(node: &Node, tx: &mut Tx, reader: &Reader, id: &str) -> Result<Self> {
        let Some(path) = paths::own(node.base(), id) else {
            let reply = replies::find(tx, id).await?;
            let page = reply.map(|reply| format!("{REPLIES}/{}", reply.id));
            return Ok(Self::addressed(id, page));
        };
        if let Some(organization) = path.strip_prefix("/o/") {
            let page = format!("/office/organizations/{organization}");
            let Ok(organization) = OrganizationId::parse(organization) else {
                return Ok(Self::addressed(id, None));
            };
            let found = registry::get_all(tx, [&organization]).await?;
            let names = found.get(&organization).map(|one| &one.stated.names);
            return Ok(Self::called(id, names, page, reader));
        }
        let Some(Ok(offer)) = path.strip_prefix("/offers/").map(OfferId::parse) else {
            return Ok(Self::addressed(id, None));
        };
        let found = offers::get_all(tx, std::slice::from_ref(&offer)).await?;
        let titles = found.get(&offer).map(|one| &one.stated.titles);
        Ok(Self::called(id, titles, path.to_owned(), reader))
    }

    fn addressed(id: &str, page: Option<String>) -> Self {
        Self {
            name: id.to_owned(),
            language: None,
            page,
        }
    }

    /// By its name, while it is there.
    fn called(id: &str, names: Option<&LanguageMap>, page: String, reader: &Reader) -> Self {
        let Some(names) = names else {
            return Self::addressed(id, None);
        };
        let (language, name) = views::pick(names, reader);
        Self {
            name,
            language: Some(language),
            page: Some(page),
        }
    }
}

/// A report, with what it is about.
struct ReportItem {
    report: Report,
    subjects: Vec<Subject>,
}

impl ReportItem {
    async fn of(node: &Node, tx: &mut Tx, reader: &Reader, report: Report) -> Result<Self> {
        let mut subjects = Vec::new();
        for id in &report.subjects {
            subjects.push(Subject::of(node, tx, reader, id).await?);
        }
        Ok(Self { report, subjects })
    }
}

#[derive(Template)]
#[template(path = "office_reports.html")]
struct ReportsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    reports: Vec<ReportItem>,
    typed: &'a Typed,
    wrongs: Wrongs,
}

impl ReportsPage<'_> {
    fn direction(&self, one: &ReportItem) -> &'static str {
        match one.report.direction {
            Direction::Received => self.frame.words.say("report-received"),
            Direction::Sent => self.frame.words.say("report-sent"),
        }
    }

    /// What was typed about this report.
    fn said(&self, one: &ReportItem) -> &str {
        if self.is_typed(one) {
            self.typed.get("text")
        } else {
            ""
        }
    }

    fn is_typed(&self, one: &ReportItem) -> bool {
        self.typed.trimmed("report") == one.report.id.as_str()
    }
}

/// Reports that somebody should look at.
pub(super) async fn reports(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let nothing = Typed::default();
    reports_page(&node, &reader, &person, &nothing, Wrongs::default()).await
}

async fn reports_page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    typed: &Typed,
    wrongs: Wrongs,
) -> Answer {
    let mut tx = node.db.read().await?;
    let mut items = Vec::new();
    for one in reports::list(&mut tx, Some(reports::State::Open), SHOWN).await? {
        items.push(ReportItem::of(node, &mut tx, reader, one).await?);
    }
    drop(tx);
    let title = reader.words.say("reports");
    let page = ReportsPage {
        frame: Frame::new(&node.settings, reader, "reports", title).unlisted(),
        person,
        reports: items,
        typed,
        wrongs,
    };
    Ok(frame::answer(reader, page.wrongs.status(), &page)?)
}

/// Notes that a report was dealt with, and how.
pub(super) async fn resolve(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let said = Some(typed.trimmed("text")).filter(|text| !text.is_empty());
    let resolved = async {
        let id = ReportId::parse(typed.trimmed("report"))?;
        let mut tx = node.db.begin().await?;
        reports::resolve(&mut tx, &node.clock, &id, said).await?;
        tx.commit().await
    };
    let wrongs = match resolved.await {
        Ok(()) => return Ok(Redirect::to(REPORTS).into_response()),
        Err(Error::Invalid { .. }) => {
            let mut wrongs = Wrongs::default();
            wrongs.add("text", reader.words.say("report-what-wrong"));
            wrongs
        }
        Err(error) => nothing_to_do(error, &reader)?,
    };
    reports_page(&node, &reader, &person, &typed, wrongs).await
}
