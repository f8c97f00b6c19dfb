//! Where the office begins: what waits for it, and what a new directory still lacks.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use http::StatusCode;

use super::site as site_page;
use super::{
    Answer, Me, accounts, amendments, appeals, applications, conflicts, deliveries, duplicates,
    followers, friends, imports, second,
};
use crate::error::Result;
use crate::federation::peers;
use crate::node::Node;
use crate::people::{self, Person, Role};
use crate::registry::{self, Filter};
use crate::site;
use crate::store::Tx;
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::words::Words;

/// Its address.
pub(super) const PATH: &str = "/office";

/// What is still to be done: where, what, why.
type Step = (&'static str, &'static str, &'static str);

#[derive(Template)]
#[template(path = "office.html")]
struct OfficePage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    /// What waits: where, what, how much.
    waits: Vec<(&'static str, &'static str, i64)>,
    steps: Vec<Step>,
}

/// The page.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let steps = steps(&node, &mut tx, &person, words).await?;
    drop(tx);
    let page = OfficePage {
        frame: Frame::new(&node.settings, &reader, "office", words.say("office")).unlisted(),
        waits: waits(&person, words),
        person: &person,
        steps,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

fn waits(person: &Person, words: &'static Words) -> Vec<(&'static str, &'static str, i64)> {
    let office = &person.office;
    [
        (
            applications::PATH,
            words.say("applications"),
            office.applications,
        ),
        (appeals::PATH, words.say("appeals"), office.appeals),
        (amendments::PATH, words.say("amendments"), office.amendments),
        (duplicates::PATH, words.say("duplicates"), office.duplicates),
        (conflicts::PATH, words.say("conflicts"), office.conflicts),
        (
            "/office/replies",
            words.say("replies-waiting"),
            office.replies,
        ),
        ("/office/reports", words.say("reports"), office.reports),
        (
            followers::PATH,
            words.say("followers-waiting"),
            office.followers,
        ),
        (deliveries::PATH, words.say("deliveries"), office.deliveries),
    ]
    .into_iter()
    .filter(|(.., count)| *count > 0)
    .collect()
}

/// What a new directory lacks, as far as this person may do it.
async fn steps(
    node: &Node,
    tx: &mut Tx,
    person: &Person,
    words: &'static Words,
) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    let some = registry::list(tx, &Filter::default(), None, 1).await?;
    if some.items.is_empty() {
        let said = (words.say("step-import"), words.say("step-import-why"));
        steps.push((imports::PATH, said.0, said.1));
    }
    if !person.has_second {
        let said = (words.say("step-second"), words.say("step-second-why"));
        steps.push((second::PATH, said.0, said.1));
    }
    if !person.has_role(Role::Admin) {
        return Ok(steps);
    }
    if site::get(tx).await?.names.is_empty() || node.shown().settings.operator.name.is_none() {
        let said = (words.say("step-name"), words.say("step-name-why"));
        steps.push((site_page::PATH, said.0, said.1));
    }
    if !node.settings.mail.is_on() {
        let said = (words.say("step-mail"), words.say("step-mail-why"));
        steps.push((deliveries::PATH, said.0, said.1));
    }
    if people::office(tx).await?.len() < 2 {
        let said = (words.say("step-invite"), words.say("step-invite-why"));
        steps.push((accounts::PATH, said.0, said.1));
    }
    if peers::list(tx).await?.is_empty() {
        let said = (words.say("step-friends"), words.say("step-friends-why"));
        steps.push((friends::PATH, said.0, said.1));
    }
    Ok(steps)
}
