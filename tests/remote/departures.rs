//! A Delete by an actor that is gone, whose key nobody can read any more.

use std::sync::Arc;

use axum::body::Body;
use http::{Method, Request, StatusCode};
use serde_json::json;
use tempfile::TempDir;
use tower::ServiceExt;
use trenza::activitypub::received;
use trenza::activitypub::signature::{Scheme, sign};
use trenza::app;
use trenza::clock::{Clock, Timestamp};
use trenza::execute;
use trenza::federation::gathered::Gathered;
use trenza::federation::inbox::{self, Incoming};
use trenza::federation::person;
use trenza::federation::prepare::Fetched;
use trenza::federation::records::{self, Record};
use trenza::node::Node;
use trenza::settings::Settings;
use trenza::store::testing;
use url::Url;

use crate::guest::{NODE_KEY, actor};
use crate::server::Server;

const HOME: &str = "https://oax.example";

struct Home {
    node: Arc<Node>,
    _dir: TempDir,
}

impl Home {
    async fn open() -> Self {
        let dir = TempDir::new().unwrap();
        let database = testing::fresh_url(dir.path()).await.unwrap();
        let text = format!(
            "public_url = {HOME:?}\ninsecure_loopback = true\n[database]\nurl = {database:?}\n"
        );
        let settings = Settings::read(&text, "test", dir.path().to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        let node = Node::open(settings, clock).await.unwrap();
        Self { node, _dir: dir }
    }

    /// Holds a record that `owner` publishes.
    async fn holds(&self, id: &str, owner: &str) {
        let record = Record {
            id: id.to_owned(),
            origin: owner.to_owned(),
            kind: "offer".to_owned(),
            owner: owner.to_owned(),
            organization: Some(owner.to_owned()),
            purpose: Some("offer".to_owned()),
            name: "Pan".to_owned(),
            territory: None,
            body: json!({"id": id}).to_string(),
            record_digest: "x".to_owned(),
            updated: self.node.clock.now(),
            log_seq: Some(1),
            received_at: self.node.clock.now(),
            gone: false,
            withheld: false,
            attested: false,
        };
        let mut tx = self.node.db.begin().await.unwrap();
        assert!(records::hold(&mut tx, &record).await.unwrap());
        tx.commit().await.unwrap();
    }

    /// Hears that an actor removes something.
    async fn hears(&self, actor: &str, object: &str) -> StatusCode {
        let body = json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": format!("{actor}#delete"), "type": "Delete", "actor": actor, "object": object,
        });
        let (body, url) = (
            body.to_string(),
            Url::parse(&format!("{HOME}/inbox")).unwrap(),
        );
        let key_id = format!("{actor}#main-key");
        let bytes = Some(body.as_bytes());
        let now = self.node.clock.now();
        let signed = sign(
            Scheme::Cavage,
            &NODE_KEY,
            &key_id,
            &Method::POST,
            &url,
            bytes,
            now,
        );
        let mut request = Request::post("/inbox");
        request.headers_mut().unwrap().extend(signed.unwrap());
        let request = request
            .header("content-type", "application/activity+json")
            .body(Body::from(body))
            .unwrap();
        let routes = app::routes(&self.node).with_state(Arc::clone(&self.node));
        routes.oneshot(request).await.unwrap().status()
    }

    /// Gives what was kept its effect, and says how much that was.
    async fn applies(&self) -> usize {
        let mut tx = self.node.db.begin().await.unwrap();
        let now = self.node.clock.now();
        let waiting = received::pending(&mut tx, 0, 10, now).await.unwrap();
        let mut gathered = Gathered::default();
        for one in &waiting {
            let activity = serde_json::from_str(&one.body).unwrap();
            let incoming = Incoming {
                activity: &activity,
                id: &one.activity,
                actor: &one.actor,
                now,
                received_at: Some(now),
                fetched: &Fetched::default(),
            };
            inbox::apply(&self.node, &mut tx, &incoming, &mut gathered)
                .await
                .unwrap();
        }
        gathered.write(&mut tx, now).await.unwrap();
        tx.commit().await.unwrap();
        waiting.len()
    }

    async fn stands(&self, id: &str) -> bool {
        let mut tx = self.node.db.read().await.unwrap();
        let held = records::get(&mut tx, id).await.unwrap();
        held.is_some_and(|held| !held.gone)
    }
}

#[tokio::test]
async fn what_is_held_of_an_actor_that_is_gone_goes_with_it() {
    // A server in disorder says 404 of everything, and the end of a record is final.
    for (status, stands) in [(StatusCode::GONE, false), (StatusCode::NOT_FOUND, true)] {
        let (home, server) = (Home::open().await, Server::start().await);
        let (coop, offer) = (server.url("a", "/o/1"), server.url("a", "/offers/1"));
        home.holds(&offer, &coop).await;
        server.refuses(&coop, status);
        server.refuses(&offer, status);
        assert_eq!(home.hears(&coop, &offer).await, StatusCode::ACCEPTED);
        assert_eq!(home.applies().await, usize::from(!stands));
        assert_eq!(home.stands(&offer).await, stands, "{status}");
    }
}

#[tokio::test]
async fn a_removal_is_not_believed_of_what_still_stands_at_its_server() {
    let (home, server) = (Home::open().await, Server::start().await);
    let url = |path| server.url("a", path);
    // The actor is gone, and what it published stands still.
    home.holds(&url("/offers/1"), &url("/o/1")).await;
    server.refuses(&url("/o/1"), StatusCode::GONE);
    server.serves(&json!({"id": url("/offers/1"), "type": "Note"}));
    assert_eq!(
        home.hears(&url("/o/1"), &url("/offers/1")).await,
        StatusCode::ACCEPTED
    );
    // The actor stands, and has no such key.
    home.holds(&url("/offers/2"), &url("/o/2")).await;
    server.serves(&actor(&url("/o/2"), &[]));
    assert_eq!(
        home.hears(&url("/o/2"), &url("/offers/2")).await,
        StatusCode::UNAUTHORIZED
    );
    // It is another's.
    home.holds(&url("/offers/3"), &url("/o/3")).await;
    server.refuses(&url("/offers/3"), StatusCode::GONE);
    assert_eq!(
        home.hears(&url("/o/1"), &url("/offers/3")).await,
        StatusCode::ACCEPTED
    );
    // Nothing is held of it, and so nothing is kept.
    assert_eq!(
        home.hears(&url("/o/1"), &url("/o/1")).await,
        StatusCode::ACCEPTED
    );
    // Its server cannot say just now.
    home.holds(&url("/offers/4"), &url("/o/1")).await;
    server.refuses(&url("/offers/4"), StatusCode::INTERNAL_SERVER_ERROR);
    let later = home.hears(&url("/o/1"), &url("/offers/4")).await;
    assert_eq!(later, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(home.applies().await, 0);
    for offer in ["/offers/1", "/offers/2", "/offers/3", "/offers/4"] {
        assert!(home.stands(&url(offer)).await, "{offer}");
    }
}

#[tokio::test]
async fn whatever_is_held_of_a_person_goes_when_their_account_is_gone() {
    let insertions = [
        "INSERT INTO followers (actor, follower, inbox, follow, state, created_at) \
            VALUES ('/actor', $1, $1, $1, 'accepted', 0)",
        "INSERT INTO blocks (actor, blocked_by, activity, created_at) \
            VALUES ('/actor', $1, $1, 0)",
        "INSERT INTO acquainted (object, inbox, owner, actor) VALUES ('/offers/1', $1, '', $1)",
    ];
    for insertion in insertions {
        let (home, server) = (Home::open().await, Server::start().await);
        let ana = server.url("a", "/users/ana");
        server.refuses(&ana, StatusCode::GONE);
        // Of somebody of whom nothing is held nothing is kept.
        assert_eq!(home.hears(&ana, &ana).await, StatusCode::ACCEPTED);
        assert_eq!(home.applies().await, 0);
        let mut tx = home.node.db.begin().await.unwrap();
        execute!(&mut tx, sqlx::query(insertion).bind(&ana)).unwrap();
        tx.commit().await.unwrap();
        assert_eq!(home.hears(&ana, &ana).await, StatusCode::ACCEPTED);
        assert_eq!(home.applies().await, 1, "{insertion}");
        let mut tx = home.node.db.read().await.unwrap();
        assert!(
            !person::is_held(&mut tx, &ana).await.unwrap(),
            "{insertion}"
        );
    }
}
