//! Offers and needs of one's organization: written in one short form, looked at as others will
//! see them, published, changed, ended.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;
use serde::Deserialize;

use super::super::Me;
use super::drafts as begun;
use super::offer_form::{self, Choice};
use super::photos::{self, Alt, PhotoForm};
use super::post::Post;
use super::suggested::{self, Suggested};
use crate::error::{Error, Result};
use crate::id::{DraftId, OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::drafts::{self, Outcome};
use crate::offers::{self, Offer, State as Stage};
use crate::people::{Person, forms};
use crate::registry::{self, Organization};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;

#[derive(Template)]
#[template(path = "my_offer.html")]
struct OfferPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    /// The organization's page here.
    own: String,
    owner: String,
    /// Where the form goes.
    path: String,
    typed: &'a Typed,
    /// What stands in the field of the territory.
    territory: String,
    wrongs: Wrongs,
    suggested: Suggested,
    whats: Vec<Choice>,
    terms: Vec<Choice>,
    languages: Vec<Choice>,
    /// The post as others will read it.
    preview: Option<Post>,
    /// Whether somebody else changed it meanwhile, and in which fields.
    is_changed: bool,
    differences: Vec<(&'static str, String)>,
    /// What stands, when it is changed and not made.
    present: Option<&'a Offer>,
    photos: &'a [PhotoForm],
    /// Where the forms of its photos go.
    photos_at: String,
    alts: Vec<Alt>,
    can_be_changed: bool,
}

/// What a page of the form shows.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) wrongs: Wrongs,
    preview: Option<Post>,
    pub(super) is_changed: bool,
    pub(super) differences: Vec<(&'static str, String)>,
}

/// Everything around a form.
pub(super) struct Desk<'d> {
    pub(super) node: &'d Node,
    pub(super) reader: &'d Reader,
    person: &'d Person,
    pub(super) owner: Organization,
    pub(super) present: Option<Offer>,
    pub(super) photos: Vec<PhotoForm>,
}

impl<'d> Desk<'d> {
    pub(super) async fn at(
        node: &'d Node,
        reader: &'d Reader,
        person: &'d Person,
        organization: &str,
        offer: Option<&str>,
    ) -> Result<Self> {
        let mut tx = node.db.read().await?;
        let owner = registry::get(&mut tx, &OrganizationId::parse(organization)?).await?;
        let (mut present, mut shown) = (None, Vec::new());
        if let Some(offer) = offer {
            let offer = offers::get(&mut tx, &OfferId::parse(offer)?).await?;
            let all = offers::photos::of(&mut tx, &offer).await?;
            shown.extend(all.iter().map(|one| PhotoForm::of(one, &offer)));
            present = Some(offer);
        }
        Ok(Self {
            node,
            reader,
            person,
            owner,
            present,
            photos: shown,
        })
    }

    pub(super) fn own(&self) -> String {
        format!("/my/{}", self.owner.id)
    }

    /// Where the form goes, and where it is shown once it stands.
    pub(super) fn path(&self) -> String {
        let own = self.own();
        match &self.present {
            Some(offer) => format!("{own}/offers/{}", offer.id),
            None => format!("{own}/offers"),
        }
    }

    pub(super) fn page(&self, status: StatusCode, typed: &Typed, shown: Shown) -> Answer {
        let words = self.reader.words;
        let present = self.present.as_ref();
        let is_need = typed.get("purpose") == "need";
        let title = match (present, is_need) {
            (Some(_), _) => words.say("offer-change"),
            (None, true) => words.say("need-new"),
            (None, false) => words.say("offer-new"),
        };
        let page = OfferPage {
            frame: Frame::new(&self.node.settings, self.reader, "my", title).unlisted(),
            person: self.person,
            owner: self.owner.stated.name().to_owned(),
            path: self.path(),
            photos_at: match present {
                Some(_) => format!("{}/photos", self.path()),
                None => format!("{}/drafts/{}/photos", self.own(), typed.get("draft")),
            },
            own: self.own(),
            photos: &self.photos,
            alts: present.map_or_else(Vec::new, |offer| {
                photos::alts(offer, |tag| typed.get(&format!("alt-{tag}")).to_owned())
            }),
            suggested: Suggested::of(typed, self.owner.stated.territory.as_ref(), words),
            whats: offer_form::whats(typed, words.tag),
            terms: offer_form::terms(typed, words.tag),
            languages: offer_form::languages(typed),
            territory: suggested::shown(typed.trimmed("territory"), words.tag),
            typed,
            wrongs: shown.wrongs,
            preview: shown.preview,
            is_changed: shown.is_changed,
            differences: shown.differences,
            can_be_changed: present
                .is_none_or(|offer| offer.is_open() || offer.state == Stage::Expired),
            present,
        };
        Ok(frame::answer(self.reader, status, &page)?)
    }

    pub(super) fn again(&self, typed: &Typed, wrongs: Wrongs) -> Answer {
        let shown = Shown {
            wrongs,
            ..Shown::default()
        };
        self.page(StatusCode::UNPROCESSABLE_ENTITY, typed, shown)
    }

    /// The form again with the post as people of other servers will read it.
    async fn previewed(&self, typed: &Typed, stated: offers::Draft) -> Answer {
        let now = self.node.clock.now();
        let offer = Offer {
            id: self
                .present
                .as_ref()
                .map_or_else(|| OfferId::new(&self.node.clock), |offer| offer.id.clone()),
            organization: self.owner.id.clone(),
            state: Stage::Open,
            stated,
            created_at: now,
            updated_at: now,
        };
        let shown = Shown {
            preview: Some(Post::of(self, &offer).await?),
            ..Shown::default()
        };
        self.page(StatusCode::OK, typed, shown)
    }
}

/// The query of a new form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web::signed_in) struct Asked {
    purpose: String,
    /// An offer of the organization that has ended, whose words it begins with.
    like: Option<String>,
}

/// Where all of them stand, for whoever follows the address of the form.
pub(in crate::web::signed_in) async fn all(Path(organization): Path<String>) -> Redirect {
    Redirect::to(&format!("/my/{organization}"))
}

/// A new form, empty or with the words of what has ended.
pub(in crate::web::signed_in) async fn new(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let desk = Desk::at(&node, &reader, &person, &organization, None).await?;
    let mut typed = match &asked.like {
        Some(ended) => {
            let ended = OfferId::parse(ended)?;
            let mut tx = node.db.read().await?;
            let ended = offers::get(&mut tx, &ended).await?;
            if ended.organization != desk.owner.id {
                return Err(Error::NotFound(format!("offer {}", ended.id)).into());
            }
            offer_form::anew(&ended, node.clock.now())
        }
        None => offer_form::fresh(&reader, &desk.owner, &asked.purpose),
    };
    typed.set("form", &forms::key(&node.clock));
    typed.set("draft", DraftId::new(&node.clock).as_str());
    desk.page(StatusCode::OK, &typed, Shown::default())
}

/// What became of a form that publishes.
enum Made {
    Now,
    /// By the first click; this one made nothing.
    Before,
    /// Nothing: its draft was changed to this or ended meanwhile.
    Nothing(Option<drafts::Kept>),
}

/// Publishes what was written, once for each form, keeps it as a draft, or shows how it will
/// look.
pub(in crate::web::signed_in) async fn create(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    body: Body,
) -> Answer {
    let mut typed = Typed::read(body);
    let mut desk = Desk::at(&node, &reader, &person, &organization, None).await?;
    suggested::take(&mut typed);
    desk.begin_with(begun::basis(&typed).map(|basis| basis.id).as_ref())
        .await?;
    // A form without the bytes of a file names it alone: whoever chose one wants it shown.
    if !typed.get("file").is_empty() {
        let mut wrongs = Wrongs::default();
        wrongs.add("file", reader.words.say("photo-not-added"));
        return desk.again(&typed, wrongs);
    }
    if typed.get("do") == "keep" {
        return begun::keep(&desk, typed, None).await;
    }
    let stated = match offer_form::read(&typed, None, reader.words) {
        Ok(stated) => stated,
        Err(wrongs) => return desk.again(&typed, wrongs),
    };
    if typed.get("do") == "look" {
        return desk.previewed(&typed, stated).await;
    }
    let mut tx = node.db.begin().await?;
    let made = async {
        let own = &desk.owner.id;
        let (account, form) = (&person.account.id, typed.get("form"));
        let now = node.clock.now();
        let made = match begun::basis(&typed) {
            None => offers::add(&mut tx, &node.clock, own, stated).await?,
            Some(basis) => {
                let of = (&basis, &begun::fields(&typed));
                let draft = basis.id.as_str();
                match drafts::publish(&mut tx, &node.clock, own, of, stated).await? {
                    Outcome::Changed(theirs) => return Ok(Made::Nothing(Some(theirs))),
                    Outcome::Done(made)
                        if forms::spend(&mut tx, account, draft, &made.path(), now).await? =>
                    {
                        made
                    }
                    // The draft went with what the first click made of it.
                    _ if forms::made_by(&mut tx, account, form).await?.is_some() => {
                        return Ok(Made::Before);
                    }
                    _ => return Ok(Made::Nothing(None)),
                }
            }
        };
        let before = forms::once(&mut tx, account, form, &made.path(), now).await?;
        Ok::<_, Error>(before.map_or(Made::Now, |_| Made::Before))
    };
    match made.await {
        Ok(Made::Now) => {
            tx.commit().await?;
            node.wake.publisher.notify_one();
        }
        Ok(Made::Before) => drop(tx),
        Ok(Made::Nothing(theirs)) => {
            drop(tx);
            return begun::meanwhile(&desk, typed, theirs.as_ref());
        }
        Err(error) => {
            drop(tx);
            return refused(&desk, &typed, error);
        }
    }
    Ok(Redirect::to(&desk.own()).into_response())
}

/// The form with what stands.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, offer)): Path<(String, String)>,
) -> Answer {
    let desk = Desk::at(&node, &reader, &person, &organization, Some(&offer)).await?;
    let typed = desk.present.as_ref().map(offer_form::of);
    desk.page(StatusCode::OK, &typed.unwrap_or_default(), Shown::default())
}

/// Changes what stands, unless somebody else did meanwhile: then both are shown.
pub(in crate::web::signed_in) async fn edit(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, offer)): Path<(String, String)>,
    body: Body,
) -> Answer {
    let mut typed = Typed::read(body);
    let mut desk = Desk::at(&node, &reader, &person, &organization, Some(&offer)).await?;
    suggested::take(&mut typed);
    let before = desk.present.as_ref().map(|offer| &offer.stated);
    let stated = match offer_form::read(&typed, before, reader.words) {
        Ok(stated) => stated,
        Err(wrongs) => return desk.again(&typed, wrongs),
    };
    if typed.get("do") == "look" {
        return desk.previewed(&typed, stated).await;
    }
    let mut tx = node.db.begin().await?;
    let present = offers::get_for_change(&mut tx, &OfferId::parse(&offer)?).await?;
    if typed.get("version") != present.updated_at.0.to_string() {
        drop(tx);
        let theirs = offer_form::of(&present);
        let differences = offer_form::differences(&typed, &theirs, reader.words);
        // Whoever sends it again has seen what they replace.
        typed.set("version", theirs.get("version"));
        desk.present = Some(present);
        let shown = Shown {
            is_changed: true,
            differences,
            ..Shown::default()
        };
        return desk.page(StatusCode::CONFLICT, &typed, shown);
    }
    if let Err(error) = offers::edit(&mut tx, &node.clock, &present.id, stated).await {
        drop(tx);
        return refused(&desk, &typed, error);
    }
    tx.commit().await?;
    node.wake.publisher.notify_one();
    Ok(Redirect::to(&desk.own()).into_response())
}

/// What a domain refused, beside its field.
fn refused(desk: &Desk<'_>, typed: &Typed, error: Error) -> Answer {
    let words = desk.reader.words;
    let mut wrongs = Wrongs::default();
    wrongs.take(error, words, |field| offer_form::beside(field, words))?;
    desk.again(typed, wrongs)
}
