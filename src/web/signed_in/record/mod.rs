//! What is stated of an organization, in one form: for those who represent it and for the
//! office. Whose hand wrote what is kept with each value.

/// The form.
mod form;
/// Its rows.
mod rows;
/// What is stated, in words.
mod said;
/// What its words suggest.
mod suggested;
/// Where it stands on the map.
mod whereabouts;

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;

use super::{Answer, Me};
use crate::error::{Error, Result};
use crate::federation::admission;
use crate::id::OrganizationId;
use crate::node::Node;
use crate::people::{Person, forms};
use crate::place::{Place, Territory};
use crate::profiles;
use crate::registry::{self, Author, Organization, Standing};
use crate::store::Tx;
use crate::vocabulary::{EntityType, Language, MembershipBase, Scope, Section, Theme};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use form::Chosen;
use rows::{Choice, ContactRow, TextRow, choices, contact_rows, countries, text_rows};
use suggested::Suggested;
use whereabouts::Whereabouts;

pub(super) use form::language;
pub(super) use said::value;
pub(super) use whereabouts::said as on_the_map;

/// The largest form: all texts of a record in many languages.
pub(super) const MAX_RECORD: usize = 256 << 10;
#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    /// What leads back, and what it is called.
    back: (String, String),
    /// Where the form goes.
    path: String,
    typed: &'a Typed,
    wrongs: Wrongs,
    differences: Vec<(String, String)>,
    texts: Vec<TextRow>,
    languages: Vec<&'static str>,
    countries: Vec<(String, String, bool)>,
    whereabouts: Whereabouts,
    contacts: Vec<ContactRow>,
    types: Vec<Choice>,
    bases: Vec<Choice>,
    scopes: Vec<Choice>,
    /// Themes that the words suggest and that are not ticked, and the others.
    likely: Vec<Choice>,
    themes: Vec<Choice>,
    suggested: Suggested,
    sections: Vec<Choice>,
    is_new: bool,
    /// Whether it speaks for itself, so that it chooses how it is found and followed.
    is_active: bool,
}

/// Who looks at a record, and from where.
#[derive(Clone, Copy)]
enum Side {
    Own,
    Office,
}

impl Side {
    fn author(self) -> Author {
        match self {
            Self::Own => Author::Organization,
            Self::Office => Author::Office,
        }
    }

    fn back(self, id: &OrganizationId) -> String {
        match self {
            Self::Own => format!("/my/{id}"),
            Self::Office => format!("/office/organizations/{id}"),
        }
    }
}

/// Everything around a form.
struct Desk<'d> {
    node: &'d Node,
    reader: &'d Reader,
    person: &'d Person,
    side: Side,
    present: Option<Organization>,
}

impl Desk<'_> {
    fn page(
        &self,
        status: StatusCode,
        typed: &Typed,
        wrongs: Wrongs,
        differences: Vec<(String, String)>,
    ) -> Answer {
        let words = self.reader.words;
        let (place, title) = match (&self.present, self.side) {
            (_, Side::Own) => ("my", words.say("record")),
            (Some(_), Side::Office) => ("office-organizations", words.say("record")),
            (None, _) => ("office-organizations", words.say("record-new")),
        };
        let (back, path) = if let Some(found) = &self.present {
            let back = self.side.back(&found.id);
            let path = format!("{back}/record");
            ((back, found.stated.name().to_owned()), path)
        } else {
            let list = "/office/organizations".to_owned();
            ((list.clone(), words.say("organizations").to_owned()), list)
        };
        let tag = words.tag;
        let home = self.home();
        let suggested = Suggested::of(typed, home.as_ref(), tag);
        let stands =
            (self.present.as_ref()).map_or_else(Place::default, |one| one.stated.place.clone());
        let themes = Theme::ALL.iter().map(|one| {
            let is_ticked = !typed.get(&format!("theme-{one}")).is_empty();
            (one.as_str(), one.label(tag), is_ticked)
        });
        let is_likely =
            |one: &Choice| (suggested.themes.iter()).any(|theme| theme.as_str() == one.0);
        let (likely, themes) = themes.partition(is_likely);
        let page = RecordPage {
            frame: Frame::new(&self.node.settings, self.reader, place, title).unlisted(),
            person: self.person,
            back,
            path,
            texts: text_rows(typed, &wrongs),
            languages: Language::names(tag),
            countries: countries(typed, home.as_ref().and_then(Territory::country), tag),
            whereabouts: Whereabouts::of(typed, &stands, home.as_ref(), words),
            contacts: contact_rows(typed, &wrongs, words),
            types: choices(typed, "type", EntityType::ALL, |one| {
                (one.as_str(), one.label(tag))
            }),
            bases: choices(typed, "members", MembershipBase::ALL, |one| {
                (one.as_str(), one.label(tag))
            }),
            scopes: choices(typed, "scope", Scope::ALL, |one| {
                (one.as_str(), one.label(tag))
            }),
            likely,
            themes,
            suggested,
            sections: choices(typed, "", Section::ALL, |one| {
                (one.as_str(), one.label(tag))
            }),
            typed,
            wrongs,
            differences,
            is_new: self.present.is_none(),
            is_active: (self.present.as_ref()).is_some_and(|one| one.standing == Standing::Active),
        };
        Ok(frame::answer(self.reader, status, &page)?)
    }

    /// The territory whose namesakes come first.
    fn home(&self) -> Option<Territory> {
        let own = (self.present.as_ref()).and_then(|one| one.stated.territory.clone());
        own.or_else(|| Territory::home(&self.node.shown().settings))
    }

    fn again(&self, typed: &Typed, wrongs: Wrongs) -> Answer {
        self.page(StatusCode::UNPROCESSABLE_ENTITY, typed, wrongs, Vec::new())
    }
}

async fn chosen(node: &Node, tx: &mut Tx, found: &Organization) -> Result<Chosen> {
    Ok(Chosen {
        profile: profiles::of(tx, &found.id).await?,
        asks: admission::asks(node, tx, &found.path()).await?,
    })
}

async fn show(node: &Node, reader: &Reader, person: &Person, id: &str, side: Side) -> Answer {
    let mut tx = node.db.read().await?;
    let found = registry::get(&mut tx, &OrganizationId::parse(id)?).await?;
    let typed = form::of(
        &found,
        chosen(node, &mut tx, &found).await?,
        reader.words.tag,
    );
    drop(tx);
    let desk = Desk {
        node,
        reader,
        person,
        side,
        present: Some(found),
    };
    desk.page(StatusCode::OK, &typed, Wrongs::default(), Vec::new())
}

/// Changes what stands, unless somebody else did meanwhile: then both are shown.
async fn edit(
    (node, reader, person): (&Node, &Reader, &Person),
    id: &str,
    body: Body,
    side: Side,
) -> Answer {
    let mut typed = Typed::read(body);
    suggested::take(&mut typed);
    let id = OrganizationId::parse(id)?;
    let mut tx = node.db.begin().await?;
    let present = registry::get_for_change(&mut tx, &id).await?;
    let before = chosen(node, &mut tx, &present).await?;
    let read = form::read(&typed, Some(&present.stated), reader.words);
    let mut desk = Desk {
        node,
        reader,
        person,
        side,
        present: None,
    };
    let is_older = typed.get("version") != present.updated_at.0.to_string();
    let (draft, wanted) = match read {
        Err(wrongs) => {
            drop(tx);
            desk.present = Some(present);
            return desk.again(&typed, wrongs);
        }
        Ok((draft, _)) if is_older => {
            drop(tx);
            let differences = said::differences(&draft, &present.stated, reader.words);
            // Whoever sends it again has seen what they replace.
            typed.set("version", &present.updated_at.0.to_string());
            desk.present = Some(present);
            return desk.page(StatusCode::CONFLICT, &typed, Wrongs::default(), differences);
        }
        Ok(read) => read,
    };
    let change = async {
        registry::edit(&mut tx, &node.clock, &id, draft, side.author()).await?;
        if present.standing == Standing::Active {
            profiles::choose(&mut tx, &node.clock, &id, wanted.choice()).await?;
            if wanted.asks != before.asks {
                admission::choose(node, &mut tx, &id, Some(wanted.asks)).await?;
            }
        }
        Ok::<_, Error>(())
    };
    if let Err(error) = change.await {
        drop(tx);
        let mut wrongs = Wrongs::default();
        match error {
            error @ (Error::Invalid { .. } | Error::Conflict(_)) => {
                form::refused(&mut wrongs, error, &typed, reader.words);
            }
            other => return Err(other.into()),
        }
        desk.present = Some(present);
        return desk.again(&typed, wrongs);
    }
    tx.commit().await?;
    node.wake.publisher.notify_one();
    Ok(Redirect::to(&side.back(&id)).into_response())
}

/// The record of one's own organization.
pub(super) async fn show_own(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
) -> Answer {
    show(&node, &reader, &person, &id, Side::Own).await
}

/// Changes the record of one's own organization.
pub(super) async fn edit_own(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    edit((&node, &reader, &person), &id, body, Side::Own).await
}

/// Any record, for the office.
pub(super) async fn show_any(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
) -> Answer {
    show(&node, &reader, &person, &id, Side::Office).await
}

/// Changes any record, by the hand of the office.
pub(super) async fn edit_any(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    edit((&node, &reader, &person), &id, body, Side::Office).await
}

/// A form for a record that there is not yet.
pub(super) async fn new(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let mut typed = form::fresh(reader.words.tag);
    typed.set("form", &forms::key(&node.clock));
    let desk = Desk {
        node: &node,
        reader: &reader,
        person: &person,
        side: Side::Office,
        present: None,
    };
    desk.page(StatusCode::OK, &typed, Wrongs::default(), Vec::new())
}

/// Adds a record as a draft, once for each form.
pub(super) async fn create(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let mut typed = Typed::read(body);
    suggested::take(&mut typed);
    let desk = Desk {
        node: &node,
        reader: &reader,
        person: &person,
        side: Side::Office,
        present: None,
    };
    let (draft, _) = match form::read(&typed, None, reader.words) {
        Ok(read) => read,
        Err(wrongs) => return desk.again(&typed, wrongs),
    };
    let mut tx = node.db.begin().await?;
    let made = async {
        let made = registry::add(&mut tx, &node.clock, draft).await?;
        let path = Side::Office.back(&made.id);
        let (account, now) = (&person.account.id, node.clock.now());
        let before = forms::once(&mut tx, account, typed.get("form"), &path, now).await?;
        Ok::<_, Error>((path, before))
    };
    match made.await {
        Ok((path, None)) => {
            tx.commit().await?;
            Ok(Redirect::to(&path).into_response())
        }
        // It was made by the first click; this one made nothing.
        Ok((_, Some(before))) => {
            drop(tx);
            Ok(Redirect::to(&before).into_response())
        }
        Err(error) => {
            drop(tx);
            let mut wrongs = Wrongs::default();
            wrongs.take(error, reader.words, |field| {
                (field == "form").then(|| ("form", reader.words.say("form-too-old")))
            })?;
            desk.again(&typed, wrongs)
        }
    }
}
