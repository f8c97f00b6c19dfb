//! The photos of a draft: added with what was typed, told anew, taken away, and shown to those
//! who represent its organization alone.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use http::header;

use super::super::Me;
use super::drafts::{self as begun, basis};
use super::offers::Desk;
use super::photos::{self, PhotoForm};
use super::suggested;
use crate::error::{Error, Result};
use crate::http::upload::{Form, Upload};
use crate::id::{DraftId, OrganizationId};
use crate::node::Node;
use crate::offers::drafts;
use crate::pictures::{Content, Given, MOST_BYTES, Role};
use crate::text::LanguageMap;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;
use crate::words;

impl Desk<'_> {
    /// Shows the photos of a draft with the form; there are none before it is kept.
    pub(super) async fn begin_with(&mut self, draft: Option<&DraftId>) -> Result<()> {
        let Some(id) = draft else {
            return Ok(());
        };
        let own = self.own();
        let mut tx = self.node.db.read().await?;
        let all = match drafts::photos::of(&mut tx, &self.owner.id, id).await {
            Err(Error::NotFound(_)) => Vec::new(),
            all => all?,
        };
        self.photos = all
            .iter()
            .map(|one| PhotoForm::of_draft(one, &own, id))
            .collect();
        Ok(())
    }
}

/// Keeps what was typed as a draft, with one more photo.
pub(in crate::web::signed_in) async fn add(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(organization): Path<String>,
    form: Form,
) -> Answer {
    let mut desk = Desk::at(&node, &reader, &person, &organization, None).await?;
    let mut upload = Upload::default();
    let read = async {
        upload.fill(form, MOST_BYTES).await?;
        let said = upload.said.as_deref();
        let given = Given::read(upload.file.clone(), said, Role::Photo).await?;
        // The form's own language, or else the page's.
        let language = upload.get("language");
        let language = words::of(language).map_or(reader.words.tag, |words| words.tag);
        Ok::<_, Error>((given, LanguageMap::of(language, upload.get("alt"))?))
    };
    let read = read.await;
    let mut typed = Typed::of(upload.fields);
    suggested::take(&mut typed);
    desk.begin_with(basis(&typed).map(|basis| basis.id).as_ref())
        .await?;
    match read {
        Ok(photo) => begun::keep(&desk, typed, Some(photo)).await,
        Err(error) => refused(&desk, &typed, error),
    }
}

/// The form again with what is to be mended of a photo.
pub(super) fn refused(desk: &Desk<'_>, typed: &Typed, error: Error) -> Answer {
    let mut wrongs = Wrongs::default();
    match error {
        Error::Invalid { field, .. } if field.starts_with("alt") => {
            wrongs.add("alt", desk.reader.words.say("picture-alt-wrong"));
        }
        other => photos::refused(&mut wrongs, desk, other)?,
    }
    desk.again(typed, wrongs)
}

/// Says anew what is to be seen on a photo, or takes it away.
pub(in crate::web::signed_in) async fn change(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, draft)): Path<(String, String)>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let mut desk = Desk::at(&node, &reader, &person, &organization, None).await?;
    let id = DraftId::parse(&draft)?;
    desk.begin_with(Some(&id)).await?;
    let (of, photo) = ((&desk.owner.id, &id), typed.get("photo"));
    let mut tx = node.db.begin().await?;
    let kept = drafts::get(&mut tx, &desk.owner.id, &id).await?;
    let changed = if typed.get("do") == "remove" {
        drafts::photos::remove(&mut tx, of, photo).await
    } else {
        match alt(&desk, &typed) {
            Ok(alt) => drafts::photos::describe(&mut tx, of, photo, &alt).await,
            Err(error) => Err(error),
        }
    };
    match changed {
        Ok(()) => tx.commit().await?,
        Err(error) => {
            drop(tx);
            return refused(&desk, &begun::of(&node.clock, &kept), error);
        }
    }
    let path = format!("{}/drafts/{id}#photos", desk.own());
    Ok(Redirect::to(&path).into_response())
}

/// What was typed of the photo, in the language in which it was told before.
fn alt(desk: &Desk<'_>, typed: &Typed) -> Result<LanguageMap> {
    let photo = typed.get("photo");
    let named = desk.photos.iter().find(|one| one.digest == photo);
    let Some((tag, ..)) = named.and_then(|one| one.alts.first()) else {
        let remedy = "look at the draft for those that it shows";
        return Err(Error::absent(format!("photo {photo:?}"), remedy));
    };
    LanguageMap::of(tag, typed.get(&format!("alt-{tag}")))
}

/// A photo, which nobody else is given before it is published.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    Path((organization, draft, photo)): Path<(String, String, String)>,
) -> Answer {
    let (own, id) = (
        OrganizationId::parse(&organization)?,
        DraftId::parse(&draft)?,
    );
    let mut tx = node.db.read().await?;
    match drafts::photos::content(&mut tx, (&own, &id), &photo).await? {
        Content::Drawn(bytes, media_type) => {
            let kind = if media_type == "image/png" {
                "image/png"
            } else {
                "image/jpeg"
            };
            Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
        }
        Content::Missing | Content::Waiting => {
            Err(Error::NotFound(format!("photo {photo:?}")).into())
        }
    }
}
