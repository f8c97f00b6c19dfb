//! The queries of letters.

use std::time::Duration;

use sqlx::AssertSqlSafe;

use super::letter::WHO;
use super::{Kept, Letter};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::VisitId;
use crate::store::{Tx, execute, on};
use crate::{text, words};

/// What is kept of a letter, without what is nobody's business but its reader's: what a mail
/// server says of it may repeat the address.
macro_rules! columns {
    (at $now:literal) => {
        concat!(
            "id, purpose, CASE WHEN is_private THEN '' ELSE address END AS address, state, \
             attempts, written_at, finished_at, CASE WHEN is_private \
             THEN REPLACE(last_error, address, '') ELSE last_error END AS last_error, \
             state = 'given-up' AND text <> '' AND expires_at > ",
            $now,
            " AS can_be_retried"
        )
    };
}

/// A letter whose turn it is.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Due {
    pub(super) id: String,
    pub(super) address: String,
    pub(super) language: String,
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) attempts: i64,
    pub(super) expires_at: Timestamp,
    pub(super) written_at: Timestamp,
    pub(super) ending: Option<String>,
    /// The name of whom it names beside its reader, while their account stands.
    pub(super) named: Option<String>,
}

impl Due {
    /// Its subject or text, with the name of whom it names.
    pub(super) fn told(&self, part: &str) -> String {
        let removed = || {
            let words = words::of(&self.language).unwrap_or_else(words::first);
            words.say("mail-who-removed").to_owned()
        };
        let who = self.named.as_deref().map_or_else(removed, text::line);
        part.replace(WHO, &who)
    }
}

pub(super) async fn insert(
    tx: &mut Tx,
    (id, address): (&str, &str),
    letter: &Letter,
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO letters (id, purpose, address, language, subject, text, state, \
        attempts, next_at, leased_until, expires_at, written_at, ending, is_private, names) \
        VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $8, 0, $7, $8, $9, $10, $11)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(letter.purpose.as_str())
            .bind(address)
            .bind(letter.language)
            .bind(&letter.subject)
            .bind(&letter.text)
            .bind(letter.expires_at)
            .bind(now)
            .bind(&letter.ending)
            .bind(letter.is_private)
            .bind(&letter.names)
    )?;
    Ok(())
}

/// Takes the next letter that is due, and keeps it from others for the time of the lease.
pub(super) async fn claim(tx: &mut Tx, now: Timestamp, lease: Duration) -> Result<Option<Due>> {
    let query = format!(
        "SELECT id, address, language, subject, text, attempts, expires_at, written_at, \
         ending, (SELECT name FROM accounts WHERE id = letters.names) AS named FROM letters \
         WHERE state = 'waiting' AND next_at <= $1 AND leased_until <= $1 \
         ORDER BY next_at, id LIMIT 1{}",
        tx.for_claim()
    );
    let due: Option<Due> = on!(tx, |c| sqlx::query_as(AssertSqlSafe(query.clone()))
        .bind(now)
        .fetch_optional(c))?;
    if let Some(due) = &due {
        let statement = "UPDATE letters SET leased_until = $2, attempts = attempts + 1 \
            WHERE id = $1";
        execute!(tx, sqlx::query(statement).bind(&due.id).bind(now + lease))?;
    }
    Ok(due)
}

/// Ends a letter, with the reason where it was given up, and empties its text, but for that of a
/// notice which was given up and may be tried again.
pub(super) async fn finish(
    tx: &mut Tx,
    id: &str,
    failure: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let is_kept = "CAST($2 AS TEXT) IS NOT NULL AND purpose = 'notice' AND NOT is_private \
        AND expires_at > $3";
    let statement = format!(
        "UPDATE letters SET subject = CASE WHEN {is_kept} THEN subject ELSE '' END, \
         text = CASE WHEN {is_kept} THEN text ELSE '' END, \
         ending = CASE WHEN {is_kept} THEN ending END, last_error = $2, finished_at = $3, \
         leased_until = 0, state = CASE WHEN CAST($2 AS TEXT) IS NULL THEN 'sent' \
         ELSE 'given-up' END WHERE id = $1"
    );
    execute!(
        tx,
        sqlx::query(AssertSqlSafe(statement.as_str()))
            .bind(id)
            .bind(failure)
            .bind(now)
    )?;
    Ok(())
}

/// Has a letter sent whose text was kept when it was given up.
pub(super) async fn retry(tx: &mut Tx, id: &str, now: Timestamp) -> Result<Option<Kept>> {
    let statement = concat!(
        "UPDATE letters SET state = 'waiting', attempts = 0, written_at = $2, next_at = $2, \
         finished_at = NULL WHERE id = $1 AND state = 'given-up' AND text <> '' \
         AND expires_at > $2 RETURNING ",
        columns!(at "$2")
    );
    on!(tx, |c| sqlx::query_as(statement)
        .bind(id)
        .bind(now)
        .fetch_optional(c))
}

pub(super) async fn is_given_up(tx: &mut Tx, id: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM letters WHERE id = $1 AND state = 'given-up')";
    on!(tx, |c| sqlx::query_scalar(query).bind(id).fetch_one(c))
}

pub(super) async fn forget_to(tx: &mut Tx, address: &str) -> Result<()> {
    let statement = "DELETE FROM letters WHERE LOWER(address) = LOWER($1) AND state <> 'sent' \
        AND purpose <> 'claim' AND visit IS NULL";
    execute!(tx, sqlx::query(statement).bind(address))?;
    Ok(())
}

/// Empties the texts of letters that are of no use any more.
pub(super) async fn empty_lapsed(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let statement = "UPDATE letters SET subject = '', text = '', ending = NULL \
        WHERE state = 'given-up' AND text <> '' AND expires_at <= $1";
    execute!(tx, sqlx::query(statement).bind(now))?;
    Ok(())
}

/// Puts a letter off.
pub(super) async fn put_off(
    tx: &mut Tx,
    id: &str,
    failure: &str,
    next_at: Timestamp,
) -> Result<()> {
    let statement = "UPDATE letters SET last_error = $2, next_at = $3, leased_until = 0 \
        WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement).bind(id).bind(failure).bind(next_at)
    )?;
    Ok(())
}

pub(super) async fn take_back(tx: &mut Tx, id: &str) -> Result<()> {
    let statement = "DELETE FROM letters WHERE id = $1 AND state = 'waiting'";
    execute!(tx, sqlx::query(statement).bind(id))?;
    Ok(())
}

pub(super) async fn note_visit(tx: &mut Tx, id: &str, visit: &VisitId) -> Result<()> {
    let statement = "UPDATE letters SET visit = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(visit))?;
    Ok(())
}

pub(super) async fn count_of_visit(tx: &mut Tx, visit: &VisitId, since: Timestamp) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM letters WHERE visit = $1 AND written_at > $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(visit)
        .bind(since)
        .fetch_one(c))
}

pub(super) async fn newest(
    tx: &mut Tx,
    is_given_up: bool,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Kept>> {
    let query = concat!(
        "SELECT ",
        columns!(at "$3"),
        " FROM letters WHERE state = 'given-up' OR NOT $2 ORDER BY id DESC LIMIT $1"
    );
    on!(tx, |c| sqlx::query_as(query)
        .bind(limit)
        .bind(is_given_up)
        .bind(now)
        .fetch_all(c))
}

pub(super) async fn put_aside(tx: &mut Tx, id: &str, now: Timestamp) -> Result<Option<Kept>> {
    let statement = concat!(
        "DELETE FROM letters WHERE id = $1 AND state = 'given-up' RETURNING ",
        columns!(at "$2")
    );
    on!(tx, |c| sqlx::query_as(statement)
        .bind(id)
        .bind(now)
        .fetch_optional(c))
}

pub(super) async fn waiting(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM letters WHERE state = 'waiting'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

pub(super) async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM letters WHERE finished_at <= $1";
    execute!(tx, sqlx::query(statement).bind(before))
}

#[cfg(test)]
mod tests {
    use super::super::{Purpose, retry as retried};
    use super::*;
    use crate::error::Error;
    use crate::settings::Settings;
    use crate::store::testing;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    #[tokio::test]
    async fn a_notice_that_was_given_up_is_sent_again_until_it_lapses_and_a_link_never() {
        let folder = tempfile::tempdir().unwrap();
        let settings = |mail: &str| {
            let text = format!("public_url = \"https://a.example\"\n{mail}");
            Settings::read(&text, "t", folder.path().to_owned(), false).unwrap()
        };
        let mailing = settings("[mail]\nserver = \"m.example\"\nfrom = \"a@b.example\"\n");
        let db = testing::fresh(folder.path()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let (hour, later) = (Duration::from_hours(1), NOW + Duration::from_hours(2));
        for (id, purpose, is_private) in [
            ("notice", Purpose::Notice, false),
            ("link", Purpose::Claim, false),
            ("private", Purpose::Notice, true),
        ] {
            let letter = Letter {
                purpose,
                language: "en",
                subject: "A word".to_owned(),
                text: "The word".to_owned(),
                expires_at: NOW + hour,
                ending: None,
                is_private,
                names: None,
            };
            let to = "ana@coop.example";
            insert(&mut tx, (id, to), &letter, NOW).await.unwrap();
            finish(&mut tx, id, Some("nobody here"), NOW).await.unwrap();
        }
        tx.commit().await.unwrap();
        for id in ["link", "private"] {
            let refused = retried(&db, &mailing, id, NOW).await.unwrap_err();
            assert!(matches!(refused, Error::Conflict(_)), "{id}: {refused}");
        }
        let unknown = retried(&db, &mailing, "another", NOW).await.unwrap_err();
        assert!(matches!(unknown, Error::NotFound(_)), "{unknown}");
        // Where no mail is sent, it would wait without end.
        let silent = settings("");
        let refused = retried(&db, &silent, "notice", NOW).await.unwrap_err();
        assert!(matches!(refused, Error::Conflict(_)), "{refused}");
        retried(&db, &mailing, "notice", NOW).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let due = claim(&mut tx, NOW, hour).await.unwrap().unwrap();
        assert_eq!((due.id.as_str(), due.text.as_str()), ("notice", "The word"));

        finish(&mut tx, "notice", Some("nobody here"), NOW)
            .await
            .unwrap();
        empty_lapsed(&mut tx, later).await.unwrap();
        tx.commit().await.unwrap();
        assert!(retried(&db, &mailing, "notice", NOW).await.is_err());
    }
}
