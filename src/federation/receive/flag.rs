//! `Flag`: another server reports something of ours. It often comes from the server's own
//! actor, so that nobody learns who complained.

use serde_json::Value;

use super::note::outcome;
use crate::activitypub::documents;
use crate::activitypub::json::id_of;
use crate::activitypub::received::Outcome;
use crate::conversation::{Person, replies, reports};
use crate::error::Result;
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::{paths, peering};
use crate::node::Node;
use crate::store::Tx;
use crate::text;

/// How many things one report may be about.
const MOST: usize = 20;

/// Keeps what concerns this directory for its office to read.
pub(crate) async fn receive(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Outcome> {
    let objects: Vec<&Value> = match incoming.object() {
        Value::Array(many) => many.iter().collect(),
        one => vec![one],
    };
    let mut subjects: Vec<String> = Vec::new();
    for id in objects.into_iter().filter_map(id_of).take(MOST) {
        if concerns(node, tx, id).await? && !subjects.iter().any(|known| known == id) {
            subjects.push(id.to_owned());
        }
    }
    if subjects.is_empty() {
        return Ok(ignored("it is about nothing of this node's"));
    }
    let reporter = Person {
        id: incoming.actor.to_owned(),
        name: None,
        handle: None,
        host: peering::host(incoming.actor),
    };
    let content = incoming.activity.get("content").and_then(Value::as_str);
    let content = text::from_html(&text::sanitize_html(content.unwrap_or_default()));
    let from = (&reporter, incoming.id);
    let rules = &node.settings.conversation;
    let taken = reports::receive(tx, &node.clock, from, subjects, &content, rules).await?;
    Ok(outcome(&taken))
}

/// Whether an id is something that this directory publishes or shows.
async fn concerns(node: &Node, tx: &mut Tx, id: &str) -> Result<bool> {
    match paths::own(node.base(), id) {
        Some(path) => Ok(documents::is_gone(tx, path).await? == Some(false)),
        None => Ok(replies::find(tx, id).await?.is_some()),
    }
}
