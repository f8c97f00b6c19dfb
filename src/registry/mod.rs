//! Organizations: what a register states of them, who keeps them, and their life.
//!
//! Every verb takes a transaction, locks the record it changes, and tells the outbox when
//! what the public sees has changed. The registry does not know how that is published.

/// What organizations say against refusals, and what the office answers.
pub mod appeal;
/// Who says what about a record.
pub mod attestation;
/// Links by which a representative takes a record over.
pub mod claim;
/// What registers state otherwise than people wrote by hand.
pub mod conflict;
/// What is stated of an organization, and what of it can be kept.
mod draft;
/// Records that may be one organization, and what was decided of them.
pub mod duplicates;
/// The columns in which records leave and come back.
pub mod exchange;
/// The fields of a draft, to compare and to carry them one by one.
mod field;
/// Handles: made from names, unique, frozen at publication.
mod handle;
/// Taking over a register's file.
pub mod import;
/// The verbs that begin, change and end an organization's public life.
mod life;
/// Lists with a cursor.
mod list;
/// Who belongs to whom.
pub mod membership;
/// What a register's statement makes of a record.
mod merge;
/// The icon and header that somebody gave.
pub mod pictures;
/// Where each value comes from.
mod provenance;
/// Organizations that move to another server, and those that came.
pub mod relocation;
/// That a record and another directory's are one organization.
pub mod same_as;
/// The queries, which nothing outside the registry sees.
mod sql;
/// How far a record has come, and who speaks for it.
mod status;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::outbox::{self, Event};
use crate::store::Tx;

pub use draft::{Contact, ContactKind, Draft};
pub use field::Field;
pub use handle::MAX_HANDLE;
pub use life::{
    activate, dissolve, dissolve_by, leave, publish, remove, reopen, restate, suspend, tell_again,
};
pub use list::{Filter, Page, count_published, list, newest};
pub use provenance::{Author, Origin, Provenance, Stated};
pub use status::{Standing, Status};

/// Consent to being active, as the office recorded it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Who gave it, and in which function.
    pub by: String,
    /// How: a letter, a visit, the minutes of an assembly.
    pub statement: String,
    /// When it was recorded.
    #[serde(
        default,
        serialize_with = "clock::rfc3339::option",
        deserialize_with = "clock::rfc3339::read_option"
    )]
    pub at: Option<Timestamp>,
}

/// Which register states an organization, under which identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Source {
    /// The register's short name.
    pub register: String,
    /// The register's own identifier of the organization.
    pub identifier: String,
    /// The number in the official register of companies or societies.
    pub register_number: Option<String>,
    /// The day that the statement is of (ISO 8601).
    pub stated_on: Option<String>,
    /// When it was read.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub imported_at: Timestamp,
}

/// An organization as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Organization {
    /// Its identifier: `/o/{id}`.
    pub id: OrganizationId,
    /// Its handle, unique on the node.
    pub handle: String,
    /// How far the record has come.
    pub status: Status,
    /// Who speaks for it.
    pub standing: Standing,
    /// The consent to being active.
    pub consent: Option<Consent>,
    /// What is stated of it.
    #[serde(flatten)]
    pub stated: Draft,
    /// Where each value comes from.
    pub provenance: Provenance,
    /// When the record was made.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub created_at: Timestamp,
    /// When it last changed; grows by a second at least with each change.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub updated_at: Timestamp,
    /// When it was first published.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub published_at: Option<Timestamp>,
}

impl Organization {
    /// Its path under the node's address.
    pub fn path(&self) -> String {
        self.id.path()
    }

    /// Whether everybody may see it.
    pub fn is_public(&self) -> bool {
        self.status == Status::Published
    }

    /// The record as everybody may see it: without hidden contacts and without consent.
    #[must_use]
    pub fn for_the_public(mut self) -> Self {
        self.stated.contacts.retain(|contact| contact.public);
        self.consent = None;
        self
    }

    /// The moment of a change made now: at least a second after the last, since peers
    /// compare seconds.
    fn next_update(&self, now: Timestamp) -> Timestamp {
        now.max(Timestamp(self.updated_at.0 + 1000))
    }
}

/// Adds an organization as the office states it, unpublished and listed.
///
/// # Errors
/// [`Error::Invalid`] when the draft cannot be kept, [`Error::AlreadyExists`] when the
/// handle that it wishes for is taken.
pub async fn add(tx: &mut Tx, clock: &Clock, draft: Draft) -> Result<Organization> {
    let mut draft = draft.checked()?;
    let now = clock.now();
    let mut provenance = Provenance::default();
    provenance.set_all(&Origin::by_hand(Author::Office, now), &draft);
    let wish = draft.handle.take();
    let mut organization = Organization {
        id: OrganizationId::new(clock),
        handle: String::new(),
        status: Status::Draft,
        standing: Standing::Listed,
        consent: None,
        stated: draft,
        provenance,
        created_at: now,
        updated_at: now,
        published_at: None,
    };
    for handle in wished(wish.as_deref(), &organization)? {
        if sql::is_reserved(tx, &handle).await? {
            continue;
        }
        organization.handle = handle;
        if sql::insert(tx, &organization).await? {
            return Ok(organization);
        }
    }
    Err(taken(wish.as_deref().unwrap_or_default()))
}

/// Replaces what is stated of an organization, by the hand of `author`; from then on that
/// hand's word stands for what it changed. Followers hear of it when it is published.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] when the draft cannot be kept,
/// [`Error::Conflict`] when it wishes for another handle after publication.
pub async fn edit(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    draft: Draft,
    author: Author,
) -> Result<Organization> {
    let mut draft = draft.checked()?;
    let wish = draft.handle.take();
    let mut organization = locked(tx, id).await?;
    let is_renamed = draft.name() != organization.stated.name();
    let is_other_handle = wish
        .as_ref()
        .is_some_and(|wish| *wish != organization.handle);
    if organization.published_at.is_some() && is_other_handle {
        let reason = "the handle is frozen since the first publication; peers know it";
        return Err(Error::Conflict(reason.into()));
    }
    if draft == organization.stated && !is_other_handle {
        return Ok(organization);
    }
    let now = clock.now();
    let hand = Origin::by_hand(author, now);
    for field in Field::ALL {
        if field.differs(&draft, &organization.stated) {
            organization.provenance.set(*field, &hand);
            conflict::settle(tx, id, *field).await?;
        }
    }
    organization.stated = draft;
    organization.updated_at = organization.next_update(now);
    let may_move = organization.published_at.is_none() && wish.is_none() && is_renamed;
    if is_other_handle || may_move {
        move_handle(tx, &mut organization, wish.as_deref()).await?;
    }
    sql::update(tx, &organization).await?;
    if organization.is_public() {
        outbox::push(tx, &Event::OrganizationChanged(id.clone()), now).await?;
    }
    Ok(organization)
}

/// The organization of this identifier.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(tx: &mut Tx, id: &OrganizationId) -> Result<Organization> {
    sql::by_id(tx, id)
        .await?
        .ok_or_else(|| missing(id.as_str()))
}

/// The organizations of some identifiers; those that are none are not among them.
pub async fn get_all(
    tx: &mut Tx,
    ids: impl IntoIterator<Item = &OrganizationId>,
) -> Result<HashMap<OrganizationId, Organization>> {
    let ids: Vec<&OrganizationId> = ids.into_iter().collect();
    let found = sql::bulk::by_ids(tx, &ids).await?;
    Ok(found.into_iter().map(|one| (one.id.clone(), one)).collect())
}

/// The organization of this handle, if there is one.
pub async fn find_by_handle(tx: &mut Tx, handle: &str) -> Result<Option<Organization>> {
    sql::by_handle(tx, handle).await
}

/// The organization that people name by its handle, with or without `@`, or its identifier.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(tx: &mut Tx, name: &str) -> Result<Organization> {
    if let Ok(id) = OrganizationId::parse(name) {
        if let Some(found) = sql::by_id(tx, &id).await? {
            return Ok(found);
        }
        let moved = moved_to(tx, &id.path()).await?;
        return moved.ok_or_else(|| missing(name));
    }
    let handle = name.trim_start_matches('@');
    if let Some(found) = find_by_handle(tx, handle).await? {
        return Ok(found);
    }
    moved_to(tx, &format!("/@{handle}"))
        .await?
        .ok_or_else(|| missing(name))
}

/// The organization that the one at `path` was merged into.
async fn moved_to(tx: &mut Tx, path: &str) -> Result<Option<Organization>> {
    let Some(to) = duplicates::moved(tx, path).await? else {
        return Ok(None);
    };
    let id = OrganizationId::parse(to.trim_start_matches("/o/"))?;
    sql::by_id(tx, &id).await
}

/// The registers that state an organization.
pub async fn sources(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Source>> {
    sql::sources(tx, id).await
}

/// The registers that state some organizations, in one query for a page of them.
pub async fn sources_of(
    tx: &mut Tx,
    ids: &[&OrganizationId],
) -> Result<HashMap<OrganizationId, Vec<Source>>> {
    sql::sources_of(tx, ids).await
}

/// The register that states every organization, where there is only one and it does.
pub async fn only_register(tx: &mut Tx) -> Result<Option<String>> {
    sql::only_register(tx).await
}

/// The organization of this identifier, kept from other writers until the transaction ends:
/// for changes that are made of what stands there now.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_for_change(tx: &mut Tx, id: &OrganizationId) -> Result<Organization> {
    locked(tx, id).await
}

async fn locked(tx: &mut Tx, id: &OrganizationId) -> Result<Organization> {
    tx.lock_row("organizations", id.as_str()).await?;
    get(tx, id).await
}

/// The handles to try for a new organization: the wished one alone, or those of its name.
fn wished(wish: Option<&str>, organization: &Organization) -> Result<Vec<String>> {
    if let Some(wish) = wish {
        handle::check(wish)?;
        return Ok(vec![wish.to_owned()]);
    }
    let name = organization.stated.name();
    Ok(handle::candidates(name, organization.id.as_str()).collect())
}

async fn move_handle(
    tx: &mut Tx,
    organization: &mut Organization,
    wish: Option<&str>,
) -> Result<()> {
    for handle in wished(wish, organization)? {
        let is_own = handle == organization.handle;
        if is_own || sql::take_handle(tx, &organization.id, &handle).await? {
            organization.handle = handle;
            return Ok(());
        }
    }
    Err(taken(wish.unwrap_or_default()))
}

fn taken(handle: &str) -> Error {
    Error::AlreadyExists(format!("the handle {handle:?}"))
}

fn missing(name: &str) -> Error {
    Error::NotFound(format!("organization {name:?}"))
}
