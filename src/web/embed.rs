//! A search for pages of other sites, as a list, as a map, or as both: without the directory's
//! frame, without a cookie, and open to be framed by anybody.

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
use crate::words::Words;

/// Its address.
pub(super) const PATH: &str = "/embed";
/// The address of the map alone.
pub(super) const MAP: &str = "/embed/map";
/// The parameter of [`PATH`] that says what is shown.
const SHOW: &str = "show";
/// The parameter of a search's own page that says what the element to copy shows.
const CHOICE: &str = "embed";
/// How many a list shows.
const LISTED: usize = 20;

/// What is shown of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Both,
    List,
    Map,
}

impl Shown {
    const ALL: [Self; 3] = [Self::Both, Self::List, Self::Map];

    fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::List => "list",
            Self::Map => "map",
        }
    }

    /// What a query asks for by the parameter `name`.
    fn read(query: Option<&str>, name: &str) -> Option<Self> {
        let mut asked = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let (_, word) = asked.find(|(asked, _)| asked == name)?;
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    fn has_list(self) -> bool {
        self != Self::Map
    }

    fn has_map(self) -> bool {
        self != Self::List
    }
}

/// The element by which a page of another site shows a search, and what it may show.
pub(super) struct Snippet<'a> {
    pub(super) element: String,
    /// Code, label, whether it is chosen.
    pub(super) choices: [(&'static str, &'static str, bool); 3],
    /// What the search asks, which stays when another is chosen.
    pub(super) asked: Vec<(&'static str, &'a str)>,
    /// Whether somebody has just chosen.
    pub(super) is_chosen: bool,
}

impl<'a> Snippet<'a> {
    /// Of a search, as the query of its page chooses.
    pub(super) fn of(
        node: &Node,
        asked: &'a Asked,
        query: Option<&str>,
        words: &'static Words,
    ) -> Self {
        let chosen = Shown::read(query, CHOICE);
        let shown = chosen.unwrap_or(Shown::Both);
        let search = asked.query(&[]);
        let sign = if search.is_empty() { "" } else { "&" };
        let (code, tag) = (shown.as_str(), words.tag);
        let address = node.url(&format!("{PATH}?{search}{sign}{SHOW}={code}&lang={tag}"));
        let address = address.replace('&', "&amp;");
        let directory = node.shown();
        let name = directory
            .settings
            .name
            .replace('"', "&quot;")
            .replace('<', "&lt;");
        let height = if shown == Shown::Both { 800 } else { 480 };
        let label = |one| match one {
            Shown::Both => words.say("embed-both"),
            Shown::List => words.say("embed-list"),
            Shown::Map => words.say("map"),
        };
        Self {
            element: format!(
                "<iframe src=\"{address}\" title=\"{name}\" width=\"640\" height=\"{height}\"></iframe>"
            ),
            choices: Shown::ALL.map(|one| (one.as_str(), label(one), one == shown)),
            asked: asked.parameters(),
            is_chosen: chosen.is_some(),
        }
    }
}

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage<'a> {
    frame: Frame<'a>,
    /// What was found, where a list is shown.
    found: Option<Vec<FoundItem>>,
    /// The drawing, where a map is shown and something lies somewhere.
    map: Option<String>,
    /// What the program that moves it is told.
    moving: Option<String>,
    script: String,
    /// What cannot be understood of what is asked: whoever wrote the address of the frame is
    /// told what to mend, and nothing else is shown.
    wrongs: Vec<String>,
    /// The same search on the directory's own page.
    whole: String,
}

/// The list, or what the address asks for.
pub(super) async fn page(
    State(node): State<Arc<Node>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let shown = Shown::read(query.as_deref(), SHOW).unwrap_or(Shown::List);
    Ok(show(&node, &reader, query.as_deref(), shown).await?)
}

/// The map, which can be moved where the browser can draw it.
pub(super) async fn map(
    State(node): State<Arc<Node>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    Ok(show(&node, &reader, query.as_deref(), Shown::Map).await?)
}

async fn show(node: &Node, reader: &Reader, query: Option<&str>, shown: Shown) -> Result<Response> {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let asking = Asking::read(&mut tx, words, query).await?;
    let asked = &asking.asked;
    let limit = if shown.has_list() { LISTED } else { 1 };
    let mut search = None;
    if asking.wrongs.is_empty() {
        let page = (asking.after.as_deref(), limit);
        search = Some(Search::of(node, &mut tx, reader, asked.clone(), page).await?);
    }
    drop(tx);
    let counted = search.as_ref().map(|search| &search.found.counted);
    let counted = counted.filter(|_| shown.has_map());
    let drawn = counted.and_then(|counted| map::draw(asked, counted, words));
    let found = search
        .map(|search| search.items)
        .filter(|_| shown.has_list());
    let title = match shown {
        Shown::Map => words.say("map"),
        Shown::Both | Shown::List => words.say("search-everything"),
    };
    let page = EmbedPage {
        frame: Frame::new(&node.settings, reader, "search", title).unlisted(),
        found: found.map(|items| from_outside(node, items)),
        moving: map::moving::told(asked, words, &node.settings.basemap, Some(node))
            .filter(|_| drawn.is_some()),
        map: drawn,
        script: script::address(Program::Map),
        wrongs: asking.wrongs.all().map(ToString::to_string).collect(),
        whole: node.url(&address(asked, &[])),
    };
    let mut response = frame::answer(reader, asking.wrongs.status(), &page)?;
    let policy = if shown.has_map() {
        script::POLICY
    } else {
        POLICY
    };
    open(response.headers_mut(), policy);
    Ok(response)
}

/// The same items with whole addresses, since they stand in pages of other sites.
fn from_outside(node: &Node, mut items: Vec<FoundItem>) -> Vec<FoundItem> {
    for item in &mut items {
        if item.host.is_none() {
            item.address = node.url(&item.address);
        }
    }
    items
}

/// Lets anybody frame a page, which then sets no cookie.
fn open(headers: &mut HeaderMap, policy: &str) {
    headers.remove(header::SET_COOKIE);
    let policy = policy.replace("frame-ancestors 'none'", "frame-ancestors *");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}
