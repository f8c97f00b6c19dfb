//! Who may change records from outside: tokens, of which only digests are kept.
//!
//! A token is 32 random bytes, shown once when it is made. Whoever reads the database finds
//! no token in it. This module knows no HTTP: `http::token` reads the header.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::chance;
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{self, AccountId, OrganizationId};
use crate::store::{Tx, execute, on};

/// What marks a token of ours, so that scanners of published code recognise a leaked one.
const PREFIX: &str = "trenza_";

/// What a token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
pub enum Scope {
    /// Adding and changing organizations.
    #[serde(rename = "organizations:write")]
    #[value(name = "organizations:write")]
    OrganizationsWrite,
    /// Adding and changing offers and needs.
    #[serde(rename = "offers:write")]
    #[value(name = "offers:write")]
    OffersWrite,
    /// Reading and answering the messages of the one organization that the token is for.
    #[serde(rename = "messages")]
    #[value(name = "messages")]
    Messages,
    /// Reading the figures of the node's work, `/metrics`.
    #[serde(rename = "metrics")]
    #[value(name = "metrics")]
    Metrics,
    /// Everything, peers and queues included.
    #[serde(rename = "admin")]
    #[value(name = "admin")]
    Admin,
}

impl Scope {
    fn as_str(self) -> &'static str {
        match self {
            Self::OrganizationsWrite => "organizations:write",
            Self::OffersWrite => "offers:write",
            Self::Messages => "messages",
            Self::Metrics => "metrics",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [
            Self::OrganizationsWrite,
            Self::OffersWrite,
            Self::Messages,
            Self::Metrics,
            Self::Admin,
        ]
        .into_iter()
        .find(|scope| scope.as_str() == text)
        .ok_or_else(|| {
            let known = "write organizations:write, offers:write, messages, metrics or admin";
            Error::invalid("scopes", format!("{text:?} is no scope; {known}"))
        })
    }
}

/// A token as it is kept: everything but the secret.
#[derive(Debug, Clone, Serialize)]
pub struct Token {
    /// Its identifier, by which it is revoked.
    pub id: String,
    /// What its maker called it.
    pub label: String,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// The one organization it may change; `None` for all.
    pub organization: Option<OrganizationId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it allows nothing.
    pub revoked_at: Option<Timestamp>,
}

impl Token {
    /// Refuses what the token's scopes do not allow.
    ///
    /// # Errors
    /// [`Error::Forbidden`], naming the scope that is missing.
    pub fn require(&self, scope: Scope) -> Result<()> {
        if self.scopes.contains(&scope) || self.scopes.contains(&Scope::Admin) {
            return Ok(());
        }
        Err(Error::Forbidden(
            format!("this token lacks the scope {scope}; ask the operator for one that has it")
                .into(),
        ))
    }

    /// Refuses another organization than the one the token was made for.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn require_organization(&self, organization: &OrganizationId) -> Result<()> {
        match &self.organization {
            Some(own) if own != organization => Err(Error::Forbidden(
                format!("this token is for the organization {own} alone").into(),
            )),
            _ => Ok(()),
        }
    }
}

type Row = (
    String,
    String,
    String,
    Option<String>,
    Timestamp,
    Option<Timestamp>,
);

/// Makes a token and gives its secret, which is written nowhere else.
///
/// # Errors
/// [`Error::Invalid`] without a label or a scope.
pub async fn create(
    tx: &mut Tx,
    clock: &Clock,
    label: &str,
    scopes: &[Scope],
    organization: Option<&OrganizationId>,
) -> Result<(Token, String)> {
    if label.trim().is_empty() || label.len() > 200 {
        return Err(Error::invalid(
            "label",
            "needs 1 to 200 letters that say who uses the token",
        ));
    }
    if scopes.is_empty() {
        return Err(Error::invalid(
            "scopes",
            "name at least one, for example offers:write",
        ));
    }
    let secret = format!("{PREFIX}{}", mint_secret()?);
    let token = Token {
        id: id::mint(clock),
        label: label.trim().to_owned(),
        scopes: scopes.to_vec(),
        organization: organization.cloned(),
        created_at: clock.now(),
        revoked_at: None,
    };
    let listed = scopes
        .iter()
        .map(|scope| scope.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO tokens (id, token_digest, label, scopes, organization, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        )
        .bind(&token.id)
        .bind(digest_of(&secret))
        .bind(&token.label)
        .bind(&listed)
        .bind(token.organization.as_ref().map(OrganizationId::as_str))
        .bind(token.created_at)
    )?;
    Ok((token, secret))
}

/// Every token, the newest last.
pub async fn list(tx: &mut Tx) -> Result<Vec<Token>> {
    const SQL: &str = "SELECT id, label, scopes, organization, created_at, revoked_at \
                       FROM tokens ORDER BY id";
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(SQL).fetch_all(c))?;
    rows.into_iter().map(from_row).collect()
}

/// The tokens of one organization that open something.
pub async fn of_organization(tx: &mut Tx, organization: &OrganizationId) -> Result<Vec<Token>> {
    const SQL: &str = "SELECT id, label, scopes, organization, created_at, revoked_at \
                       FROM tokens WHERE organization = $1 AND revoked_at IS NULL ORDER BY id";
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(SQL)
        .bind(organization.as_str())
        .fetch_all(c))?;
    rows.into_iter().map(from_row).collect()
}

/// Notes to whom the token of a secret was handed over, for one organization: it ends when they
/// represent it no more, and with their account.
pub async fn hand_over(tx: &mut Tx, secret: &str, account: &AccountId) -> Result<()> {
    let statement = "UPDATE tokens SET account = $2 WHERE token_digest = $1";
    execute!(
        tx,
        sqlx::query(statement).bind(digest_of(secret)).bind(account)
    )?;
    Ok(())
}

/// Deletes what was handed over to somebody for one organization, with their name.
pub async fn take_back(
    tx: &mut Tx,
    account: &AccountId,
    organization: &OrganizationId,
) -> Result<()> {
    let statement = "DELETE FROM tokens WHERE account = $1 AND organization = $2";
    execute!(tx, sqlx::query(statement).bind(account).bind(organization))?;
    Ok(())
}

/// Makes a token worthless, for good.
///
/// # Errors
/// [`Error::NotFound`] when there is no such token.
pub async fn revoke(tx: &mut Tx, clock: &Clock, id: &str) -> Result<()> {
    let touched = execute!(
        tx,
        sqlx::query("UPDATE tokens SET revoked_at = COALESCE(revoked_at, $2) WHERE id = $1")
            .bind(id)
            .bind(clock.now())
    )?;
    if touched == 0 {
        Err(Error::NotFound(format!("token {id:?}")))
    } else {
        Ok(())
    }
}

/// The token of a secret, unless it was revoked.
///
/// # Errors
/// [`Error::Unauthenticated`] when the secret opens nothing.
pub async fn find(tx: &mut Tx, secret: &str) -> Result<Token> {
    const SQL: &str = "SELECT id, label, scopes, organization, created_at, revoked_at \
                       FROM tokens WHERE token_digest = $1 AND revoked_at IS NULL";
    // The digest is looked up, never compared letter by letter with a secret, so the time of
    // the answer tells nothing about it.
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(SQL)
        .bind(digest_of(secret))
        .fetch_optional(c))?;
    row.map(from_row).transpose()?.ok_or_else(|| {
        Error::Unauthenticated("this token is unknown or revoked; ask the operator for one".into())
    })
}

fn from_row((id, label, scopes, organization, created_at, revoked_at): Row) -> Result<Token> {
    Ok(Token {
        id,
        label,
        scopes: scopes
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_>>()?,
        organization: organization
            .as_deref()
            .map(OrganizationId::parse)
            .transpose()?,
        created_at,
        revoked_at,
    })
}

/// A secret of 32 random bytes, in letters that stand in an address as they are.
///
/// # Errors
/// [`Error::Internal`] when the system has no randomness.
pub fn mint_secret() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(chance::bytes::<32>()?))
}

/// What everybody hears whose link opens nothing, in the same words whatever the cause; `remedy`
/// says when such links end, and what to do.
pub fn unusable(remedy: &str) -> Error {
    Error::absent("a link that can be used", remedy)
}

/// What is kept of a secret: SHA-256 in hexadecimal. It is looked up, never compared letter
/// by letter, so the time of an answer tells nothing about a secret.
pub fn digest_of(secret: &str) -> String {
    hex::encode(digest(&SHA256, secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::fresh;

    #[tokio::test]
    async fn a_token_opens_until_it_is_revoked_and_its_secret_is_kept_nowhere() {
        let dir = tempfile::tempdir().unwrap();
        let db = fresh(dir.path()).await.unwrap();
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
        let mut tx = db.begin().await.unwrap();
        let scopes = [Scope::OffersWrite];
        let (made, secret) = create(&mut tx, &clock, "market app", &scopes, None)
            .await
            .unwrap();
        let found = find(&mut tx, &secret).await.unwrap();
        assert_eq!(found.id, made.id);
        found.require(Scope::OffersWrite).unwrap();
        assert!(matches!(
            found.require(Scope::Admin),
            Err(Error::Forbidden(_))
        ));
        let kept: String = on!(tx, |c| sqlx::query_scalar(
            "SELECT token_digest FROM tokens"
        )
        .fetch_one(c))
        .unwrap();
        assert!(!secret.contains(&kept) && !kept.contains(&secret));

        revoke(&mut tx, &clock, &made.id).await.unwrap();
        assert!(matches!(
            find(&mut tx, &secret).await,
            Err(Error::Unauthenticated(_))
        ));
        assert!(matches!(
            revoke(&mut tx, &clock, "none").await,
            Err(Error::NotFound(_))
        ));
        assert_eq!(list(&mut tx).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_token_without_label_or_scope_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let db = fresh(dir.path()).await.unwrap();
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
        let mut tx = db.begin().await.unwrap();
        assert!(
            create(&mut tx, &clock, " ", &[Scope::Admin], None)
                .await
                .is_err()
        );
        assert!(create(&mut tx, &clock, "x", &[], None).await.is_err());
        assert!("all".parse::<Scope>().is_err());
    }

    #[test]
    fn a_token_of_one_organization_does_not_open_another() {
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
        let own = OrganizationId::new(&clock);
        let token = Token {
            id: "t".into(),
            label: "x".into(),
            scopes: vec![Scope::OffersWrite],
            organization: Some(own.clone()),
            created_at: clock.now(),
            revoked_at: None,
        };
        token.require_organization(&own).unwrap();
        assert!(
            token
                .require_organization(&OrganizationId::new(&clock))
                .is_err()
        );
    }
}
