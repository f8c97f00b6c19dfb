//! Appeals: what an organization says against the refusal of an attestation, and what the
//! office answers. A refusal stays written down as what it was, whatever comes of the appeal.

use url::Url;

use super::attestation::{self, Attestation, State, Statement};
use super::locked;
use super::sql::appeal as sql;
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{AttestationId, OrganizationId};
use crate::store::Tx;
use crate::text;
use crate::words::phrase;

/// The longest appeal and the longest answer, in characters.
pub const MOST: usize = 2_000;

/// What the office decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The refusal stays.
    Upheld,
    /// It is attested after all.
    Attested,
}

impl Decision {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Attested => "attested",
        }
    }
}

/// An appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// Against which refusal.
    pub attestation: AttestationId,
    /// What the organization says.
    pub text: String,
    /// When.
    pub made_at: Timestamp,
    /// What was decided.
    pub decision: Option<Decision>,
    /// Why.
    pub answer: Option<String>,
    /// When that was.
    pub decided_at: Option<Timestamp>,
}

/// Appeals against a refusal, for the organization that it concerns.
///
/// # Errors
/// [`Error::NotFound`] when it is another organization's; [`Error::Invalid`] without words;
/// [`Error::Conflict`] when it is no refusal, or was appealed against before.
pub async fn make(
    tx: &mut Tx,
    clock: &Clock,
    organization: &OrganizationId,
    refused: &AttestationId,
    said: &str,
) -> Result<Appeal> {
    let said = words("text", said)?;
    locked(tx, organization).await?;
    let found = attestation::get(tx, clock, refused).await?;
    if found.organization != *organization {
        return Err(Error::NotFound(format!("attestation {refused}")));
    }
    if found.state != State::Refused {
        return Err(Error::Conflict(phrase!("refusal-no-refusal").into()));
    }
    let appeal = Appeal {
        attestation: refused.clone(),
        text: said,
        made_at: clock.now(),
        decision: None,
        answer: None,
        decided_at: None,
    };
    if sql::insert(tx, &appeal).await? {
        return Ok(appeal);
    }
    Err(Error::Conflict(phrase!("refusal-appealed").into()))
}

/// Decides an appeal, with an answer; gives what was refused. What is attested after all is
/// attested anew, by whoever was to attest it and on this day.
///
/// # Errors
/// [`Error::NotFound`] when no appeal waits there; [`Error::Invalid`] without an answer;
/// [`Error::Conflict`] when the organization has ended, or the last day of what is to be
/// attested has passed.
pub async fn decide(
    tx: &mut Tx,
    clock: &Clock,
    refused: &AttestationId,
    (decision, answer): (Decision, &str),
) -> Result<Attestation> {
    let answer = words("answer", answer)?;
    let found = attestation::get(tx, clock, refused).await?;
    locked(tx, &found.organization).await?;
    let now = clock.now();
    // Without its last day, what had one would hold until somebody revokes it.
    let is_over = found.valid_until.is_some_and(|last| last < now.day());
    if decision == Decision::Attested && is_over {
        return Err(Error::Conflict(phrase!("refusal-appeal-over").into()));
    }
    if !sql::decide(tx, refused, (decision, &answer), now).await? {
        return Err(Error::NotFound(format!("an appeal against {refused}")));
    }
    if decision == Decision::Attested {
        let address = found.attested_by_address.as_deref();
        let statement = Statement {
            kind: found.kind,
            attested_by: found.attested_by.clone(),
            attested_by_address: address.and_then(|address| Url::parse(address).ok()),
            statement: found.statement.clone(),
            method: found.method.clone(),
            attested_on: None,
            valid_until: found.valid_until,
        };
        attestation::attest(tx, clock, &found.organization, &statement).await?;
    }
    Ok(found)
}

/// Those that wait, each with what was refused, the oldest first.
pub async fn waiting(tx: &mut Tx, clock: &Clock) -> Result<Vec<(Appeal, Attestation)>> {
    let mut waiting = Vec::new();
    for appeal in sql::waiting(tx).await? {
        let refused = attestation::get(tx, clock, &appeal.attestation).await?;
        waiting.push((appeal, refused));
    }
    Ok(waiting)
}

/// How many wait.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    sql::count(tx).await
}

/// Those of an organization.
pub async fn of_organization(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Appeal>> {
    sql::of_organization(tx, id).await
}

fn words(field: &str, said: &str) -> Result<String> {
    let said = text::clean(said);
    if said.is_empty() {
        return Err(Error::invalid(field, phrase!("refusal-write-words")));
    }
    text::within(field, &said, MOST)?;
    Ok(said)
}
