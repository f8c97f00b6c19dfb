//! A queue with its worker, and the hosts it delivers to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::StatusCode;
use tempfile::{TempDir, tempdir};
use tokio::sync::{Notify, Semaphore, mpsc};
use trenza::activitypub::activities::{self, Activity};
use trenza::activitypub::client::{Failure, FailureKind, Reply};
use trenza::activitypub::delivery::{self, Outgoing, Poster, Worker};
use trenza::activitypub::signature::Scheme;
use trenza::clock::{Clock, Timestamp};
use trenza::error::Trouble;
use trenza::store::{Db, on, testing};
use url::Url;

pub(crate) const A: &str = "https://a.example/inbox";
pub(crate) const B: &str = "https://b.example/inbox";
pub(crate) const START: Timestamp = Timestamp(1_790_000_000_000);

/// An answer: a status, perhaps with `Retry-After`; 0 stands for nobody there.
pub(crate) type Answer = (u16, Option<&'static str>);

/// Other hosts, which answer as they are told and remember what they heard.
#[derive(Debug, Default)]
pub(crate) struct Others {
    /// Answers for each inbox and activity, the next one first; 202 when there is none.
    pub(crate) scripts: Mutex<HashMap<(String, String), Vec<Answer>>>,
    /// Answers to everything at an inbox.
    pub(crate) rules: Mutex<HashMap<String, Answer>>,
    /// The one scheme that an inbox understands.
    pub(crate) schemes: Mutex<HashMap<String, Scheme>>,
    pub(crate) heard: Mutex<Vec<(String, String)>>,
    /// When present, who posts says so here and waits until it may end.
    pub(crate) gate: Option<(mpsc::UnboundedSender<String>, Arc<Semaphore>)>,
}

impl Others {
    pub(crate) fn script(&self, inbox: &str, activity: &str, answers: &[Answer]) {
        let key = (inbox.to_owned(), activity.to_owned());
        self.scripts.lock().unwrap().insert(key, answers.to_vec());
    }

    pub(crate) fn rule(&self, inbox: &str, answer: Option<Answer>) {
        let mut rules = self.rules.lock().unwrap();
        match answer {
            Some(answer) => rules.insert(inbox.to_owned(), answer),
            None => rules.remove(inbox),
        };
    }

    /// What `inbox` heard since the last question, in order.
    pub(crate) fn heard(&self, inbox: &str) -> Vec<String> {
        let mut heard = self.heard.lock().unwrap();
        let (here, elsewhere) = heard.drain(..).partition(|(at, _)| at == inbox);
        *heard = elsewhere;
        here.into_iter().map(|(_, activity)| activity).collect()
    }

    pub(crate) fn answer(&self, inbox: &str, activity: &str, scheme: Scheme) -> Answer {
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
                    trouble: Some(Trouble::Connection),
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
pub(crate) struct Queue {
    pub(crate) worker: Worker,
    pub(crate) others: Arc<Others>,
    _folder: TempDir,
}

impl Queue {
    pub(crate) async fn new() -> Self {
        Self::with(Others::default()).await
    }

    pub(crate) async fn with(others: Others) -> Self {
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

    pub(crate) fn db(&self) -> &Db {
        &self.worker.db
    }

    /// Publishes an activity, whose body is its path, and queues it.
    pub(crate) async fn say(
        &self,
        kind: &str,
        path: &str,
        about: (&str, &str),
        inboxes: &[&str],
    ) -> u64 {
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
            is_direct: false,
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
    pub(crate) async fn after(&self, span: Duration) {
        self.worker.clock.advance(span);
        self.worker.drain().await.unwrap();
    }

    pub(crate) async fn now(&self) {
        self.after(Duration::ZERO).await;
    }

    /// Activities in a state, in order.
    pub(crate) async fn state(&self, state: &str) -> Vec<String> {
        let mut tx = self.db().read().await.unwrap();
        let query = "SELECT activity FROM deliveries WHERE state = $1 ORDER BY seq";
        on!(tx, |c| sqlx::query_scalar(query).bind(state).fetch_all(c)).unwrap()
    }
}

pub(crate) const ORG: (&str, &str) = ("/o/1", "/offers/1");
pub(crate) const SECONDS: fn(u64) -> Duration = Duration::from_secs;

/// Hosts that say when somebody posts, and wait until it may end.
pub(crate) fn gated() -> (Others, mpsc::UnboundedReceiver<String>, Arc<Semaphore>) {
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
