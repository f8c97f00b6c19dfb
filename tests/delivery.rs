//! Deliveries arrive once, in order, and what does not arrive is neither lost nor in the
//! way of others.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::StatusCode;
use tempfile::{TempDir, tempdir};
use tokio::sync::{Notify, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use trenza::activitypub::activities::{self, Activity};
use trenza::activitypub::client::{Failure, FailureKind, Reply};
use trenza::activitypub::delivery::{self, Outgoing, Poster, Worker};
use trenza::activitypub::signature::Scheme;
use trenza::clock::{Clock, Timestamp};
use trenza::store::{Db, on, testing};
use url::Url;

const A: &str = "https://a.example/inbox";
const B: &str = "https://b.example/inbox";
const START: Timestamp = Timestamp(1_790_000_000_000);

/// An answer: a status, perhaps with `Retry-After`; 0 stands for nobody there.
type Answer = (u16, Option<&'static str>);

/// Other hosts, which answer as they are told and remember what they heard.
#[derive(Debug, Default)]
struct Others {
    /// Answers for each inbox and activity, the next one first; 202 when there is none.
    scripts: Mutex<HashMap<(String, String), Vec<Answer>>>,
    /// Answers to everything at an inbox.
    rules: Mutex<HashMap<String, Answer>>,
    /// The one scheme that an inbox understands.
    schemes: Mutex<HashMap<String, Scheme>>,
    heard: Mutex<Vec<(String, String)>>,
    /// When present, who posts says so here and waits until it may end.
    gate: Option<(mpsc::UnboundedSender<String>, Arc<Semaphore>)>,
}

impl Others {
    fn script(&self, inbox: &str, activity: &str, answers: &[Answer]) {
        let key = (inbox.to_owned(), activity.to_owned());
        self.scripts.lock().unwrap().insert(key, answers.to_vec());
    }

    fn rule(&self, inbox: &str, answer: Option<Answer>) {
        let mut rules = self.rules.lock().unwrap();
        match answer {
            Some(answer) => rules.insert(inbox.to_owned(), answer),
            None => rules.remove(inbox),
        };
    }

    /// What `inbox` heard since the last question, in order.
    fn heard(&self, inbox: &str) -> Vec<String> {
        let mut heard = self.heard.lock().unwrap();
        let (here, elsewhere) = heard.drain(..).partition(|(at, _)| at == inbox);
        *heard = elsewhere;
        here.into_iter().map(|(_, activity)| activity).collect()
    }

    fn answer(&self, inbox: &str, activity: &str, scheme: Scheme) -> Answer {
        let understood = self.schemes.lock().unwrap().get(inbox).copied();
        if understood.is_some_and(|understood| understood != scheme) {
            return (401, None);
        }
        if let Some(answer) = self.rules.lock().unwrap().get(inbox) {
            return *answer;
        }
        let key = (inbox.to_owned(), activity.to_owned());
        match self.scripts.lock().unwrap().get_mut(&key) {
            Some(answers) if !answers.is_empty() => answers.remove(0),
            _ => (202, None),
        }
    }
}

impl Poster for Others {
    fn post<'a>(
        &'a self,
        inbox: &'a Url,
        scheme: Scheme,
        _actor: &'a str,
        body: Bytes,
    ) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let activity = String::from_utf8(body.to_vec()).unwrap();
            let said = (inbox.to_string(), activity.clone());
            self.heard.lock().unwrap().push(said);
            if let Some((begun, may_end)) = &self.gate {
                begun.send(activity.clone()).unwrap();
                may_end.acquire().await.unwrap().forget();
            }
            match self.answer(inbox.as_str(), &activity, scheme) {
                (0, _) => Err(Failure {
                    host: inbox.host_str().unwrap().to_owned(),
                    kind: FailureKind::Passing,
                    reason: "connection refused".to_owned(),
                }),
                (status, retry_after) => Ok(Reply {
                    status: StatusCode::from_u16(status).unwrap(),
                    retry_after: retry_after.map(str::to_owned),
                }),
            }
        })
    }
}

/// A node's queue with its worker.
struct Queue {
    worker: Worker,
    others: Arc<Others>,
    _folder: TempDir,
}

impl Queue {
    async fn new() -> Self {
        Self::with(Others::default()).await
    }

    async fn with(others: Others) -> Self {
        let folder = tempdir().unwrap();
        let others = Arc::new(others);
        let worker = Worker {
            db: testing::fresh(folder.path()).await.unwrap(),
            clock: Clock::fixed(START),
            poster: Arc::clone(&others) as Arc<dyn Poster>,
            wake: Arc::new(Notify::new()),
            // The longest back-off there can be at the first failure.
            chance: || 10_000,
        };
        Self {
            worker,
            others,
            _folder: folder,
        }
    }

    fn db(&self) -> &Db {
        &self.worker.db
    }

    /// Publishes an activity, whose body is its path, and queues it.
    async fn say(&self, kind: &str, path: &str, about: (&str, &str), inboxes: &[&str]) -> u64 {
        let (actor, object) = about;
        let now = self.worker.clock.now();
        let mut tx = self.db().begin().await.unwrap();
        let activity = Activity {
            path,
            kind,
            actor,
            object,
            body: path,
            log_number: None,
        };
        if activities::get(&mut tx, path).await.unwrap().is_none() {
            activities::put(&mut tx, &activity, now).await.unwrap();
        }
        let outgoing = Outgoing {
            activity: path,
            actor,
            object,
            kind,
        };
        let inboxes: Vec<String> = inboxes.iter().map(|&inbox| inbox.to_owned()).collect();
        let added = delivery::enqueue(&mut tx, &outgoing, &inboxes, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        added
    }

    /// Lets time pass, and delivers what is due then.
    async fn after(&self, span: Duration) {
        self.worker.clock.advance(span);
        self.worker.drain().await.unwrap();
    }

    async fn now(&self) {
        self.after(Duration::ZERO).await;
    }

    /// Activities in a state, in order.
    async fn state(&self, state: &str) -> Vec<String> {
        let mut tx = self.db().read().await.unwrap();
        let query = "SELECT activity FROM deliveries WHERE state = $1 ORDER BY seq";
        on!(tx, |c| sqlx::query_scalar(query).bind(state).fetch_all(c)).unwrap()
    }
}

const ORG: (&str, &str) = ("/o/1", "/offers/1");
const SECONDS: fn(u64) -> Duration = Duration::from_secs;

#[tokio::test]
async fn what_an_actor_says_arrives_in_the_order_it_was_said() {
    let queue = Queue::new().await;
    for path in ["/x/1", "/x/2", "/x/3", "/x/4"] {
        queue.say("Create", path, ("/o/1", path), &[A, B]).await;
    }
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/2", "/x/3", "/x/4"]);
    assert_eq!(queue.others.heard(B), ["/x/1", "/x/2", "/x/3", "/x/4"]);
    assert!(queue.state("pending").await.is_empty());
}

#[tokio::test]
async fn an_activity_is_queued_for_an_inbox_only_once() {
    let queue = Queue::new().await;
    assert_eq!(queue.say("Create", "/x/1", ORG, &[A, B, A]).await, 2);
    assert_eq!(queue.say("Create", "/x/1", ORG, &[A, B]).await, 0);
    queue.now().await;
    assert_eq!(queue.say("Create", "/x/1", ORG, &[A]).await, 0);
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1"]);
}

#[tokio::test]
async fn an_inbox_that_is_no_address_is_seen_among_the_refused() {
    let queue = Queue::new().await;
    queue
        .say("Create", "/x/1", ORG, &["inbox", "data:inbox", A])
        .await;
    queue.now().await;
    assert_eq!(queue.state("refused").await, ["/x/1", "/x/1"]);
    assert_eq!(queue.others.heard(A), ["/x/1"]);
}

#[tokio::test]
async fn a_change_that_is_undone_takes_its_deliveries_along() {
    let queue = Queue::new().await;
    let mut tx = queue.db().begin().await.unwrap();
    let (actor, object) = ORG;
    let activity = Activity {
        path: "/x/1",
        kind: "Create",
        actor,
        object,
        body: "/x/1",
        log_number: None,
    };
    activities::put(&mut tx, &activity, START).await.unwrap();
    let outgoing = Outgoing {
        activity: "/x/1",
        actor,
        object,
        kind: "Create",
    };
    delivery::enqueue(&mut tx, &outgoing, &[A.to_owned()], START)
        .await
        .unwrap();
    drop(tx);
    queue.now().await;
    assert!(queue.others.heard(A).is_empty());
}

#[tokio::test]
async fn a_host_in_trouble_gets_it_later_and_nothing_overtakes() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(500, None), (500, None)]);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Create", "/x/2", ORG, &[A]).await;
    queue.now().await;
    queue.after(SECONDS(9)).await;
    assert_eq!(
        queue.others.heard(A),
        ["/x/1"],
        "it was tried before its time"
    );
    queue.after(SECONDS(1)).await;
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/1", "/x/2"]);
}

#[tokio::test]
async fn retry_after_is_heeded_for_the_whole_host() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(429, Some("90"))]);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.now().await;
    queue
        .say("Create", "/x/2", ("/o/2", "/offers/2"), &[A])
        .await;
    queue.after(SECONDS(89)).await;
    assert_eq!(queue.others.heard(A), ["/x/1"]);
    queue.after(SECONDS(1)).await;
    let mut heard = queue.others.heard(A);
    heard.sort();
    assert_eq!(heard, ["/x/1", "/x/2"]);
}

#[tokio::test]
async fn what_is_refused_three_times_is_set_aside_and_the_lane_goes_on() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(403, None); 9]);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Create", "/x/2", ORG, &[A]).await;
    queue.now().await;
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/1"]);
    assert!(queue.state("refused").await.is_empty());
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/2"]);
    assert_eq!(queue.state("refused").await, ["/x/1"]);
    assert_eq!(queue.state("delivered").await, ["/x/2"]);
    queue.after(Duration::from_hours(1000)).await;
    assert!(
        queue.others.heard(A).is_empty(),
        "a refused delivery was tried again"
    );
}

#[tokio::test]
async fn an_inbox_that_is_gone_is_not_asked_again() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(410, None)]);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.now().await;
    queue.after(Duration::from_hours(24)).await;
    assert_eq!(queue.others.heard(A), ["/x/1"]);
    assert_eq!(queue.state("refused").await, ["/x/1"]);
}

#[tokio::test]
async fn troubles_of_a_host_do_not_count_as_refusals() {
    let queue = Queue::new().await;
    let answers = [
        (500, None),
        (500, None),
        (500, None),
        (403, None),
        (202, None),
    ];
    queue.others.script(A, "/x/1", &answers);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    for _ in 0..5 {
        queue.after(SECONDS(10)).await;
    }
    assert_eq!(queue.state("delivered").await, ["/x/1"]);
}

#[tokio::test]
async fn a_newer_update_makes_waiting_ones_superfluous_but_never_the_create() {
    let queue = Queue::new().await;
    queue.say("Create", "/x/1", ORG, &[A, B]).await;
    queue.say("Update", "/x/2", ORG, &[A, B]).await;
    queue
        .say("Update", "/x/3", ("/o/1", "/offers/other"), &[A])
        .await;
    queue.say("Update", "/x/4", ORG, &[A]).await;
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/3", "/x/4"]);
    assert_eq!(
        queue.others.heard(B),
        ["/x/1", "/x/2"],
        "B was not sent the newer one"
    );
    assert_eq!(queue.state("superseded").await, ["/x/2"]);
}

#[tokio::test]
async fn what_waited_behind_a_superseded_update_still_goes() {
    let queue = Queue::new().await;
    queue.say("Update", "/x/1", ORG, &[A]).await;
    queue
        .say("Create", "/x/2", ("/o/1", "/offers/2"), &[A])
        .await;
    queue
        .say("Update", "/x/3", ("/actor", "/offers/1"), &[A])
        .await;
    queue.now().await;
    let mut heard = queue.others.heard(A);
    heard.sort();
    assert_eq!(heard, ["/x/2", "/x/3"]);
}

#[tokio::test]
async fn a_delete_makes_updates_superfluous_and_follows_the_create() {
    let queue = Queue::new().await;
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Update", "/x/2", ORG, &[A]).await;
    queue.say("Delete", "/x/3", ORG, &[A]).await;
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/3"]);
}

#[tokio::test]
async fn an_announce_lets_the_create_go_first_but_does_not_wait_forever() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(500, None), (500, None)]);
    queue.others.script(B, "/x/1", &[(500, None); 9]);
    queue.say("Create", "/x/1", ORG, &[A, B]).await;
    queue
        .say("Announce", "/x/2", ("/t/4", "/offers/1"), &[A, B])
        .await;
    queue.now().await;
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/1"]);
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/2"]);
    assert_eq!(queue.others.heard(B), ["/x/1"; 3]);
    queue.after(SECONDS(10)).await;
    let mut heard = queue.others.heard(B);
    heard.sort();
    assert_eq!(heard, ["/x/1", "/x/2"]);
    assert_eq!(queue.state("pending").await, ["/x/1"]);
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_rests_and_stops_nobody_else() {
    let queue = Queue::new().await;
    queue.others.rule(A, Some((0, None)));
    for number in 0..100 {
        let actor = format!("/o/{number}");
        queue
            .say("Create", &format!("/x/{number}"), (&actor, &actor), &[A, B])
            .await;
    }
    queue.now().await;
    assert!(
        queue.others.heard(A).len() <= 2,
        "a host that is down was asked again at once"
    );
    assert_eq!(queue.others.heard(B).len(), 100);
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A).len(), 1, "one probe is enough");
    queue.others.rule(A, None);
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A).len(), 100);
    assert!(queue.state("pending").await.is_empty());
}

#[tokio::test]
async fn a_host_that_was_away_for_weeks_gets_everything_in_order() {
    let queue = Queue::new().await;
    queue.others.rule(A, Some((0, None)));
    for path in ["/x/1", "/x/2", "/x/3"] {
        queue.say("Create", path, ("/o/1", path), &[A]).await;
    }
    for _ in 0..60 {
        queue.after(Duration::from_hours(12)).await;
    }
    let before = queue.others.heard(A).len();
    queue.after(Duration::from_hours(5)).await;
    assert_eq!(
        queue.others.heard(A).len(),
        0,
        "{before} probes, and one too early"
    );
    queue.others.rule(A, None);
    queue.after(Duration::from_hours(1)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/2", "/x/3"]);
}

#[tokio::test]
async fn a_gateway_that_cannot_reach_its_host_rests_it_too() {
    let queue = Queue::new().await;
    queue.others.rule(A, Some((503, Some("60"))));
    for number in 0..20 {
        let actor = format!("/o/{number}");
        queue
            .say("Create", &format!("/x/{number}"), (&actor, &actor), &[A])
            .await;
    }
    queue.now().await;
    assert!(queue.others.heard(A).len() <= 2);
    queue.others.rule(A, None);
    queue.after(SECONDS(59)).await;
    assert!(queue.others.heard(A).is_empty());
    queue.after(SECONDS(1)).await;
    assert_eq!(queue.others.heard(A).len(), 20);
}

#[tokio::test]
async fn a_host_that_takes_one_scheme_only_is_remembered() {
    let queue = Queue::new().await;
    queue
        .others
        .schemes
        .lock()
        .unwrap()
        .insert(A.to_owned(), Scheme::Rfc9421);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.now().await;
    assert_eq!(
        queue.others.heard(A),
        ["/x/1", "/x/1"],
        "the other scheme is tried at once"
    );
    queue.say("Create", "/x/2", ORG, &[A]).await;
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/2"]);
    assert_eq!(queue.state("delivered").await, ["/x/1", "/x/2"]);
}

fn gated() -> (Others, mpsc::UnboundedReceiver<String>, Arc<Semaphore>) {
    let (begun, begins) = mpsc::unbounded_channel();
    let may_end = Arc::new(Semaphore::new(0));
    let gate = Some((begun, Arc::clone(&may_end)));
    (
        Others {
            gate,
            ..Others::default()
        },
        begins,
        may_end,
    )
}

#[tokio::test]
async fn one_of_a_lane_and_two_of_a_host_are_under_way() {
    let (others, mut begins, may_end) = gated();
    let queue = Queue::with(others).await;
    queue.say("Create", "/x/1", ("/o/1", "/1"), &[A]).await;
    queue.say("Create", "/x/2", ("/o/1", "/2"), &[A]).await;
    queue.say("Create", "/x/3", ("/o/2", "/3"), &[A]).await;
    queue.say("Create", "/x/4", ("/o/3", "/4"), &[A]).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(queue.worker.clone().run(stop.clone()));
    let mut first = [begins.recv().await.unwrap(), begins.recv().await.unwrap()];
    first.sort();
    assert_eq!(first, ["/x/1", "/x/3"]);
    queue.worker.wake.notify_one();
    // Two more turns begin only when two have ended.
    may_end.add_permits(2);
    let mut second = [begins.recv().await.unwrap(), begins.recv().await.unwrap()];
    second.sort();
    assert_eq!(second, ["/x/2", "/x/4"]);
    assert!(begins.try_recv().is_err());
    may_end.add_permits(2);
    stop.cancel();
    running.await.unwrap().unwrap();
    assert_eq!(queue.state("delivered").await.len(), 4);
}

#[tokio::test]
async fn a_worker_that_stops_writes_down_what_it_had_under_way() {
    let (others, mut begins, may_end) = gated();
    let queue = Queue::with(others).await;
    queue.say("Create", "/x/1", ORG, &[A]).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(queue.worker.clone().run(stop.clone()));
    begins.recv().await.unwrap();
    stop.cancel();
    may_end.add_permits(1);
    running.await.unwrap().unwrap();
    assert_eq!(queue.state("delivered").await, ["/x/1"]);
}

#[tokio::test]
async fn what_a_killed_process_had_under_way_is_delivered_by_the_next() {
    let (others, mut begins, may_end) = gated();
    let queue = Queue::with(others).await;
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Create", "/x/2", ORG, &[A]).await;
    let killed = tokio::spawn(queue.worker.clone().run(CancellationToken::new()));
    begins.recv().await.unwrap();
    killed.abort();
    killed.await.unwrap_err();
    let next = tokio::spawn({
        let worker = queue.worker.clone();
        worker.clock.advance(Duration::from_mins(2));
        async move { worker.drain().await }
    });
    assert_eq!(begins.recv().await.unwrap(), "/x/1");
    may_end.add_permits(1);
    assert_eq!(begins.recv().await.unwrap(), "/x/2");
    may_end.add_permits(1);
    assert!(next.await.unwrap().unwrap() >= 2);
    assert_eq!(queue.state("delivered").await, ["/x/1", "/x/2"]);
}

#[tokio::test]
async fn what_is_queued_while_the_worker_waits_goes_when_it_is_called() {
    let (others, mut begins, may_end) = gated();
    let queue = Queue::with(others).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(queue.worker.clone().run(stop.clone()));
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.worker.wake.notify_one();
    assert_eq!(begins.recv().await.unwrap(), "/x/1");
    may_end.add_permits(1);
    stop.cancel();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn whoever_was_told_of_an_object_is_in_its_ledger() {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((0, None)));
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Update", "/x/2", ORG, &[A, B]).await;
    queue.say("Update", "/x/3", ORG, &[B]).await;
    queue
        .say(
            "Create",
            "/x/4",
            ("/o/1", "/offers/2"),
            &["https://c.example/inbox"],
        )
        .await;
    queue.now().await;
    let mut tx = queue.db().read().await.unwrap();
    assert_eq!(
        delivery::ledger(&mut tx, "/offers/1").await.unwrap(),
        [A, B]
    );
}

#[tokio::test]
async fn who_confirmed_a_removal_is_told_from_who_did_not() {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((0, None)));
    queue.say("Create", "/x/1", ORG, &[A, B]).await;
    queue.say("Delete", "/x/2", ORG, &[A, B]).await;
    queue.now().await;
    let mut tx = queue.db().read().await.unwrap();
    let found = delivery::confirmations(&mut tx, "/offers/1").await.unwrap();
    assert_eq!(found.confirmed, ["a.example"]);
    assert_eq!(found.unconfirmed, ["b.example"]);
}
