//! The socket by which a command reaches a running server: `trenza.sock` in the node's
//! directory, open to the server's own account alone (mode 0600).

use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::net::UnixListener;
use tokio_util::sync::CancellationToken;

use super::{Command, Report, execute};
use crate::error::{Error, Result};
use crate::node::Node;

/// Where the server of a node's directory listens for commands.
pub fn path(dir: &Path) -> PathBuf {
    dir.join("trenza.sock")
}

/// What the server answers to a command.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Reply {
    Done(Report),
    Failed(String),
}

/// Answers commands until `stop`.
///
/// # Errors
/// [`Error::Internal`] when the listener fails.
pub async fn serve(listener: UnixListener, node: Arc<Node>, stop: CancellationToken) -> Result<()> {
    let path = path(&node.settings.dir);
    // A register's file travels as base64, which is a third longer.
    let most = node.settings.limits.import_bytes / 3 * 4 + (1 << 20);
    let routes = Router::new()
        .route("/command", post(receive))
        .layer(DefaultBodyLimit::max(most))
        .with_state(node);
    let served = axum::serve(listener, routes)
        .with_graceful_shutdown(async move { stop.cancelled().await })
        .await;
    // The next server would remove it too; this keeps the directory tidy meanwhile.
    let _ = fs::remove_file(&path);
    served.map_err(Error::internal)
}

/// Listens for commands in a node's directory. The caller holds its lock, so a socket that
/// lies there already is a dead server's.
///
/// # Errors
/// [`Error::Invalid`] when the socket cannot be made.
pub fn listen(dir: &Path) -> Result<UnixListener> {
    let path = &path(dir);
    // It is bound inside a private directory and moved to its place, so that there is no
    // moment in which another account could connect.
    let private = path.with_extension("sock.new");
    let refuse = |error: std::io::Error| {
        Error::invalid(
            path.display().to_string(),
            format!("the command socket cannot be made ({error}); a shorter directory may help"),
        )
    };
    let _ = fs::remove_dir_all(&private);
    DirBuilder::new()
        .mode(0o700)
        .create(&private)
        .map_err(refuse)?;
    let inner = private.join("s");
    let bound = UnixListener::bind(&inner).and_then(|listener| {
        fs::set_permissions(&inner, Permissions::from_mode(0o600))?;
        fs::rename(&inner, path)?;
        Ok(listener)
    });
    let _ = fs::remove_dir_all(&private);
    bound.map_err(refuse)
}

async fn receive(State(node): State<Arc<Node>>, Json(command): Json<Command>) -> Json<Reply> {
    Json(match execute(&node, command).await {
        Ok(report) => Reply::Done(report),
        Err(error) => Reply::Failed(error.to_string()),
    })
}

/// Sends a command to the server behind the socket and waits for its answer.
///
/// # Errors
/// The server's own refusal, or [`Error::Unavailable`] when it stopped meanwhile.
pub async fn send(path: &Path, command: &Command) -> Result<Report> {
    #[expect(
        clippy::disallowed_methods,
        reason = "it talks to this node's own socket alone"
    )]
    let client = reqwest::Client::builder()
        .unix_socket(path)
        .no_proxy()
        .build()
        .map_err(Error::internal)?;
    let gone = |error: reqwest::Error| {
        Error::Unavailable(format!(
            "the running server did not answer ({error}); try again"
        ))
    };
    let response = client
        .post("http://trenza/command")
        .json(command)
        .send()
        .await
        .map_err(gone)?;
    if !response.status().is_success() {
        let status = response.status();
        return Err(Error::Conflict(format!(
            "the running server refused the command ({status}); is it of another version?"
        )));
    }
    match response.json().await.map_err(gone)? {
        Reply::Done(report) => Ok(report),
        Reply::Failed(reason) => Err(Error::Conflict(reason)),
    }
}
