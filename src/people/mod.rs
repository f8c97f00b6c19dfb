//! People who sign in: the office's (registrars and admins) and representatives of
//! organizations. They are never actors, and nothing of them is published.
//!
//! Of passwords, links and sessions only hashes and digests are kept. This module knows no
//! HTTP: the pages read cookies and forms.

/// What people of the office did.
pub mod acts;
/// What is said to be wrong in records.
pub mod amendments;
/// Organizations and partners that want to take part.
pub mod applications;
/// Who wants a letter of what waits.
pub mod daily;
/// Forms that were sent, so that a double click has one effect.
pub mod forms;
/// How somebody begins to work for the office.
pub mod invitation;
/// Links that are used once.
pub mod link;
/// Letters to the office: when the next may be written.
pub mod office_letters;
/// Passkeys: which are known, and who signs in with one.
pub mod passkeys;
/// Passwords: which are taken, and how they are kept.
pub mod password;
/// Who asks for a page.
mod person;
/// Whom people represent.
pub mod representation;
/// What people show beside their password or link.
pub mod second;
/// Where people are signed in.
pub mod session;
/// How much waits for the office.
mod waiting;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::AccountId;
use crate::mail;
use crate::store::{Tx, execute, on};
use crate::text;
use crate::words::phrase;

pub use person::Person;
pub use representation::Represented;
pub use session::Session;
pub use waiting::Waiting;

const MAX_NAME: usize = 200;
/// The lock under which it is counted who else runs the node.
const ADMINS: &str = "admins";

/// What a person may do for the office.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Verifies, imports and moderates.
    Registrar,
    /// Runs the node, and everything that registrars do.
    Admin,
}

impl Role {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registrar => "registrar",
            Self::Admin => "admin",
        }
    }

    fn read(word: &str) -> Result<Self> {
        match word {
            "registrar" => Ok(Self::Registrar),
            "admin" => Ok(Self::Admin),
            other => Err(Error::internal(format!("an unknown role {other:?}"))),
        }
    }
}

/// A person's account, without the hash of the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its identifier.
    pub id: AccountId,
    /// The person's mail address.
    pub mail: String,
    /// The person's name.
    pub name: String,
    /// The language of letters to them.
    pub language: String,
    /// What they may do for the office.
    pub role: Option<Role>,
    /// Whether they can sign in with a password.
    pub has_password: bool,
    /// When it was made.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub created_at: Timestamp,
    /// When they last signed in.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub signed_in_at: Option<Timestamp>,
    /// Since when it is known that they read the letters to the address.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub address_confirmed_at: Option<Timestamp>,
}

/// What a person says of themselves.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Their mail address.
    pub mail: String,
    /// Their name.
    pub name: String,
    /// The language of letters to them.
    pub language: String,
}

impl Draft {
    /// The draft as it is kept.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field that cannot be kept.
    pub fn checked(self) -> Result<Self> {
        let name = text::line(&self.name);
        if name.is_empty() {
            return Err(Error::invalid("name", phrase!("refusal-write-name")));
        }
        text::within("name", &name, MAX_NAME)?;
        Ok(Self {
            mail: mail::address(&self.mail)?,
            name,
            language: text::base_language(&self.language)?,
        })
    }
}

type Row = (
    AccountId,
    String,
    String,
    String,
    Option<String>,
    bool,
    Timestamp,
    Option<Timestamp>,
    Option<Timestamp>,
);

macro_rules! columns {
    () => {
        "id, mail, name, language, role, password_hash IS NOT NULL, created_at, signed_in_at, \
         address_confirmed_at"
    };
}

fn from_row(row: Row) -> Result<Account> {
    let (id, mail, name, language, role, has_password, created_at, signed_in_at, known) = row;
    Ok(Account {
        id,
        mail,
        name,
        language,
        role: role.as_deref().map(Role::read).transpose()?,
        has_password,
        created_at,
        signed_in_at,
        address_confirmed_at: known,
    })
}

/// The form by which an address is found: people write it in any case.
pub fn mail_key(mail: &str) -> String {
    mail.trim().to_lowercase()
}

/// Makes an account. `hash` is the password's, from [`password::Hasher::hash`].
///
/// # Errors
/// [`Error::Invalid`] naming the field; [`Error::AlreadyExists`] when the address has an
/// account.
pub async fn add(
    tx: &mut Tx,
    clock: &Clock,
    draft: Draft,
    role: Option<Role>,
    hash: Option<&str>,
) -> Result<Account> {
    let draft = draft.checked()?;
    let id = AccountId::new(clock);
    let statement = "INSERT INTO accounts (id, mail, mail_key, name, language, password_hash, \
        role, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (mail_key) DO NOTHING";
    let added = execute!(
        tx,
        sqlx::query(statement)
            .bind(&id)
            .bind(&draft.mail)
            .bind(mail_key(&draft.mail))
            .bind(&draft.name)
            .bind(&draft.language)
            .bind(hash)
            .bind(role.map(Role::as_str))
            .bind(clock.now())
    )?;
    if added == 0 {
        return Err(Error::AlreadyExists(format!(
            "an account of {}",
            draft.mail
        )));
    }
    get(tx, &id).await
}

/// The account of this identifier.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(tx: &mut Tx, id: &AccountId) -> Result<Account> {
    let query = concat!("SELECT ", columns!(), " FROM accounts WHERE id = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))?;
    row.map(from_row)
        .transpose()?
        .ok_or_else(|| Error::NotFound(format!("account {id}")))
}

/// The account of a mail address, with the hash of its password.
pub async fn by_mail(tx: &mut Tx, mail: &str) -> Result<Option<(Account, Option<String>)>> {
    let query = "SELECT id, password_hash FROM accounts WHERE mail_key = $1";
    let row: Option<(AccountId, Option<String>)> = on!(tx, |c| sqlx::query_as(query)
        .bind(mail_key(mail))
        .fetch_optional(c))?;
    match row {
        Some((id, hash)) => Ok(Some((get(tx, &id).await?, hash))),
        None => Ok(None),
    }
}

/// Every account, by name.
pub async fn list(tx: &mut Tx) -> Result<Vec<Account>> {
    let query = concat!("SELECT ", columns!(), " FROM accounts ORDER BY name, id");
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
    rows.into_iter().map(from_row).collect()
}

/// Those who work for the office.
pub async fn office(tx: &mut Tx) -> Result<Vec<Account>> {
    let all = list(tx).await?.into_iter();
    Ok(all.filter(|account| account.role.is_some()).collect())
}

/// Whether somebody runs the node by the pages.
pub async fn has_admin(tx: &mut Tx) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM accounts WHERE role = 'admin')";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// Changes what a person says of themselves; the mail address stays.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] naming the field.
pub async fn edit(tx: &mut Tx, id: &AccountId, name: &str, language: &str) -> Result<Account> {
    tx.lock_row("accounts", id.as_str()).await?;
    let present = get(tx, id).await?;
    let draft = Draft {
        mail: present.mail,
        name: name.to_owned(),
        language: language.to_owned(),
    }
    .checked()?;
    let statement = "UPDATE accounts SET name = $2, language = $3 WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(&draft.name)
            .bind(&draft.language)
    )?;
    get(tx, id).await
}

/// Gives a person another role, or none.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when nobody would run the node any more.
pub async fn set_role(tx: &mut Tx, id: &AccountId, role: Option<Role>) -> Result<Account> {
    let present = get(tx, id).await?;
    if present.role == Some(Role::Admin) && role != Some(Role::Admin) {
        keep_an_admin(tx, id).await?;
    }
    let statement = "UPDATE accounts SET role = $2 WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement).bind(id).bind(role.map(Role::as_str))
    )?;
    get(tx, id).await
}

/// Keeps other writers from an account until the transaction ends, and tells whether its
/// password is still the one of `hash`. Whoever proved that they know a password did so some
/// time ago: another may have been set since then, to shut them out.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn is_still(tx: &mut Tx, id: &AccountId, hash: Option<&str>) -> Result<bool> {
    tx.lock_row("accounts", id.as_str()).await?;
    let query = "SELECT password_hash FROM accounts WHERE id = $1";
    let kept: Option<(Option<String>,)> =
        on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))?;
    Ok(kept.is_some_and(|(kept,)| kept.as_deref() == hash))
}

/// Sets a password, and ends every session and link of the account: whoever knew the old one
/// is out. A passkey that they may have added opens it no more by itself.
pub async fn set_password(tx: &mut Tx, id: &AccountId, hash: &str) -> Result<()> {
    tx.lock_row("accounts", id.as_str()).await?;
    let statement = "UPDATE accounts SET password_hash = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(hash))?;
    session::end_all(tx, id).await?;
    second::half::forget_all(tx, id).await?;
    passkeys::distrust_all(tx, id).await?;
    link::forget_all(tx, id).await
}

/// Removes an account with everything that hangs on it. What the person did for the office
/// stays, without their name.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when nobody would run the node any more.
pub async fn remove(tx: &mut Tx, id: &AccountId) -> Result<()> {
    let present = get(tx, id).await?;
    if present.role == Some(Role::Admin) {
        keep_an_admin(tx, id).await?;
    }
    acts::forget(tx, &present).await?;
    mail::forget_to(tx, &present.mail).await?;
    execute!(
        tx,
        sqlx::query("DELETE FROM accounts WHERE id = $1").bind(id)
    )?;
    Ok(())
}

/// Forgets sessions, links and forms that have ended; gives how many.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let mut count = session::prune(tx, now).await?;
    count += link::prune(tx, now).await?;
    count += forms::prune(tx, now).await?;
    count += second::prune(tx, now).await?;
    count += applications::prune(tx, now).await?;
    count += amendments::prune(tx, now).await?;
    count += passkeys::prune(tx, now).await?;
    Ok(count)
}

async fn keep_an_admin(tx: &mut Tx, id: &AccountId) -> Result<()> {
    tx.lock_name(ADMINS, false).await?;
    let query = "SELECT EXISTS (SELECT 1 FROM accounts WHERE role = 'admin' AND id <> $1)";
    let others: bool = on!(tx, |c| sqlx::query_scalar(query).bind(id).fetch_one(c))?;
    if others {
        return Ok(());
    }
    Err(Error::Conflict(phrase!("refusal-only-admin").into()))
}
