//! `Move`: an account goes by another id from now on, as both of its documents say: a
//! follower, or somebody who is an organization of ours from then on.

use crate::activitypub::json::id_of;
use crate::activitypub::received::Outcome;
use crate::activitypub::remote;
use crate::error::{Error, Result};
use crate::federation::followers::{self, State};
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::relocation::{self, names};
use crate::federation::{admission, blocks, paths};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry;
use crate::store::Tx;

/// Lets the new id follow what the old one followed.
pub(crate) async fn receive(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Outcome> {
    let old = incoming.actor;
    if incoming.object_id() != Some(old) {
        return Ok(ignored("nobody moves another"));
    }
    let target = incoming.activity.get("target").and_then(id_of);
    if let Some(path) = target.and_then(|id| paths::own(node.base(), id)) {
        return arrive(node, tx, incoming, path).await;
    }
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
    // What the office or an organization would ask of a newcomer is asked of this one too.
    let most = i64::from(node.settings.limits.host_followers);
    let is_limited = node.client.restrictions().of(new).is_some();
    if is_limited || followers::count_of_owner(tx, new).await? >= most {
        return Ok(ignored("the new account must ask to follow by itself"));
    }
    let followed = followers::followed_by(tx, old).await?;
    followers::relocate(tx, old, (new, &inbox, actor.shared_inbox.as_deref())).await?;
    for path in followed {
        if admission::asks(node, tx, &path).await? {
            followers::set_state(tx, &path, new, State::Pending).await?;
        }
    }
    blocks::carry_over(tx, old, new).await?;
    Ok(Outcome::Applied)
}

/// Lets an account be an organization of ours from now on, which says that it was it.
async fn arrive(node: &Node, tx: &mut Tx, incoming: &Incoming<'_>, path: &str) -> Result<Outcome> {
    let old = incoming.actor;
    let stated = match path.strip_prefix("/o/").map(OrganizationId::parse) {
        Some(Ok(id)) => registry::relocation::former(tx, &id)
            .await?
            .into_iter()
            .any(|one| one.address == old && one.confirmed_at.is_none())
            .then_some(id),
        _ => None,
    };
    let Some(id) = stated else {
        return Ok(ignored(format!("nobody at {path} waits for this account")));
    };
    let Some(left) = incoming.fetched.get(old)? else {
        return Ok(ignored("the account that moves cannot be read"));
    };
    if left.get("movedTo").and_then(id_of) != Some(&node.url(path)) {
        return Ok(ignored("the account does not say that it moved here"));
    }
    let pages = incoming.fetched.pages(old);
    match relocation::arrive(node, tx, &id, (old, &pages)).await {
        Ok(()) => Ok(Outcome::Applied),
        Err(Error::Conflict(reason)) => Ok(ignored(reason.to_string())),
        Err(Error::NotFound(reason)) => Ok(ignored(reason)),
        Err(error) => Err(error),
    }
}
