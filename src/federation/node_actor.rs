//! The node's own actor: it keeps the listed organizations, follows peers, serves the log.

use serde_json::{Map, Value, json};

use super::looks::{self, Said};
use super::markup::inline;
use super::{actor, cards, channel, context, paths, profile, seal, welcome};
use crate::activitypub::client::authority;
use crate::activitypub::documents::{self, Publication};
use crate::activitypub::log;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::pictures::{self, Given, Role};
use crate::settings::Policy;
use crate::store::Tx;
use crate::text::LanguageMap;
use crate::words;

/// The name under which the node itself is followed, on every node the same.
pub const HANDLE: &str = "trenza";
/// Under which name the node notes what it published of itself.
const PUBLISHED: &str = "actor_digest";

/// Publishes the node's actor document when the settings, keys or peers that it states changed.
pub async fn publish(node: &Node) -> Result<()> {
    let mut tx = node.db.begin().await?;
    write(node, &mut tx, node.clock.now()).await?;
    tx.commit().await?;
    node.documents.forget([paths::NODE]);
    Ok(())
}

/// The same within `tx`, and returns it as it was before it was sealed.
pub(super) async fn write(node: &Node, tx: &mut Tx, now: Timestamp) -> Result<Value> {
    node.keys.hold(tx).await?;
    let proof_keys = actor::proof_keys(&node.keys, tx, (node.base(), paths::NODE), now).await?;
    let mut members = actor::members(node.base(), paths::NODE, HANDLE, &node.keys, &proof_keys)?;
    if let Value::Object(own) = describe(node) {
        members.extend(own);
    }
    let vouched = cards::vouched(tx).await?;
    members.insert("card".to_owned(), cards::own(node, &vouched));
    members.extend(pictured(node, tx, now).await?);
    let bare = Value::Object(members);
    let digest = seal::record_digest(&bare)?;
    welcome::put(node, tx, paths::NODE, now).await?;
    let published = log::noted(tx, PUBLISHED).await?;
    if published.as_deref() == Some(&digest) {
        return Ok(bare);
    }
    let key = node.keys.of_actor(tx, paths::NODE, now).await?;
    let body = seal::Sealer::new(key, &node.url(paths::NODE)).seal(&bare, &context::ACTOR, now)?;
    let publication = Publication {
        path: paths::NODE,
        body: &body,
        record_digest: None,
        is_gone: false,
        log_number: None,
    };
    documents::put(tx, &publication, now).await?;
    log::note(tx, PUBLISHED, &digest).await?;
    Ok(bare)
}

/// Its icon and header, and the card of all pages that have none of their own.
async fn pictured(node: &Node, tx: &mut Tx, now: Timestamp) -> Result<Map<String, Value>> {
    let shown = node.shown();
    let settings = &shown.settings;
    let language = channel::first_language(node);
    let words = words::of_or_first(language);
    let said = Said {
        label: words.say("profile-directory"),
        titles: &[&settings.name],
        facts: &[profile::keeper(node)],
        name: &authority(&settings.public_url),
        language,
    };
    looks::card(node, tx, paths::NODE, said, now).await?;
    looks::of_actor(node, tx, paths::NODE, (&settings.name, language), now).await
}

/// Shows everywhere what was changed of the directory's name, languages or sign: on pages at
/// once, and in the documents that other servers read.
pub async fn show_anew(node: &Node) -> Result<()> {
    node.read_shown().await?;
    publish(node).await?;
    node.wake.publisher.notify_one();
    Ok(())
}

/// Shows a given icon or header of the node; what stood there makes room.
///
/// # Errors
/// [`Error::Invalid`] when `role` is another.
pub async fn give(node: &Node, role: Role, given: &Given) -> Result<()> {
    let place = (paths::NODE, role.of_profile()?);
    let mut tx = node.db.begin().await?;
    let (nothing, now) = (LanguageMap::default(), node.clock.now());
    pictures::give(&mut tx, place, given, &nothing, now).await?;
    tx.commit().await?;
    show_anew(node).await
}

/// Takes a given icon or header of the node away again; what is drawn takes its place.
///
/// # Errors
/// [`Error::NotFound`] when none was given; [`Error::Invalid`] when `role` is another.
pub async fn take_away(node: &Node, role: Role) -> Result<()> {
    let place = (paths::NODE, role.of_profile()?);
    let mut tx = node.db.begin().await?;
    let shown = pictures::at(&mut tx, place.0, place.1).await?;
    let Some(shown) = shown.filter(|one| one.is_given) else {
        let what = format!("a given {} of the directory", role.as_str());
        return Err(Error::NotFound(what));
    };
    let now = node.clock.now();
    pictures::take_away(&mut tx, place, &shown.picture.digest, now).await?;
    tx.commit().await?;
    show_anew(node).await
}

fn describe(node: &Node) -> Value {
    let shown = node.shown();
    let settings = &shown.settings;
    let tag = channel::first_language(node);
    let about = |tag: &str| format!("<p>{}</p>", inline(&profile::about_node(node, tag)));
    let summaries: Map<String, Value> = channel::languages(node)
        .into_iter()
        .map(|tag| (tag.to_owned(), json!(about(tag))))
        .collect();
    json!({
        "type": "Application",
        "name": settings.name,
        "summary": about(tag),
        "summaryMap": summaries,
        "attachment": profile::of_node(node, tag),
        "url": format!("{}/", node.base()),
        "manuallyApprovesFollowers": settings.peers.policy == Policy::Ask,
        "discoverable": true,
        "indexable": true,
        "registryLog": node.url(paths::LOG),
        "implements": actor::implements(),
    })
}
