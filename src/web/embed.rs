//! The list and the map of a search for pages of other sites: without the directory's frame,
//! without a cookie, and open to be framed by anybody.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};

use super::frame::{self, Frame, POLICY};
use super::map;
use super::reader::Reader;
use super::script::{self, Program};
use super::search::{Asking, FoundItem, Search, address};
use crate::error::Result;
use crate::http::Problem;
use crate::node::Node;
use crate::search::Asked;

/// The address of the list.
pub(super) const PATH: &str = "/embed";
/// The address of the map.
pub(super) const MAP: &str = "/embed/map";
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

#[derive(Template)]
#[template(path = "embed_map.html")]
struct MapPage<'a> {
    frame: Frame<'a>,
    /// The drawing, where something lies somewhere.
    map: Option<String>,
    /// What the program that moves it is told.
    moving: Option<String>,
    script: String,
    wrongs: Vec<String>,
    whole: String,
}

/// What an address asks, and what was found of it. Whoever wrote the address of the frame is
/// told what to mend, and nothing else is shown.
struct Made {
    asking: Asking,
    search: Option<Search>,
}

impl Made {
    async fn of(node: &Node, reader: &Reader, query: Option<&str>, limit: usize) -> Result<Self> {
        let mut tx = node.db.read().await?;
        let asking = Asking::read(node, &mut tx, reader.words, query).await?;
        let mut search = None;
        if asking.wrongs.is_empty() {
            let page = (asking.after.as_deref(), limit);
            search = Some(Search::of(node, &mut tx, reader, asking.asked.clone(), page).await?);
        }
        Ok(Self { asking, search })
    }

    fn wrongs(&self) -> Vec<String> {
        self.asking.wrongs.all().map(ToString::to_string).collect()
    }

    fn whole(&self, node: &Node) -> String {
        let asked: &Asked = &self.asking.asked;
        node.url(&address(asked, &[]))
    }
}

/// The list.
pub(super) async fn page(
    State(node): State<Arc<Node>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let made = Made::of(&node, &reader, query.as_deref(), SHOWN).await?;
    let (wrongs, whole) = (made.wrongs(), made.whole(&node));
    let mut found = made.search.map(|search| search.items).unwrap_or_default();
    for item in &mut found {
        if item.host.is_none() {
            item.address = node.url(&item.address);
        }
    }
    let title = reader.words.say("search-everything");
    let shown = EmbedPage {
        frame: Frame::new(&node.settings, &reader, "search", title).unlisted(),
        whole,
        found,
        wrongs,
    };
    let mut response = frame::answer(&reader, made.asking.wrongs.status(), &shown)?;
    open(response.headers_mut(), POLICY);
    Ok(response)
}

/// The map, which can be moved where the browser can draw it.
pub(super) async fn map(
    State(node): State<Arc<Node>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let words = reader.words;
    let made = Made::of(&node, &reader, query.as_deref(), 1).await?;
    let asked = &made.asking.asked;
    let counted = made.search.as_ref().map(|search| &search.found.counted);
    let drawn = counted.and_then(|counted| map::draw(asked, counted, words));
    let shown = MapPage {
        frame: Frame::new(&node.settings, &reader, "search", words.say("map")).unlisted(),
        moving: map::moving::told(asked, words, &node.settings.basemap, Some(&node))
            .filter(|_| drawn.is_some()),
        map: drawn,
        script: script::address(Program::Map),
        wrongs: made.wrongs(),
        whole: made.whole(&node),
    };
    let mut response = frame::answer(&reader, made.asking.wrongs.status(), &shown)?;
    open(response.headers_mut(), script::POLICY);
    Ok(response)
}

/// Lets anybody frame a page, which then sets no cookie.
fn open(headers: &mut HeaderMap, policy: &str) {
    headers.remove(header::SET_COOKIE);
    let policy = policy.replace("frame-ancestors 'none'", "frame-ancestors *");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}
