//! Questions to organizations that could meet a need, and answers to what others offer and
//! seek: each is asked once about one need, each offer is answered once, and an organization
//! begins some such conversations a day.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::offers::Offer;
use crate::settings::Conversation;
use crate::store::{Tx, execute, on};

/// The span over which questions are counted.
const DAY: Duration = Duration::from_hours(24);

/// Notes that a need's organization asks the organization under `asked`. The caller holds
/// the lock of the organization that asks.
///
/// # Errors
/// [`Error::Conflict`] when it was asked already, or the day's questions are asked.
pub async fn note(
    tx: &mut Tx,
    need: &Offer,
    asked: &str,
    rules: &Conversation,
    now: Timestamp,
) -> Result<()> {
    allow(tx, &need.organization, rules, now).await?;
    let statement = "INSERT INTO questions (offer, asked, asked_at) VALUES ($1, $2, $3) \
        ON CONFLICT (offer, asked) DO NOTHING";
    let is_new = execute!(
        tx,
        sqlx::query(statement).bind(&need.id).bind(asked).bind(now)
    )? == 1;
    if !is_new {
        let reason = "this organization was asked about this need already; wait for its answer";
        return Err(Error::Conflict(reason.into()));
    }
    Ok(())
}

/// Notes that an organization answers the offer or need under the id `about`. The caller holds
/// the organization's lock.
///
/// # Errors
/// [`Error::Conflict`] when it answered it already, or what a day may have is used up.
pub async fn note_answer(
    tx: &mut Tx,
    organization: &OrganizationId,
    about: &str,
    rules: &Conversation,
    now: Timestamp,
) -> Result<()> {
    allow(tx, organization, rules, now).await?;
    let statement = "INSERT INTO answers (organization, about, answered_at) VALUES ($1, $2, $3) \
        ON CONFLICT (organization, about) DO NOTHING";
    let is_new = execute!(
        tx,
        sqlx::query(statement)
            .bind(organization)
            .bind(about)
            .bind(now)
    )? == 1;
    if !is_new {
        let reason = "this was answered already; go on in the messages";
        return Err(Error::Conflict(reason.into()));
    }
    Ok(())
}

/// Whether an organization may begin one more conversation today.
async fn allow(
    tx: &mut Tx,
    organization: &OrganizationId,
    rules: &Conversation,
    now: Timestamp,
) -> Result<()> {
    let query = "SELECT (SELECT COUNT(*) FROM questions q JOIN offers o ON o.id = q.offer \
            WHERE o.organization = $1 AND q.asked_at > $2) \
        + (SELECT COUNT(*) FROM answers WHERE organization = $1 AND answered_at > $2)";
    let today: i64 = on!(tx, |c| sqlx::query_scalar(query)
        .bind(organization)
        .bind(now - DAY)
        .fetch_one(c))?;
    if today >= i64::from(rules.questions_per_day) {
        let reason = format!(
            "{today} others were asked or answered since yesterday, which is all that a day may \
             have; go on tomorrow"
        );
        return Err(Error::Conflict(reason.into()));
    }
    Ok(())
}

/// The ids of the organizations that were asked about a need.
pub async fn asked(tx: &mut Tx, need: &Offer) -> Result<BTreeSet<String>> {
    let query = "SELECT asked FROM questions WHERE offer = $1";
    let ids: Vec<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(&need.id)
        .fetch_all(c))?;
    Ok(ids.into_iter().collect())
}
