//! The least that an inbox can do: check one RSA signature with a key in memory, and write
//! one row, with many others in one durable transaction, before it answers.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::{mpsc, oneshot};
use trenza::activitypub::keys::PublicKey;

/// How many rows one transaction carries.
const BATCH: usize = 500;

type Row = (Bytes, oneshot::Sender<()>);

#[derive(Clone)]
struct Bare {
    key: Arc<PublicKey>,
    rows: mpsc::Sender<Row>,
}

pub(crate) async fn router(path: &Path, key: PublicKey) -> Result<Router> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let table = "CREATE TABLE received (seq INTEGER PRIMARY KEY, body BLOB NOT NULL)";
    sqlx::query(table).execute(&mut connection).await?;
    let (rows, waiting) = mpsc::channel(4_096);
    tokio::spawn(write(connection, waiting));
    let bare = Bare {
        key: Arc::new(key),
        rows,
    };
    Ok(Router::new().route("/inbox", post(take)).with_state(bare))
}

async fn take(State(bare): State<Bare>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if !is_signed(&headers, &bare.key).unwrap_or(false) {
        return StatusCode::UNAUTHORIZED;
    }
    let (written, wait) = oneshot::channel();
    if bare.rows.send((body, written)).await.is_err() || wait.await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    StatusCode::ACCEPTED
}

/// Builds the signed text as the signature says, and checks it.
fn is_signed(headers: &HeaderMap, key: &PublicKey) -> Result<bool> {
    let signature = headers.get("signature").context("unsigned")?.to_str()?;
    let parameter = |name: &str| {
        let rest = signature.split_once(name)?.1;
        Some(rest.split_once('"')?.0)
    };
    let names = parameter("headers=\"").context("no headers")?;
    let made = parameter("signature=\"").context("no signature")?;
    let mut text = String::new();
    for name in names.split(' ') {
        if !text.is_empty() {
            text.push('\n');
        }
        let value = match name {
            "(request-target)" => "post /inbox",
            name => headers.get(name).context("a header is missing")?.to_str()?,
        };
        text.extend([name, ": ", value]);
    }
    Ok(key.verify(text.as_bytes(), &STANDARD.decode(made)?))
}

async fn write(mut connection: SqliteConnection, mut waiting: mpsc::Receiver<Row>) {
    let mut rows = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut rows, BATCH).await > 0 {
        if write_batch(&mut connection, &rows).await.is_err() {
            return;
        }
        for (_, written) in rows.drain(..) {
            written.send(()).ok();
        }
    }
}

async fn write_batch(connection: &mut SqliteConnection, rows: &[Row]) -> sqlx::Result<()> {
    let mut transaction = connection.begin().await?;
    for (body, _) in rows {
        let statement = "INSERT INTO received (body) VALUES ($1)";
        let query = sqlx::query(statement).bind(&body[..]);
        query.execute(&mut *transaction).await?;
    }
    transaction.commit().await
}
