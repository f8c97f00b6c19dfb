//! The photos of an offer or need, each with what is to be seen on it in the offer's languages.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use super::super::Me;
use super::offer_form;
use super::offers::Desk;
use crate::error::{Error, Result};
use crate::http::upload::{Form, Upload};
use crate::id::{DraftId, OfferId};
use crate::node::Node;
use crate::offers::{Offer, photos};
use crate::pictures::{Given, MOST_BYTES, Role, Shown};
use crate::text::LanguageMap;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;
use crate::words::{self, Words};

/// What is to be seen, in one language: its tag, what it is called, the text.
pub(super) type Alt = (String, String, String);

/// A photo with the form that changes it.
pub(super) struct PhotoForm {
    pub(super) digest: String,
    pub(super) path: String,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) alts: Vec<Alt>,
}

impl PhotoForm {
    pub(super) fn of(shown: &Shown, offer: &Offer) -> Self {
        Self {
            digest: shown.picture.digest.clone(),
            path: shown.picture.path(),
            width: shown.picture.width,
            height: shown.picture.height,
            alts: alts(offer, |tag| {
                shown.alt.get(tag).unwrap_or_default().to_owned()
            }),
        }
    }

    /// The same of a photo that stands with a draft of `own`, an organization's page here.
    pub(super) fn of_draft(shown: &Shown, own: &str, draft: &DraftId) -> Self {
        let digest = shown.picture.digest.clone();
        let alts = shown.alt.iter().take(1);
        Self {
            path: format!("{own}/drafts/{draft}/photo/{digest}"),
            digest,
            width: shown.picture.width,
            height: shown.picture.height,
            alts: alts
                .map(|(tag, text)| {
                    let called = words::called(tag).to_owned();
                    (tag.to_owned(), called, text.to_owned())
                })
                .collect(),
        }
    }
}

/// A field for each language in which an offer has a title.
pub(super) fn alts(offer: &Offer, text: impl Fn(&str) -> String) -> Vec<Alt> {
    let languages = offer.stated.titles.iter().map(|(language, _)| language);
    languages
        .map(|tag| (tag.to_owned(), words::called(tag).to_owned(), text(tag)))
        .collect()
}

/// Shows one more photo.
pub(in crate::web::signed_in) async fn add(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, offer)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let desk = Desk::at(&node, &reader, &person, &organization, Some(&offer)).await?;
    let mut upload = Upload::default();
    let taken = async {
        upload = Upload::read(form, MOST_BYTES).await?;
        let said = upload.said.as_deref();
        let given = Given::read(upload.file.clone(), said, Role::Photo).await?;
        let alt = upload.texts("alt")?;
        let mut tx = node.db.begin().await?;
        photos::add(&mut tx, &node.clock, &OfferId::parse(&offer)?, &given, &alt).await?;
        tx.commit().await
    };
    let taken = taken.await;
    done(&desk, taken, &upload.fields)
}

/// Says anew what is to be seen on a photo, or takes it away.
pub(in crate::web::signed_in) async fn change(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, offer)): Path<(String, String)>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let desk = Desk::at(&node, &reader, &person, &organization, Some(&offer)).await?;
    let changed = async {
        let (id, photo) = (OfferId::parse(&offer)?, typed.get("photo"));
        let mut tx = node.db.begin().await?;
        if typed.get("do") == "remove" {
            photos::remove(&mut tx, &node.clock, &id, photo).await?;
        } else {
            let alt = texts(&desk, &typed)?;
            photos::describe(&mut tx, &node.clock, &id, photo, &alt).await?;
        }
        tx.commit().await
    };
    let changed = changed.await;
    done(&desk, changed, &[])
}

fn texts(desk: &Desk<'_>, typed: &Typed) -> Result<LanguageMap> {
    let mut texts = LanguageMap::default();
    for (language, ..) in desk
        .present
        .iter()
        .flat_map(|offer| alts(offer, |_| String::new()))
    {
        texts.insert(&language, typed.get(&format!("alt-{language}")))?;
    }
    Ok(texts)
}

/// The offer's page again, with what is to be mended where something is.
fn done(desk: &Desk<'_>, outcome: Result<()>, fields: &[(String, String)]) -> Answer {
    let Err(error) = outcome else {
        desk.node.wake.publisher.notify_one();
        return Ok(Redirect::to(&desk.path()).into_response());
    };
    let mut wrongs = Wrongs::default();
    refused(&mut wrongs, desk, error)?;
    let mut typed = desk
        .present
        .as_ref()
        .map(offer_form::of)
        .unwrap_or_default();
    for (name, text) in fields.iter().filter(|(name, _)| name.starts_with("alt-")) {
        typed.set(name, text);
    }
    desk.again(&typed, wrongs)
}

/// Notes what is to be mended, beside its field; every other error goes on.
pub(super) fn refused(wrongs: &mut Wrongs, desk: &Desk<'_>, error: Error) -> Result<()> {
    let words: &'static Words = desk.reader.words;
    match error {
        Error::Invalid { field, reason } if field == "alt" => {
            wrongs.note("file", words.tell(&reason));
        }
        Error::Invalid { field, .. } => match field.strip_prefix("alt.") {
            Some(language) => {
                wrongs.add(&format!("alt-{language}"), words.say("picture-alt-wrong"));
            }
            None => wrongs.add("file", words.say("picture-wrong")),
        },
        Error::AlreadyExists(_) => wrongs.add("file", words.say("photo-there")),
        Error::Conflict(_) if desk.photos.len() >= photos::MOST => {
            wrongs.add("file", words.say("photo-enough"));
        }
        Error::Conflict(_) => wrongs.add("file", words.say("offer-ended")),
        // Somebody else took it away meanwhile, and the page shows what there is.
        Error::Absent { .. } => wrongs.add("file", words.say("photo-gone")),
        other => return Err(other),
    }
    Ok(())
}
