//! The document of a channel's actor: computed while nobody follows, and unsigned, since a
//! request makes no key; sealed and kept from the first follower on.

use serde_json::{Map, Value, json};

use super::super::looks::{self, Said};
use super::super::markup::inline;
use super::super::{actor, context, paths, profile, seal, territory, welcome};
use super::{handle, sql, words};
use crate::activitypub::documents::{self, Publication};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::slice::Slice;
use crate::store::Tx;

/// Makes the channel an actor of its own, if it is none yet; says whether that was now.
pub async fn ensure(node: &Node, tx: &mut Tx, slice: &Slice, now: Timestamp) -> Result<bool> {
    let handle = handle(node, tx, slice).await?;
    let made = match slice.whole_territory() {
        Some(territory) => territory::make(tx, territory.as_str(), &handle, now).await?,
        None => sql::make(tx, &slice.to_string(), &handle, now).await?,
    };
    if made {
        publish(node, tx, slice, now).await?;
    }
    Ok(made)
}

/// Seals and keeps the document of a channel that is an actor, as the settings are now, and
/// returns it as it was before it was sealed.
pub(in crate::federation) async fn publish(
    node: &Node,
    tx: &mut Tx,
    slice: &Slice,
    now: Timestamp,
) -> Result<Value> {
    let path = paths::channel(slice);
    let handle = handle(node, tx, slice).await?;
    node.keys.hold(tx).await?;
    let proof_keys = actor::proof_keys(&node.keys, tx, (node.base(), &path), now).await?;
    let mut bare = describe(node, slice, &handle, &proof_keys)?;
    show(&mut bare, pictured(node, tx, slice, now).await?);
    let key = node.keys.of_actor(tx, &path, now).await?;
    let body = seal::Sealer::new(key, &node.url(&path)).seal(&bare, &context::ACTOR, now)?;
    let publication = Publication {
        path: &path,
        body: &body,
        record_digest: None,
        is_gone: false,
        log_number: None,
    };
    documents::put(tx, &publication, now).await?;
    welcome::put(node, tx, &path, now).await?;
    Ok(bare)
}

/// The document of a channel that nobody has followed yet, without a proof.
pub async fn unsigned(node: &Node, tx: &mut Tx, slice: &Slice) -> Result<String> {
    let handle = handle(node, tx, slice).await?;
    let mut bare = describe(node, slice, &handle, &[])?;
    show(&mut bare, looks::of_node(node, tx).await?);
    serde_json::to_string(&seal::with_context(&bare, &context::ACTOR)).map_err(Error::internal)
}

fn show(actor: &mut Value, pictures: Map<String, Value>) {
    if let Value::Object(members) = actor {
        members.extend(pictures);
    }
}

/// Its icon and header; a territory has a card too, for links to its page.
async fn pictured(
    node: &Node,
    tx: &mut Tx,
    slice: &Slice,
    now: Timestamp,
) -> Result<Map<String, Value>> {
    let path = paths::channel(slice);
    let language = words::first_language(node);
    let Some(territory) = slice.whole_territory() else {
        return looks::of_actor(node, tx, &path, (&slice.title(language), language), now).await;
    };
    let name = territory.name_with_code(language);
    let words = crate::words::of_or_first(language);
    let said = Said {
        label: words.say("profile-territory"),
        titles: &[&name],
        facts: &[Slice::of(None).title(language)],
        name: &node.shown().settings.name,
        language,
    };
    looks::card(node, tx, &path, said, now).await?;
    // The last part of its code is what people write on a map.
    let code = territory.as_str().rsplit('-').next().unwrap_or_default();
    looks::of_actor(node, tx, &path, (code, language), now).await
}

fn describe(node: &Node, slice: &Slice, handle: &str, proof_keys: &[Value]) -> Result<Value> {
    let path = paths::channel(slice);
    let mut members = actor::members(node.base(), &path, handle, &node.keys, proof_keys)?;
    let tag = words::first_language(node);
    let shown = node.shown();
    let settings = &shown.settings;
    let summaries: Map<String, Value> = words::languages(node)
        .into_iter()
        .map(|tag| {
            let about = inline(&words::about(node, slice, tag));
            (tag.to_owned(), Value::String(format!("<p>{about}</p>")))
        })
        .collect();
    let own = json!({
        "type": "Group",
        "name": format!("{} · {}", slice.title(tag), settings.name),
        "summary": format!("<p>{}</p>", inline(&words::about(node, slice, tag))),
        "summaryMap": summaries,
        "url": node.url(&path),
        "attributedTo": node.url(paths::NODE),
        "postingRestrictedToMods": true,
        "manuallyApprovesFollowers": false,
        "discoverable": true,
        "indexable": true,
        "identifier": slice.whole_territory().map_or_else(|| slice.to_string(), ToString::to_string),
        "attachment": profile::office(node, tag),
    });
    if let Value::Object(own) = own {
        members.extend(own);
    }
    if let Some(territory) = slice.territory() {
        let name = territory.english_name().unwrap_or(territory.as_str());
        members.insert(
            "location".to_owned(),
            json!({"type": "Place", "name": name}),
        );
    }
    Ok(Value::Object(members))
}
