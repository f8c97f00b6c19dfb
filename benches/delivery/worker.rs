//! The node's worker with an end: it stops when as many requests were made as were queued.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use bytes::Bytes;
use futures::future::BoxFuture;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use trenza::activitypub::address::Reach;
use trenza::activitypub::client::{Client, Failure, Reply, Signer};
use trenza::activitypub::delivery::{self, Poster, Signing};
use trenza::activitypub::keys::PrivateKey;
use trenza::activitypub::signature::Scheme;
use trenza::clock::Clock;
use trenza::store::Db;
use url::Url;

/// Delivers what is queued, and then ends.
pub(crate) struct Worker {
    worker: delivery::Worker,
    done: CancellationToken,
}

impl Worker {
    /// One that signs with `key` for the node at `base`, and expects `requests`.
    pub(crate) fn new(
        db: &Db,
        clock: &Clock,
        key: &PrivateKey,
        base: &str,
        requests: usize,
    ) -> Result<Self> {
        let signer = Signer {
            key_id: format!("{base}/actor#main-key"),
            key: key.clone(),
        };
        let client = Client::new(Reach::InsecureLoopback, base, signer, clock.clone())?;
        let done = CancellationToken::new();
        let poster = Counting {
            signing: Signing::new(client, key.clone(), base),
            left: AtomicUsize::new(requests),
            done: done.clone(),
        };
        let worker = delivery::Worker {
            db: db.clone(),
            clock: clock.clone(),
            poster: Arc::new(poster),
            wake: Arc::new(Notify::new()),
            chance: delivery::random,
        };
        Ok(Self { worker, done })
    }

    pub(crate) async fn run(self) -> Result<()> {
        Ok(self.worker.run(self.done).await?)
    }
}

/// Posts by the node's client, and says when the last one has been made.
#[derive(Debug)]
struct Counting {
    signing: Signing,
    left: AtomicUsize,
    done: CancellationToken,
}

impl Poster for Counting {
    fn post<'a>(
        &'a self,
        inbox: &'a Url,
        scheme: Scheme,
        actor: &'a str,
        body: Bytes,
    ) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let reply = self.signing.post(inbox, scheme, actor, body).await;
            if self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
                self.done.cancel();
            }
            reply
        })
    }
}
