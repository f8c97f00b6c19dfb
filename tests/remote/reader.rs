//! A directory that somebody reads, and the server where they have an account.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use trenza::app;
use trenza::clock::{Clock, Timestamp};
use trenza::federation::publish;
use trenza::node::Node;
use trenza::registry::{self, Draft, Organization};
use trenza::settings::Settings;
use trenza::store::testing;
use trenza::vocabulary::EntityType;

use crate::assembly;
use crate::server::{Server, typed};

/// A directory, and the server where its reader has an account.
pub(crate) struct Town {
    pub(crate) node: Arc<Node>,
    pub(crate) clock: Clock,
    pub(crate) server: Server,
    _dir: TempDir,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }
}

impl Town {
    pub(crate) async fn open() -> Self {
        let dir = TempDir::new().unwrap();
        let database = testing::fresh_url(dir.path()).await.unwrap();
        let text = format!(
            "public_url = \"http://oax.localhost:8540\"\ninsecure_loopback = true\n\
             name = \"Oaxaca\"\n[database]\nurl = \"{database}\"\n"
        );
        let settings = Settings::read(&text, "test", dir.path().to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_060_000));
        Self {
            node: Node::open(settings, clock.clone()).await.unwrap(),
            clock,
            server: Server::start().await,
            _dir: dir,
        }
    }

    pub(crate) async fn organization(&self, name: &str, is_active: bool) -> Organization {
        let draft = Draft::named(name, "es", EntityType::Cooperative).unwrap();
        let mut tx = self.node.db.begin().await.unwrap();
        let added = registry::add(&mut tx, &self.clock, draft).await.unwrap();
        let mut found = registry::publish(&mut tx, &self.clock, &added.id)
            .await
            .unwrap();
        if is_active {
            let active = assembly::agrees(&mut tx, &self.clock, &added.id).await;
            found = active.unwrap();
        }
        tx.commit().await.unwrap();
        publish::drain(&self.node).await.unwrap();
        found
    }

    pub(crate) async fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path).header(header::ACCEPT, "text/html");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).unwrap();
        // As from a web server that stands before it and says who asks.
        let connected: SocketAddr = "127.0.0.1:40000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(connected));
        let routes = app::routes(&self.node).with_state(Arc::clone(&self.node));
        let response = routes.oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer {
            status,
            headers,
            body,
        }
    }

    /// What the form of a page answers to whoever types this.
    pub(crate) async fn types(&self, form: &str, text: &str) -> Answer {
        let path = format!("{form}?from={}", encoded(text));
        self.ask(&path, &[("sec-fetch-site", "same-origin")]).await
    }

    /// A host of the reader's, with its port.
    pub(crate) fn host(&self, name: &str) -> String {
        self.server.url(name, "").replace("http://", "")
    }

    /// Lets a host answer WebFinger for a resource with these links.
    pub(crate) fn tells(&self, host: &str, resource: &str, links: &Value) {
        let path = format!("/.well-known/webfinger?resource={}", encoded(resource));
        let body = json!({"subject": resource, "links": links}).to_string();
        self.server
            .answers(&self.server.url(host, &path), move |_| {
                typed("application/jrd+json", body.clone())
            });
    }

    /// An account at a host whose server names a way under each of these relations.
    pub(crate) fn account(&self, name: &str, host: &str, ways: &[(&str, &str)]) -> String {
        let account = format!("{name}@{}", self.host(host));
        let links: Vec<Value> = ways
            .iter()
            .map(|(rel, path)| json!({"rel": rel, "template": self.server.url(host, path)}))
            .collect();
        self.tells(host, &format!("acct:{account}"), &json!(links));
        account
    }
}

pub(crate) fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
