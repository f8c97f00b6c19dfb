//! Others' actors and keys, kept with the rows: fetched once, refreshed at a limited rate,
//! asked for by many at once and fetched by one.

mod host;
mod keys;
mod sql;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use quick_cache::sync::Cache;
use quick_cache::unsync;
use serde_json::Value;
use tokio::sync::{AcquireError, Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::address;
use super::client::{Client, Failure, FailureKind, Signer};
use super::rates;
use super::restrictions::Restrictions;
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result, Trouble};
use crate::store::Db;
use crate::text;

use host::Host;
pub use keys::RemoteKey;
pub use sql::{bury, find, is_gone};

/// How long a caller waits for a key or an actor that must be fetched first.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a document may take. It is longer than anybody's patience here, since some servers
/// answer only when those who waited for us were answered.
const LONGEST: Duration = Duration::from_secs(8);
/// How many fetches run at once, in all.
const AT_ONCE: usize = 32;
/// An actor document older than this is asked for again when it is needed.
const FRESH: Duration = Duration::from_hours(24);
/// Between two fetches of one actor for the same purpose, and after a definite failure.
const PAUSE: Duration = Duration::from_mins(5);
/// After a failure that may pass.
const SHORT_PAUSE: Duration = Duration::from_secs(10);
/// Longer names are cut, in characters.
const LONGEST_NAME: usize = 200;
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
    /// When actors were last asked for something that was not there before.
    refreshed: Mutex<unsync::Cache<String, Timestamp>>,
    /// Whose turn it is to fetch an actor that many want.
    turns: Cache<String, Arc<tokio::sync::Mutex<()>>>,
    hosts: Cache<String, Arc<Host>>,
    at_once: Semaphore,
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
            refreshed: Mutex::new(unsync::Cache::new(REMEMBERED)),
            turns: Cache::new(REMEMBERED),
            hosts: Cache::new(REMEMBERED),
            at_once: Semaphore::new(AT_ONCE),
        }))
    }

    /// With whom this node does not speak.
    pub fn restrictions(&self) -> &Restrictions {
        self.0.client.restrictions()
    }

    /// The actor under `id`: as held if that is fresh enough, else fetched, by one caller for
    /// all who want it.
    pub async fn actor(&self, id: &str) -> Result<RemoteActor> {
        let is_fresh = |actor: &RemoteActor| self.0.clock.now().since(actor.fetched_at) < FRESH;
        if let Some(actor) = self.held(id).await?.filter(is_fresh) {
            return Ok(actor);
        }
        let new_turn = || Ok::<_, Error>(Arc::default());
        let turn = self.0.turns.get_or_insert_with(id, new_turn)?;
        let _taken = turn.lock().await;
        match self.held(id).await? {
            Some(actor) if is_fresh(&actor) => Ok(actor),
            Some(actor) => Ok(self.fetch_actor(id).await.unwrap_or(actor)),
            None => Ok(self.fetch_actor(id).await?),
        }
    }

    /// Fetches the actor again, at most once in five minutes; in between, what is held.
    pub async fn refresh(&self, id: &str) -> Result<RemoteActor> {
        if !self.may_ask(id)
            && let Some(actor) = self.held(id).await?
        {
            return Ok(actor);
        }
        Ok(self.fetch_actor(id).await?)
    }

    /// The actor as its document stands just now, for somebody who asks by hand: what failed or
    /// stood there a minute ago may be mended since.
    pub async fn ask_again(&self, id: &str) -> Result<RemoteActor, Failure> {
        if let Ok(url) = Url::parse(id) {
            self.0.failures.remove(url.as_str());
        }
        self.fetch_actor(id).await
    }

    /// A document as it stands at its own id just now, whatever it is.
    pub async fn document(&self, id: &str) -> Result<Value, Failure> {
        standing_at(id, self.document_at(id).await?)
    }

    /// The same, asked for by the key of one of the node's actors: what is meant for one
    /// reader alone is shown to nobody else.
    pub async fn document_for(&self, id: &str, reader: Signer) -> Result<Value, Failure> {
        let url = Url::parse(id).map_err(|_error| nowhere(id, "is no address"))?;
        let client = self.0.client.asking_as(reader);
        standing_at(id, self.fetch_by(&client, &url).await?)
    }

    /// The document to which an address leads, which stands at its own id.
    pub async fn document_at(&self, address: &str) -> Result<Value, Failure> {
        let url = Url::parse(address).map_err(|_error| nowhere(address, "is no address"))?;
        self.fetch(&url).await
    }

    async fn held(&self, id: &str) -> Result<Option<RemoteActor>> {
        let mut tx = self.0.db.read().await?;
        find(&mut tx, id).await
    }

    /// Whether an actor may be asked for what was not there before; if so, it counts as asked.
    fn may_ask(&self, id: &str) -> bool {
        let now = self.0.clock.now();
        let refreshed = self.0.refreshed.lock();
        let mut refreshed = refreshed.unwrap_or_else(PoisonError::into_inner);
        let is_due = refreshed
            .get(id)
            .is_none_or(|last| now.since(*last) >= PAUSE);
        if is_due {
            refreshed.insert(id.to_owned(), now);
        }
        is_due
    }

    /// Takes back that an actor was asked, since it did not answer.
    fn not_asked(&self, id: &str) {
        let refreshed = self.0.refreshed.lock();
        refreshed.unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    /// The actor as its own document describes it just now.
    pub async fn fetch_actor(&self, id: &str) -> Result<RemoteActor, Failure> {
        let url = Url::parse(id).map_err(|_error| nowhere(id, "is no address"))?;
        let document = self.fetch(&url).await?;
        let actor = read_actor(&url, &document, self.0.clock.now())?;
        if actor.id != id {
            return Err(Failure::definite(
                &url,
                format!("answers with another actor, {}", actor.id),
            ));
        }
        self.keep(&url, &actor, &document, None).await?;
        Ok(actor)
    }

    /// Fetches a document within all limits; a failure is remembered for a while.
    async fn fetch(&self, url: &Url) -> Result<Value, Failure> {
        self.fetch_by(&self.0.client, url).await
    }

    async fn fetch_by(&self, client: &Client, url: &Url) -> Result<Value, Failure> {
        // Known without asking, and not remembered as a failure of the host's.
        if client.restrictions().is_blocked(url.as_str()) {
            let failure = Failure::definite(url, "is blocked by this directory");
            return Err(failure.of(Trouble::Blocked));
        }
        self.recall(url.as_str())?;
        let deadline = Instant::now() + LONGEST;
        let host = self.host(&super::client::authority(url));
        let owner = self.owner(url);
        // Whoever waits in vain for a turn suffers from this node's other business, and the
        // host is not to blame.
        let turns = timeout_at(deadline, self.turns(&host)).await;
        let Ok(Ok(_turns)) = turns else {
            let reason = "too many documents are being fetched";
            return Err(Failure::new(url, FailureKind::Passing, reason));
        };
        // Others may have failed in the meantime.
        self.recall(url.as_str())?;
        if !owner.charge(self.0.clock.now()) {
            let reason = "was asked in vain too often just now";
            return Err(Failure::new(url, FailureKind::Passing, reason));
        }
        let fetched = timeout_at(deadline, client.get_document(url)).await;
        let slow = |_elapsed| {
            let reason = "did not answer within 8 seconds";
            Failure::new(url, FailureKind::Passing, reason).of(Trouble::Silent)
        };
        let outcome = fetched.map_err(slow).and_then(|outcome| outcome);
        match &outcome {
            Ok(_) => owner.repay(),
            Err(failure) => self.remember(url.as_str(), failure),
        }
        outcome
    }

    /// A place among the fetches at a host, and one among all.
    async fn turns<'a>(&'a self, host: &'a Host) -> Result<[SemaphorePermit<'a>; 2], AcquireError> {
        let of_host = host.at_once.acquire().await?;
        Ok([of_host, self.0.at_once.acquire().await?])
    }

    /// The failure that is remembered of an address, if it still counts.
    fn recall(&self, address: &str) -> Result<(), Failure> {
        let Some((at, failure)) = self.0.failures.get(address) else {
            return Ok(());
        };
        let pause = match failure.kind {
            FailureKind::Passing => SHORT_PAUSE,
            FailureKind::Definite | FailureKind::Missing | FailureKind::Gone => PAUSE,
        };
        if self.0.clock.now().since(at) < pause {
            return Err(failure);
        }
        Ok(())
    }

    fn remember(&self, address: &str, failure: &Failure) {
        let remembered = (self.0.clock.now(), failure.clone());
        self.0.failures.insert(address.to_owned(), remembered);
    }

    /// Who is charged for what is asked for in vain: whoever makes names without limit gets
    /// no more of it by them.
    fn owner(&self, url: &Url) -> Arc<Host> {
        let name = rates::name_of_host(url.as_str());
        self.host(&name.unwrap_or_else(|| super::client::authority(url)))
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let new_host =
            || Ok::<_, std::convert::Infallible>(Arc::new(Host::new(self.0.clock.now())));
        match self.0.hosts.get_or_insert_with(name, new_host) {
            Ok(host) => host,
            Err(never) => match never {},
        }
    }
}

/// The document, if it is the one of this id.
fn standing_at(id: &str, document: Value) -> Result<Value, Failure> {
    if document.get("id").and_then(Value::as_str) == Some(id) {
        return Ok(document);
    }
    Err(nowhere(id, "leads to a document of another id"))
}

fn nowhere(id: &str, reason: &str) -> Failure {
    Failure {
        host: id.to_owned(),
        kind: FailureKind::Definite,
        reason: reason.to_owned(),
        trouble: None,
    }
}

/// Whether an address stands under the origin of `url`.
fn is_of(address: &str, url: &Url) -> bool {
    Url::parse(address).is_ok_and(|address| address.origin() == url.origin())
}

/// Reads an actor document that was fetched at its id.
fn read_actor(url: &Url, document: &Value, now: Timestamp) -> Result<RemoteActor, Failure> {
    let text = |name: &str| {
        let value = document.get(name).and_then(Value::as_str);
        value
            .filter(|text| text.len() <= address::LONGEST)
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
        name: text("name").map(|name| text::line(&name).chars().take(LONGEST_NAME).collect()),
        inbox: text("inbox"),
        shared_inbox: shared
            .and_then(Value::as_str)
            .filter(|text| text.len() <= address::LONGEST)
            .map(str::to_owned),
        followers: text("followers"),
        outbox: text("outbox"),
        // A log elsewhere would let it aim this node's reading at another.
        registry_log: text("registryLog").filter(|log| is_of(log, url)),
        fetched_at: now,
    };
    // An inbox elsewhere would let one server aim our deliveries at another.
    for inbox in [&actor.inbox, &actor.shared_inbox].into_iter().flatten() {
        if !is_of(inbox, url) {
            return Err(Failure::definite(
                url,
                format!("names the inbox {inbox} of another origin"),
            ));
        }
    }
    Ok(actor)
}
