//! Who represents an organization, named by its office whether it acts already or not: the
//! first, another, a successor.
//!
//! Whoever is named can speak for it at once, so the deed asks who does it to show once more who
//! they are, and those who represent it already are told.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};

use super::super::confirm::confirmed;
use super::super::guard::Deed;
use super::one::{Done, desk};
use crate::error::{Error, Result};
use crate::http::flood::Visitor;
use crate::mail::{self, Letter};
use crate::node::Node;
use crate::people::link::{self, Purpose};
use crate::people::{self, Account, Person, Role, invitation, representation};
use crate::registry::Organization;
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::reader::Reader;
use crate::web::signed_in::{Answer, Me};

/// What became of it: the link to hand over, and what is said.
type Told = (Option<String>, String);

/// Makes somebody a representative.
pub(super) async fn represent(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let desk = desk(&node, &reader, &person, &id)?;
    let (typed, words) = (Typed::read(body), reader.words);
    let draft = people::Draft {
        mail: typed.trimmed("person-mail").to_owned(),
        name: typed.get("person-name").to_owned(),
        language: words.tag.to_owned(),
    };
    let mut wrongs = wrong_in(&typed, &draft, &reader)?;
    if !wrongs.is_empty() {
        return desk.again(typed, wrongs).await;
    }
    let (who, shown) = ((&visitor, &*person), (&typed, "present"));
    let mut tx = match confirmed(&node, &reader, who, shown, &mut wrongs).await? {
        Ok(tx) => tx,
        Err(refused) => return Ok(refused.delay(desk.again(typed, wrongs).await?)),
    };
    // Without letters only those who run the directory let somebody in again.
    let is_lost = !node.settings.mail.is_on() && !person.has_role(Role::Admin);
    if is_lost && invitation::begins_anew(&mut tx, &draft.mail, &desk.id).await? {
        drop(tx);
        wrongs.add("person-mail", words.say("represent-by-admin"));
        return desk.again(typed, wrongs).await;
    }
    let others = representation::of_organization(&mut tx, &desk.id).await?;
    let function = typed.get("person-function");
    let made = invitation::represent(&mut tx, &node.clock, draft, &desk.id, function).await;
    let (account, organization) = match made {
        Ok(made) => made,
        Err(error) => {
            drop(tx);
            return desk.refused(typed, error, desk.nowhere()).await;
        }
    };
    if !others.iter().any(|(other, _)| other.id == account.id) {
        tell_others(&node, &mut tx, (&account, &organization), &others).await?;
    }
    let (made, said) = tell(
        (&node, &reader, &person),
        &mut tx,
        (&account, &organization),
    )
    .await?;
    tx.commit().await?;
    node.wake.postman.notify_one();
    let done = Done {
        made,
        sent: Some(said),
        ..Done::default()
    };
    let mut response = desk.page(done).await?;
    response.extensions_mut().insert(Deed {
        how: "named".to_owned(),
        about: Some(account.mail),
    });
    Ok(response)
}

/// What is to be mended in what was typed.
fn wrong_in(typed: &Typed, draft: &people::Draft, reader: &Reader) -> Result<Wrongs> {
    let words = reader.words;
    let mut wrongs = Wrongs::default();
    let own = |field: &str| match field {
        "mail" => Some(("person-mail", words.say("sign-in-no-address"))),
        "name" => Some(("person-name", words.say("person-name-wrong"))),
        "function" => Some(("person-function", words.say("represent-function-wrong"))),
        _ => None,
    };
    let found: [Option<Error>; 3] = [
        mail::address(&draft.mail).err(),
        draft.clone().checked().err(),
        representation::function_of(typed.get("person-function")).err(),
    ];
    for error in found.into_iter().flatten() {
        wrongs.take(error, words, own)?;
    }
    Ok(wrongs)
}

/// Writes to whoever is named; without mail they are told by the officer, who hands them the
/// link by which they choose a password.
async fn tell(
    (node, reader, person): (&Node, &Reader, &Person),
    tx: &mut Tx,
    (account, organization): (&Account, &Organization),
) -> Result<Told> {
    let (words, with) = (reader.words, [("mail", account.mail.clone().into())]);
    let sends = node.settings.mail.is_on();
    if account.has_password && !sends {
        return Ok((None, words.fill("represented", &with)));
    }
    if !sends && !may_hand_over(tx, person, (account, organization)).await? {
        return Ok((None, words.fill("represented-no-password", &with)));
    }
    let (address, until) = if account.has_password {
        (node.url(&format!("/my/{}", organization.id)), None)
    } else {
        let (secret, until) = link::invite(tx, &node.clock, &account.id).await?;
        if sends {
            link::note_mailed(tx, &secret).await?;
        }
        (node.url(&Purpose::NewPassword.path(&secret)), Some(until))
    };
    if !sends {
        return Ok((Some(address), words.fill("represented", &with)));
    }
    let (settings, name) = (&node.shown().settings, organization.stated.name());
    let (language, link) = (&account.language, (&*address, until));
    let letter = Letter::represents(settings, language, name, link, node.clock.now());
    mail::write(tx, &node.clock, settings, &account.mail, &letter).await?;
    Ok((None, words.fill("represented-letter", &with)))
}

/// Whether the link, which opens the account whole, can be shown to whoever names its owner:
/// only those who run the directory let people in again elsewhere, so it must open nothing but
/// this organization.
async fn may_hand_over(
    tx: &mut Tx,
    person: &Person,
    (account, organization): (&Account, &Organization),
) -> Result<bool> {
    if person.has_role(Role::Admin) {
        return Ok(true);
    }
    let is_unused = account.role.is_none() && account.signed_in_at.is_none();
    let all = representation::of_account(tx, &account.id).await?;
    Ok(is_unused && all.iter().all(|one| one.organization == organization.id))
}

/// Writes to those who represented it before.
async fn tell_others(
    node: &Node,
    tx: &mut Tx,
    (account, organization): (&Account, &Organization),
    others: &[(Account, String)],
) -> Result<()> {
    if !node.settings.mail.is_on() {
        return Ok(());
    }
    let (settings, now) = (&node.shown().settings, node.clock.now());
    let link = node.url(&format!("/my/{}", organization.id));
    let names = (&account.id, organization.stated.name());
    for (other, _) in others {
        let letter = Letter::represented_too(settings, &other.language, names, (&link, now));
        mail::write(tx, &node.clock, settings, &other.mail, &letter).await?;
    }
    Ok(())
}
