//! Other nodes: whom this one follows, and who follows it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Answer;
use crate::activitypub::address;
use crate::activitypub::log;
use crate::activitypub::received::{self, NotApplied};
use crate::clock::Timestamp;
use crate::error::{Error, Result, Trouble};
use crate::federation::cards::{self, View};
use crate::federation::inbox::{HELD_ALREADY, NOTHING_HELD, REMOVED_SINCE};
use crate::federation::peers::{self, Peer};
use crate::federation::{followers, paths, peering, records};
use crate::node::Node;
use crate::store::Tx;

/// How many activities without effect are shown.
const NOT_APPLIED: i64 = 20;
/// What had no effect for a reason that nobody has to look into.
const USUAL: [&str; 3] = [HELD_ALREADY, NOTHING_HELD, REMOVED_SINCE];

/// What `trenza peer` can be asked. A node is named by its address or its host.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Follow another node: its records are shown beside this node's own.
    Add {
        /// Its address, for example <https://directory.example>.
        address: String,
    },
    /// List the nodes that are followed and those that follow or ask to.
    List,
    /// Show one node.
    Show {
        /// Its address or host.
        address: String,
    },
    /// Let a node follow this one.
    Approve {
        /// Its address or host.
        address: String,
    },
    /// Stop following a node, and stop it from following.
    Remove {
        /// Its address or host.
        address: String,
    },
    /// Let a node's offers and needs fall into this node's channels.
    Carry {
        /// Its address or host.
        address: String,
        /// No longer; what channels said of them is taken back.
        #[arg(long)]
        stop: bool,
    },
    /// Look whether a node answers as it should, without following it.
    Probe {
        /// Its address.
        address: String,
    },
    /// Read what a node published since the last time, now.
    Sync {
        /// Its address or host; all without one.
        address: Option<String>,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::Add { address } => {
            let peer = peering::add(node, &address).await?;
            Ok(told("asked to follow", &peer))
        }
        Command::Approve { address } => {
            let peer = peering::approve(node, &address).await?;
            Ok(told("may follow this node", &peer))
        }
        Command::Remove { address } => {
            let peer = peering::remove(node, &address).await?;
            Ok(told(
                "is no longer followed, and its records are forgotten",
                &peer,
            ))
        }
        Command::Carry { address, stop } => {
            let peer = peering::carry(node, &address, !stop).await?;
            let what = if stop {
                "its offers and needs leave the channels"
            } else {
                "its offers and needs fall into the channels"
            };
            Ok(told(what, &peer))
        }
        Command::List => list(node).await,
        Command::Show { address } => show(node, &address).await,
        Command::Probe { address } => probe(node, &address).await,
        Command::Sync { address } => sync(node, address).await,
    }
}

fn told(what: &str, peer: &Peer) -> Answer {
    Answer {
        text: format!(
            "{} ({}): {what}",
            peer.host,
            peer.name.as_deref().unwrap_or("without a name")
        ),
        json: json!({"id": peer.id, "host": peer.host, "following": peer.following, "carried": peer.carried}),
    }
}

async fn list(node: &Node) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    let (mut lines, mut entries) = (Vec::new(), Vec::new());
    for peer in peers::list(&mut tx).await? {
        let (mut line, mut entry) = describe(&mut tx, &peer).await?;
        let missed_lately = not_applied(&mut tx, &peer).await?;
        let is_news = |one: &&NotApplied| !one.reason.as_deref().is_some_and(is_usual);
        if let Some(last) = missed_lately.iter().find(is_news) {
            let (kind, reason) = (&last.kind, last.reason.as_deref().unwrap_or_default());
            let more = format!("trenza peer show {} lists more", peer.host);
            line.extend(["\n  ", kind, " not applied: ", reason, " (", &more, ")"]);
            if let Value::Object(members) = &mut entry {
                members.insert("last_not_applied".to_owned(), missed(last));
            }
        }
        lines.push(line);
        entries.push(entry);
    }
    if lines.is_empty() {
        lines.push("no peers; follow one with: trenza peer add https://…".to_owned());
    }
    Ok(Answer {
        text: lines.join("\n"),
        json: json!({"peers": entries}),
    })
}

/// What is received of a peer, how fresh it is, what is behind.
async fn describe(tx: &mut Tx, peer: &Peer) -> Result<(String, Value)> {
    let held = records::holdings(tx, &peer.id).await?;
    let digest = log::digest_of_records(records::digests(tx, &peer.id).await?);
    let follower = followers::get(tx, paths::NODE, &peer.id).await?;
    let follows_us = follower.map_or_else(|| "no".to_owned(), |one| one.state);
    let behind = (peer.head_seq - peer.cursor_seq).max(0);
    let moment = |at: Option<Timestamp>| at.map(Timestamp::to_rfc3339);
    let failure = peer.last_error.as_deref().map(Trouble::said);
    let line = format!(
        "{host}  followed: {following}  follows us: {follows_us}{carried}\n  \
         {organizations} organizations, {offers} offers and needs, {tombstones} removed; \
         read to {cursor}, {behind} behind; {pulled}{error}",
        host = peer.host,
        following = peer.following,
        carried = if peer.carried { "  carried" } else { "" },
        organizations = held.organizations,
        offers = held.offers,
        tombstones = held.tombstones,
        cursor = peer.cursor_seq,
        pulled = match moment(peer.last_pulled_at) {
            Some(at) => format!("last read to its end {at}"),
            None if peer.cursor_seq > 0 => "not read to its end yet".to_owned(),
            None => "not read yet".to_owned(),
        },
        error = failure.map_or_else(String::new, |said| format!("\n  {said}")),
    );
    let entry = json!({
        "id": peer.id,
        "host": peer.host,
        "name": peer.name,
        "following": peer.following,
        "follows_us": follows_us,
        "carried": peer.carried,
        "organizations": held.organizations,
        "offers": held.offers,
        "removed": held.tombstones,
        "read_to": peer.cursor_seq,
        "behind": behind,
        "state_digest": digest,
        "newest_at": moment(held.newest),
        "last_read_at": moment(peer.last_pulled_at),
        "last_error": failure,
    });
    Ok((line, entry))
}

/// What came from the peer and had no effect, the newest first.
async fn not_applied(tx: &mut Tx, peer: &Peer) -> Result<Vec<NotApplied>> {
    let origin = address::origin(&peer.id).unwrap_or_default();
    received::not_applied(tx, &format!("{origin}/"), NOT_APPLIED).await
}

fn is_usual(reason: &str) -> bool {
    USUAL.contains(&reason)
}

fn missed(one: &NotApplied) -> Value {
    json!({
        "activity": one.activity,
        "type": one.kind,
        "state": one.state,
        "reason": one.reason.as_deref().unwrap_or_default(),
        "received_at": one.received_at.to_rfc3339(),
    })
}

async fn show(node: &Node, address: &str) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    let peer = peering::find(&mut tx, address).await?;
    let (mut line, mut entry) = describe(&mut tx, &peer).await?;
    let view = cards::view(&mut tx, &peer).await?;
    line.push_str(&described(&view));
    let mut reasons = Vec::new();
    for one in not_applied(&mut tx, &peer).await? {
        let reason = one.reason.as_deref().unwrap_or_default();
        let (kind, id) = (&one.kind, &one.activity);
        line.extend(["\n  ", kind, " not applied: ", reason, " (", id, ")"]);
        reasons.push(missed(&one));
    }
    if let Value::Object(members) = &mut entry {
        members.insert("not_applied".to_owned(), Value::Array(reasons));
        let whole = serde_json::to_value(&view).map_err(Error::internal)?;
        if let Value::Object(more) = whole {
            members.extend(more);
        }
    }
    Ok(Answer {
        text: line,
        json: entry,
    })
}

/// What a peer says of itself, and whether it is so.
fn described(view: &View) -> String {
    let card = &view.card;
    let site = card.site.as_ref().map(|site| match &view.site_proof {
        Some(proof) => format!(
            "{site} (names it, seen by {} {})",
            proof.method,
            proof.seen_at.to_rfc3339()
        ),
        None => format!("{site} (does not name it)"),
    });
    let vouched_by = Some(view.vouched_by.join(", ")).filter(|hosts| !hosts.is_empty());
    let known = if view.known {
        "yes"
    } else {
        "no; see trenza peer approve"
    };
    let lines = [
        ("named here", Some(known.to_owned())),
        ("kept by", card.legal_body.clone()),
        ("website", site),
        ("contact", card.contact.clone()),
        ("kept since", card.kept_since.clone()),
        ("admits", card.admits.clone()),
        ("checks", card.attestation_policy.clone()),
        (
            "active",
            Some(format!("{} of {}", view.active, view.organizations)),
        ),
        (
            "attested",
            Some(format!("{} of {}", view.attested, view.organizations)),
        ),
        ("known to", vouched_by),
    ];
    let stated = lines
        .into_iter()
        .filter_map(|(name, text)| Some((name, text?)));
    stated
        .map(|(name, text)| format!("\n  {name:<10} {text}"))
        .collect::<Vec<_>>()
        .concat()
}

async fn probe(node: &Node, address: &str) -> Result<Answer> {
    let peer = peering::probe(node, address).await?;
    let name = peer.name.as_deref().unwrap_or("without a name");
    let text = format!(
        "{} answers: {name}, log at {}",
        peer.host,
        peer.registry_log.as_deref().unwrap_or("no address")
    );
    Ok(Answer {
        text,
        json: json!({"id": peer.id, "host": peer.host, "name": peer.name, "registry_log": peer.registry_log}),
    })
}

async fn sync(node: &Node, address: Option<String>) -> Result<Answer> {
    let named = if let Some(address) = address {
        vec![address]
    } else {
        let mut tx = node.db.read().await?;
        let all = peers::list(&mut tx).await?;
        all.into_iter().map(|peer| peer.host).collect()
    };
    for address in &named {
        peering::sync(node, address).await?;
    }
    let text = format!(
        "reading the logs of {} nodes; see: trenza peer list",
        named.len()
    );
    Ok(Answer {
        text,
        json: json!({"reading": named}),
    })
}
