//! Offers and needs that somebody has begun to write: kept, taken up again, discarded. What is
//! published of them goes the way of every offer.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;

use super::super::Me;
use super::draft_photos;
use super::offer_form;
use super::offers::{Desk, Shown};
use crate::clock::{Clock, Timestamp};
use crate::error::Error;
use crate::id::{DraftId, OrganizationId};
use crate::node::Node;
use crate::offers::drafts::{self, Basis, Fields, Kept, Outcome};
use crate::people::forms;
use crate::pictures::Given;
use crate::text::LanguageMap;
use crate::web::form::{Typed, Wrongs};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;
use crate::web::views;
use crate::words::Words;

/// A draft in the list of an organization's pages.
pub(super) struct Item {
    pub(super) path: String,
    /// Whether it is an offer or a need, where that was said.
    pub(super) purpose: &'static str,
    pub(super) title: String,
    /// When it was last kept.
    pub(super) day: String,
}

impl Item {
    pub(super) fn of(kept: &Kept, own: &str, words: &'static Words) -> Self {
        let said = |name: &str| kept.fields.get(name).map_or("", |text| text.trim());
        let title = said("title");
        Self {
            path: format!("{own}/drafts/{}", kept.id),
            purpose: match said("purpose") {
                "need" => words.say("need"),
                _ => words.say("offer"),
            },
            title: match title {
                "" => words.say("draft-untitled").to_owned(),
                title => title.to_owned(),
            },
            day: views::day(kept.updated_at),
        }
    }
}

/// What is kept of a form; fields that are empty are left out.
pub(super) fn fields(typed: &Typed) -> Fields {
    let said = offer_form::FIELDS
        .iter()
        .map(|name| (*name, typed.get(name)));
    said.filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect()
}

/// Which draft a form shows; none when it says none.
pub(super) fn basis(typed: &Typed) -> Option<Basis> {
    Some(Basis {
        id: DraftId::parse(typed.get("draft")).ok()?,
        version: typed.get("version").parse().map(Timestamp).ok(),
    })
}

/// The form with what was kept.
pub(super) fn of(clock: &Clock, kept: &Kept) -> Typed {
    let mut typed = Typed::default();
    for (name, text) in &kept.fields {
        typed.set(name, text);
    }
    typed.set("draft", kept.id.as_str());
    typed.set("version", &kept.updated_at.0.to_string());
    typed.set("form", &forms::key(clock));
    typed
}

/// The form with a draft.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, draft)): Path<(String, String)>,
) -> Answer {
    let mut desk = Desk::at(&node, &reader, &person, &organization, None).await?;
    let id = DraftId::parse(&draft)?;
    let mut tx = node.db.read().await?;
    let kept = drafts::get(&mut tx, &desk.owner.id, &id).await?;
    drop(tx);
    desk.begin_with(Some(&id)).await?;
    let typed = of(&node.clock, &kept);
    desk.page(StatusCode::OK, &typed, Shown::default())
}

/// Keeps what was typed, in whatever state it is, with one more photo where one was brought.
pub(super) async fn keep(
    desk: &Desk<'_>,
    typed: Typed,
    photo: Option<(Given, LanguageMap)>,
) -> Answer {
    let node = desk.node;
    let basis = basis(&typed).unwrap_or_else(|| Basis {
        id: DraftId::new(&node.clock),
        version: None,
    });
    let mut tx = node.db.begin().await?;
    let own = &desk.owner.id;
    let kept = if basis.version.is_none() && forms::is_spent(&mut tx, basis.id.as_str()).await? {
        Ok(Outcome::Gone)
    } else {
        drafts::keep(&mut tx, &node.clock, own, &basis, fields(&typed)).await
    };
    match kept {
        Ok(Outcome::Done(kept)) => {
            let mut path = format!("{}/drafts/{}", desk.own(), kept.id);
            if let Some((given, alt)) = photo {
                let draft = (own, &kept.id);
                let added = drafts::photos::add(&mut tx, &node.clock, draft, &given, &alt).await;
                if let Err(error) = added {
                    drop(tx);
                    return draft_photos::refused(desk, &typed, error);
                }
                path.push_str("#photos");
            }
            tx.commit().await?;
            Ok(Redirect::to(&path).into_response())
        }
        Ok(Outcome::Changed(theirs)) => {
            drop(tx);
            meanwhile(desk, typed, Some(&theirs))
        }
        Ok(Outcome::Gone) => {
            drop(tx);
            meanwhile(desk, typed, None)
        }
        Err(error) => {
            drop(tx);
            let words = desk.reader.words;
            let mut wrongs = Wrongs::default();
            match error {
                Error::Conflict(_) => wrongs.note("form", words.tell(&error.saying())),
                other => wrongs.take(other, words, |field| offer_form::beside(field, words))?,
            }
            desk.again(&typed, wrongs)
        }
    }
}

/// The form again, with what somebody else kept meanwhile, or that they ended it.
pub(super) fn meanwhile(desk: &Desk<'_>, mut typed: Typed, theirs: Option<&Kept>) -> Answer {
    let words = desk.reader.words;
    let mut shown = Shown::default();
    // Whoever sends it again has seen what they replace, or that it is made anew.
    if let Some(theirs) = theirs.map(|theirs| of(&desk.node.clock, theirs)) {
        shown.is_changed = true;
        shown.differences = offer_form::differences(&typed, &theirs, words);
        typed.set("version", theirs.get("version"));
    } else {
        shown.wrongs.add("form", words.say("draft-gone"));
        typed.set("draft", DraftId::new(&desk.node.clock).as_str());
        typed.set("version", "");
    }
    desk.page(StatusCode::CONFLICT, &typed, shown)
}

/// Discards one.
pub(in crate::web::signed_in) async fn discard(
    State(node): State<Arc<Node>>,
    Path((organization, draft)): Path<(String, String)>,
) -> Answer {
    let own = OrganizationId::parse(&organization)?;
    let mut tx = node.db.begin().await?;
    drafts::discard(&mut tx, &own, &DraftId::parse(&draft)?).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/my/{own}")).into_response())
}
