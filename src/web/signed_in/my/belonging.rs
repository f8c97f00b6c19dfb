//! What forms say of a membership: that it begins, that it is so, that it has ended. An
//! organization says it on its own page, the office on the record's, of whichever side that is.

use jiff::civil::Date;

use crate::error::{Error, Result};
use crate::id::{MembershipId, OrganizationId};
use crate::node::Node;
use crate::registry::membership::{self, Party, Proposal, Speaker};
use crate::store::Tx;
use crate::vocabulary::MembershipRole;
use crate::web::form::{Typed, Wrongs};
use crate::words::Words;

/// One choice of a list: code, label, whether it is chosen.
pub(in crate::web::signed_in) type Choice = (&'static str, &'static str, bool);

/// As what somebody can belong.
pub(in crate::web::signed_in) fn roles(typed: &Typed, words: &'static Words) -> Vec<Choice> {
    let choice = |one: &MembershipRole| {
        let code = one.as_str();
        (code, one.label(words.tag), code == typed.get("role"))
    };
    MembershipRole::ALL.iter().map(choice).collect()
}

/// Does what a form says of the side of `own`; gives the word for it.
pub(in crate::web::signed_in) async fn say(
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
pub(in crate::web::signed_in) fn refused(error: Error, words: &'static Words) -> Result<Wrongs> {
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
