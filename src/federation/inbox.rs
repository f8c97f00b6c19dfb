//! The one `match` on an activity's type, for what was pushed to an inbox and for what was
//! read from a peer's log alike.

use serde_json::Value;

use super::gathered::Gathered;
use super::prepare::Fetched;
use super::receive::{
    announce, answer, block, create, delete, flag, follow, like, relocate, undo, update,
};
use crate::activitypub::address;
use crate::activitypub::json::{HIGHEST, id_of, one, type_of};
use crate::activitypub::received::Outcome;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::node::Node;
use crate::store::Tx;

/// The types that take effect here. Others are acknowledged and counted, not kept.
pub const KNOWN: [&str; 12] = [
    "Follow", "Undo", "Accept", "Reject", "Create", "Update", "Delete", "Like", "Announce",
    "Block", "Flag", "Move",
];

/// The types by which records are told of; no other has an effect in a log.
pub const TOLD_OF_RECORDS: [&str; 3] = ["Create", "Update", "Delete"];

/// The reason that an activity is ignored whose effect, or a later one, stands already.
pub const HELD_ALREADY: &str = "a newer state or a tombstone is held already";

/// The reason that an old activity is ignored whose record was removed since.
pub const REMOVED_SINCE: &str = "the record was removed since";
/// The reason that a Delete is ignored whose object never arrived.
pub const NOTHING_HELD: &str = "nothing of that id is held";
/// The reason that a record is not held whose peer has as many here as it may.
pub const NO_ROOM: &str = "more is held of its directory than limits.peer_records or \
    limits.peer_megabytes allow";
/// Reasons that are to be expected in a log, and so are not noted for the office.
pub const IS_NO_NEWS: [&str; 4] = [HELD_ALREADY, REMOVED_SINCE, NOTHING_HELD, NO_ROOM];

/// An activity whose sender was verified.
#[derive(Debug)]
pub struct Incoming<'a> {
    /// The whole activity.
    pub activity: &'a Value,
    /// Its id.
    pub id: &'a str,
    /// Who signed it.
    pub actor: &'a str,
    /// The moment of processing.
    pub now: Timestamp,
    /// When it arrived at an inbox; `None` of what stood in a peer's log.
    pub received_at: Option<Timestamp>,
    /// What was asked of other hosts for it.
    pub fetched: &'a Fetched,
}

impl Incoming<'_> {
    /// The activity's object.
    pub fn object(&self) -> &Value {
        one(self.activity.get("object").unwrap_or(&Value::Null))
    }

    /// The id of the object, given as a string or as an embedded object.
    pub fn object_id(&self) -> Option<&str> {
        id_of(self.object())
    }

    /// The number of the activity in its node's log, where it has one.
    pub fn log_number(&self) -> Option<i64> {
        let number = self.activity.get("logSequence").and_then(Value::as_i64);
        number.filter(|number| (1..=HIGHEST).contains(number))
    }
}

/// Gives an activity its effect within `tx`; part of it is gathered, for the caller to write
/// before the commit. What has none is told with its reason; an error means that it may
/// succeed later.
pub async fn apply(
    node: &Node,
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    gathered: &mut Gathered,
) -> Result<Outcome> {
    let kind = type_of(incoming.activity).unwrap_or_default();
    // What was pushed was refused for it; of a log the other entries stand.
    if let Err(reason) = address::check_ids(incoming.activity) {
        return Ok(ignored(reason));
    }
    if !TOLD_OF_RECORDS.contains(&kind) {
        gathered.forget_directories();
    }
    match kind {
        "Follow" => follow::receive(node, tx, incoming).await,
        "Undo" => undo::receive(node, tx, incoming).await,
        "Accept" => answer::receive(node, tx, incoming, true).await,
        "Reject" => answer::receive(node, tx, incoming, false).await,
        "Create" => create::receive(node, tx, incoming, gathered).await,
        "Update" => update::receive(node, tx, incoming, gathered).await,
        "Delete" => delete::receive(node, tx, incoming, gathered).await,
        "Like" => like::receive(node, tx, incoming).await,
        "Announce" => announce::receive(node, tx, incoming).await,
        "Block" => block::receive(node, tx, incoming).await,
        "Flag" => flag::receive(node, tx, incoming).await,
        "Move" => relocate::receive(node, tx, incoming).await,
        other => Ok(ignored(format!("{other} has no effect here"))),
    }
}

/// An outcome without effect, with its reason.
pub fn ignored(reason: impl Into<String>) -> Outcome {
    Outcome::Ignored(reason.into())
}
