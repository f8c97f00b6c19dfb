//! How an offer or need comes to its end.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use super::super::Me;
use super::offer_form;
use super::offers::Desk;
use crate::error::Error;
use crate::id::OfferId;
use crate::node::Node;
use crate::offers::{self, Ending};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::reader::Reader;
use crate::web::signed_in::Answer;

/// Ends what stands: it was met, or it ended otherwise.
pub(in crate::web::signed_in) async fn close(
    State(node): State<Arc<Node>>,
    Path((organization, offer)): Path<(String, String)>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let ending = match typed.get("ending") {
        "met" => Ending::Met,
        "closed" => Ending::Closed,
        other => {
            let reason = format!("{other:?} is no ending; write met or closed");
            return Err(Error::invalid("ending", reason).into());
        }
    };
    let mut tx = node.db.begin().await?;
    offers::close(&mut tx, &node.clock, &OfferId::parse(&offer)?, ending).await?;
    tx.commit().await?;
    node.wake.publisher.notify_one();
    Ok(Redirect::to(&format!("/my/{organization}")).into_response())
}

/// Withdraws it everywhere and for good, once the box says so.
pub(in crate::web::signed_in) async fn withdraw(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path((organization, offer)): Path<(String, String)>,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    if typed.get("sure") != "yes" {
        let desk = Desk::at(&node, &reader, &person, &organization, Some(&offer)).await?;
        let shown = desk.present.as_ref().map(offer_form::of);
        let mut wrongs = Wrongs::default();
        wrongs.add("sure", reader.words.say("account-delete-unsure"));
        return desk.again(&shown.unwrap_or_default(), wrongs);
    }
    let mut tx = node.db.begin().await?;
    offers::withdraw(&mut tx, &node.clock, &OfferId::parse(&offer)?).await?;
    tx.commit().await?;
    node.wake.publisher.notify_one();
    Ok(Redirect::to(&format!("/my/{organization}")).into_response())
}
