//! What holds in this directory, as its office says.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::frame::{self, Frame};
use super::reader::Reader;
use crate::http::Problem;
use crate::node::Node;
use crate::text;

/// The address.
pub(super) const PATH: &str = "/rules";

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage<'a> {
    frame: Frame<'a>,
    /// The language of the text, and the text as harmless HTML.
    rules: Option<(&'a str, String)>,
}

/// The page.
pub(super) async fn page(
    State(node): State<Arc<Node>>,
    reader: Reader,
) -> Result<Response, Problem> {
    let (shown, languages) = (&reader.shown, reader.languages());
    let rules = shown.said(&shown.site.rules, &languages);
    let mut frame = Frame::new(
        &node.settings,
        &reader,
        "rules",
        reader.words.say("site-rules"),
    );
    if rules.is_none() {
        frame = frame.unlisted();
    }
    let page = RulesPage {
        frame,
        rules: rules.map(|(language, rules)| (language, text::to_html(rules))),
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}
