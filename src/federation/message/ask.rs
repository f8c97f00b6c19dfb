//! An organization asks another one, of this directory or a friendly one, whether it could meet
//! a need.

use super::send::{Recipient, Said, send};
use super::speaker;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::questions;
use crate::error::{Error, Result};
use crate::federation::markup::inline;
use crate::federation::{paths, records};
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::{self, Purpose};
use crate::registry::{self, Organization, Standing};
use crate::store::Tx;

/// The organization under an id, or a path of ours, as it must be known before it is asked.
///
/// # Errors
/// [`Error::Absent`] when neither this directory nor a friendly one shows it;
/// [`Error::Conflict`] when nobody answers for it; [`Error::Remote`] when its server does
/// not say how it is reached.
pub async fn look_up(node: &Node, asked: &str) -> Result<Recipient> {
    let asked = paths::absolute(node.base(), asked);
    let nobody = |name: &str| {
        let reason = format!("nobody answers for {name} here; write to whoever keeps its record");
        Err(Error::Conflict(reason.into()))
    };
    let missing = || {
        let what = format!("an organization {asked}");
        Error::absent(what, "write the address of one that the search here finds")
    };
    let mut tx = node.db.read().await?;
    if let Some(id) = paths::own_organization(node.base(), &asked) {
        let id = id.map_err(|_not_an_id| missing())?;
        let found = match registry::get(&mut tx, &id).await {
            Err(Error::NotFound(_)) => return Err(missing()),
            found => found?,
        };
        if !found.is_public() {
            return Err(missing());
        }
        if !is_answered(node, &mut tx, &found).await? {
            return nobody(found.stated.name());
        }
        return Ok(Recipient::Ours(Box::new(found)));
    }
    let found = records::get(&mut tx, &asked).await?;
    let is_shown = |one: &records::Record| {
        one.kind == records::Kind::Organization.as_str() && !one.gone && !one.withheld
    };
    let found = found.filter(is_shown).ok_or_else(missing)?;
    drop(tx);
    // A listed organization is in its directory's keeping and has no account of its own.
    if found.owner != found.id {
        return nobody(&found.name);
    }
    let actor = node.remote.actor(&asked).await?;
    Ok(Recipient::Theirs(Box::new(actor)))
}

/// Whether somebody reads what the organization of an id, or a path of ours, is written.
pub async fn can_be_asked(node: &Node, tx: &mut Tx, subject: &str) -> Result<bool> {
    let id = paths::absolute(node.base(), subject);
    if let Some(own) = paths::own_organization(node.base(), &id) {
        let found = registry::get(tx, &own?).await?;
        return Ok(found.is_public() && is_answered(node, tx, &found).await?);
    }
    // A listed organization of another directory is in its keeping.
    let found = records::get(tx, &id).await?;
    Ok(found.is_some_and(|one| one.owner == one.id))
}

pub(super) async fn is_answered(node: &Node, tx: &mut Tx, found: &Organization) -> Result<bool> {
    Ok(found.standing == Standing::Active
        && (node.settings.conversation.office_answers
            || messages::is_represented(tx, &found.id).await?))
}

/// Asks an organization whether it could meet a need that stands: once about each need, and
/// some organizations a day (`conversation.questions_per_day`).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a text that is empty or too long, or an
/// organization that asks itself; [`Error::Conflict`] when it is no need that stands, was asked
/// already, or the question cannot reach the other.
pub async fn ask(
    node: &Node,
    tx: &mut Tx,
    (organization, need): (&OrganizationId, &OfferId),
    (to, text): (&Recipient, &str),
) -> Result<Message> {
    let html = messages::answer_text(text)?;
    let owner = speaker(tx, organization).await?;
    let need = offers::get(tx, need).await?;
    if need.organization != owner.id {
        return Err(Error::NotFound(format!(
            "need {} of {}",
            need.id, owner.handle
        )));
    }
    if need.stated.purpose != Purpose::Need || !need.is_open() {
        let reason = "this is no need that stands; only for one of those others can be asked";
        return Err(Error::Conflict(reason.into()));
    }
    let asked = match to {
        Recipient::Theirs(actor) => actor.id.clone(),
        Recipient::Visitor(visit) => visit.person().id,
        Recipient::Ours(other) if other.id == owner.id => {
            let reason = "is the organization that asks; name another one";
            return Err(Error::invalid("to", reason));
        }
        Recipient::Ours(other) => node.url(&other.path()),
    };
    let now = node.clock.now();
    questions::note(tx, &need, &asked, &node.settings.conversation, now).await?;
    let address = node.url(&need.path());
    let title = inline(need.stated.title());
    let said = Said {
        kind: Kind::Answer,
        html: format!("{html}<p><a href=\"{}\">{title}</a></p>", inline(&address)),
        language: None,
        in_reply_to: None,
        about: Some(address),
    };
    send(node, tx, (&owner.path(), Some(&owner)), to, said).await
}
