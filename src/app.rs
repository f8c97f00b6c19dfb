//! Every route in one table, the workers, start and stop.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::cli::{lock, socket};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::node::Node;
use crate::settings::Settings;
use crate::web;

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

/// Serves a node on a listener until `stop`.
///
/// # Errors
/// [`Error::Internal`] when the listener fails.
pub async fn run(node: Arc<Node>, listener: TcpListener, stop: CancellationToken) -> Result<()> {
    axum::serve(listener, routes().with_state(node))
        .with_graceful_shutdown(async move { stop.cancelled().await })
        .await
        .map_err(Error::internal)
}

/// Every route.
pub fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .merge(web::routes())
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
