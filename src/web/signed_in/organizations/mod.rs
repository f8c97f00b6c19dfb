//! Every record of the directory for its office: found by name and by how far it has come, and
//! what the office decides of each. What the office may do by commands it may do here.

/// What is attested of one.
mod attest;
/// To whom one belongs, and who belongs to it.
mod belonging;
/// What stands beside one.
mod beside;
/// What the office decides of one.
mod decide;
/// Erasing one for good.
mod erase;
/// One record, with all that can be decided of it.
mod one;
/// Who represents one.
mod represent;

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use http::StatusCode;
use serde::Deserialize;

use super::record::{self, MAX_RECORD};
use super::{Answer, Entry, May, Me, get, post};
use crate::node::Node;
use crate::people::{Person, applications};
use crate::registry::{self, Filter, Standing, Status};
use crate::web::frame::{self, Frame};
use crate::web::lists::next_page;
use crate::web::reader::Reader;
use crate::web::views::OrganizationItem;
use crate::words::Words;

/// Where the records are.
const PATH: &str = "/office/organizations";
/// How many records a page shows.
const PER_PAGE: usize = 50;

/// What is looked for. Forms send empty fields, which ask nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    status: String,
    standing: String,
    after: Option<String>,
}

/// One choice of a list: code, label, whether it is chosen.
type Choice = (&'static str, &'static str, bool);

/// A record in the list: where it is looked at, what it is, how far it has come.
struct Row {
    path: String,
    item: OrganizationItem,
    status: &'static str,
    is_public: bool,
    standing: &'static str,
}

#[derive(Template)]
#[template(path = "office_organizations.html")]
struct ListPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    asked: Asked,
    statuses: Vec<Choice>,
    standings: Vec<Choice>,
    /// How many want to take part.
    applications: i64,
    rows: Vec<Row>,
    next: Option<String>,
}

const STATUSES: [Status; 4] = [
    Status::Draft,
    Status::Published,
    Status::Suspended,
    Status::Dissolved,
];

pub(super) fn status_label(status: Status, words: &'static Words) -> &'static str {
    match status {
        Status::Draft => words.say("status-draft"),
        Status::Published => words.say("status-published"),
        Status::Suspended => words.say("status-suspended"),
        Status::Dissolved => words.say("status-dissolved"),
    }
}

fn standing_label(standing: Standing, words: &'static Words) -> &'static str {
    match standing {
        Standing::Listed => words.say("standing-listed"),
        Standing::Active => words.say("standing-active"),
    }
}

/// All records by name, narrowed by what is asked.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Query(asked): Query<Asked>,
) -> Answer {
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let filter = Filter {
        name: some(&asked.q),
        status: some(&asked.status)
            .map(|one| Status::read(&one))
            .transpose()?,
        standing: some(&asked.standing)
            .map(|one| Standing::read(&one))
            .transpose()?,
        ..Filter::default()
    };
    let mut tx = node.db.read().await?;
    let page = registry::list(&mut tx, &filter, asked.after.as_deref(), PER_PAGE).await?;
    let applications = applications::count(&mut tx).await?;
    drop(tx);
    let words = reader.words;
    let filters = [
        ("q", &*asked.q),
        ("status", &*asked.status),
        ("standing", &*asked.standing),
    ];
    let next = next_page(&node, PATH, &filters, page.next)?;
    let shown = ListPage {
        frame: frame(&node, &reader, words.say("organizations")),
        person: &person,
        statuses: STATUSES
            .map(|one| {
                let is_chosen = filter.status == Some(one);
                (one.as_str(), status_label(one, words), is_chosen)
            })
            .into(),
        standings: [Standing::Listed, Standing::Active]
            .map(|one| {
                let is_chosen = filter.standing == Some(one);
                (one.as_str(), standing_label(one, words), is_chosen)
            })
            .into(),
        applications,
        rows: (page.items.iter())
            .map(|one| Row {
                path: format!("{PATH}/{}", one.id),
                item: OrganizationItem::of(one, &reader),
                status: status_label(one.status, words),
                is_public: one.status == Status::Published,
                standing: standing_label(one.standing, words),
            })
            .collect(),
        next,
        asked,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &shown)?)
}

fn frame<'a>(node: &'a Node, reader: &'a Reader, title: &str) -> Frame<'a> {
    Frame::new(&node.settings, reader, "office-organizations", title).unlisted()
}

/// The pages of the table that are about records: of all for the office, of one for its own.
pub(super) fn pages() -> Vec<Entry> {
    use May::{Registrar, Representative};
    let own = "/my/{organization}/record";
    vec![
        get(own, Representative, record::show_own),
        post(own, Representative, record::edit_own).with_body(MAX_RECORD),
        get(PATH, Registrar, list),
        post(PATH, Registrar, record::create).with_body(MAX_RECORD),
        get("/office/organizations/new", Registrar, record::new),
        get("/office/organizations/{record}", Registrar, one::show),
        get(
            "/office/organizations/{record}/record",
            Registrar,
            record::show_any,
        ),
        post(
            "/office/organizations/{record}/record",
            Registrar,
            record::edit_any,
        )
        .with_body(MAX_RECORD),
        post(
            "/office/organizations/{record}/publish",
            Registrar,
            decide::publish,
        ),
        post(
            "/office/organizations/{record}/suspend",
            Registrar,
            decide::suspend,
        ),
        post(
            "/office/organizations/{record}/dissolve",
            Registrar,
            decide::dissolve,
        ),
        post(
            "/office/organizations/{record}/reopen",
            Registrar,
            decide::reopen,
        ),
        post(
            "/office/organizations/{record}/activate",
            Registrar,
            decide::activate,
        ),
        post(
            "/office/organizations/{record}/attest",
            Registrar,
            attest::attest,
        ),
        post(
            "/office/organizations/{record}/revoke",
            Registrar,
            attest::revoke,
        ),
        get(
            "/office/organizations/{record}/erase",
            Registrar,
            erase::show,
        ),
        post(
            "/office/organizations/{record}/erase",
            Registrar,
            erase::erase,
        ),
        post(
            "/office/organizations/{record}/claim-link",
            Registrar,
            decide::give_link,
        ),
        post(
            "/office/organizations/{record}/represent",
            Registrar,
            represent::represent,
        ),
        post(
            "/office/organizations/{record}/memberships",
            Registrar,
            belonging::say,
        ),
    ]
}
