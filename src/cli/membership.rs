//! Who belongs to whom. Whoever runs a command speaks for the office, which confirms each
//! side of its directory expressly, and never another directory's.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Report;
use crate::error::{Error, Result};
use crate::federation::membership::{Relation, relations};
use crate::id::MembershipId;
use crate::node::Node;
use crate::registry;
use crate::registry::membership::{self, Membership, Party, Proposal, Speaker};
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
pub(super) async fn execute(node: &Node, command: Command) -> Result<Report> {
    let clock = &node.clock;
    if let Command::List { organization } = command {
        let mut tx = node.db.read().await?;
        let found = registry::find(&mut tx, &organization).await?;
        let found = relations(&mut tx, node.base(), &found.id).await?;
        return listing(&found);
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
            ("recorded; each side is to be confirmed", made)
        }
        Command::Confirm { membership, side } => {
            let Party::Own(side) = Party::find(&mut tx, node.base(), &side).await? else {
                let reason = "another directory's record confirms its side by itself: its office \
                              records the same membership there";
                return Err(Error::invalid("for", reason));
            };
            let id = MembershipId::parse(&membership)?;
            let made = membership::confirm(&mut tx, clock, &id, &side).await?;
            ("confirmed", made)
        }
        Command::End { membership, on } => {
            let id = MembershipId::parse(&membership)?;
            let ended = membership::end(&mut tx, clock, &id, on, &Speaker::Office).await?;
            ("ended", ended)
        }
        Command::List { .. } => return Err(Error::internal("a list changes nothing")),
    };
    tx.commit().await?;
    told(done, &membership)
}

fn told(done: &str, membership: &Membership) -> Result<Report> {
    let Membership {
        id, member, body, ..
    } = membership;
    let role = membership.role;
    Report::of(
        format!("{done}: {member} is {role} of {body}, number {id}"),
        membership,
    )
}

fn listing(relations: &[Relation]) -> Result<Report> {
    Report::table(
        ["id", "member", "body", "role", "since", "until", "state"],
        relations,
        |one| {
            let kept = &one.membership;
            let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            [
                kept.id.to_string(),
                kept.member.to_string(),
                kept.body.to_string(),
                kept.role.to_string(),
                day(kept.since),
                day(kept.until),
                waits_for(one),
            ]
        },
    )
}

/// Whether a membership counts, or whose word is missing.
fn waits_for(relation: &Relation) -> String {
    let kept = &relation.membership;
    if relation.is_confirmed {
        return "confirmed".to_owned();
    }
    let sides = [
        (&kept.member, kept.confirmed_by_member),
        (&kept.body, kept.confirmed_by_body),
    ];
    let missing: Vec<String> = sides
        .into_iter()
        .filter(|(_, at)| at.is_none())
        .map(|(side, _)| side.to_string())
        .collect();
    if missing.is_empty() {
        return "confirmed, and the other side is not public".to_owned();
    }
    format!("waits for {}", missing.join(" and "))
}
