//! `Create`: a peer's record came to be, or somebody said something.

use serde_json::Value;

use super::{note, record};
use crate::activitypub::json::type_of;
use crate::activitypub::received::Outcome;
use crate::error::Result;
use crate::federation::gathered::Gathered;
use crate::federation::inbox::{Incoming, ignored};
use crate::node::Node;
use crate::store::Tx;

/// Holds a peer's record, or keeps what somebody said.
pub(crate) async fn receive(
    node: &Node,
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    gathered: &mut Gathered,
) -> Result<Outcome> {
    let object = incoming.object();
    let is_record = type_of(object) != Some("Note") || object.get("publishes").is_some();
    if !object.is_string() && is_record {
        return record::receive(node, tx, incoming, gathered).await;
    }
    said(node, tx, incoming, gathered).await
}

/// Keeps what somebody said: the note that was sent, or the one that stands at its id.
pub(super) async fn said(
    node: &Node,
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    gathered: &mut Gathered,
) -> Result<Outcome> {
    if incoming.received_at.is_none() {
        return Ok(ignored("a log tells of records alone"));
    }
    let object = match incoming.object() {
        Value::String(id) => match incoming.fetched.get(id)? {
            Some(document) => document,
            None => return Ok(ignored("there is nothing at the object's id")),
        },
        embedded => embedded,
    };
    if object.get("publishes").is_some() && gathered.followed(tx, incoming.actor).await?.is_some() {
        return Ok(ignored(
            "the object is not embedded, so there is nothing to hold",
        ));
    }
    note::receive(node, tx, incoming, (object, incoming.actor)).await
}
