//! Direct messages that go out: to one person alone, in no log and no outbox, and kept at
//! nobody's address.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::markup::inline;
use super::speak::{self, Speech};
use super::{blocks, context, paths, person};
use crate::activitypub::delivery::queue;
use crate::activitypub::received;
use crate::activitypub::remote::{self, RemoteActor};
use crate::clock::Timestamp;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::notice;
use crate::error::{Error, Result};
use crate::id::{self, MessageId, OrganizationId};
use crate::node::Node;
use crate::registry::{self, Organization, Standing};
use crate::store::Tx;

/// How long somebody who was answered automatically is not answered so again.
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
    let answered = messages::get(tx, organization, answered).await?;
    let owner = registry::get(tx, organization).await?;
    if owner.standing != Standing::Active || !owner.is_public() {
        let reason = format!(
            "{} is not active and public, so it cannot answer; `trenza org publish` or \
             `trenza org activate` first",
            owner.handle
        );
        return Err(Error::Conflict(reason));
    }
    let path = paths::organization(organization);
    let to = &answered.correspondent;
    if blocks::stands(tx, &path, &to.id).await? {
        let reason = format!("{} wants to hear nothing of this organization", to.id);
        return Err(Error::Conflict(reason));
    }
    let actor = remote::find(tx, &to.id).await?;
    let actor = actor.ok_or_else(|| Error::Conflict(format!("the account {} is gone", to.id)))?;
    let said = Said {
        kind: Kind::Answer,
        html,
        language: None,
        in_reply_to: Some(&answered.note),
    };
    send(node, tx, (&path, Some(organization)), &actor, said).await
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
    let settings = &node.settings;
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
    };
    send(
        node,
        tx,
        (path, organization.map(|one| &one.id)),
        actor,
        said,
    )
    .await?;
    Ok(())
}

/// What is said to one person.
struct Said<'s> {
    kind: Kind,
    html: String,
    language: Option<&'static str>,
    in_reply_to: Option<&'s str>,
}

/// Keeps a message and queues it for its recipient, within `tx`.
async fn send(
    node: &Node,
    tx: &mut Tx,
    (path, organization): (&str, Option<&OrganizationId>),
    actor: &RemoteActor,
    said: Said<'_>,
) -> Result<Message> {
    let Some(inbox) = &actor.inbox else {
        return Err(Error::Conflict(format!("{} takes no messages", actor.id)));
    };
    let now = node.clock.now();
    let subject = paths::message(&id::mint(&node.clock));
    let object = describe(node, (path, &subject), actor, &said, now);
    let speech = Speech {
        actor: path,
        kind: "Create",
        object,
        subject: &subject,
        context: &context::PLAIN,
        to: vec![actor.id.clone()],
        cc: Vec::new(),
        target: None,
        content: None,
        log_number: None,
        inboxes: BTreeSet::from([inbox.clone()]),
    };
    let activity = speak::speak(node, tx, speech, now).await?;
    let message = Message {
        id: MessageId::new(&node.clock),
        organization: organization.cloned(),
        kind: said.kind,
        note: node.url(&subject),
        activity,
        recipient: path.to_owned(),
        correspondent: person::of(actor),
        content: said.html,
        language: said.language.map(str::to_owned),
        in_reply_to: said.in_reply_to.map(str::to_owned),
        published_at: now,
        received_at: now,
    };
    messages::put(tx, &message).await?;
    Ok(message)
}

/// The note: servers show it to whom it is addressed to and mentions, and to nobody else.
fn describe(
    node: &Node,
    (path, subject): (&str, &str),
    actor: &RemoteActor,
    said: &Said<'_>,
    now: Timestamp,
) -> Value {
    let to = person::of(actor);
    let handle = to.handle.as_deref().unwrap_or(&to.id);
    let greeting = format!(
        "<p><span class=\"h-card\"><a href=\"{}\" class=\"u-url mention\">@<span>{}</span></a></span></p>",
        inline(&actor.id),
        inline(handle)
    );
    let content = greeting + &said.html;
    let mut described = json!({
        "id": node.url(subject),
        "type": "Note",
        "attributedTo": node.url(path),
        "content": content,
        "published": now.to_rfc3339(),
        "to": [actor.id],
        "tag": [{
            "type": "Mention",
            "href": actor.id,
            "name": format!("@{handle}@{}", to.host),
        }],
    });
    if let Value::Object(members) = &mut described {
        if let Some(language) = said.language {
            members.insert("contentMap".to_owned(), json!({language: content}));
        }
        if let Some(answered) = said.in_reply_to {
            members.insert("inReplyTo".to_owned(), json!(answered));
        }
    }
    described
}

/// Erases a message of an organization here, and what the organization itself said also at
/// its recipient.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn erase(
    node: &Node,
    tx: &mut Tx,
    organization: &OrganizationId,
    id: &MessageId,
) -> Result<Message> {
    let message = messages::get(tx, organization, id).await?;
    let now = node.clock.now();
    if matches!(message.kind, Kind::Answer | Kind::Automatic) {
        queue::forget(tx, &message.activity, now).await?;
        take_back(node, tx, &message, now).await?;
    } else {
        received::forget_body(tx, &message.activity).await?;
    }
    messages::erase(tx, id).await?;
    Ok(message)
}

/// Asks the recipient's server to remove what it was sent.
async fn take_back(node: &Node, tx: &mut Tx, message: &Message, now: Timestamp) -> Result<()> {
    let to = &message.correspondent.id;
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
    for activity in messages::sent_to(tx, to).await? {
        queue::forget(tx, &activity, now).await?;
    }
    Ok(())
}

/// Erases messages that are older than the settings allow; gives how many it was. Called
/// again until it answers zero.
pub async fn forget_old(node: &Node, tx: &mut Tx) -> Result<u64> {
    let now = node.clock.now();
    let days = node.settings.conversation.message_days;
    let old = messages::older_than(tx, now - DAY * days).await?;
    for message in &old {
        if matches!(message.kind, Kind::Answer | Kind::Automatic) {
            queue::forget(tx, &message.activity, now).await?;
        }
        messages::erase(tx, &message.id).await?;
    }
    Ok(old.len() as u64)
}
