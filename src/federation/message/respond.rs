//! An organization answers an offer or need of another one, of this directory or a friendly
//! one, by a message to it alone.

use serde_json::Value;
use url::Url;

use super::send::{Recipient, Said, send};
use super::speaker;
use crate::activitypub::client::authority;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::questions;
use crate::error::{Error, Result};
use crate::federation::markup::inline;
use crate::federation::{offer, paths, records};
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::{self, State};
use crate::registry;
use crate::store::Tx;

/// An offer or need that stands and can be answered, with whose it is.
#[derive(Debug)]
pub struct Standing {
    /// Its id, which is its address.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The language of the title, where that is known.
    pub language: Option<String>,
    /// The id of the organization that made it.
    pub owner: String,
    /// Its name.
    pub owner_name: String,
}

impl Standing {
    /// The host of the directory on whose page it stands.
    pub fn host(&self) -> String {
        Url::parse(&self.id).map_or_else(|_| String::new(), |url| authority(&url))
    }
}

/// The offer or need under an id, or a path of ours.
///
/// # Errors
/// [`Error::NotFound`] when neither this directory nor a friendly one shows it;
/// [`Error::Conflict`] when it has ended.
pub async fn standing(node: &Node, tx: &mut Tx, about: &str) -> Result<Standing> {
    let id = paths::absolute(node.base(), about);
    let missing = || Error::NotFound(format!("an offer or need {id}"));
    let ended = || Err(Error::Conflict("this has ended; look for others".into()));
    if let Some(path) = paths::own(node.base(), &id) {
        let own = path.strip_prefix("/offers/").ok_or_else(missing)?;
        let found = offers::get(tx, &OfferId::parse(own)?).await?;
        let owner = registry::get(tx, &found.organization).await?;
        if found.state == State::Withdrawn || !owner.is_public() {
            return Err(missing());
        }
        if !found.is_open() {
            return ended();
        }
        return Ok(Standing {
            title: found.stated.title().to_owned(),
            language: Some(found.stated.language.clone()),
            owner: node.url(&owner.path()),
            owner_name: owner.stated.name().to_owned(),
            id,
        });
    }
    let found = records::get(tx, &id).await?;
    let is_shown = |one: &records::Record| {
        one.kind == records::Kind::Offer.as_str() && !one.gone && !one.withheld
    };
    let found = found.filter(is_shown).ok_or_else(missing)?;
    let organization = found.organization.as_deref().ok_or_else(missing)?;
    let owner = records::get(tx, organization).await?;
    let owner = owner.filter(|one| !one.gone && !one.withheld);
    let owner = owner.ok_or_else(missing)?;
    if !stands(&found.body) {
        return ended();
    }
    Ok(Standing {
        title: offer::title_in(&found.name).to_owned(),
        language: None,
        owner: owner.id,
        owner_name: owner.name,
        id,
    })
}

/// Whether another directory's offer stands, as its record says.
fn stands(body: &str) -> bool {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let said = body.get("state").and_then(Value::as_str);
    let is = |state: State| said == Some(state.as_str());
    body.get("suspended").is_none() && (is(State::Open) || is(State::InConversation))
}

/// Answers an offer or need: once each, and within what a day may have
/// (`conversation.questions_per_day`). `to` is its organization, looked up before.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a text that is empty or too long, or an offer of
/// its own; [`Error::Conflict`] when it was answered already, has ended, or the words cannot
/// reach the other.
pub async fn respond(
    node: &Node,
    tx: &mut Tx,
    organization: &OrganizationId,
    (about, to, text): (&str, &Recipient, &str),
) -> Result<Message> {
    let html = messages::answer_text(text)?;
    let speaks = speaker(tx, organization).await?;
    let answered = standing(node, tx, about).await?;
    if answered.owner == node.url(&speaks.path()) {
        return Err(Error::invalid("about", "is its own; answer one of another"));
    }
    let rules = &node.settings.conversation;
    let now = node.clock.now();
    questions::note_answer(tx, &speaks.id, &answered.id, rules, now).await?;
    let (address, title) = (inline(&answered.id), inline(&answered.title));
    let said = Said {
        kind: Kind::Answer,
        html: format!("{html}<p><a href=\"{address}\">{title}</a></p>"),
        language: None,
        in_reply_to: None,
        about: Some(answered.id),
    };
    send(node, tx, (&speaks.path(), Some(&speaks)), to, said).await
}
