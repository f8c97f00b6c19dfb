//! Two records are about to become one, which nobody can take back: it is asked before which of
//! them stays, and told afterwards where the other went.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use http::StatusCode;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use super::side::{self, Side};
use super::{Answer, Asked, Me, PATH, page};
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::people::Person;
use crate::registry::membership::Party;
use crate::registry::{Organization, duplicates, get_all};
use crate::store::Tx;
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::words::{Said, Saying, phrase};

#[derive(Template)]
#[template(path = "duplicates_join.html")]
struct JoinPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    /// The one that stays, and the one that goes into it.
    sides: [Side; 2],
    /// Where the other one is kept instead, if it can be.
    turned: Option<String>,
    refusal: Option<Said>,
}

/// Which two records.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web::signed_in) struct Both {
    keep: String,
    lose: String,
}

/// Where it is asked whether two records become one.
pub(super) fn address(keep: &str, lose: &str) -> String {
    let query = Serializer::new(String::new())
        .extend_pairs([("keep", keep), ("lose", lose)])
        .finish();
    format!("{PATH}/join?{query}")
}

/// Which record stays and which goes, before anything is done.
pub(in crate::web::signed_in) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Query(both): Query<Both>,
) -> Answer {
    asked(&node, &reader, &person, (&both.keep, &both.lose), None).await
}

/// The page that asks, or the list where the two cannot become one.
pub(super) async fn asked(
    node: &Node,
    reader: &Reader,
    person: &Person,
    both: (&str, &str),
    refusal: Option<Saying>,
) -> Answer {
    let mut tx = node.db.read().await?;
    let (kept, gone) = match foreseen(node, &mut tx, both).await {
        Ok(both) => both,
        Err(error @ (Error::Conflict(_) | Error::Invalid { .. } | Error::NotFound(_))) => {
            drop(tx);
            let said = Some(error.saying());
            return page(node, reader, person, &Asked::default(), said).await;
        }
        Err(error) => return Err(error.into()),
    };
    let turned = duplicates::foresee(&mut tx, &gone.id, &kept.id).await;
    let turned = turned.is_ok_and(|(stays, _)| stays.id == gone.id);
    let (kept, gone) = (kept.path(), gone.path());
    let page = JoinPage {
        frame: Frame::new(
            &node.settings,
            reader,
            "duplicates",
            reader.words.say("duplicates-join"),
        )
        .unlisted(),
        person,
        turned: turned.then(|| address(&gone, &kept)),
        sides: side::both(&mut tx, [kept, gone], reader).await?,
        refusal: refusal.map(|said| reader.words.tell(&said)),
    };
    drop(tx);
    let status = match page.refusal {
        Some(_) => StatusCode::CONFLICT,
        None => StatusCode::OK,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Two records of this directory that are named.
pub(super) async fn own(
    node: &Node,
    tx: &mut Tx,
    (keep, lose): (&str, &str),
) -> Result<(OrganizationId, OrganizationId)> {
    let keep = Party::find(tx, node.base(), keep).await?;
    let lose = Party::find(tx, node.base(), lose).await?;
    match (keep, lose) {
        (Party::Own(keep), Party::Own(lose)) => Ok((keep, lose)),
        _ => Err(Error::Conflict(phrase!("duplicates-choose").into())),
    }
}

/// The record that stays and the one that goes, of two that are named.
async fn foreseen(
    node: &Node,
    tx: &mut Tx,
    both: (&str, &str),
) -> Result<(Organization, Organization)> {
    let (keep, lose) = own(node, tx, both).await?;
    duplicates::foresee(tx, &keep, &lose).await
}

/// Two records that became one.
pub(super) struct Joined {
    /// The handle of the one that went.
    pub(super) gone: String,
    /// The one that stayed.
    pub(super) path: String,
    pub(super) name: String,
    pub(super) handle: String,
}

/// What became of the record that had this handle, where it went into another.
pub(super) async fn joined(tx: &mut Tx, gone: &str) -> Result<Option<Joined>> {
    let Some(path) = duplicates::moved(tx, &format!("/@{gone}")).await? else {
        return Ok(None);
    };
    let id = OrganizationId::parse(path.trim_start_matches("/o/")).ok();
    let found = get_all(tx, &id).await?;
    Ok(found.into_values().next().map(|kept| Joined {
        gone: gone.to_owned(),
        path: kept.path(),
        name: kept.stated.name().to_owned(),
        handle: kept.handle,
    }))
}
