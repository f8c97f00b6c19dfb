//! The icon and the header of one's organization.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;

use super::super::Me;
use crate::error::Error;
use crate::http::upload::{Form, Upload};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::people::Person;
use crate::pictures::{self, Given, MOST_BYTES, Role, Shown};
use crate::registry::{self, Organization};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;

/// One of both, as the page shows it.
struct Item {
    role: &'static str,
    title: &'static str,
    hint: &'static str,
    /// What stands there, drawn or given: address, size, what is to be seen.
    shown: Option<(String, i64, i64, String)>,
    is_given: bool,
    /// The text as it stands in the field.
    alt: String,
    /// What is to be mended of the file, and of the text.
    wrong: Option<String>,
    alt_wrong: Option<String>,
}

#[derive(Template)]
#[template(path = "my_pictures.html")]
struct PicturesPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    owner: String,
    language: String,
    items: Vec<Item>,
}

/// What was sent for one of both, when it could not be taken.
struct Sent {
    role: Role,
    alt: String,
    wrongs: Wrongs,
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    id: &OrganizationId,
    sent: Option<Sent>,
) -> Answer {
    let mut tx = node.db.read().await?;
    let owner = registry::get(&mut tx, id).await?;
    let all = pictures::of(&mut tx, &owner.path()).await?;
    drop(tx);
    let status = match sent {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let items = [Role::Icon, Role::Header].map(|role| {
        let shown = all.iter().find(|one| one.role == role);
        let sent = sent.as_ref().filter(|sent| sent.role == role);
        item(reader, &owner, role, shown, sent)
    });
    let words = reader.words;
    let page = PicturesPage {
        frame: Frame::new(&node.settings, reader, "my", words.say("pictures")).unlisted(),
        person,
        own: format!("/my/{id}"),
        owner: owner.stated.name().to_owned(),
        language: owner.stated.language,
        items: items.into(),
    };
    Ok(frame::answer(reader, status, &page)?)
}

fn item(
    reader: &Reader,
    owner: &Organization,
    role: Role,
    shown: Option<&Shown>,
    sent: Option<&Sent>,
) -> Item {
    let words = reader.words;
    let (title, hint) = match role {
        Role::Icon => (words.say("picture-icon"), words.say("picture-icon-hint")),
        _ => (
            words.say("picture-header"),
            words.say("picture-header-hint"),
        ),
    };
    let alt = shown.and_then(|one| one.alt.get(&owner.stated.language));
    let alt = alt.unwrap_or_default().to_owned();
    let wrong = |field: &str| {
        sent.and_then(|sent| sent.wrongs.of(field))
            .map(ToString::to_string)
    };
    Item {
        role: role.as_str(),
        title,
        hint,
        shown: shown.map(|one| {
            let picture = &one.picture;
            (picture.path(), picture.width, picture.height, alt.clone())
        }),
        is_given: shown.is_some_and(|one| one.is_given),
        alt: sent.map_or(alt, |sent| sent.alt.clone()),
        wrong: wrong("file"),
        alt_wrong: wrong("alt"),
    }
}

/// Both, with forms that give others.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    page(&node, &reader, &person, &id, None).await
}

/// Takes a picture for one of both.
pub(in crate::web::signed_in) async fn give(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    form: Form,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let mut upload = Upload::default();
    let taken = async {
        upload = Upload::read(form, MOST_BYTES).await?;
        let role = Role::parse(upload.get("role"))?.of_profile()?;
        let said = upload.said.as_deref();
        let given = Given::read(upload.file.clone(), said, role).await?;
        let alt = upload.texts("alt")?;
        let mut tx = node.db.begin().await?;
        registry::pictures::give(&mut tx, &node.clock, &id, (role, &given), &alt).await?;
        tx.commit().await
    };
    let taken = taken.await;
    let role = Role::parse(upload.get("role")).unwrap_or(Role::Icon);
    let alt = upload
        .fields
        .iter()
        .find(|(name, _)| name.starts_with("alt-"));
    let alt = alt.map(|(_, text)| text.clone()).unwrap_or_default();
    let mut wrongs = Wrongs::default();
    match taken {
        Ok(()) => {
            node.wake.publisher.notify_one();
            return Ok(Redirect::to(&format!("/my/{id}/pictures")).into_response());
        }
        Err(Error::Invalid { field, .. }) if field.starts_with("alt") => {
            wrongs.add("alt", reader.words.say("picture-alt-wrong"));
        }
        Err(Error::Invalid { .. }) => wrongs.add("file", reader.words.say("picture-wrong")),
        Err(other) => return Err(other.into()),
    }
    let sent = Some(Sent { role, alt, wrongs });
    page(&node, &reader, &person, &id, sent).await
}

/// Takes a given one away.
pub(in crate::web::signed_in) async fn remove(
    State(node): State<Arc<Node>>,
    Path(organization): Path<String>,
    body: Body,
) -> Answer {
    let id = OrganizationId::parse(&organization)?;
    let role = Role::parse(Typed::read(body).get("role"))?;
    let mut tx = node.db.begin().await?;
    let gone = registry::pictures::take_away(&mut tx, &node.clock, &id, role).await;
    match gone {
        Ok(()) => {
            tx.commit().await?;
            node.wake.publisher.notify_one();
        }
        // A second click finds it gone.
        Err(Error::NotFound(_)) => drop(tx),
        Err(other) => return Err(other.into()),
    }
    Ok(Redirect::to(&format!("/my/{id}/pictures")).into_response())
}
