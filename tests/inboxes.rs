//! Deliveries as the other side sees them: real listeners on loopback, the real client.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

#[path = "support/port.rs"]
mod port;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use port::Port;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{Barrier, Notify};
use trenza::activitypub::activities::{self, Activity};
use trenza::activitypub::address::Reach;
use trenza::activitypub::client::{Client, Signer};
use trenza::activitypub::delivery::{self, Outgoing, Signing, Worker};
use trenza::activitypub::keys::{Algorithm, PrivateKey};
use trenza::activitypub::signature::{self, Scheme};
use trenza::clock::{Clock, Timestamp};
use trenza::store::{Db, on, testing};

const PUBLIC_URL: &str = "https://oax.example";
/// Longer than the first back-offs with the chance that these tests give.
const A_WHILE: Duration = Duration::from_secs(15);

/// A request as it came in.
#[derive(Debug, Clone)]
struct Seen {
    path: String,
    body: String,
    headers: HeaderMap,
    scheme: Scheme,
    key_id: String,
}

type Answer = dyn Fn(&Seen) -> Response + Send + Sync;

/// Another node's inbox, which checks every signature before it answers.
struct Sink {
    url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    answer: Arc<Mutex<Arc<Answer>>>,
    crowd: Arc<Crowd>,
}

/// How many requests are inside at once, and how many shall meet before any is answered.
#[derive(Default)]
struct Crowd {
    inside: AtomicUsize,
    most: AtomicUsize,
    meeting: Mutex<Option<Arc<Barrier>>>,
}

#[derive(Clone)]
struct Listening {
    seen: Arc<Mutex<Vec<Seen>>>,
    answer: Arc<Mutex<Arc<Answer>>>,
    crowd: Arc<Crowd>,
    authority: String,
    key: PrivateKey,
    clock: Clock,
}

async fn take(State(listening): State<Listening>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let path = parts.uri.path().to_owned();
    let inspected = signature::Request {
        method: &parts.method,
        path_and_query: &path,
        headers: &parts.headers,
        body: Some(&body),
        authority: &listening.authority,
        scheme: "http",
    };
    let claim = match signature::inspect(&inspected, listening.clock.now()) {
        Ok(claim) => claim,
        Err(refusal) => return (StatusCode::IM_A_TEAPOT, refusal.reason).into_response(),
    };
    claim.verify(&listening.key.public().unwrap()).unwrap();
    let seen = Seen {
        path,
        body: String::from_utf8(body.to_vec()).unwrap(),
        headers: parts.headers,
        scheme: claim.scheme,
        key_id: claim.key_id,
    };
    listening.seen.lock().unwrap().push(seen.clone());
    let crowd = &listening.crowd;
    let inside = crowd.inside.fetch_add(1, Ordering::SeqCst) + 1;
    crowd.most.fetch_max(inside, Ordering::SeqCst);
    let meeting = crowd.meeting.lock().unwrap().clone();
    match meeting {
        Some(barrier) => {
            barrier.wait().await;
        }
        // Whoever else is on the way gets the chance to come in.
        None => {
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
        }
    }
    crowd.inside.fetch_sub(1, Ordering::SeqCst);
    let answer = Arc::clone(&listening.answer.lock().unwrap());
    answer(&seen)
}

/// A node that sends.
struct Node {
    db: Db,
    clock: Clock,
    key: PrivateKey,
    count: AtomicUsize,
    _folder: TempDir,
}

async fn node() -> Node {
    let folder = tempfile::tempdir().unwrap();
    Node {
        db: testing::fresh(folder.path()).await.unwrap(),
        clock: Clock::fixed(Timestamp(1_700_000_000_000)),
        key: PrivateKey::generate(Algorithm::Rsa).unwrap(),
        count: AtomicUsize::new(0),
        _folder: folder,
    }
}

impl Node {
    async fn sink(&self) -> Sink {
        self.sink_on(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    fn sink_on(&self, listener: TcpListener) -> Sink {
        let authority = listener.local_addr().unwrap().to_string();
        let accepted: Arc<Answer> = Arc::new(|_: &Seen| StatusCode::ACCEPTED.into_response());
        let sink = Sink {
            url: format!("http://{authority}"),
            seen: Arc::default(),
            answer: Arc::new(Mutex::new(accepted)),
            crowd: Arc::default(),
        };
        let listening = Listening {
            seen: Arc::clone(&sink.seen),
            answer: Arc::clone(&sink.answer),
            crowd: Arc::clone(&sink.crowd),
            authority,
            key: self.key.clone(),
            clock: self.clock.clone(),
        };
        let router = axum::Router::new().fallback(take).with_state(listening);
        tokio::spawn(async move { axum::serve(listener, router).await });
        sink
    }

    /// Queues an activity whose body is `words`.
    async fn say(&self, actor: &str, words: &str, inboxes: &[&str]) {
        let number = self.count.fetch_add(1, Ordering::SeqCst);
        let path = format!("/activities/{number:06}");
        let object = format!("/offers/{number}");
        let now = self.clock.now();
        let mut tx = self.db.begin().await.unwrap();
        let activity = Activity {
            path: &path,
            kind: "Create",
            actor,
            object: &object,
            body: words,
            log_number: None,
            is_direct: false,
        };
        activities::put(&mut tx, &activity, now).await.unwrap();
        let outgoing = Outgoing {
            activity: &path,
            actor,
            object: &object,
            kind: "Create",
        };
        let inboxes: Vec<String> = inboxes.iter().map(|inbox| (*inbox).to_owned()).collect();
        delivery::enqueue(&mut tx, &outgoing, &inboxes, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    fn worker(&self) -> Worker {
        let signer = Signer {
            key_id: format!("{PUBLIC_URL}/actor#main-key"),
            key: self.key.clone(),
        };
        let reach = Reach::InsecureLoopback;
        let client = Client::new(reach, PUBLIC_URL, signer, self.clock.clone()).unwrap();
        Worker {
            db: self.db.clone(),
            clock: self.clock.clone(),
            poster: Arc::new(Signing::new(client, self.key.clone(), PUBLIC_URL)),
            wake: Arc::new(Notify::new()),
            chance: || 9_999,
        }
    }

    async fn deliver(&self) -> usize {
        self.worker().drain().await.unwrap()
    }

    /// The states of all deliveries, in order.
    async fn states(&self) -> Vec<String> {
        let mut tx = self.db.read().await.unwrap();
        let query = "SELECT state FROM deliveries ORDER BY seq";
        on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)).unwrap()
    }
}

impl Sink {
    fn inbox(&self) -> String {
        format!("{}/inbox", self.url)
    }

    fn bodies(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|seen| seen.body.clone()).collect()
    }

    fn schemes(&self) -> Vec<Scheme> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|seen| seen.scheme).collect()
    }

    fn answers(&self, answer: impl Fn(&Seen) -> Response + Send + Sync + 'static) {
        *self.answer.lock().unwrap() = Arc::new(answer);
    }
}

#[tokio::test]
async fn a_delivery_carries_the_stored_bytes_and_its_actors_signature() {
    let node = node().await;
    let sink = node.sink().await;
    node.say("/o/1", r#"{"type":"Create"}"#, &[&sink.inbox()])
        .await;
    assert_eq!(node.deliver().await, 1);
    let seen = sink.seen.lock().unwrap()[0].clone();
    assert_eq!(seen.path, "/inbox");
    assert_eq!(seen.body, r#"{"type":"Create"}"#);
    assert_eq!(seen.key_id, format!("{PUBLIC_URL}/o/1#main-key"));
    assert_eq!(seen.scheme, Scheme::Cavage);
    assert_eq!(
        seen.headers[header::CONTENT_TYPE],
        "application/activity+json"
    );
    let agent = seen.headers[header::USER_AGENT].to_str().unwrap();
    assert!(
        agent.starts_with("Trenza/") && agent.contains(PUBLIC_URL),
        "{agent}"
    );
    assert_eq!(node.states().await, ["delivered"]);
    assert_eq!(node.deliver().await, 0, "what arrived is not sent again");
}

#[tokio::test]
async fn a_host_that_knows_one_way_of_signing_only_is_remembered() {
    let node = node().await;
    let sink = node.sink().await;
    sink.answers(|seen| match seen.scheme {
        Scheme::Cavage => StatusCode::UNAUTHORIZED.into_response(),
        Scheme::Rfc9421 => StatusCode::ACCEPTED.into_response(),
    });
    node.say("/o/1", "a", &[&sink.inbox()]).await;
    node.deliver().await;
    node.say("/o/1", "b", &[&sink.inbox()]).await;
    node.deliver().await;
    assert_eq!(
        sink.schemes(),
        [Scheme::Cavage, Scheme::Rfc9421, Scheme::Rfc9421]
    );
    assert_eq!(node.states().await, ["delivered", "delivered"]);
}

#[tokio::test]
async fn an_actors_activities_arrive_in_order_and_one_at_a_time() {
    let node = node().await;
    let sink = node.sink().await;
    let words: Vec<String> = (0..12).map(|number| format!("{number:02}")).collect();
    for word in &words {
        node.say("/o/1", word, &[&sink.inbox()]).await;
    }
    assert_eq!(node.deliver().await, 12);
    assert_eq!(sink.bodies(), words);
    assert_eq!(sink.crowd.most.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn two_actors_at_a_time_speak_to_one_host_and_never_more() {
    let node = node().await;
    let sink = node.sink().await;
    // None is answered before two have come, so that one at a time would never end.
    *sink.crowd.meeting.lock().unwrap() = Some(Arc::new(Barrier::new(2)));
    for actor in ["/o/1", "/o/2", "/o/3", "/o/4", "/o/5", "/o/6"] {
        node.say(actor, actor, &[&sink.inbox()]).await;
    }
    assert_eq!(node.deliver().await, 6);
    assert_eq!(sink.crowd.most.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_is_refused_is_set_aside_after_three_tries_and_the_next_goes_on() {
    let node = node().await;
    let sink = node.sink().await;
    sink.answers(|seen| match seen.body.as_str() {
        "bad" => StatusCode::FORBIDDEN.into_response(),
        _ => StatusCode::ACCEPTED.into_response(),
    });
    node.say("/o/1", "bad", &[&sink.inbox()]).await;
    node.say("/o/1", "good", &[&sink.inbox()]).await;
    for _ in 0..4 {
        node.deliver().await;
        node.clock.advance(A_WHILE);
    }
    assert_eq!(sink.bodies(), ["bad", "bad", "bad", "good"]);
    assert_eq!(node.states().await, ["refused", "delivered"]);
}

#[tokio::test]
async fn a_host_is_left_alone_for_as_long_as_it_asks() {
    let node = node().await;
    let sink = node.sink().await;
    sink.answers(|_| {
        let asks = [(header::RETRY_AFTER, "120")];
        (StatusCode::TOO_MANY_REQUESTS, asks).into_response()
    });
    node.say("/o/1", "a", &[&sink.inbox()]).await;
    node.deliver().await;
    sink.answers(|_| StatusCode::ACCEPTED.into_response());
    node.say("/o/2", "b", &[&sink.inbox()]).await;
    node.clock.advance(Duration::from_secs(119));
    assert_eq!(node.deliver().await, 0);
    node.clock.advance(Duration::from_secs(1));
    assert_eq!(node.deliver().await, 2);
    assert_eq!(node.states().await, ["delivered", "delivered"]);
}

#[tokio::test]
async fn a_dead_host_stops_nobody_and_gets_everything_in_order_when_it_is_back() {
    let node = node().await;
    let well = node.sink().await;
    let place = Port::take();
    let dead = format!("http://{}/inbox", place.address());
    for word in ["a", "b", "c"] {
        node.say("/o/1", word, &[&dead, &well.inbox()]).await;
    }
    node.deliver().await;
    assert_eq!(well.bodies(), ["a", "b", "c"]);
    assert_eq!(node.deliver().await, 0, "the dead host rests");
    node.clock.advance(A_WHILE);
    assert_eq!(
        node.deliver().await,
        1,
        "one attempt asks whether it is back"
    );
    let back = node.sink_on(TcpListener::bind(place.address()).await.unwrap());
    node.clock.advance(Duration::from_hours(6));
    node.deliver().await;
    assert_eq!(back.bodies(), ["a", "b", "c"]);
    assert!(node.states().await.iter().all(|state| state == "delivered"));
}

#[tokio::test]
async fn what_was_under_way_when_the_process_died_is_sent_again_after_it_starts() {
    let node = node().await;
    let sink = node.sink().await;
    // Nothing is answered: two requests come in and a third never does.
    *sink.crowd.meeting.lock().unwrap() = Some(Arc::new(Barrier::new(3)));
    for actor in ["/o/1", "/o/2", "/o/3"] {
        node.say(actor, actor, &[&sink.inbox()]).await;
    }
    let worker = node.worker();
    let killed = tokio::spawn(async move { worker.drain().await });
    while sink.bodies().len() < 2 {
        tokio::task::yield_now().await;
    }
    killed.abort();
    assert!(killed.await.unwrap_err().is_cancelled());
    *sink.crowd.meeting.lock().unwrap() = None;
    // On PostgreSQL others may be at work, so there the leases run out first.
    node.clock.advance(Duration::from_mins(2));
    node.deliver().await;
    assert_eq!(node.states().await, ["delivered", "delivered", "delivered"]);
    let mut bodies = sink.bodies();
    bodies.sort();
    bodies.dedup();
    assert_eq!(bodies, ["/o/1", "/o/2", "/o/3"]);
    assert_eq!(sink.bodies().len(), 5, "only what was under way came twice");
}
