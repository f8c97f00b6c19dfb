//! To whom an organization belongs and who belongs to it, as the office says it for the side of
//! the record.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};

use super::one::desk;
use crate::node::Node;
use crate::registry::membership::Speaker;
use crate::web::form::{Body, Typed};
use crate::web::reader::Reader;
use crate::web::signed_in::belonging;
use crate::web::signed_in::guard::Deed;
use crate::web::signed_in::{Answer, Me};

/// Begins a membership, confirms the record's side of one, or ends one.
pub(super) async fn say(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let desk = desk(&node, &reader, &person, &id)?;
    let typed = Typed::read(body);
    let mut tx = node.db.begin().await?;
    let said = belonging::say(&node, &mut tx, &desk.id, &typed, &Speaker::Office).await;
    let how = match said {
        Ok(how) => how,
        Err(error) => {
            drop(tx);
            let wrongs = belonging::refused(error, reader.words)?;
            return desk.again(typed, wrongs).await;
        }
    };
    let mut response = desk.settle(tx, typed, Ok(()), desk.nowhere()).await?;
    response.extensions_mut().insert(Deed {
        how: how.to_owned(),
        about: None,
    });
    Ok(response)
}
