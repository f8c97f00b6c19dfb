//! A membership as pages show it, and what forms say of it: that it begins, that it is so, that
//! it has ended. An organization says it on its own page, the office on the record's, of
//! whichever side that is.

use jiff::civil::Date;

use crate::error::{Error, Result};
use crate::id::{MembershipId, OrganizationId};
use crate::node::Node;
use crate::registry;
use crate::registry::membership::{self, Membership, Party, Proposal, Speaker};
use crate::store::Tx;
use crate::vocabulary::MembershipRole;
use crate::web::form::{Typed, Wrongs};
use crate::web::reader::Reader;
use crate::words::Words;

/// A membership as a page shows it.
pub(super) struct Item {
    pub(super) id: MembershipId,
    /// The other side: what it is called, and its address.
    pub(super) name: String,
    pub(super) address: String,
    /// Whether the organization is the member and not the body.
    pub(super) is_member: bool,
    pub(super) role: &'static str,
    pub(super) since: Option<String>,
    pub(super) waits: bool,
    /// Whether both sides of this directory have said it.
    pub(super) is_confirmed: bool,
}

/// One choice of a list: code, label, whether it is chosen.
pub(super) type Choice = (&'static str, &'static str, bool);

/// As what somebody can belong.
pub(super) fn roles(typed: &Typed, words: &'static Words) -> Vec<Choice> {
    let choice = |one: &MembershipRole| {
        let code = one.as_str();
        (code, one.label(words.tag), code == typed.get("role"))
    };
    MembershipRole::ALL.iter().map(choice).collect()
}

/// A membership of an organization as a page shows it.
pub(super) async fn item(
    tx: &mut Tx,
    reader: &Reader,
    id: &OrganizationId,
    one: Membership,
) -> Result<Item> {
    let (name, address) = match one.other_than(id) {
        Party::Own(other) => {
            let other = registry::get(tx, other).await?;
            (other.stated.name().to_owned(), other.path())
        }
        Party::Foreign(address) => (address.clone(), address.clone()),
    };
    Ok(Item {
        name,
        address,
        is_member: one.member == Party::Own(id.clone()),
        role: one.role.label(reader.words.tag),
        since: one.since.map(|day| day.to_string()),
        waits: one.waits_for(id),
        is_confirmed: one.is_confirmed_here(),
        id: one.id,
    })
}

/// Does what a form says of the side of `own`; gives the word for it.
pub(super) async fn say(
    node: &Node,
    tx: &mut Tx,
    own: &OrganizationId,
    typed: &Typed,
    by: &Speaker,
) -> Result<&'static str> {
    match typed.get("do") {
        "begin" => {
            begin(node, tx, own, typed, by).await?;
            Ok("begin")
        }
        "confirm" => {
            let id = of(tx, own, typed).await?;
            membership::confirm(tx, &node.clock, &id, own).await?;
            Ok("confirm")
        }
        "end" => {
            let id = of(tx, own, typed).await?;
            membership::end(tx, &node.clock, &id, None, by).await?;
            Ok("end")
        }
        other => {
            let reason = format!("{other:?} is no decision; write begin, confirm or end");
            Err(Error::invalid("do", reason))
        }
    }
}

async fn begin(
    node: &Node,
    tx: &mut Tx,
    own: &OrganizationId,
    typed: &Typed,
    by: &Speaker,
) -> Result<()> {
    let since = match typed.trimmed("since") {
        "" => None,
        day => Some(
            day.parse::<Date>()
                .map_err(|_error| Error::invalid("since", "write a day, such as 2020-01-31"))?,
        ),
    };
    let role = MembershipRole::parse(typed.get("role"))?;
    let name = typed.trimmed("other");
    let other = match Party::named(tx, node.base(), name, by).await {
        Err(Error::NotFound(_)) => {
            let reason = "write the handle or the address of a record";
            return Err(Error::invalid("other", reason));
        }
        found => found?,
    };
    let own = Party::Own(own.clone());
    let (member, body) = match typed.get("side") {
        "member" => (other, own),
        _ => (own, other),
    };
    let proposal = Proposal {
        member,
        body,
        role,
        since,
    };
    membership::add(tx, &node.clock, proposal, by).await?;
    Ok(())
}

/// The membership that a form names, which is of `own`.
async fn of(tx: &mut Tx, own: &OrganizationId, typed: &Typed) -> Result<MembershipId> {
    let id = MembershipId::parse(typed.trimmed("membership"))?;
    let found = membership::get(tx, &id).await?;
    let own = Party::Own(own.clone());
    if found.member != own && found.body != own {
        return Err(Error::NotFound(format!("membership {id}")));
    }
    Ok(id)
}

/// What is to be mended in a form that could not be taken. Every other error goes on.
pub(super) fn refused(error: Error, words: &'static Words) -> Result<Wrongs> {
    let mut wrongs = Wrongs::default();
    match error {
        Error::AlreadyExists(_) => wrongs.add("form", words.say("membership-stands")),
        Error::Conflict(_) => wrongs.add("form", words.say("membership-ended")),
        other => wrongs.take(other, words, |field| match field {
            "other" | "address" => Some(("other", words.say("membership-unknown"))),
            "body" => Some(("other", words.say("membership-itself"))),
            "role" => Some(("role", words.say("record-choose"))),
            "since" => Some(("since", words.say("record-day-wrong"))),
            _ => None,
        })?,
    }
    Ok(wrongs)
}
