//! The searches that a person saved while they were signed in.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use http::StatusCode;

use super::{Answer, Me};
use crate::node::Node;
use crate::people::Person;
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::saved::{self, SavedItem};

#[derive(Template)]
#[template(path = "searches.html")]
struct SearchesPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    searches: Vec<SavedItem>,
    /// Whether letters go out, without which nothing can be saved.
    sends_mail: bool,
}

/// The page.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let title = reader.words.say("saved-searches");
    let page = SearchesPage {
        searches: saved::of_account(&node, &reader, &person.account.id).await?,
        sends_mail: node.settings.mail.is_on(),
        frame: Frame::new(&node.settings, &reader, "account", title).unlisted(),
        person: &person,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}
