//! Whether two servers agree on who follows whom (FEP-8fcf): each delivery to followers tells
//! a digest of those of the receiving server, and whoever sees another reads the list.

use std::fmt;
use std::time::Duration;

use futures::future::BoxFuture;
use http::HeaderValue;
use quick_cache::sync::Cache;
use serde_json::{Value, json};
use url::Url;

use super::{followers, paths, peering, peers, relays, speak};
use crate::activitypub::delivery::Headers;
use crate::activitypub::remote;
use crate::activitypub::{address, digest};
use crate::clock::{Clock, Timestamp};
use crate::error::Result;
use crate::node::Node;
use crate::store::{Db, Tx};

/// The header's name.
pub const HEADER: &str = "collection-synchronization";
/// Where the part of a collection stands that concerns the asking server.
pub const ENDING: &str = "/followers_synchronization";
/// The longest header that is read.
const LONGEST: usize = 4 << 10;
/// For how long a digest counts once it was reckoned. Whoever sees one that is too old reads
/// the list, which is of the moment, and finds that nothing differs.
const KEPT: Duration = Duration::from_secs(30);
/// How many headers are remembered.
const REMEMBERED: usize = 4_096;

/// The digest of some followers: SHA-256 of each id, all of them combined by exclusive or, so
/// that their order does not matter.
pub fn combined<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    let mut sum = [0_u8; 32];
    for id in ids {
        for (byte, other) in sum.iter_mut().zip(digest::sha256(id.as_bytes())) {
            *byte ^= other;
        }
    }
    hex::encode(sum)
}

/// What a header states.
#[derive(Debug, PartialEq, Eq)]
struct Stated<'a> {
    collection: &'a str,
    url: &'a str,
    digest: &'a str,
}

/// Reads `collectionId="…", url="…", digest="…"`, in any order.
fn read(header: &str) -> Option<Stated<'_>> {
    if header.len() > LONGEST {
        return None;
    }
    let member = |name: &str| {
        let mut parts = header
            .split(',')
            .filter_map(|part| part.trim().split_once('='));
        let (_, value) = parts.find(|(key, _)| key.trim() == name)?;
        value.trim().strip_prefix('"')?.strip_suffix('"')
    };
    Some(Stated {
        collection: member("collectionId")?,
        url: member("url")?,
        digest: member("digest")?,
    })
}

/// Adds the header to deliveries at servers on which somebody follows the actor.
pub struct Synchronizer {
    db: Db,
    clock: Clock,
    base: String,
    /// The headers that were made lately, by actor and server, and when.
    made: Cache<(String, String), (Timestamp, HeaderValue)>,
}

impl Synchronizer {
    /// For the actors of a node.
    pub fn new(node: &Node) -> Self {
        Self {
            db: node.db.clone(),
            clock: node.clock.clone(),
            base: node.base().to_owned(),
            made: Cache::new(REMEMBERED),
        }
    }

    async fn header(&self, actor: &str, inbox: &Url) -> Result<Option<HeaderValue>> {
        let origin = inbox.origin().ascii_serialization();
        let now = self.clock.now();
        let of = (actor.to_owned(), origin);
        if let Some((at, header)) = self.made.get(&of)
            && now.since(at) < KEPT
        {
            return Ok(Some(header));
        }
        let mut tx = self.db.read().await?;
        let ids = followers::of_server(&mut tx, actor, &of.1).await?;
        drop(tx);
        if ids.is_empty() {
            return Ok(None);
        }
        let digest = combined(ids.iter().map(String::as_str));
        let actor = format!("{}{actor}", self.base);
        let text = format!(
            "collectionId=\"{actor}/followers\", url=\"{actor}{ENDING}\", digest=\"{digest}\""
        );
        let Ok(header) = HeaderValue::from_str(&text) else {
            return Ok(None);
        };
        self.made.insert(of, (now, header.clone()));
        Ok(Some(header))
    }
}

impl fmt::Debug for Synchronizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Synchronizer").finish_non_exhaustive()
    }
}

impl Headers for Synchronizer {
    fn of<'a>(
        &'a self,
        actor: &'a str,
        inbox: &'a Url,
    ) -> BoxFuture<'a, Option<(&'static str, HeaderValue)>> {
        Box::pin(async move {
            match self.header(actor, inbox).await {
                Ok(value) => value.map(|value| (HEADER, value)),
                Err(error) => {
                    tracing::debug!(%error, "a delivery goes without telling who follows");
                    None
                }
            }
        })
    }
}

/// Compares what a sender states, in a header that it signed, of its followers here with what
/// we know, and mends what differs: whoever it takes for a follower and does not follow says
/// so, and what it lost is asked for again. Of ours, the node alone follows anybody.
pub async fn receive(node: &Node, sender: &str, header: &str) -> Result<()> {
    let Some(stated) = read(header) else {
        return Ok(());
    };
    let is_own = |id: &str| address::is_same_origin(id, sender);
    if !is_own(stated.collection) || !is_own(stated.url) {
        return Ok(());
    }
    let mut tx = node.db.read().await?;
    let actor = remote::find(&mut tx, sender).await?;
    let ours = standing(&mut tx, sender).await?;
    drop(tx);
    let Some(inbox) = actor.as_ref().and_then(|actor| actor.inbox.clone()) else {
        return Ok(());
    };
    let own = node.url(paths::NODE);
    let expected = combined((ours == Standing::Follows).then_some(own.as_str()));
    let collection = actor.and_then(|actor| actor.followers);
    if expected == stated.digest || collection.as_deref() != Some(stated.collection) {
        return Ok(());
    }
    let document = node.remote.document(stated.url).await?;
    let is_listed = lists(&document, &own);
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    // It may have changed while the list was read.
    match standing(&mut tx, sender).await? {
        Standing::Nothing if is_listed => {
            let undone = json!({"type": "Follow", "actor": own, "object": sender});
            let to = (sender, inbox.as_str());
            speak::answer(node, &mut tx, (paths::NODE, "Undo"), undone, to, now).await?;
        }
        Standing::Follows if !is_listed => {
            if relays::is_one(&mut tx, sender).await? {
                relays::ask(node, &mut tx, sender, &inbox, now).await?;
            } else {
                peering::ask_to_follow(node, &mut tx, sender, &inbox, now).await?;
            }
        }
        // An answer that is under way may cross with the other's word.
        _ => return Ok(()),
    }
    tx.commit().await?;
    node.wake.deliverer.notify_one();
    Ok(())
}

/// How the node stands to another's actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It does not follow it.
    Nothing,
    /// It asked and waits for the answer.
    Asked,
    /// It follows it, as a peer or a relay.
    Follows,
}

async fn standing(tx: &mut Tx, other: &str) -> Result<Standing> {
    let as_peer = peers::get(tx, other).await?.map(|peer| peer.following);
    let as_relay = relays::find(tx, other).await?.map(|relay| relay.state);
    let is = |state: &str| {
        [&as_peer, &as_relay]
            .iter()
            .any(|one| one.as_deref() == Some(state))
    };
    Ok(if is("accepted") {
        Standing::Follows
    } else if is("requested") {
        Standing::Asked
    } else {
        Standing::Nothing
    })
}

/// Whether a list of followers names the node.
fn lists(document: &Value, own: &str) -> bool {
    let items = document
        .get("orderedItems")
        .or_else(|| document.get("items"));
    let items = items.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).any(|id| id == own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_proposal_whatever_the_order() {
        // The example of FEP-8fcf, "Example".
        let ids = [
            "https://testing.example.org/users/1",
            "https://testing.example.org/users/2",
        ];
        assert_eq!(
            combined(ids),
            "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f"
        );
        let [one, other] = ids;
        assert_eq!(combined([other, one]), combined(ids));
        assert_eq!(combined([]), "0".repeat(64));
    }

    #[test]
    fn a_header_is_read_in_any_order_and_nonsense_is_not() {
        let stated = read(
            "url=\"https://a.example/u/s\", digest=\"00\", collectionId=\"https://a.example/u/f\"",
        );
        let expected = Stated {
            collection: "https://a.example/u/f",
            url: "https://a.example/u/s",
            digest: "00",
        };
        assert_eq!(stated, Some(expected));
        for wrong in [
            "",
            "url=x",
            "collectionId=\"a\", url=\"b\"",
            "collectionId=a, url=b, digest=c",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
