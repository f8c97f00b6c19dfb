//! Claims: a link from the office by which a representative takes a record over.
//!
//! The secret in the link is the right itself: it is shown once, of it only the digest is
//! kept, and it ends after 30 days, when it was used, and when the office makes a newer one.
//! This module does not know how the link reaches the representative.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::sql::claim as sql;
use super::{Consent, Organization, Standing, Status, life, locked};
use crate::access::{self, Scope};
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{ClaimId, OrganizationId};
use crate::store::Tx;
use crate::text;

/// How long a link can be used.
const LASTS: Duration = Duration::from_hours(30 * 24);
const MAX_NAME: usize = 200;
/// How much of a name and function stands on the token, in characters.
const MAX_LABEL: usize = 50;
/// What a representative may do with the token that they receive.
const SCOPES: [Scope; 3] = [
    Scope::OrganizationsWrite,
    Scope::OffersWrite,
    Scope::Messages,
];
/// When such links end, and whom to ask.
const ASK_AGAIN: &str = "each ends after 30 days, once it was used, and when a newer one is made: \
    ask the office for another";

/// A link as it is kept: everything but the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Claim {
    /// Its identifier.
    pub id: ClaimId,
    /// The organization whose record it hands over.
    pub organization: OrganizationId,
    /// To whom the office gave it.
    pub made_for: String,
    /// When it was made.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub created_at: Timestamp,
    /// Until when it can be used.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub expires_at: Timestamp,
    /// When it was used.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub used_at: Option<Timestamp>,
    /// By whom, and in which function.
    pub used_by: Option<String>,
}

/// Who takes a record over, and what they agree to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Representative {
    /// The person's name.
    pub name: String,
    /// Their function in the organization.
    pub function: String,
    /// What they agree to, in the words that they read.
    pub statement: String,
}

impl Representative {
    /// Their name, their function and what they agree to, as they are kept.
    ///
    /// # Errors
    /// [`Error::Invalid`] when they do not say one of them.
    pub fn checked(&self) -> Result<(String, String, String)> {
        let name = said("name", &self.name, "write your name")?;
        let function = said(
            "function",
            &self.function,
            "write your function, such as president",
        )?;
        let agreed = text::line(&self.statement);
        if agreed.is_empty() {
            let remedy = "agree that the organization answers for its record from now on";
            return Err(Error::invalid("statement", remedy));
        }
        Ok((name, function, agreed))
    }
}

/// What a representative receives.
#[derive(Debug)]
pub struct TakenOver {
    /// The organization, active from now on.
    pub organization: Organization,
    /// The token for this organization alone. It is shown once.
    pub token: String,
    /// The address to which the link was mailed.
    pub mailed_to: Option<String>,
}

/// Makes a link for one organization, and gives its secret, which is written nowhere else.
/// Links that were made for it before can be used no more.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when nobody is named who receives it;
/// [`Error::Conflict`] when the organization is dissolved or active already.
pub async fn make(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    made_for: &str,
) -> Result<(Claim, String)> {
    let now = clock.now();
    let remedy = "say to whom the link is given: a name, and where you know them from";
    let made_for = said("made_for", made_for, remedy)?;
    let organization = locked(tx, id).await?;
    if organization.status == Status::Dissolved {
        let reason = format!("{} is dissolved and cannot act", organization.handle);
        return Err(Error::Conflict(reason.into()));
    }
    if organization.standing == Standing::Active {
        let reason = format!(
            "{handle} is active already; the office names another representative on the record's \
             page, or by: trenza admin represent MAIL --name NAME --org {handle} \
             --function FUNCTION",
            handle = organization.handle
        );
        return Err(Error::Conflict(reason.into()));
    }
    let secret = access::mint_secret()?;
    let claim = Claim {
        id: ClaimId::new(clock),
        organization: id.clone(),
        made_for,
        created_at: now,
        expires_at: now + LASTS,
        used_at: None,
        used_by: None,
    };
    sql::end_unused(tx, id, now).await?;
    sql::insert(tx, &claim, &access::digest_of(&secret)).await?;
    Ok((claim, secret))
}

/// Notes the address to which a link goes by a letter and by nothing else.
pub async fn note_mailed(tx: &mut Tx, id: &ClaimId, to: &str) -> Result<()> {
    sql::note_mailed(tx, id, to).await
}

/// Forgets the addresses of links that have run out, and says how many there were.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    sql::forget_addresses(tx, now).await
}

/// The link of a secret, when it can be used, with the organization whose record it hands
/// over.
///
/// # Errors
/// [`Error::NotFound`], in the same words whether the secret is wrong, used, expired or
/// replaced.
pub async fn find(tx: &mut Tx, clock: &Clock, secret: &str) -> Result<(Claim, Organization)> {
    let digest = access::digest_of(secret);
    let claim = sql::usable(tx, &digest, clock.now()).await?;
    let claim = claim.ok_or_else(unusable)?;
    let organization = super::get(tx, &claim.organization).await?;
    if is_open(&organization) {
        Ok((claim, organization))
    } else {
        Err(unusable())
    }
}

/// Takes a record over: who does it, and what they agreed to, is recorded; the organization
/// becomes active; and the representative receives a token for it alone. Of two who use one
/// link at once, one is served.
///
/// # Errors
/// Those of [`find`]; [`Error::Invalid`] when the representative does not say who they are
/// or what they agree to, and then the link can still be used.
pub async fn take_over(
    tx: &mut Tx,
    clock: &Clock,
    secret: &str,
    by: &Representative,
) -> Result<TakenOver> {
    let (name, function, agreed) = by.checked()?;
    let who = format!("{name}, {function}");
    let (found, _) = find(tx, clock, secret).await?;
    // The organization's row is locked first, as everywhere, so that nobody waits in a circle.
    let organization = locked(tx, &found.organization).await?;
    let mailed_to = sql::mailed_to(tx, &found.id).await?;
    let is_first = sql::take(tx, &found.id, &who, clock.now()).await?;
    if !is_first || !is_open(&organization) {
        return Err(unusable());
    }
    let consent = Consent {
        by: who.clone(),
        statement: format!("{agreed}{}", by_link(&found.made_for)),
        at: None,
    };
    let organization = life::activate(tx, clock, &organization.id, &consent).await?;
    let label: String = who.chars().take(MAX_LABEL).collect();
    let (_, token) = access::create(tx, clock, &label, &SCOPES, Some(&organization.id)).await?;
    Ok(TakenOver {
        organization,
        token,
        mailed_to,
    })
}

/// The links that were made for an organization, the newest first.
pub async fn list(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Claim>> {
    sql::of_organization(tx, id).await
}

/// What programs read behind the words that a representative agreed to.
fn by_link(made_for: &str) -> String {
    format!(" (by the link that the office gave to {made_for})")
}

/// A consent in parts, as pages say it: the words that were agreed to, and, where that was by one
/// of these links, to whom the office gave it.
pub fn agreed<'c>(consent: &'c Consent, links: &'c [Claim]) -> (&'c str, Option<&'c str>) {
    let used = links
        .iter()
        .filter(|link| link.used_by.as_deref() == Some(consent.by.as_str()));
    let mut used = used.filter_map(|link| {
        let agreed = consent.statement.strip_suffix(&*by_link(&link.made_for))?;
        Some((agreed, Some(link.made_for.as_str())))
    });
    used.next().unwrap_or((consent.statement.as_str(), None))
}

/// Whether a record waits to be taken over.
fn is_open(organization: &Organization) -> bool {
    organization.standing == Standing::Listed && organization.status != Status::Dissolved
}

fn unusable() -> Error {
    access::unusable(ASK_AGAIN)
}

fn said(field: &str, text: &str, remedy: &str) -> Result<String> {
    let text = text::line(text);
    if text.is_empty() {
        return Err(Error::invalid(field, remedy));
    }
    text::within(field, &text, MAX_NAME)?;
    Ok(text)
}

#[cfg(test)]
mod tests;
