//! The page on which everything can be found, with what narrows a search beside it. Every
//! search is an address; nothing needs a script.

/// What an address asks, and what of it is to be mended.
mod asking;
/// What narrows a search, and what takes that away again.
mod facets;
/// One thing that was found, as lists show it.
mod found;
/// What the words may mean as a code.
mod meaning;

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::embed::Snippet;
use super::foreign::Around;
use super::form::Wrongs;
use super::frame::{self, Frame};
use super::lists;
use super::map;
use super::reader::Reader;
use super::script::{self, Program};
use crate::error::{Error, Result};
use crate::federation::records::Record;
use crate::federation::{index, paths, same_as};
use crate::http::Problem;
use crate::node::Node;
use crate::place::gazetteer::distance;
use crate::search::{self, Asked, Counted, Found, Kind, Order};
use crate::store::Tx;
use crate::words::Words;

pub(super) use asking::{Asking, place as no_place};
use facets::{FacetItem, Narrowed};
pub(super) use found::FoundItem;
use meaning::Meaning;

/// The address.
pub(super) const PATH: &str = "/search";
/// How many a page shows.
const PER_PAGE: usize = 50;
/// How many kilometres around a place the form offers.
const DISTANCES: [&str; 4] = ["10", "25", "50", "100"];

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    frame: Frame<'a>,
    form: Form<'a>,
    narrowed: Vec<Narrowed>,
    /// The other places of the name that is asked.
    namesakes: Vec<Narrowed>,
    /// What the words may mean as a code.
    meant: Vec<Narrowed>,
    /// What was found; `None` where something is to be mended first.
    result: Option<Results<'a>>,
    /// The programs: that searches as one types, and that moves the map.
    scripts: Vec<String>,
}

/// The form of a search, as it was sent.
struct Form<'a> {
    words: &'a str,
    place: &'a str,
    /// How far around the place: kilometres, label, whether it is chosen.
    distances: Vec<(String, String, bool)>,
    kind: &'a str,
    kinds: [(&'static str, &'static str); 3],
    until: &'a str,
    /// Whether a last day is asked for: only offers and needs have one.
    has_until: bool,
    /// Whether one of the fields that a narrow window folds is to be mended.
    is_unfolded: bool,
    /// What the form keeps that has no field of its own.
    kept: Vec<(&'static str, &'a str)>,
    /// Fields that are shown since they are to be mended: name, label, what was typed.
    to_mend: Vec<(&'static str, &'static str, &'a str)>,
    wrongs: &'a Wrongs,
}

/// What was found, and what narrows it.
struct Results<'a> {
    facets: Vec<FacetItem>,
    count: String,
    found: Vec<FoundItem>,
    next: Option<String>,
    /// The path of the channel that is exactly this search, and what people call it.
    channel: Option<(String, String)>,
    map: Option<String>,
    /// What the program that moves the map is told.
    moving: Option<String>,
    /// What a page of another site takes up to show it.
    embedded: Snippet<'a>,
    /// The query under which it can be saved, where letters are sent.
    to_save: Option<String>,
}

/// A search as an address asks it.
pub(super) struct Search {
    pub(super) asked: Asked,
    pub(super) found: Found,
    pub(super) items: Vec<FoundItem>,
}

impl Search {
    /// Makes the search of a query, of which the language of the page is no part.
    pub(super) async fn make(
        node: &Node,
        tx: &mut Tx,
        reader: &Reader,
        query: Option<&str>,
        limit: usize,
    ) -> Result<Self> {
        let mut after = None;
        let mut asked = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match &*name {
                "after" => after = Some(value.into_owned()),
                "lang" => {}
                _ => asked.push((name, value)),
            }
        }
        let asked = search::resolve(tx, Asked::read(asked)?).await?;
        Self::of(node, tx, reader, asked, (after.as_deref(), limit)).await
    }

    /// Makes a search that was read.
    pub(super) async fn of(
        node: &Node,
        tx: &mut Tx,
        reader: &Reader,
        asked: Asked,
        page: (Option<&str>, usize),
    ) -> Result<Self> {
        let found = search::find(tx, &asked, Order::Best, page, node.clock.now()).await?;
        let items = index::items(tx, &found.hits).await?;
        let foreign: Vec<&Record> = items.iter().filter_map(index::Item::foreign).collect();
        let around = Around::of(tx, &foreign).await?;
        let subjects: Vec<&str> = found.hits.iter().map(|hit| hit.subject.as_str()).collect();
        let mut others = same_as::shown_with(tx, &subjects).await?;
        let centre = asked.centre();
        let items = items.into_iter().filter_map(|item| {
            let address = item.address();
            let others = others.remove(&address).unwrap_or_default();
            let hit = found.hits.iter().find(|hit| hit.subject == address);
            let away = centre.zip(hit.and_then(|hit| hit.point));
            let away = away.map(|(centre, point)| distance(centre, point));
            let shown = FoundItem::of(item, reader, &around)?.with_others(&others);
            Some(shown.at_distance(away, reader.words))
        });
        Ok(Self {
            items: items.collect(),
            asked,
            found,
        })
    }
}

pub(super) async fn page(
    State(node): State<Arc<Node>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let mut asking = Asking::read(&mut tx, words, query.as_deref()).await?;
    let (mut made, mut said) = (None, None);
    if asking.wrongs.is_empty() {
        let page = (asking.after.as_deref(), PER_PAGE);
        made = match Search::of(&node, &mut tx, &reader, asking.asked.clone(), page).await {
            Ok(search) => Some(search),
            Err(Error::Invalid { field, .. }) if field == "after" => {
                asking.wrongs.add("form", words.say("search-wrong-page"));
                None
            }
            Err(error) => return Err(error.into()),
        };
    }
    let finds_nothing = |made: &Search| made.items.is_empty() && asking.after.is_none();
    let meanings = Meaning::all(&asking.asked);
    if made.as_ref().is_some_and(finds_nothing)
        && let Some((told, instead)) =
            meaning::instead(&node, &mut tx, &reader, (&asking.asked, &meanings)).await?
    {
        (made, said) = (Some(instead), Some(told));
    }
    drop(tx);
    let asked = (&asking, query.as_deref());
    Ok(answer(&node, &reader, asked, (made, said, &meanings))?)
}

fn answer(
    node: &Node,
    reader: &Reader,
    (asking, query): (&Asking, Option<&str>),
    (made, said, meanings): (Option<Search>, Option<String>, &[Meaning]),
) -> Result<Response> {
    let words = reader.words;
    // Where something else is shown than was asked, all around it is of that.
    let made_of = made.as_ref().map(|made| made.asked.clone());
    let shown = made_of.as_ref().unwrap_or(&asking.asked);
    let meant = facets::meant((&asking.asked, meanings), made_of.as_ref(), words);
    let title = words.say("search-everything");
    let mut frame = Frame::new(&node.settings, reader, "search", title);
    let slice = shown.slice();
    let channel = slice.map(|slice| (paths::channel(&slice), slice.title(words.tag)));
    if made.is_some() {
        frame.fed_by(PATH, &shown.parameters());
        // The address in its one order, whatever the order in which it was asked.
        frame.canonical = Some(node.url(&address(shown, &[])));
        frame.alternate = channel.as_ref().map(|(path, _)| node.url(path));
    } else {
        frame = frame.unlisted();
    }
    let result = match made {
        Some(made) => Some(Results {
            facets: facets::facets(shown, &made.found.counted, words),
            count: match said {
                Some(said) => format!("{said} {}", count(&made.found.counted, words)),
                None => count(&made.found.counted, words),
            },
            map: map::draw(shown, &made.found.counted, words),
            next: lists::next_page(node, PATH, &shown.parameters(), made.found.next)?,
            found: made.items,
            channel,
            embedded: Snippet::of(node, shown, query, words),
            moving: map::moving::told(shown, words, &node.settings.basemap, None),
            to_save: (node.settings.mail.is_on() && !shown.is_empty()).then(|| shown.query(&[])),
        }),
        None => None,
    };
    let asked = &asking.asked;
    let has_until = asked.kind.is_some_and(|kind| kind.purpose().is_some());
    let is_wrong = |name: &str| asking.wrongs.of(name).is_some();
    let is_kept = |(name, _): &(&str, &str)| !asking::OWN_FIELDS.contains(name);
    let page = SearchPage {
        form: Form {
            words: asking.typed("q"),
            place: asking.typed("place"),
            distances: distances(asking.typed("km"), words),
            kind: asked.kind.map_or("", Kind::as_str),
            kinds: [
                ("organization", words.say("organizations")),
                ("offer", words.say("offer")),
                ("need", words.say("need")),
            ],
            until: asking.typed("until"),
            has_until: has_until || !asking.typed("until").is_empty(),
            is_unfolded: ["km", "kind", "until"].into_iter().any(is_wrong),
            kept: asked.parameters().into_iter().filter(is_kept).collect(),
            to_mend: asking.to_mend(words),
            wrongs: &asking.wrongs,
        },
        narrowed: facets::narrowed(asked, words),
        namesakes: facets::namesakes(asking, words),
        meant,
        result,
        scripts: programs(),
        frame,
    };
    let mut response = frame::answer(reader, asking.wrongs.status(), &page)?;
    script::allow(&mut response);
    Ok(response)
}

/// How far around a place the form offers to look; what an address asks stands among them. What
/// is usual is not asked for, so that the address of a search does not say it.
fn distances(typed: &str, words: &'static Words) -> Vec<(String, String, bool)> {
    let usual = search::USUAL_KM.to_string();
    let typed = Some(typed.trim()).filter(|typed| !typed.is_empty());
    let typed = typed.unwrap_or(&usual);
    let mut all: Vec<&str> = DISTANCES.into();
    if !all.contains(&typed) {
        all.push(typed);
    }
    let shown = |km: &str| {
        let label = format!("{} {}", words.number(km), words.say("kilometres"));
        let asked = if km == usual { "" } else { km };
        (asked.to_owned(), label, km == typed)
    };
    all.into_iter().map(shown).collect()
}

/// The programs of the page. That of the map is there before a map is, which may come as one
/// types.
fn programs() -> Vec<String> {
    let map = map::pieces::are_here().then_some(Program::Map);
    let all = [Some(Program::Search), map].into_iter().flatten();
    all.map(script::address).collect()
}

/// The address of a search with some parameters put in the place of others. A page that was
/// reached before is not kept, since another search has others.
pub(super) fn address(asked: &Asked, instead: &[(&str, &str)]) -> String {
    let query = asked.query(instead);
    let sign = if query.is_empty() { "" } else { "?" };
    format!("{PATH}{sign}{query}")
}

fn count(counted: &Counted, words: &'static Words) -> String {
    let values = [("count", counted.total.into())];
    if counted.has_more {
        return words.fill("found-more", &values);
    }
    let count = words.fill("found-count", &values);
    if counted.is_cut {
        return format!("{count} {}", words.say("found-cut"));
    }
    count
}
