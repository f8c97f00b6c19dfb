//! Who belongs to whom. Whoever runs a command speaks for the office, which confirms each
//! side of its directory expressly, and never another directory's.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::error::{Error, Result};
use crate::federation::membership::{Relation, relations};
use crate::id::{MembershipId, OrganizationId};
use crate::node::Node;
use crate::registry::membership::{self, Membership, Party, Proposal, Speaker};
use crate::registry::{self, Organization};
use crate::store::Tx;
use crate::vocabulary::MembershipRole;

/// What `trenza membership` can be asked. An organization is named by its handle or id, one
/// of another directory by the address of its record.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Record that an organization belongs to another. It counts once both sides confirm it.
    Add {
        /// Who belongs.
        #[arg(long)]
        member: String,
        /// To whom.
        #[arg(long)]
        body: String,
        /// As what: member, delegate or observer.
        #[arg(long, default_value = "member")]
        role: MembershipRole,
        /// Since which day.
        #[arg(long, value_name = "DAY")]
        since: Option<Date>,
    },
    /// Confirm the side of an organization of this directory.
    Confirm {
        /// The membership's id, from the list.
        membership: String,
        /// Whose side.
        #[arg(long = "for", value_name = "ORG")]
        side: String,
    },
    /// Record the end of a membership.
    End {
        /// The membership's id, from the list.
        membership: String,
        /// The last day; today without it.
        #[arg(long, value_name = "DAY")]
        on: Option<Date>,
    },
    /// List the memberships of an organization, and what they wait for.
    List {
        /// Its handle or id.
        organization: String,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    let clock = &node.clock;
    if let Command::List { organization } = command {
        let mut tx = node.db.read().await?;
        let found = registry::find(&mut tx, &organization).await?;
        let found = relations(&mut tx, node.base(), &found.id).await?;
        return listing(&mut tx, &found).await;
    }
    let mut tx = node.db.begin().await?;
    let (done, membership) = match command {
        Command::Add {
            member,
            body,
            role,
            since,
        } => {
            let proposal = Proposal {
                member: Party::find(&mut tx, node.base(), &member).await?,
                body: Party::find(&mut tx, node.base(), &body).await?,
                role,
                since,
            };
            let made = membership::add(&mut tx, clock, proposal, &Speaker::Office).await?;
            ("recorded".to_owned(), made)
        }
        Command::Confirm { membership, side } => {
            let Party::Own(side) = Party::find(&mut tx, node.base(), &side).await? else {
                let reason = "another directory's record confirms its side by itself: its office \
                              records the same membership there";
                return Err(Error::invalid("for", reason));
            };
            let id = MembershipId::parse(&membership)?;
            let made = membership::confirm(&mut tx, clock, &id, &side).await?;
            let side = registry::get(&mut tx, &side).await?;
            (format!("the side of @{} is confirmed", side.handle), made)
        }
        Command::End { membership, on } => {
            let id = MembershipId::parse(&membership)?;
            let ended = membership::end(&mut tx, clock, &id, on, &Speaker::Office).await?;
            ("ended".to_owned(), ended)
        }
        Command::List { .. } => return Err(Error::internal("a list changes nothing")),
    };
    let names = Names::of(&mut tx, [&membership]).await?;
    tx.commit().await?;
    told(&done, &membership, &names)
}

/// What the parties of memberships are called here.
struct Names(HashMap<OrganizationId, Organization>);

impl Names {
    async fn of(tx: &mut Tx, memberships: impl IntoIterator<Item = &Membership>) -> Result<Self> {
        let parties = memberships
            .into_iter()
            .flat_map(|one| [&one.member, &one.body]);
        let ids: Vec<&OrganizationId> = parties
            .filter_map(|party| match party {
                Party::Own(id) => Some(id),
                Party::Foreign(_) => None,
            })
            .collect();
        registry::get_all(tx, ids).await.map(Self)
    }

    /// One of ours by its handle, another directory's by its address.
    fn of_party(&self, party: &Party) -> String {
        match party {
            Party::Own(id) => match self.0.get(id) {
                Some(found) => format!("@{}", found.handle),
                None => party.to_string(),
            },
            Party::Foreign(address) => address.clone(),
        }
    }

    fn is_public(&self, party: &Party) -> bool {
        match party {
            Party::Own(id) => self.0.get(id).is_some_and(Organization::is_public),
            Party::Foreign(_) => true,
        }
    }
}

fn told(done: &str, membership: &Membership, names: &Names) -> Result<Answer> {
    let Membership { id, role, .. } = membership;
    let (member, body) = (
        names.of_party(&membership.member),
        names.of_party(&membership.body),
    );
    let waits = if membership.ended_at.is_some() {
        String::new()
    } else {
        format!("; {}", waits_for(membership, names, None))
    };
    Answer::of(
        format!("{done}: {member} is {role} of {body}{waits}; number {id}"),
        membership,
    )
}

async fn listing(tx: &mut Tx, relations: &[Relation]) -> Result<Answer> {
    let names = Names::of(tx, relations.iter().map(|one| &one.membership)).await?;
    Answer::table(
        ["id", "member", "body", "role", "since", "until", "state"],
        relations,
        |one| {
            let kept = &one.membership;
            let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let state = if kept.ended_at.is_some() {
                "ended".to_owned()
            } else {
                waits_for(kept, &names, Some(one.is_confirmed))
            };
            [
                kept.id.to_string(),
                names.of_party(&kept.member),
                names.of_party(&kept.body),
                kept.role.to_string(),
                day(kept.since),
                day(kept.until),
                state,
            ]
        },
    )
}

/// Whether a membership counts, or whose word is missing. `is_confirmed` is whether everybody
/// may see it, where that was asked.
fn waits_for(membership: &Membership, names: &Names, is_confirmed: Option<bool>) -> String {
    if is_confirmed == Some(true) {
        return "confirmed".to_owned();
    }
    let sides = [
        (&membership.member, membership.confirmed_by_member),
        (&membership.body, membership.confirmed_by_body),
    ];
    let missing: Vec<String> = sides
        .into_iter()
        .filter(|(_, at)| at.is_none())
        .map(|(side, _)| match side {
            Party::Own(_) => names.of_party(side),
            Party::Foreign(address) => format!("the record {address}, which is to say the same"),
        })
        .collect();
    if !missing.is_empty() {
        return format!("waits for {}", missing.join(" and "));
    }
    let hidden: Vec<String> = [&membership.member, &membership.body]
        .into_iter()
        .filter(|side| !names.is_public(side))
        .map(|side| names.of_party(side))
        .collect();
    if hidden.is_empty() {
        "confirmed".to_owned()
    } else {
        format!(
            "confirmed by both; not shown, since {} is not public",
            hidden.join(" and ")
        )
    }
}
