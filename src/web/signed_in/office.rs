//! What the office sees of itself: who has an account, and what was done.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::Me;
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::node::Node;
use crate::people::acts::{self, Act};
use crate::people::{self, Account, Person, Role};
use crate::search::saved;
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;

/// How many acts one page shows.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "acts.html")]
struct ActsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    acts: Vec<Act>,
    /// Whether mail addresses are shown, which registrars do not see.
    shows_mail: bool,
    /// The address of the acts before these.
    next: Option<String>,
}

/// The query of the acts.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// The number of the act that the page before ended with.
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    accounts: Vec<Account>,
    /// How many searches are saved for mail addresses; whose, the office does not see.
    saved: i64,
}

impl PeoplePage<'_> {
    fn role(&self, account: &Account) -> &'static str {
        match account.role {
            Some(Role::Admin) => self.frame.words.say("role-admin"),
            Some(Role::Registrar) => self.frame.words.say("role-registrar"),
            None => "",
        }
    }
}

/// What was done by the pages of the office and by commands, the newest first.
pub(super) async fn acts(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    // One more tells whether there is another page.
    let limit = i64::try_from(SHOWN + 1).map_err(Error::internal)?;
    let mut acts = acts::list(&mut tx, asked.before, limit).await?;
    drop(tx);
    let is_cut = acts.len() > SHOWN;
    acts.truncate(SHOWN);
    let last = acts.last().filter(|_| is_cut);
    let page = ActsPage {
        frame: Frame::new(&node.settings, &reader, "acts", reader.words.say("acts")).unlisted(),
        shows_mail: person.has_role(Role::Admin),
        next: last.map(|act| format!("/office/acts?before={}", act.seq)),
        person: &person,
        acts,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

/// Who has an account.
pub(super) async fn people(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let title = reader.words.say("people");
    let page = PeoplePage {
        frame: Frame::new(&node.settings, &reader, "people", title).unlisted(),
        person: &person,
        accounts: people::list(&mut tx).await?,
        saved: saved::counts(&mut tx).await?.kept,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}
