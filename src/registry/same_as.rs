//! That a record of ours and another directory's record are one organization, as it is
//! stated here: by the office, or by the organization itself.
//!
//! A statement is one side's word and can be taken back. Whether it is answered from the
//! other side is not known here.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use url::Url;

use super::duplicates::{self, State};
use super::sql::same_as as sql;
use super::{Author, Field, Organization, Standing, Status, life, locked};
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::place::Place;
use crate::store::Tx;
use crate::text::LanguageMap;

/// How many other records one record may be stated to be.
pub const MOST: usize = 20;
const MAX_ADDRESS: usize = 500;

/// Whose word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatedBy {
    /// The office that keeps the directory.
    Office,
    /// The organization itself.
    Organization,
}

impl StatedBy {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Organization => "organization",
        }
    }
}

impl TryFrom<String> for StatedBy {
    type Error = Error;

    fn try_from(word: String) -> Result<Self> {
        [Self::Office, Self::Organization]
            .into_iter()
            .find(|known| known.as_str() == word)
            .ok_or_else(|| Error::invalid("stated_by", "write office or organization"))
    }
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct SameAs {
    /// The record of ours.
    pub organization: OrganizationId,
    /// The address of the other record.
    pub other: String,
    /// Whose word it is.
    #[sqlx(try_from = "String")]
    pub stated_by: StatedBy,
    /// When it was given.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub stated_at: Timestamp,
}

/// States that an organization of ours is the one of another directory's record. Stated
/// already, it stays as it is.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when `other` is no address of the web or too many
/// are stated; [`Error::Conflict`] when the organization has ended, or shall speak for itself
/// and is not active.
pub async fn state(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    other: &str,
    by: StatedBy,
) -> Result<Organization> {
    let other = address(other)?;
    let mut organization = locked(tx, id).await?;
    if organization.status == Status::Dissolved {
        let reason = format!("{} is dissolved", organization.handle);
        return Err(Error::Conflict(reason.into()));
    }
    if by == StatedBy::Organization && organization.standing != Standing::Active {
        let reason = format!(
            "{} does not speak for itself; activate it, or state it as the office",
            organization.handle
        );
        return Err(Error::Conflict(reason.into()));
    }
    let stated = sql::of(tx, id).await?;
    if stated.len() >= MOST && !stated.iter().any(|one| one.other == other) {
        let reason = format!("{MOST} are stated already; take one back first");
        return Err(Error::invalid("same_as", reason));
    }
    let now = clock.now();
    if sql::insert(tx, id, (&other, by.as_str()), now).await? {
        duplicates::settle(
            tx,
            (&organization.path(), &other),
            State::Same,
            by.as_str(),
            now,
        )
        .await?;
        life::changed(tx, &mut organization, now).await?;
    }
    Ok(organization)
}

/// Takes a statement back: the question is open again.
///
/// # Errors
/// [`Error::Absent`] when it was not stated.
pub async fn take_back(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    other: &str,
) -> Result<Organization> {
    let other = address(other)?;
    let mut organization = locked(tx, id).await?;
    if !sql::delete(tx, id, &other).await? {
        return Err(Error::absent(
            format!("the statement that {} is {other}", organization.handle),
            "`trenza org same-as` with the organization alone lists what is stated",
        ));
    }
    duplicates::reopen(tx, (&organization.path(), &other)).await?;
    life::changed(tx, &mut organization, clock.now()).await?;
    Ok(organization)
}

/// What is stated of an organization of ours.
pub async fn of(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<SameAs>> {
    sql::of(tx, id).await
}

/// What is stated of some organizations of ours, in one query for all of them.
pub async fn of_all(
    tx: &mut Tx,
    ids: &[&OrganizationId],
) -> Result<HashMap<OrganizationId, Vec<String>>> {
    let mut others: HashMap<_, Vec<String>> = HashMap::new();
    for (id, other) in sql::of_all(tx, ids).await? {
        others.entry(id).or_default().push(other);
    }
    Ok(others)
}

/// Which organizations of ours are stated to be another directory's record.
pub async fn naming(tx: &mut Tx, other: &str) -> Result<Vec<SameAs>> {
    sql::naming(tx, other).await
}

/// Takes away what the organization itself stated of what records are compared by, and
/// leaves what the office and registers state.
pub fn forget_own_words(organization: &mut Organization) {
    let is_own = |field| {
        let origin = organization.provenance.of(field);
        origin.is_some_and(|origin| origin.author == Author::Organization)
    };
    let stated = &mut organization.stated;
    if is_own(Field::Names) {
        stated.names = LanguageMap::default();
    }
    if is_own(Field::Website) {
        stated.website = None;
    }
    if is_own(Field::Place) {
        stated.place = Place::default();
    }
    if is_own(Field::Territory) {
        stated.territory = None;
    }
    if is_own(Field::FoundedOn) {
        stated.founded_on = None;
    }
}

/// The address of a record without its fragment.
fn address(other: &str) -> Result<String> {
    let remedy = "write the address of the other record, such as https://other.example/o/…";
    let mut url = Url::parse(other).map_err(|_error| Error::invalid("same_as", remedy))?;
    if !matches!(url.scheme(), "https" | "http") || url.as_str().len() > MAX_ADDRESS {
        return Err(Error::invalid("same_as", remedy));
    }
    url.set_fragment(None);
    Ok(url.into())
}
