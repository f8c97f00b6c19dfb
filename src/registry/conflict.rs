//! Values that a register states otherwise than somebody wrote by hand. The hand's value
//! stays until people decide; then either the register's is taken, or the hand's is kept and
//! the register is not heard again until it says something else.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::life::{self, Tell};
use super::sql::conflicts;
use super::{Field, Organization, Origin, Status, locked, merge, sql};
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{BatchId, OrganizationId};
use crate::outbox::{self, Event};
use crate::store::Tx;

/// A contradiction that waits for a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// Of which organization.
    pub organization: OrganizationId,
    /// In which field.
    pub field: Field,
    /// Which register contradicts.
    pub register: String,
    /// Under which identifier.
    pub identifier: String,
    /// What it states.
    pub stated: Value,
    /// The day that its statement is of.
    pub stated_on: Option<Date>,
    /// The import that brought it.
    pub batch: BatchId,
    /// When.
    #[serde(
        serialize_with = "clock::rfc3339::serialize",
        deserialize_with = "clock::rfc3339::read"
    )]
    pub noticed_at: Timestamp,
}

/// Writes contradictions down, over older ones of the same field and register.
pub(super) async fn raise(tx: &mut Tx, raised: &[Conflict]) -> Result<()> {
    for conflict in raised {
        conflicts::put(tx, conflict).await?;
    }
    Ok(())
}

/// The contradictions that wait: of one organization or of all.
pub async fn list(
    tx: &mut Tx,
    organization: Option<&OrganizationId>,
    limit: i64,
) -> Result<Vec<Conflict>> {
    conflicts::select(tx, organization, limit).await
}

/// How many contradictions wait.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    conflicts::count(tx).await
}

/// Which contradictions of a field are meant: all that fit what is named.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Which {
    /// Of which register.
    pub register: Option<String>,
    /// Under which of its identifiers.
    pub identifier: Option<String>,
    /// Noticed then; none when the register says something else since.
    #[serde(skip)]
    pub noticed_at: Option<Timestamp>,
}

impl Which {
    fn fits(&self, conflict: &Conflict) -> bool {
        let is =
            |named: &Option<String>, word: &str| named.as_deref().is_none_or(|one| one == word);
        is(&self.register, &conflict.register)
            && is(&self.identifier, &conflict.identifier)
            && self.noticed_at.is_none_or(|at| at == conflict.noticed_at)
    }
}

/// A contradiction beside what stands in the record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waiting {
    /// The contradiction.
    #[serde(flatten)]
    pub conflict: Conflict,
    /// The handle of the organization.
    pub handle: String,
    /// What was written by hand.
    pub kept: Value,
}

/// The contradictions that wait, each with what stands in the record: of one organization or
/// of all.
pub async fn waiting(
    tx: &mut Tx,
    organization: Option<&OrganizationId>,
    limit: i64,
) -> Result<Vec<Waiting>> {
    let found = conflicts::select(tx, organization, limit).await?;
    let records = super::get_all(tx, found.iter().map(|one| &one.organization)).await?;
    let beside = |conflict: Conflict| {
        let record = records.get(&conflict.organization)?;
        Some(conflict.field.value(&record.stated).map(|kept| Waiting {
            handle: record.handle.clone(),
            kept,
            conflict,
        }))
    };
    found.into_iter().filter_map(beside).collect()
}

/// Takes what a register states instead of what was written by hand. An organization whose
/// end is taken has ended by that.
///
/// # Errors
/// [`Error::Absent`] when nothing that is meant contradicts there, [`Error::Conflict`] when
/// several do.
pub async fn take(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    field: Field,
    which: &Which,
) -> Result<Organization> {
    let mut organization = locked(tx, id).await?;
    let conflict = the_one(tx, &organization, field, which).await?;
    let now = clock.now();
    let mut stated = organization.stated.clone();
    field.read(conflict.stated, &mut stated)?;
    merge::lay(field, &stated, &mut organization.stated);
    organization.stated = organization.stated.checked()?;
    let origin = Origin::of_register(
        (&conflict.register, &conflict.identifier),
        conflict.stated_on,
        &conflict.batch,
        now,
    );
    organization.provenance.set(field, &origin);
    conflicts::delete(tx, id, field).await?;
    let has_ended = organization.stated.dissolved_on.is_some();
    if field == Field::DissolvedOn && has_ended && organization.status != Status::Dissolved {
        // The day of its end is taken, so it ends; that is people's decision.
        sql::life::decided(tx, id).await?;
        life::end(tx, &mut organization, Status::Dissolved, Tell::AtOnce, now).await?;
        return Ok(organization);
    }
    organization.updated_at = organization.next_update(now);
    sql::update(tx, &organization).await?;
    if organization.is_public() {
        outbox::push(tx, &Event::OrganizationChanged(id.clone()), now).await?;
    }
    Ok(organization)
}

/// Keeps what was written by hand against all that is meant. What another register says
/// waits on.
///
/// # Errors
/// [`Error::Absent`] when nothing that is meant contradicts there.
pub async fn keep(
    tx: &mut Tx,
    id: &OrganizationId,
    field: Field,
    which: &Which,
) -> Result<Organization> {
    let organization = locked(tx, id).await?;
    for conflict in meant(tx, &organization, field, which).await? {
        conflicts::delete_one(tx, &conflict).await?;
    }
    Ok(organization)
}

/// Settles contradictions of a field that was written by hand anew.
pub(super) async fn settle(tx: &mut Tx, id: &OrganizationId, field: Field) -> Result<()> {
    conflicts::delete(tx, id, field).await
}

/// All that is meant, at least one.
async fn meant(
    tx: &mut Tx,
    organization: &Organization,
    field: Field,
    which: &Which,
) -> Result<Vec<Conflict>> {
    let mut all = conflicts::select(tx, Some(&organization.id), i64::MAX).await?;
    all.retain(|conflict| conflict.field == field && which.fits(conflict));
    if all.is_empty() {
        return Err(none(organization, field));
    }
    Ok(all)
}

async fn the_one(
    tx: &mut Tx,
    organization: &Organization,
    field: Field,
    which: &Which,
) -> Result<Conflict> {
    let mut all = meant(tx, organization, field, which).await?;
    if all.len() > 1 {
        let said = |one: &Conflict| format!("{} {}", one.register, one.identifier);
        let rows: Vec<String> = all.iter().map(said).collect();
        return Err(Error::Conflict(
            format!(
                "{} contradict {field} of {}; name the register, and the identifier where it has \
                 several, whose value you take",
                rows.join(" and "),
                organization.handle
            )
            .into(),
        ));
    }
    all.pop().ok_or_else(|| none(organization, field))
}

fn none(organization: &Organization, field: Field) -> Error {
    let fields = "contacts holds mail, telephone and person, place the address and the point";
    Error::absent(
        format!("a conflict about {field} of {}", organization.handle),
        format!("trenza conflicts list shows those that wait ({fields})"),
    )
}
