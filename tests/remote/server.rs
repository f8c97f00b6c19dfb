//! A server on loopback that answers under any name below `localhost` what a test wants
//! answered, and remembers what it was asked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};

/// The media type of documents.
pub(crate) const ACTIVITY_JSON: &str = "application/activity+json";

/// One request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The host with its port.
    pub(crate) authority: String,
    /// The path with its query.
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
}

type Answer = Arc<dyn Fn(Asked) -> BoxFuture<'static, Response> + Send + Sync>;

#[derive(Default)]
struct Account {
    answers: Mutex<HashMap<String, Answer>>,
    asked: Mutex<Vec<Asked>>,
    inside: AtomicUsize,
    most: AtomicUsize,
    arrival: Notify,
}

/// The server, gone with the test.
pub(crate) struct Server {
    port: u16,
    account: Arc<Account>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let account = Arc::<Account>::default();
        let router = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&account));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { port, account }
    }

    /// An address of this server under the name `host.localhost`.
    pub(crate) fn url(&self, host: &str, path: &str) -> String {
        format!("http://{host}.localhost:{}{path}", self.port)
    }

    /// Answers at an address of this server, from now on.
    pub(crate) fn answers(
        &self,
        url: &str,
        answer: impl Fn(&Asked) -> Response + Send + Sync + 'static,
    ) {
        self.answers_late(url, move |asked| {
            let response = answer(&asked);
            Box::pin(async move { response })
        });
    }

    /// Answers at an address of this server in its own time.
    pub(crate) fn answers_late(
        &self,
        url: &str,
        answer: impl Fn(Asked) -> BoxFuture<'static, Response> + Send + Sync + 'static,
    ) {
        let mut answers = self.account.answers.lock().unwrap();
        answers.insert(url.to_owned(), Arc::new(answer));
    }

    /// Serves a document at its own id.
    pub(crate) fn serves(&self, document: &Value) {
        let id = document["id"].as_str().unwrap().to_owned();
        self.serves_at(&id, document);
    }

    /// Serves a document at any address.
    pub(crate) fn serves_at(&self, url: &str, document: &Value) {
        let body = document.to_string();
        self.answers(url, move |_| typed(ACTIVITY_JSON, body.clone()));
    }

    /// Answers a bare status.
    pub(crate) fn refuses(&self, url: &str, status: StatusCode) {
        self.answers(url, move |_| status.into_response());
    }

    pub(crate) fn redirects(&self, url: &str, to: &str) {
        let to = to.to_owned();
        self.answers(url, move |_| {
            (StatusCode::FOUND, [(header::LOCATION, to.clone())]).into_response()
        });
    }

    /// Answers at an address of this server as soon as the gate is closed.
    pub(crate) fn answers_behind_a_gate(
        &self,
        url: &str,
        answer: impl Fn() -> Response + Send + Sync + 'static,
    ) -> Arc<Semaphore> {
        let gate = Arc::new(Semaphore::new(0));
        let (answer, inner) = (Arc::new(answer), Arc::clone(&gate));
        self.answers_late(url, move |_| {
            let (answer, gate) = (Arc::clone(&answer), Arc::clone(&inner));
            Box::pin(async move {
                // Nobody ever passes; whoever waits is sent on when it closes.
                gate.acquire().await.map(SemaphorePermit::forget).ok();
                answer()
            })
        });
        gate
    }

    /// Every request so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.account.asked.lock().unwrap().clone()
    }

    /// How often an address was asked for.
    pub(crate) fn asked_for(&self, url: &str) -> usize {
        let asked = self.account.asked.lock().unwrap();
        asked.iter().filter(|one| one.url() == url).count()
    }

    /// How many requests were inside at the same time, at most.
    pub(crate) fn most_at_once(&self) -> usize {
        self.account.most.load(Ordering::SeqCst)
    }

    /// Waits until `count` requests have come in.
    pub(crate) async fn until_asked(&self, count: usize) {
        loop {
            let arrival = self.account.arrival.notified();
            tokio::pin!(arrival);
            arrival.as_mut().enable();
            if self.asked().len() >= count {
                return;
            }
            arrival.await;
        }
    }
}

impl Asked {
    fn url(&self) -> String {
        format!("http://{}{}", self.authority, self.path)
    }
}

async fn answer(State(account): State<Arc<Account>>, request: Request) -> Response {
    let path = request.uri().path_and_query().unwrap().to_string();
    let headers = request.headers().clone();
    let authority = headers
        .get(header::HOST)
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let asked = Asked {
        authority,
        path,
        headers,
    };
    account.asked.lock().unwrap().push(asked.clone());
    account.arrival.notify_waiters();
    let answer = account.answers.lock().unwrap().get(&asked.url()).cloned();
    let Some(answer) = answer else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let inside = account.inside.fetch_add(1, Ordering::SeqCst) + 1;
    account.most.fetch_max(inside, Ordering::SeqCst);
    let response = answer(asked).await;
    account.inside.fetch_sub(1, Ordering::SeqCst);
    response
}

/// An answer of a media type.
pub(crate) fn typed(media_type: &'static str, body: impl Into<axum::body::Body>) -> Response {
    ([(header::CONTENT_TYPE, media_type)], body.into()).into_response()
}
