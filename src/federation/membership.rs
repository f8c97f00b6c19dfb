//! Memberships on the wire: a property of the records of both sides.
//!
//! A record states what its own side confirmed. One that spans two directories counts once
//! each record names the other in it, so that nobody becomes a member by their own word
//! alone. An end is each record's own word, and the two are not compared here.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

use super::records::{self, Kind, Record};
use crate::error::Result;
use crate::id::OrganizationId;
use crate::registry;
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
    Ok(records::get(tx, id).await?.and_then(public))
}

fn public(record: Record) -> Option<(String, Value)> {
    if record.gone || record.kind != Kind::Organization.as_str() {
        return None;
    }
    let body: Value = serde_json::from_str(&record.body).ok()?;
    let is_public = body.get("suspended").is_none();
    is_public.then_some((record.name, body))
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
    /// The side that is not the record of this id.
    fn other_than(&self, id: &str) -> &str {
        if self.member == id {
            &self.body
        } else {
            &self.member
        }
    }

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

/// Of what each of some others' records states, at most `most` that still stand and that the other
/// side states too, each with that side's name: a record held here, or an organization of ours.
/// They are kept by the record's id, and asked for at once for a whole page.
pub async fn confirmed_of(
    tx: &mut Tx,
    base: &str,
    found: &[&Value],
    most: usize,
) -> Result<HashMap<String, Vec<(Stated, String)>>> {
    let mut standing: Vec<(&str, Stated)> = Vec::new();
    for record in found {
        let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
        let stated = read(record).into_iter().filter(|one| one.until.is_none());
        standing.extend(stated.take(most).map(|one| (id, one)));
    }
    let with_ours = standing
        .iter()
        .filter(|(id, stated)| super::paths::own(base, stated.other_than(id)).is_some());
    let with_ours: BTreeSet<&str> = with_ours.map(|(id, _)| *id).collect();
    let mut said = said_by_ours(tx, base, &with_ours).await?;
    let theirs = standing.iter().map(|(id, stated)| stated.other_than(id));
    let theirs: BTreeSet<&str> = theirs
        .filter(|id| super::paths::own(base, id).is_none())
        .collect();
    let theirs: Vec<&str> = theirs.into_iter().collect();
    for record in records::of_a_page(tx, &theirs).await? {
        let id = record.id.clone();
        said.extend(public(record).map(|(name, body)| (id, (name, read(&body)))));
    }
    let mut confirmed: HashMap<String, Vec<(Stated, String)>> = HashMap::new();
    for (id, stated) in &standing {
        let other = said.get(stated.other_than(id));
        if let Some((name, _)) = other.filter(|(_, said)| said.contains(stated)) {
            let of_it = confirmed.entry((*id).to_owned()).or_default();
            of_it.push((stated.clone(), name.clone()));
        }
    }
    Ok(confirmed)
}

/// What records state, by the address of each, with its name.
type Said = HashMap<String, (String, Vec<Stated>)>;

/// What our public organizations state of memberships with some of others' records.
async fn said_by_ours(tx: &mut Tx, base: &str, with: &BTreeSet<&str>) -> Result<Said> {
    let with: Vec<&str> = with.iter().copied().collect();
    let memberships = membership::with_foreign(tx, &with).await?;
    let memberships = memberships.iter().filter(|one| one.is_confirmed_here());
    let ours = memberships.filter_map(|one| match (&one.member, &one.body) {
        (Party::Own(id), Party::Foreign(_)) | (Party::Foreign(_), Party::Own(id)) => {
            Some((id, one))
        }
        _ => None,
    });
    let ours: Vec<(&OrganizationId, &Membership)> = ours.collect();
    let found = registry::get_all(tx, ours.iter().map(|(id, _)| *id)).await?;
    let mut said = Said::new();
    for (id, membership) in ours {
        if let Some(one) = found.get(id).filter(|one| one.is_public()) {
            let name = one.stated.name().to_owned();
            let address = Party::Own(id.clone()).address(base);
            let of_it = said.entry(address).or_insert_with(|| (name, Vec::new()));
            of_it.1.push(Stated::of(base, membership));
        }
    }
    Ok(said)
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
