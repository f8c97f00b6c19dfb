//! A directory in the test's process whose addresses are asked as programs ask them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::middleware::from_fn_with_state;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use oxjsonld::JsonLdParser;
use oxrdf::Triple;
use oxttl::TurtleParser;
use serde_json::Value;
use tower::ServiceExt;
use trenza::clock::{Clock, Timestamp};
use trenza::federation::publish;
use trenza::node::Node;
use trenza::offers::{self, Offer, Purpose};
use trenza::registry::membership::{self, Party, Proposal, Speaker};
use trenza::registry::{
    self, Author, Consent, Contact, ContactKind, Draft, Organization, duplicates,
};
use trenza::settings::Settings;
use trenza::store::testing::fresh_url;
use trenza::vocabulary::{EntityType, MembershipRole, Terms, What};
use trenza::{app, web};

pub(crate) struct Directory {
    pub(crate) node: Arc<Node>,
    routes: Router,
    clock: Clock,
    _dir: tempfile::TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> String {
        let value = self.headers.get(name);
        value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }
}

impl Directory {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = fresh_url(dir.path()).await.unwrap();
        let text = format!(
            "public_url = \"https://directory.example\"\nname = \"Oaxaca \\\"SSE\\\"\"\n\
             languages = [\"es\", \"en\"]\nterritory = \"Q34109\"\ndata_license = \"CC-BY-4.0\"\n\
             [operator]\nname = \"Oficina\"\ncontact = \"fichas@directory.example\"\n\
             [database]\nurl = \"{url}\"\n"
        );
        let settings = Settings::read(&text, "t", dir.path().to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
        let node = Node::open(settings, clock.clone()).await.unwrap();
        let routes = app::routes(&node)
            .layer(from_fn_with_state(Arc::clone(&node), web::explain))
            .with_state(Arc::clone(&node));
        Self {
            node,
            routes,
            clock,
            _dir: dir,
        }
    }

    pub(crate) async fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = self.routes.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            // A workbook is no text.
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// What a path answers with success. A place that an earlier answer took may be given
    /// back a moment after its last byte.
    pub(crate) async fn text(&self, path: &str) -> String {
        loop {
            let answer = self.ask(path, &[]).await;
            if answer.status == StatusCode::SERVICE_UNAVAILABLE {
                tokio::task::yield_now().await;
                continue;
            }
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
            return answer.text;
        }
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path).await).unwrap()
    }

    /// Publishes what waits, and lets time pass.
    pub(crate) async fn publish(&self) {
        publish::drain(&self.node).await.unwrap();
        self.clock.advance(Duration::from_mins(1));
    }

    /// An organization that is not published.
    pub(crate) async fn draft(&self, name: &str) -> Organization {
        let mut draft = Draft::named(name, "es", EntityType::Cooperative).unwrap();
        let contact = |value: &str, public| Contact {
            kind: ContactKind::Email,
            value: value.to_owned(),
            public,
        };
        draft.contacts = vec![
            contact("open@coop.example", true),
            contact("hidden@coop.example", false),
        ];
        let mut tx = self.node.db.begin().await.unwrap();
        let made = registry::add(&mut tx, &self.clock, draft).await.unwrap();
        tx.commit().await.unwrap();
        made
    }

    pub(crate) async fn organization(&self, name: &str, is_active: bool) -> Organization {
        let made = self.draft(name).await;
        let mut tx = self.node.db.begin().await.unwrap();
        let mut made = registry::publish(&mut tx, &self.clock, &made.id)
            .await
            .unwrap();
        if is_active {
            let consent = Consent {
                by: "Ana".to_owned(),
                statement: "letter".to_owned(),
                at: None,
            };
            made = registry::activate(&mut tx, &self.clock, &made.id, &consent)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        made
    }

    /// A record that is published as it is stated.
    pub(crate) async fn published(&self, draft: Draft) {
        let mut tx = self.node.db.begin().await.unwrap();
        let made = registry::add(&mut tx, &self.clock, draft).await.unwrap();
        registry::publish(&mut tx, &self.clock, &made.id)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn many(&self, count: usize) {
        let mut tx = self.node.db.begin().await.unwrap();
        for number in 0..count {
            // Many of one name, so that pages end within them.
            let name = format!("Coop {}", number % 3);
            let draft = Draft::named(&name, "en", EntityType::Cooperative).unwrap();
            let made = registry::add(&mut tx, &self.clock, draft).await.unwrap();
            registry::publish(&mut tx, &self.clock, &made.id)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    pub(crate) async fn suspend(&self, organization: &Organization) {
        let mut tx = self.node.db.begin().await.unwrap();
        registry::suspend(&mut tx, &self.clock, &organization.id)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn merge(&self, kept: &Organization, other: &Organization) {
        let mut tx = self.node.db.begin().await.unwrap();
        duplicates::merge(&mut tx, &self.clock, &kept.id, &other.id, &Author::Office)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Makes one a member of another, confirmed by both.
    pub(crate) async fn join(&self, member: &Organization, body: &Organization) {
        let proposal = Proposal {
            member: Party::Own(member.id.clone()),
            body: Party::Own(body.id.clone()),
            role: MembershipRole::Member,
            since: None,
        };
        let mut tx = self.node.db.begin().await.unwrap();
        let mut made = membership::add(&mut tx, &self.clock, proposal, &Speaker::Office)
            .await
            .unwrap();
        for side in [&member.id, &body.id] {
            made = membership::confirm(&mut tx, &self.clock, &made.id, side)
                .await
                .unwrap();
        }
        assert!(made.is_confirmed_here());
        tx.commit().await.unwrap();
    }

    pub(crate) async fn offer(&self, owner: &Organization, title: &str) -> Offer {
        let draft = offers::Draft::titled(Purpose::Need, title, "es", What::Service, Terms::Barter)
            .unwrap();
        let mut tx = self.node.db.begin().await.unwrap();
        let made = offers::add(&mut tx, &self.clock, &owner.id, draft)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        made
    }
}

/// The triples of a text of Turtle.
pub(crate) fn triples(text: &str) -> BTreeSet<String> {
    let triples = TurtleParser::new().for_slice(text);
    triples.map(|triple| triple.unwrap().to_string()).collect()
}

/// The triples of a text of JSON-LD, by a parser that loads nothing.
pub(crate) fn graph(text: &str) -> BTreeSet<String> {
    let quads = JsonLdParser::new().for_slice(text);
    quads
        .map(|quad| Triple::from(quad.unwrap()).to_string())
        .collect()
}
