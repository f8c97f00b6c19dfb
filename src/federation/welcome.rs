//! The post that stands first in the profiles of the node, its territories and channels: what
//! there is, and how to answer. Servers show a profile that they meet for the first time
//! without any earlier post, so this one is pinned.

use serde_json::{Map, Value, json};

use super::markup::inline;
use super::profile;
use super::{channel, context, paths, seal};
use crate::activitypub::documents::{self, Publication};
use crate::activitypub::log;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id;
use crate::node::Node;
use crate::slice::Slice;
use crate::store::{Tx, on};
use crate::words;

/// Where the post of the actor at a path stands.
pub fn path(actor: &str) -> String {
    format!("{actor}/welcome")
}

/// Seals and keeps the post of an actor, unless it says already what it would say now.
pub(super) async fn put(node: &Node, tx: &mut Tx, actor: &str, now: Timestamp) -> Result<()> {
    let path = path(actor);
    let mut post = describe(node, tx, actor).await?;
    let query = "SELECT body FROM documents WHERE path = $1";
    let kept: Option<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(&path)
        .fetch_optional(c))?;
    let kept: Option<Value> = kept.and_then(|body| serde_json::from_str(&body).ok());
    if let (Some(kept), Value::Object(members)) = (kept, &mut post) {
        if kept.get("contentMap") == members.get("contentMap") {
            return Ok(());
        }
        if let Some(published) = kept.get("published") {
            members.insert("published".to_owned(), published.clone());
        }
        members.insert("updated".to_owned(), json!(now.to_rfc3339()));
    }
    let key = node.keys.of_actor(tx, actor, now).await?;
    let body = seal::Sealer::new(key, &node.url(actor)).seal(&post, &context::OFFER, now)?;
    let publication = Publication {
        path: &path,
        body: &body,
        // It is no record of the directory, so the log does not tell of it.
        record_digest: None,
        is_gone: false,
        log_number: None,
    };
    documents::put(tx, &publication, now).await
}

/// The post of a channel that nobody has followed yet, without a proof.
pub async fn unsigned(node: &Node, tx: &mut Tx, slice: &Slice) -> Result<String> {
    let post = describe(node, tx, &paths::channel(slice)).await?;
    serde_json::to_string(&seal::with_context(&post, &context::OFFER)).map_err(Error::internal)
}

async fn describe(node: &Node, tx: &mut Tx, actor: &str) -> Result<Value> {
    // It is as old as the node, so that it says the same before and after the first follower.
    let epoch = log::epoch(tx).await?;
    let born = epoch
        .as_deref()
        .and_then(id::born)
        .unwrap_or(node.clock.now());
    let slice = channel::of_path(actor);
    let url = node.url(&path(actor));
    let page = node.url(if actor == paths::NODE { "/" } else { actor });
    let content = |tag: &str| {
        let about = match &slice {
            Some(slice) => channel::about(node, slice, tag),
            None => profile::about_node(node, tag),
        };
        let words = words::of_or_first(tag);
        let (welcome, about) = (inline(words.say("profile-welcome")), inline(&about));
        let answer = inline(words.say("profile-answer"));
        format!(
            "<p><strong>{welcome}</strong></p><p>{about}</p>\
             <p>{answer} <a href=\"{page}\">{page}</a></p>"
        )
    };
    let contents: Map<String, Value> = channel::languages(node)
        .into_iter()
        .map(|tag| (tag.to_owned(), Value::String(content(tag))))
        .collect();
    Ok(json!({
        "id": url,
        "type": "Note",
        "attributedTo": node.url(actor),
        "content": content(channel::first_language(node)),
        "contentMap": contents,
        "url": url,
        "published": born.to_rfc3339(),
        "sensitive": false,
        "to": [context::PUBLIC],
        "cc": [format!("{}/followers", node.url(actor))],
    }))
}
