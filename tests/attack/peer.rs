//! A hostile peer: a server on loopback that serves what a case wants served, and keeps
//! an account of everything that it was asked and sent.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt as _;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::{StreamExt as _, stream};
use http::{Method, StatusCode, header};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

/// The media type of honest answers.
pub const ACTIVITY_JSON: &str = "application/activity+json";

/// What the peer answers at one path.
#[derive(Clone)]
pub enum Answer {
    /// A document of the right media type.
    Document(Value),
    /// Any bytes under any media type.
    Typed(&'static str, Vec<u8>),
    /// A bare status.
    Status(u16),
    /// A redirection (302).
    Redirect(String),
    /// A document that never ends, as fast as it is read.
    Endless,
    /// A document as gzip writes it, for whoever takes it so.
    Compressed(Value),
    /// A document, and spaces after it up to the gigabyte that was announced.
    Announced(Value),
    /// One byte a second.
    Drip,
}

/// One request that the peer received.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: Method,
    pub path: String,
    pub body: Bytes,
}

impl Seen {
    /// The activity that was posted; null when it was none.
    pub fn activity(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

#[derive(Default)]
struct Account {
    routes: Mutex<HashMap<String, Answer>>,
    seen: Mutex<Vec<Seen>>,
    arrival: Notify,
    connections: AtomicUsize,
    streamed: AtomicU64,
    drips: AtomicUsize,
    dripping: AtomicUsize,
    minted: AtomicUsize,
    is_holding: AtomicBool,
    held: AtomicUsize,
    most_held: AtomicUsize,
}

/// One request more that is under way, and one less when it ends, in whatever way.
struct Held(Arc<Account>);

impl Held {
    fn new(account: Arc<Account>) -> Self {
        let held = account.held.fetch_add(1, Ordering::SeqCst) + 1;
        account.most_held.fetch_max(held, Ordering::SeqCst);
        Self(account)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.held.fetch_sub(1, Ordering::SeqCst);
    }
}

/// One answer that drips, until it is taken no longer.
struct Dripping(Arc<Account>);

impl Dripping {
    fn new(account: Arc<Account>) -> Self {
        account.dripping.fetch_add(1, Ordering::SeqCst);
        Self(account)
    }
}

impl Drop for Dripping {
    fn drop(&mut self) {
        self.0.dripping.fetch_sub(1, Ordering::SeqCst);
        self.0.arrival.notify_waiters();
    }
}

/// A hostile server of its own origin, gone when it is dropped.
pub struct Peer {
    pub base: String,
    account: Arc<Account>,
    server: AbortHandle,
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Peer {
    pub async fn start() -> Self {
        Self::start_at("127.0.0.1:0")
            .await
            .expect("loopback has free ports")
    }

    /// Starts a peer that goes by a name of loopback instead of its address.
    pub async fn named(name: &str) -> Self {
        let mut peer = Self::start().await;
        peer.base = format!("http://{name}:{}", peer.port());
        peer
    }

    /// Starts a peer at another address; `None` where the machine has no such address.
    pub async fn start_at(address: &str) -> Option<Self> {
        let listener = TcpListener::bind(address).await.ok()?;
        let address: SocketAddr = listener.local_addr().ok()?;
        let account = Arc::new(Account::default());
        let counted = Arc::clone(&account);
        let listener = listener.tap_io(move |_| {
            counted.connections.fetch_add(1, Ordering::SeqCst);
        });
        let routes = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&account));
        let server = tokio::spawn(async move { axum::serve(listener, routes).await });
        let base = format!("http://{address}");
        Some(Self {
            base,
            account,
            server: server.abort_handle(),
        })
    }

    pub fn port(&self) -> u16 {
        self.base
            .rsplit(':')
            .next()
            .and_then(|port| port.parse().ok())
            .expect("a port")
    }

    /// A path under this peer as an address.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Serves `answer` at `path` from now on.
    pub fn serve(&self, path: &str, answer: Answer) {
        self.account
            .routes
            .lock()
            .unwrap()
            .insert(path.to_owned(), answer);
    }

    /// Answers nothing that is posted any more.
    pub fn hold(&self) {
        self.account.is_holding.store(true, Ordering::SeqCst);
    }

    /// How many posts were under way at once at most.
    pub fn most_held(&self) -> usize {
        self.account.most_held.load(Ordering::SeqCst)
    }

    /// A number that no other actor or activity of this peer has.
    pub fn mint(&self) -> usize {
        self.account.minted.fetch_add(1, Ordering::SeqCst)
    }

    /// How many connections were opened to this peer.
    pub fn connections(&self) -> usize {
        self.account.connections.load(Ordering::SeqCst)
    }

    /// How many bytes of endless answers were taken from it.
    pub fn streamed(&self) -> u64 {
        self.account.streamed.load(Ordering::SeqCst)
    }

    /// How many bytes dripped until nobody took them any more; `None` when they still do after
    /// half a minute.
    pub async fn dripped(&self) -> Option<usize> {
        let has_ended = || self.account.dripping.load(Ordering::SeqCst) == 0;
        self.until(|| has_ended().then_some(())).await?;
        Some(self.account.drips.load(Ordering::SeqCst))
    }

    /// Whether an answer drips that is still taken.
    pub fn is_dripping(&self) -> bool {
        self.account.dripping.load(Ordering::SeqCst) > 0
    }

    /// How often `path` was asked for.
    pub fn gets(&self, path: &str) -> usize {
        let seen = self.account.seen.lock().unwrap();
        seen.iter()
            .filter(|one| one.method == Method::GET && one.path == path)
            .count()
    }

    /// Every request so far, by what `wanted` makes of it.
    pub fn all<T>(&self, wanted: impl FnMut(&Seen) -> Option<T>) -> Vec<T> {
        self.account
            .seen
            .lock()
            .unwrap()
            .iter()
            .filter_map(wanted)
            .collect()
    }

    /// Waits until a request arrives that `wanted` accepts, at most half a minute.
    pub async fn wait_for(&self, wanted: impl Fn(&Seen) -> bool) -> Option<Seen> {
        let found = || {
            self.account
                .seen
                .lock()
                .unwrap()
                .iter()
                .find(|one| wanted(one))
                .cloned()
        };
        self.until(found).await
    }

    /// Waits until something is found that an arrival or a departure may bring, at most half a
    /// minute.
    async fn until<T>(&self, found: impl Fn() -> Option<T>) -> Option<T> {
        let search = async {
            loop {
                let arrival = self.account.arrival.notified();
                tokio::pin!(arrival);
                arrival.as_mut().enable();
                if let Some(found) = found() {
                    return found;
                }
                arrival.await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), search)
            .await
            .ok()
    }
}

async fn answer(State(account): State<Arc<Account>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 22)
        .await
        .unwrap_or_default();
    let path = parts
        .uri
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .to_owned();
    let posted = parts.method == Method::POST;
    let answer = account.routes.lock().unwrap().get(&path).cloned();
    account.seen.lock().unwrap().push(Seen {
        method: parts.method,
        path,
        body,
    });
    account.arrival.notify_waiters();
    if posted {
        if account.is_holding.load(Ordering::SeqCst) {
            let _held = Held::new(account);
            return std::future::pending().await;
        }
        return StatusCode::ACCEPTED.into_response();
    }
    match answer {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Answer::Document(document)) => typed(ACTIVITY_JSON, document.to_string().into()),
        Some(Answer::Typed(media_type, bytes)) => typed(media_type, bytes.into()),
        Some(Answer::Status(status)) => StatusCode::from_u16(status)
            .expect("a status")
            .into_response(),
        Some(Answer::Redirect(to)) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Some(Answer::Endless) => typed(ACTIVITY_JSON, endless(account)),
        Some(Answer::Compressed(document)) => {
            let mut answer = typed(ACTIVITY_JSON, compressed(&document).into());
            answer
                .headers_mut()
                .insert(header::CONTENT_ENCODING, "gzip".parse().expect("ASCII"));
            answer
        }
        Some(Answer::Announced(document)) => {
            let mut answer = typed(ACTIVITY_JSON, announced(account, &document));
            answer
                .headers_mut()
                .insert(header::CONTENT_LENGTH, GIGABYTE.into());
            answer
        }
        Some(Answer::Drip) => typed(ACTIVITY_JSON, drip(account)),
    }
}

fn typed(media_type: &'static str, body: Body) -> Response {
    ([(header::CONTENT_TYPE, media_type)], body).into_response()
}

const CHUNK: Bytes = Bytes::from_static(&[b' '; 16 * 1024]);
const GIGABYTE: u64 = 1 << 30;

fn count(account: &Account, chunk: &Bytes) {
    let size = chunk.len() as u64;
    account.streamed.fetch_add(size, Ordering::SeqCst);
}

fn endless(account: Arc<Account>) -> Body {
    Body::from_stream(stream::repeat_with(move || {
        count(&account, &CHUNK);
        Ok::<_, Infallible>(CHUNK)
    }))
}

/// A document, and as many spaces after it as make a gigabyte: it is valid, however long.
fn announced(account: Arc<Account>, document: &Value) -> Body {
    let first = Bytes::from(document.to_string());
    let rest = GIGABYTE - first.len() as u64;
    let spaces = stream::unfold(rest, |rest| async move {
        let size = usize::try_from(rest).unwrap_or(usize::MAX).min(CHUNK.len());
        (size > 0).then(|| (CHUNK.slice(..size), rest - size as u64))
    });
    let chunks = stream::once(std::future::ready(first)).chain(spaces);
    Body::from_stream(chunks.map(move |chunk| {
        count(&account, &chunk);
        Ok::<_, Infallible>(chunk)
    }))
}

fn drip(account: Arc<Account>) -> Body {
    let dripping = Dripping::new(account);
    Body::from_stream(stream::unfold(dripping, |dripping| async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        dripping.0.drips.fetch_add(1, Ordering::SeqCst);
        Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), dripping))
    }))
}

fn compressed(document: &Value) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder
        .write_all(document.to_string().as_bytes())
        .expect("memory takes it");
    encoder.finish().expect("memory takes it")
}
