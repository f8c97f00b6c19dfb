//! Offers and needs on the wire: a `Note` that every server shows, carrying a marketplace
//! intent (FEP-0837) for those that read one.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::markup::inline;
use super::publish::{Batch, Change};
use super::{context, followers, organization, paths, seal};
use crate::activitypub::documents::{self, Publication};
use crate::activitypub::{activities, keyring};
use crate::error::{Error, Result};
use crate::id::OfferId;
use crate::node::Node;
use crate::offers::{self, Offer, Purpose, State};
use crate::registry;
use crate::text::to_html;
use crate::vocabulary::{Terms, What};

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
    let actor = paths::organization(&owner.id);
    if !keyring::has(&mut batch.tx, &actor).await? {
        // Until it is published as an actor, peers know it in the node's keeping, and would
        // take nothing from it.
        organization::publish(batch, &owner.id, false).await?;
    }
    if let Some(territory) = &offer.stated.territory {
        batch.ensure_territory(territory).await?;
    }
    let path = paths::offer(id);
    let cc = recipients(batch.node, &offer, &actor);
    let record = describe(batch.node, &offer, &actor, &cc);
    put_proposal(batch, &offer, &actor, &record).await?;
    let change = Change {
        sealer: &actor,
        speaker: &actor,
        path: &path,
        record,
        context: &context::OFFER,
        cc,
        inboxes: inboxes(batch, &actor).await?,
    };
    batch.put(change).await?;
    Ok(())
}

/// Publishes that an offer or need is withdrawn, to everybody who was ever told of it.
pub(super) async fn withdraw(batch: &mut Batch<'_>, id: &OfferId) -> Result<()> {
    let path = paths::offer(id);
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
    let body = seal::with_context(&proposal, &context::OFFER).to_string();
    put_document(batch, &format!("{path}/proposal"), &body, true).await?;
    let change = Change {
        sealer: &actor,
        speaker: &actor,
        path: &path,
        record,
        context: &context::OFFER,
        cc: vec![batch.node.url(&format!("{actor}/followers"))],
        inboxes: inboxes(batch, &actor).await?,
    };
    batch.delete(change, false).await?;
    Ok(())
}

async fn inboxes(batch: &mut Batch<'_>, actor: &str) -> Result<BTreeSet<String>> {
    let mut inboxes: BTreeSet<String> = followers::inboxes(&mut batch.tx, actor)
        .await?
        .into_iter()
        .collect();
    inboxes.extend(followers::peer_inboxes(&mut batch.tx).await?);
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

fn recipients(node: &Node, offer: &Offer, actor: &str) -> Vec<String> {
    let mut cc = vec![node.url(&format!("{actor}/followers"))];
    if let Some(territory) = &offer.stated.territory {
        cc.push(node.url(&paths::territory(territory.as_str())));
    }
    cc
}

fn describe(node: &Node, offer: &Offer, actor: &str, cc: &[String]) -> Value {
    let stated = &offer.stated;
    let url = node.url(&offer.path());
    let content = |tag: &str| render(node, offer, tag);
    // A language with a title alone would repeat the whole text of another.
    let is_written = |tag: &str| tag == stated.language || stated.texts.get(tag).is_some();
    let contents: Map<String, Value> = stated
        .titles
        .iter()
        .filter(|(tag, _)| is_written(tag))
        .map(|(tag, _)| (tag.to_owned(), Value::String(content(tag))))
        .collect();
    let mut record = json!({
        "id": url,
        "type": "Note",
        "attributedTo": node.url(actor),
        "name": heading(offer, &stated.language),
        "content": content(&stated.language),
        "contentMap": contents,
        "url": url,
        "published": offer.created_at.to_rfc3339(),
        "updated": offer.updated_at.to_rfc3339(),
        "replies": format!("{url}/replies"),
        "likes": format!("{url}/likes"),
        "shares": format!("{url}/shares"),
        "sensitive": false,
        "to": [context::PUBLIC],
        "cc": cc,
        "state": offer.state.as_str(),
        "what": stated.what,
        "terms": stated.terms,
        "tag": tags(node, offer),
        "purpose": match stated.purpose {
            Purpose::Offer => "offer",
            Purpose::Need => "request",
        },
        "publishes": intent(node, offer, &url),
    });
    if let Value::Object(members) = &mut record {
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                members.insert(name.to_owned(), value);
            }
        };
        put(
            "endTime",
            json!(stated.valid_until.map(crate::clock::Timestamp::to_rfc3339)),
        );
        put("aim", json!(stated.aim));
        put("territory", json!(stated.territory));
        put(
            "conditions",
            organization::languages(&stated.conditions, false),
        );
        if let Some(territory) = &stated.territory {
            put(
                "audience",
                json!(node.url(&paths::territory(territory.as_str()))),
            );
            let name = territory.english_name().unwrap_or(territory.as_str());
            put("location", json!({"type": "Place", "name": name}));
        }
        // The first version has no `updated`, by which servers know an edited post.
        if offer.updated_at == offer.created_at {
            members.remove("updated");
        }
    }
    record
}

/// What is exchanged, in the terms of ValueFlows.
fn intent(node: &Node, offer: &Offer, url: &str) -> Value {
    let stated = &offer.stated;
    let action = match (stated.what, stated.terms) {
        (What::Product, Terms::Rent | Terms::Lend) | (What::SpaceEquipment, _) => "transferCustody",
        (What::Product | What::MoneyGuarantee, _) => "transfer",
        _ => "deliverService",
    };
    let unit = stated.unit.as_deref().unwrap_or("one");
    let mut intent = json!({
        "id": format!("{url}#primary"),
        "type": "Intent",
        "action": action,
        "resourceConformsTo": node.url(&format!("/concepts/{}", stated.what.as_str())),
        "resourceQuantity": {"hasUnit": unit},
    });
    if let (Value::Object(members), Some(quantity)) = (&mut intent, stated.quantity) {
        let available = json!({"hasUnit": unit, "hasNumericalValue": quantity.to_string()});
        members.insert("availableQuantity".to_owned(), available);
    }
    intent
}

fn tags(node: &Node, offer: &Offer) -> Value {
    json!([{
        "type": "Hashtag",
        "name": format!("#{}", hashtag(offer)),
        "href": node.url(&format!("/tags/{}", hashtag(offer))),
    }])
}

/// The one tag that says what it is about, without the hyphens that end a hashtag.
fn hashtag(offer: &Offer) -> String {
    offer.stated.what.as_str().split('-').collect()
}

/// The title with what it is, in the language of `tag`: "Offer: shared roasting plant".
fn heading(offer: &Offer, tag: &str) -> String {
    let stated = &offer.stated;
    let title = stated
        .titles
        .pick(&[tag, &stated.language])
        .map_or("", |(_, title)| title);
    let what = match (stated.purpose, tag) {
        (Purpose::Offer, "es") => "Ofrecemos",
        (Purpose::Offer, "fr") => "Nous offrons",
        (Purpose::Offer, "pt") => "Oferecemos",
        (Purpose::Offer, _) => "Offer",
        (Purpose::Need, "es") => "Buscamos",
        (Purpose::Need, "fr") => "Nous cherchons",
        (Purpose::Need, "pt") => "Procuramos",
        (Purpose::Need, _) => "Need",
    };
    let ended = match (offer.state, tag) {
        (State::Open | State::InConversation, _) => "",
        (State::Met, "es") => "RESUELTO · ",
        (State::Met, "fr") => "RÉSOLU · ",
        (State::Met, "pt") => "RESOLVIDO · ",
        (State::Met, _) => "MET · ",
        (State::Expired, "es") => "VENCIDO · ",
        (State::Expired, "fr") => "EXPIRÉ · ",
        (State::Expired, "pt") => "EXPIRADO · ",
        (State::Expired, _) => "EXPIRED · ",
        (_, "es") => "CERRADO · ",
        (_, "fr") => "FERMÉ · ",
        (_, "pt") => "ENCERRADO · ",
        _ => "CLOSED · ",
    };
    format!("{ended}{what}: {title}")
}

/// The post as servers show it: title, text, conditions, place and deadline, a link, tags.
fn render(node: &Node, offer: &Offer, tag: &str) -> String {
    let stated = &offer.stated;
    let order = [tag, stated.language.as_str()];
    let mut html = format!("<p><strong>{}</strong></p>", inline(&heading(offer, tag)));
    for texts in [&stated.texts, &stated.conditions] {
        if let Some((_, text)) = texts.pick(&order) {
            html.push_str(&to_html(text));
        }
    }
    let place = stated
        .territory
        .as_ref()
        .map(|one| one.english_name().unwrap_or(one.as_str()).to_owned());
    let until = stated.valid_until.map(|at| {
        format!(
            "⏳ {}",
            at.to_rfc3339().chars().take(10).collect::<String>()
        )
    });
    let facts = [
        Some(stated.what.label(tag).to_owned()),
        Some(stated.terms.label(tag).to_owned()),
        place,
        until,
    ];
    let facts: Vec<String> = facts
        .into_iter()
        .flatten()
        .map(|fact| inline(&fact))
        .collect();
    let url = node.url(&offer.path());
    let hashtag = hashtag(offer);
    let href = node.url(&format!("/tags/{hashtag}"));
    let facts = facts.join(" · ");
    html + &format!(
        "<p>{facts} · <a href=\"{url}\">{url}</a></p>\
         <p><a href=\"{href}\" class=\"mention hashtag\" rel=\"tag\">#{hashtag}</a></p>"
    )
}
