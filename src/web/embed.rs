//! The list of a search for pages of other sites: without the directory's frame, without a
//! cookie, and open to be framed by anybody.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::{HeaderValue, header};

use super::frame::{self, Frame, POLICY};
use super::reader::Reader;
use super::search::{Asking, FoundItem, Search, address};
use crate::http::Problem;
use crate::node::Node;

/// The address.
pub(super) const PATH: &str = "/embed";
/// How many a list shows.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage<'a> {
    frame: Frame<'a>,
    found: Vec<FoundItem>,
    /// What cannot be understood of what is asked.
    wrongs: Vec<String>,
    /// The same search on the directory's own page.
    whole: String,
}

pub(super) async fn page(
    State(node): State<Arc<Node>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let asking = Asking::read(&node, &mut tx, reader.words, query.as_deref()).await?;
    let asked = asking.asked;
    // Whoever wrote the address of the frame is told what to mend, and nothing else is shown.
    let wrongs: Vec<String> = asking.wrongs.all().map(ToString::to_string).collect();
    let mut found = Vec::new();
    if wrongs.is_empty() {
        let page = (asking.after.as_deref(), SHOWN);
        let made = Search::of(&node, &mut tx, &reader, asked.clone(), page).await?;
        found = made.items;
    }
    drop(tx);
    for item in &mut found {
        if item.host.is_none() {
            item.address = node.url(&item.address);
        }
    }
    let title = reader.words.say("search-everything");
    let shown = EmbedPage {
        frame: Frame::new(&node.settings, &reader, "search", title).unlisted(),
        whole: node.url(&address(&asked, &[])),
        found,
        wrongs,
    };
    let mut response = frame::answer(&reader, asking.wrongs.status(), &shown)?;
    let headers = response.headers_mut();
    headers.remove(header::SET_COOKIE);
    let policy = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}
