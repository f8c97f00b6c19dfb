//! What an import would do, found out by what the form says of the columns; a form in which
//! something is wrong comes back with it, beside its field.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};

use super::work::Open;
use super::{Answer, Me, PATH, done, looked_at, page, said, work};
use crate::error::{Error, Result};
use crate::id::BroughtFileId;
use crate::node::{Node, shelf};
use crate::registry::import::Mapping;
use crate::registry::import::brought::{self, Brought};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::reader::Reader;
use crate::words::{Words, phrase};

/// Finds out what an import would do, by what the form says of the columns.
pub(in crate::web::signed_in) async fn rehearse(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let id = BroughtFileId::parse(&id)?;
    let typed = Typed::read(body);
    let mut tx = node.db.read().await?;
    let file = brought::get(&mut tx, &id).await?;
    drop(tx);
    let mut file = looked_at(&node, file).await?;
    let mut wrongs = Wrongs::default();
    match begin(&node, &file, &typed, &mut wrongs, reader.words).await {
        Ok(()) if !wrongs.is_empty() => {
            file.options = said::options(&typed);
            let refused = (wrongs.status(), wrongs);
            page(&node, &reader, &person, file, Some(&typed), refused).await
        }
        // Where somebody works at it, the page says so.
        Ok(()) | Err(Error::Conflict(_)) => Ok(done(&format!("{PATH}/{id}"), file.file)),
        Err(error) => Err(error.into()),
    }
}

/// Begins it, unless something is wrong: that is told before any work begins.
async fn begin(
    node: &Arc<Node>,
    file: &Brought,
    typed: &Typed,
    wrongs: &mut Wrongs,
    words: &'static Words,
) -> Result<()> {
    let options = said::options(typed);
    let mapping = match file.looked.guess() {
        Some(guess) => said::mapping(guess, typed, wrongs, words)?,
        None => None,
    };
    // A whole register ends what it does not state: which it is came along from another file.
    let is_known_again = typed.trimmed("register-again") == typed.trimmed("register");
    if file.profile_of.is_some() && options.complete && !is_known_again {
        let reason = phrase!("import-register-unsure");
        wrongs.note("register-again", words.tell(&reason.into()));
    }
    if !wrongs.is_empty() {
        return Ok(());
    }
    let open = match opened(node, file, mapping.as_ref()).await {
        Ok(open) => open,
        Err(error) => return wrongs.take(error, words, |_| None),
    };
    let mut tx = node.db.begin().await?;
    brought::begin_rehearsal(&mut tx, &node.clock, &file.id, mapping.as_ref(), options).await?;
    tx.commit().await?;
    work::rehearse(node, &file.id, open, options);
    Ok(())
}

async fn opened(node: &Node, file: &Brought, mapping: Option<&Mapping>) -> Result<Open> {
    let turn = shelf::turn(node)?;
    let reading = shelf::open(node, &file.id, &file.file, mapping).await?;
    Ok((reading, turn))
}
