//! Acknowledged activities: durable before they are acknowledged, each under its unique id,
//! visible with its reason when it had no effect.

mod sql;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc, oneshot};

use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::store::Db;

pub use sql::{Arrived, NotApplied, finish_many, not_applied, note, pending, prune, retry_later};

/// How many activities wait for the next transaction; more are told to come later.
const WAITING: usize = 4096;
/// How many activities one transaction writes at most.
const BATCH: usize = 500;
/// How many acknowledged activities may wait to be processed before others are told to come
/// later.
const BACKLOG: i64 = 200_000;
/// How often the backlog is counted.
const COUNTING: Duration = Duration::from_secs(1);

/// An activity that was verified.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Its id.
    pub activity: String,
    /// Who signed it.
    pub actor: String,
    /// Its type.
    pub kind: String,
    /// SHA-256 of the body, in hexadecimal.
    pub body_digest: String,
    /// The body as it was received.
    pub body: String,
}

/// What became of an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It took effect.
    Applied,
    /// It has no effect here, for this reason.
    Ignored(String),
    /// It could not be processed, for this reason.
    Failed(String),
}

/// The way in: many requests' activities are written in one transaction.
#[derive(Debug, Clone)]
pub struct Inbox {
    queue: mpsc::Sender<(Arrival, oneshot::Sender<Result<(), String>>)>,
    arrived: Arc<Notify>,
}

impl Inbox {
    /// An inbox that writes to `db`. Its writer ends with the last clone.
    pub fn new(db: Db, clock: Clock) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        let arrived = Arc::new(Notify::new());
        let writer = Writer {
            db,
            clock,
            arrived: Arc::clone(&arrived),
            counted: None,
        };
        tokio::spawn(writer.run(waiting));
        Self { queue, arrived }
    }

    /// Keeps an activity; when this returns `Ok` it is durable, now or since an earlier
    /// arrival of the same id.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk, the queue or the backlog is full.
    pub async fn accept(&self, arrival: Arrival) -> Result<()> {
        let (done, outcome) = oneshot::channel();
        let full = |_full| Error::Unavailable("too many activities arrive at once".to_owned());
        self.queue.try_send((arrival, done)).map_err(full)?;
        match outcome.await {
            Ok(written) => written.map_err(Error::Unavailable),
            Err(_) => Err(Error::Unavailable("this node is stopping".to_owned())),
        }
    }

    /// Waits until something was kept since the last wait.
    pub async fn arrived(&self) {
        self.arrived.notified().await;
    }
}

struct Writer {
    db: Db,
    clock: Clock,
    arrived: Arc<Notify>,
    counted: Option<(Timestamp, bool)>,
}

type Waiting = (Arrival, oneshot::Sender<Result<(), String>>);

impl Writer {
    async fn run(mut self, mut waiting: mpsc::Receiver<Waiting>) {
        let mut batch = Vec::with_capacity(BATCH);
        while waiting.recv_many(&mut batch, BATCH).await > 0 {
            let (arrivals, callers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
            let written = self
                .write(&arrivals)
                .await
                .map_err(|error| error.to_string());
            for caller in callers {
                // A caller that hung up has nobody to tell.
                caller.send(written.clone()).ok();
            }
            self.arrived.notify_one();
        }
    }

    async fn write(&mut self, arrivals: &[Arrival]) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.db.begin().await?;
        let is_full = match self.counted {
            Some((at, is_full)) if now.since(at) < COUNTING => is_full,
            _ => sql::backlog(&mut tx, BACKLOG).await? >= BACKLOG,
        };
        self.counted = match self.counted {
            Some((at, _)) if now.since(at) < COUNTING => Some((at, is_full)),
            _ => Some((now, is_full)),
        };
        if is_full {
            return Err(Error::Unavailable(
                "too many activities wait to be processed".to_owned(),
            ));
        }
        sql::put_many(&mut tx, arrivals, now).await?;
        tx.commit().await
    }
}
