//! The worker: claims deliveries, makes many attempts at once, and writes what became of
//! them for many in one transaction.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::Notify;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_util::sync::CancellationToken;

use super::claim::{self, Claimed};
use super::lanes;
use super::poster::{self, Poster};
use super::settle::{Attempt, settle};
use crate::chance;
use crate::clock::Clock;
use crate::error::Result;
use crate::store::Db;

/// How many deliveries one process has under way.
const IN_FLIGHT: usize = 64;
/// How many attempts are settled in one transaction, at most,
const BATCH: usize = 200;
/// and for how long the first of them waits for the others.
const GATHERING: Duration = Duration::from_millis(20);
/// How often the queue is looked at when nobody calls.
const POLL: Duration = Duration::from_secs(5);
/// A search for deliveries that found few and took longer than this
const LONG_SEARCH: Duration = Duration::from_millis(5);
/// is followed by so many times its span without one: among thousands of hosts that rest,
/// looking for one that does not must not be all that a processor does.
const PAUSE: u32 = 4;
/// How long deliveries that are under way may take when the worker stops.
const FAREWELL: Duration = Duration::from_secs(10);

/// Delivers what is queued, as long as it runs. Any number of processes may run one on the
/// same PostgreSQL database.
#[derive(Debug, Clone)]
pub struct Worker {
    /// Where the queue is.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Who posts.
    pub poster: Arc<dyn Poster>,
    /// Called when something was queued.
    pub wake: Arc<Notify>,
    /// Chance, for back-off; [`random`] outside tests.
    pub chance: fn() -> u64,
}

/// A number that nobody can foresee.
pub fn random() -> u64 {
    // Without chance the back-off is shortest, which is still a back-off of the host.
    chance::bytes().map_or(0, u64::from_le_bytes)
}

/// What a running worker has in hand.
struct Hands {
    attempts: JoinSet<Attempt>,
    done: Vec<Attempt>,
    /// When `done` is to be written.
    due: Option<Instant>,
    /// When the next search may begin.
    not_before: Instant,
    /// The host that was served last.
    after: String,
}

impl Worker {
    /// Runs until `stop`. Then what is under way may end, within ten seconds.
    ///
    /// # Errors
    /// None for what happens while it runs, which is logged and tried again; those of the
    /// database when it starts and stops.
    pub async fn run(self, stop: CancellationToken) -> Result<()> {
        let mut hands = self.start().await?;
        while !stop.is_cancelled() {
            if let Err(error) = self.turn(&mut hands).await {
                tracing::error!(%error, "the queue of deliveries cannot be used just now");
                hands.due = Some(Instant::now() + Duration::from_secs(1));
            }
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.gather(&mut hands) => {}
            }
        }
        self.end(hands).await
    }

    /// Delivers everything whose turn it is by now, and returns how many attempts it took.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn drain(&self) -> Result<usize> {
        let mut hands = self.start().await?;
        let mut made = 0;
        loop {
            made += hands.done.len();
            self.turn(&mut hands).await?;
            if hands.attempts.is_empty() {
                return Ok(made);
            }
            self.gather(&mut hands).await;
        }
    }

    async fn start(&self) -> Result<Hands> {
        let mut tx = self.db.begin().await?;
        if self.db.is_exclusive() {
            // Nobody else holds these; they are from before the last stop.
            claim::release_all(&mut tx).await?;
        }
        lanes::mend(&mut tx, self.clock.now()).await?;
        tx.commit().await?;
        Ok(Hands {
            attempts: JoinSet::new(),
            done: Vec::with_capacity(BATCH),
            due: None,
            not_before: Instant::now(),
            after: String::new(),
        })
    }

    /// Writes what was done, claims what is next, and sets about it.
    async fn turn(&self, hands: &mut Hands) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.db.begin().await?;
        if !hands.done.is_empty() {
            settle(&mut tx, &hands.done, now, &self.chance).await?;
        }
        let room = IN_FLIGHT.saturating_sub(hands.attempts.len());
        let began = Instant::now();
        let claimed = claim::claim(&mut tx, &mut hands.after, room, now).await?;
        let searched = began.elapsed();
        if searched > LONG_SEARCH && claimed.len() < room / 8 {
            hands.not_before = Instant::now() + searched * PAUSE;
        }
        let mut paths: Vec<&str> = claimed.iter().map(|one| one.activity.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        // Read each time: it may be sealed by another key by now, or emptied.
        let found = claim::bodies(&mut tx, &paths).await?;
        tx.commit().await?;
        hands.done.clear();
        hands.due = None;
        let bodies: HashMap<String, Bytes> = found
            .into_iter()
            .map(|(path, body)| (path, Bytes::from(body)))
            .collect();
        for one in claimed {
            let body = bodies.get(&one.activity).cloned();
            self.set_about(&mut hands.attempts, one, body);
        }
        Ok(())
    }

    fn set_about(&self, attempts: &mut JoinSet<Attempt>, one: Claimed, body: Option<Bytes>) {
        let poster = Arc::clone(&self.poster);
        attempts.spawn(async move { poster::attempt(poster.as_ref(), one, body).await });
    }

    /// Waits until there is reason for another turn.
    async fn gather(&self, hands: &mut Hands) {
        let poll = Instant::now() + POLL;
        let mut is_called = false;
        loop {
            let mut until = hands.due.unwrap_or(poll).min(poll);
            if is_called || hands.attempts.is_empty() && !hands.done.is_empty() {
                until = Instant::now();
            }
            tokio::select! {
                biased;
                Some(attempt) = hands.attempts.join_next() => hands.keep(attempt),
                () = self.wake.notified(), if !is_called => is_called = true,
                () = sleep_until(until.max(hands.not_before)) => return,
            }
            if hands.done.len() >= BATCH {
                return;
            }
        }
    }

    /// Lets those under way end, writes what became of them, and gives the rest back.
    async fn end(&self, mut hands: Hands) -> Result<()> {
        let deadline = Instant::now() + FAREWELL;
        while let Ok(Some(attempt)) = timeout_at(deadline, hands.attempts.join_next()).await {
            hands.keep(attempt);
        }
        hands.attempts.shutdown().await;
        let mut tx = self.db.begin().await?;
        settle(&mut tx, &hands.done, self.clock.now(), &self.chance).await?;
        if self.db.is_exclusive() {
            claim::release_all(&mut tx).await?;
        }
        tx.commit().await
    }
}

impl Hands {
    fn keep(&mut self, attempt: Result<Attempt, JoinError>) {
        match attempt {
            Ok(attempt) => {
                self.done.push(attempt);
                self.due.get_or_insert_with(|| Instant::now() + GATHERING);
            }
            // Its lease ends by itself, and it is tried again.
            Err(error) => tracing::error!(%error, "a delivery broke off"),
        }
    }
}
