//! Others' actors and keys, kept with the rows: fetched once, refreshed at a limited rate,
//! asked for by many at once and fetched by one.

mod keys;
mod sql;

use std::sync::Arc;
use std::time::Duration;

use quick_cache::sync::Cache;
use serde_json::Value;
use tokio::sync::Semaphore;
use url::Url;

use super::client::{Client, Failure, FailureKind};
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::store::Db;

pub use keys::RemoteKey;
pub use sql::{bury, find};

/// How long a caller waits for a key or an actor that must be fetched first.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many fetches run at once, in all.
const AT_ONCE: usize = 32;
/// How many fetches run at once at one host.
const AT_ONCE_PER_HOST: usize = 2;
/// An actor document older than this is asked for again when it is needed.
const FRESH: Duration = Duration::from_hours(24);
/// Between two refreshes of one actor, and after a failed fetch of one address.
const PAUSE: Duration = Duration::from_mins(5);
/// How many failed fetches one host may cost within [`PAUSE`]; whoever names keys that do
/// not exist could make us a nuisance to it otherwise.
const FAILURES_PER_HOST: u32 = 10;
/// How many keys, failures and hosts are remembered.
const REMEMBERED: usize = 16_384;

/// An actor of another server, as its own document describes it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RemoteActor {
    /// Its id.
    pub id: String,
    /// Its type, such as `Person` or `Application`.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// Its `preferredUsername`.
    pub handle: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its inbox.
    pub inbox: Option<String>,
    /// The inbox of its whole server.
    pub shared_inbox: Option<String>,
    /// Its followers collection.
    pub followers: Option<String>,
    /// Its outbox.
    pub outbox: Option<String>,
    /// Of a node like ours, where it serves its log.
    pub registry_log: Option<String>,
    /// When it was fetched.
    pub fetched_at: Timestamp,
}

/// The directory of others' actors and keys. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Remote(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    client: Client,
    clock: Clock,
    keys: Cache<String, Arc<RemoteKey>>,
    failures: Cache<String, (Timestamp, Failure)>,
    refreshed: Cache<String, Timestamp>,
    hosts: Cache<String, Arc<Host>>,
    at_once: Semaphore,
}

/// What is known of a host that is asked for documents.
#[derive(Debug)]
struct Host {
    at_once: Semaphore,
    failures: std::sync::Mutex<(Timestamp, u32)>,
}

impl Remote {
    /// A directory that keeps what it learns in `db`.
    pub fn new(db: Db, client: Client, clock: Clock) -> Self {
        Self(Arc::new(Inner {
            db,
            client,
            clock,
            keys: Cache::new(REMEMBERED),
            failures: Cache::new(REMEMBERED),
            refreshed: Cache::new(REMEMBERED),
            hosts: Cache::new(REMEMBERED),
            at_once: Semaphore::new(AT_ONCE),
        }))
    }

    /// The actor under `id`: as held if that is fresh enough, else fetched.
    pub async fn actor(&self, id: &str) -> Result<RemoteActor> {
        let mut tx = self.0.db.read().await?;
        let held = find(&mut tx, id).await?;
        drop(tx);
        match held {
            Some(actor) if self.0.clock.now().since(actor.fetched_at) < FRESH => Ok(actor),
            Some(actor) => Ok(self.fetch_actor(id).await.unwrap_or(actor)),
            None => Ok(self.fetch_actor(id).await?),
        }
    }

    /// Fetches the actor again, at most once in five minutes; in between, what is held.
    pub async fn refresh(&self, id: &str) -> Result<RemoteActor> {
        if self.may_refresh(id) {
            return Ok(self.fetch_actor(id).await?);
        }
        let mut tx = self.0.db.read().await?;
        find(&mut tx, id)
            .await?
            .ok_or_else(|| Error::NotFound(format!("the actor {id}")))
    }

    fn may_refresh(&self, id: &str) -> bool {
        let now = self.0.clock.now();
        let is_due = self
            .0
            .refreshed
            .get(id)
            .is_none_or(|last| now.since(last) >= PAUSE);
        if is_due {
            self.0.refreshed.insert(id.to_owned(), now);
        }
        is_due
    }

    async fn fetch_actor(&self, id: &str) -> Result<RemoteActor, Failure> {
        let url = Url::parse(id).map_err(|_error| nowhere(id, "is no address"))?;
        let document = self.fetch(&url).await?;
        let actor = read_actor(&url, &document, self.0.clock.now())?;
        if actor.id != id {
            return Err(Failure::definite(
                &url,
                format!("answers with another actor, {}", actor.id),
            ));
        }
        self.keep(&url, &actor, &document).await?;
        Ok(actor)
    }

    async fn keep(&self, url: &Url, actor: &RemoteActor, document: &Value) -> Result<(), Failure> {
        let kept = async {
            let mut tx = self.0.db.begin().await?;
            sql::put_actor(&mut tx, actor, &document.to_string()).await?;
            tx.commit().await
        };
        // What the database cannot take now may be tried again later, like a slow host.
        kept.await
            .map_err(|error| Failure::new(url, FailureKind::Passing, error.to_string()))
    }

    /// Fetches a document within all limits; a failure is remembered for a while.
    async fn fetch(&self, url: &Url) -> Result<Value, Failure> {
        let now = self.0.clock.now();
        if let Some((at, failure)) = self.0.failures.get(url.as_str())
            && now.since(at) < PAUSE
        {
            return Err(failure);
        }
        let host = self.host(url);
        if host.is_worn_out(now) {
            return Err(Failure::new(
                url,
                FailureKind::Passing,
                "failed too often just now",
            ));
        }
        let fetched = tokio::time::timeout(PATIENCE, self.fetch_in_turn(url, &host)).await;
        let slow =
            |_elapsed| Failure::new(url, FailureKind::Passing, "did not answer within 5 seconds");
        let outcome = fetched.map_err(slow).and_then(|outcome| outcome);
        if let Err(failure) = &outcome {
            host.failed(now);
            if failure.kind != FailureKind::Passing {
                self.0
                    .failures
                    .insert(url.as_str().to_owned(), (now, failure.clone()));
            }
        }
        outcome
    }

    async fn fetch_in_turn(&self, url: &Url, host: &Host) -> Result<Value, Failure> {
        let closed = |_closed| Failure::new(url, FailureKind::Passing, "this node is stopping");
        let _of_host = host.at_once.acquire().await.map_err(closed)?;
        let _of_all = self.0.at_once.acquire().await.map_err(closed)?;
        self.0.client.get_document(url).await
    }

    fn host(&self, url: &Url) -> Arc<Host> {
        let authority = super::client::authority(url);
        if let Some(host) = self.0.hosts.get(&authority) {
            return host;
        }
        let host = Arc::new(Host {
            at_once: Semaphore::new(AT_ONCE_PER_HOST),
            failures: std::sync::Mutex::new((self.0.clock.now(), 0)),
        });
        self.0.hosts.insert(authority, Arc::clone(&host));
        host
    }
}

impl Host {
    fn is_worn_out(&self, now: Timestamp) -> bool {
        let (since, count) = *self
            .failures
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        count >= FAILURES_PER_HOST && now.since(since) < PAUSE
    }

    fn failed(&self, now: Timestamp) {
        let mut failures = self
            .failures
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *failures = if now.since(failures.0) < PAUSE {
            (failures.0, failures.1 + 1)
        } else {
            (now, 1)
        };
    }
}

fn nowhere(id: &str, reason: &str) -> Failure {
    Failure {
        host: id.to_owned(),
        kind: FailureKind::Definite,
        reason: reason.to_owned(),
    }
}

/// Reads an actor document that was fetched at its id.
fn read_actor(url: &Url, document: &Value, now: Timestamp) -> Result<RemoteActor, Failure> {
    let text = |name: &str| {
        document
            .get(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let missing = |name: &str| Failure::definite(url, format!("serves an actor without {name}"));
    let shared = document
        .get("endpoints")
        .and_then(|endpoints| endpoints.get("sharedInbox"));
    let actor = RemoteActor {
        id: text("id").ok_or_else(|| missing("id"))?,
        kind: text("type").ok_or_else(|| missing("type"))?,
        handle: text("preferredUsername"),
        name: text("name"),
        inbox: text("inbox"),
        shared_inbox: shared.and_then(Value::as_str).map(str::to_owned),
        followers: text("followers"),
        outbox: text("outbox"),
        registry_log: text("registryLog"),
        fetched_at: now,
    };
    // An inbox elsewhere would let one server aim our deliveries at another.
    for inbox in [&actor.inbox, &actor.shared_inbox].into_iter().flatten() {
        let is_own = Url::parse(inbox).is_ok_and(|inbox| inbox.origin() == url.origin());
        if !is_own {
            return Err(Failure::definite(
                url,
                format!("names the inbox {inbox} of another origin"),
            ));
        }
    }
    Ok(actor)
}
