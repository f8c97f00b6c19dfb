//! Speaking: one activity of one of our actors, sealed, kept, and queued for its recipients.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::seal::Sealer;
use super::{context, paths};
use crate::activitypub::activities::{self, Activity};
use crate::activitypub::delivery::{self, Outgoing};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id;
use crate::node::Node;
use crate::store::Tx;

/// What an actor says.
#[derive(Debug)]
pub struct Speech<'s> {
    /// The path of the actor that speaks.
    pub actor: &'s str,
    /// The activity's type.
    pub kind: &'s str,
    /// The activity's `object`.
    pub object: Value,
    /// What it is about: the path of our record or the id of somebody else's. Activities
    /// about one subject take each other's place in the queue.
    pub subject: &'s str,
    /// The terms that the object uses.
    pub context: &'s Value,
    /// Who is addressed.
    pub to: Vec<String>,
    /// Who is told as well.
    pub cc: Vec<String>,
    /// The collection that the object enters or leaves; of a Move, where it leads.
    pub target: Option<String>,
    /// What is said of it in words.
    pub content: Option<&'s str>,
    /// Its number in the log, for what is public.
    pub log_number: Option<i64>,
    /// Where it is delivered.
    pub inboxes: BTreeSet<String>,
}

/// Writes the activity and its deliveries within `tx`, and returns the activity's path.
pub async fn speak(node: &Node, tx: &mut Tx, speech: Speech<'_>, now: Timestamp) -> Result<String> {
    let key = node.keys.of_actor(tx, speech.actor, now).await?;
    let sealer = Sealer::new(key, &node.url(speech.actor));
    speak_by(node, tx, &sealer, speech, now).await
}

/// The same where it is known who seals for the actor.
pub(super) async fn speak_by(
    node: &Node,
    tx: &mut Tx,
    sealer: &Sealer,
    speech: Speech<'_>,
    now: Timestamp,
) -> Result<String> {
    let path = paths::activity(&id::mint(&node.clock));
    let public = speech
        .to
        .iter()
        .chain(&speech.cc)
        .any(|to| to == context::PUBLIC);
    let mut activity = json!({
        "id": node.url(&path),
        "type": speech.kind,
        "actor": node.url(speech.actor),
        "published": now.to_rfc3339(),
        "to": speech.to,
        "object": speech.object,
    });
    if let Value::Object(members) = &mut activity {
        if !speech.cc.is_empty() {
            members.insert("cc".to_owned(), json!(speech.cc));
        }
        if let Some(target) = speech.target {
            members.insert("target".to_owned(), json!(target));
        }
        if let Some(content) = speech.content {
            members.insert("content".to_owned(), json!(content));
        }
        if let Some(number) = speech.log_number {
            members.insert("logSequence".to_owned(), json!(number));
        }
    }
    let body = sealer.seal(&activity, speech.context, now)?;
    let activity = Activity {
        path: &path,
        kind: speech.kind,
        actor: speech.actor,
        object: speech.subject,
        body: &body,
        log_number: speech.log_number,
        is_direct: !public,
    };
    activities::put(tx, &activity, now).await?;
    let outgoing = Outgoing {
        activity: &path,
        actor: speech.actor,
        object: speech.subject,
        kind: speech.kind,
    };
    let inboxes: Vec<String> = speech.inboxes.into_iter().collect();
    delivery::enqueue(tx, &outgoing, &inboxes, now).await?;
    Ok(path)
}

/// Says something to one other actor alone, such as the answer to its Follow.
pub async fn answer(
    node: &Node,
    tx: &mut Tx,
    (actor, kind): (&str, &str),
    object: Value,
    (recipient, inbox): (&str, &str),
    now: Timestamp,
) -> Result<String> {
    let speech = Speech {
        actor,
        kind,
        object,
        subject: recipient,
        context: &context::PLAIN,
        to: vec![recipient.to_owned()],
        cc: Vec::new(),
        target: None,
        content: None,
        log_number: None,
        inboxes: BTreeSet::from([inbox.to_owned()]),
    };
    speak(node, tx, speech, now).await
}
