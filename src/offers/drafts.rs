//! Offers and needs that somebody has begun to write, in whatever state: what stands in the
//! fields of a form is kept as it was typed. They are no offers yet, so no list, page, feed or
//! document has them. Which fields a form has is not known here.

/// What somebody shows of one.
pub mod photos;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Draft, Offer};
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{DraftId, OrganizationId};
use crate::pictures;
use crate::registry;
use crate::store::{Tx, execute, from_json, on, to_json};
use crate::words::phrase;

/// How many an organization keeps at most.
pub const MOST: usize = 50;
/// How many letters all fields of one hold at most.
const LONGEST: usize = 20_000;

/// What was typed into a form, by the names of its fields.
pub type Fields = BTreeMap<String, String>;

/// A draft as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its identifier.
    pub id: DraftId,
    /// The organization whose it is.
    pub organization: OrganizationId,
    /// What was typed.
    pub fields: Fields,
    /// When it was last kept; grows with each change.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub updated_at: Timestamp,
}

/// Which draft a form shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Its identifier, also before it is kept for the first time.
    pub id: DraftId,
    /// As it was kept at that moment; `None` of one that was not kept when the form was made.
    pub version: Option<Timestamp>,
}

/// What became of a form that shows a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<T> {
    /// What was asked for.
    Done(T),
    /// Nothing, since somebody kept other words meanwhile: these.
    Changed(Kept),
    /// Nothing, since the draft was published or discarded meanwhile.
    Gone,
}

/// Keeps what was typed, anew or in place of what the form shows. Keeping the same again
/// changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when there is no such organization, or the draft is another's;
/// [`Error::Invalid`] when the fields hold too much; [`Error::Conflict`] when enough are kept.
pub async fn keep(
    tx: &mut Tx,
    clock: &Clock,
    organization: &OrganizationId,
    basis: &Basis,
    fields: Fields,
) -> Result<Outcome<Kept>> {
    let length: usize = fields.values().map(|text| text.chars().count()).sum();
    if length > LONGEST {
        let reason = phrase!("refusal-too-long", length = length, most = LONGEST);
        return Err(Error::invalid("texts", reason));
    }
    let present = match meanwhile(tx, organization, basis, &fields).await? {
        Outcome::Done(present) => present,
        Outcome::Changed(theirs) => return Ok(Outcome::Changed(theirs)),
        Outcome::Gone => return Ok(Outcome::Gone),
    };
    let now = clock.now();
    let updated_at = match present {
        Some(present) if present.fields == fields => return Ok(Outcome::Done(present)),
        Some(present) => now.max(Timestamp(present.updated_at.0 + 1)),
        None if list(tx, organization).await?.len() >= MOST => {
            return Err(Error::Conflict(
                phrase!("refusal-enough-drafts", most = MOST).into(),
            ));
        }
        None => now,
    };
    let kept = Kept {
        id: basis.id.clone(),
        organization: organization.clone(),
        fields,
        updated_at,
    };
    put(tx, &kept).await?;
    Ok(Outcome::Done(kept))
}

/// Publishes what became of a draft, which is kept no more; `fields` are what was typed. One
/// that was never kept is published as well.
///
/// # Errors
/// Those of [`super::add`].
pub async fn publish(
    tx: &mut Tx,
    clock: &Clock,
    organization: &OrganizationId,
    (basis, fields): (&Basis, &Fields),
    stated: Draft,
) -> Result<Outcome<Offer>> {
    match meanwhile(tx, organization, basis, fields).await? {
        Outcome::Done(_) => {}
        Outcome::Changed(theirs) => return Ok(Outcome::Changed(theirs)),
        Outcome::Gone => return Ok(Outcome::Gone),
    }
    let offer = super::add(tx, clock, organization, stated).await?;
    if discard_row(tx, organization, &basis.id).await? {
        photos::publish(tx, &basis.id, &offer).await?;
    }
    Ok(Outcome::Done(offer))
}

/// A draft of an organization.
///
/// # Errors
/// [`Error::NotFound`], also for a draft of another organization.
pub async fn get(tx: &mut Tx, organization: &OrganizationId, id: &DraftId) -> Result<Kept> {
    let found = find(tx, organization, id).await?;
    found.ok_or_else(|| Error::NotFound(format!("draft {id}")))
}

/// The drafts of an organization, the last kept first.
pub async fn list(tx: &mut Tx, organization: &OrganizationId) -> Result<Vec<Kept>> {
    let query = "SELECT id, organization, fields, updated_at FROM drafts \
        WHERE organization = $1 ORDER BY updated_at DESC, id DESC";
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(organization)
        .fetch_all(c))?;
    rows.into_iter().map(kept).collect()
}

/// Discards a draft with its photos; says whether there was one.
pub async fn discard(tx: &mut Tx, organization: &OrganizationId, id: &DraftId) -> Result<bool> {
    let was_there = discard_row(tx, organization, id).await?;
    if was_there {
        pictures::forget(tx, &id.path()).await?;
    }
    Ok(was_there)
}

async fn discard_row(tx: &mut Tx, organization: &OrganizationId, id: &DraftId) -> Result<bool> {
    let statement = "DELETE FROM drafts WHERE organization = $1 AND id = $2";
    let count = execute!(tx, sqlx::query(statement).bind(organization).bind(id))?;
    Ok(count > 0)
}

/// What stands of a draft, unless somebody changed or ended it since the form was made. Those
/// who typed the same have nothing to decide. Other writers of the organization's drafts wait
/// until the transaction ends.
async fn meanwhile(
    tx: &mut Tx,
    organization: &OrganizationId,
    basis: &Basis,
    fields: &Fields,
) -> Result<Outcome<Option<Kept>>> {
    registry::get_for_change(tx, organization).await?;
    Ok(match find(tx, organization, &basis.id).await? {
        Some(present) if present.fields == *fields => Outcome::Done(Some(present)),
        Some(present) if basis.version != Some(present.updated_at) => Outcome::Changed(present),
        None if basis.version.is_some() => Outcome::Gone,
        present => Outcome::Done(present),
    })
}

type Row = (DraftId, OrganizationId, String, Timestamp);

fn kept((id, organization, fields, updated_at): Row) -> Result<Kept> {
    Ok(Kept {
        id,
        organization,
        fields: from_json(&fields)?,
        updated_at,
    })
}

async fn find(tx: &mut Tx, organization: &OrganizationId, id: &DraftId) -> Result<Option<Kept>> {
    let query = "SELECT id, organization, fields, updated_at FROM drafts \
        WHERE organization = $1 AND id = $2";
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(organization)
        .bind(id)
        .fetch_optional(c))?;
    row.map(kept).transpose()
}

/// Writes a draft; an identifier that another organization's draft has is nobody else's.
async fn put(tx: &mut Tx, kept: &Kept) -> Result<()> {
    let statement = "INSERT INTO drafts (id, organization, fields, updated_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET fields = excluded.fields, \
        updated_at = excluded.updated_at WHERE drafts.organization = excluded.organization";
    let count = execute!(
        tx,
        sqlx::query(statement)
            .bind(&kept.id)
            .bind(&kept.organization)
            .bind(to_json(&kept.fields)?)
            .bind(kept.updated_at)
    )?;
    if count == 0 {
        return Err(Error::NotFound(format!("draft {}", kept.id)));
    }
    Ok(())
}
