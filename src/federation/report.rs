//! Reports that go out: the office tells another server what is wrong there. It is the
//! node's actor that speaks, so that nobody learns who complained.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::speak::{self, Speech};
use super::{context, paths, peering};
use crate::activitypub::address;
use crate::activitypub::json::id_of;
use crate::activitypub::remote::RemoteActor;
use crate::conversation::reports::{self, Direction, Report, State};
use crate::error::{Error, Result};
use crate::id::ReportId;
use crate::node::Node;

/// Reports what stands at an address, a post or an account, to the server that it is on.
///
/// # Errors
/// [`Error::Invalid`] when the address is no other server's or the text cannot be sent;
/// [`Error::Remote`] when there is nothing that could be reported.
pub async fn send(node: &Node, address: &str, text: &str) -> Result<Report> {
    let content = reports::text_to_send(text)?;
    if paths::own(node.base(), address).is_some() || address == node.base() {
        let reason = "is this directory's own; `trenza org` and `trenza reply` change it";
        return Err(Error::invalid("address", reason));
    }
    let document = node.remote.document_at(address).await?;
    let (subject, actor) = find(node, &document).await?;
    let inbox = actor.shared_inbox.as_ref().or(actor.inbox.as_ref());
    let host = peering::host(&actor.id);
    let Some(inbox) = inbox.cloned() else {
        return Err(Error::remote(
            host,
            "names no inbox that a report could go to",
        ));
    };
    let mut subjects = vec![actor.id.clone()];
    // Mastodon takes the account first, and with it the posts.
    subjects.extend(Some(subject).filter(|subject| *subject != actor.id));
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    let speech = Speech {
        actor: paths::NODE,
        kind: "Flag",
        object: json!(subjects),
        subject: &actor.id,
        context: &context::PLAIN,
        to: vec![actor.id.clone()],
        cc: Vec::new(),
        log_number: None,
        target: None,
        content: Some(&content),
        inboxes: BTreeSet::from([inbox]),
    };
    let activity = speak::speak(node, &mut tx, speech, now).await?;
    let report = Report {
        id: ReportId::new(&node.clock),
        direction: Direction::Sent,
        reporter: node.url(paths::NODE),
        host,
        subjects,
        content,
        state: State::Resolved,
        resolution: None,
        received_at: now,
        resolved_at: Some(now),
    };
    reports::put(&mut tx, &report, &activity).await?;
    tx.commit().await?;
    Ok(report)
}

/// What a document is, by its id, and the account that answers for it.
async fn find(node: &Node, document: &Value) -> Result<(String, RemoteActor)> {
    let id = document
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let is_actor = document.get("inbox").is_some();
    let author = if is_actor {
        Some(id)
    } else {
        let by = document
            .get("attributedTo")
            .or_else(|| document.get("actor"));
        by.and_then(id_of)
    };
    let author = author.filter(|author| address::is_same_origin(author, id));
    let Some(author) = author else {
        let reason = "names nobody who answers for what stands there";
        return Err(Error::remote(peering::host(id), reason));
    };
    Ok((id.to_owned(), node.remote.actor(author).await?))
}
