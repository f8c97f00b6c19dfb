//! What the directory is, in plain words, and who keeps it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::channel;
use super::frame::{self, Frame};
use super::reader::Reader;
use crate::federation::node_actor;
use crate::http::Problem;
use crate::node::Node;
use crate::place::Territory;
use crate::registry::{self, Standing};
use crate::settings::OwnCard;

/// The address.
pub(super) const PATH: &str = "/about";

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage<'a> {
    frame: Frame<'a>,
    is: String,
    card: &'a OwnCard,
    /// The territory's code and name.
    territory: Option<(String, String)>,
    licence: Option<(&'a str, String)>,
    /// How many organizations the office lists, and how many keep their own record.
    listed: i64,
    active: i64,
    /// What a fediverse user types to follow the directory.
    follow: String,
    runs_on: String,
}

/// The page.
pub(super) async fn page(
    State(node): State<Arc<Node>>,
    reader: Reader,
) -> Result<Response, Problem> {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let listed = registry::count_published(&mut tx, Standing::Listed).await?;
    let active = registry::count_published(&mut tx, Standing::Active).await?;
    drop(tx);
    let settings = &node.shown().settings;
    let territory = Territory::home(settings);
    let frame = Frame::new(&node.settings, &reader, "about", words.say("about"));
    let version = concat!("Trenza ", env!("CARGO_PKG_VERSION"));
    let page = AboutPage {
        is: words.fill("about-is", &[("name", frame.name.into())]),
        card: &settings.card,
        territory: territory.map(|place| (place.as_str().to_owned(), place.called(words.tag))),
        licence: (settings.data_license.as_deref()).zip(settings.data_license_address()),
        listed,
        active,
        follow: channel::follow(&node, node_actor::HANDLE),
        runs_on: words.fill("about-version", &[("version", version.into())]),
        frame,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}
