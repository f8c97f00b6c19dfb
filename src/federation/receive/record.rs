//! `Create` and `Update`: a peer's record came to be or changed; its log has grown; or an
//! account changed its profile.

use serde_json::Value;

use crate::activitypub::address;
use crate::activitypub::json::{id_of, name_of, total_of, type_of};
use crate::activitypub::received::Outcome;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::federation::gathered::Gathered;
use crate::federation::inbox::{HELD_ALREADY, Incoming, NO_ROOM, REMOVED_SINCE, ignored};
use crate::federation::offer::title_in;
use crate::federation::peers::{self, Peer};
use crate::federation::records::{self, Kind, Record};
use crate::federation::tally::Tally;
use crate::federation::{attestation, named, same_as, seal, unknown};
use crate::node::Node;
use crate::store::Tx;
use crate::vocabulary::AttestationKind;

/// Records larger than this are no records.
const MAX_RECORD: usize = 256 << 10;

/// Holds the record when it is newer than what is held.
pub(crate) async fn receive(
    node: &Node,
    tx: &mut Tx,
    incoming: &Incoming<'_>,
    gathered: &mut Gathered,
) -> Result<Outcome> {
    let Some(peer) = gathered.followed(tx, incoming.actor).await? else {
        return Ok(ignored("the sender's node is not followed"));
    };
    let object = incoming.object();
    let Some(id) = object.get("id").and_then(Value::as_str) else {
        return Ok(ignored(
            "the object is not embedded, so there is nothing to hold",
        ));
    };
    if incoming.actor == peer.id && peer.registry_log.as_deref() == Some(id) {
        let Some(head) = total_of(object) else {
            return Ok(ignored("it says no length of its log"));
        };
        peers::grown(tx, &peer.id, head, incoming.now).await?;
        return Ok(Outcome::Applied);
    }
    if !address::is_same_origin(id, incoming.actor) {
        return Ok(ignored(
            "the object belongs to another origin than the sender",
        ));
    }
    if type_of(object) == Some("Tombstone") {
        return Ok(ignored(REMOVED_SINCE));
    }
    let Some(mut record) = read(&peer, incoming, id)? else {
        return Ok(ignored(
            "the object is neither an organization nor an offer or need",
        ));
    };
    record.withheld = is_withheld(node, &peer, &record);
    let mut held = records::get(tx, id).await?;
    // Whose id it is was not known when somebody else said that it had ended.
    let is_anothers = |held: &mut Record| {
        held.is_unseen() && held.owner != record.owner && held.owner != incoming.actor
    };
    let lifted = held.take_if(is_anothers);
    let is_own = match &held {
        Some(held) => held.owner == incoming.actor,
        None => record.owner == incoming.actor || peer.id == incoming.actor,
    };
    if !is_own {
        return Ok(ignored("the sender does not own the record"));
    }
    if let Some(lifted) = &lifted {
        records::lift(tx, id).await?;
        gathered.weigh(&peer.id, -Tally::of(lifted));
    }
    if !has_room(node, &peer, (held.as_ref(), &record)) {
        return Ok(ignored(NO_ROOM));
    }
    if records::hold(tx, &record).await? {
        gathered.weigh(&peer.id, weight(held.as_ref(), &record));
        gathered.changed(tx, &record).await?;
        if record.kind == Kind::Organization.as_str() {
            same_as::receive(tx, node.base(), (held.as_ref(), &record), object).await?;
        }
        gathered.tell_channels(&peer, &record);
        Ok(Outcome::Applied)
    } else {
        Ok(ignored(HELD_ALREADY))
    }
}

/// How much more is held once this one is.
fn weight(held: Option<&Record>, record: &Record) -> Tally {
    Tally::of(record) - held.map_or_else(Tally::default, Tally::of)
}

/// Whether there is room for it; what is held already may always become shorter.
pub(super) fn has_room(node: &Node, peer: &Peer, of: (Option<&Record>, &Record)) -> bool {
    let limits = &node.settings.limits;
    let Tally { records, bytes, .. } = weight(of.0, of.1);
    (records == 0 || peer.records < i64::from(limits.peer_records))
        && (bytes <= 0 || peer.bytes + bytes <= i64::from(limits.peer_megabytes) << 20)
}

/// Whether it stands in no list: the office keeps its node or its actor out of sight, or
/// does not know its node yet.
fn is_withheld(node: &Node, peer: &Peer, record: &Record) -> bool {
    if record.kind == Kind::Offer.as_str() && unknown::holds_back(node, peer) {
        return true;
    }
    let actors = [&record.id, &record.origin]
        .into_iter()
        .chain(&record.organization);
    actors
        .into_iter()
        .any(|id| node.client.restrictions().of(id).is_some())
}

/// Reads a record of a kind that is held here.
fn read(peer: &Peer, incoming: &Incoming<'_>, id: &str) -> Result<Option<Record>> {
    let object = incoming.object();
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let kind = match type_of(object) {
        Some("Organization") => Kind::Organization,
        Some("Note") if object.get("publishes").is_some() => Kind::Offer,
        _ => return Ok(None),
    };
    let attributed_to = object
        .get("attributedTo")
        .and_then(id_of)
        .map(str::to_owned);
    let is_foreign = |by: &String| !address::is_same_origin(by, incoming.actor);
    if attributed_to.as_ref().is_some_and(is_foreign) {
        return Ok(None);
    }
    let purpose = match text("purpose").as_deref() {
        Some("request") => Some("need".to_owned()),
        Some("offer") => Some("offer".to_owned()),
        _ => None,
    };
    if kind == Kind::Offer && (purpose.is_none() || attributed_to.is_none()) {
        return Ok(None);
    }
    let body = serde_json::to_string(object).map_err(Error::internal)?;
    if body.len() > MAX_RECORD {
        return Ok(None);
    }
    let updated = text("updated").or_else(|| text("published"));
    Ok(Some(Record {
        id: id.to_owned(),
        origin: peer.id.clone(),
        kind: kind.as_str().to_owned(),
        // An organization that is an actor owns itself; a listed one is its keeper's.
        owner: match kind {
            Kind::Organization if object.get("inbox").is_some() => id.to_owned(),
            _ => attributed_to
                .clone()
                .unwrap_or_else(|| incoming.actor.to_owned()),
        },
        organization: (kind == Kind::Offer).then_some(attributed_to).flatten(),
        purpose: (kind == Kind::Offer).then_some(purpose).flatten(),
        name: match (name_of(object).unwrap_or_default(), kind) {
            (name, Kind::Offer) => named::line(title_in(name)),
            (name, Kind::Organization) => named::line(name),
        },
        territory: text("territory").as_deref().map(named::line),
        body,
        record_digest: seal::record_digest(object)?,
        updated: updated
            .and_then(|at| Timestamp::from_rfc3339(&at))
            .map_or(incoming.now, |at| at.min(incoming.now)),
        log_seq: incoming.log_number(),
        received_at: incoming.now,
        gone: false,
        withheld: false,
        attested: attestation::read(object, incoming.now.day())
            .iter()
            .any(|one| one.kind != AttestationKind::Itself && !one.is_lapsed),
    }))
}
