//! Where other servers send people who say that their account is here: it shows what is known
//! here of an address elsewhere. Accounts of a directory follow by its office's decision alone,
//! so nothing happens by opening it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use url::Url;

use super::foreign::{self, Around, ForeignItem};
use super::frame::{self, Frame};
use super::reader::Reader;
use crate::federation::paths;
use crate::federation::records::{self, Record};
use crate::http::Problem;
use crate::node::Node;

/// Its address, which other servers guess when they are told none.
pub const PATH: &str = "/authorize_interaction";
/// Longer addresses are nobody's.
const LONGEST: usize = 2048;

/// What is to be seen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    uri: String,
}

#[derive(Template)]
#[template(path = "interaction.html")]
struct InteractionPage<'a> {
    frame: Frame<'a>,
    found: Vec<ForeignItem>,
    address: Option<String>,
}

/// The page; what is ours is shown at its own address.
pub(super) async fn page(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let uri = asked.uri.trim();
    if let Some(path) = paths::own(node.base(), uri) {
        // Whole, since two slashes at the head of a path would lead to another host.
        return Ok(Redirect::to(&node.url(path)).into_response());
    }
    let is_web = |url: &Url| matches!(url.scheme(), "https" | "http") && url.has_host();
    let address = Some(uri)
        .filter(|uri| uri.len() <= LONGEST)
        .and_then(|uri| Url::parse(uri).ok())
        .filter(is_web);
    let mut found = Vec::new();
    if address.is_some() {
        let mut tx = node.db.read().await?;
        let record = records::get(&mut tx, uri).await?;
        let held: Vec<&Record> = record.iter().collect();
        let around = Around::of(&mut tx, &held).await?;
        found.extend(record.and_then(|record| foreign::one(record, &reader, &around)));
    }
    let status = if address.is_some() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = InteractionPage {
        frame: Frame::new(&node.settings, &reader, "", reader.words.say("seen-here")),
        found,
        address: address.map(String::from),
    };
    let mut response = frame::answer(&reader, status, &page)?;
    response.headers_mut().insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex"),
    );
    Ok(response)
}
