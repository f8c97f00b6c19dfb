//! From what is said to what its recipient holds: an activity for another server, a letter, or
//! at once among the messages of an organization of this directory.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::DAY;
use crate::activitypub::remote::RemoteActor;
use crate::clock::Timestamp;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::visits::Visit;
use crate::conversation::{Person, Taken};
use crate::error::{Error, Result};
use crate::federation::markup::inline;
use crate::federation::speak::{self, Speech};
use crate::federation::{blocks, context, paths, peering, person};
use crate::id::{self, MessageId};
use crate::mail::{self, Letter};
use crate::node::Node;
use crate::offers;
use crate::registry::Organization;
use crate::store::Tx;
use crate::text;
use crate::words::phrase;

/// The media type by which a link says that it leads to an object (FEP-e232).
const OBJECT: &str = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

/// How many letters a visitor gets at most within [`DAY`], the one that asks them included.
const LETTERS_A_DAY: i64 = 12;

/// Whom something is said to.
#[derive(Debug)]
pub enum Recipient {
    /// Somebody of another server.
    Theirs(Box<RemoteActor>),
    /// An organization of this directory.
    Ours(Box<Organization>),
    /// Somebody without an account, who reads letters.
    Visitor(Box<Visit>),
}

impl Recipient {
    fn person(&self, node: &Node) -> Person {
        match self {
            Self::Theirs(actor) => person::of(actor),
            Self::Ours(organization) => of_ours(node, organization),
            Self::Visitor(visit) => visit.person(),
        }
    }
}

/// An organization as its correspondents know it.
fn of_ours(node: &Node, organization: &Organization) -> Person {
    let id = node.url(&organization.path());
    Person {
        host: peering::host(&id),
        id,
        name: Some(organization.stated.name().to_owned()),
        handle: Some(organization.handle.clone()),
    }
}

/// What is said to one person.
pub(super) struct Said<'s> {
    pub(super) kind: Kind,
    pub(super) html: String,
    pub(super) language: Option<&'static str>,
    pub(super) in_reply_to: Option<&'s str>,
    /// The address of the record that it is about.
    pub(super) about: Option<String>,
}

/// Keeps a message of the actor at `path` and hands it to its recipient, within `tx`.
///
/// # Errors
/// [`Error::Conflict`] when it cannot reach its recipient.
pub(super) async fn send(
    node: &Node,
    tx: &mut Tx,
    (path, organization): (&str, Option<&Organization>),
    to: &Recipient,
    said: Said<'_>,
) -> Result<Message> {
    let correspondent = to.person(node);
    if blocks::stands(tx, path, &correspondent.id).await? {
        let reason = format!(
            "{} wants to hear nothing of this organization",
            correspondent.id
        );
        return Err(Error::Conflict(reason.into()));
    }
    let now = node.clock.now();
    let subject = paths::message(&id::mint(&node.clock));
    let mut message = Message {
        id: MessageId::new(&node.clock),
        organization: organization.map(|one| one.id.clone()),
        kind: said.kind,
        note: node.url(&subject),
        activity: subject.clone(),
        recipient: path.to_owned(),
        correspondent,
        content: said.html.clone(),
        language: said.language.map(str::to_owned),
        in_reply_to: said.in_reply_to.map(str::to_owned),
        published_at: now,
        received_at: now,
    };
    match to {
        Recipient::Theirs(actor) => {
            let object = describe(node, &message, said.about);
            let from = (path, subject.as_str());
            message.activity = speak_to(node, tx, from, actor, object, now).await?;
        }
        Recipient::Ours(other) => {
            hand_over(node, tx, itself(organization)?, other, &message).await?;
        }
        Recipient::Visitor(visit) => {
            message.activity = write(node, tx, itself(organization)?, visit, &said.html).await?;
        }
    }
    messages::put(tx, &message).await?;
    Ok(message)
}

/// Who says it, where that can be an organization alone.
fn itself(organization: Option<&Organization>) -> Result<&Organization> {
    let reason = "what this directory says itself is said to others";
    organization.ok_or_else(|| Error::internal(reason))
}

/// Writes what an organization says to a visitor; gives the letter's identifier.
///
/// # Errors
/// [`Error::Conflict`] when as many letters as a day has were written to them.
async fn write(
    node: &Node,
    tx: &mut Tx,
    from: &Organization,
    to: &Visit,
    html: &str,
) -> Result<String> {
    let now = node.clock.now();
    if mail::count_of_visit(tx, &to.id, now - DAY).await? >= LETTERS_A_DAY {
        return Err(Error::Conflict(phrase!("refusal-enough-answers").into()));
    }
    let about = offers::get(tx, &to.offer).await?;
    let settings = &node.shown().settings;
    let said = mail::Answered {
        organization: from.stated.name(),
        about: about.stated.title(),
        text: &text::from_html(html),
        link: &node.url(&to.path()),
        days: settings.conversation.message_days,
    };
    let letter = Letter::visitor_answered(settings, &to.language, said, now);
    let written = mail::write(tx, &node.clock, settings, &to.mail, &letter).await?;
    mail::note_visit(tx, &written, &to.id).await?;
    Ok(written)
}

async fn speak_to(
    node: &Node,
    tx: &mut Tx,
    (path, subject): (&str, &str),
    actor: &RemoteActor,
    object: Value,
    now: Timestamp,
) -> Result<String> {
    let Some(inbox) = &actor.inbox else {
        return Err(Error::Conflict(
            format!("{} takes no messages", actor.id).into(),
        ));
    };
    let speech = Speech {
        actor: path,
        kind: "Create",
        object,
        subject,
        context: &context::PLAIN,
        to: vec![actor.id.clone()],
        cc: Vec::new(),
        target: None,
        content: None,
        log_number: None,
        inboxes: BTreeSet::from([inbox.clone()]),
    };
    speak::speak(node, tx, speech, now).await
}

/// Puts a message among those of another organization of this directory.
async fn hand_over(
    node: &Node,
    tx: &mut Tx,
    from: &Organization,
    to: &Organization,
    message: &Message,
) -> Result<()> {
    let theirs = Message {
        id: MessageId::new(&node.clock),
        organization: Some(to.id.clone()),
        kind: Kind::Direct,
        recipient: to.path(),
        correspondent: of_ours(node, from),
        ..message.clone()
    };
    let rules = &node.settings.conversation;
    match messages::receive(tx, &node.clock, theirs, rules).await? {
        Taken::Kept(_) => Ok(()),
        Taken::Left(reason) => Err(Error::Conflict(
            format!("it was not taken: {reason}").into(),
        )),
    }
}

/// The note: servers show it to whom it is addressed to and mentions, and to nobody else.
fn describe(node: &Node, message: &Message, about: Option<String>) -> Value {
    let to = &message.correspondent;
    let handle = to.handle.as_deref().unwrap_or(&to.id);
    let greeting = format!(
        "<p><span class=\"h-card\"><a href=\"{}\" class=\"u-url mention\">@<span>{}</span></a></span></p>",
        inline(&to.id),
        inline(handle)
    );
    let content = greeting + &message.content;
    let mut tags = vec![json!({
        "type": "Mention",
        "href": to.id,
        "name": format!("@{handle}@{}", to.host),
    })];
    if let Some(about) = about {
        tags.push(json!({"type": "Link", "mediaType": OBJECT, "href": about, "name": about}));
    }
    let mut described = json!({
        "id": message.note,
        "type": "Note",
        "attributedTo": node.url(&message.recipient),
        "content": content,
        "published": message.published_at.to_rfc3339(),
        "to": [to.id],
        "tag": tags,
    });
    if let Value::Object(members) = &mut described {
        if let Some(language) = &message.language {
            members.insert("contentMap".to_owned(), json!({language: content}));
        }
        if let Some(answered) = &message.in_reply_to {
            members.insert("inReplyTo".to_owned(), json!(answered));
        }
    }
    described
}
