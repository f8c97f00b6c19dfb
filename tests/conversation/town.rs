//! The node: one organization that answers for itself, with one offer.

use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use trenza::app;
use trenza::cli::{self, Answer, Cli, Command, Verb};
use trenza::clock::{Clock, Timestamp};
use trenza::error::Result;
use trenza::node::Node;
use trenza::offers::{self, Offer, Purpose};
use trenza::registry::{self, Draft, Organization};
use trenza::settings::Settings;
use trenza::store::{Tx, execute, on, testing};
use trenza::vocabulary::{EntityType, Terms, What};

use crate::assembly;

pub(crate) use crate::wait::until;

pub(crate) struct Town {
    pub(crate) node: Arc<Node>,
    pub(crate) workshop: Organization,
    pub(crate) offer: Offer,
    address: String,
    stop: CancellationToken,
    _folder: TempDir,
}

impl Drop for Town {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Town {
    pub(crate) async fn open() -> Self {
        Self::with("").await
    }

    /// Opens a node with more lines in its settings.
    pub(crate) async fn with(lines: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let database = testing::fresh_url(folder.path()).await.unwrap();
        let text = format!(
            "public_url = {address:?}\ninsecure_loopback = true\nname = \"Directorio\"\n\
             languages = [\"es\"]\n[operator]\nname = \"Oficina\"\n\
             contact = \"fichas@directory.example\"\n[database]\nurl = {database:?}\n{lines}\n"
        );
        let settings = Settings::read(&text, "test", folder.path().to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        let node = Node::open(settings, clock).await.unwrap();
        let workshop = active(&node, "Taller").await;
        let offer = offer(&node, &workshop, "Bicicletas").await;
        let stop = CancellationToken::new();
        tokio::spawn(app::run(Arc::clone(&node), listener, stop.clone()));
        let town = Self {
            node,
            workshop,
            offer,
            address,
            stop,
            _folder: folder,
        };
        let path = town.offer.path();
        until("the offer is published", async || {
            town.status(&path).await == 200
        })
        .await;
        town
    }

    pub(crate) fn offer_id(&self) -> String {
        self.node.url(&self.offer.path())
    }

    pub(crate) fn workshop_id(&self) -> String {
        self.node.url(&self.workshop.path())
    }

    /// Another organization that answers for itself.
    pub(crate) async fn active(&self, name: &str) -> Organization {
        let made = active(&self.node, name).await;
        self.node.wake.publisher.notify_one();
        let path = made.path();
        until("it is published", async || self.status(&path).await == 200).await;
        made
    }

    /// What became of an activity: `applied`, or why it had no effect.
    pub(crate) async fn decided(&self, activity: &str) -> String {
        until("it is decided", async || {
            self.state_of(activity).await.0 != "pending"
        })
        .await;
        let (state, reason) = self.state_of(activity).await;
        reason.filter(|_| state != "applied").unwrap_or(state)
    }

    /// Whether an activity was kept at all.
    pub(crate) async fn knows(&self, activity: &str) -> bool {
        let mut tx = self.node.db.read().await.unwrap();
        let query = "SELECT COUNT(*) FROM received WHERE activity = $1";
        let kept: i64 = on!(tx, |c| sqlx::query_scalar(query)
            .bind(activity)
            .fetch_one(c))
        .unwrap();
        kept > 0
    }

    async fn state_of(&self, activity: &str) -> (String, Option<String>) {
        let mut tx = self.node.db.read().await.unwrap();
        let query = "SELECT state, reason FROM received WHERE activity = $1";
        on!(tx, |c| sqlx::query_as(query).bind(activity).fetch_one(c)).unwrap()
    }

    /// How many rows a table holds, all of them or those that pass.
    pub(crate) async fn count(&self, rows: &str) -> i64 {
        let mut tx = self.node.db.read().await.unwrap();
        let query = format!("SELECT COUNT(*) FROM {rows}");
        on!(tx, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(
            query.as_str()
        ))
        .fetch_one(c))
        .unwrap()
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

    /// Forgets an organization's tokens, as when nobody represents it.
    pub(crate) async fn nobody_represents(&self) {
        let mut tx = self.node.db.begin().await.unwrap();
        execute!(tx, sqlx::query("DELETE FROM tokens")).unwrap();
        tx.commit().await.unwrap();
    }

    /// Asks by command, as the office does beside the running server.
    pub(crate) async fn ask(&self, words: &[&str]) -> Result<Answer> {
        // Each is asked in a second of its own, so that their order is known.
        self.node.clock.advance(Duration::from_secs(1));
        let words = std::iter::once("trenza").chain(words.iter().copied());
        let command = match Cli::try_parse_from(words).unwrap().verb {
            Verb::Org(command) => Command::Org(command),
            Verb::Reply(command) => Command::Reply(command),
            Verb::Message(command) => Command::Message(command),
            Verb::Report(command) => Command::Report(command),
            Verb::Follower(command) => Command::Follower(command),
            Verb::Relay(command) => Command::Relay(command),
            Verb::Block(command) => Command::Block(command.read()?),
            other => unreachable!("{other:?} is no verb of these tests"),
        };
        cli::execute(&self.node, command).await
    }

    pub(crate) async fn told(&self, words: &[&str]) -> Answer {
        self.ask(words).await.unwrap()
    }

    async fn fetch(&self, path: &str, accept: &str) -> reqwest::Response {
        #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
        let request = reqwest::Client::new()
            .get(format!("{}{path}", self.address))
            .header("accept", accept);
        request.send().await.unwrap()
    }

    pub(crate) async fn status(&self, path: &str) -> u16 {
        let response = self.fetch(path, "application/activity+json").await;
        response.status().as_u16()
    }

    /// A document as another server gets it.
    pub(crate) async fn document(&self, path: &str) -> Value {
        let response = self.fetch(path, "application/activity+json").await;
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default()
    }

    /// Asks the API, with a token or without.
    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> (u16, Value) {
        let method = http::Method::from_bytes(method.as_bytes()).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
        let mut request = reqwest::Client::new().request(method, format!("{}{path}", self.address));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if !body.is_null() {
            request = request.body(body.to_string());
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.bytes().await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// The status, and how long to wait, when somebody at an internet address asks by way of
    /// a web server on this machine.
    pub(crate) async fn visited(&self, from: &str, path: &str) -> (u16, Option<String>) {
        #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
        let request = reqwest::Client::new()
            .get(format!("{}{path}", self.address))
            .header("x-forwarded-for", from);
        let response = request.send().await.unwrap();
        let wait = response.headers().get("retry-after");
        let wait = wait.map(|value| value.to_str().unwrap().to_owned());
        (response.status().as_u16(), wait)
    }

    /// The page of the offer.
    pub(crate) async fn page(&self) -> String {
        let response = self.fetch(&self.offer.path(), "text/html").await;
        response.text().await.unwrap()
    }
}

async fn active(node: &Node, name: &str) -> Organization {
    let draft = Draft::named(name, "es", EntityType::Cooperative).unwrap();
    let mut tx = node.db.begin().await.unwrap();
    let added = registry::add(&mut tx, &node.clock, draft).await.unwrap();
    let agreed = assembly::agrees(&mut tx, &node.clock, &added.id).await;
    agreed.unwrap();
    let made = registry::publish(&mut tx, &node.clock, &added.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    made
}

async fn offer(node: &Node, by: &Organization, title: &str) -> Offer {
    let draft =
        offers::Draft::titled(Purpose::Offer, title, "es", What::Product, Terms::Lend).unwrap();
    let mut tx = node.db.begin().await.unwrap();
    let made = offers::add(&mut tx, &node.clock, &by.id, draft)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    made
}
