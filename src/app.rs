//! Every route in one table, the workers, start and stop.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::api;
use crate::cli::{lock, socket};
use crate::clock::Clock;
use crate::endpoints;
use crate::error::{Error, Result};
use crate::federation::{catch_up, node_actor, publish, worker};
use crate::http::Problem;
use crate::node::Node;
use crate::offers;
use crate::settings::Settings;
use crate::web;

/// How long workers may take to put their tools down.
const FAREWELL: Duration = Duration::from_secs(15);
/// How often offers are looked at whose last day may have passed.
const EXPIRING: Duration = Duration::from_secs(30);

/// Runs a node until it is told to stop (SIGTERM or SIGINT), and lets requests that are
/// under way end.
///
/// # Errors
/// [`Error::Conflict`] when a server runs in the node's directory already,
/// [`Error::Invalid`] when the address to listen on cannot be used.
pub async fn serve(settings: Settings, clock: Clock) -> Result<()> {
    let Some(_held) = lock::take(&settings.dir)? else {
        let dir = settings.dir.display();
        return Err(Error::Conflict(format!(
            "a server or a command is at work in {dir} already"
        )));
    };
    let listen = settings.listen;
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        Error::invalid(
            "listen",
            format!("{listen} cannot be used ({error}); change the settings"),
        )
    })?;
    let commands = socket::listen(&settings.dir)?;
    let node = Node::open(settings, clock).await?;
    let stop = CancellationToken::new();
    stop_on_signal(stop.clone())?;
    let commands = tokio::spawn(socket::serve(commands, node.clone(), stop.clone()));
    tracing::info!(address = %node.settings.public_url, %listen, "the node is open");
    run(node.clone(), listener, stop.clone()).await?;
    stop.cancel();
    commands.await.map_err(Error::internal)??;
    node.db.close().await;
    Ok(())
}

/// Serves a node on a listener, with its workers, until `stop`.
///
/// # Errors
/// [`Error::Internal`] when the listener fails.
pub async fn run(node: Arc<Node>, listener: TcpListener, stop: CancellationToken) -> Result<()> {
    node_actor::publish(&node).await?;
    let workers = start_workers(&node, &stop);
    let stopping = stop.clone();
    let served = axum::serve(listener, routes().with_state(node))
        .with_graceful_shutdown(async move { stopping.cancelled().await })
        .await;
    stop.cancel();
    workers.close();
    if tokio::time::timeout(FAREWELL, workers.wait())
        .await
        .is_err()
    {
        tracing::warn!("some work was left off; it is taken up at the next start");
    }
    served.map_err(Error::internal)
}

/// Everything that goes on beside the requests.
fn start_workers(node: &Arc<Node>, stop: &CancellationToken) -> TaskTracker {
    let workers = TaskTracker::new();
    let hands = || (Arc::clone(node), stop.clone());
    let (at, until) = hands();
    workers.spawn(async move { publish::run(&at, until).await });
    let (at, until) = hands();
    workers.spawn(async move { worker::run(&at, until).await });
    let (at, until) = hands();
    workers.spawn(async move { catch_up::run(&at, until).await });
    let (at, until) = hands();
    workers.spawn(async move { expire_offers(&at, until).await });
    workers
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

/// Every route.
pub fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .merge(api::routes())
        .merge(web::routes())
        .merge(endpoints::routes())
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
