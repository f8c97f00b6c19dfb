//! What one running node has in hand: settings, database, clock, keys, and its directory.
//!
//! It knows no route and no verb: surfaces and workers receive it.

/// Where the link of the first run is left.
pub mod first_link;
/// One process at a time in a node's directory.
pub mod lock;
/// What is counted as it happens.
mod measures;
/// Whether the node can do its work.
mod readiness;
/// The bytes of files that were brought.
pub mod shelf;
/// How the directory shows itself.
mod shown;
/// How often somebody may try to sign in.
mod sign_ins;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bytes::Bytes;
use tokio::sync::{Notify, Semaphore};
use tokio_util::task::TaskTracker;

use crate::activitypub::address::Reach;
use crate::activitypub::client::{Client, Signer};
use crate::activitypub::documents::Documents;
use crate::activitypub::intents::Intents;
use crate::activitypub::keyring::{self, Keyring};
use crate::activitypub::log;
use crate::activitypub::rates::Rates;
use crate::activitypub::received::Inbox;
use crate::activitypub::remote::Remote;
use crate::activitypub::verifier::Verifier;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id;
use crate::registry::import;
use crate::settings::Settings;
use crate::store::{Db, Remembered, Tx, execute, on};

use shown::Present;

pub use measures::{Measures, Received};
pub use readiness::Readiness;
pub use shown::Shown;
pub use sign_ins::SignIns;

/// How much memory the bodies of requests to inboxes may take together, in KiB.
const INBOX_ROOM: usize = 32 << 10;
/// How many bytes of pages are kept,
const PAGES: u64 = 8 << 20;
/// and how many of them the head of each takes, about.
const HEAD: usize = 2 << 10;
/// How many whole exports strangers may read at once: each holds a page and reads the
/// database as fast as its reader takes it.
const EXPORT_ROOM: usize = 4;
/// How many registers' files are open at once for the office's pages. A workbook, open, takes
/// the memory that it takes.
const OPEN_FILES: usize = 4;
/// How often within a minute one server's word on who follows its actors is looked into, and
/// how many such questions are under way at once.
const SYNCHRONIZATIONS: u32 = 10;
/// See [`SYNCHRONIZATIONS`].
const SYNCHRONIZING: usize = 8;

/// One node. Shared as `Arc<Node>`.
#[derive(Debug)]
pub struct Node {
    /// What the file and the environment say.
    pub settings: Settings,
    /// The records.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The private keys.
    pub keys: Keyring,
    /// What is published.
    pub documents: Documents,
    /// Pages as they were answered lately.
    pub pages: Remembered<http::Response<Bytes>>,
    /// The way to other hosts.
    pub client: Client,
    /// What is known of others' actors and keys.
    pub remote: Remote,
    /// The way to the servers of visitors who want to follow.
    pub intents: Intents,
    /// The judge of requests that come in.
    pub verifier: Verifier,
    /// Where verified activities are kept.
    pub inbox: Inbox,
    /// How much memory requests to inboxes may take together, in KiB.
    pub inbox_room: Semaphore,
    /// How often each server may send something, counted once it is verified.
    pub host_rates: Rates,
    /// How often each internet address may ask.
    pub address_rates: Rates,
    /// What is asked of passwords and sign-in links, and how often.
    pub sign_ins: SignIns,
    /// How often the word of each server's actors on who follows them is looked into.
    pub synchronizations: Rates,
    /// For how many of them at once.
    pub synchronizing: Arc<Semaphore>,
    /// How many exports may be read by strangers at once.
    pub export_room: Arc<Semaphore>,
    /// How many registers' files may be open at once for the office's pages.
    pub open_files: Arc<Semaphore>,
    /// What people asked for that goes on when their browser goes away; a stop waits for it.
    pub deeds: TaskTracker,
    /// Whether it can do its work.
    pub readiness: Readiness,
    /// What is counted as it happens.
    pub measures: Measures,
    /// What wakes the workers.
    pub wake: Wake,
    base: String,
    shown: Present,
}

/// Bells for the workers, rung after the commit that gave them work. A worker that misses
/// one looks by itself every few seconds.
#[derive(Debug, Default)]
pub struct Wake {
    /// There are events to publish.
    pub publisher: Notify,
    /// Whether a publisher runs in this process.
    pub publishes: AtomicBool,
    /// Events were published.
    pub published: Notify,
    /// There are deliveries to make.
    pub deliverer: Arc<Notify>,
    /// There are pictures to draw.
    pub drawer: Notify,
    /// There are letters to send.
    pub postman: Notify,
    /// There are records to be found anew.
    pub indexer: Notify,
    /// A peer's log is to be read.
    pub puller: Notify,
}

impl Node {
    /// Opens the node's database, which was made before.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the database is missing, or belongs to another address or
    /// another program.
    pub async fn open(settings: Settings, clock: Clock) -> Result<Arc<Self>> {
        let db = Db::open(&settings.database.url).await?;
        Self::on(db, settings, clock).await
    }

    /// Makes the node's database where it is missing, and opens it: for `init` alone.
    ///
    /// # Errors
    /// As [`Node::open`].
    pub async fn create(settings: Settings, clock: Clock) -> Result<Arc<Self>> {
        let db = Db::create(&settings.database.url).await?;
        Self::on(db, settings, clock).await
    }

    /// The node on an open database, with what a new one lacks: its address, its epoch and its
    /// keys.
    async fn on(db: Db, settings: Settings, clock: Clock) -> Result<Arc<Self>> {
        let mut tx = db.begin().await?;
        claim_address(&mut tx, settings.public_url.as_str()).await?;
        if log::epoch(&mut tx).await?.is_none() {
            log::begin_epoch(&mut tx, &id::mint(&clock)).await?;
        }
        tx.commit().await?;
        if db.is_exclusive() {
            match import::release(&db).await {
                Err(error @ Error::Unavailable(_)) => {
                    tracing::warn!(%error, "an import that was stopped goes on some minutes later");
                }
                released => released?,
            }
        }
        let shown = Present::read(&mut db.read().await?, &settings).await?;
        let keys = Keyring::open(&db, clock.now()).await?;
        let base = settings.url("");
        let reach = if settings.insecure_loopback {
            Reach::InsecureLoopback
        } else {
            Reach::Internet
        };
        let signer = signer_of(&base, keyring::NODE, &keys);
        let client = Client::new(reach, &base, signer, clock.clone())?;
        client.restrictions().reload(&db).await?;
        let remote = Remote::new(db.clone(), client.clone(), clock.clone());
        let verifier = Verifier::new(remote.clone(), clock.clone(), &settings.public_url);
        Ok(Arc::new(Self {
            documents: Documents::new(db.clone()),
            pages: Remembered::new(db.clone(), PAGES, |page| page.body().len() + HEAD),
            inbox: Inbox::new(db.clone(), clock.clone()),
            inbox_room: Semaphore::new(INBOX_ROOM),
            host_rates: Rates::per_minute(settings.limits.host_per_minute),
            synchronizations: Rates::per_minute(SYNCHRONIZATIONS),
            synchronizing: Arc::new(Semaphore::new(SYNCHRONIZING)),
            address_rates: Rates::per_minute(settings.limits.address_per_minute),
            sign_ins: SignIns::default(),
            export_room: Arc::new(Semaphore::new(EXPORT_ROOM)),
            intents: Intents::new(client.clone(), clock.clone()),
            open_files: Arc::new(Semaphore::new(OPEN_FILES)),
            deeds: TaskTracker::new(),
            readiness: Readiness::default(),
            measures: Measures::default(),
            wake: Wake::default(),
            settings,
            db,
            clock,
            keys,
            client,
            remote,
            verifier,
            base,
            shown,
        }))
    }

    /// How the directory shows itself at this moment.
    pub fn shown(&self) -> Arc<Shown> {
        self.shown.get()
    }

    /// Reads again how it shows itself, which another process may have changed.
    pub async fn read_shown(&self) -> Result<()> {
        let mut tx = self.db.read().await?;
        self.shown.read_again(&mut tx, &self.settings).await
    }

    /// Reads again which keys there are, which another process may have changed.
    pub async fn read_keys(&self) -> Result<()> {
        self.keys.heed(&mut self.db.read().await?).await?;
        self.client.sign_as(self.signer_of(keyring::NODE));
        Ok(())
    }

    /// Who signs in the name of the actor at `path`.
    pub fn signer_of(&self, path: &str) -> Signer {
        signer_of(&self.base, path, &self.keys)
    }

    /// `public_url` without a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// An address under `public_url`: `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        self.settings.url(path)
    }
}

fn signer_of(base: &str, path: &str, keys: &Keyring) -> Signer {
    Signer {
        key_id: format!("{base}{path}#main-key"),
        key: keys.rsa_of(path),
    }
}

/// Writes the address into a new database, and refuses any other in an old one, since other
/// nodes know every record under the first.
async fn claim_address(tx: &mut Tx, public_url: &str) -> Result<()> {
    let statement = "INSERT INTO node (name, value) VALUES ('public_url', $1) \
        ON CONFLICT (name) DO NOTHING";
    execute!(tx, sqlx::query(statement).bind(public_url))?;
    let query = "SELECT value FROM node WHERE name = 'public_url'";
    let known: String = on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))?;
    if known == public_url {
        return Ok(());
    }
    Err(Error::invalid(
        "public_url",
        format!(
            "{public_url} is not the address this database was made for, which is {known}; \
             write that one, or make another node in another directory"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::store::testing::fresh_url;

    #[tokio::test]
    async fn a_database_keeps_to_the_address_it_was_made_for() {
        let dir = tempfile::tempdir().unwrap();
        let url = fresh_url(dir.path()).await.unwrap();
        let settings = |public_url: &str| {
            let text = format!("public_url = \"{public_url}\"\n[database]\nurl = \"{url}\"\n");
            Settings::read(&text, "test", dir.path().to_owned(), false).unwrap()
        };
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
        let first = Node::open(settings("https://a.example"), clock.clone())
            .await
            .unwrap();
        assert_eq!(first.url("/actor"), "https://a.example/actor");
        first.db.close().await;
        let again = Node::open(settings("https://a.example"), clock.clone())
            .await
            .unwrap();
        assert_eq!(
            again.keys.rsa_of("/actor").to_pem().unwrap(),
            first.keys.rsa_of("/actor").to_pem().unwrap()
        );
        again.db.close().await;
        let other = Node::open(settings("https://b.example"), clock)
            .await
            .unwrap_err();
        assert!(other.to_string().contains("https://a.example/"), "{other}");
    }
}
