//! `Announce`: somebody passes on an offer or need of ours, or, as groups do, hands over
//! what somebody else answered.

use serde_json::Value;

use super::{like, note};
use crate::activitypub::address;
use crate::activitypub::json::{id_of, type_of};
use crate::activitypub::received::Outcome;
use crate::conversation::reactions::Kind;
use crate::conversation::{HELD, replies};
use crate::error::Result;
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::paths;
use crate::node::Node;
use crate::store::Tx;

/// Counts who passes on what is ours; what is another's counts only as it stands at its id.
pub(crate) async fn receive(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Outcome> {
    if let Some(offer) = incoming.object_id().and_then(|id| like::offer(node, id)) {
        return like::count(tx, incoming, (Kind::Share, &offer)).await;
    }
    let Some((id, author)) = passed_on(node.base(), incoming.object()) else {
        return Ok(ignored("it is about nothing of this node's"));
    };
    if replies::find(tx, id).await?.is_some() {
        return Ok(ignored(HELD));
    }
    match incoming.fetched.get(id)? {
        Some(document) => note::receive(node, tx, incoming, (document, author)).await,
        None => Ok(ignored("there is nothing at the object's id")),
    }
}

/// The id and author of a note that is handed over, alone or within its Create, if it says
/// that it answers something of ours: only then is it fetched.
pub(crate) fn passed_on<'a>(base: &str, object: &'a Value) -> Option<(&'a str, &'a str)> {
    let kind = |value: &Value| type_of(value).map(str::to_owned);
    let note = match kind(object)?.as_str() {
        "Create" | "Update" => object.get("object")?,
        _ => object,
    };
    let answered = note.get("inReplyTo").and_then(id_of)?;
    let is_ours = paths::own(base, answered)?.starts_with("/offers/");
    let id = note.get("id").and_then(Value::as_str)?;
    let author = note.get("attributedTo").and_then(id_of)?;
    let is_sound = kind(note)? == "Note" && is_ours && address::is_same_origin(id, author);
    (is_sound && paths::own(base, id).is_none()).then_some((id, author))
}
