//! What was said to an organization and waits for its word: reckoned from what is there, so that
//! an answer, wherever it was given, is enough. Who is told of it is not known here.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{MessageId, OrganizationId};
use crate::store::{Tx, execute, on};

/// A message to an organization alone that it neither answered, by this or a later word to the
/// same person, nor laid aside.
macro_rules! unanswered {
    () => {
        " FROM messages m WHERE m.organization = $1 AND m.kind = 'direct' \
         AND m.settled_at IS NULL AND m.received_at > $2 AND NOT EXISTS \
         (SELECT 1 FROM messages a WHERE a.organization = m.organization \
         AND a.correspondent = m.correspondent AND a.kind = 'answer' \
         AND (a.in_reply_to = m.note OR a.received_at > m.received_at))"
    };
}

/// How many answers wait in all, to whosever offers and needs.
pub async fn count_all_replies(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM replies WHERE state = 'waiting'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// How many messages that arrived after a moment wait for an answer.
pub async fn count_messages(
    tx: &mut Tx,
    organization: &OrganizationId,
    since: Timestamp,
) -> Result<i64> {
    let query = concat!("SELECT COUNT(*)", unanswered!());
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(organization)
        .bind(since)
        .fetch_one(c))
}

/// The messages that wait for an answer.
pub async fn messages(tx: &mut Tx, organization: &OrganizationId) -> Result<Vec<MessageId>> {
    let query = concat!("SELECT m.id", unanswered!());
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(organization)
        .bind(Timestamp(0))
        .fetch_all(c))
}

/// Lays a message aside that needs no answer.
pub async fn settle(tx: &mut Tx, message: &MessageId, now: Timestamp) -> Result<()> {
    let statement = "UPDATE messages SET settled_at = $2 WHERE id = $1 AND settled_at IS NULL";
    execute!(tx, sqlx::query(statement).bind(message).bind(now))?;
    Ok(())
}

/// How many answers to its offers and needs that arrived after a moment wait to be shown or
/// hidden.
pub async fn count_replies(
    tx: &mut Tx,
    organization: &OrganizationId,
    since: Timestamp,
) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM replies r JOIN offers o ON o.id = r.offer \
        WHERE o.organization = $1 AND r.state = 'waiting' AND r.received_at > $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(organization)
        .bind(since)
        .fetch_one(c))
}
