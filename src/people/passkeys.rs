//! Passkeys (WebAuthn Level 3): keys that a device or a password manager keeps for this site
//! alone and uses after it has made sure of its owner. Whoever signs in with one has shown two
//! factors at once, so nothing else is asked of them, unless a password was set since: whoever
//! sets one wants the others out.
//!
//! What browsers are asked and answer is the library's; here is what is kept of it.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey as Credential, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};
use webauthn_rs_proto::ResidentKeyRequirement;

use super::Account;
use crate::access;
use crate::clock::{self, Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{AccountId, PasskeyId};
use crate::settings::Settings;
use crate::store::{Tx, execute, from_json, on, to_json};
use crate::text;
use crate::words::phrase;

/// How long a device may take.
const LASTS: Duration = Duration::from_mins(5);
/// How often its owner is told at most that a passkey may have been copied.
const TOLD: Duration = Duration::from_hours(1);
/// How many one person keeps at most.
const MOST: i64 = 20;
/// The longest name, in characters.
const MAX_NAME: usize = 80;
/// The longest identifier of a credential, in bytes (`WebAuthn` Level 3 §4).
const MAX_CREDENTIAL_ID: usize = 1_023;
/// How many challenges of strangers wait at once; then the oldest give way.
const MOST_WAITING: i64 = if cfg!(test) { 5 } else { 10_000 };

/// A passkey, without its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Passkey {
    /// Its identifier, by which it is taken away.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// Since when it is known.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub added_at: Timestamp,
    /// When somebody last signed in with it.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub used_at: Option<Timestamp>,
    /// When it was refused and its owner told, since it may have been copied.
    #[serde(serialize_with = "clock::rfc3339::option")]
    pub copied_at: Option<Timestamp>,
}

/// What a browser is to be asked, and the secret under which its answer is awaited.
#[derive(Debug)]
pub struct Challenge {
    /// Written nowhere else.
    pub secret: String,
    /// The options as `PublicKeyCredential.parseCreationOptionsFromJSON` and
    /// `parseRequestOptionsFromJSON` of `WebAuthn` Level 3 §5.1 take them, in JSON.
    pub options: String,
}

/// A passkey that somebody showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Whose it is.
    pub account: AccountId,
    /// Which it is.
    pub id: PasskeyId,
    /// Whether it is a whole way in; else it stands for the second factor alone.
    pub is_alone: bool,
}

/// What became of an answer at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognized {
    /// It shows a passkey.
    Shown(Shown),
    /// It is none to what was asked, or of a key that is not known.
    Unknown,
    /// It is of a key that has signed oftener than it says, as one does of which there is a
    /// copy (`WebAuthn` Level 3 §6.1.1). Nobody is let in by it.
    Copied {
        /// Whose it is.
        account: AccountId,
        /// Which it is.
        id: PasskeyId,
        /// What its owner calls it.
        name: String,
    },
}

/// Whether this site can have any: they belong to a host's name, never to an internet address.
pub fn are_possible(settings: &Settings) -> bool {
    settings.public_url.domain().is_some()
}

fn site(settings: &Settings) -> Result<Webauthn> {
    let url = &settings.public_url;
    let host = url.domain().ok_or_else(|| {
        let said = phrase!("refusal-passkey-host");
        Error::Conflict(said.into())
    })?;
    let builder = WebauthnBuilder::new(host, url).map_err(Error::internal)?;
    builder
        .rp_name(&settings.name)
        .timeout(LASTS)
        .build()
        .map_err(Error::internal)
}

/// Begins to make a passkey for somebody; what was begun before is answered no more.
///
/// # Errors
/// [`Error::Conflict`] where the site can have none or the person has too many,
/// [`Error::Unavailable`] when the database fails.
pub async fn begin(
    tx: &mut Tx,
    clock: &Clock,
    settings: &Settings,
    account: &Account,
) -> Result<Challenge> {
    forget_challenges(tx, &account.id).await?;
    let query = "SELECT credential_id FROM passkeys WHERE account = $1";
    let known: Vec<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(&account.id)
        .fetch_all(c))?;
    if i64::try_from(known.len()).unwrap_or(i64::MAX) >= MOST {
        let said = phrase!("refusal-passkeys-many", most = MOST);
        return Err(Error::Conflict(said.into()));
    }
    let known = known.iter().map(|id| URL_SAFE_NO_PAD.decode(id));
    let known: Result<Vec<Vec<u8>>, _> = known.collect();
    let known = known.map_err(Error::internal)?;
    let owner = Uuid::try_parse(account.id.as_str()).map_err(Error::internal)?;
    let (mut asked, state) = site(settings)?
        .start_passkey_registration(owner, &account.mail, &account.name, Some(known))
        .map_err(Error::internal)?;
    // The device finds it by itself, so that nobody has to say who they are first.
    if let Some(selection) = &mut asked.public_key.authenticator_selection {
        selection.resident_key = Some(ResidentKeyRequirement::Required);
        selection.require_resident_key = true;
    }
    let options = to_json(&asked.public_key)?;
    wait(tx, clock, Some(&account.id), &state, options).await
}

/// Keeps the passkey that a device made for somebody; `false` when its answer is none to what
/// was asked of this person, or the passkey is known.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn add(
    tx: &mut Tx,
    clock: &Clock,
    settings: &Settings,
    account: &AccountId,
    secret: &str,
    (name, answer): (&str, &str),
) -> Result<bool> {
    tx.lock_row("accounts", account.as_str()).await?;
    let state: Option<PasskeyRegistration> = answered(tx, clock, Some(account), secret).await?;
    let answer: Option<RegisterPublicKeyCredential> = serde_json::from_str(answer).ok();
    let Some((state, answer)) = state.zip(answer) else {
        return Ok(false);
    };
    let made = match site(settings)?.finish_passkey_registration(&answer, &state) {
        Ok(made) => made,
        Err(error) => {
            tracing::debug!(%error, %account, "a new passkey is refused");
            return Ok(false);
        }
    };
    if made.cred_id().len() > MAX_CREDENTIAL_ID {
        return Ok(false);
    }
    let name: String = text::line(name).chars().take(MAX_NAME).collect();
    let statement = "INSERT INTO passkeys (id, account, credential_id, credential, name, \
        added_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential_id) DO NOTHING";
    let kept = execute!(
        tx,
        sqlx::query(statement)
            .bind(PasskeyId::new(clock))
            .bind(account)
            .bind(URL_SAFE_NO_PAD.encode(made.cred_id()))
            .bind(to_json(&made)?)
            .bind(&name)
            .bind(clock.now())
    )?;
    Ok(kept == 1)
}

/// Asks whoever is there for a passkey of this site.
///
/// # Errors
/// [`Error::Conflict`] where the site can have none, [`Error::Unavailable`] when the database
/// fails.
pub async fn ask(tx: &mut Tx, clock: &Clock, settings: &Settings) -> Result<Challenge> {
    let (asked, state) = site(settings)?
        .start_discoverable_authentication()
        .map_err(Error::internal)?;
    prune(tx, clock.now()).await?;
    // Strangers begin them, so the oldest give way: nobody keeps others from the door.
    let statement = "DELETE FROM passkey_challenges WHERE secret_digest IN \
        (SELECT secret_digest FROM passkey_challenges WHERE account IS NULL \
         ORDER BY expires_at DESC LIMIT 100 OFFSET $1)";
    execute!(tx, sqlx::query(statement).bind(MOST_WAITING))?;
    let options = to_json(&asked.public_key)?;
    wait(tx, clock, None, &state, options).await
}

/// The passkey that an answer shows.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn recognize(
    tx: &mut Tx,
    clock: &Clock,
    settings: &Settings,
    secret: &str,
    answer: &str,
) -> Result<Recognized> {
    let state: Option<DiscoverableAuthentication> = answered(tx, clock, None, secret).await?;
    let answer: Option<PublicKeyCredential> = serde_json::from_str(answer).ok();
    let Some((state, answer)) = state.zip(answer) else {
        return Ok(Recognized::Unknown);
    };
    let site = site(settings)?;
    let Ok((owner, credential_id)) = site.identify_discoverable_authentication(&answer) else {
        return Ok(Recognized::Unknown);
    };
    let account = AccountId::parse(&owner.hyphenated().to_string())?;
    tx.lock_row("accounts", account.as_str()).await?;
    let query = "SELECT id, is_alone, credential, name FROM passkeys \
        WHERE credential_id = $1 AND account = $2";
    let kept: Option<(PasskeyId, bool, String, String)> = on!(tx, |c| sqlx::query_as(query)
        .bind(URL_SAFE_NO_PAD.encode(credential_id))
        .bind(&account)
        .fetch_optional(c))?;
    let Some((id, is_alone, kept, name)) = kept else {
        return Ok(Recognized::Unknown);
    };
    let mut credential: Credential = from_json(&kept)?;
    let shown = match site.finish_discoverable_authentication_v2(&answer, state, &credential) {
        Ok(shown) => shown,
        Err(error @ WebauthnError::CredentialPossibleCompromise) => {
            tracing::warn!(%error, %account, passkey = %id, "a passkey may have been copied");
            return Ok(Recognized::Copied { account, id, name });
        }
        Err(error) => {
            tracing::debug!(%error, %account, "a passkey is refused");
            return Ok(Recognized::Unknown);
        }
    };
    credential.update_credential(&shown);
    let statement = "UPDATE passkeys SET credential = $2, used_at = $3 WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&id)
            .bind(to_json(&credential)?)
            .bind(clock.now())
    )?;
    Ok(Recognized::Shown(Shown {
        account,
        id,
        is_alone,
    }))
}

/// Makes a passkey a whole way in again, once its owner has shown the first factor beside it.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn trust(tx: &mut Tx, id: &PasskeyId) -> Result<()> {
    let statement = "UPDATE passkeys SET is_alone = TRUE WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id))?;
    Ok(())
}

/// Leaves an account's passkeys as second factors alone, and ends what was begun: a password
/// was set, by which others are to be shut out.
pub(super) async fn distrust_all(tx: &mut Tx, account: &AccountId) -> Result<()> {
    forget_challenges(tx, account).await?;
    let statement = "UPDATE passkeys SET is_alone = FALSE WHERE account = $1";
    execute!(tx, sqlx::query(statement).bind(account))?;
    Ok(())
}

/// Takes all of an account's passkeys away, and ends what was begun.
pub(super) async fn remove_all(tx: &mut Tx, account: &AccountId) -> Result<()> {
    forget_challenges(tx, account).await?;
    let statement = "DELETE FROM passkeys WHERE account = $1";
    execute!(tx, sqlx::query(statement).bind(account))?;
    Ok(())
}

async fn forget_challenges(tx: &mut Tx, account: &AccountId) -> Result<()> {
    tx.lock_row("accounts", account.as_str()).await?;
    let statement = "DELETE FROM passkey_challenges WHERE account = $1";
    execute!(tx, sqlx::query(statement).bind(account))?;
    Ok(())
}

/// Marks a passkey as one that may have been copied; `false` when its owner was told of that
/// within the hour.
pub async fn mark_copied(tx: &mut Tx, id: &PasskeyId, now: Timestamp) -> Result<bool> {
    let statement = "UPDATE passkeys SET copied_at = $2 \
        WHERE id = $1 AND (copied_at IS NULL OR copied_at <= $3)";
    let marked = execute!(
        tx,
        sqlx::query(statement).bind(id).bind(now).bind(now - TOLD)
    )?;
    Ok(marked == 1)
}

/// Somebody's passkeys, the oldest first.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn list(tx: &mut Tx, account: &AccountId) -> Result<Vec<Passkey>> {
    let query = "SELECT id, name, added_at, used_at, copied_at FROM passkeys WHERE account = $1 \
        ORDER BY added_at, id";
    on!(tx, |c| sqlx::query_as(query).bind(account).fetch_all(c))
}

/// Forgets one of somebody's passkeys.
///
/// # Errors
/// [`Error::NotFound`] when they have no such one.
pub async fn remove(tx: &mut Tx, account: &AccountId, id: &PasskeyId) -> Result<()> {
    tx.lock_row("accounts", account.as_str()).await?;
    let statement = "DELETE FROM passkeys WHERE id = $1 AND account = $2";
    match execute!(tx, sqlx::query(statement).bind(id).bind(account))? {
        0 => Err(Error::NotFound(format!("passkey {id}"))),
        _ => Ok(()),
    }
}

async fn wait(
    tx: &mut Tx,
    clock: &Clock,
    account: Option<&AccountId>,
    state: &impl Serialize,
    options: String,
) -> Result<Challenge> {
    let secret = access::mint_secret()?;
    let statement = "INSERT INTO passkey_challenges (secret_digest, account, state, expires_at) \
        VALUES ($1, $2, $3, $4)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(access::digest_of(&secret))
            .bind(account)
            .bind(to_json(state)?)
            .bind(clock.now() + LASTS)
    )?;
    Ok(Challenge { secret, options })
}

/// Ends the challenge of a secret, since each is answered once, and gives what it was.
async fn answered<State: DeserializeOwned>(
    tx: &mut Tx,
    clock: &Clock,
    account: Option<&AccountId>,
    secret: &str,
) -> Result<Option<State>> {
    let statement = "DELETE FROM passkey_challenges WHERE secret_digest = $1 AND expires_at > $2 \
        RETURNING account, state";
    let ended: Option<(Option<AccountId>, String)> = on!(tx, |c| sqlx::query_as(statement)
        .bind(access::digest_of(secret))
        .bind(clock.now())
        .fetch_optional(c))?;
    let ended = ended.filter(|(whose, _)| whose.as_ref() == account);
    ended.map(|(_, state)| from_json(&state)).transpose()
}

pub(super) async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM passkey_challenges WHERE expires_at <= $1";
    execute!(tx, sqlx::query(statement).bind(now))
}
