//! `Delete`: a record is gone for good, or an account is.

use crate::activitypub::received::Outcome;
use crate::activitypub::remote;
use crate::error::Result;
use crate::federation::followers;
use crate::federation::inbox::{HELD_ALREADY, Incoming, NOTHING_HELD, ignored};
use crate::federation::records::{self, Kind, Record};
use crate::federation::{channel, same_as};
use crate::store::Tx;

/// Lays a tombstone, if the sender owns what it deletes.
pub(crate) async fn receive(base: &str, tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Outcome> {
    let Some(id) = incoming.object_id() else {
        return Ok(ignored("the Delete names no object"));
    };
    let mut effect = false;
    if id == incoming.actor {
        effect = followers::remove_everywhere(tx, id).await? > 0;
        remote::bury(tx, id).await?;
    }
    let Some(held) = records::get(tx, id).await? else {
        return Ok(if effect {
            Outcome::Applied
        } else {
            ignored(NOTHING_HELD)
        });
    };
    if held.owner != incoming.actor {
        return Ok(ignored("the sender does not own the record"));
    }
    let is_organization = held.kind == Kind::Organization.as_str();
    let tombstone = Record {
        body: "{}".to_owned(),
        record_digest: String::new(),
        log_seq: incoming.log_number().or(held.log_seq),
        updated: incoming.now,
        received_at: incoming.now,
        gone: true,
        ..held
    };
    if !records::hold(tx, &tombstone).await? {
        return Ok(ignored(HELD_ALREADY));
    }
    if is_organization {
        records::remove_offers_of(tx, id, incoming.now).await?;
        same_as::withdraw(tx, base, id).await?;
    }
    channel::tell_of(tx, &tombstone, incoming.now).await?;
    Ok(Outcome::Applied)
}
