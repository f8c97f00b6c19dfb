//! Memberships: a dated relation between two organizations, of this directory or another's.
//!
//! It counts when both sides say it. A side of this directory is confirmed here, by the
//! office or by the organization's own token; what another directory's record says is its
//! own word, which this module does not know: the federation reads it. Ends are recorded,
//! never erased.

/// One side of a membership.
mod party;

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

use super::sql::membership as sql;
use super::{Organization, Status, life, locked};
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{MembershipId, OrganizationId};
use crate::store::Tx;
use crate::vocabulary::MembershipRole;

pub use super::sql::membership::Partner;
pub use party::Party;

/// A membership as it is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who belongs.
    pub member: Party,
    /// To whom.
    pub body: Party,
    /// As what.
    pub role: MembershipRole,
    /// Since which day, where that is known.
    pub since: Option<Date>,
}

/// A membership as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// Its identifier, by which it is confirmed and ended.
    pub id: MembershipId,
    /// Who belongs.
    pub member: Party,
    /// To whom.
    pub body: Party,
    /// As what.
    pub role: MembershipRole,
    /// Since which day.
    pub since: Option<Date>,
    /// Until which day.
    pub until: Option<Date>,
    /// When the member's side was confirmed here.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub confirmed_by_member: Option<Timestamp>,
    /// When the body's side was confirmed here.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub confirmed_by_body: Option<Timestamp>,
    /// When its end was recorded.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub ended_at: Option<Timestamp>,
    /// When it was recorded.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub created_at: Timestamp,
}

impl Membership {
    /// Whether every side of this directory is confirmed. Of one within the directory that
    /// is both; of one across directories it is ours, and the other record speaks for itself.
    pub fn is_confirmed_here(&self) -> bool {
        let says = |party: &Party, at: Option<Timestamp>| {
            matches!(party, Party::Foreign(_)) || at.is_some()
        };
        says(&self.member, self.confirmed_by_member) && says(&self.body, self.confirmed_by_body)
    }

    /// The side that is not `id`.
    pub fn other_than(&self, id: &OrganizationId) -> &Party {
        if self.member == Party::Own(id.clone()) {
            &self.body
        } else {
            &self.member
        }
    }

    /// Whether it stands and waits for the word of `id`.
    pub fn waits_for(&self, id: &OrganizationId) -> bool {
        let own = Party::Own(id.clone());
        let asks = |side: &Party, at: Option<Timestamp>| *side == own && at.is_none();
        self.ended_at.is_none()
            && (asks(&self.member, self.confirmed_by_member)
                || asks(&self.body, self.confirmed_by_body))
    }

    fn is_party(&self, id: &OrganizationId) -> bool {
        [&self.member, &self.body].contains(&&Party::Own(id.clone()))
    }

    /// Marks the sides of `id` as confirmed; `false` when they are already.
    fn confirm(&mut self, id: &OrganizationId, now: Timestamp) -> bool {
        let own = Party::Own(id.clone());
        let side = if self.member == own {
            &mut self.confirmed_by_member
        } else {
            &mut self.confirmed_by_body
        };
        let is_new = side.is_none();
        side.get_or_insert(now);
        is_new
    }
}

/// Who records something about a membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    /// The office, for any organization of its directory.
    Office,
    /// One organization, for itself alone.
    Organization(OrganizationId),
}

/// Records a membership. An organization that does it confirms its own side by that; the
/// office confirms each side expressly.
///
/// # Errors
/// [`Error::Invalid`] with itself, or when neither side is of this directory;
/// [`Error::Forbidden`] when an organization speaks for others; [`Error::Conflict`] when a
/// side is dissolved; [`Error::AlreadyExists`] when it stands already.
pub async fn add(
    tx: &mut Tx,
    clock: &Clock,
    proposal: Proposal,
    by: &Speaker,
) -> Result<Membership> {
    let Proposal {
        member,
        body,
        role,
        since,
    } = proposal;
    if member == body {
        let reason = "an organization is no member of itself; name another";
        return Err(Error::invalid("body", reason));
    }
    let now = clock.now();
    let mut membership = Membership {
        id: MembershipId::new(clock),
        member,
        body,
        role,
        since,
        until: None,
        confirmed_by_member: None,
        confirmed_by_body: None,
        ended_at: None,
        created_at: now,
    };
    may(&membership, by)?;
    let mut parties = lock_parties(tx, &membership).await?;
    if parties.is_empty() {
        let reason = "one side at least is an organization of this directory";
        return Err(Error::invalid("member", reason));
    }
    if let Some(ended) = parties.iter().find(|one| one.status == Status::Dissolved) {
        let reason = format!("{} is dissolved and belongs to nobody", ended.handle);
        return Err(Error::Conflict(reason.into()));
    }
    if let Speaker::Organization(own) = by {
        membership.confirm(own, now);
    }
    if !sql::insert(tx, &membership).await? {
        return Err(Error::AlreadyExists("this membership".to_owned()));
    }
    tell(tx, &membership, &mut parties, now).await?;
    Ok(membership)
}

/// Confirms the side of `id`, an organization of this directory. What is confirmed already
/// stays as it is.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] when the organization is no side of it;
/// [`Error::Conflict`] when it has ended.
pub async fn confirm(
    tx: &mut Tx,
    clock: &Clock,
    membership: &MembershipId,
    id: &OrganizationId,
) -> Result<Membership> {
    let (mut membership, mut parties) = locked_with_parties(tx, membership).await?;
    may(&membership, &Speaker::Organization(id.clone()))?;
    if membership.ended_at.is_some() {
        let reason = "this membership has ended; record a new one";
        return Err(Error::Conflict(reason.into()));
    }
    let now = clock.now();
    if membership.confirm(id, now) {
        sql::update(tx, &membership).await?;
        tell(tx, &membership, &mut parties, now).await?;
    }
    Ok(membership)
}

/// Records the end of a membership; without a day today, or the first day of one that has not
/// begun. What has ended stays as it is.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] when an organization ends others' membership;
/// [`Error::Invalid`] when the end lies before the beginning.
pub async fn end(
    tx: &mut Tx,
    clock: &Clock,
    membership: &MembershipId,
    on: Option<Date>,
    by: &Speaker,
) -> Result<Membership> {
    let (mut membership, mut parties) = locked_with_parties(tx, membership).await?;
    may(&membership, by)?;
    if membership.ended_at.is_some() {
        return Ok(membership);
    }
    let now = clock.now();
    // What begins later ends as soon as it begins, unless somebody says otherwise.
    let today = now.day();
    let until = on.unwrap_or_else(|| membership.since.map_or(today, |since| since.max(today)));
    if let Some(since) = membership.since.filter(|since| until < *since) {
        let reason = format!("{until} lies before {since}, the day on which it began");
        return Err(Error::invalid("on", reason));
    }
    membership.until = Some(until);
    membership.ended_at = Some(now);
    sql::update(tx, &membership).await?;
    tell(tx, &membership, &mut parties, now).await?;
    Ok(membership)
}

/// The membership of this identifier.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(tx: &mut Tx, id: &MembershipId) -> Result<Membership> {
    let found = sql::by_id(tx, id).await?;
    found.ok_or_else(|| Error::NotFound(format!("membership {:?}", id.as_str())))
}

/// The memberships of an organization on either side, those that stand first.
pub async fn list(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Membership>> {
    sql::of_organization(tx, id).await
}

/// The memberships that stand between organizations of this directory and some of others', whose
/// addresses they have.
pub async fn with_foreign(tx: &mut Tx, addresses: &[&str]) -> Result<Vec<Membership>> {
    sql::with_foreign(tx, addresses).await
}

/// How many memberships that were recorded after a moment wait for the word of an
/// organization.
pub async fn count_waiting(tx: &mut Tx, id: &OrganizationId, since: Timestamp) -> Result<i64> {
    sql::count_waiting(tx, id, since).await
}

/// The public organizations of this directory that an organization has a membership with.
pub async fn partners(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Partner>> {
    sql::partners(tx, id).await
}

/// Refuses whoever is no side of the membership.
fn may(membership: &Membership, by: &Speaker) -> Result<()> {
    match by {
        Speaker::Organization(own) if !membership.is_party(own) => Err(Error::Forbidden(
            format!("{own} is no side of this membership, and each side speaks for itself").into(),
        )),
        _ => Ok(()),
    }
}

async fn locked_with_parties(
    tx: &mut Tx,
    id: &MembershipId,
) -> Result<(Membership, Vec<Organization>)> {
    let found = get(tx, id).await?;
    let parties = lock_parties(tx, &found).await?;
    // Read again under the locks: another writer may have changed it meanwhile.
    Ok((get(tx, id).await?, parties))
}

/// The sides of this directory, locked in one order so that nobody waits in a circle.
async fn lock_parties(tx: &mut Tx, membership: &Membership) -> Result<Vec<Organization>> {
    let mut ids: Vec<&OrganizationId> = [&membership.member, &membership.body]
        .into_iter()
        .filter_map(|party| match party {
            Party::Own(id) => Some(id),
            Party::Foreign(_) => None,
        })
        .collect();
    ids.sort();
    let mut parties = Vec::new();
    for id in ids {
        parties.push(locked(tx, id).await?);
    }
    Ok(parties)
}

/// Lets followers of the sides hear of what both have said.
async fn tell(
    tx: &mut Tx,
    membership: &Membership,
    parties: &mut [Organization],
    now: Timestamp,
) -> Result<()> {
    if membership.is_confirmed_here() {
        for party in parties {
            life::changed(tx, party, now).await?;
        }
    }
    Ok(())
}

/// Those to which some organizations belong as members now, in one query for all of them:
/// what the member's side has confirmed, and within this directory the other side as well,
/// which everybody must be able to see.
pub async fn bodies_of(
    tx: &mut Tx,
    members: &[&OrganizationId],
) -> Result<HashMap<OrganizationId, Vec<Party>>> {
    let mut bodies: HashMap<_, Vec<Party>> = HashMap::new();
    for (member, body) in sql::bodies_of(tx, members).await? {
        if let Party::Own(member) = Party::read(&member)? {
            bodies.entry(member).or_default().push(Party::read(&body)?);
        }
    }
    Ok(bodies)
}

#[cfg(test)]
mod tests;
