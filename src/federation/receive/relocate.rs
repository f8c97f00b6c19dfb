//! `Move`: a follower goes by another id from now on, as both of its documents say.

use serde_json::Value;

use crate::activitypub::json::id_of;
use crate::activitypub::received::Outcome;
use crate::activitypub::remote;
use crate::error::Result;
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::{blocks, followers, paths};
use crate::node::Node;
use crate::store::Tx;

/// Lets the new id follow what the old one followed.
pub(crate) async fn receive(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Outcome> {
    let old = incoming.actor;
    if incoming.object_id() != Some(old) {
        return Ok(ignored("nobody moves another"));
    }
    let target = incoming.activity.get("target").and_then(id_of);
    let elsewhere = |id: &&str| *id != old && paths::own(node.base(), id).is_none();
    let Some(new) = target.filter(elsewhere) else {
        return Ok(ignored("it names no other account to move to"));
    };
    if !followers::follows(tx, old).await? {
        return Ok(ignored("who moves follows nobody here"));
    }
    let (Some(left), Some(entered)) = (incoming.fetched.get(old)?, incoming.fetched.get(new)?)
    else {
        return Ok(ignored("one of the two accounts cannot be read"));
    };
    if left.get("movedTo").and_then(id_of) != Some(new) {
        return Ok(ignored("the old account does not say that it moved"));
    }
    if !names(entered.get("alsoKnownAs"), old) {
        return Ok(ignored(
            "the new account does not say that it was the old one",
        ));
    }
    let actor = remote::find(tx, new).await?;
    let Some((actor, inbox)) = actor.and_then(|one| one.inbox.clone().map(|inbox| (one, inbox)))
    else {
        return Ok(ignored("the new account has no inbox"));
    };
    followers::relocate(tx, old, (new, &inbox, actor.shared_inbox.as_deref())).await?;
    blocks::carry_over(tx, old, new).await?;
    Ok(Outcome::Applied)
}

fn names(also_known_as: Option<&Value>, id: &str) -> bool {
    match also_known_as {
        Some(Value::Array(many)) => many.iter().any(|one| id_of(one) == Some(id)),
        Some(one) => id_of(one) == Some(id),
        None => false,
    }
}
