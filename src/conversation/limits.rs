//! How much of one person and of one server is kept within an hour.

use super::messages::Message;
use super::{HOUR, Person, removed, visits};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::settings::Conversation;
use crate::store::{Tx, on};

const OF_THE_HOST: &str = "its server sent more within an hour than is kept";
const OF_THE_PERSON: &str = "its author sent more within an hour than is kept";
const OF_VISITORS: &str = "visitors wrote more to it within an hour than is kept";
/// What the address behind the visit `$1` wrote since the moment `$2`, about whatever it was.
const BY_ADDRESS: &str = "SELECT COUNT(*) FROM messages WHERE received_at > $2 \
    AND kind = 'direct' AND correspondent IN (SELECT 'urn:uuid:' || id FROM visits \
    WHERE mail_key = (SELECT mail_key FROM visits WHERE id = $1))";
/// What visitors wrote to the organization `$1` since the moment `$2`.
const BY_VISITORS: &str = "SELECT COUNT(*) FROM messages WHERE organization = $1 \
    AND received_at > $2 AND kind = 'direct' AND host = ''";

/// The two queries that count what came since the moment `$2`.
pub(super) struct Counts {
    /// Of the person `$1`.
    pub(super) of_person: &'static str,
    /// Of the host `$1`.
    pub(super) of_host: &'static str,
}

/// Why a message is not kept just now. Visitors come from no server: they are counted by their
/// mail address, and all together by the organization that they write to, so that none of them
/// silences those who write to others.
pub(super) async fn exceeded_by(
    tx: &mut Tx,
    counts: Counts,
    message: &Message,
    rules: &Conversation,
    now: Timestamp,
) -> Result<Option<&'static str>> {
    let person = &message.correspondent;
    let (Some(visit), Some(to)) = (visits::id_of(&person.id), &message.organization) else {
        return exceeded(tx, counts, person, rules, now).await;
    };
    if lately(tx, BY_ADDRESS, visit, now).await? >= i64::from(rules.person_per_hour) {
        return Ok(Some(OF_THE_PERSON));
    }
    let heard = lately(tx, BY_VISITORS, to.as_str(), now).await?;
    Ok((heard >= i64::from(rules.host_per_hour)).then_some(OF_VISITORS))
}

/// Why no more is kept of somebody just now.
pub(super) async fn exceeded(
    tx: &mut Tx,
    counts: Counts,
    person: &Person,
    rules: &Conversation,
    now: Timestamp,
) -> Result<Option<&'static str>> {
    if lately(tx, counts.of_person, &person.id, now).await? >= i64::from(rules.person_per_hour) {
        return Ok(Some(OF_THE_PERSON));
    }
    // Whoever removes what they sent may not begin anew for that.
    let kept = lately(tx, counts.of_host, &person.host, now).await?;
    let removed = removed::lately(tx, &person.host, now).await?;
    Ok((kept + removed >= i64::from(rules.host_per_hour)).then_some(OF_THE_HOST))
}

async fn lately(tx: &mut Tx, query: &'static str, whose: &str, now: Timestamp) -> Result<i64> {
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(whose)
        .bind(now - HOUR)
        .fetch_one(c))
}
