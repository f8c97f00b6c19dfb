//! Memberships on the wire: a property of the records of both sides.
//!
//! A record states what its own side confirmed. One that spans two directories counts once
//! each record names the other in it, so that nobody becomes a member by their own word
//! alone. An end is each record's own word, and the two are not compared here.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

use super::records::{self, Kind};
use crate::error::Result;
use crate::id::OrganizationId;
use crate::registry::membership::{self, Membership, Partner, Party};
use crate::store::Tx;
use crate::vocabulary::MembershipRole;

/// How many a record carries and how many are read from one.
const MOST: usize = 300;

/// The other side of a membership, as far as it is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Other {
    /// The address of its record.
    pub address: String,
    /// Its name; empty when its record is not known here.
    pub name: String,
    /// The language of the name, where that is known.
    pub language: String,
    /// Whether its record is another directory's.
    pub is_foreign: bool,
}

/// A membership with what both sides say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relation {
    /// The membership as it is kept here.
    #[serde(flatten)]
    pub membership: Membership,
    /// Whether both sides say it, so that everybody may see it.
    pub is_confirmed: bool,
    /// The side that is not the organization that was asked for.
    pub other: Other,
}

/// The memberships of an organization of this directory, confirmed or not. `base` is this
/// directory's address.
pub async fn relations(tx: &mut Tx, base: &str, id: &OrganizationId) -> Result<Vec<Relation>> {
    let partners = membership::partners(tx, id).await?;
    let mut relations = Vec::new();
    for membership in membership::list(tx, id).await? {
        let (other, is_confirmed) = match membership.other_than(id) {
            Party::Own(other) => {
                let partner = partners.iter().find(|one| one.id == *other);
                // Whoever is not public is not named to the public either.
                (own(base, other, partner), partner.is_some())
            }
            Party::Foreign(address) => foreign(tx, base, &membership, address).await?,
        };
        relations.push(Relation {
            is_confirmed: is_confirmed && membership.is_confirmed_here(),
            membership,
            other,
        });
    }
    Ok(relations)
}

fn own(base: &str, id: &OrganizationId, partner: Option<&Partner>) -> Other {
    Other {
        address: Party::Own(id.clone()).address(base),
        name: partner.map(|one| one.name.clone()).unwrap_or_default(),
        language: partner.map(|one| one.language.clone()).unwrap_or_default(),
        is_foreign: false,
    }
}

/// The other side in another directory, and whether its record states the same.
async fn foreign(
    tx: &mut Tx,
    base: &str,
    membership: &Membership,
    address: &str,
) -> Result<(Other, bool)> {
    let held = public_record(tx, address).await?;
    let is_stated = held
        .as_ref()
        .is_some_and(|(_, body)| read(body).contains(&Stated::of(base, membership)));
    let other = Other {
        address: address.to_owned(),
        name: held.map(|(name, _)| name).unwrap_or_default(),
        language: String::new(),
        is_foreign: true,
    };
    Ok((other, is_stated))
}

/// The name and body of another directory's organization, while it is public there.
async fn public_record(tx: &mut Tx, id: &str) -> Result<Option<(String, Value)>> {
    let held = records::get(tx, id).await?;
    Ok(held
        .filter(|record| !record.gone && record.kind == Kind::Organization.as_str())
        .and_then(|record| {
            let body: Value = serde_json::from_str(&record.body).ok()?;
            body.get("suspended")
                .is_none()
                .then_some((record.name, body))
        }))
}

/// The value of the property `membership`; `null` when there is none. It holds what the
/// organization's own side has confirmed, and within the directory what both have.
pub(super) async fn property(tx: &mut Tx, base: &str, id: &OrganizationId) -> Result<Value> {
    let partners = membership::partners(tx, id).await?;
    let is_public = |party: &Party| match party {
        Party::Own(other) => partners.iter().any(|one| one.id == *other),
        Party::Foreign(_) => true,
    };
    let stated: Vec<Value> = membership::list(tx, id)
        .await?
        .iter()
        .filter(|one| one.is_confirmed_here() && is_public(one.other_than(id)))
        .take(MOST)
        .map(|one| describe(base, one))
        .collect();
    Ok(if stated.is_empty() {
        Value::Null
    } else {
        Value::Array(stated)
    })
}

fn describe(base: &str, membership: &Membership) -> Value {
    let mut members = json!({
        "member": membership.member.address(base),
        "body": membership.body.address(base),
        "role": membership.role,
    });
    if let Value::Object(members) = &mut members {
        for (name, day) in [("since", membership.since), ("until", membership.until)] {
            if let Some(day) = day {
                members.insert(name.to_owned(), json!(day));
            }
        }
    }
    members
}

/// What a record states of a membership. Two are the same when sides and role are; their
/// days may differ, as two archives do.
#[derive(Debug, Clone, Eq)]
pub struct Stated {
    /// The id of the record that belongs.
    pub member: String,
    /// The id of the record to which it belongs.
    pub body: String,
    /// As what.
    pub role: MembershipRole,
    /// Since which day.
    pub since: Option<Date>,
    /// Until which day.
    pub until: Option<Date>,
}

impl PartialEq for Stated {
    fn eq(&self, other: &Self) -> bool {
        (&self.member, &self.body, self.role) == (&other.member, &other.body, other.role)
    }
}

impl Stated {
    fn of(base: &str, membership: &Membership) -> Self {
        Self {
            member: membership.member.address(base),
            body: membership.body.address(base),
            role: membership.role,
            since: membership.since,
            until: membership.until,
        }
    }
}

/// Reads the memberships that another's record states; what makes no sense is left out.
pub fn read(record: &Value) -> Vec<Stated> {
    let stated = record.get("membership").and_then(Value::as_array);
    let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
    stated
        .into_iter()
        .flatten()
        .take(MOST)
        .filter_map(read_one)
        // A record speaks for itself, never for two others.
        .filter(|stated| (stated.member == id) != (stated.body == id))
        .collect()
}

fn read_one(entry: &Value) -> Option<Stated> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let day = |name: &str| text(name).and_then(|day| day.parse().ok());
    Some(Stated {
        member: text("member")?.to_owned(),
        body: text("body")?.to_owned(),
        role: MembershipRole::parse(text("role")?).ok()?,
        since: day("since"),
        until: day("until"),
    })
}

/// Of what another's record states, at most `most` that still stand and that the other side
/// states too, each with that side's name: a record held here, or an organization of ours.
pub async fn confirmed_of(
    tx: &mut Tx,
    base: &str,
    record: &Value,
    most: usize,
) -> Result<Vec<(Stated, String)>> {
    let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
    let mut confirmed = Vec::new();
    let standing = read(record).into_iter().filter(|one| one.until.is_none());
    for stated in standing.take(most) {
        let other = if stated.member == id {
            stated.body.clone()
        } else {
            stated.member.clone()
        };
        let name = match super::paths::own(base, &other) {
            Some(path) => stated_by_ours(tx, base, path, &stated).await?,
            None => public_record(tx, &other)
                .await?
                .filter(|(_, body)| read(body).contains(&stated))
                .map(|(name, _)| name),
        };
        confirmed.extend(name.map(|name| (stated, name)));
    }
    Ok(confirmed)
}

/// The name of our organization at `path` when it is public and states the membership.
async fn stated_by_ours(
    tx: &mut Tx,
    base: &str,
    path: &str,
    stated: &Stated,
) -> Result<Option<String>> {
    let Some(Ok(id)) = path.strip_prefix("/o/").map(OrganizationId::parse) else {
        return Ok(None);
    };
    let is_said = membership::list(tx, &id).await?.iter().any(|own| {
        own.ended_at.is_none() && own.is_confirmed_here() && Stated::of(base, own) == *stated
    });
    match crate::registry::get(tx, &id).await {
        Ok(found) if is_said && found.is_public() => Ok(Some(found.stated.name().to_owned())),
        Ok(_) | Err(crate::error::Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(entries: &Value) -> Value {
        json!({"id": "https://b.example/o/1", "membership": entries})
    }

    fn entry() -> Value {
        json!({"member": "https://a.example/o/2", "body": "https://b.example/o/1",
            "role": "member", "since": "2020-01-01"})
    }

    #[test]
    fn a_record_states_its_own_memberships_alone() {
        assert_eq!(read(&record(&json!([entry()]))).len(), 1);
        let of_others = json!({"member": "https://a.example/o/2", "body": "https://c.example/o/3",
            "role": "member"});
        let with_itself = json!({"member": "https://b.example/o/1",
            "body": "https://b.example/o/1", "role": "member"});
        for stranger in [of_others, with_itself] {
            assert_eq!(read(&record(&json!([stranger]))), []);
        }
    }

    #[test]
    fn what_makes_no_sense_in_anothers_record_is_left_out() {
        for entries in [json!("member"), json!([1, {}]), json!([{"member": 1}])] {
            assert_eq!(read(&record(&entries)), []);
        }
        let mut king = entry();
        king["role"] = json!("king");
        assert_eq!(read(&record(&json!([king]))), []);
        let flood = json!(vec![entry(); 1_000]);
        assert_eq!(read(&record(&flood)).len(), MOST);
    }
}
