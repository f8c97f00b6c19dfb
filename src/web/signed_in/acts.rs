//! What the office sees of itself: what was done, in words.

/// What an act is called.
mod said;

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
use crate::id::OrganizationId;
use crate::node::Node;
use crate::people::acts::{self, Act};
use crate::people::{Person, Role};
use crate::registry;
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::views;

/// How many acts one page shows.
const SHOWN: usize = 100;

/// One of them.
struct Item {
    /// What was done, in words; what is not known stands as it was written down.
    said: Option<&'static str>,
    /// Which record it was done to: its identifier, its name.
    record: Option<(OrganizationId, String)>,
    /// Which other directory or relay, or which organization by its short name.
    whom: Option<String>,
    /// Who did it.
    who: String,
    /// Which file.
    file: Option<String>,
    act: Act,
    when: String,
}

#[derive(Template)]
#[template(path = "acts.html")]
struct ActsPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    acts: Vec<Item>,
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

/// What was done by the pages of the office and by commands, the newest first.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    // One more tells whether there is another page.
    let limit = i64::try_from(SHOWN + 1).map_err(Error::internal)?;
    let mut acts = acts::list(&mut tx, asked.before, limit).await?;
    let is_cut = acts.len() > SHOWN;
    acts.truncate(SHOWN);
    let next = acts.last().filter(|_| is_cut).map(|act| act.seq);
    let concerned: Vec<_> = acts.iter().map(|act| said::record(&act.what)).collect();
    let names = registry::get_all(&mut tx, concerned.iter().flatten()).await?;
    drop(tx);
    let items = acts.into_iter().zip(concerned).map(|(act, id)| Item {
        said: said::said(&act.what, reader.words),
        record: id.and_then(|id| {
            let name = names.get(&id)?.stated.name().to_owned();
            Some((id, name))
        }),
        whom: said::whom(&act.what).map(str::to_owned),
        who: said::who(&act, reader.words),
        file: said::file(&act.what).map(str::to_owned),
        when: views::minute(act.at, reader.words),
        act,
    });
    let page = ActsPage {
        frame: Frame::new(&node.settings, &reader, "acts", reader.words.say("acts")).unlisted(),
        shows_mail: person.has_role(Role::Admin),
        next: next.map(|seq| format!("/office/acts?before={seq}")),
        person: &person,
        acts: items.collect(),
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}
