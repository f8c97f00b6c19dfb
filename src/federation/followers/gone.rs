//! The end of followings whose inbox is gone. Each follower's own document is asked first: a
//! server may have moved its inboxes, or switched off the one that its people shared.

use crate::activitypub::client::{Failure, FailureKind};
use crate::activitypub::delivery::gone;
use crate::activitypub::remote::{Remote, RemoteActor};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::federation::acquainted;
use crate::store::{Db, Tx, execute, on};

/// How many followers at one inbox are asked in one go, so that no server is asked much.
const MOST: usize = 20;

/// A follower that is written to at an inbox which is gone.
#[derive(Debug, sqlx::FromRow)]
struct Reached {
    follower: String,
    /// Whether it has another inbox of its own.
    has_own: bool,
}

/// What becomes of a follower.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    Gone,
    Stays,
    /// It stays, and shows that its server does, so whoever shared the inbox is written to alone.
    StaysWithAll,
}

/// What was learnt of an inbox.
#[derive(Debug, PartialEq, Eq)]
enum Learnt {
    Gone,
    /// Some of those who are reached there are elsewhere, or will not say.
    LeftBySome,
    /// Not all could be asked, which is done another time.
    TooLittle,
}

/// Asks those who follow from inboxes that seem to be gone. Who is gone too, or names no other
/// inbox, follows no more, nor is the end of an offer told where nobody is left; the rest is
/// written to elsewhere. What the node itself agreed with a peer or a relay is ended by people
/// alone. Gives how many inboxes that were; call again while there are any.
pub async fn end_gone(db: &Db, remote: &Remote, now: Timestamp) -> Result<u64> {
    let mut tx = db.begin().await?;
    let inboxes = gone::take(&mut tx, now).await?;
    tx.commit().await?;
    let mut count = 0;
    for inbox in &inboxes {
        let learnt = ask_those_at(db, remote, inbox).await?;
        if learnt != Learnt::TooLittle {
            let mut tx = db.begin().await?;
            if learnt == Learnt::Gone {
                acquainted::forget_inbox(&mut tx, inbox).await?;
            }
            gone::forget(&mut tx, inbox).await?;
            tx.commit().await?;
        }
        count += 1;
    }
    Ok(count)
}

async fn ask_those_at(db: &Db, remote: &Remote, inbox: &str) -> Result<Learnt> {
    let mut tx = db.read().await?;
    let reached = reached(&mut tx, inbox).await?;
    drop(tx);
    let mut learnt = Learnt::Gone;
    for one in &reached {
        let answer = remote.fetch_actor(&one.follower).await;
        // Nothing is concluded while a server is in trouble, nor asked of it.
        if matches!(&answer, Err(failure) if failure.kind == FailureKind::Passing) {
            return Ok(Learnt::TooLittle);
        }
        let mut tx = db.begin().await?;
        let fate = conclude(&mut tx, inbox, one, answer).await?;
        tx.commit().await?;
        match fate {
            Fate::Gone => {}
            Fate::Stays => learnt = Learnt::LeftBySome,
            Fate::StaysWithAll => return Ok(Learnt::LeftBySome),
        }
    }
    if reached.len() == MOST {
        learnt = Learnt::TooLittle;
    }
    Ok(learnt)
}

async fn reached(tx: &mut Tx, inbox: &str) -> Result<Vec<Reached>> {
    let query = "SELECT DISTINCT follower, inbox <> $1 AS has_own FROM followers \
        WHERE COALESCE(shared_inbox, inbox) = $1 ORDER BY follower LIMIT $2";
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    on!(tx, |c| sqlx::query_as(query)
        .bind(inbox)
        .bind(most)
        .fetch_all(c))
}

async fn conclude(
    tx: &mut Tx,
    inbox: &str,
    one: &Reached,
    answer: Result<RemoteActor, Failure>,
) -> Result<Fate> {
    match answer {
        Ok(actor) => {
            let Some(own) = actor.inbox.filter(|own| own != inbox) else {
                end(tx, inbox, &one.follower).await?;
                return Ok(Fate::Gone);
            };
            let shared = actor.shared_inbox.filter(|shared| shared != inbox);
            super::renew(tx, &one.follower, &own, shared.as_deref()).await?;
        }
        Err(failure) if matches!(failure.kind, FailureKind::Missing | FailureKind::Gone) => {
            end(tx, inbox, &one.follower).await?;
            return Ok(Fate::Gone);
        }
        // A server that answers, but does not show the document to us, may take what we send.
        Err(_) => {}
    }
    if !one.has_own {
        return Ok(Fate::Stays);
    }
    let statement = "UPDATE followers SET shared_inbox = NULL \
        WHERE shared_inbox = $1 AND inbox <> $1";
    let moved = execute!(tx, sqlx::query(statement).bind(inbox))?;
    tracing::info!(%inbox, moved, "a shared inbox is gone: who follows from it is written to alone");
    Ok(Fate::StaysWithAll)
}

async fn end(tx: &mut Tx, inbox: &str, follower: &str) -> Result<()> {
    let statement = "DELETE FROM followers WHERE follower = $2 \
        AND COALESCE(shared_inbox, inbox) = $1 AND (actor <> '/actor' \
            OR follower NOT IN (SELECT id FROM peers UNION ALL SELECT id FROM relays))";
    let ended = execute!(tx, sqlx::query(statement).bind(inbox).bind(follower))?;
    if ended > 0 {
        tracing::info!(%inbox, %follower, ended, "a follower is gone with its inbox");
    }
    Ok(())
}
