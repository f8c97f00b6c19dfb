//! How much of one person and of one server is kept within an hour.

use super::{HOUR, Person, removed};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::settings::Conversation;
use crate::store::{Tx, on};

const OF_THE_HOST: &str = "its server sent more within an hour than is kept";
const OF_THE_PERSON: &str = "its author sent more within an hour than is kept";

/// The two queries that count what came since the moment `$2`.
pub(super) struct Counts {
    /// Of the person `$1`.
    pub(super) of_person: &'static str,
    /// Of the host `$1`.
    pub(super) of_host: &'static str,
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
