//! Somebody of another server as their own document describes them.

use super::{acquainted, blocks, followers, peering};
use crate::activitypub::remote::{self, RemoteActor};
use crate::conversation::{self, Person, reactions};
use crate::error::{Error, Result};
use crate::store::Tx;
use crate::text;

/// Longer account names are cut, in characters.
const MAX_HANDLE: usize = 100;

/// The person that an actor is to those who read of them.
pub fn of(actor: &RemoteActor) -> Person {
    let short = |text: &String| {
        let line: String = text::line(text).chars().take(MAX_HANDLE).collect();
        (!line.is_empty()).then_some(line)
    };
    Person {
        id: actor.id.clone(),
        name: actor.name.as_ref().and_then(short),
        handle: actor.handle.as_ref().and_then(short),
        host: peering::host(&actor.id),
    }
}

/// The actor as it is held; `None` when it is gone.
///
/// # Errors
/// [`Error::Unavailable`] when its document could not be read yet.
pub async fn known(tx: &mut Tx, id: &str) -> Result<Option<RemoteActor>> {
    if let Some(actor) = remote::find(tx, id).await? {
        return Ok(Some(actor));
    }
    if remote::is_gone(tx, id).await? {
        return Ok(None);
    }
    let reason = format!("the document of {id} could not be read yet");
    Err(Error::Unavailable(reason))
}

/// Whether anything is held of somebody that goes with their account.
pub async fn is_held(tx: &mut Tx, id: &str) -> Result<bool> {
    Ok(conversation::is_known(tx, id).await?
        || reactions::are_held_of(tx, id).await?
        || followers::count_of(tx, id).await? > 0
        || blocks::are_held_of(tx, id).await?
        || acquainted::is_known(tx, id).await?)
}
