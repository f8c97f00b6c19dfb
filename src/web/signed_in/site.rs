//! How the directory shows itself, for the office: its name, its colours, its sign, the
//! languages of its pages, its territory, its card, its welcome and its rules.

/// What is typed into the form.
mod form;

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;

use super::{Answer, Me, suggested};
use crate::error::Error;
use crate::federation::node_actor;
use crate::http::upload::{Form, Upload};
use crate::node::Node;
use crate::people::Person;
use crate::pictures::{Given, MOST_BYTES, Role};
use crate::place::Territory;
use crate::site;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::words::{self, Words};

/// Its address.
pub(super) const PATH: &str = "/office/site";
/// The largest form: the rules in every language.
pub(super) const MAX_SITE: usize = 512 << 10;

#[derive(Template)]
#[template(path = "office_site.html")]
struct SitePage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    typed: &'a Typed,
    wrongs: Wrongs,
    /// What stands where somebody else changed it meanwhile.
    differences: Vec<(String, String)>,
    languages: Vec<Language>,
    /// The name as the settings have it, who keeps the directory, and how to reach them.
    name: String,
    keeper: &'a str,
    contact: &'a str,
    /// What else the settings say, in a sentence behind the hint of its field.
    as_set: HashMap<&'static str, String>,
    /// The territory in force, by its name.
    territory: Option<String>,
    /// The territories of which the typed one may be meant.
    places: Vec<suggested::Choice>,
    /// The sign that was given: address, width, height.
    logo: Option<(String, i64, i64)>,
}

/// A language that the program speaks.
struct Language {
    tag: &'static str,
    name: String,
    is_shown: bool,
    is_first: bool,
    /// What is typed in it, and what of that is to be mended.
    texts: [Text; form::TEXTS.len()],
}

impl Language {
    /// Whether the directory speaks it first, or something stands in it.
    fn is_open(&self) -> bool {
        let says = |one: &Text| !one.typed.is_empty() || one.wrong.is_some();
        self.is_first || self.texts.iter().any(says)
    }
}

/// A text in one language.
struct Text {
    field: String,
    /// Whether it is one line, as a name is.
    is_line: bool,
    label: &'static str,
    typed: String,
    wrong: Option<String>,
}

/// The page.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let present = site::get(&mut node.db.read().await?).await?;
    let typed = form::filled(&present, &node, reader.words.tag);
    let desk = (&*node, &reader, &*person);
    page(desk, StatusCode::OK, &typed, Wrongs::default(), Vec::new())
}

/// Changes it, unless somebody else did meanwhile: then both are shown.
pub(super) async fn change(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let mut typed = Typed::read(body);
    suggested::take(&mut typed);
    let desk = (&*node, &reader, &*person);
    let wanted = match form::read(&typed, &node, reader.words) {
        Ok(wanted) => wanted,
        Err(wrongs) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page(desk, status, &typed, wrongs, Vec::new());
        }
    };
    if let Some(territory) = &wanted.territory {
        let shown = suggested::shown(territory.as_str(), reader.words.tag);
        typed.set("territory", &shown);
    }
    let mut tx = node.db.begin().await?;
    match site::change(&mut tx, wanted).await {
        Ok(_) => tx.commit().await?,
        Err(Error::Conflict(_)) => {
            let present = site::get(&mut tx).await?;
            drop(tx);
            let differences = form::differences(
                &form::filled(&present, &node, reader.words.tag),
                &typed,
                reader.words,
            );
            // Whoever sends it again has seen what they replace.
            typed.set("version", &present.version.to_string());
            return page(
                desk,
                StatusCode::CONFLICT,
                &typed,
                Wrongs::default(),
                differences,
            );
        }
        Err(error) => return Err(error.into()),
    }
    node_actor::show_anew(&node).await?;
    Ok(Redirect::to(PATH).into_response())
}

fn page(
    (node, reader, person): (&Node, &Reader, &Person),
    status: StatusCode,
    typed: &Typed,
    wrongs: Wrongs,
    differences: Vec<(String, String)>,
) -> Answer {
    let words = reader.words;
    let languages = words::all().map(|own| {
        let texts = form::TEXTS.map(|name| {
            let field = format!("{name}-{}", own.tag);
            Text {
                typed: typed.get(&field).to_owned(),
                wrong: wrongs.of(&field).map(ToString::to_string),
                label: form::label(name, words),
                is_line: name == "name",
                field,
            }
        });
        Language {
            tag: own.tag,
            name: own.say("language").to_owned(),
            is_shown: !typed.get(&format!("shown-{}", own.tag)).is_empty(),
            is_first: typed.get("first") == own.tag,
            texts,
        }
    });
    // The one that the office speaks first stands first.
    let mut languages: Vec<Language> = languages.collect();
    languages.sort_by_key(|one| !one.is_first);
    let shown = node.shown();
    let home = Territory::home(&shown.settings);
    let page = SitePage {
        frame: Frame::new(&node.settings, reader, "site", words.say("site")).unlisted(),
        person,
        typed,
        languages,
        wrongs,
        differences,
        name: node.settings.name.clone(),
        keeper: node.settings.operator.name.as_deref().unwrap_or_default(),
        contact: node
            .settings
            .operator
            .contact
            .as_deref()
            .unwrap_or_default(),
        as_set: as_set(node, words),
        places: suggested::territories(typed.trimmed("territory"), home.as_ref(), words.tag),
        territory: home
            .filter(|_| !typed.trimmed("territory").is_empty())
            .map(|one| one.called(words.tag)),
        logo: (shown.logo.as_ref()).map(|logo| (logo.path(), logo.width, logo.height)),
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// What the settings say where the office may say another, by the field.
fn as_set(node: &Node, words: &Words) -> HashMap<&'static str, String> {
    let settings = &node.settings;
    let territory = Territory::home(settings).map(|one| one.called(words.tag));
    let mut values: Vec<_> = form::of_card(&settings.card)
        .map(|(field, value)| (field, value.clone()))
        .into();
    values.push(("territory", territory));
    let said = values.into_iter().filter_map(|(field, value)| {
        let value = words.day(&value?);
        Some((field, words.fill("site-as-set", &[("value", value.into())])))
    });
    said.collect()
}

/// Takes a sign.
pub(super) async fn give_logo(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    brought: Form,
) -> Answer {
    let taken = async {
        let upload = Upload::read(brought, MOST_BYTES).await?;
        let said = upload.said.as_deref();
        let given = Given::read(upload.file.clone(), said, Role::Icon).await?;
        node_actor::give(&node, Role::Icon, &given).await
    };
    match taken.await {
        Ok(()) => Ok(Redirect::to(PATH).into_response()),
        Err(Error::Invalid { .. }) => {
            let mut wrongs = Wrongs::default();
            wrongs.add("file", reader.words.say("picture-wrong"));
            let present = site::get(&mut node.db.read().await?).await?;
            let (status, typed) = (
                wrongs.status(),
                form::filled(&present, &node, reader.words.tag),
            );
            page(
                (&node, &reader, &person),
                status,
                &typed,
                wrongs,
                Vec::new(),
            )
        }
        Err(other) => Err(other.into()),
    }
}

/// Takes it away again.
pub(super) async fn remove_logo(State(node): State<Arc<Node>>) -> Answer {
    match node_actor::take_away(&node, Role::Icon).await {
        // A second click finds it gone.
        Ok(()) | Err(Error::NotFound(_)) => Ok(Redirect::to(PATH).into_response()),
        Err(other) => Err(other.into()),
    }
}
