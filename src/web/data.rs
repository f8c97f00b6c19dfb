//! The page of the open data, and where a page's own content stands as data.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::frame::{self, Frame};
use super::reader::Reader;
use crate::export::{Dataset, Format};
use crate::http::Problem;
use crate::node::Node;

/// A dataset as the page shows it.
struct Shown {
    title: &'static str,
    /// Names of formats and addresses of files.
    files: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "data.html")]
struct DataPage<'a> {
    frame: Frame<'a>,
    datasets: Vec<Shown>,
    licence: Option<(&'a str, String)>,
}

/// The page that leads people to the open data.
pub(super) async fn page(
    State(node): State<Arc<Node>>,
    reader: Reader,
) -> Result<Response, Problem> {
    let words = reader.words;
    let mut frame = Frame::new(&node.settings, &reader, "data", words.say("open-data"));
    frame.data = [Format::Turtle, Format::JsonLd]
        .map(|format| (bare(format), format!("/data/catalog.{}", format.ending())))
        .into();
    let shown = |dataset: &Dataset| Shown {
        title: match dataset {
            Dataset::Organizations => words.say("organizations"),
            Dataset::Offers => words.say("offers-and-needs"),
        },
        files: dataset
            .formats()
            .iter()
            .map(|format| (format.label(), dataset.path(*format)))
            .collect(),
    };
    let license = node.settings.data_license.as_deref();
    let page = DataPage {
        datasets: Dataset::ALL.iter().map(shown).collect(),
        licence: license.zip(node.settings.data_license_address()),
        frame,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

/// Where a whole list stands as data.
pub(super) fn whole(dataset: Dataset) -> Vec<(&'static str, String)> {
    let formats = dataset.formats().iter();
    formats
        .map(|format| (bare(*format), dataset.path(*format)))
        .collect()
}

/// Where one record stands as data; `path` is its own.
pub(super) fn record(path: &str) -> Vec<(&'static str, String)> {
    Format::OF_RECORDS
        .iter()
        .map(|format| (bare(*format), format!("{path}.{}", format.ending())))
        .collect()
}

/// The media type without its parameters.
fn bare(format: Format) -> &'static str {
    format.media_type().split(';').next().unwrap_or_default()
}
