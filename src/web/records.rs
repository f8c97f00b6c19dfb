//! One record, one page. Each address has a document as its other face.

use askama::Template;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use super::card::Card;
use super::channel;
use super::conversation::Conversation;
use super::data;
use super::foreign::{self, ForeignItem};
use super::frame::{self, Contact, Frame};
use super::map::place::PlaceMap;
use super::meeting::{self, Meeting};
use super::reader::Reader;
use super::relations::Relations;
use super::signed_in::answering;
use super::views::{self, OfferItem, OrganizationItem, Paragraphs, PictureItem, SourceItem};
use super::visit;
use crate::error::{Error, Result};
use crate::federation::message;
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::{self, Hashtag, State, hashtag, photos};
use crate::pictures::{self, Role};
use crate::place::Territory;
use crate::registry::relocation::{self, FormerOffer};
use crate::registry::{self, Standing};

/// How many records a page shows beside its own.
const BESIDE: usize = 20;

#[derive(Template)]
#[template(path = "organization.html")]
struct OrganizationPage<'a> {
    frame: Frame<'a>,
    item: OrganizationItem,
    icon: Option<PictureItem>,
    header: Option<PictureItem>,
    summary: Paragraphs,
    summary_language: String,
    /// Label, value, and its language where it is quoted.
    facts: Vec<(&'static str, String, Option<String>)>,
    territory_code: String,
    website: Option<String>,
    contacts: Vec<Contact>,
    map: Option<PlaceMap>,
    follow: Option<String>,
    is_active: bool,
    keeper: String,
    offers: Vec<OfferItem>,
    relations: Relations,
    sources: Vec<SourceItem>,
    same: Vec<ForeignItem>,
    /// Where it was before, by what both sides say.
    before: Vec<String>,
    offered_before: Vec<FormerItem>,
    updated: String,
}

/// What an organization offered or sought on another server.
struct FormerItem {
    address: String,
    kind: &'static str,
    title: String,
    day: String,
}

impl FormerItem {
    fn of(offer: FormerOffer, reader: &Reader) -> Self {
        let kind = if offer.purpose == "need" {
            reader.words.say("need")
        } else {
            reader.words.say("offer")
        };
        Self {
            kind,
            address: offer.address,
            title: offer.title,
            day: views::day(offer.published_at),
        }
    }
}

/// The page of an organization: what is stated, by whom, from which source, of which date,
/// and how to correct it.
///
/// # Errors
/// [`Error::NotFound`] when there is none or it is not public.
pub(super) async fn organization(
    node: &Node,
    reader: &Reader,
    id: &OrganizationId,
) -> Result<Response> {
    let mut tx = node.db.read().await?;
    let found = registry::get(&mut tx, id).await?;
    if !found.is_public() {
        return Err(Error::NotFound(format!("organization {id}")));
    }
    let moves = relocation::moves(&mut tx, id).await?;
    if let Some(target) = moves.moved_to {
        let (_, name) = views::pick(&found.stated.names, reader);
        return lead_to(node, reader, name, &target);
    }
    let found = found.for_the_public();
    let sources = registry::sources(&mut tx, id).await?;
    let relations = Relations::of(node, &mut tx, reader, id).await?;
    let is_active = found.standing == Standing::Active;
    let offers = if is_active {
        let own = offers::Filter {
            organization: Some(id.clone()),
            is_public: true,
            ..offers::Filter::default()
        };
        offers::list(&mut tx, &own, None, BESIDE).await?.items
    } else {
        Vec::new()
    };
    let same = foreign::same(&mut tx, reader, &found.path()).await?;
    let pictures = pictures::of(&mut tx, &found.path()).await?;
    let given = |role| pictures.iter().find(|one| one.is_given && one.role == role);
    let picture = |role| given(role).map(|one| PictureItem::of(one, reader));
    let (_, name) = views::pick(&found.stated.names, reader);
    let (summary_language, summary) = views::pick(&found.stated.summaries, reader);
    let mut frame = Frame::new(&node.settings, reader, "organizations", name);
    frame.alternate = Some(node.url(&found.path()));
    frame.data = data::record(&found.path());
    frame.card = Some(Card::of_organization(node, &found, reader));
    if is_active {
        frame.fed_by(&found.path(), &[]);
    }
    frame.image = views::preview(node, &mut tx, reader, &found.path()).await?;
    let page = OrganizationPage {
        keeper: frame.operator.unwrap_or(frame.name).to_owned(),
        frame,
        item: OrganizationItem::of(&found, reader),
        icon: picture(Role::Icon),
        header: picture(Role::Header),
        summary: views::paragraphs(&summary),
        summary_language,
        facts: views::facts(&found.stated, reader),
        territory_code: code_of(found.stated.territory.as_ref()),
        website: found.stated.website.as_ref().map(ToString::to_string),
        contacts: views::contacts(&found),
        map: PlaceMap::of(&found.stated.place, reader.words),
        follow: is_active.then(|| channel::follow(node, &found.handle)),
        is_active,
        offers: offers
            .iter()
            .map(|offer| OfferItem::of(offer, reader))
            .collect(),
        relations,
        sources: sources.iter().map(SourceItem::from).collect(),
        same,
        before: moves
            .former_addresses
            .into_iter()
            .filter(|one| one.confirmed_at.is_some())
            .map(|one| one.address)
            .collect(),
        offered_before: moves
            .former_offers
            .into_iter()
            .map(|offer| FormerItem::of(offer, reader))
            .collect(),
        updated: views::day(found.updated_at),
    };
    frame::answer(reader, StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "moved.html")]
struct MovedPage<'a> {
    frame: Frame<'a>,
    name: String,
    target: &'a str,
}

/// Leads to where an organization has moved, and says so to whoever does not follow by itself.
fn lead_to(node: &Node, reader: &Reader, name: String, target: &str) -> Result<Response> {
    let page = MovedPage {
        frame: Frame::new(&node.settings, reader, "organizations", name.clone()),
        name,
        target,
    };
    let mut response = frame::answer(reader, StatusCode::PERMANENT_REDIRECT, &page)?;
    let to = HeaderValue::from_str(target).map_err(Error::internal)?;
    response.headers_mut().insert(header::LOCATION, to);
    Ok(response)
}

#[derive(Template)]
#[template(path = "offer.html")]
struct OfferPage<'a> {
    frame: Frame<'a>,
    item: OfferItem,
    photos: Vec<PictureItem>,
    text: Paragraphs,
    owner: OrganizationItem,
    aim: Option<&'static str>,
    quantity: Option<String>,
    territory_code: String,
    conditions: Paragraphs,
    hashtags: Vec<Hashtag>,
    /// Where it is found from other servers, while it can be answered.
    answered_at: Option<String>,
    /// Where it is answered by whoever is signed in, when somebody reads that.
    answer: Option<String>,
    /// Where anybody writes about it without an account.
    write: Option<String>,
    conversation: Conversation,
    /// Who could meet it, when it is a need that stands.
    could_meet: Option<Meeting>,
    updated: String,
}

/// The page of an offer or need.
///
/// # Errors
/// [`Error::NotFound`] when there is none, it was withdrawn, or its organization is not
/// public.
pub(super) async fn offer(node: &Node, reader: &Reader, id: &OfferId) -> Result<Response> {
    let mut tx = node.db.read().await?;
    let found = offers::get(&mut tx, id).await?;
    let owner = registry::get(&mut tx, &found.organization).await?;
    if found.state == State::Withdrawn || !owner.is_public() {
        return Err(Error::NotFound(format!("offer {id}")));
    }
    let stated = &found.stated;
    let (language, title) = views::pick(&stated.titles, reader);
    let (_, text) = views::pick(&stated.texts, reader);
    let (_, conditions) = views::pick(&stated.conditions, reader);
    let mut frame = Frame::new(&node.settings, reader, "offers", title);
    frame.alternate = Some(node.url(&found.path()));
    frame.card = Some(Card::of_offer(node, &found, &owner, reader));
    frame.image = views::preview(node, &mut tx, reader, &found.path()).await?;
    let photos = photos::of(&mut tx, &found).await?;
    let is_read = message::can_be_asked(node, &mut tx, &owner.path()).await?;
    let unit = stated.unit.as_deref().unwrap_or_default();
    let page = OfferPage {
        frame,
        item: OfferItem::of(&found, reader),
        photos: photos
            .iter()
            .map(|one| PictureItem::of(one, reader))
            .collect(),
        text: views::paragraphs(&text),
        owner: OrganizationItem::of(&owner, reader),
        aim: stated.aim.map(|aim| aim.label(reader.words.tag)),
        quantity: stated
            .quantity
            .map(|amount| format!("{} {unit}", reader.words.number(&amount)))
            .map(|amount| amount.trim_end().to_owned()),
        territory_code: code_of(stated.territory.as_ref()),
        conditions: views::paragraphs(&conditions),
        hashtags: hashtag::of(&mut tx, id, &language).await?,
        answered_at: found.is_open().then(|| node.url(&found.path())),
        answer: (found.is_open() && is_read).then(|| answering::path(&found.path())),
        write: (found.is_open() && is_read).then(|| visit::path(&found)),
        conversation: Conversation::of(&mut tx, reader, id).await?,
        could_meet: meeting::could_meet((node, &mut tx), reader, &found, &owner).await?,
        updated: views::day(found.updated_at),
    };
    frame::answer(reader, StatusCode::OK, &page)
}

fn code_of(territory: Option<&Territory>) -> String {
    territory
        .map(|territory| territory.as_str().to_owned())
        .unwrap_or_default()
}
