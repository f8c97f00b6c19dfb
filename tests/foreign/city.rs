//! A node behind TLS, as a town would run it, with the few things that its office does.

use std::sync::Arc;

use clap::Parser;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use trenza::app;
use trenza::cli::{self, Answer, Cli, Command, Verb};
use trenza::clock::Clock;
use trenza::error::Result;
use trenza::federation::followers;
use trenza::node::Node;
use trenza::offers::{self, Offer, Purpose};
use trenza::place::Territory;
use trenza::registry::{self, Draft, Organization};
use trenza::settings::Settings;
use trenza::store::{Tx, on, testing};
use trenza::vocabulary::{EntityType, Terms, What};

use crate::assembly;
use crate::tls::{Authority, Front};
use crate::tools::until;

/// The territory that all records of the town name.
pub(crate) const TERRITORY: &str = "MX-OAX";

/// A node that runs until it is dropped.
pub(crate) struct City {
    pub(crate) node: Arc<Node>,
    stop: CancellationToken,
    _task: JoinHandle<Result<()>>,
    _front: Option<Front>,
    _folder: TempDir,
}

impl Drop for City {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl City {
    /// A node behind TLS, which admits whoever asks to follow it.
    pub(crate) async fn behind(authority: &Authority) -> Self {
        Self::open(Some(authority), Clock::system(), "").await
    }

    /// A node behind TLS with a clock that stands still, and more lines in its settings.
    pub(crate) async fn at(authority: &Authority, clock: Clock, lines: &str) -> Self {
        Self::open(Some(authority), clock, lines).await
    }

    /// A node without TLS, for tools that speak plain http alone.
    pub(crate) async fn plain() -> Self {
        Self::open(None, Clock::system(), "").await
    }

    async fn open(authority: Option<&Authority>, clock: Clock, lines: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let inside = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = inside.local_addr().unwrap();
        let mut public_url = format!("http://{address}");
        let mut front = None;
        if let Some(authority) = authority {
            let outside = TcpListener::bind("127.0.0.1:0").await.unwrap();
            public_url = format!("https://{}", outside.local_addr().unwrap());
            front = Some(Front::open(authority, outside, address));
        }
        let database = testing::fresh_url(folder.path()).await.unwrap();
        let text = format!(
            "public_url = {public_url:?}\nlisten = \"{address}\"\ninsecure_loopback = true\n\
             name = \"Oaxaca\"\n[database]\nurl = {database:?}\n[peers]\npolicy = \"accept\"\n\
             {lines}\n"
        );
        let settings = Settings::read(&text, "test", folder.path().to_owned(), false).unwrap();
        let node = Node::open(settings, clock).await.unwrap();
        let stop = CancellationToken::new();
        let task = tokio::spawn(app::run(Arc::clone(&node), inside, stop.clone()));
        Self {
            node,
            stop,
            _task: task,
            _front: front,
            _folder: folder,
        }
    }

    /// The host and port by which the node is known.
    pub(crate) fn authority(&self) -> String {
        self.node.base().split_once("://").unwrap().1.to_owned()
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

    /// A published organization that speaks for itself, once its document can be read.
    pub(crate) async fn active(&self, name: &str) -> Organization {
        let mut draft = Draft::named(name, "es", EntityType::Cooperative).unwrap();
        draft.territory = Some(Territory::parse(TERRITORY).unwrap());
        draft.themes = vec!["agriculture".to_owned()];
        draft.sectors = vec!["0127".parse().unwrap()];
        let active = self
            .change(async |tx, clock| {
                let added = registry::add(tx, clock, draft).await?;
                registry::publish(tx, clock, &added.id).await?;
                assembly::agrees(tx, clock, &added.id).await
            })
            .await;
        self.stands(&active.path()).await;
        active
    }

    /// An offer of an organization, once its document can be read.
    pub(crate) async fn offer(&self, by: &Organization, title: &str) -> Offer {
        let added = self.adds(by, Purpose::Offer, title).await;
        self.stands(&added.path()).await;
        added
    }

    /// Adds an offer or need, which is published a little later.
    pub(crate) async fn adds(&self, by: &Organization, purpose: Purpose, title: &str) -> Offer {
        let draft = offers::Draft::titled(purpose, title, "es", What::Service, Terms::Lend);
        let mut draft = draft.unwrap();
        draft.territory = Some(Territory::parse(TERRITORY).unwrap());
        self.change(async |tx, clock| offers::add(tx, clock, &by.id, draft).await)
            .await
    }

    /// Runs a command, as the office does beside the running server.
    pub(crate) async fn told(&self, words: &[&str]) -> Answer {
        let words = std::iter::once("trenza").chain(words.iter().copied());
        let command = match Cli::try_parse_from(words).unwrap().verb {
            Verb::Reply(command) => Command::Reply(command),
            Verb::Message(command) => Command::Message(command),
            other => unreachable!("{other:?} is no verb of these tests"),
        };
        cli::execute(&self.node, command).await.unwrap()
    }

    async fn stands(&self, path: &str) {
        let published = async || {
            let mut tx = self.node.db.read().await.unwrap();
            let document = trenza::activitypub::documents::is_gone(&mut tx, path);
            document.await.unwrap()
        };
        until("it is published", published, |gone| *gone == Some(false)).await;
    }

    /// An organization as it stands.
    pub(crate) async fn organization(&self, path: &str) -> Organization {
        let id = path.rsplit('/').next().unwrap().parse().unwrap();
        let mut tx = self.node.db.read().await.unwrap();
        registry::get(&mut tx, &id).await.unwrap()
    }

    /// How many follow one of the node's actors.
    pub(crate) async fn followers(&self, path: &str) -> i64 {
        let mut tx = self.node.db.read().await.unwrap();
        followers::count(&mut tx, path).await.unwrap()
    }

    /// How many deliveries were ever queued that are about a record.
    pub(crate) async fn deliveries_about(&self, path: &str) -> i64 {
        let mut tx = self.node.db.read().await.unwrap();
        let query = "SELECT COUNT(*) FROM deliveries WHERE object = $1";
        on!(tx, |c| sqlx::query_scalar(query).bind(path).fetch_one(c)).unwrap()
    }

    /// What waits in the queue, and what was set aside, with the reasons.
    pub(crate) async fn undelivered(&self) -> Vec<(String, String, Option<String>)> {
        let mut tx = self.node.db.read().await.unwrap();
        let query = "SELECT type, state, last_error FROM deliveries WHERE state <> 'delivered'";
        on!(tx, |c| sqlx::query_as(query).fetch_all(c)).unwrap()
    }
}
