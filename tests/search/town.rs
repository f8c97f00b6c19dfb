//! A directory whose clock stands still, and what a friendly one tells it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
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
use trenza::federation::{index, peers, publish};
use trenza::http::layers;
use trenza::node::Node;
use trenza::offers::{self, Offer, Purpose};
use trenza::place::{Place, Point, Territory};
use trenza::registry::{self, Consent, Contact, ContactKind, Draft, Organization};
use trenza::settings::Settings;
use trenza::store::{Tx, testing};
use trenza::vocabulary::{EntityType, Terms, What};

/// The node actor of the friendly directory, and an organization of it.
pub(crate) const PEER: &str = "https://lyon.example/actor";
pub(crate) const MILL: &str = "https://lyon.example/o/1";
/// What stands in contacts that are hidden, and in those that are not.
pub(crate) const PHONE: &str = "+52 951 555 0199";
pub(crate) const CANARY: &str = "Canario Secreto";
pub(crate) const SHOWN: &str = "publica@cafe.example";

pub(crate) struct Town {
    pub(crate) node: Arc<Node>,
    clock: Clock,
    _dir: TempDir,
}

impl Town {
    pub(crate) async fn open() -> Self {
        Self::within(TempDir::new().unwrap(), "").await
    }

    /// One that has tiles to show beneath what was found.
    pub(crate) async fn with_tiles(tiles: &[u8]) -> Self {
        let dir = TempDir::new().unwrap();
        std::fs::write(dir.path().join("oax.pmtiles"), tiles).unwrap();
        Self::within(dir, "[basemap]\ntiles = \"oax.pmtiles\"\n").await
    }

    async fn within(dir: TempDir, more: &str) -> Self {
        let database = testing::fresh_url(dir.path()).await.unwrap();
        let text = format!(
            "public_url = \"https://oax.example\"\nname = \"Oaxaca\"\n\
             languages = [\"es\", \"en\", \"fr\", \"pt\"]\n[database]\nurl = \"{database}\"\n{more}"
        );
        let settings = Settings::read(&text, "test", dir.path().to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_060_000));
        let node = Node::open(settings, clock.clone()).await.unwrap();
        Self {
            node,
            clock,
            _dir: dir,
        }
    }

    pub(crate) fn wait(&self, span: Duration) {
        self.clock.advance(span);
    }

    /// Makes a change, publishes it, and has it found.
    pub(crate) async fn change<T>(
        &self,
        verb: impl AsyncFnOnce(&mut Tx, &Clock) -> Result<T>,
    ) -> T {
        self.clock.advance(Duration::from_secs(5));
        let mut tx = self.node.db.begin().await.unwrap();
        let done = verb(&mut tx, &self.node.clock).await.unwrap();
        tx.commit().await.unwrap();
        self.settle().await;
        done
    }

    /// Publishes what waits, and has everything that is due found anew.
    pub(crate) async fn settle(&self) {
        publish::drain(&self.node).await.unwrap();
        index::drain(&self.node).await.unwrap();
    }

    /// An organization that is public.
    pub(crate) async fn listed(&self, name: &str) -> Organization {
        let draft = Draft::named(name, "es", EntityType::Cooperative).unwrap();
        self.change(async |tx, clock| {
            let added = registry::add(tx, clock, draft).await?;
            registry::publish(tx, clock, &added.id).await
        })
        .await
    }

    /// An active coffee growers' cooperative in Oaxaca, with contacts.
    pub(crate) async fn cafe(&self) -> Organization {
        let mut draft = Draft::named("Café Unión", "es", EntityType::Cooperative).unwrap();
        draft.themes = vec!["agroecology".to_owned()];
        draft.sectors = vec!["0127".parse().unwrap()];
        draft.territory = Some(Territory::parse("MX-OAX").unwrap());
        draft.place = Place {
            country: Some("MX".to_owned()),
            locality: Some("Oaxaca de Juárez".to_owned()),
            point: Some(Point {
                latitude: 17.06,
                longitude: -96.72,
            }),
            ..Place::default()
        };
        let contact = |kind, value: &str, public| Contact {
            kind,
            value: value.to_owned(),
            public,
        };
        draft.contacts = vec![
            contact(ContactKind::Phone, PHONE, false),
            contact(ContactKind::Person, &format!("Persona {CANARY}"), false),
            contact(ContactKind::Email, SHOWN, true),
        ];
        let consent = Consent {
            by: format!("Presidenta {CANARY}"),
            statement: "minutes".into(),
            at: None,
        };
        self.change(async |tx, clock| {
            let added = registry::add(tx, clock, draft).await?;
            registry::publish(tx, clock, &added.id).await?;
            registry::activate(tx, clock, &added.id, &consent).await
        })
        .await
    }

    pub(crate) async fn offer(&self, by: &Organization, purpose: Purpose, title: &str) -> Offer {
        let draft =
            offers::Draft::titled(purpose, title, "es", What::Service, Terms::Lend).unwrap();
        self.change(async |tx, clock| offers::add(tx, clock, &by.id, draft).await)
            .await
    }

    /// Gives an activity its effect that `actor` sent.
    pub(crate) async fn receive(&self, actor: &str, kind: &str, object: Value) {
        self.clock.advance(Duration::from_secs(2));
        let number = self.clock.now().seconds();
        let id = format!("{actor}/{kind}/{number}");
        let activity = json!({
            "id": id, "type": kind, "actor": actor, "object": object, "logSequence": number,
        });
        let outcome = self
            .change(async |tx, clock| {
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
            .await;
        assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    }

    /// A friendly directory, followed and read, with a mill and what it seeks.
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
        self.receive(PEER, "Create", mill()).await;
        self.receive(MILL, "Create", wheat()).await;
    }

    /// What a search answers to a program.
    pub(crate) async fn search(&self, query: &str) -> Value {
        let path = format!("/api/v1/search?{query}");
        let (status, _, body) = self.get(&path, "application/json").await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// The addresses that a search finds.
    pub(crate) async fn finds(&self, query: &str) -> Vec<String> {
        let found = self.search(query).await;
        let items = found["items"].as_array().unwrap();
        let url = |item: &Value| item["url"].as_str().unwrap().to_owned();
        items.iter().map(url).collect()
    }

    /// What the whole server answers, its layers around the routes.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response {
        let routes = app::routes(&self.node).with_state(Arc::clone(&self.node));
        layers::around(routes).oneshot(request).await.unwrap()
    }

    /// The headers of what a path answers.
    pub(crate) async fn headers(&self, path: &str) -> HeaderMap {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let routes = app::routes(&self.node).with_state(Arc::clone(&self.node));
        routes.oneshot(request).await.unwrap().headers().clone()
    }

    /// What a path answers, the address of the next page, and what it says.
    pub(crate) async fn get(&self, path: &str, accept: &str) -> (StatusCode, String, String) {
        let request = Request::get(path)
            .header(header::ACCEPT, accept)
            .body(Body::empty())
            .unwrap();
        let routes = app::routes(&self.node).with_state(Arc::clone(&self.node));
        let response = routes.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let link = parts.headers.get(header::LINK);
        let link = link.map(|link| link.to_str().unwrap().to_owned());
        let next = link.and_then(|link| {
            let (address, _) = link.strip_prefix('<')?.split_once('>')?;
            Some(address.strip_prefix("https://oax.example")?.to_owned())
        });
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        (parts.status, next.unwrap_or_default(), body)
    }
}

/// The mill as its own directory tells of it.
pub(crate) fn mill() -> Value {
    json!({
        "id": MILL, "type": "Organization", "name": "Le Moulin Coopératif",
        "nameMap": {"fr": "Le Moulin Coopératif"}, "updated": "2026-09-01T00:00:00Z", "summaryMap": {"fr": "<p>Farines bio</p>"},
        "inbox": "https://lyon.example/o/1/inbox", "theme": ["Alimentation"],
        "sector": ["10"], "territory": "FR-69", "entityType": "cooperative",
        "location": {"latitude": 45.76, "longitude": 4.84,
            "address": {"addressCountry": "FR", "addressLocality": "Lyon"}},
        "attestation": [{"kind": "office", "attestedBy": {"name": "Ville de Lyon"},
            "statement": "vu", "method": "visite", "attestedOn": "2026-01-31",
            "validUntil": "2026-12-31"}],
    })
}

/// What the mill seeks.
pub(crate) fn wheat() -> Value {
    json!({
        "id": "https://lyon.example/offers/1", "type": "Note", "attributedTo": MILL,
        "nameMap": {"fr": "Nous cherchons : blé ancien"}, "contentMap": {"fr": "<p>Du blé ancien</p>"},
        "content": "<p>Du blé ancien</p>", "purpose": "request",
        "publishes": {"type": "Intent"}, "state": "open", "what": "product", "terms": "sell",
        "published": "2026-09-21T00:00:00Z", "updated": "2026-09-21T00:00:00Z",
        "endTime": "2026-10-31T00:00:00Z",
    })
}
