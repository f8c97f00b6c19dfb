//! The pages of an organization for those who represent it.

/// Answering what another organization offers or seeks.
pub(in crate::web) mod answering;
/// Who could meet a need, and asking them.
pub(super) mod asking;
/// What is attested of it, and appeals against refusals.
pub(super) mod attestations;
/// What somebody shows of what is not published.
pub(super) mod draft_photos;
/// What was begun and is not published.
pub(super) mod drafts;
/// How what it offers and seeks ends.
pub(super) mod ending;
/// Who follows it.
pub(super) mod followers;
/// Everything of it as a file, and how one leaves.
pub(super) mod leaving;
/// To whom it belongs, and who belongs to it.
pub(super) mod memberships;
/// Messages to the organization, and its answers.
pub(super) mod messages;
/// The form of an offer or need.
mod offer_form;
/// What it offers and seeks.
pub(super) mod offers;
/// What somebody shows of an offer.
pub(super) mod photos;
/// Its icon and header.
pub(super) mod pictures;
/// A post before it is published.
mod post;
/// What was answered to its offers and waits for its word.
pub(super) mod replies;
/// What the words of a form suggest.
pub(in crate::web) mod suggested;
/// Which pages there are.
mod table;

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;

pub(super) use leaving::LEFT;
pub(super) use table::pages;

use super::{Answer, Me, record};
use crate::id::OrganizationId;
use crate::news::waiting;
use crate::node::Node;
use crate::offers::{Filter, Purpose, State as Stage, list as list_offers};
use crate::people::{Person, representation};
use crate::registry::attestation::{self, State as Word};
use crate::registry::{self, Status};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::views::{OfferItem, OrganizationItem};

/// How many offers and needs the page shows.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "my.html")]
struct ListPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    /// Each with its pages, somebody's function, and how much waits.
    organizations: Vec<(OrganizationItem, String, String, i64)>,
}

#[derive(Template)]
#[template(path = "my_organization.html")]
struct OrganizationPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    item: OrganizationItem,
    is_public: bool,
    has_ended: bool,
    /// Where it stands on the map, in a sentence.
    on_the_map: String,
    own: String,
    /// What the office does not attest: what was asked for, why.
    refusals: Vec<(String, String)>,
    /// What waits, and where it is done.
    waiting: Vec<(String, String)>,
    drafts: Vec<drafts::Item>,
    /// Each with its page, and whether others can be asked about it.
    offers: Vec<(OfferItem, String, bool)>,
    /// What nobody else sees any more, each with its page.
    withdrawn: Vec<(OfferItem, String)>,
}

/// Whom somebody represents; one alone is shown at once.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    if let [only] = &person.represents[..] {
        return Ok(Redirect::to(&format!("/my/{only}")).into_response());
    }
    let mut tx = node.db.read().await?;
    let mut organizations = Vec::new();
    for one in representation::of_account(&mut tx, &person.account.id).await? {
        let found = registry::get(&mut tx, &one.organization).await?;
        let path = format!("/my/{}", found.id);
        let waits = waiting::of(&mut tx, &found.id, node.clock.now()).await?;
        let item = OrganizationItem::of(&found, &reader);
        organizations.push((item, path, one.function, waits.total()));
    }
    let title = reader.words.say("my-organizations");
    let page = ListPage {
        frame: Frame::new(&node.settings, &reader, "my", title).unlisted(),
        person: &person,
        organizations,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

/// What one organization offers and seeks, and where it writes and is written to.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let mut tx = node.db.read().await?;
    let found = registry::get(&mut tx, &id).await?;
    let filter = Filter {
        organization: Some(id.clone()),
        is_public: true,
        ..Filter::default()
    };
    let begun = crate::offers::drafts::list(&mut tx, &id).await?;
    let offers = list_offers(&mut tx, &filter, None, SHOWN).await?;
    let filter = Filter {
        state: Some(Stage::Withdrawn),
        is_public: false,
        ..filter
    };
    let withdrawn = list_offers(&mut tx, &filter, None, SHOWN).await?;
    let waits = waiting::of(&mut tx, &id, node.clock.now()).await?;
    let said = attestation::list(&mut tx, &node.clock, &id).await?;
    let refusals = said.into_iter().filter(|one| one.state == Word::Refused);
    let own = format!("/my/{id}");
    let page = OrganizationPage {
        frame: Frame::new(&node.settings, &reader, "my", found.stated.name()).unlisted(),
        person: &person,
        item: OrganizationItem::of(&found, &reader),
        is_public: found.is_public(),
        has_ended: found.status == Status::Dissolved,
        on_the_map: record::on_the_map(&found.stated.place, reader.words),
        refusals: refusals
            .map(|one| (one.statement, one.reason.unwrap_or_default()))
            .collect(),
        waiting: waits
            .told(reader.words)
            .into_iter()
            .map(|(said, path)| (said, format!("{own}{path}")))
            .collect(),
        drafts: begun
            .iter()
            .map(|kept| drafts::Item::of(kept, &own, reader.words))
            .collect(),
        offers: offers
            .items
            .iter()
            .map(|offer| {
                let path = format!("{own}/offers/{}", offer.id);
                let can_ask = offer.stated.purpose == Purpose::Need && offer.is_open();
                (OfferItem::of(offer, &reader), path, can_ask)
            })
            .collect(),
        withdrawn: withdrawn
            .items
            .iter()
            .map(|offer| {
                let path = format!("{own}/offers/{}", offer.id);
                (OfferItem::of(offer, &reader), path)
            })
            .collect(),
        own,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}
