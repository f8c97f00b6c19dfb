//! Organizations that move from one server to another with their followers (FEP-7628, in the
//! push mode that Mastodon and others follow): the new actor names the old one in
//! `alsoKnownAs`, the old one names the new in `movedTo`, and tells its followers by `Move`.

use serde_json::{Map, Value, json};

use super::publish::Batch;
use super::speak::{self, Speech};
use super::{context, followers, paths, same_as};
use crate::activitypub::json::{id_of, name_of, type_of};
use crate::activitypub::{address, discovery, remote};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::offers::{self, Ending, Offer};
use crate::registry::relocation::{self, FormerOffer};
use crate::registry::same_as::StatedBy;
use crate::registry::{self, Organization};
use crate::store::Tx;
use crate::text;

/// The longest id of a former offer that is kept, in bytes.
const LONGEST_ADDRESS: usize = 2_048;
/// The longest title of a former offer that is kept, in characters.
const LONGEST_TITLE: usize = 300;

/// States that an organization of ours was `address` before: an id, or an account such as
/// `@name@host`.
///
/// # Errors
/// [`Error::Invalid`] when it is one of ours; [`Error::Remote`] when no account is found
/// there; and those of [`relocation::state_former`].
pub async fn state_former(node: &Node, id: &OrganizationId, address: &str) -> Result<Organization> {
    let address = elsewhere(node, address).await?;
    node.remote.refresh(&address).await?;
    let mut tx = node.db.begin().await?;
    let organization = relocation::state_former(&mut tx, &node.clock, id, &address).await?;
    tx.commit().await?;
    node.wake.publisher.notify_one();
    Ok(organization)
}

/// Takes back that an organization of ours was `address` before, by its id or its name.
///
/// # Errors
/// [`Error::Remote`] when no account is found of a name; and those of
/// [`relocation::forget_former`].
pub async fn forget_former(
    node: &Node,
    id: &OrganizationId,
    address: &str,
) -> Result<Organization> {
    let address = elsewhere(node, address).await?;
    let mut tx = node.db.begin().await?;
    let organization = relocation::forget_former(&mut tx, &node.clock, id, &address).await?;
    tx.commit().await?;
    node.wake.publisher.notify_one();
    Ok(organization)
}

/// Lets an organization of ours move to the account `target`, which must say that it was ours
/// before. What it offers and seeks here is closed.
///
/// # Errors
/// [`Error::Conflict`] when the account does not say so; [`Error::Remote`] when it cannot be
/// read; and those of [`relocation::leave`].
pub async fn leave(node: &Node, id: &OrganizationId, target: &str) -> Result<Organization> {
    let target = elsewhere(node, target).await?;
    let profile = node.remote.document(&target).await?;
    let own = node.url(&id.path());
    if !names(profile.get("alsoKnownAs"), &own) {
        let reason = format!(
            "{target} does not say yet that it was {own}; there, name it as a former address \
             first (alsoKnownAs), and then move"
        );
        return Err(Error::Conflict(reason.into()));
    }
    if profile.get("movedTo").is_some_and(|to| !to.is_null()) {
        let reason = format!("{target} has itself moved on; move to where it went");
        return Err(Error::Conflict(reason.into()));
    }
    // Its inbox is where the Move goes as well.
    node.remote.refresh(&target).await?;
    let mut tx = node.db.begin().await?;
    let organization = relocation::leave(&mut tx, &node.clock, id, &target).await?;
    let made = offers::of_all(&mut tx, &[id], true).await?;
    for offer in made.into_values().flatten().filter(Offer::is_open) {
        offers::close(&mut tx, &node.clock, &offer.id, Ending::Closed).await?;
    }
    link(node, &mut tx, id, &target).await?;
    tx.commit().await?;
    node.wake.publisher.notify_one();
    Ok(organization)
}

/// The id of an account of another server, from its id or its name.
async fn elsewhere(node: &Node, address: &str) -> Result<String> {
    let is_name = !address.contains("://");
    let id = if is_name {
        discovery::webfinger(&node.client, address).await?.into()
    } else {
        address.to_owned()
    };
    if paths::own(node.base(), &id).is_some() {
        let reason = "is an organization of this directory; merge the two instead";
        return Err(Error::invalid("address", reason));
    }
    Ok(id)
}

/// States that both records are one organization, by its own word.
async fn link(node: &Node, tx: &mut Tx, id: &OrganizationId, other: &str) -> Result<()> {
    let by = StatedBy::Organization;
    match registry::same_as::state(tx, &node.clock, id, other, by).await {
        Ok(organization) => same_as::refresh_own(tx, node.base(), &organization.path()).await,
        // Too many are stated already: the two are linked by the move alone.
        Err(Error::Invalid { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The account that the organization at a path is now, when it has moved.
pub async fn target(tx: &mut Tx, path: &str) -> Result<Option<String>> {
    let Some(id) = path.strip_prefix("/o/") else {
        return Ok(None);
    };
    let gone = relocation::of(tx, &OrganizationId::parse(id)?).await?;
    Ok(gone.and_then(|gone| gone.target))
}

/// Where an organization was before and where it has gone, as its document says it.
pub(super) async fn members(tx: &mut Tx, id: &OrganizationId) -> Result<Map<String, Value>> {
    let mut members = Map::new();
    let former = relocation::former(tx, id).await?;
    if !former.is_empty() {
        let former: Vec<String> = former.into_iter().map(|one| one.address).collect();
        members.insert("alsoKnownAs".to_owned(), json!(former));
    }
    if let Some(gone) = relocation::of(tx, id).await? {
        members.insert("movedTo".to_owned(), json!(gone.target));
    }
    Ok(members)
}

/// Tells the followers of an organization that has moved, once, and the account that it is
/// now.
pub(super) async fn announce(batch: &mut Batch<'_>, id: &OrganizationId) -> Result<()> {
    let Some(gone) = relocation::of(&mut batch.tx, id).await? else {
        return Ok(());
    };
    let (Some(target), None) = (gone.target, gone.told_at) else {
        return Ok(());
    };
    let path = id.path();
    let mut inboxes = followers::inboxes(&mut batch.tx, &path).await?;
    let account = remote::find(&mut batch.tx, &target).await?;
    inboxes.extend(account.and_then(|account| account.inbox));
    let node = batch.node;
    let speech = Speech {
        actor: &path,
        kind: "Move",
        object: Value::String(node.url(&path)),
        // Its own, so that no later change of the profile takes its place in the queue.
        subject: &format!("{path}#moved"),
        target: Some(target.clone()),
        context: &context::PLAIN,
        to: vec![node.url(&format!("{path}/followers"))],
        cc: vec![target],
        content: None,
        log_number: None,
        inboxes: inboxes.into_iter().collect(),
    };
    speak::speak(node, &mut batch.tx, speech, batch.now).await?;
    relocation::told(&mut batch.tx, id, batch.now).await
}

/// Notes that an account which an organization of ours says it was has moved to it, and what
/// it offered: `pages` are those of the account's outbox.
///
/// # Errors
/// Those of [`relocation::arrive`].
pub(crate) async fn arrive(
    node: &Node,
    tx: &mut Tx,
    id: &OrganizationId,
    (account, pages): (&str, &[&Value]),
) -> Result<()> {
    let offers: Vec<FormerOffer> = pages
        .iter()
        .flat_map(|page| items(page))
        .filter_map(|activity| former_offer(activity, account))
        .collect();
    relocation::arrive(tx, &node.clock, id, account, &offers).await?;
    link(node, tx, id, account).await
}

/// The activities on a page of an outbox.
fn items(page: &Value) -> impl Iterator<Item = &Value> {
    let items = page.get("orderedItems").and_then(Value::as_array);
    items.into_iter().flatten()
}

/// An offer or need that an account created itself.
fn former_offer(activity: &Value, account: &str) -> Option<FormerOffer> {
    let object = activity.get("object")?;
    let member = |name: &str| object.get(name).and_then(Value::as_str);
    let is_created = type_of(activity) == Some("Create");
    let is_own = object.get("attributedTo").and_then(id_of) == Some(account);
    let id = member("id").filter(|id| id.len() <= LONGEST_ADDRESS)?;
    let is_here = address::is_same_origin(id, account);
    if !is_created || !is_own || !is_here || object.get("publishes").is_none() {
        return None;
    }
    let purpose = match member("purpose")? {
        "offer" => "offer",
        "request" => "need",
        _ => return None,
    };
    let title = text::line(name_of(object).unwrap_or_default());
    Some(FormerOffer {
        address: id.to_owned(),
        purpose: purpose.to_owned(),
        title: title.chars().take(LONGEST_TITLE).collect(),
        published_at: member("published").and_then(Timestamp::from_rfc3339)?,
    })
}

/// Whether an account says that it goes, or went, by another id too.
pub(crate) fn names(also_known_as: Option<&Value>, id: &str) -> bool {
    match also_known_as {
        Some(Value::Array(many)) => many.iter().any(|one| id_of(one) == Some(id)),
        Some(one) => id_of(one) == Some(id),
        None => false,
    }
}
