//! What goes on beside the requests: each worker looks for its work by itself, and one that
//! ends is started again.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::activitypub::keyring::replacing;
use crate::activitypub::{delivery, received};
use crate::conversation;
use crate::error::Error;
use crate::federation::cards::reading;
use crate::federation::synchronization::Synchronizer;
use crate::federation::{
    acquainted, catch_up, followers, imports, index, message, peering, publish, worker,
};
use crate::mail;
use crate::news;
use crate::node::{Node, shelf};
use crate::offers;
use crate::people;
use crate::pictures;
use crate::registry::{claim, import};
use crate::search::saved;

/// The pause before a worker that ended is started again.
const BREATH: Duration = Duration::from_secs(2);
/// How often offers are looked at whose last day may have passed.
const EXPIRING: Duration = Duration::from_secs(30);
/// How often imports are looked for that a crash left unfinished.
const RESUMING: Duration = Duration::from_secs(30);
/// How often queues are looked at for which more waits than may.
const SHORTENING: Duration = Duration::from_mins(1);
/// How often blocks, keys and how the directory shows itself are looked at, which another process
/// may have changed.
const HEEDING: Duration = Duration::from_secs(5);
/// How often received activities are looked at that are old enough to be forgotten.
const FORGETTING: Duration = Duration::from_hours(1);

/// How long a register's file may be on its way to the node, and some more.
const UPLOADING: Duration = Duration::from_hours(2);

/// Everything that goes on beside the requests.
pub(super) fn start(node: &Arc<Node>, stop: &CancellationToken) -> TaskTracker {
    let workers = TaskTracker::new();
    let watch = |name, work: Work| workers.spawn(watch(name, Arc::clone(node), stop.clone(), work));
    watch("publisher", |node, stop| {
        Box::pin(async move { publish::run(&node, stop).await })
    });
    watch("worker", |node, stop| {
        Box::pin(async move { worker::run(&node, stop).await })
    });
    watch("puller", |node, stop| {
        Box::pin(async move { catch_up::run(&node, stop).await })
    });
    watch("card reader", |node, stop| {
        Box::pin(async move { reading::run(&node, stop).await })
    });
    watch("expiry", |node, stop| {
        Box::pin(async move { expire_offers(&node, stop).await })
    });
    watch("deliverer", |node, stop| {
        Box::pin(async move {
            if let Err(error) = deliverer(&node).run(stop).await {
                tracing::error!(%error, "deliveries stand still");
            }
        })
    });
    watch("importer", |node, stop| {
        Box::pin(async move { resume_imports(&node, stop).await })
    });
    watch("doorkeeper", |node, stop| {
        Box::pin(async move { heed_others(&node, stop).await })
    });
    watch("bouncer", |node, stop| {
        Box::pin(async move { keep_queues_short(&node, stop).await })
    });
    watch("drawer", |node, stop| {
        Box::pin(async move { pictures::run(&node.db, &node.wake.drawer, stop).await })
    });
    watch("postman", |node, stop| {
        Box::pin(async move {
            let (db, bell) = (&node.db, &node.wake.postman);
            mail::run(db, &node.clock, &node.settings, bell, stop).await;
        })
    });
    watch("messenger", |node, stop| {
        Box::pin(async move { news::run(&node, stop).await })
    });
    watch("indexer", |node, stop| {
        Box::pin(async move { index::run(&node, stop).await })
    });
    watch("forgetter", |node, stop| {
        Box::pin(async move { forget_old(&node, stop).await })
    });
    workers
}

/// What a worker does until it is stopped.
type Work = fn(Arc<Node>, CancellationToken) -> BoxFuture<'static, ()>;

/// Keeps a worker at work: one that ends or panics is started again, since a node that goes
/// on without it would acknowledge what it never does.
async fn watch(name: &'static str, node: Arc<Node>, stop: CancellationToken, work: Work) {
    while !stop.is_cancelled() {
        let ended = tokio::spawn(work(Arc::clone(&node), stop.clone())).await;
        if stop.is_cancelled() {
            return;
        }
        let panicked = ended.is_err();
        tracing::error!(name, panicked, "a worker ended and is started again");
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(BREATH) => {}
        }
    }
}

/// Takes up imports that a crash left unfinished, here or in another process.
async fn resume_imports(node: &Node, stop: CancellationToken) {
    let mut looks = tokio::time::interval(RESUMING);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = looks.tick() => {}
        }
        match import::resume(&node.db, &node.clock, &mut |_, _| {}).await {
            Ok(resumed) => imports::follow_up_resumed(node, &resumed).await,
            Err(error) => tracing::error!(%error, "an import could not be taken up"),
        }
    }
}

/// Who delivers for the node's actors.
fn deliverer(node: &Node) -> delivery::Worker {
    delivery::Worker {
        db: node.db.clone(),
        clock: node.clock.clone(),
        poster: Arc::new(
            delivery::Signing::new(node.client.clone(), node.keys.clone(), node.base())
                .with_headers(Arc::new(Synchronizer::new(node))),
        ),
        wake: Arc::clone(&node.wake.deliverer),
        chance: delivery::random,
    }
}

/// Ends offers and needs whose last day has passed.
async fn expire_offers(node: &Node, stop: CancellationToken) {
    loop {
        let expired = async {
            let mut tx = node.db.begin().await?;
            let count = offers::expire_due(&mut tx, &node.clock).await?;
            tx.commit().await?;
            Ok::<_, Error>(count)
        };
        match expired.await {
            Ok(0) => {}
            Ok(_) => {
                node.wake.publisher.notify_one();
                continue;
            }
            Err(error) => tracing::warn!(%error, "offers could not be ended"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EXPIRING) => {}
        }
    }
}

/// Forgets received activities and deliveries that were settled long ago, followers whose inbox
/// is gone, and what people said, what was shown and which letters were sent that nobody needs
/// any more.
async fn forget_old(node: &Node, stop: CancellationToken) {
    loop {
        let forgotten = async {
            let mut tx = node.db.begin().await?;
            let now = node.clock.now();
            let mut count = received::prune(&mut tx, now).await?;
            count += delivery::prune(&mut tx, now).await?;
            count += acquainted::prune(&mut tx).await?;
            count += message::forget_old(node, &mut tx).await?;
            count += replacing::forget_of_gone(&mut tx).await?;
            count += peering::forget_answers(&mut tx, now).await?;
            count += conversation::prune(&mut tx, now).await?;
            count += pictures::prune(&mut tx, now).await?;
            count += mail::prune(&mut tx, now).await?;
            count += people::prune(&mut tx, now).await?;
            count += claim::prune(&mut tx, now).await?;
            count += saved::prune(&mut tx, now).await?;
            let brought = import::brought::forget_old(&mut tx, now).await?;
            tx.commit().await?;
            shelf::clear(node, &brought);
            shelf::sweep(node, UPLOADING).await?;
            let ended = followers::end_gone(&node.db, &node.remote, now);
            count += stop.run_until_cancelled(ended).await.unwrap_or(Ok(0))?;
            Ok::<_, Error>(count)
        };
        match forgotten.await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::warn!(%error, "what is old could not be forgotten"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(FORGETTING) => {}
        }
    }
}

/// Gives up the oldest news for servers for which more waits than may.
async fn keep_queues_short(node: &Node, stop: CancellationToken) {
    loop {
        let given_up = async {
            let most = node.settings.limits.host_deliveries;
            let mut tx = node.db.begin().await?;
            let given_up = delivery::ceiling::enforce(&mut tx, most, node.clock.now()).await?;
            tx.commit().await?;
            Ok::<_, Error>(given_up)
        };
        match given_up.await {
            Ok(hosts) => {
                for (host, count) in hosts {
                    tracing::warn!(%host, count, "deliveries were given up: too many wait");
                }
            }
            Err(error) => tracing::warn!(%error, "queues could not be looked at"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SHORTENING) => {}
        }
    }
}

/// Heeds what another process of the node blocked or let in again, how it has the directory
/// show itself, and which keys it replaced.
async fn heed_others(node: &Node, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(HEEDING) => {}
        }
        if let Err(error) = node.client.restrictions().reload(&node.db).await {
            tracing::warn!(%error, "blocks could not be read and stand as they were");
        }
        if let Err(error) = node.read_shown().await {
            tracing::warn!(%error, "how the directory shows itself could not be read");
        }
        if let Err(error) = node.read_keys().await {
            tracing::warn!(%error, "the keys could not be read and stay as they were");
        }
    }
}
