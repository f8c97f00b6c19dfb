//! Load: many connections that ask again as soon as they were answered.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

/// How many requests are under way at once.
pub(crate) const AT_ONCE: usize = 128;

/// What the load did.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Done {
    /// How many requests were answered as they should.
    pub(crate) good: usize,
    /// How many were answered otherwise.
    pub(crate) other: usize,
    /// In which time.
    pub(crate) took: Duration,
}

impl Done {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    pub(crate) fn rate(&self) -> f64 {
        self.good as f64 / self.took.as_secs_f64()
    }
}

/// Makes the requests `0..count`, at most for `span`. `ask` says whether it was answered well.
pub(crate) async fn run<F>(
    count: usize,
    span: Duration,
    ask: impl Fn(usize) -> F + Send + Sync + 'static,
) -> Done
where
    F: Future<Output = bool> + Send,
{
    let ask = Arc::new(ask);
    let next = Arc::new(AtomicUsize::new(0));
    let good = Arc::new(AtomicUsize::new(0));
    let other = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (ask, next) = (Arc::clone(&ask), Arc::clone(&next));
        let (good, other) = (Arc::clone(&good), Arc::clone(&other));
        tasks.spawn(async move {
            while began.elapsed() < span {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    break;
                }
                let counter = if ask(number).await { &good } else { &other };
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    tasks.join_all().await;
    Done {
        good: good.load(Ordering::Relaxed),
        other: other.load(Ordering::Relaxed),
        took: began.elapsed(),
    }
}
