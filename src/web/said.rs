//! A page that says what became of something, with one button where one is to be pressed: a
//! mail program that opens a link to look at it says nothing by it.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::frame::{self, Frame};
use super::reader::Reader;
use super::signed_in::private;
use crate::http::Problem;
use crate::node::Node;

#[derive(Template)]
#[template(path = "said.html")]
struct SaidPage<'a> {
    frame: Frame<'a>,
    said: String,
    /// What the button does, where one is to be pressed.
    button: Option<&'static str>,
}

/// Says it under a title, in a section of the site.
pub(super) fn said(
    (node, reader): (&Node, &Reader),
    (section, title): (&'static str, &'static str),
    status: StatusCode,
    said: String,
    button: Option<&'static str>,
) -> Result<Response, Problem> {
    let page = SaidPage {
        frame: Frame::new(&node.settings, reader, section, title).unlisted(),
        said,
        button,
    };
    Ok(private(frame::answer(reader, status, &page)?))
}
