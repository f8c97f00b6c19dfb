//! Nodes for tests: each with its own database, host name and port.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use clap::Parser;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use trenza::activitypub::log;
use trenza::app;
use trenza::cli::{self, Answer, Cli};
use trenza::clock::Clock;
use trenza::error::Result;
use trenza::execute;
use trenza::federation::records::{self, Record};
use trenza::federation::{followers, peering, peers, same_as};
use trenza::node::Node;
use trenza::offers::{self, Offer, Purpose};
use trenza::outbox;
use trenza::registry::{self, Draft, Organization};
use trenza::settings::Settings;
use trenza::store::{Db, Tx, testing};
use trenza::vocabulary::{EntityType, Terms, What};

use crate::assembly;
use crate::port::Port;

pub(crate) use crate::wait::until;

/// The folder that all nodes of a test live in, and the ports that are kept for them.
pub(crate) struct Stage {
    folder: TempDir,
    ports: Mutex<Vec<Port>>,
}

/// A node that runs.
pub(crate) struct Running {
    pub(crate) node: Arc<Node>,
    stop: CancellationToken,
    task: JoinHandle<Result<()>>,
    settings: Settings,
    text: String,
}

/// A node that was stopped, with what is needed to start it again.
pub(crate) struct Stopped(Settings, String);

impl Stage {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            ports: Mutex::default(),
        }
    }

    /// Opens a new node under a host name of its own.
    pub(crate) async fn open(&self, name: &str, policy: &str) -> Running {
        self.with(name, policy, "").await
    }

    /// The same with more lines in its settings.
    pub(crate) async fn with(&self, name: &str, policy: &str, lines: &str) -> Running {
        let database = testing::fresh_url(&self.folder_of(name)).await.unwrap();
        self.on(name, policy, lines, &database).await
    }

    /// A new node on the embedded database, whichever the tests run on.
    pub(crate) async fn embedded(&self, name: &str) -> Running {
        let file = self.folder_of(name).join("embedded.db");
        let database = file.to_str().unwrap();
        Db::create(database).await.unwrap().close().await;
        self.on(name, "accept", "", database).await
    }

    fn folder_of(&self, name: &str) -> PathBuf {
        let dir = self.folder.path().join(name);
        std::fs::create_dir_all(&dir).unwrap();
        dir
    }

    async fn on(&self, name: &str, policy: &str, lines: &str, database: &str) -> Running {
        let dir = self.folder_of(name);
        let port = Port::take();
        let address = port.address();
        self.ports.lock().unwrap().push(port);
        let listener = TcpListener::bind(address).await.unwrap();
        let text = format!(
            "public_url = \"http://{name}.localhost:{port}\"\nlisten = \"{address}\"\n\
             insecure_loopback = true\nname = \"{name}\"\n\
             [database]\nurl = \"{database}\"\n[peers]\npolicy = \"{policy}\"\n{lines}\n",
            port = address.port(),
        );
        let settings = Settings::read(&text, "test", dir, false).unwrap();
        start(settings, text, listener).await
    }

    /// Opens a stopped node again, under the address that it had.
    pub(crate) async fn reopen(&self, stopped: Stopped) -> Running {
        let listener = TcpListener::bind(stopped.0.listen).await.unwrap();
        start(stopped.0, stopped.1, listener).await
    }

    /// Makes two nodes follow each other.
    pub(crate) async fn befriend(&self, one: &Running, other: &Running) {
        peering::add(&one.node, &other.node.url("")).await.unwrap();
        until("both follow", async || {
            one.follows(other).await == "accepted" && other.follows(one).await == "accepted"
        })
        .await;
    }
}

async fn start(settings: Settings, text: String, listener: TcpListener) -> Running {
    let node = Node::open(settings.clone(), Clock::system()).await.unwrap();
    let stop = CancellationToken::new();
    let task = tokio::spawn(app::run(Arc::clone(&node), listener, stop.clone()));
    Running {
        node,
        stop,
        task,
        settings,
        text,
    }
}

impl Running {
    /// Stops the node as SIGTERM does.
    pub(crate) async fn stop(self) -> Stopped {
        self.stop.cancel();
        self.task.await.unwrap().unwrap();
        self.node.db.close().await;
        Stopped(self.settings, self.text)
    }

    /// Another process on the same database, where that can be.
    pub(crate) async fn beside(&self) -> Option<Arc<Node>> {
        if self.node.db.is_exclusive() {
            return None;
        }
        let opened = Node::open(self.settings.clone(), Clock::system()).await;
        Some(opened.unwrap())
    }

    pub(crate) fn host(&self) -> String {
        peering::host(&self.node.url("/actor"))
    }

    /// Where our following of another node stands.
    pub(crate) async fn follows(&self, other: &Self) -> String {
        let mut tx = self.node.db.read().await.unwrap();
        let peer = peers::get(&mut tx, &other.node.url("/actor"))
            .await
            .unwrap();
        peer.map_or_else(|| "unknown".to_owned(), |peer| peer.following)
    }

    /// How many wait to be let in.
    pub(crate) async fn waiting(&self) -> usize {
        let mut tx = self.node.db.read().await.unwrap();
        let waiting = followers::page(&mut tx, "/actor", true, None, 10).await;
        waiting.unwrap().items.len()
    }

    pub(crate) async fn waiting_events(&self) -> usize {
        let mut tx = self.node.db.read().await.unwrap();
        outbox::pending(&mut tx, 10).await.unwrap().len()
    }

    /// Runs a verb in a transaction and rings the publisher.
    pub(crate) async fn change<T>(
        &self,
        verb: impl AsyncFnOnce(&mut Tx, &Clock) -> Result<T>,
    ) -> T {
        let mut tx = self.node.db.begin().await.unwrap();
        let done = verb(&mut tx, &self.node.clock).await.unwrap();
        tx.commit().await.unwrap();
        self.node.wake.publisher.notify_one();
        done
    }

    /// A published organization that the office lists.
    pub(crate) async fn listed(&self, name: &str) -> Organization {
        let draft = Draft::named(name, "es", EntityType::Cooperative).unwrap();
        self.change(async |tx, clock| {
            let added = registry::add(tx, clock, draft).await?;
            registry::publish(tx, clock, &added.id).await
        })
        .await
    }

    /// A published organization that speaks for itself.
    pub(crate) async fn active(&self, name: &str) -> Organization {
        let listed = self.listed(name).await;
        self.change(async |tx, clock| assembly::agrees(tx, clock, &listed.id).await)
            .await
    }

    pub(crate) async fn offer(&self, by: &Organization, purpose: Purpose, title: &str) -> Offer {
        let draft =
            offers::Draft::titled(purpose, title, "es", What::Service, Terms::Lend).unwrap();
        self.change(async |tx, clock| offers::add(tx, clock, &by.id, draft).await)
            .await
    }

    /// What this node holds of another's record.
    pub(crate) async fn record(&self, id: &str) -> Option<Record> {
        let mut tx = self.node.db.read().await.unwrap();
        records::get(&mut tx, id).await.unwrap()
    }

    /// The paths of what this node told of one of its records.
    pub(crate) async fn told(&self, path: &str) -> Vec<String> {
        let mut tx = self.node.db.read().await.unwrap();
        let query = "SELECT path FROM activities WHERE object = $1 ORDER BY path";
        trenza::on!(tx, |c| sqlx::query_scalar(query).bind(path).fetch_all(c)).unwrap()
    }

    /// The digest of what this node holds of another.
    pub(crate) async fn digest_of(&self, other: &Self) -> String {
        let mut tx = self.node.db.read().await.unwrap();
        let held = records::digests(&mut tx, &other.node.url("/actor"))
            .await
            .unwrap();
        log::digest_of_records(held)
    }

    /// How far this node has read another's log.
    pub(crate) async fn read_to(&self, other: &Self) -> i64 {
        read_to(&self.node.db, &other.node.url("/actor")).await
    }

    /// The number of the newest entry of this node's log.
    pub(crate) async fn head(&self) -> i64 {
        let mut tx = self.node.db.read().await.unwrap();
        log::head(&mut tx).await.unwrap()
    }

    pub(crate) async fn own_digest(&self) -> String {
        let mut tx = self.node.db.read().await.unwrap();
        log::state_digest(&mut tx, self.node.base()).await.unwrap()
    }

    /// Runs a command with the node's settings, as a process of its own would.
    pub(crate) async fn command(&self, words: &[&str]) -> Result<Answer> {
        let file = self.settings.dir.join("trenza.toml");
        std::fs::write(&file, &self.text).unwrap();
        let head = ["trenza", "--config", file.to_str().unwrap()];
        let cli = Cli::try_parse_from(head.iter().chain(words)).unwrap();
        cli::run(cli, &self.node.clock).await
    }

    /// Where the node listens.
    pub(crate) fn address(&self) -> String {
        self.settings.listen.to_string()
    }

    /// The status at a path, and where it leads.
    pub(crate) async fn redirect(&self, path: &str, accept: &str) -> (u16, String) {
        let url = format!("http://{}{path}", self.settings.listen);
        #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let request = client.build().unwrap().get(url).header("accept", accept);
        let response = request.send().await.unwrap();
        let location = response.headers().get("location");
        let location = location.map(|location| location.to_str().unwrap().to_owned());
        (response.status().as_u16(), location.unwrap_or_default())
    }

    /// A document as another server gets it.
    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        let url = format!("http://{}{path}", self.settings.listen);
        #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
        let request = reqwest::Client::new()
            .get(url)
            .header("accept", "application/activity+json");
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (
            status,
            serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default(),
        )
    }
}

async fn read_to(db: &Db, peer: &str) -> i64 {
    let mut tx = db.read().await.unwrap();
    let peer = peers::get(&mut tx, peer).await.unwrap();
    peer.map_or(0, |peer| peer.cursor_seq)
}

impl Stopped {
    /// The address of a copy of the node's database.
    pub(crate) async fn copied(&self) -> String {
        let copy = testing::copy_of(&self.0.database.url, &self.0.dir).await;
        copy.unwrap()
    }

    /// The same node with another database, as after a copy was restored.
    pub(crate) fn restored(mut self, database: &str) -> Self {
        self.1 = self.1.replace(&self.0.database.url, database);
        database.clone_into(&mut self.0.database.url);
        self
    }

    /// The node without what goes on beside its requests.
    pub(crate) async fn idle(&self) -> Arc<Node> {
        let opened = Node::open(self.0.clone(), Clock::system()).await;
        opened.unwrap()
    }

    /// Looks into the node's database, while a process may run on it.
    pub(crate) async fn look(&self) -> Look {
        Look(Db::open(&self.0.database.url).await.unwrap())
    }

    pub(crate) fn listen(&self) -> SocketAddr {
        self.0.listen
    }

    /// Writes the settings where a process finds them, and says where.
    pub(crate) fn write_settings(&self) -> String {
        let file = self.0.dir.join("trenza.toml");
        std::fs::write(&file, &self.1).unwrap();
        file.to_str().unwrap().to_owned()
    }
}

/// A look into the database of a node that another process runs.
pub(crate) struct Look(Db);

impl Look {
    /// How far the node has read another's log.
    pub(crate) async fn read_to(&self, other: &Running) -> i64 {
        read_to(&self.0, &other.node.url("/actor")).await
    }

    /// Leaves everything to be reckoned anew, and nothing shown under another, as a process
    /// that was killed leaves it.
    pub(crate) async fn leave_unreckoned(&self) {
        let mut tx = self.0.begin().await.unwrap();
        let statement = "UPDATE remote_records SET shown_as = NULL";
        execute!(tx, sqlx::query(statement)).unwrap();
        same_as::refresh_later(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Ends the leases of a process that was killed, as their time would.
    pub(crate) async fn end_leases(&self) {
        let mut tx = self.0.begin().await.unwrap();
        execute!(tx, sqlx::query("DELETE FROM leases")).unwrap();
        tx.commit().await.unwrap();
    }
}
