//! Every surface's routes together, start and stop.

/// What a node does and what waits.
mod metrics;
/// What goes on beside the requests.
mod workers;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use http::StatusCode;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::api;
use crate::cli::{admin, socket};
use crate::clock::Clock;
use crate::endpoints;
use crate::error::{Error, Result};
use crate::federation::{admission, followers, node_actor, unknown};
use crate::feeds;
use crate::http::{Problem, flood, layers, listen};
use crate::node::{Node, lock, shelf};
use crate::settings::Settings;
use crate::web;

/// How long workers may take to put their tools down.
const FAREWELL: Duration = Duration::from_secs(15);
/// How often is tried again what found no room at the start.
const SETTLING: Duration = Duration::from_secs(5);

/// Runs a node until it is told to stop (SIGTERM or SIGINT), and lets requests that are
/// under way end.
///
/// # Errors
/// Those of [`Server::start`], and [`Error::Invalid`] where the tiles that the settings name
/// are none.
pub async fn serve(settings: Settings, clock: Clock) -> Result<()> {
    settings.basemap.check()?;
    // Looked at before the port, which a server in the same directory has taken too.
    let held = lock::hold(&settings)?;
    let listen = settings.listen;
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        Error::invalid(
            "listen",
            format!("{listen} cannot be used ({error}); change the settings"),
        )
    })?;
    let server = Server::within(held, settings, clock, listener).await?;
    stop_on_signal(server.stop.clone())?;
    tracing::info!(address = %server.node.settings.public_url, %listen, "the node is open");
    match admin::invite_first(&server.node).await {
        Err(error @ Error::Unavailable(_)) => tracing::warn!(
            %error,
            "no link for the first account could be left; start again once that is mended"
        ),
        invited => invited?,
    }
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
    /// [`Error::Conflict`] when a server runs in the node's directory or on its database
    /// already,
    /// [`Error::Invalid`] when its database or its directory cannot be used.
    pub async fn start(settings: Settings, clock: Clock, listener: TcpListener) -> Result<Self> {
        let held = lock::hold(&settings)?;
        Self::within(held, settings, clock, listener).await
    }

    /// The same in a directory that is held already.
    async fn within(
        held: lock::Held,
        settings: Settings,
        clock: Clock,
        listener: TcpListener,
    ) -> Result<Self> {
        let commands = socket::listen(&settings.dir)?;
        let node = Node::open(settings, clock).await?;
        if node.db.fears_power_cuts().await? {
            tracing::warn!("fsync is off in the PostgreSQL server: a power cut may damage it");
        }
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

/// Serves a node on a listener, with its workers, until `stop`. A full disk keeps nobody from
/// reading.
///
/// # Errors
/// Those of the database when it starts, but for such as may pass.
pub async fn run(node: Arc<Node>, listener: TcpListener, stop: CancellationToken) -> Result<()> {
    sweep(&node).await?;
    let settled = match settle(&node).await {
        Err(error @ Error::Unavailable(_)) => {
            tracing::warn!(%error, "the node opens before it could write what a start writes");
            false
        }
        settled => settled.map(|()| true)?,
    };
    let workers = workers::start(&node, &stop);
    if !settled {
        workers.spawn(settle_later(Arc::clone(&node), stop.clone()));
    }
    let stopping = stop.clone();
    let explained = from_fn_with_state(Arc::clone(&node), web::explain);
    let bounded = from_fn_with_state(Arc::clone(&node), flood::by_address);
    let measured = from_fn_with_state(Arc::clone(&node), metrics::measure);
    let limits = node.settings.limits.clone();
    let deeds = node.deeds.clone();
    let admitted = from_fn_with_state(Arc::clone(&node), endpoints::admit);
    let routes = routes(&node)
        .layer(admitted)
        .layer(explained)
        .layer(bounded)
        .layer(measured);
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
    deeds.close();
    let both = async {
        workers.wait().await;
        deeds.wait().await;
    };
    let ended = tokio::time::timeout(FAREWELL, both).await;
    if ended.is_err() {
        tracing::warn!("some work was left off; it is taken up at the next start");
    }
    Ok(())
}

/// Publishes what the node says of itself, and heeds its settings.
async fn settle(node: &Node) -> Result<()> {
    node_actor::publish(node).await?;
    heed_settings(node).await
}

/// The same as soon as the database takes it.
async fn settle_later(node: Arc<Node>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SETTLING) => {}
        }
        match settle(&node).await {
            Ok(()) => return,
            Err(error) => tracing::warn!(%error, "what a start writes is tried again"),
        }
    }
}

/// Does what other settings, or rows of an older program, ask for.
async fn heed_settings(node: &Node) -> Result<()> {
    let mut tx = node.db.begin().await?;
    followers::note_origins(&mut tx).await?;
    unknown::heed_all(node, &mut tx).await?;
    tx.commit().await?;
    admission::heed_setting(node).await
}

/// Clears what a crash left of files that were being brought: nothing is on its way yet.
async fn sweep(node: &Node) -> Result<()> {
    let swept = shelf::sweep(node, Duration::ZERO).await?;
    if swept > 0 {
        tracing::info!(
            swept,
            "files that were brought and of which nothing is known are cleared"
        );
    }
    Ok(())
}

/// Every route.
pub fn routes(node: &Arc<Node>) -> Router<Arc<Node>> {
    Router::new()
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::show))
        .merge(api::routes(node))
        .merge(web::routes(node))
        .merge(feeds::routes())
        .merge(endpoints::routes(node.settings.limits.activity_bytes))
}

async fn ready(State(node): State<Arc<Node>>) -> Result<&'static str, Problem> {
    let looked = node.readiness.look(&node.db, node.clock.now()).await;
    looked.map_err(|error| {
        tracing::warn!(%error, "the node is not ready");
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Problem::new(status, "unavailable", "Not ready", error.reason())
    })?;
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
