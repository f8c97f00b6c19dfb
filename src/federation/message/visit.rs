//! Visitors without an account write about an offer or need of this directory, and are answered
//! by letter.

use super::ask::is_answered;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::visits::{self, Visit};
use crate::conversation::{self, Taken};
use crate::error::{Error, Result};
use crate::federation::markup::inline;
use crate::federation::paths;
use crate::id::{MessageId, OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::{self, Offer, State};
use crate::people::forms;
use crate::registry::{self, Organization};
use crate::store::Tx;

/// An offer or need about which visitors can write, with its organization.
///
/// # Errors
/// [`Error::NotFound`] when this directory does not show it; [`Error::Conflict`] when it has
/// ended or nobody reads what is written about it.
pub async fn about(node: &Node, tx: &mut Tx, id: &OfferId) -> Result<(Offer, Organization)> {
    let found = offers::get(tx, id).await?;
    let owner = registry::get(tx, &found.organization).await?;
    if found.state == State::Withdrawn || !owner.is_public() {
        return Err(Error::NotFound(format!("offer {id}")));
    }
    if !found.is_open() || !is_answered(node, tx, &owner).await? {
        let reason = "this has ended, or nobody reads what is written about it";
        return Err(Error::Conflict(reason.into()));
    }
    Ok((found, owner))
}

/// The visitor behind a link, once nobody else changes their conversation. The organization is
/// locked before the visitor, as where it is erased or answers.
async fn held(node: &Node, tx: &mut Tx, secret: &str) -> Result<Visit> {
    let now = node.clock.now();
    let found = visits::behind(tx, secret, now).await?;
    let offer = offers::get(tx, &found.offer).await?;
    registry::get_for_change(tx, &offer.organization).await?;
    tx.lock_row("visits", found.id.as_str()).await?;
    visits::behind(tx, secret, now).await
}

/// Hands over what waited for the word of its address: once, whatever is pressed again.
///
/// # Errors
/// [`Error::Absent`] when the link opens nothing; [`Error::NotFound`] and [`Error::Conflict`]
/// when the organization is not to be reached, or was written more than it can read.
pub async fn confirm(node: &Node, tx: &mut Tx, secret: &str) -> Result<Visit> {
    let visit = held(node, tx, secret).await?;
    if visits::confirm(tx, &visit.id, node.clock.now()).await? {
        about(node, tx, &visit.offer).await?;
        let html = messages::answer_text(&visit.content)?;
        hear(node, tx, &visit, (visit.id.as_str(), html)).await?;
    }
    Ok(visit)
}

/// Hands over what a visitor writes again: once for each form.
///
/// # Errors
/// As [`confirm`], and [`Error::Invalid`] for a text that is empty or too long, or a form that is
/// none of ours or too old.
pub async fn write_again(
    node: &Node,
    tx: &mut Tx,
    secret: &str,
    (form, text): (&str, &str),
) -> Result<Visit> {
    let visit = held(node, tx, secret).await?;
    if !visit.is_confirmed {
        let reason = "what you wrote first waits for your word; press its button";
        return Err(Error::Conflict(reason.into()));
    }
    let html = messages::answer_text(text)?;
    forms::check(form, node.clock.now())?;
    hear(node, tx, &visit, (form, html)).await?;
    Ok(visit)
}

/// Puts a visitor's words among the messages of the offer's organization. What is said under an
/// id that is held is said already.
async fn hear(node: &Node, tx: &mut Tx, visit: &Visit, (id, html): (&str, String)) -> Result<()> {
    let offer = offers::get(tx, &visit.offer).await?;
    let owner = registry::get(tx, &offer.organization).await?;
    if !owner.is_public() || !is_answered(node, tx, &owner).await? {
        let reason = "nobody reads any more what the organization is written";
        return Err(Error::Conflict(reason.into()));
    }
    let (address, title) = (node.url(&offer.path()), inline(offer.stated.title()));
    let now = node.clock.now();
    let path = paths::message(id);
    if (messages::by_note(tx, &node.url(&path), &owner.path()).await?).is_some() {
        return Ok(());
    }
    let message = Message {
        id: MessageId::new(&node.clock),
        organization: Some(owner.id.clone()),
        kind: Kind::Direct,
        note: node.url(&path),
        activity: path,
        recipient: owner.path(),
        correspondent: visit.person(),
        content: format!("{html}<p><a href=\"{}\">{title}</a></p>", inline(&address)),
        language: None,
        in_reply_to: None,
        published_at: now,
        received_at: now,
    };
    let rules = &node.settings.conversation;
    match messages::receive(tx, &node.clock, message, rules).await? {
        Taken::Kept(_) => Ok(()),
        Taken::Left(reason) => Err(Error::Conflict(reason.into())),
    }
}

/// Forgets a visitor with everything that was said on both sides, and every letter to them.
///
/// # Errors
/// [`Error::Absent`] when the link opens nothing.
pub async fn forget(node: &Node, tx: &mut Tx, secret: &str) -> Result<()> {
    let known_as = held(node, tx, secret).await?.person().id;
    conversation::forget_person(tx, &node.clock, &known_as).await?;
    visits::forget(tx, &known_as).await
}

/// Ends a visitor's conversation, of which an organization names one message, as [`forget`].
///
/// # Errors
/// [`Error::NotFound`] when that is no message of the organization; [`Error::Conflict`] when it is
/// of no visitor.
pub async fn end(
    node: &Node,
    tx: &mut Tx,
    organization: &OrganizationId,
    id: &MessageId,
) -> Result<()> {
    registry::get_for_change(tx, organization).await?;
    let known_as = messages::get(tx, organization, id).await?.correspondent.id;
    if !visits::is_visitor(&known_as) {
        let reason =
            "only a conversation with a visitor is ended so; erase its messages one by one";
        return Err(Error::Conflict(reason.into()));
    }
    conversation::forget_person(tx, &node.clock, &known_as).await?;
    visits::forget(tx, &known_as).await
}
