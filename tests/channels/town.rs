//! A directory whose clock stands still, with followers that are only rows: what channels say
//! is read from what was written for them.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use trenza::activitypub::received::Outcome;
use trenza::app;
use trenza::clock::{Clock, Timestamp};
use trenza::error::Result;
use trenza::federation::gathered::Gathered;
use trenza::federation::inbox::{self, Incoming};
use trenza::federation::prepare::Fetched;
use trenza::federation::{peers, publish};
use trenza::node::Node;
use trenza::offers::{self, Offer, Purpose};
use trenza::place::Territory;
use trenza::registry::{self, Draft, Organization};
use trenza::settings::Settings;
use trenza::store::{Tx, execute, on, testing};
use trenza::vocabulary::{EntityType, Terms, What};

use crate::assembly;

/// The node actor of the peer.
pub(crate) const PEER: &str = "https://lyon.example/actor";

pub(crate) struct Town {
    pub(crate) node: Arc<Node>,
    settings: Settings,
    clock: Clock,
    _dir: TempDir,
}

impl Town {
    pub(crate) async fn open() -> Self {
        Self::with("").await
    }

    /// A directory with further lines of settings.
    pub(crate) async fn with(channels: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let database = testing::fresh_url(dir.path()).await.unwrap();
        let text = format!(
            "public_url = \"https://oax.example\"\nname = \"Oaxaca\"\n\
             languages = [\"es\", \"en\", \"fr\", \"pt\"]\n[database]\nurl = \"{database}\"\n\
             [operator]\nname = \"Oficina de Economía Social\"\ncontact = \"hola@oax.example\"\n\
             [channels]\n{channels}\n"
        );
        let settings = Settings::read(&text, "test", dir.path().to_owned(), false).unwrap();
        // In the morning of 22 September 2026.
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_060_000));
        let node = Node::open(settings.clone(), clock.clone()).await.unwrap();
        Self {
            node,
            settings,
            clock,
            _dir: dir,
        }
    }

    /// The same directory opened a second time, as by another process or after a restart.
    pub(crate) async fn again(&self) -> Arc<Node> {
        Node::open(self.settings.clone(), self.clock.clone())
            .await
            .unwrap()
    }

    pub(crate) async fn restart(&mut self) {
        self.node.db.close().await;
        self.node = self.again().await;
    }

    pub(crate) fn wait(&self, span: Duration) {
        self.clock.advance(span);
    }

    pub(crate) async fn change<T>(
        &self,
        verb: impl AsyncFnOnce(&mut Tx, &Clock) -> Result<T>,
    ) -> T {
        let mut tx = self.node.db.begin().await.unwrap();
        let done = verb(&mut tx, &self.node.clock).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    /// Publishes all that waits.
    pub(crate) async fn publish(&self) {
        publish::drain(&self.node).await.unwrap();
    }

    /// An active coffee growers' cooperative in Oaxaca.
    pub(crate) async fn cafe(&self, themes: &[&str]) -> Organization {
        let mut draft = Draft::named("Café Unión", "es", EntityType::Cooperative).unwrap();
        draft.themes = themes.iter().map(ToString::to_string).collect();
        draft.sectors = vec!["0127".parse().unwrap()];
        draft.territory = Some(Territory::parse("MX-OAX").unwrap());
        self.change(async |tx, clock| {
            let added = registry::add(tx, clock, draft).await?;
            registry::publish(tx, clock, &added.id).await?;
            assembly::agrees(tx, clock, &added.id).await
        })
        .await
    }

    pub(crate) async fn offer(&self, by: &Organization, purpose: Purpose, title: &str) -> Offer {
        self.clock.advance(Duration::from_secs(1));
        let draft =
            offers::Draft::titled(purpose, title, "es", What::Service, Terms::Lend).unwrap();
        self.change(async |tx, clock| offers::add(tx, clock, &by.id, draft).await)
            .await
    }

    /// Lets `who` follow the actor at a path.
    pub(crate) async fn follow(&self, path: &str, who: &str) -> Outcome {
        let id = format!("https://{who}.example/users/{who}");
        let inbox = format!("https://{who}.example/inbox");
        let statement = "INSERT INTO remote_actors (id, type, inbox, gone, fetched_at) \
            VALUES ($1, 'Person', $2, FALSE, 0) ON CONFLICT (id) DO NOTHING";
        self.change(async |tx, _| execute!(tx, sqlx::query(statement).bind(&id).bind(&inbox)))
            .await;
        self.receive(&id, "Follow", json!(self.node.url(path)))
            .await
    }

    /// Gives an activity its effect that `actor` sent.
    pub(crate) async fn receive(&self, actor: &str, kind: &str, object: Value) -> Outcome {
        self.clock.advance(Duration::from_secs(1));
        let number = self.clock.now().seconds();
        let id = format!("{actor}/{kind}/{number}");
        let activity = json!({
            "id": id, "type": kind, "actor": actor, "object": object, "logSequence": number,
        });
        self.change(async |tx, clock| {
            let incoming = Incoming {
                activity: &activity,
                id: &id,
                actor,
                now: clock.now(),
                received_at: Some(clock.now()),
                fetched: &Fetched::default(),
            };
            let mut gathered = Gathered::default();
            let outcome = inbox::apply(&self.node, tx, &incoming, &mut gathered).await?;
            gathered.write(tx, clock.now()).await?;
            Ok(outcome)
        })
        .await
    }

    /// What an actor said, by type: the type, and the id of what it is about. What it repeats
    /// whole for other readers is told apart. Of one moment there is no order.
    pub(crate) async fn said(&self, path: &str) -> Vec<(String, String)> {
        let query = "SELECT body FROM activities WHERE actor = $1 AND type <> 'Accept'";
        let bodies: Vec<String> = self
            .change(async |tx, _| on!(tx, |c| sqlx::query_scalar(query).bind(path).fetch_all(c)))
            .await;
        let mut said: Vec<(String, String)> = bodies.iter().map(|body| read(body)).collect();
        said.sort();
        said
    }

    /// How often an actor said something of that kind.
    pub(crate) async fn count(&self, path: &str, kind: &str) -> usize {
        let said = self.said(path).await;
        said.iter().filter(|(said, _)| said == kind).count()
    }

    /// What an actor took back, as it stands within the `Undo`.
    pub(crate) async fn taken_back(&self, path: &str) -> Vec<Value> {
        let query = "SELECT body FROM activities WHERE actor = $1 AND type = 'Undo'";
        let bodies: Vec<String> = self
            .change(async |tx, _| on!(tx, |c| sqlx::query_scalar(query).bind(path).fetch_all(c)))
            .await;
        let read = |body: &String| serde_json::from_str::<Value>(body).unwrap()["object"].take();
        bodies.iter().map(read).collect()
    }

    /// How many rows a table has.
    pub(crate) async fn rows(&self, table: &str) -> i64 {
        let query = format!("SELECT COUNT(*) FROM {table}");
        self.change(async |tx, _| {
            on!(tx, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(query))
                .fetch_one(c))
        })
        .await
    }

    /// Whom deliveries of one type of an actor go to.
    pub(crate) async fn told(&self, path: &str, kind: &str) -> Vec<String> {
        let query = "SELECT DISTINCT inbox FROM deliveries \
            WHERE actor = $1 AND type = $2 ORDER BY inbox";
        self.change(async |tx, _| {
            on!(tx, |c| sqlx::query_scalar(query)
                .bind(path)
                .bind(kind)
                .fetch_all(c))
        })
        .await
    }

    /// What a path answers, where it leads, and what it says.
    pub(crate) async fn get(&self, path: &str, accept: &str) -> (StatusCode, String, String) {
        let (status, headers, body) = self.bytes(path, accept).await;
        let location = headers.get(header::LOCATION);
        let location = location.map(|at| at.to_str().unwrap().to_owned());
        let body = String::from_utf8(body).unwrap();
        (status, location.unwrap_or_default(), body)
    }

    /// How something is answered that was posted to a path and signed by nobody.
    pub(crate) async fn post(&self, path: &str) -> StatusCode {
        let request = Request::post(path).body(Body::from("{}")).unwrap();
        let routes = app::routes(&self.node).with_state(Arc::clone(&self.node));
        routes.oneshot(request).await.unwrap().status()
    }

    /// What a path answers, byte by byte.
    pub(crate) async fn bytes(&self, path: &str, accept: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        let request = Request::get(path)
            .header(header::ACCEPT, accept)
            .body(Body::empty())
            .unwrap();
        let routes = app::routes(&self.node).with_state(Arc::clone(&self.node));
        let response = routes.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (parts.status, parts.headers, body.to_vec())
    }

    /// A document as another server gets it.
    pub(crate) async fn document(&self, path: &str) -> Value {
        let (status, _, body) = self.get(path, "application/activity+json").await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// A friendly directory, followed and read.
    pub(crate) async fn befriend(&self) {
        let lyon = peers::Introduction {
            id: PEER.to_owned(),
            host: "lyon.example".to_owned(),
            name: None,
            inbox: "https://lyon.example/inbox".to_owned(),
            registry_log: Some("https://lyon.example/registry/log".to_owned()),
        };
        self.change(async |tx, clock| {
            peers::introduce(tx, &lyon, clock.now()).await?;
            peers::requested(tx, PEER, "/activities/1").await?;
            peers::answered(tx, PEER, "/activities/1", true, clock.now()).await
        })
        .await;
        let owner = json!({
            "id": "https://lyon.example/o/1", "type": "Organization", "name": "Le Moulin",
            "inbox": "https://lyon.example/o/1/inbox", "theme": ["Alimentation"],
            "sector": ["10"], "territory": "FR-69",
        });
        let outcome = self.receive(PEER, "Create", owner).await;
        assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    }

    /// An offer of the friendly directory arrives.
    pub(crate) async fn arrives(&self, number: u32, published: &str) -> String {
        let id = format!("https://lyon.example/offers/{number}");
        let offer = json!({
            "id": id, "type": "Note", "attributedTo": "https://lyon.example/o/1",
            "name": "Offer: farine", "purpose": "offer", "publishes": {"type": "Intent"},
            "state": "open", "published": published, "updated": published,
        });
        let by = "https://lyon.example/o/1";
        let outcome = self.receive(by, "Create", offer).await;
        assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
        id
    }
}

fn read(body: &str) -> (String, String) {
    let body: Value = serde_json::from_str(body).unwrap();
    let object = &body["object"];
    let kind = match (body["type"].as_str().unwrap(), object["type"].as_str()) {
        ("Announce", Some(inner)) => format!("Announce({inner})"),
        ("Undo", Some(inner)) => format!("Undo({inner})"),
        (kind, _) => kind.to_owned(),
    };
    let id = object["id"].as_str().or(object.as_str()).unwrap();
    (kind, id.to_owned())
}
