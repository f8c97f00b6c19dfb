//! Every route in one table, the workers, start and stop.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use futures::future::BoxFuture;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::activitypub::{delivery, received};
use crate::api;
use crate::cli::{admin, lock, socket};
use crate::clock::Clock;
use crate::conversation;
use crate::endpoints;
use crate::error::{Error, Result};
use crate::federation::{
    admission, catch_up, followers, index, message, node_actor, publish, worker,
};
use crate::feeds;
use crate::http::{Problem, flood, layers, listen};
use crate::mail;
use crate::node::Node;
use crate::offers;
use crate::people;
use crate::pictures;
use crate::registry::import;
use crate::settings::Settings;
use crate::web;

/// How long workers may take to put their tools down.
const FAREWELL: Duration = Duration::from_secs(15);
/// The pause before a worker that ended is started again.
const BREATH: Duration = Duration::from_secs(2);
/// How often offers are looked at whose last day may have passed.
const EXPIRING: Duration = Duration::from_secs(30);
/// How often imports are looked for that a crash left unfinished.
const RESUMING: Duration = Duration::from_secs(30);
/// How often queues are looked at for which more waits than may.
const SHORTENING: Duration = Duration::from_mins(1);
/// How often blocks are looked at that another process may have changed.
const HEEDING: Duration = Duration::from_secs(5);
/// How often received activities are looked at that are old enough to be forgotten.
const FORGETTING: Duration = Duration::from_hours(1);

/// Runs a node until it is told to stop (SIGTERM or SIGINT), and lets requests that are
/// under way end.
///
/// # Errors
/// Those of [`Server::start`].
pub async fn serve(settings: Settings, clock: Clock) -> Result<()> {
    let listen = settings.listen;
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        Error::invalid(
            "listen",
            format!("{listen} cannot be used ({error}); change the settings"),
        )
    })?;
    let server = Server::start(settings, clock, listener).await?;
    stop_on_signal(server.stop.clone())?;
    tracing::info!(address = %server.node.settings.public_url, %listen, "the node is open");
    admin::invite_first(&server.node).await?;
    server.ended().await
}

/// A node that is served to the network and, by its socket, to the command line.
#[derive(Debug)]
pub struct Server {
    /// The node.
    pub node: Arc<Node>,
    stop: CancellationToken,
    served: JoinHandle<Result<()>>,
    commands: JoinHandle<Result<()>>,
    _held: lock::Held,
}

impl Server {
    /// Opens the node and serves it on `listener`.
    ///
    /// # Errors
    /// [`Error::Conflict`] when a server runs in the node's directory already,
    /// [`Error::Invalid`] when its database or its directory cannot be used.
    pub async fn start(settings: Settings, clock: Clock, listener: TcpListener) -> Result<Self> {
        let Some(held) = lock::take(&settings.dir)? else {
            let dir = settings.dir.display();
            return Err(Error::Conflict(format!(
                "a server or a command is at work in {dir} already"
            )));
        };
        let commands = socket::listen(&settings.dir)?;
        let node = Node::open(settings, clock).await?;
        let stop = CancellationToken::new();
        let commands = tokio::spawn(socket::serve(commands, Arc::clone(&node), stop.clone()));
        let served = tokio::spawn(run(Arc::clone(&node), listener, stop.clone()));
        Ok(Self {
            node,
            stop,
            served,
            commands,
            _held: held,
        })
    }

    /// Stops it as SIGTERM does, and waits.
    ///
    /// # Errors
    /// Those of its tasks.
    pub async fn stop(self) -> Result<()> {
        self.stop.cancel();
        self.ended().await
    }

    /// Waits until it was stopped.
    async fn ended(self) -> Result<()> {
        self.served.await.map_err(Error::internal)??;
        self.stop.cancel();
        self.commands.await.map_err(Error::internal)??;
        self.node.db.close().await;
        Ok(())
    }
}

/// Serves a node on a listener, with its workers, until `stop`.
///
/// # Errors
/// Those of the database when it starts.
pub async fn run(node: Arc<Node>, listener: TcpListener, stop: CancellationToken) -> Result<()> {
    node_actor::publish(&node).await?;
    note_origins(&node).await?;
    admission::heed_setting(&node).await?;
    let workers = start_workers(&node, &stop);
    let stopping = stop.clone();
    let explained = from_fn_with_state(Arc::clone(&node), web::explain);
    let bounded = from_fn_with_state(Arc::clone(&node), flood::by_address);
    let limits = node.settings.limits.clone();
    let admitted = from_fn_with_state(Arc::clone(&node), endpoints::admit);
    let routes = routes(&node)
        .layer(admitted)
        .layer(explained)
        .layer(bounded);
    let all = layers::around(routes.with_state(node));
    let serving = listen::serve(listener, all, &limits, async move {
        stopping.cancelled().await;
    });
    // A half-open connection must not keep the node from ending.
    let late = async {
        stop.cancelled().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        () = serving => {}
        () = late => {}
    }
    stop.cancel();
    workers.close();
    let ended = tokio::time::timeout(FAREWELL, workers.wait()).await;
    if ended.is_err() {
        tracing::warn!("some work was left off; it is taken up at the next start");
    }
    Ok(())
}

/// Notes the servers of followers that were written before servers were counted.
async fn note_origins(node: &Node) -> Result<()> {
    let mut tx = node.db.begin().await?;
    followers::note_origins(&mut tx).await?;
    tx.commit().await
}

/// Everything that goes on beside the requests.
fn start_workers(node: &Arc<Node>, stop: &CancellationToken) -> TaskTracker {
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
        Box::pin(async move { heed_restrictions(&node, stop).await })
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
            Ok(None) => {}
            Ok(Some(_)) => node.wake.publisher.notify_one(),
            Err(error) => tracing::error!(%error, "an import could not be taken up"),
        }
    }
}

/// Who delivers for the node's actors.
fn deliverer(node: &Node) -> delivery::Worker {
    let key = node.keys.rsa().clone();
    delivery::Worker {
        db: node.db.clone(),
        clock: node.clock.clone(),
        poster: Arc::new(delivery::Signing::new(
            node.client.clone(),
            key,
            node.base(),
        )),
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

/// Forgets received activities that were settled long ago, and what people said, what was
/// shown and which letters were sent that nobody needs any more.
async fn forget_old(node: &Node, stop: CancellationToken) {
    loop {
        let forgotten = async {
            let mut tx = node.db.begin().await?;
            let now = node.clock.now();
            let mut count = received::prune(&mut tx, now).await?;
            count += message::forget_old(node, &mut tx).await?;
            count += conversation::prune(&mut tx, now).await?;
            count += pictures::prune(&mut tx, now).await?;
            count += mail::prune(&mut tx, now).await?;
            count += people::prune(&mut tx, now).await?;
            let brought = import::brought::forget_old(&mut tx, now).await?;
            tx.commit().await?;
            web::clear_brought(node, &brought);
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

/// Heeds what another process of the node blocked or let in again.
async fn heed_restrictions(node: &Node, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(HEEDING) => {}
        }
        if let Err(error) = node.client.restrictions().reload(&node.db).await {
            tracing::warn!(%error, "blocks could not be read and stand as they were");
        }
    }
}

/// Every route.
pub fn routes(node: &Arc<Node>) -> Router<Arc<Node>> {
    Router::new()
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .merge(api::routes())
        .merge(web::routes(node))
        .merge(feeds::routes())
        .merge(endpoints::routes(node.settings.limits.activity_bytes))
}

async fn ready(State(node): State<Arc<Node>>) -> Result<&'static str, Problem> {
    node.db.read().await?;
    Ok("ready\n")
}

/// Listens for the signals at once and waits for them beside everything else.
fn stop_on_signal(stop: CancellationToken) -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).map_err(Error::internal)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Error::internal)?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        stop.cancel();
    });
    Ok(())
}
