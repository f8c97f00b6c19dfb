//! Who may know an offer or need that nobody told them of: whoever liked it, passed it on or
//! answered it holds a copy. They are told of its end, although what they said of it may be
//! gone by then, as when its organization was erased.

use crate::activitypub::{rates, remote};
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// How many inboxes of one server are kept for an offer. Servers of many people share one.
const MOST: i64 = 100;

/// Notes where the actor `who` hears of the end of the offer at the path `object`.
pub async fn note(tx: &mut Tx, object: &str, who: &str) -> Result<()> {
    let actor = remote::find(tx, who).await?;
    let Some(inbox) = actor.and_then(|actor| actor.shared_inbox.or(actor.inbox)) else {
        return Ok(());
    };
    let statement = "INSERT INTO acquainted (object, inbox, owner) \
        SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT) WHERE \
        (SELECT COUNT(*) FROM acquainted WHERE object = $1 AND owner = $3) < $4 \
        ON CONFLICT (object, inbox) DO NOTHING";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(object)
            .bind(&inbox)
            .bind(rates::name_of_host(&inbox).unwrap_or_default())
            .bind(MOST)
    )?;
    Ok(())
}

/// The inboxes that are kept for the path `object`, which are not kept any longer.
pub async fn take(tx: &mut Tx, object: &str) -> Result<Vec<String>> {
    let statement = "DELETE FROM acquainted WHERE object = $1 RETURNING inbox";
    on!(tx, |c| sqlx::query_scalar(statement)
        .bind(object)
        .fetch_all(c))
}

/// Forgets the inbox that the actor `who`, whose account is gone, had alone.
pub async fn forget(tx: &mut Tx, who: &str) -> Result<()> {
    let statement = "DELETE FROM acquainted WHERE inbox IN \
        (SELECT inbox FROM remote_actors WHERE id = $1 AND shared_inbox IS NULL)";
    execute!(tx, sqlx::query(statement).bind(who))?;
    Ok(())
}
