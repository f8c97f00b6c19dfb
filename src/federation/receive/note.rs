//! A `Note`: somebody answers an offer or need, writes to an organization, or names one.

use serde_json::Value;

use crate::activitypub::json::{id_of, ids_of, type_of};
use crate::activitypub::received::{self, Outcome};
use crate::activitypub::remote::RemoteActor;
use crate::activitypub::{address, keyring};
use crate::clock::Timestamp;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::replies::{self, Parent, Said};
use crate::conversation::{Person, Taken};
use crate::error::{Error, Result};
use crate::federation::inbox::{Incoming, ignored};
use crate::federation::{acquainted, context, message, paths, person};
use crate::id::{MessageId, OfferId, OrganizationId};
use crate::node::Node;
use crate::registry::{self, Organization, Standing};
use crate::store::Tx;
use crate::text;

/// How many of our actors one note may reach.
const MOST: usize = 10;
/// Longer addresses are nobody's.
const MAX_ADDRESS: usize = 2048;
const NOBODY: &str = "it concerns nobody here";

/// A note that was read, with nothing of it trusted but its id and author.
struct Note<'a> {
    id: &'a str,
    content: String,
    language: Option<String>,
    url: String,
    in_reply_to: Option<&'a str>,
    is_public: bool,
    /// Whom it is addressed to or names.
    named: Vec<&'a str>,
    published: Timestamp,
    updated: Timestamp,
}

/// Keeps what concerns this directory. `author` is who signed it, or at whose origin it was
/// fetched.
pub(super) async fn receive(
    node: &Node,
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    (object, author): (&Value, &str),
) -> Result<Outcome> {
    let said = match read(incoming, object, author) {
        Ok(said) => said,
        Err(reason) => return Ok(ignored(reason)),
    };
    if !said.is_public {
        return private(node, tx, incoming, &said, author).await;
    }
    if let Some(parent) = parent(node, tx, &said).await? {
        return reply(node, tx, said, parent, author).await;
    }
    let mut outcome = ignored(NOBODY);
    for path in own(node, &said) {
        let Some(organization) = active(tx, &path).await? else {
            continue;
        };
        let place = (path.as_str(), organization.id, Kind::Mention);
        outcome = keep(node, tx, incoming, (&said, author), place).await?;
    }
    Ok(outcome)
}

fn read<'a>(
    incoming: &Incoming<'a>,
    object: &'a Value,
    author: &str,
) -> Result<Note<'a>, &'static str> {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    if text("type") != Some("Note") {
        return Err("the object is neither a record nor a note");
    }
    let id = text("id").filter(|id| id.len() <= MAX_ADDRESS);
    let id = id.ok_or("the note has no id")?;
    if object.get("attributedTo").and_then(id_of) != Some(author) {
        return Err("the note is attributed to somebody else than its sender");
    }
    if !address::is_same_origin(id, author) {
        return Err("the note belongs to another origin than its author");
    }
    let url = text("url").filter(|url| address::is_same_origin(url, id));
    let moment = |name: &str| text(name).and_then(Timestamp::from_rfc3339);
    let published = moment("published").unwrap_or(incoming.now);
    let is_update = type_of(incoming.activity) == Some("Update");
    let unstated = if is_update { incoming.now } else { published };
    let (is_public, named) = addressed(object, incoming.activity);
    Ok(Note {
        id,
        content: content(object),
        language: language(object),
        url: url.unwrap_or(id).chars().take(MAX_ADDRESS).collect(),
        in_reply_to: object.get("inReplyTo").and_then(id_of),
        is_public,
        named,
        published: published.min(incoming.now),
        updated: moment("updated").unwrap_or(unstated).min(incoming.now),
    })
}

/// Whether everybody may read a note, and whom it is addressed to or names. Its own word
/// counts; the activity's only where it has none.
fn addressed<'a>(object: &'a Value, activity: &'a Value) -> (bool, Vec<&'a str>) {
    let whom = |value: &'a Value| -> Vec<&'a str> {
        ["to", "cc"]
            .into_iter()
            .filter_map(|name| value.get(name))
            .flat_map(ids_of)
            .collect()
    };
    let mut named = whom(object);
    if named.is_empty() {
        named = whom(activity);
    }
    let is_public = named.iter().any(|id| context::is_public(id));
    let tags = object.get("tag").map(list).unwrap_or_default();
    let mentions = tags
        .into_iter()
        .filter(|tag| type_of(tag) == Some("Mention"));
    named.extend(mentions.filter_map(|tag| tag.get("href").and_then(Value::as_str)));
    (is_public, named)
}

fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(many) => many.iter().collect(),
        one => vec![one],
    }
}

/// The text, under the warning that its author put before it.
fn content(object: &Value) -> String {
    let map = object.get("contentMap").and_then(Value::as_object);
    let content = object
        .get("content")
        .and_then(Value::as_str)
        .or_else(|| map?.values().find_map(Value::as_str))
        .unwrap_or_default();
    let warning = object.get("summary").and_then(Value::as_str);
    let warning = warning.map(text::from_html).filter(|line| !line.is_empty());
    warning.map_or_else(String::new, |line| text::to_html(&line)) + content
}

fn language(object: &Value) -> Option<String> {
    let map = object.get("contentMap").and_then(Value::as_object)?;
    let tag = map.keys().next().filter(|_| map.len() == 1)?;
    text::base_language(tag).ok()
}

/// What a note answers here, if it does.
async fn parent(node: &Node, tx: &mut Tx, said: &Note<'_>) -> Result<Option<Parent>> {
    let Some(answered) = said.in_reply_to else {
        return Ok(None);
    };
    if let Some(path) = paths::own(node.base(), answered) {
        let id = path.strip_prefix("/offers/").map(OfferId::parse);
        return Ok(id.and_then(Result::ok).map(Parent::Offer));
    }
    let shown = replies::find(tx, answered).await?;
    Ok(shown.map(|above| Parent::Note(above.note)))
}

async fn reply(
    node: &Node,
    tx: &mut Tx,
    said: Note<'_>,
    parent: Parent,
    author: &str,
) -> Result<Outcome> {
    let Some(actor) = person::known(tx, author).await? else {
        return Ok(ignored("its author is gone"));
    };
    let answer = Said {
        note: said.id.to_owned(),
        parent,
        author: person::of(&actor),
        content: said.content,
        language: said.language,
        url: said.url,
        published_at: said.published,
        updated_at: said.updated,
    };
    let rules = &node.settings.conversation;
    let is_limited = node.client.restrictions().of(author).is_some();
    let taken = replies::receive(tx, &node.clock, answer, rules, is_limited).await?;
    if let Taken::Kept(reply) = &taken {
        acquainted::note(tx, &reply.offer.path(), author).await?;
    }
    Ok(outcome(&taken))
}

/// What is not for everybody reaches those of our actors that it is addressed to.
async fn private(
    node: &Node,
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    said: &Note<'_>,
    author: &str,
) -> Result<Outcome> {
    // What two people say to each other stands in one place, from which it can be erased.
    received::forget_body(tx, incoming.id).await?;
    // What was public and no longer is, is shown no longer.
    let was_public = replies::remove(tx, &node.clock, said.id, author).await?;
    let mut outcome = match was_public {
        Taken::Kept(_) => Outcome::Applied,
        Taken::Left(_) => ignored(NOBODY),
    };
    for path in own(node, said) {
        let organization = active(tx, &path).await?;
        if organization.is_none() && !is_automatic(tx, &path).await? {
            continue;
        }
        let Some(actor) = person::known(tx, author).await? else {
            return Ok(ignored("its author is gone"));
        };
        if let Some(organization) = &organization {
            let place = (path.as_str(), organization.id.clone(), Kind::Direct);
            outcome = keep(node, tx, incoming, (said, author), place).await?;
            if outcome != Outcome::Applied || is_answered(node, tx, &organization.id).await? {
                continue;
            }
        }
        let from = (path.as_str(), organization.as_ref());
        let language = said.language.as_deref();
        message::tell_at_once(node, tx, from, (&actor, said.id, language)).await?;
        outcome = Outcome::Applied;
    }
    Ok(outcome)
}

async fn is_answered(node: &Node, tx: &mut Tx, id: &OrganizationId) -> Result<bool> {
    Ok(node.settings.conversation.office_answers || messages::is_represented(tx, id).await?)
}

/// The paths of ours that a note is addressed to or names.
fn own(node: &Node, said: &Note<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for id in &said.named {
        let path = paths::own(node.base(), id).map(str::to_owned);
        if let Some(path) = path.filter(|path| !found.contains(path)) {
            found.push(path);
        }
    }
    found.truncate(MOST);
    found
}

/// The organization at a path, if it answers for itself in public.
async fn active(tx: &mut Tx, path: &str) -> Result<Option<Organization>> {
    let Some(Ok(id)) = path.strip_prefix("/o/").map(OrganizationId::parse) else {
        return Ok(None);
    };
    let found = match registry::get(tx, &id).await {
        Ok(found) => found,
        Err(Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok((found.standing == Standing::Active && found.is_public()).then_some(found))
}

/// Whether the node, a territory or a channel is at a path, behind which nobody reads.
async fn is_automatic(tx: &mut Tx, path: &str) -> Result<bool> {
    let is_one = path == paths::NODE || path.starts_with("/t/") || path.starts_with("/c/");
    Ok(is_one && keyring::has(tx, path).await?)
}

async fn keep(
    node: &Node,
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    (said, author): (&Note<'_>, &str),
    (recipient, organization, kind): (&str, OrganizationId, Kind),
) -> Result<Outcome> {
    let Some(actor): Option<RemoteActor> = person::known(tx, author).await? else {
        return Ok(ignored("its author is gone"));
    };
    let correspondent: Person = person::of(&actor);
    let message = Message {
        id: MessageId::new(&node.clock),
        organization: Some(organization),
        kind,
        note: said.id.to_owned(),
        activity: incoming.id.to_owned(),
        recipient: recipient.to_owned(),
        correspondent,
        content: said.content.clone(),
        language: said.language.clone(),
        in_reply_to: said.in_reply_to.map(str::to_owned),
        published_at: said.published,
        received_at: incoming.now,
    };
    let rules = &node.settings.conversation;
    let taken = messages::receive(tx, &node.clock, message, rules).await?;
    Ok(outcome(&taken))
}

/// What became of something, as the inbox tells it.
pub(super) fn outcome<T>(taken: &Taken<T>) -> Outcome {
    match taken {
        Taken::Kept(_) => Outcome::Applied,
        Taken::Left(reason) => ignored(*reason),
    }
}
