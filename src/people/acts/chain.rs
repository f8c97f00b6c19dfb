//! The acts as a chain: each bears a digest of the one before and of itself, so that none is
//! changed, taken out or put between others without a trace.
//!
//! Who did something, and whom it concerned, stand in the chain as digests with a salt. Whoever
//! leaves is forgotten with the salt: the chain goes on to hold, and tells nothing of them.
//! Whoever can write to the database can write the whole chain anew, which a digest shows that is
//! kept elsewhere; and can make it look as if whoever did something had been forgotten, which
//! only an older copy shows.
//!
//! A process of an older version that runs on beside a newer one writes acts without a digest.
//! They stand outside the chain, which vouches for none of them and holds without them.

use serde::Serialize;

use super::REMOVED;
use crate::access;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::store::{Tx, on};

/// The lock under which the chain grows.
const LOCK: &str = "office acts";
/// How many acts are read at once.
const PAGE: i64 = 500;

/// What an act bears beside what it says.
pub(super) struct Link {
    pub(super) who_salt: String,
    pub(super) who_digest: String,
    pub(super) about_salt: Option<String>,
    pub(super) about_digest: Option<String>,
    pub(super) digest: String,
}

/// What was found along the chain.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Followed {
    /// How many acts stand in it.
    pub acts: u64,
    /// How many stand before it, from versions that had none.
    pub older: u64,
    /// The numbers of those that were written without a digest since it began.
    pub beside: Vec<i64>,
    /// The digest of the newest.
    pub digest: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    account: Option<String>,
    who: String,
    mail: Option<String>,
    what: String,
    about: Option<String>,
    at: Timestamp,
    who_salt: Option<String>,
    who_digest: Option<String>,
    about_salt: Option<String>,
    about_digest: Option<String>,
    digest: Option<String>,
}

/// The next link. Whoever else writes an act waits until this transaction ends.
pub(super) async fn next(
    tx: &mut Tx,
    (who, mail): (&str, Option<&str>),
    (what, about): (&str, Option<&str>),
    at: Timestamp,
) -> Result<Link> {
    tx.lock_name(LOCK, false).await?;
    let query = "SELECT digest FROM office_acts WHERE digest IS NOT NULL ORDER BY seq DESC LIMIT 1";
    let before: Option<String> = on!(tx, |c| sqlx::query_scalar(query).fetch_optional(c))?;
    let who_salt = access::mint_secret()?;
    let who_digest = digest_of(&(&who_salt, who, mail))?;
    let about_salt = about.map(|_| access::mint_secret()).transpose()?;
    let about_digest = digest_of_about(about_salt.as_deref(), about)?;
    let digest = digest_of(&(before, what, at, &who_digest, &about_digest))?;
    Ok(Link {
        who_salt,
        who_digest,
        about_salt,
        about_digest,
        digest,
    })
}

/// Follows the chain from its beginning; `kept` is the digest that the newest act once had.
///
/// # Errors
/// [`Error::Conflict`] naming the first act that is not as it was written; or when no act has
/// the digest that was kept.
pub async fn follow(tx: &mut Tx, kept: Option<&str>) -> Result<Followed> {
    let query = "SELECT seq, account, who, mail, what, about, at, who_salt, who_digest, about_salt, \
        about_digest, digest FROM office_acts WHERE seq > $1 ORDER BY seq LIMIT $2";
    let (mut found, mut after, mut is_kept) = (Followed::default(), 0, kept.is_none());
    loop {
        let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query)
            .bind(after)
            .bind(PAGE)
            .fetch_all(c))?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            after = row.seq;
            if row.digest.is_none() && found.digest.is_none() {
                found.older += 1;
            } else if row.is_beside() {
                found.beside.push(row.seq);
            } else if row.holds(found.digest.as_deref())? {
                found.acts += 1;
                is_kept |= row.digest.as_deref() == kept;
                found.digest = row.digest;
            } else {
                let reason = format!(
                    "the act {after}, or one before it, is not as it was written; compare it with \
                     a copy of the database"
                );
                return Err(Error::Conflict(reason.into()));
            }
        }
    }
    if is_kept {
        return Ok(found);
    }
    let reason = "no act has that digest: the acts were written anew since it was kept, or the \
        database is an older copy";
    Err(Error::Conflict(reason.into()))
}

impl Row {
    /// Whether it is as a version without a chain writes it. One from which something was taken
    /// to look so breaks the chain all the same where another follows it.
    fn is_beside(&self) -> bool {
        let kept = [
            &self.digest,
            &self.who_salt,
            &self.who_digest,
            &self.about_salt,
            &self.about_digest,
        ];
        kept.into_iter().all(Option::is_none)
    }

    fn holds(&self, before: Option<&str>) -> Result<bool> {
        let (who, about) = (&self.who_digest, &self.about_digest);
        let digest = digest_of(&(before, &self.what, self.at, who, about))?;
        let is_who = match &self.who_salt {
            Some(salt) => *who == Some(digest_of(&(salt, &self.who, &self.mail))?),
            // Whoever is forgotten has no account any more.
            None => self.who == REMOVED && self.mail.is_none() && self.account.is_none(),
        };
        let is_about = match &self.about_salt {
            None => self.about.is_none(),
            salt => *about == digest_of_about(salt.as_deref(), self.about.as_deref())?,
        };
        Ok(self.digest.as_ref() == Some(&digest) && is_who && is_about)
    }
}

fn digest_of_about(salt: Option<&str>, about: Option<&str>) -> Result<Option<String>> {
    salt.map(|salt| digest_of(&(salt, about))).transpose()
}

fn digest_of(said: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string(said).map_err(Error::internal)?;
    Ok(access::digest_of(&text))
}

#[cfg(test)]
mod tests;
