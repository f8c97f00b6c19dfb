//! Offers and needs on the wire: published, and withdrawn from everybody who was ever told.

/// What stands beside the text.
mod card;
/// The text that people read.
mod content;
/// The document.
mod record;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::publish::{Batch, Change};
use super::{acquainted, channel, context, followers, organization, paths, relays, seal};
use crate::activitypub::documents::{self, Publication};
use crate::activitypub::{activities, keyring};
use crate::conversation::reactions;
use crate::error::{Error, Result};
use crate::id::OfferId;
use crate::node::Node;
use crate::offers::{self, Offer, State, hashtag};
use crate::pictures;
use crate::registry::{self, Organization};
use crate::words;
pub use card::Card;
pub use content::title_in;
use record::Told;

/// Publishes the present state of an offer or need.
pub(super) async fn publish(batch: &mut Batch<'_>, id: &OfferId) -> Result<()> {
    let offer = match offers::get(&mut batch.tx, id).await {
        Ok(offer) if offer.state != State::Withdrawn => offer,
        Ok(_) | Err(Error::NotFound(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    let owner = registry::get(&mut batch.tx, &offer.organization).await?;
    if !owner.is_public() {
        return Ok(());
    }
    let actor = owner.id.path();
    if !keyring::has(&mut batch.tx, &actor).await? {
        // Until it is published as an actor, peers know it in the node's keeping, and would
        // take nothing from it.
        organization::publish(batch, &owner.id, false).await?;
    }
    if let Some(territory) = offer.territory(&owner) {
        batch.ensure_territory(territory).await?;
    }
    let path = id.path();
    let cc = recipients(batch.node, &offer, &owner);
    let told = Told::of(batch.node, &offer, &owner);
    hashtag::keep(&mut batch.tx, id, &told.hashtags).await?;
    let place = told.place_in(&offer.stated.language);
    let pictures = card::attachment(batch, &offer, &owner, place).await?;
    let record = told.record(&actor, &cc, &pictures);
    put_proposal(batch, &offer, &actor, &record).await?;
    let change = Change {
        sealer: &actor,
        speaker: &actor,
        path: &path,
        record,
        context: &context::OFFER,
        cc,
        inboxes: inboxes(batch, id, &actor).await?,
    };
    if batch.put(change).await? == Some("Create") {
        relays::tell(batch, &path).await?;
    }
    Ok(())
}

/// The post as people of other servers will read it, in the language that it was written in:
/// HTML in which nothing that was typed is markup. What was not published yet has no address.
pub fn preview(node: &Node, offer: &Offer, owner: &Organization, is_published: bool) -> String {
    let (told, tag) = (Told::of(node, offer, owner), offer.stated.language.as_str());
    if is_published {
        return told.content(tag);
    }
    let words = words::of_or_first(channel::around(node, tag));
    told.content_at(words.say("post-address-to-come"), tag)
}

/// What its card says, which goes with the post as a picture where there are no photos.
pub fn card(node: &Node, offer: &Offer, owner: &Organization) -> Card {
    let told = Told::of(node, offer, owner);
    Card::of(node, offer, owner, told.place_in(&offer.stated.language))
}

/// Publishes that an offer or need is withdrawn, to everybody who was ever told of it.
pub(super) async fn withdraw(batch: &mut Batch<'_>, id: &OfferId) -> Result<()> {
    hashtag::forget(&mut batch.tx, id).await?;
    let path = id.path();
    pictures::forget(&mut batch.tx, &path).await?;
    let Some(actor) = activities::speaker(&mut batch.tx, &path).await? else {
        return Ok(());
    };
    let url = batch.node.url(&path);
    let tombstone = |id: &str, former: &str| {
        json!({
            "id": id,
            "type": "Tombstone",
            // Some servers refuse a former type that they do not know.
            "formerType": former,
            "deleted": batch.now.to_rfc3339(),
            "atomUri": id,
        })
    };
    let (record, proposal) = (
        tombstone(&url, "Note"),
        tombstone(&format!("{url}/proposal"), "Object"),
    );
    let mut inboxes = inboxes(batch, id, &actor).await?;
    inboxes.extend(acquainted::take(&mut batch.tx, &path).await?);
    let body = seal::with_context(&proposal, &context::OFFER).to_string();
    put_document(batch, &format!("{path}/proposal"), &body, true).await?;
    let change = Change {
        sealer: &actor,
        speaker: &actor,
        path: &path,
        record,
        context: &context::OFFER,
        cc: vec![batch.node.url(&format!("{actor}/followers"))],
        inboxes,
    };
    batch.delete(change, false).await?;
    Ok(())
}

/// Whom every change of an offer concerns: whoever follows its organization or a channel that
/// told of it, reacted to it, or copies this node.
async fn inboxes(batch: &mut Batch<'_>, id: &OfferId, actor: &str) -> Result<BTreeSet<String>> {
    let tx = &mut batch.tx;
    let mut inboxes = channel::inboxes_of(tx, &id.path()).await?;
    inboxes.extend(followers::inboxes(tx, actor).await?);
    inboxes.extend(reactions::inboxes(tx, id).await?);
    inboxes.extend(followers::peer_inboxes(tx).await?);
    Ok(inboxes)
}

/// The same offer under the type that marketplaces look for, with the same intent.
async fn put_proposal(
    batch: &mut Batch<'_>,
    offer: &Offer,
    actor: &str,
    note: &Value,
) -> Result<()> {
    let path = format!("{}/proposal", offer.path());
    let mut proposal = note.clone();
    if let Value::Object(members) = &mut proposal {
        members.insert("id".to_owned(), json!(batch.node.url(&path)));
        members.insert("type".to_owned(), json!("Proposal"));
        let heading = content::heading(batch.node, offer, &offer.stated.language);
        members.insert("name".to_owned(), json!(heading));
    }
    let key = batch
        .node
        .keys
        .of_actor(&mut batch.tx, actor, batch.now)
        .await?;
    let sealer = seal::Sealer::new(key, &batch.node.url(actor));
    let body = sealer.seal(&proposal, &context::OFFER, batch.now)?;
    put_document(batch, &path, &body, false).await
}

async fn put_document(batch: &mut Batch<'_>, path: &str, body: &str, is_gone: bool) -> Result<()> {
    let publication = Publication {
        path,
        body,
        record_digest: None,
        is_gone,
        log_number: None,
    };
    documents::put(&mut batch.tx, &publication, batch.now).await?;
    batch.touch(path);
    Ok(())
}

fn recipients(node: &Node, offer: &Offer, owner: &Organization) -> Vec<String> {
    let actor = owner.id.path();
    let mut cc = vec![node.url(&format!("{actor}/followers"))];
    let territory = offer.territory(owner);
    cc.extend(territory.map(|one| node.url(&paths::territory(one.as_str()))));
    cc
}
