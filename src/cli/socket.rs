//! The socket by which a command reaches a running server: `trenza.sock` in the node's
//! directory, open to the server's own account alone (mode 0600).

#[cfg(test)]
mod tests;

use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use bytes::{Bytes, BytesMut};
use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt, TryStreamExt};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt};
use tokio::net::UnixListener;
use tokio::sync::mpsc;
use tokio_util::io::{ReaderStream, StreamReader};
use tokio_util::sync::CancellationToken;

use super::progress::{self, Step, Tell};
use super::{Answer, Command, execute_telling};
use crate::error::{Error, Result};
use crate::export::{self, Asked, Piece};
use crate::id;
use crate::node::{Node, lock};

/// The largest command in JSON: a mapping's file travels in it.
const MAX_COMMAND: usize = 4 << 20;

/// How many steps wait for whoever is told of them; more are left out.
const STEPS: usize = 16;

/// What the server answers to a command.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Reply {
    Step(Step),
    Done(Answer),
    Kept(PathBuf),
    Failed(String),
}

/// Answers commands until `stop`.
///
/// # Errors
/// [`Error::Internal`] when the listener fails.
pub async fn serve(listener: UnixListener, node: Arc<Node>, stop: CancellationToken) -> Result<()> {
    let path = lock::socket(&node.settings.dir);
    clear_uploads(&node.settings.dir);
    let routes = Router::new()
        .route("/command", post(receive))
        .layer(DefaultBodyLimit::max(MAX_COMMAND))
        .route("/upload", post(keep_upload))
        .route("/download", post(send_export))
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
    let path = &lock::socket(dir);
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

/// Where a server keeps files that commands bring, until it has read them.
fn uploads(dir: &Path) -> PathBuf {
    dir.join("uploads")
}

/// Removes files that a server before this one did not come to read.
fn clear_uploads(dir: &Path) {
    let _ = fs::remove_dir_all(uploads(dir));
}

/// Keeps a file that a command brings, as it comes, and answers where.
async fn keep_upload(State(node): State<Arc<Node>>, body: Body) -> Json<Reply> {
    Json(match keep(&node, body).await {
        Ok(path) => Reply::Kept(path),
        Err(error) => Reply::Failed(error.to_string()),
    })
}

async fn keep(node: &Node, body: Body) -> Result<PathBuf> {
    let dir = uploads(&node.settings.dir);
    let full = |error: std::io::Error| {
        let dir = dir.display();
        Error::Unavailable(format!(
            "{dir} cannot take the file ({error}); make room on its disk, and send it again"
        ))
    };
    DirBuilder::new()
        .mode(0o700)
        .recursive(true)
        .create(&dir)
        .map_err(full)?;
    let path = dir.join(id::mint(&node.clock));
    let mut file = tokio::fs::File::create_new(&path).await.map_err(full)?;
    let mut body = body.into_data_stream();
    let (mut size, most) = (0_u64, node.settings.limits.import_bytes);
    let kept = async {
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|error| Error::Unavailable(error.to_string()))?;
            size += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            if size > most {
                let reason = format!("is larger than limits.import_bytes, which is {most}");
                return Err(Error::invalid("file", reason));
            }
            file.write_all(&bytes).await.map_err(full)?;
        }
        file.flush().await.map_err(full)
    };
    match kept.await {
        Ok(()) => Ok(path),
        Err(error) => {
            let _ = fs::remove_file(&path);
            Err(error)
        }
    }
}

/// How many bytes say at the end of a download how many records there are in it.
const COUNT: usize = size_of::<u64>();

/// Sends an export as it is written, and the number of its records at the end. A failure in
/// between breaks the answer off, so that nobody takes a part of it for the whole.
async fn send_export(State(node): State<Arc<Node>>, Json(asked): Json<Asked>) -> Response {
    match export::pieces(&node.db, &node.shown().settings, asked).await {
        Ok(pieces) => Body::from_stream(counted(pieces)).into_response(),
        Err(error) => {
            let reply = Reply::Failed(error.to_string());
            (StatusCode::CONFLICT, Json(reply)).into_response()
        }
    }
}

/// The bytes of an export and, big-endian behind them, how many records there were.
fn counted(pieces: impl Stream<Item = Result<Piece>>) -> impl Stream<Item = Result<Bytes>> {
    let records = Arc::new(AtomicU64::new(0));
    let told = Arc::clone(&records);
    let bytes = pieces.map_ok(move |piece| {
        told.store(piece.records, Ordering::Relaxed);
        piece.bytes
    });
    let count = async move {
        let records = records.load(Ordering::Relaxed);
        Ok(Bytes::copy_from_slice(&records.to_be_bytes()))
    };
    bytes.chain(stream::once(count))
}

/// The pieces of an export from what [`counted`] made of them; the last has no bytes and the
/// number of records.
fn uncounted<E>(
    bytes: impl Stream<Item = Result<Bytes, E>> + Unpin,
    broken: impl Fn(E) -> Error,
) -> impl Stream<Item = Result<Piece>> {
    stream::try_unfold(
        (Some(bytes), BytesMut::new(), broken),
        |(bytes, mut held, broken)| async move {
            let Some(mut bytes) = bytes else {
                return Ok(None);
            };
            if let Some(some) = bytes.next().await {
                held.extend_from_slice(&some.map_err(&broken)?);
                let surplus = held.len().saturating_sub(COUNT);
                let piece = Piece {
                    bytes: held.split_to(surplus).freeze(),
                    records: 0,
                };
                return Ok(Some((piece, (Some(bytes), held, broken))));
            }
            let count: [u8; COUNT] = held.as_ref().try_into().map_err(Error::internal)?;
            let piece = Piece {
                bytes: Bytes::new(),
                records: u64::from_be_bytes(count),
            };
            Ok(Some((piece, (None, held, broken))))
        },
    )
}

/// Answers a command by lines of JSON: how far it has come, now and then, and at last what it
/// did.
async fn receive(State(node): State<Arc<Node>>, Json(command): Json<Command>) -> Response {
    let (hearer, heard) = mpsc::channel(STEPS);
    let steps = stream::unfold(heard, |mut heard| async {
        let step = heard.recv().await?;
        Some((Reply::Step(step), heard))
    });
    let answer = async move {
        match execute_telling(&node, command, &progress::to(hearer)).await {
            Ok(answer) => Reply::Done(answer),
            Err(error) => Reply::Failed(error.to_string()),
        }
    };
    let lines = stream::select(steps, stream::once(answer)).map(|reply| {
        let mut line = serde_json::to_vec(&reply).map_err(Error::internal)?;
        line.push(b'\n');
        Ok::<_, Error>(line)
    });
    Body::from_stream(lines).into_response()
}

/// Brings a file to the server behind the socket, and says where it lies there.
///
/// # Errors
/// [`Error::Invalid`] when the file cannot be read, the server's own refusal, or
/// [`Error::Unavailable`] when it stopped meanwhile.
pub async fn upload(path: &Path, file: &Path) -> Result<PathBuf> {
    let shown = file.display().to_string();
    let file = tokio::fs::File::open(file)
        .await
        .map_err(|error| Error::invalid(shown, format!("cannot be read ({error})")))?;
    let body = reqwest::Body::wrap_stream(ReaderStream::new(file));
    let request = client(path)?.post("http://trenza/upload").body(body);
    match answer(request).await? {
        Reply::Kept(path) => Ok(path),
        Reply::Failed(reason) => Err(Error::Conflict(reason.into())),
        Reply::Done(_) | Reply::Step(_) => Err(Error::internal("an upload is no command")),
    }
}

/// An export as the server behind the socket writes it; its last piece says how many records
/// there were.
///
/// # Errors
/// The server's own refusal, or [`Error::Unavailable`] when it stopped meanwhile; in between
/// this comes in place of a piece.
pub async fn download(path: &Path, asked: &Asked) -> Result<BoxStream<'static, Result<Piece>>> {
    let request = client(path)?.post("http://trenza/download").json(asked);
    let response = request.send().await.map_err(|error| gone(&error))?;
    if response.status() == StatusCode::CONFLICT {
        return match response.json().await.map_err(|error| gone(&error))? {
            Reply::Failed(reason) => Err(Error::Conflict(reason.into())),
            Reply::Done(_) | Reply::Kept(_) | Reply::Step(_) => {
                Err(Error::internal("an export is no command"))
            }
        };
    }
    let response = understood(response)?;
    let bytes = response.bytes_stream();
    Ok(uncounted(bytes.boxed(), |error| gone(&error)).boxed())
}

/// Sends a command to the server behind the socket, tells how far it has come, and waits for
/// its answer.
///
/// # Errors
/// The server's own refusal, or [`Error::Unavailable`] when it stopped meanwhile.
pub async fn send(path: &Path, command: &Command, tell: &Tell) -> Result<Answer> {
    let request = client(path)?.post("http://trenza/command").json(command);
    let response = request.send().await.map_err(|error| gone(&error))?;
    let bytes = understood(response)?.bytes_stream();
    let mut lines = StreamReader::new(bytes.map_err(std::io::Error::other)).lines();
    while let Some(line) = lines.next_line().await.map_err(|error| gone(&error))? {
        match serde_json::from_str(&line).map_err(Error::internal)? {
            Reply::Step(step) => tell(step),
            Reply::Done(answer) => return Ok(answer),
            Reply::Failed(reason) => return Err(Error::Conflict(reason.into())),
            Reply::Kept(_) => return Err(Error::internal("a command is no upload")),
        }
    }
    Err(gone(&"it broke off"))
}

fn client(path: &Path) -> Result<reqwest::Client> {
    #[expect(
        clippy::disallowed_methods,
        reason = "it talks to this node's own socket alone"
    )]
    let client = reqwest::Client::builder()
        .unix_socket(path)
        .no_proxy()
        .build();
    client.map_err(Error::internal)
}

async fn answer(request: reqwest::RequestBuilder) -> Result<Reply> {
    let response = request.send().await.map_err(|error| gone(&error))?;
    let response = understood(response)?;
    response.json().await.map_err(|error| gone(&error))
}

fn gone(error: &dyn std::fmt::Display) -> Error {
    Error::Unavailable(format!(
        "the running server did not answer ({error}); try again"
    ))
}

/// The answer, unless the server does not know what it was asked.
fn understood(response: reqwest::Response) -> Result<reqwest::Response> {
    if !response.status().is_success() {
        let status = response.status();
        return Err(Error::Conflict(
            format!("the running server refused the command ({status}); is it of another version?")
                .into(),
        ));
    }
    Ok(response)
}
