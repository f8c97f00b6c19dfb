//! Another server on loopback: it serves documents, remembers what it is sent, and its people
//! speak by signed requests.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use trenza::activitypub::address::Reach;
use trenza::activitypub::client::{Client, Signer};
use trenza::activitypub::keys::{Algorithm, PrivateKey};
use trenza::activitypub::signature::Scheme;
use trenza::clock::Clock;
use url::Url;

use crate::town::{Town, until};

pub(crate) const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

#[derive(Default)]
struct Account {
    documents: Mutex<HashMap<String, Option<Value>>>,
    /// Whose key opens what is not for everybody.
    readers: Mutex<HashMap<String, String>>,
    posted: Mutex<Vec<(String, Value)>>,
    minted: AtomicUsize,
}

/// A server of its own origin, gone with the test.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) base: String,
    account: Arc<Account>,
    clock: Clock,
}

/// Somebody on a server.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) inbox: String,
    pub(crate) site: Site,
    key: PrivateKey,
}

impl Site {
    pub(crate) async fn open(town: &Town) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let account = Arc::<Account>::default();
        let routes = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&account));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self {
            base,
            account,
            clock: town.node.clock.clone(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn host(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// A path that nobody had before.
    pub(crate) fn mint(&self, what: &str) -> String {
        let number = self.account.minted.fetch_add(1, Ordering::SeqCst);
        self.url(&format!("/{what}/{number}"))
    }

    /// Serves a document at its id.
    pub(crate) fn serve(&self, document: &Value) {
        let id = document["id"].as_str().unwrap().to_owned();
        self.put(&id, Some(document.clone()));
    }

    /// Serves a document at an address that is not its id.
    pub(crate) fn serve_at(&self, address: &str, document: &Value) {
        self.put(address, Some(document.clone()));
    }

    /// Serves a document to the one reader whose key this is.
    pub(crate) fn serve_to(&self, key_id: &str, document: &Value) {
        self.serve(document);
        let id = document["id"].as_str().unwrap();
        let path = id.trim_start_matches(&self.base).to_owned();
        let mut readers = self.account.readers.lock().unwrap();
        readers.insert(path, key_id.to_owned());
    }

    /// Says that what stood at an address is gone.
    pub(crate) fn gone(&self, id: &str) {
        self.put(id, None);
    }

    fn put(&self, id: &str, document: Option<Value>) {
        let path = id.trim_start_matches(&self.base).to_owned();
        self.account
            .documents
            .lock()
            .unwrap()
            .insert(path, document);
    }

    /// Sends an activity to the node's shared inbox, signed as it is said, and gives the status.
    pub(crate) async fn posts(
        &self,
        town: &Town,
        scheme: Scheme,
        signer: Signer,
        activity: &Value,
    ) -> u16 {
        let how = (scheme, signer);
        self.posts_to(town, "/inbox", how, activity).await
    }

    async fn posts_to(
        &self,
        town: &Town,
        inbox: &str,
        (scheme, signer): (Scheme, Signer),
        activity: &Value,
    ) -> u16 {
        // Each comes in a second of its own, so that their order is known.
        town.node.clock.advance(Duration::from_secs(1));
        let reach = Reach::InsecureLoopback;
        let client = Client::new(reach, &self.base, signer.clone(), self.clock.clone());
        let inbox = Url::parse(&town.node.url(inbox)).unwrap();
        let body = activity.to_string().into();
        let reply = client.unwrap().post(&inbox, scheme, &signer, body).await;
        reply.unwrap().status.as_u16()
    }

    pub(crate) fn person(&self, name: &str) -> Person {
        let id = self.url(&format!("/people/{name}"));
        let person = Person {
            inbox: format!("{id}/inbox"),
            id,
            site: self.clone(),
            key: PrivateKey::generate(Algorithm::Ed25519).unwrap(),
        };
        self.serve(&person.document());
        person
    }

    /// What was posted to an inbox so far.
    pub(crate) fn posted(&self, inbox: &str) -> Vec<Value> {
        let posted = self.account.posted.lock().unwrap();
        let to_it = posted.iter().filter(|(to, _)| self.url(to) == inbox);
        to_it.map(|(_, activity)| activity.clone()).collect()
    }
}

async fn answer(
    State(account): State<Arc<Account>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if method == Method::POST {
        let activity = serde_json::from_slice(&body).unwrap_or_default();
        let posted = (uri.path().to_owned(), activity);
        account.posted.lock().unwrap().push(posted);
        return StatusCode::ACCEPTED.into_response();
    }
    // Some programs name people by a query alone.
    let address = uri.path_and_query().map_or("/", |address| address.as_str());
    let reader = account.readers.lock().unwrap().get(address).cloned();
    let signature = headers.get("signature").map(HeaderValue::as_bytes);
    let signature = String::from_utf8_lossy(signature.unwrap_or_default());
    if reader.is_some_and(|key_id| !signature.contains(&format!("keyId=\"{key_id}\""))) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let document = account.documents.lock().unwrap().get(address).cloned();
    let kind = [(header::CONTENT_TYPE, "application/activity+json")];
    match document {
        Some(Some(document)) => (kind, document.to_string()).into_response(),
        Some(None) => StatusCode::GONE.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Person {
    fn name(&self) -> &str {
        self.id.rsplit('/').next().unwrap()
    }

    /// The document that an honest server gives of them.
    pub(crate) fn document(&self) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": self.id,
            "type": "Person",
            "preferredUsername": self.name(),
            "name": format!("{} of elsewhere", self.name()),
            "inbox": self.inbox,
            "assertionMethod": [{
                "id": format!("{}#key", self.id),
                "type": "Multikey",
                "controller": self.id,
                "publicKeyMultibase": self.key.public().unwrap().to_multibase(),
            }],
        })
    }

    /// A public note of theirs.
    pub(crate) fn note(&self, content: &str, in_reply_to: &str) -> Value {
        json!({
            "id": self.site.mint("notes"),
            "type": "Note",
            "attributedTo": self.id,
            "content": content,
            "contentMap": {"es": content},
            "inReplyTo": in_reply_to,
            "to": [PUBLIC],
            "cc": [format!("{}/followers", self.id)],
        })
    }

    /// A note for one reader alone.
    pub(crate) fn letter(&self, to: &str, content: &str) -> Value {
        json!({
            "id": self.site.mint("notes"),
            "type": "Note",
            "attributedTo": self.id,
            "content": content,
            "to": [to],
            "tag": [{"type": "Mention", "href": to}],
        })
    }

    /// An activity of theirs, under an id of its own.
    pub(crate) fn activity(&self, kind: &str, object: impl Into<Value>) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": self.site.mint("activities"),
            "type": kind,
            "actor": self.id,
            "object": object.into(),
        })
    }

    /// Sends an activity to the node's shared inbox, and gives the status.
    pub(crate) async fn posts(&self, town: &Town, activity: &Value) -> u16 {
        self.posts_to(town, "/inbox", activity).await
    }

    /// Sends an activity to an inbox of the node's, and gives the status.
    pub(crate) async fn posts_to(&self, town: &Town, inbox: &str, activity: &Value) -> u16 {
        let signer = Signer {
            key_id: format!("{}#key", self.id),
            key: self.key.clone(),
        };
        let how = (Scheme::Rfc9421, signer);
        self.site.posts_to(town, inbox, how, activity).await
    }

    /// Sends an activity and waits until the node has decided what it means: `applied`, or
    /// why it had no effect.
    pub(crate) async fn says(&self, town: &Town, activity: &Value) -> String {
        assert_eq!(self.posts(town, activity).await, 202, "{activity}");
        town.decided(activity["id"].as_str().unwrap()).await
    }

    /// Sends something new.
    pub(crate) async fn does(&self, town: &Town, kind: &str, object: impl Into<Value>) -> String {
        self.says(town, &self.activity(kind, object)).await
    }

    /// Waits until something arrives that passes, and gives it.
    pub(crate) async fn receives(&self, what: &str, passes: impl Fn(&Value) -> bool) -> Value {
        until(what, async || {
            self.site.posted(&self.inbox).iter().any(&passes)
        })
        .await;
        let posted = self.site.posted(&self.inbox);
        posted.into_iter().find(passes).unwrap()
    }
}
