//! Direct messages that go out: to one person or organization alone, in no log and no outbox,
//! and kept at nobody's address.

/// Questions to organizations that could meet a need.
mod ask;
/// Answers to what others offer and seek.
mod respond;
/// From what is said to what its recipient holds.
mod send;
/// Visitors without an account.
pub mod visit;

use std::slice;
use std::time::Duration;

use serde_json::json;

use super::{blocks, paths, speak};
use crate::activitypub::delivery::queue;
use crate::activitypub::received;
use crate::activitypub::remote::{self, RemoteActor};
use crate::clock::Timestamp;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::notice;
use crate::conversation::visits;
use crate::error::{Error, Result};
use crate::id::{MessageId, OrganizationId};
use crate::mail;
use crate::node::Node;
use crate::registry::{self, Organization, Standing};
use crate::store::Tx;

pub use ask::{ask, can_be_asked, look_up};
pub use respond::{Standing as StandingOffer, respond, standing};
pub use send::Recipient;
use send::{Said, send};

/// How long somebody who was answered automatically is not answered so again, and the span in
/// which letters to a visitor are counted.
const DAY: Duration = Duration::from_hours(24);

/// Answers a message of an organization, to its author alone.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a text that is empty or too long;
/// [`Error::Conflict`] when the organization cannot speak, or its words cannot reach the
/// author.
pub async fn answer(
    node: &Node,
    tx: &mut Tx,
    organization: &OrganizationId,
    (answered, text): (&MessageId, &str),
) -> Result<Message> {
    let html = messages::answer_text(text)?;
    let owner = speaker(tx, organization).await?;
    // Read once nobody else changes the conversation, which its visitor may have forgotten.
    let answered = messages::get(tx, organization, answered).await?;
    let to = &answered.correspondent.id;
    let to = if let Some(id) = paths::own_organization(node.base(), to) {
        Recipient::Ours(Box::new(registry::get(tx, &id?).await?))
    } else if visits::is_visitor(to) {
        let visit = visits::of_correspondent(tx, to).await?;
        let gone = || Error::Conflict("the visitor's address is forgotten".into());
        Recipient::Visitor(Box::new(visit.ok_or_else(gone)?))
    } else {
        let actor = remote::find(tx, to).await?;
        let gone = || Error::Conflict(format!("the account {to} is gone").into());
        Recipient::Theirs(Box::new(actor.ok_or_else(gone)?))
    };
    let said = Said {
        kind: Kind::Answer,
        html,
        language: None,
        in_reply_to: Some(&answered.note),
        about: None,
    };
    send(node, tx, (&owner.path(), Some(&owner)), &to, said).await
}

/// The organization that says something, which it can as long as it is active and public.
async fn speaker(tx: &mut Tx, id: &OrganizationId) -> Result<Organization> {
    let owner = registry::get_for_change(tx, id).await?;
    if owner.standing != Standing::Active || !owner.is_public() {
        let reason = format!(
            "{} is not active and public, so it cannot write to anybody; `trenza org publish` or \
             `trenza org activate` first",
            owner.handle
        );
        return Err(Error::Conflict(reason.into()));
    }
    Ok(owner)
}

/// Tells whoever wrote to an actor behind which nobody reads where to write instead: at
/// once, and once a day.
pub(super) async fn tell_at_once(
    node: &Node,
    tx: &mut Tx,
    (path, organization): (&str, Option<&Organization>),
    (actor, answered, language): (&RemoteActor, &str, Option<&str>),
) -> Result<()> {
    // Two machines that answer each other would not end.
    let is_somebody = matches!(actor.kind.as_str(), "Person" | "Organization");
    let since = node.clock.now() - DAY;
    if !is_somebody
        || actor.inbox.is_none()
        || blocks::stands(tx, path, &actor.id).await?
        || messages::was_told(tx, path, &actor.id, since).await?
    {
        return Ok(());
    }
    let shown = node.shown();
    let settings = &shown.settings;
    let first = settings.languages.first().map_or("en", String::as_str);
    let office = notice::Office {
        name: settings.operator.name.as_deref().unwrap_or(&settings.name),
        contact: settings.operator.contact.as_deref(),
    };
    let name = organization.map(|one| one.stated.name());
    let (language, text) = notice::nobody_reads(&[language.unwrap_or(first), first], name, &office);
    let said = Said {
        kind: Kind::Automatic,
        html: crate::text::to_html(&text),
        language: Some(language),
        in_reply_to: Some(answered),
        about: None,
    };
    let to = Recipient::Theirs(Box::new(actor.clone()));
    send(node, tx, (path, organization), &to, said).await?;
    Ok(())
}

/// Erases a message of an organization here, and what the organization itself said also at
/// its recipient. A visitor is forgotten with the last of their conversation.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn erase(
    node: &Node,
    tx: &mut Tx,
    organization: &OrganizationId,
    id: &MessageId,
) -> Result<Message> {
    registry::get_for_change(tx, organization).await?;
    let message = messages::get(tx, organization, id).await?;
    let now = node.clock.now();
    if message.kind.is_sent() {
        queue::forget(tx, slice::from_ref(&message.activity), now).await?;
        take_back(node, tx, &message, now).await?;
    } else {
        received::forget_body(tx, &message.activity).await?;
    }
    messages::erase(tx, id).await?;
    visits::forget_silent(tx, &message.correspondent.id).await?;
    Ok(message)
}

/// Asks the recipient's server to remove what it was sent.
async fn take_back(node: &Node, tx: &mut Tx, message: &Message, now: Timestamp) -> Result<()> {
    let to = &message.correspondent.id;
    if visits::is_visitor(to) {
        return mail::take_back(tx, &message.activity).await;
    }
    if paths::own_organization(node.base(), to).is_some() {
        let author = node.url(&message.recipient);
        messages::remove(tx, &node.clock, &message.note, &author).await?;
        return Ok(());
    }
    let Some(inbox) = remote::find(tx, to).await?.and_then(|actor| actor.inbox) else {
        return Ok(());
    };
    let tombstone = json!({
        "id": message.note,
        "type": "Tombstone",
        "formerType": "Note",
        "deleted": now.to_rfc3339(),
        "atomUri": message.note,
    });
    let who = (message.recipient.as_str(), "Delete");
    speak::answer(node, tx, who, tombstone, (to, &inbox), now).await?;
    Ok(())
}

/// Forgets what was sent to somebody whose account is gone.
pub(super) async fn forget_sent_to(tx: &mut Tx, to: &str, now: Timestamp) -> Result<()> {
    let sent = messages::sent_to(tx, to).await?;
    queue::forget(tx, &sent, now).await
}

/// Erases messages that are older than the settings allow; gives how many it was. Called
/// again until it answers zero.
pub async fn forget_old(node: &Node, tx: &mut Tx) -> Result<u64> {
    let now = node.clock.now();
    let days = node.settings.conversation.message_days;
    let old = messages::older_than(tx, now - DAY * days).await?;
    let sent = old.iter().filter(|message| message.kind.is_sent());
    let sent: Vec<String> = sent.map(|message| message.activity.clone()).collect();
    queue::forget(tx, &sent, now).await?;
    for message in &old {
        messages::erase(tx, &message.id).await?;
    }
    Ok(old.len() as u64)
}
