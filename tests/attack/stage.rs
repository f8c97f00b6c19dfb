//! The node under attack, seen from outside, and the account of one case.
//!
//! A case is over when a fence has passed: an honest request to follow, sent after all
//! others, whose acceptance has arrived, and nothing waits any more that came before it. The
//! node takes in order what comes from one server, but lets nobody wait for another, so what a
//! node of the suite's own still holds is looked at.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, OnceCell};
use trenza::node::Node;
use trenza::store::on;
use url::Url;

use crate::account::Account;
use crate::actor::Actor;
use crate::connection::{self, Stream, Tls};
use crate::node;
use crate::peer::{Peer, Seen};
use crate::request::{Draft, Message, Way};

/// The node outlives each test, so its tasks must not run in a test's own runtime.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static STAGE: OnceCell<Stage> = OnceCell::const_new();
/// Cases count the node's followers, so only one is on stage at a time.
static TURN: Mutex<()> = Mutex::const_new(());

/// Runs one case against the node.
pub fn perform(case: impl AsyncFnOnce(&Stage)) {
    RUNTIME.block_on(async {
        let _turn = TURN.lock().await;
        case(STAGE.get_or_init(node::stage).await).await;
    });
}

/// Runs what brings a node of its own.
pub fn run(case: impl Future<Output = ()>) {
    RUNTIME.block_on(case);
}

/// A node at an address, with an actor that accepts whoever asks to follow it.
#[derive(Debug, Clone)]
pub struct Stage {
    pub address: SocketAddr,
    /// The TLS that stands there before the node, if any.
    pub tls: Option<Tls>,
    /// What the node calls itself in `Host`.
    pub authority: String,
    /// The id of the actor that can be followed.
    pub target: String,
    /// What strangers may speak of.
    pub market: Option<Market>,
    /// Who signs in.
    pub account: Option<Account>,
    /// The node itself, where the suite started it.
    pub node: Option<Arc<Node>>,
}

/// An open offer, and the token with which its office decides.
#[derive(Debug, Clone)]
pub struct Market {
    /// The offer's id.
    pub offer: String,
    pub token: String,
}

impl Market {
    /// Asks the node's API as the office.
    pub async fn ask(&self, stage: &Stage, method: &str, path: &str) -> Value {
        self.send(stage, method, path, "").await
    }

    /// The same with a body.
    pub async fn send(&self, stage: &Stage, method: &str, path: &str, body: &str) -> Value {
        let request = format!(
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            stage.authority,
            self.token,
            body.len()
        );
        let reply = stage.exchange(request.as_bytes(), body.as_bytes()).await;
        assert_eq!(reply.status, 200, "{method} {path}: {reply:?}");
        serde_json::from_slice(&reply.body).expect("JSON")
    }
}

/// What the node answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Stage {
    /// Sends a request as it is.
    pub async fn send(&self, message: &Message) -> Reply {
        let framing = format!("Content-Length: {}", message.body.len());
        self.exchange(&message.head(&framing), &message.body).await
    }

    /// A connection to the node.
    pub async fn connect(&self) -> Box<dyn Stream> {
        let opened = connection::open(self.address, self.tls.as_ref()).await;
        opened.expect("the authority of TRENZA_ATTACK_CA vouches for the node")
    }

    /// Writes a head and a body, and reads what is answered.
    pub async fn exchange(&self, head: &[u8], body: &[u8]) -> Reply {
        exchange_over(self.connect().await, head, body).await
    }

    /// Reads something of the node's, as ActivityStreams or whatever is asked for.
    pub async fn get(&self, path: &str, accept: &str) -> Reply {
        // HTTP/1.0 spares this client the chunked encoding.
        let request = format!(
            "GET {path} HTTP/1.0\r\nHost: {}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n",
            self.authority
        );
        self.exchange(request.as_bytes(), b"").await
    }

    /// Whether the node has given its effect to all whose time has come, as far as the suite
    /// can tell: what another's node still holds nobody sees.
    async fn is_idle(&self) -> bool {
        let Some(node) = &self.node else {
            return true;
        };
        let mut tx = node.db.read().await.expect("a view of the rows");
        let query = "SELECT COUNT(*) FROM received WHERE state = 'pending' AND next_at <= $1";
        let now = node.clock.now();
        let waiting: i64 =
            on!(tx, |c| sqlx::query_scalar(query).bind(now).fetch_one(c)).expect("a count");
        waiting == 0
    }

    /// How many followers the target shows to the world.
    pub async fn followers(&self) -> u64 {
        let path = Url::parse(&self.target)
            .expect("an address")
            .path()
            .to_owned();
        let reply = self
            .get(&format!("{path}/followers"), "application/activity+json")
            .await;
        let collection: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        collection["totalItems"]
            .as_u64()
            .unwrap_or_else(|| panic!("no count of followers: {reply:?}"))
    }
}

/// Looks again and again until something holds; `false` when it does not within half a minute.
async fn until(holds: impl AsyncFn() -> bool) -> bool {
    let mut pause = tokio::time::interval(Duration::from_millis(10));
    let looking = async {
        while !holds().await {
            pause.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), looking)
        .await
        .is_ok()
}

/// Writes a head and a body while reading: a node that refuses early may stop reading.
pub async fn exchange_over(stream: Box<dyn Stream>, head: &[u8], body: &[u8]) -> Reply {
    let (mut reader, mut writer) = tokio::io::split(stream);
    let bytes = [head, body].concat();
    let writing = tokio::spawn(async move {
        // A broken pipe means that the node has answered already.
        let _ = writer.write_all(&bytes).await;
        writer
    });
    let reply = read(&mut reader).await;
    writing.abort();
    reply
}

async fn read(reader: &mut (impl tokio::io::AsyncRead + Unpin)) -> Reply {
    let mut bytes = Vec::new();
    let reading = async {
        // A reset after the answer loses nothing that was read before it.
        let _ = reader.read_to_end(&mut bytes).await;
    };
    let in_time = tokio::time::timeout(Duration::from_mins(1), reading)
        .await
        .is_ok();
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    Reply {
        status: status.filter(|_| in_time || end < bytes.len()).unwrap_or(0),
        head,
        body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
    }
}

/// The account of one case: what was sent, what went wrong.
pub struct Trial<'a> {
    stage: &'a Stage,
    /// Where the fences live: a server that no case has given a bad name.
    peer: Peer,
    case: &'static str,
    before: u64,
    expected: i64,
    variants: usize,
    failures: Vec<String>,
}

impl<'a> Trial<'a> {
    pub async fn of(case: &'static str, stage: &'a Stage) -> Self {
        let peer = Peer::start().await;
        let before = stage.followers().await;
        Self {
            stage,
            peer,
            case,
            before,
            expected: 0,
            variants: 0,
            failures: Vec::new(),
        }
    }

    /// Sends a request that must be refused with 400 or 401.
    pub async fn refused(&mut self, variant: &str, message: &Message) {
        self.answered(variant, message, &[400, 401]).await;
    }

    /// Seals and sends a draft that must be refused with 400 or 401.
    pub async fn refused_draft(&mut self, variant: &str, draft: &Draft) {
        self.answered_draft(variant, draft, &[400, 401]).await;
    }

    /// Seals and sends a draft that must be answered with one of these statuses.
    pub async fn answered_draft(&mut self, variant: &str, draft: &Draft, statuses: &[u16]) {
        let variant = format!("{variant}, {:?}", draft.way);
        self.answered(&variant, &draft.seal(&self.stage.authority), statuses)
            .await;
    }

    /// Sends a request that must be answered with one of these statuses.
    pub async fn answered(&mut self, variant: &str, message: &Message, statuses: &[u16]) {
        let reply = self.stage.send(message).await;
        let body = String::from_utf8_lossy(&reply.body).into_owned();
        let what = format!("answered {} instead of {statuses:?}: {body}", reply.status);
        // Whoever is told to come back is told when (RFC 9110 §10.2.3).
        let says_when = reply.status != 503 || reply.head.to_lowercase().contains("retry-after:");
        self.check(variant, says_when, "503 without Retry-After");
        self.check(variant, statuses.contains(&reply.status), &what);
    }

    /// Sends an honest request to follow that must come into effect.
    pub async fn followed(&mut self, variant: &str, message: &Message) {
        self.expected += 1;
        self.answered(variant, message, &[202]).await;
    }

    /// Says that what was sent must have cost the target followers.
    pub fn expect_fewer(&mut self, followers: i64) {
        self.expected -= followers;
    }

    pub fn check(&mut self, variant: &str, holds: bool, otherwise: &str) {
        self.variants += 1;
        if !holds {
            self.failures.push(format!("{variant}: {otherwise}"));
        }
    }

    /// Lets an honest follower pass and all else take effect, then compares what the world can
    /// see.
    pub async fn fence(&mut self) {
        self.lets_another_pass().await;
        let wanted = self.before.saturating_add_signed(self.expected);
        let is_over = async || self.stage.is_idle().await && self.stage.followers().await == wanted;
        if !until(is_over).await {
            let is_idle = self.stage.is_idle().await;
            let now = self.stage.followers().await;
            let what = format!("{now} instead of {wanted}, idle: {is_idle}");
            self.check("followers", false, &what);
        }
    }

    /// Lets an honest follower of another server pass, whatever else still waits.
    pub async fn lets_another_pass(&mut self) {
        let fence = Actor::honest(&self.peer, "fence");
        let follow = fence.follow(&self.peer, &self.stage.target);
        let message = Draft::new(Way::Cavage, &fence, &follow).seal(&self.stage.authority);
        self.followed("the fence", &message).await;
        let accepted = self
            .peer
            .wait_for(|seen| is_answer(seen, "Accept", &follow))
            .await;
        self.check("the fence", accepted.is_some(), "no Accept arrived");
    }

    /// Ends the case: the fence, then the verdict.
    pub async fn finish(mut self) {
        self.fence().await;
        eprintln!("case {}: {} checks", self.case, self.variants);
        assert!(
            self.failures.is_empty(),
            "case {}: {} of {} failed\n{}",
            self.case,
            self.failures.len(),
            self.variants,
            self.failures.join("\n")
        );
    }
}

/// Whether a peer was sent this kind of answer to this activity.
pub fn is_answer(seen: &Seen, kind: &str, activity: &Value) -> bool {
    let answer = seen.activity();
    let object = &answer["object"];
    answer["type"] == kind && (object == &activity["id"] || object["id"] == activity["id"])
}
