//! What the office sees of itself: who has an account, and what was done.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::Me;
use crate::error::Result;
use crate::http::Problem;
use crate::node::Node;
use crate::people::acts::{self, Act};
use crate::people::{self, Account, Person, Role};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;

/// How many acts one page shows.
const SHOWN: i64 = 200;

#[derive(Template)]
#[template(path = "acts.html")]
struct ActsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    acts: Vec<Act>,
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    accounts: Vec<Account>,
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
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let page = ActsPage {
        frame: Frame::new(&node.settings, &reader, "acts", reader.words.say("acts")).unlisted(),
        person: &person,
        acts: acts::list(&mut tx, None, SHOWN).await?,
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
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}
