//! The directory's first page: what is offered, sought and lacking in it, what is new, and
//! which directories are its neighbours.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::card::Card;
use super::channel;
use super::foreign::{self, ForeignOffers};
use super::frame::{self, Frame};
use super::lists;
use super::map;
use super::reader::Reader;
use super::script::{self, Program};
use super::search;
use super::views::{self, OfferItem, OrganizationItem};
use crate::error::Result;
use crate::federation::records::Wanted;
use crate::federation::{cards, node_actor, peers};
use crate::node::Node;
use crate::offers::{self, tally};
use crate::registry::{self, Standing, Status};
use crate::search::{Asked, Order, find};
use crate::store::Tx;
use crate::text;
use crate::words::Words;

/// How many of what is new are shown.
const NEWEST: usize = 8;
/// How many neighbours.
const NEIGHBOURS: usize = 6;
/// How many of what there is, lacks and is sought.
const MOST: usize = 6;

/// So many of a kind, and where they are.
struct Counted {
    label: &'static str,
    count: usize,
    address: String,
}

/// A friendly directory.
struct Neighbour {
    name: String,
    host: String,
    organizations: i64,
    offers: i64,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    frame: Frame<'a>,
    /// What the office says to whoever comes: the language, and harmless HTML.
    welcome: Option<(&'a str, String)>,
    follow: String,
    count: i64,
    /// Heading and what stands below it: offered, sought, lacking.
    kinds: Vec<(&'static str, Vec<Counted>)>,
    /// What these leave out.
    kinds_part: Option<String>,
    newest: Vec<OfferItem>,
    organizations: Vec<OrganizationItem>,
    neighbours: Vec<Neighbour>,
    foreign: ForeignOffers,
    /// The map, and what it leaves out.
    map: Option<(String, Option<String>)>,
    /// The program that searches as one types.
    script: String,
}

/// The page.
///
/// # Errors
/// [`Error::Unavailable`](crate::error::Error::Unavailable) when the database does not answer.
pub(super) async fn page(node: &Node, reader: &Reader) -> Result<Response> {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let listed = registry::count_published(&mut tx, Standing::Listed).await?;
    let active = registry::count_published(&mut tx, Standing::Active).await?;
    let newest = offers::list(&mut tx, &lists::standing(), None, NEWEST).await?;
    let filter = registry::Filter {
        status: Some(Status::Published),
        ..registry::Filter::default()
    };
    let organizations = registry::newest(&mut tx, &filter, None, NEWEST).await?;
    let tally = tally::tally(&mut tx).await?;
    let mut frame = Frame::new(&node.settings, reader, "home", "");
    frame.alternate = Some(node.url("/actor"));
    frame.fed_by("/", &[]);
    frame.card = Some(Card::of_node(node, reader));
    frame.image = views::preview(node, &mut tx, reader, "/actor").await?;
    let welcome = (reader.shown).said(&reader.shown.site.welcome, &reader.languages());
    let page = HomePage {
        welcome: welcome.map(|(language, said)| (language, text::to_html(said))),
        frame,
        follow: channel::follow(node, node_actor::HANDLE),
        count: listed + active,
        kinds: kinds(&tally, words),
        kinds_part: (tally.has_more)
            .then(|| words.fill("home-kinds-part", &[("count", tally::COUNTED.into())])),
        foreign: foreign::offers(&mut tx, reader, Wanted::default(), None).await?,
        newest: newest
            .items
            .iter()
            .map(|offer| OfferItem::of(offer, reader))
            .collect(),
        organizations: organizations
            .items
            .iter()
            .map(|found| OrganizationItem::of(found, reader))
            .collect(),
        neighbours: neighbours(&mut tx).await?,
        map: whereabouts(node, &mut tx, words).await?,
        script: script::address(Program::Search),
    };
    let mut response = frame::answer(reader, StatusCode::OK, &page)?;
    script::allow(&mut response);
    Ok(response)
}

fn kinds(tally: &tally::Tally, words: &'static Words) -> Vec<(&'static str, Vec<Counted>)> {
    let tag = words.tag;
    let of = |purpose: &'static str| {
        move |(what, count): &(crate::vocabulary::What, usize)| Counted {
            label: what.label(tag),
            count: *count,
            address: format!("/offers?purpose={purpose}&what={what}"),
        }
    };
    let themes = tally.lacking_themes.iter().map(|(theme, count)| Counted {
        label: theme.label(tag),
        count: *count,
        address: format!("{}?kind=need&theme={theme}", search::PATH),
    });
    // A theme tells more than one of a few kinds; the kinds tell nothing more where none of what
    // is sought is offered.
    let lacking = (tally.lacking.iter()).filter(|_| tally.lacking != tally.sought);
    let lacking = themes.chain(lacking.map(of("need")));
    let all = [
        (
            words.say("home-offered"),
            tally.offered.iter().map(of("offer")).take(MOST).collect(),
        ),
        (
            words.say("home-sought"),
            tally.sought.iter().map(of("need")).take(MOST).collect(),
        ),
        (
            words.say("home-lacking"),
            lacking.take(MOST).collect::<Vec<Counted>>(),
        ),
    ];
    all.into_iter()
        .filter(|(_, some)| !some.is_empty())
        .collect()
}

/// The directories that this one reads, with how much of each is held.
async fn neighbours(tx: &mut Tx) -> Result<Vec<Neighbour>> {
    let mut neighbours = Vec::new();
    for peer in peers::followed(tx, None, NEIGHBOURS).await?.items {
        let view = cards::view(tx, &peer).await?;
        neighbours.push(Neighbour {
            name: view.name.unwrap_or_else(|| view.host.clone()),
            host: view.host,
            organizations: view.organizations,
            offers: view.offers,
        });
    }
    Ok(neighbours)
}

/// The map of the organizations, drawn; none where no point is known.
async fn whereabouts(
    node: &Node,
    tx: &mut Tx,
    words: &'static Words,
) -> Result<Option<(String, Option<String>)>> {
    let asked = Asked::read([("kind", "organization"), ("whose", "own")])?;
    let found = find(tx, &asked, Order::Newest, (None, 1), node.clock.now()).await?;
    let counted = found.counted;
    let count = [("count", counted.total.into())];
    let left_out = counted
        .has_more
        .then(|| words.fill("home-map-part", &count));
    Ok(map::draw(&asked, &counted, words).map(|drawn| (drawn, left_out)))
}
