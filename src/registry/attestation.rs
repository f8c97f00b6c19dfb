//! Attestations: who says what about a record, by which method, on which day, until when.
//!
//! There is no badge: an attestation is somebody's word with a date, and lapses by the
//! clock. This module does not know who asks; the surfaces let the office and an
//! organization's own token through.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use url::Url;

use super::sql::attestation as sql;
use super::{Organization, Status, life, locked};
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{AttestationId, OrganizationId};
use crate::store::Tx;
use crate::text;
use crate::vocabulary::AttestationKind;

const MAX_NAME: usize = 200;
/// How many of an organization's own words stand at once, and how many are ever kept.
const MOST_OWN: usize = 20;
const MOST_OWN_EVER: usize = 200;
const MAX_STATEMENT: usize = 500;
const MAX_METHOD: usize = 200;
const MAX_REASON: usize = 1_000;
const MAX_ADDRESS: usize = 500;
/// How far ahead of UTC clocks go on earth.
pub(super) const FIRST_TIME_ZONE: Duration = Duration::from_hours(14);

/// How an attestation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It holds today.
    Valid,
    /// Its last day has passed.
    Lapsed,
    /// It was asked for and is not given.
    Refused,
    /// It was given and is taken back.
    Revoked,
}

impl State {
    /// The state as it is kept and shown to programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Lapsed => "lapsed",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
        }
    }
}

/// Somebody's word about an organization, as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Whose word it is: a register's, an office's, a network's, the organization's own.
    pub kind: AttestationKind,
    /// The name of whoever attests.
    #[serde(default)]
    pub attested_by: String,
    /// Their address, where they have one.
    #[serde(default)]
    pub attested_by_address: Option<Url>,
    /// What they say, in plain text.
    pub statement: String,
    /// How they know: a visit, documents seen, a look-up in a register.
    pub method: String,
    /// The day on which they said so; today without it.
    #[serde(default)]
    pub attested_on: Option<Date>,
    /// The last day on which it holds; without it, until it is revoked.
    #[serde(default)]
    pub valid_until: Option<Date>,
}

/// An attestation as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attestation {
    /// Its identifier, by which it is revoked.
    pub id: AttestationId,
    /// The organization that it is about.
    pub organization: OrganizationId,
    /// Whose word it is.
    pub kind: AttestationKind,
    /// The name of whoever attests.
    pub attested_by: String,
    /// Their address.
    pub attested_by_address: Option<String>,
    /// What they say.
    pub statement: String,
    /// How they know.
    pub method: String,
    /// How it stands by the clock.
    pub state: State,
    /// Why it was refused or revoked, for the office and the organization alone.
    pub reason: Option<String>,
    /// The day on which they said so.
    pub attested_on: Date,
    /// The last day on which it holds.
    pub valid_until: Option<Date>,
    /// When it was recorded here.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub created_at: Timestamp,
    /// When it was revoked.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub revoked_at: Option<Timestamp>,
}

impl Attestation {
    /// Whether everybody may see it: what holds, and what has held and lapsed.
    pub fn is_public(&self) -> bool {
        matches!(self.state, State::Valid | State::Lapsed)
    }

    /// How what is kept as valid stands on `today`.
    pub(super) fn by_the_clock(mut self, today: Date) -> Self {
        if self.state == State::Valid && self.valid_until.is_some_and(|last| last < today) {
            self.state = State::Lapsed;
        }
        self
    }
}

/// Records what somebody attests of an organization. Followers hear of it when it is public.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when nothing is said, nobody says it, or its days
/// make no sense; [`Error::Conflict`] when the organization is dissolved.
pub async fn attest(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    statement: &Statement,
) -> Result<Attestation> {
    let now = clock.now();
    let mut organization = standing(tx, id).await?;
    let attestation = read(clock, id, statement)?;
    if attestation.kind == AttestationKind::Itself {
        refuse_flood(tx, id).await?;
    }
    sql::insert(tx, &attestation).await?;
    life::changed(tx, &mut organization, now).await?;
    Ok(attestation.by_the_clock(now.day()))
}

/// Refuses more of an organization's own words than a page shows, and more than it may ever
/// give and take back.
async fn refuse_flood(tx: &mut Tx, id: &OrganizationId) -> Result<()> {
    let mut given = sql::of_organization(tx, id).await?;
    given.retain(|one| one.kind == AttestationKind::Itself);
    let standing = given.iter().filter(|one| one.revoked_at.is_none()).count();
    if standing < MOST_OWN && given.len() < MOST_OWN_EVER {
        return Ok(());
    }
    let reason = format!(
        "says {standing} things of itself already; {MOST_OWN} may stand at once, and \
         {MOST_OWN_EVER} be kept. Take one back, or ask the office to attest it"
    );
    Err(Error::invalid("kind", reason))
}

/// Records that an attestation was asked for and is not given. The public does not see it.
///
/// # Errors
/// Those of [`attest`], and [`Error::Invalid`] without a reason.
pub async fn refuse(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    statement: &Statement,
    reason: &str,
) -> Result<Attestation> {
    standing(tx, id).await?;
    let reason = said("reason", reason, MAX_REASON, "say why it is refused")?;
    let attestation = Attestation {
        state: State::Refused,
        reason: Some(reason),
        ..read(clock, id, statement)?
    };
    sql::insert(tx, &attestation).await?;
    Ok(attestation)
}

/// Takes an attestation back, for good. One that is revoked already stays as it is.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] without a reason; [`Error::Conflict`] when it was
/// refused, so that there is nothing to take back.
pub async fn revoke(
    tx: &mut Tx,
    clock: &Clock,
    id: &AttestationId,
    reason: &str,
) -> Result<Attestation> {
    let now = clock.now();
    let reason = said("reason", reason, MAX_REASON, "say why it is revoked")?;
    let found = get(tx, clock, id).await?;
    let mut organization = locked(tx, &found.organization).await?;
    // Read again under the lock: another writer may have revoked it meanwhile.
    let mut attestation = get(tx, clock, id).await?;
    match attestation.state {
        State::Revoked => return Ok(attestation),
        State::Refused => {
            let reason = "this attestation was refused, so there is nothing to revoke";
            return Err(Error::Conflict(reason.into()));
        }
        State::Valid | State::Lapsed => {}
    }
    attestation.state = State::Revoked;
    attestation.reason = Some(reason);
    attestation.revoked_at = Some(now);
    sql::revoke(tx, &attestation).await?;
    life::changed(tx, &mut organization, now).await?;
    Ok(attestation)
}

/// The attestation of this identifier, as it stands now.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(tx: &mut Tx, clock: &Clock, id: &AttestationId) -> Result<Attestation> {
    let found = sql::by_id(tx, id).await?;
    found
        .map(|found| found.by_the_clock(clock.now().day()))
        .ok_or_else(|| Error::NotFound(format!("attestation {:?}", id.as_str())))
}

/// Everything that was ever attested of an organization, or refused, the newest first.
pub async fn list(tx: &mut Tx, clock: &Clock, id: &OrganizationId) -> Result<Vec<Attestation>> {
    let today = clock.now().day();
    let found = sql::of_organization(tx, id).await?;
    Ok(found
        .into_iter()
        .map(|found| found.by_the_clock(today))
        .collect())
}

/// The organization, locked, unless it has ended.
async fn standing(tx: &mut Tx, id: &OrganizationId) -> Result<Organization> {
    let organization = locked(tx, id).await?;
    if organization.status == Status::Dissolved {
        let reason = format!(
            "{} is dissolved; nothing is attested of it any more",
            organization.handle
        );
        return Err(Error::Conflict(reason.into()));
    }
    Ok(organization)
}

fn read(clock: &Clock, id: &OrganizationId, statement: &Statement) -> Result<Attestation> {
    let now = clock.now();
    let attested_on = statement.attested_on.unwrap_or_else(|| now.day());
    // Somewhere it may be tomorrow already.
    if attested_on > (now + FIRST_TIME_ZONE).day() {
        let reason = format!("{attested_on} has not come yet; write the day on which it was said");
        return Err(Error::invalid("attested_on", reason));
    }
    if let Some(last) = statement.valid_until.filter(|last| *last < attested_on) {
        let reason = format!("{last} lies before {attested_on}, the day on which it was said");
        return Err(Error::invalid("valid_until", reason));
    }
    let by = "say who attests it, by name";
    let what = "say what is attested, such as: is a worker cooperative of 12 members";
    let how = "say how it is known, such as: visit, documents seen, register look-up";
    Ok(Attestation {
        id: AttestationId::new(clock),
        organization: id.clone(),
        kind: statement.kind,
        attested_by: said("attested_by", &statement.attested_by, MAX_NAME, by)?,
        attested_by_address: address(statement.attested_by_address.as_ref())?,
        statement: said("statement", &statement.statement, MAX_STATEMENT, what)?,
        method: said("method", &statement.method, MAX_METHOD, how)?,
        state: State::Valid,
        reason: None,
        attested_on,
        valid_until: statement.valid_until,
        created_at: now,
        revoked_at: None,
    })
}

/// One line that says something.
fn said(field: &str, text: &str, limit: usize, remedy: &str) -> Result<String> {
    let text = text::line(text);
    if text.is_empty() {
        return Err(Error::invalid(field, remedy));
    }
    text::within(field, &text, limit)?;
    Ok(text)
}

fn address(address: Option<&Url>) -> Result<Option<String>> {
    let Some(address) = address else {
        return Ok(None);
    };
    if !matches!(address.scheme(), "https" | "http") {
        let reason = "write an address that begins with https://";
        return Err(Error::invalid("attested_by_address", reason));
    }
    text::within("attested_by_address", address.as_str(), MAX_ADDRESS)?;
    Ok(Some(address.to_string()))
}

#[cfg(test)]
mod tests;
