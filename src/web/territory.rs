//! The page of a territory: what is offered and sought there, and who is there, in this
//! directory and in friendly ones.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::card::Card;
use super::channel;
use super::foreign::{self, Around, ForeignItem};
use super::frame::{self, Frame};
use super::lists;
use super::reader::Reader;
use super::views::{self, OfferItem, OrganizationItem};
use crate::error::Result;
use crate::federation::index::{self, Item};
use crate::federation::records::Record;
use crate::node::Node;
use crate::offers;
use crate::place::Territory;
use crate::search::{self, Asked, Kind, Order, Whose};
use crate::slice::Slice;
use crate::store::Tx;

/// How many records of one kind the page shows.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "territory.html")]
struct TerritoryPage<'a> {
    frame: Frame<'a>,
    code: String,
    follow: String,
    offers: Vec<OfferItem>,
    organizations: Vec<OrganizationItem>,
    /// What friendly directories have of it.
    foreign: Vec<ForeignItem>,
    /// What the search is asked to find all of it.
    within: String,
}

/// The page.
///
/// # Errors
/// [`Error::Invalid`](crate::error::Error::Invalid) when `code` is no territory's.
pub(super) async fn page(node: &Node, reader: &Reader, code: &str) -> Result<Response> {
    let territory = Territory::parse(code)?;
    let mut tx = node.db.read().await?;
    let filter = offers::Filter {
        territory: Some(territory.clone()),
        ..lists::standing()
    };
    let offers = offers::list(&mut tx, &filter, None, SHOWN).await?;
    let searches = Searches::of(&territory)?;
    let own = (Whose::Own, Some(Kind::Organization));
    let organizations = searches.find((node, &mut tx), own).await?;
    let others = searches
        .find((node, &mut tx), (Whose::Others, None))
        .await?;
    let held: Vec<&Record> = others.iter().filter_map(Item::foreign).collect();
    let around = Around::of(&mut tx, &held).await?;
    let title = territory.called(reader.words.tag);
    let mut frame = Frame::new(&node.settings, reader, "territory", title);
    let slice = Slice::of_territory(territory.clone());
    let handle = slice.handle(reader.words.tag);
    let path = format!("/t/{}", territory.as_str());
    frame.alternate = Some(node.url(&path));
    frame.fed_by(&path, &[]);
    frame.card = Some(Card::of_slice(node, &slice, &handle, reader));
    frame.image = views::preview(node, &mut tx, reader, &path).await?;
    let page = TerritoryPage {
        frame,
        code: territory.as_str().to_owned(),
        follow: channel::follow(node, &handle),
        offers: offers
            .items
            .iter()
            .map(|offer| OfferItem::of(offer, reader))
            .collect(),
        organizations: organizations
            .iter()
            .filter_map(|item| match item {
                Item::Organization(one) => Some(OrganizationItem::of(one, reader)),
                Item::Offer(_) | Item::Foreign(_) => None,
            })
            .collect(),
        foreign: others
            .into_iter()
            .filter_map(|item| match item {
                Item::Foreign(record) if !foreign::has_ended(&record) => {
                    foreign::one(*record, reader, &around)
                }
                Item::Organization(_) | Item::Offer(_) | Item::Foreign(_) => None,
            })
            .collect(),
        within: searches.within,
    };
    frame::answer(reader, StatusCode::OK, &page)
}

/// The searches for what is in a territory and in the towns within it.
struct Searches {
    all: Vec<Asked>,
    /// What an address asks to find all of it.
    within: String,
}

impl Searches {
    fn of(territory: &Territory) -> Result<Self> {
        let (by_code, around) = search::of_territory(territory)?;
        let mut within = format!("territory={territory}");
        let mut all = vec![by_code];
        if let Some((around, point)) = around {
            let (latitude, longitude) = (point.latitude, point.longitude);
            within = format!("near={latitude},{longitude}&km={}", search::TOWN_KM);
            all.push(around);
        }
        Ok(Self { all, within })
    }

    /// Records of a kind, or of all, each once; of others' what can still be taken up first.
    async fn find(
        &self,
        (node, tx): (&Node, &mut Tx),
        (whose, kind): (Whose, Option<Kind>),
    ) -> Result<Vec<Item>> {
        let order = match whose {
            Whose::Own => Order::Newest,
            Whose::Others => Order::Best,
        };
        let mut found: Vec<Item> = Vec::new();
        for asked in &self.all {
            let mut asked = asked.clone();
            asked.whose = Some(whose);
            asked.kind = kind;
            let hits = search::find(tx, &asked, order, (None, SHOWN), node.clock.now()).await?;
            for item in index::items(tx, &hits.hits).await? {
                let is_new = found.iter().all(|one| one.address() != item.address());
                if found.len() < SHOWN && is_new {
                    found.push(item);
                }
            }
        }
        Ok(found)
    }
}
