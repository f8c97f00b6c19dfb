//! Organizations and partners that want to take part: what somebody states of one, until the
//! office lists it or says no. Nothing of it is public before.
//!
//! Where letters can be sent, the address that was named says first by a link that it wants it,
//! so that nobody is entered in another's name and the office reads no heap of inventions.

use serde::Serialize;

use super::mail_key;
use crate::access;
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::ApplicationId;
use crate::mail::{self, ANSWERS_WITHIN};
use crate::registry::{self, Draft, Organization};
use crate::store::{Tx, execute, from_json, on, to_json};
use crate::text;
use crate::words::phrase;

/// How many of one address wait at most.
const MOST_OF_ADDRESS: i64 = 3;
/// How many wait at most, for the office or for the word of their address.
const MOST: i64 = 500;
/// The lock under which they are counted.
const COUNTED: &str = "applications";
const MAX_LINE: usize = 200;

/// Who states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Applicant {
    /// Their name.
    pub name: String,
    /// In which function.
    pub function: String,
    /// Their mail address.
    pub mail: String,
    /// The language of letters to them.
    pub language: String,
}

impl Applicant {
    fn checked(self) -> Result<Self> {
        let said = |field: &str, value: &str, missing| {
            let value = text::line(value);
            if value.is_empty() {
                return Err(Error::invalid(field, missing));
            }
            text::within(field, &value, MAX_LINE)?;
            Ok(value)
        };
        Ok(Self {
            name: said("name", &self.name, phrase!("refusal-write-name"))?,
            function: said(
                "function",
                &self.function,
                phrase!("refusal-write-function"),
            )?,
            mail: mail::address(&self.mail)?,
            language: text::base_language(&self.language)?,
        })
    }
}

/// What waits for the office.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Application {
    /// Its identifier.
    pub id: ApplicationId,
    /// What is stated of the organization.
    pub stated: Draft,
    /// Who states it.
    pub by: Applicant,
    /// When.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub made_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, stated, name, function, mail, language, made_at"
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ApplicationId,
    stated: String,
    #[sqlx(flatten)]
    by: Applicant,
    made_at: Timestamp,
}

impl Row {
    fn application(self) -> Result<Application> {
        Ok(Application {
            id: self.id,
            stated: from_json(&self.stated)?,
            by: self.by,
            made_at: self.made_at,
        })
    }
}

/// Takes an application. With `asks` it waits until the address says by a link that it wants
/// it, whose secret is given; else it waits for the office at once. Whatever no address has
/// confirmed keeps nobody out: the oldest of it gives way.
///
/// # Errors
/// [`Error::Invalid`] naming the field that cannot be kept; [`Error::Conflict`] when too many
/// wait, of this address or of all.
pub async fn apply(
    tx: &mut Tx,
    clock: &Clock,
    stated: Draft,
    by: Applicant,
    asks: bool,
) -> Result<Option<String>> {
    let (stated, by, now) = (stated.checked()?, by.checked()?, clock.now());
    let key = mail_key(&by.mail);
    tx.lock_name(COUNTED, false).await?;
    demand_room(tx, &key, 1).await?;
    if asks {
        give_way(tx, &key).await?;
    }
    let secret = asks.then(access::mint_secret).transpose()?;
    let statement = "INSERT INTO applications (id, stated, name, function, mail, mail_key, \
        language, secret_digest, made_at, confirmed_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(ApplicationId::new(clock))
            .bind(to_json(&stated)?)
            .bind(&by.name)
            .bind(&by.function)
            .bind(&by.mail)
            .bind(&key)
            .bind(&by.language)
            .bind(secret.as_deref().map(access::digest_of))
            .bind(now)
            .bind((!asks).then_some(now))
    )?;
    Ok(secret)
}

/// Refuses when, with so many more, too many wait for the office: of this address, or of all.
async fn demand_room(tx: &mut Tx, key: &str, more: i64) -> Result<()> {
    let query = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN mail_key = $1 THEN 1 ELSE 0 END), 0) \
        FROM applications WHERE confirmed_at IS NOT NULL";
    let (all, of_address): (i64, i64) = on!(tx, |c| sqlx::query_as(query).bind(key).fetch_one(c))?;
    if all + more > MOST || of_address + more > MOST_OF_ADDRESS {
        let reason = phrase!("refusal-enough-applications");
        return Err(Error::Conflict(reason.into()));
    }
    Ok(())
}

/// Makes room for one more that waits for the word of its address.
async fn give_way(tx: &mut Tx, key: &str) -> Result<()> {
    // The newest that stay leave one place free.
    let statement = "DELETE FROM applications WHERE id IN (SELECT id FROM applications \
        WHERE confirmed_at IS NULL AND ($1 = '' OR mail_key = $1) \
        ORDER BY made_at DESC, id DESC LIMIT $2 OFFSET $3)";
    for (key, most) in [(key, MOST_OF_ADDRESS), ("", MOST)] {
        execute!(
            tx,
            sqlx::query(statement).bind(key).bind(MOST).bind(most - 1)
        )?;
    }
    Ok(())
}

/// The application behind the link that its address was sent, which can still be confirmed.
///
/// # Errors
/// [`Error::Absent`] when the secret opens nothing.
pub async fn asked(tx: &mut Tx, clock: &Clock, secret: &str) -> Result<Application> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM applications WHERE secret_digest = $1 AND made_at > $2"
    );
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(access::digest_of(secret))
        .bind(clock.now() - ANSWERS_WITHIN)
        .fetch_optional(c))?;
    let remedy = "each ends after three days and once the office has decided: apply again";
    row.map(Row::application)
        .transpose()?
        .ok_or_else(|| access::unusable(remedy))
}

/// Has an application wait for the office, as its address wishes; `true` beside it when it did
/// not wait before.
///
/// # Errors
/// Those of [`asked`]; [`Error::Conflict`] when too many wait by now.
pub async fn confirm(tx: &mut Tx, clock: &Clock, secret: &str) -> Result<(Application, bool)> {
    tx.lock_name(COUNTED, false).await?;
    let found = asked(tx, clock, secret).await?;
    let statement = "UPDATE applications SET confirmed_at = $2 \
        WHERE id = $1 AND confirmed_at IS NULL";
    let begun = execute!(tx, sqlx::query(statement).bind(&found.id).bind(clock.now()))? == 1;
    if begun {
        demand_room(tx, &mail_key(&found.by.mail), 0).await?;
    }
    Ok((found, begun))
}

/// What waits for the office, the oldest first.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Application>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM applications WHERE confirmed_at IS NOT NULL ORDER BY confirmed_at, id"
    );
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
    rows.into_iter().map(Row::application).collect()
}

/// How many wait for the office.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM applications WHERE confirmed_at IS NOT NULL";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// Lists the organization: a public record in the office's keeping, which a representative takes
/// over by a link as every other. What waited is gone.
///
/// # Errors
/// [`Error::NotFound`] when nothing of that identifier waits.
pub async fn accept(
    tx: &mut Tx,
    clock: &Clock,
    id: &ApplicationId,
) -> Result<(Organization, Applicant)> {
    let found = taken(tx, id).await?;
    let made = registry::add(tx, clock, found.stated).await?;
    let made = registry::publish(tx, clock, &made.id).await?;
    Ok((made, found.by))
}

/// Says no to what waits; it is gone, and who asked is given.
///
/// # Errors
/// [`Error::NotFound`] when nothing of that identifier waits.
pub async fn refuse(tx: &mut Tx, id: &ApplicationId) -> Result<Application> {
    taken(tx, id).await
}

/// Takes out what waits: one alone of several officers gets it.
async fn taken(tx: &mut Tx, id: &ApplicationId) -> Result<Application> {
    let statement = concat!(
        "DELETE FROM applications WHERE id = $1 AND confirmed_at IS NOT NULL RETURNING ",
        columns!()
    );
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(statement).bind(id).fetch_optional(c))?;
    row.map(Row::application)
        .transpose()?
        .ok_or_else(|| Error::NotFound(format!("application {id}")))
}

/// Forgets what no address has confirmed in time; gives how many.
pub(super) async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM applications WHERE confirmed_at IS NULL AND made_at <= $1";
    execute!(tx, sqlx::query(statement).bind(now - ANSWERS_WITHIN))
}
