//! A second factor asked of everybody who works for the office, or asked no more. Who asks it has
//! one, so that nobody locks themselves out; where the settings say it, no page does.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

use super::{Answer, Deed, Done, Me, PATH, all};
use crate::error::Result;
use crate::http::flood::Visitor;
use crate::node::Node;
use crate::people::{Person, second};
use crate::site;
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::reader::Reader;
use crate::web::signed_in::confirm::confirmed;
use crate::words::Words;

/// Switches it on or off.
pub(in crate::web::signed_in) async fn switch(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let (typed, mut wrongs) = (Typed::read(body), Wrongs::default());
    let desk = (&*node, &reader, &*person);
    let how = typed.get("second");
    let (who, shown) = ((&visitor, &*person), (&typed, "second-present"));
    let mut tx = match confirmed(&node, &reader, who, shown, &mut wrongs).await? {
        Ok(tx) => tx,
        Err(refused) => {
            let again = all(desk, &typed, wrongs, Done::default()).await?;
            return Ok(refused.delay(again));
        }
    };
    if let Some(wrong) = wrong(&node, &mut tx, &person, how, reader.words).await? {
        drop(tx);
        wrongs.add("second", wrong);
        return all(desk, &typed, wrongs, Done::default()).await;
    }
    site::ask_second(&mut tx, how == "on").await?;
    tx.commit().await?;
    if let Err(error) = node.read_shown().await {
        tracing::warn!(%error, "the switch is heeded some seconds later");
    }
    let mut response = Redirect::to(PATH).into_response();
    let deed = Deed {
        how: how.to_owned(),
        about: None,
    };
    response.extensions_mut().insert(deed);
    Ok(response)
}

/// Why it cannot be switched so.
async fn wrong(
    node: &Node,
    tx: &mut Tx,
    person: &Person,
    how: &str,
    words: &'static Words,
) -> Result<Option<&'static str>> {
    let is_set = node.settings.accounts.office_second_factor.is_some();
    Ok(match how {
        _ if is_set => Some(words.say("people-second-set")),
        "on" if !second::is_set(tx, &person.account.id).await? => {
            Some(words.say("people-second-own"))
        }
        "on" | "off" => None,
        _ => Some(words.say("person-choose")),
    })
}
