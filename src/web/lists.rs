//! The lists: organizations, offers and needs, friendly directories.

/// What a list is asked for.
mod asked;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;

use super::data;
use super::foreign::{self, ForeignItem, ForeignOffers};
use super::form::Wrongs;
use super::frame::{self, Frame};
use super::reader::Reader;
use super::views::{OfferItem, OrganizationItem};
use crate::error::Result;
use crate::export::Dataset;
use crate::federation::index::{self, Item};
use crate::federation::paths;
use crate::federation::records::Wanted;
use crate::federation::same_as;
use crate::http::{Problem, paging};
use crate::node::Node;
use crate::offers::{self, Purpose, State as OfferState};
use crate::place::Territory;
use crate::registry::{self, Organization, Status};
use crate::search::{self, Asked, Order};
use crate::slice::Slice;
use crate::store::Tx;
use crate::text;
use crate::vocabulary::{EntityType, What};

use asked::{Place, chosen, nothing};

/// How many records a page shows.
const PER_PAGE: usize = 50;

/// What a reader looks for among organizations. Forms send empty fields, which ask nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AskedOrganizations {
    q: String,
    territory: String,
    #[serde(rename = "type")]
    kind: String,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "organizations.html")]
struct OrganizationsPage<'a> {
    frame: Frame<'a>,
    asked: AskedOrganizations,
    kinds: Vec<(&'static str, &'static str)>,
    found: Vec<OrganizationItem>,
    next: Option<String>,
    foreign: Vec<ForeignItem>,
    /// Where all of friendly directories are, when they are more, and how many.
    all_foreign: Option<(String, String)>,
    wrongs: Wrongs,
}

pub(super) async fn organizations(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Query(asked): Query<AskedOrganizations>,
) -> Result<Response, Problem> {
    let mut wrongs = Wrongs::default();
    let mut tx = node.db.read().await?;
    let place = Place::read(&mut tx, &asked.territory).await?;
    let others = [
        ("kind", "organization"),
        ("q", &asked.q),
        ("type", &asked.kind),
    ];
    let territory = match place.within(&asked.territory, &others, &reader, &mut wrongs) {
        Ok(territory) => territory,
        Err(elsewhere) => return Ok(elsewhere.into_response()),
    };
    let filter = registry::Filter {
        status: Some(Status::Published),
        name: asked_for(&asked.q).map(str::to_owned),
        territory,
        entity_type: chosen("type", &asked.kind, EntityType::parse, &reader, &mut wrongs),
        ..registry::Filter::default()
    };
    let code = filter.territory.as_ref().map_or("", Territory::as_str);
    let mut page = if wrongs.is_empty() {
        registry::list(&mut tx, &filter, asked.after.as_deref(), PER_PAGE).await?
    } else {
        nothing()
    };
    let mut all_foreign = None;
    let foreign = if asked.after.is_none() && wrongs.is_empty() {
        page.items
            .extend(known_elsewhere(&mut tx, &filter, &page.items).await?);
        page.items
            .extend(called_alike(&node, &mut tx, (&asked, code), &page.items).await?);
        let wanted = Wanted {
            purpose: None,
            territory: filter.territory.as_ref().map(Territory::as_str),
            name: asked_for(&asked.q),
        };
        let kind = filter.entity_type;
        let foreign = foreign::organizations(&mut tx, &node, &reader, wanted, kind).await?;
        let (both, shown) = ((&*node, &mut tx), foreign.len());
        all_foreign = foreign::all_organizations(both, &reader, wanted, kind, shown).await?;
        foreign
    } else {
        Vec::new()
    };
    let found = OrganizationItem::list(&mut tx, &page.items, &reader).await?;
    let filters = [
        ("q", &*asked.q),
        ("territory", code),
        ("type", &*asked.kind),
    ];
    let words = reader.words;
    let title = words.say("organizations");
    let mut frame = Frame::new(&node.settings, &reader, "organizations", title);
    frame.data = data::whole(Dataset::Organizations);
    if wrongs.is_empty() {
        frame.fed_by("/organizations", &filters);
    } else {
        frame = frame.unlisted();
    }
    let shown = OrganizationsPage {
        frame,
        kinds: EntityType::ALL
            .iter()
            .map(|k| (k.as_str(), k.label(words.tag)))
            .collect(),
        found,
        next: next_page(&node, "/organizations", &filters, page.next)?,
        foreign,
        all_foreign,
        wrongs,
        asked,
    };
    Ok(frame::answer(&reader, shown.wrongs.status(), &shown)?)
}

/// Organizations of ours that a friendly directory knows by the name that is looked for,
/// though we do not.
async fn known_elsewhere(
    tx: &mut Tx,
    filter: &registry::Filter,
    found: &[Organization],
) -> Result<Vec<Organization>> {
    let mut more = Vec::new();
    let Some(name) = &filter.name else {
        return Ok(more);
    };
    for path in same_as::own_of_name(tx, name).await? {
        let known = registry::find(tx, path.trim_start_matches("/o/")).await?;
        let is_in = |code: &Territory| filter.territory.as_ref().is_none_or(|t| t.contains(code));
        let is_wanted = known.is_public()
            && filter
                .entity_type
                .is_none_or(|kind| kind == known.stated.entity_type)
            && (filter.territory.is_none() || known.stated.territory.as_ref().is_some_and(is_in));
        if is_wanted && found.iter().all(|one| one.id != known.id) {
            more.push(known);
        }
    }
    Ok(more)
}

/// Organizations of ours whose name holds what is looked for when accents and capitals do not
/// count.
async fn called_alike(
    node: &Node,
    tx: &mut Tx,
    (asked, territory): (&AskedOrganizations, &str),
    found: &[Organization],
) -> Result<Vec<Organization>> {
    let wanted = [
        ("q", &*asked.q),
        ("kind", "organization"),
        ("territory", territory),
        ("type", &*asked.kind),
        ("whose", "own"),
    ];
    let sought = text::fold(&asked.q);
    // What is too long to be looked for is no name.
    let Some(wanted) = Asked::read(wanted).ok().filter(|_| !sought.is_empty()) else {
        return Ok(Vec::new());
    };
    let page = (None, PER_PAGE);
    let hits = search::find(tx, &wanted, Order::Best, page, node.clock.now()).await?;
    let is_called = |one: &Organization| {
        let names = one.stated.names.iter();
        names
            .map(|(_, name)| text::fold(name))
            .any(|name| name.contains(&sought))
    };
    let mut alike = Vec::new();
    for item in index::items(tx, &hits.hits).await? {
        if let Item::Organization(one) = item
            && is_called(&one)
            && found.iter().all(|known| known.id != one.id)
        {
            alike.push(*one);
        }
    }
    Ok(alike)
}

/// What a reader looks for among offers and needs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AskedOffers {
    purpose: String,
    what: String,
    territory: String,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "offers.html")]
struct OffersPage<'a> {
    frame: Frame<'a>,
    asked: AskedOffers,
    kinds: Vec<(&'static str, &'static str)>,
    found: Vec<OfferItem>,
    next: Option<String>,
    foreign: ForeignOffers,
    /// Where the same list can be followed.
    channel: String,
    wrongs: Wrongs,
}

pub(super) async fn offers(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Query(asked): Query<AskedOffers>,
) -> Result<Response, Problem> {
    let mut wrongs = Wrongs::default();
    let mut tx = node.db.read().await?;
    let place = Place::read(&mut tx, &asked.territory).await?;
    let others = [("kind", &*asked.purpose), ("what", &asked.what)];
    let territory = match place.within(&asked.territory, &others, &reader, &mut wrongs) {
        Ok(territory) => territory,
        Err(elsewhere) => return Ok(elsewhere.into_response()),
    };
    let filter = offers::Filter {
        purpose: chosen(
            "purpose",
            &asked.purpose,
            Purpose::parse,
            &reader,
            &mut wrongs,
        ),
        what: chosen("what", &asked.what, What::parse, &reader, &mut wrongs),
        territory,
        ..standing()
    };
    let page = if wrongs.is_empty() {
        offers::list(&mut tx, &filter, asked.after.as_deref(), PER_PAGE).await?
    } else {
        nothing()
    };
    let foreign = if asked.after.is_none() && wrongs.is_empty() {
        let wanted = Wanted {
            purpose: asked_for(&asked.purpose),
            territory: filter.territory.as_ref().map(Territory::as_str),
            name: None,
        };
        foreign::offers(&mut tx, &reader, wanted, filter.what).await?
    } else {
        ForeignOffers::default()
    };
    let code = filter.territory.as_ref().map_or("", Territory::as_str);
    let filters = [
        ("purpose", &*asked.purpose),
        ("what", &*asked.what),
        ("territory", code),
    ];
    let words = reader.words;
    let title = words.say("offers-and-needs");
    let mut frame = Frame::new(&node.settings, &reader, "offers", title);
    frame.data = data::whole(Dataset::Offers);
    // What is also parted by its kind is no channel.
    let channel = channel_of(&filter);
    if wrongs.is_empty() {
        frame.fed_by("/offers", &filters);
        frame.alternate = filter.what.is_none().then(|| node.url(&channel));
    } else {
        frame = frame.unlisted();
    }
    let shown = OffersPage {
        frame,
        kinds: What::ALL
            .iter()
            .map(|k| (k.as_str(), k.label(words.tag)))
            .collect(),
        found: page
            .items
            .iter()
            .map(|o| OfferItem::of(o, &reader))
            .collect(),
        next: next_page(&node, "/offers", &filters, page.next)?,
        channel,
        foreign,
        wrongs,
        asked,
    };
    Ok(frame::answer(&reader, shown.wrongs.status(), &shown)?)
}

/// The channel of what is looked for, as far as channels part it.
fn channel_of(filter: &offers::Filter) -> String {
    let slice = Slice::of(filter.purpose);
    let territory = filter.territory.clone();
    let in_place = territory.and_then(|territory| slice.with_territory(territory));
    paths::channel(&in_place.unwrap_or(slice))
}

/// Offers and needs that can be taken up.
pub(super) fn standing() -> offers::Filter {
    offers::Filter {
        state: Some(OfferState::Open),
        is_public: true,
        ..offers::Filter::default()
    }
}

/// Another directory with which this one shares its records.
#[derive(Debug, Clone)]
pub struct Friend {
    /// Where its pages begin.
    pub address: String,
    /// What it calls itself.
    pub name: String,
    /// Its host, which nobody but its keeper chose.
    pub host: String,
    /// The day its records were last read.
    pub last_read: Option<String>,
}

#[derive(Template)]
#[template(path = "friends.html")]
struct FriendsPage<'a> {
    frame: Frame<'a>,
    friends: &'a [Friend],
    next: Option<String>,
}

/// The page of friendly directories; `next` is the cursor of the page after it.
///
/// # Errors
/// [`Error::Internal`](crate::error::Error::Internal) when the page cannot be written.
pub fn friends(
    node: &Node,
    reader: &Reader,
    friends: &[Friend],
    next: Option<String>,
) -> Result<Response> {
    let title = reader.words.say("friends");
    let frame = Frame::new(&node.settings, reader, "friends", title);
    let page = FriendsPage {
        frame,
        friends,
        next: next_page(node, "/friends", &[], next)?,
    };
    frame::answer(reader, StatusCode::OK, &page)
}

fn asked_for(field: &str) -> Option<&str> {
    Some(field.trim()).filter(|text| !text.is_empty())
}

/// The address of the next page of a list.
pub(super) fn next_page(
    node: &Node,
    path: &str,
    filters: &[(&str, &str)],
    cursor: Option<String>,
) -> Result<Option<String>> {
    let asked: Vec<_> = filters
        .iter()
        .copied()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    cursor
        .map(|cursor| paging::next(&node.url(path), &asked, None, &cursor))
        .transpose()
}
