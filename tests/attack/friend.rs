//! A node that the one under attack follows, as when its office named it as a peer: what it
//! and its actors say of their own records counts, which shows that what they say of
//! others' does not.

use std::time::Duration;

use serde_json::{Value, json};
use trenza::activitypub::discovery::APPLICATION;
use trenza::federation::peering;
use trenza::federation::peers::{self, Peer as Followed};
use trenza::federation::records::{self, Record};
use trenza::node::Node;

use crate::actor::{Actor, HONEST};
use crate::cases_conversation::PUBLIC;
use crate::peer::{Answer, Peer, Seen};
use crate::request::{Draft, Way};
use crate::stage::{Stage, Trial};

/// How long the node may take to come to know what stands in a log.
const PATIENCE: Duration = Duration::from_secs(30);
/// A number beyond all that a log has reached, as whoever wants to be the newest says it.
const LATER: i64 = 1 << 40;

pub struct Friend {
    pub peer: Peer,
    /// The node's own actor.
    pub actor: Actor,
    /// An organization of its that answers for itself.
    pub coop: Actor,
    epoch: &'static str,
    entries: Vec<Value>,
}

impl Friend {
    /// A node whose log is empty, and which nobody follows yet.
    pub async fn start() -> Self {
        let peer = Peer::start().await;
        let friend = Self {
            actor: Actor::unknown(&peer, "node", &HONEST),
            coop: Actor::honest(&peer, "coop"),
            peer,
            epoch: "2026-01-01T00:00:00Z",
            entries: Vec::new(),
        };
        let mut document = friend.actor.document();
        document["type"] = json!("Application");
        document["registryLog"] = json!(friend.peer.url("/log"));
        friend
            .peer
            .serve(&friend.actor.path, Answer::Document(document));
        let links = json!({"links": [{"rel": APPLICATION, "href": friend.actor.id}]});
        let links = Answer::Typed("application/json", links.to_string().into_bytes());
        friend.peer.serve("/.well-known/nodeinfo", links);
        friend.serve_log();
        friend
    }

    /// Has the node ask to follow this one, and gives what it asked with.
    pub async fn asked(&self, node: &Node) -> Value {
        peering::add(node, &self.peer.base).await.expect("a peer");
        let asks = |seen: &Seen| seen.activity()["type"] == "Follow";
        let asked = self.peer.wait_for(asks).await;
        asked.expect("it asks to follow").activity()
    }

    /// Accepts what the node asked, so that it follows.
    pub async fn accept(&self, trial: &mut Trial<'_>, way: Way, asked: &Value) {
        let accept = self
            .actor
            .activity(&self.peer, "Accept", asked["id"].clone());
        let draft = Draft::new(way, &self.actor, &accept);
        trial.answered_draft("the acceptance", &draft, &[202]).await;
    }

    /// A node that is followed, and whose log was read.
    pub async fn followed(trial: &mut Trial<'_>, node: &Node, way: Way) -> Self {
        let friend = Self::start().await;
        let asked = friend.asked(node).await;
        friend.accept(trial, way, &asked).await;
        friend.is_read(trial, node).await;
        friend
    }

    /// An offer of the organization, as its node writes it.
    pub fn offer(&self, name: &str) -> Value {
        offer(&self.peer, &self.coop, name)
    }

    /// An organization that is listed, in the node's own keeping.
    pub fn listed(&self, name: &str) -> Value {
        json!({
            "id": self.peer.url(&format!("/o/{}", self.peer.mint())),
            "type": "Organization",
            "attributedTo": self.actor.id,
            "name": name,
            "entityType": "cooperative",
        })
    }

    /// Writes an entry into the log, and gives it as it would be sent.
    pub fn log(&mut self, kind: &str, actor: &Actor, object: impl Into<Value>) -> Value {
        let mut entry = actor.activity(&self.peer, kind, object);
        entry["logSequence"] = json!(self.entries.len() + 1);
        self.entries.push(entry.clone());
        self.serve_log();
        entry
    }

    /// Begins the log anew, with the same entries, as after a restored backup.
    pub fn begin_epoch(&mut self, epoch: &'static str) {
        self.epoch = epoch;
        self.serve_log();
    }

    /// Says that the log has this length, or none when it is null.
    pub fn say_length(&self, length: Value) {
        let mut head = json!({
            "id": self.peer.url("/log"), "type": "OrderedCollection", "epoch": self.epoch,
        });
        if !length.is_null() {
            head["totalItems"] = length;
        }
        self.peer.serve("/log", Answer::Document(head));
    }

    fn serve_log(&self) {
        let (log, size) = (self.peer.url("/log"), self.entries.len());
        self.say_length(json!(size));
        for after in 0..=size {
            let path = format!("/log?after={after}");
            let page = json!({
                "id": self.peer.url(&path), "type": "OrderedCollectionPage", "partOf": log,
                "epoch": self.epoch, "orderedItems": self.entries[after..],
            });
            self.peer.serve(&path, Answer::Document(page));
        }
    }

    fn host(&self) -> &str {
        self.peer.base.trim_start_matches("http://")
    }

    /// What the node knows of this one.
    pub async fn seen_by(&self, node: &Node) -> Followed {
        let mut tx = node.db.read().await.expect("it reads");
        let found = peers::get(&mut tx, &self.actor.id).await;
        found.expect("it reads").expect("a peer")
    }

    /// Has the log read, and waits until it was, to its end.
    pub async fn is_read(&self, trial: &mut Trial<'_>, node: &Node) {
        let size = i64::try_from(self.entries.len()).expect("few entries");
        let reading = async {
            let mut pause = tokio::time::interval(Duration::from_millis(50));
            loop {
                peering::sync(node, self.host()).await.expect("a peer");
                let known = self.seen_by(node).await;
                if known.epoch.as_deref() == Some(self.epoch) && known.cursor_seq == size {
                    return;
                }
                pause.tick().await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, reading).await.is_ok();
        let reason = self.seen_by(node).await.last_error;
        trial.check("the log", in_time, &format!("is not read: {reason:?}"));
    }

    /// Has the log read until the node asked for its head `times` more, and what it made of the
    /// last but one of them is written down.
    pub async fn is_asked(&self, trial: &mut Trial<'_>, node: &Node, times: usize) {
        let wanted = self.peer.gets("/log") + times;
        let asking = async {
            let mut pause = tokio::time::interval(Duration::from_millis(50));
            while self.peer.gets("/log") < wanted {
                peering::sync(node, self.host()).await.expect("a peer");
                pause.tick().await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, asking).await.is_ok();
        trial.check("the log", in_time, "is not asked for");
    }

    /// Ends the following, so that the next case finds the node as it was.
    pub async fn leave(self, node: &Node) {
        peering::remove(node, self.host()).await.expect("removed");
    }
}

/// An offer by an actor of a peer.
pub fn offer(peer: &Peer, by: &Actor, name: &str) -> Value {
    let id = peer.url(&format!("/offers/{}", peer.mint()));
    json!({
        "id": id,
        "type": "Note",
        "attributedTo": by.id,
        "purpose": "offer",
        "state": "open",
        "what": "product",
        "terms": "lend",
        "publishes": {"id": format!("{id}#primary"), "type": "Intent"},
        "name": name,
        "content": format!("<p>{name}</p>"),
        "published": "2026-01-01T00:00:00Z",
        "to": [PUBLIC],
    })
}

/// The same activity, said to be later than all that the log has.
pub fn latest(mut activity: Value) -> Value {
    activity["logSequence"] = json!(LATER);
    activity
}

/// What the node holds under an id.
pub async fn held(node: &Node, id: &Value) -> Option<Record> {
    let mut tx = node.db.read().await.expect("it reads");
    let id = id.as_str().expect("an id");
    records::get(&mut tx, id).await.expect("it reads")
}

/// What the node shows at a path.
pub async fn shown(stage: &Stage, path: &str) -> String {
    let reply = stage.get(path, "text/html").await;
    assert_eq!(reply.status, 200, "{path}: {reply:?}");
    String::from_utf8_lossy(&reply.body).into_owned()
}
