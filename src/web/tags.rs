//! The page behind a hashtag: what organizations offer and seek under it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use serde::Deserialize;

use super::frame::{self, Frame};
use super::lists;
use super::reader::Reader;
use super::views::OfferItem;
use crate::error::Error;
use crate::http::Problem;
use crate::node::Node;
use crate::offers::{self, hashtag};
use crate::vocabulary::What;

/// How many one page shows.
const PER_PAGE: usize = 50;

/// Which part of the list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "tag.html")]
struct TagPage<'a> {
    frame: Frame<'a>,
    found: Vec<OfferItem>,
    next: Option<String>,
}

/// The list of a hashtag in any spelling; those of earlier versions lead to their kind.
pub(super) async fn tag(
    State(node): State<Arc<Node>>,
    Path(word): Path<String>,
    Query(part): Query<Part>,
    reader: Reader,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let Some(known) = hashtag::find(&mut tx, &word).await? else {
        return Ok(concept(Path(word)).await?.into_response());
    };
    let filter = offers::Filter {
        tag: Some(known.tag.clone()),
        ..lists::standing()
    };
    let page = offers::list(&mut tx, &filter, part.after.as_deref(), PER_PAGE).await?;
    let title = format!("#{}", known.name);
    let mut frame = Frame::new(&node.settings, &reader, "offers", title);
    frame.fed_by("/offers", &[("tag", &known.tag)]);
    let shown = TagPage {
        frame,
        found: page
            .items
            .iter()
            .map(|offer| OfferItem::of(offer, &reader))
            .collect(),
        next: lists::next_page(&node, &known.path(), &[], page.next)?,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &shown)?)
}

/// Leads from what an offer is about to the list of its kind. The first hashtags were these
/// codes without their hyphens, which would end a hashtag.
pub(super) async fn concept(Path(word): Path<String>) -> Result<Redirect, Problem> {
    let is_word = |what: &&What| what.as_str() == word || what.as_str().replace('-', "") == word;
    match What::ALL.iter().find(is_word) {
        Some(what) => Ok(Redirect::to(&format!("/offers?what={}", what.as_str()))),
        None => Err(Error::NotFound(format!("the word {word:?}")).into()),
    }
}
