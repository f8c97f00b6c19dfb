//! Deletions that nobody can verify any more: a server that removed an actor shows its key no
//! longer, and tells everybody. What is held here goes when the actor, and what is to be
//! removed, are gone from their own server too: then nothing is believed that was not seen.
//! The end of a record is final, so that its directory has to say it in so many words (410);
//! servers of people often say no more than that nothing is there (404).

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::inbox::{TOO_MANY, refuse};
use crate::activitypub::address::is_same_origin;
use crate::activitypub::client::FailureKind;
use crate::activitypub::json::{self, id_of};
use crate::activitypub::received::Arrival;
use crate::activitypub::refusal::Refusal;
use crate::activitypub::{digest, rates};
use crate::error::Result;
use crate::federation::{person, records};
use crate::http::Problem;
use crate::http::flood::too_many;
use crate::node::{Node, Received};

/// Takes a Delete whose key is gone, if anything of it is held and gone at its own server.
/// Whoever sent it learns nothing of that.
pub(super) async fn take(node: &Arc<Node>, body: &[u8]) -> Result<StatusCode, Response> {
    let taken = Ok(StatusCode::ACCEPTED);
    let Some((arrival, object)) = read(body) else {
        return taken;
    };
    if let Some(name) = rates::name_of_host(&arrival.actor)
        && let Err(wait) = node.host_rates.take(&name, node.clock.now())
    {
        return Err(too_many(wait, TOO_MANY));
    }
    let held = held(node, &arrival.actor, &object).await;
    let Some(held) = held.map_err(|error| Problem::from(error).into_response())? else {
        return taken;
    };
    for id in [arrival.actor.as_str(), object.as_str()] {
        match node.remote.document(id).await {
            Err(failure) if failure.kind == FailureKind::Gone => {}
            Err(failure) if failure.kind == FailureKind::Missing && held == Held::Words => {}
            Err(failure) if failure.kind == FailureKind::Passing => {
                let refusal = Refusal::unavailable("unreachable", failure.to_string());
                return Err(refuse(&refusal));
            }
            _ => return taken,
        }
    }
    let kept = node.inbox.accept(arrival).await;
    kept.map_err(|error| Problem::from(error).into_response())?;
    node.measures.received(Received::Kept);
    taken
}

/// The activity, and what it removes.
fn read(body: &[u8]) -> Option<(Arrival, String)> {
    let activity = json::parse(body).ok()?;
    let text = |name: &str| activity.get(name).and_then(id_of).map(str::to_owned);
    let object = activity.get("object").and_then(id_of)?.to_owned();
    let arrival = Arrival {
        activity: text("id")?,
        actor: text("actor")?,
        kind: activity.get("type").and_then(Value::as_str)?.to_owned(),
        request_digest: hex::encode(digest::sha256(body)),
        body: String::from_utf8_lossy(body).into_owned(),
    };
    is_same_origin(&object, &arrival.actor).then_some((arrival, object))
}

/// What is held that an actor may remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// A record of another directory.
    Record,
    /// What a person said or did here.
    Words,
}

async fn held(node: &Node, actor: &str, object: &str) -> Result<Option<Held>> {
    let mut tx = node.db.read().await?;
    let record = records::get(&mut tx, object).await?;
    if record.is_some_and(|record| !record.gone && record.owner == actor) {
        return Ok(Some(Held::Record));
    }
    let is_held = person::is_held(&mut tx, actor).await?;
    Ok(is_held.then_some(Held::Words))
}
