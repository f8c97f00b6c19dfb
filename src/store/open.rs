//! Opening a database: what has to be there, what may be made, and what is said when it cannot
//! be opened. It does not know what the tables are for.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};

use super::{Db, checkpoint, failure, files, group, migrate, sqlite_path};
use crate::error::{Error, Result};

/// How many readers SQLite serves at once; more would only share the same two or four cores.
const SQLITE_READERS: u32 = 4;
/// How many connections one process opens to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a caller waits for a connection before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a PostgreSQL server that is starting is asked again, and how long in between.
const TRIES: u32 = 20;
/// See [`TRIES`].
const BETWEEN_TRIES: Duration = Duration::from_millis(500);
/// How long a statement waits for another session's lock on PostgreSQL, unless the address
/// says otherwise (`?options=-c%20lock_timeout%3D5s`): none of ours holds one that long.
const LOCK_TIMEOUT: &str = "60s";

impl Db {
    /// Opens the database at `url`, which [`Db::create`] made once, and brings its schema up
    /// to date. An SQLite file is copied beside itself before its schema changes.
    ///
    /// A database that is missing, or empty, is refused: a disk that is not mounted must not
    /// become a new node with other keys under the old address.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the address is none we can open, nothing of ours is there, or
    /// the schema is newer than this program; [`Error::Unavailable`] when the database does
    /// not answer.
    pub async fn open(url: &str) -> Result<Self> {
        match sqlite_path(url) {
            Some(path) => open_sqlite(&path, false).await,
            None => open_postgres(url, false).await,
        }
    }

    /// The same, and makes what is missing: the file of an SQLite database, readable by its
    /// owner alone, and the tables.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn create(url: &str) -> Result<Self> {
        match sqlite_path(url) {
            Some(path) => open_sqlite(&path, true).await,
            None => open_postgres(url, true).await,
        }
    }

    /// Whether something was made at `url` that [`Db::open`] may open.
    ///
    /// # Errors
    /// [`Error::Invalid`] when a PostgreSQL server cannot be reached.
    pub async fn is_made(url: &str) -> Result<bool> {
        if let Some(path) = sqlite_path(url) {
            return Ok(std::fs::metadata(path).is_ok_and(|found| found.len() > 0));
        }
        let mut connection = reach(&postgres_options(url)?).await?;
        let is_made = has_tables(&mut connection).await?;
        connection.close().await?;
        Ok(is_made)
    }
}

/// How connections to an SQLite file are made.
pub(super) fn sqlite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .pragma("temp_store", "MEMORY")
        .pragma("wal_autocheckpoint", checkpoint::MOST_PAGES)
        .disable_statement_logging()
}

async fn open_sqlite(path: &Path, may_create: bool) -> Result<Db> {
    if may_create {
        files::make(path)?;
    } else {
        files::refuse_missing(path)?;
    }
    let options = sqlite_options(path);
    let explain = |error| failure::of_file(path, error);
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .map_err(explain)?;
    failure::refuse_corrupting_sqlite(&mut connection).await?;
    // Asked before anything is written to what may be another program's file.
    let query = "SELECT COUNT(*) > 0 FROM sqlite_schema WHERE name = $1";
    let is_ours: bool = sqlx::query_scalar(query)
        .bind(migrate::TABLE)
        .fetch_one(&mut connection)
        .await
        .map_err(explain)?;
    if !is_ours && !may_create {
        return Err(files::without_tables(&path.display().to_string()));
    }
    files::close_to_others(path);
    // The mode stays with the file, so the connections made after this one have it too.
    sqlx::query("PRAGMA journal_mode = WAL")
        .execute(&mut connection)
        .await
        .map_err(explain)?;
    migrate::sqlite(&mut connection, path).await?;
    let aside = SqliteConnection::connect_with(&options)
        .await
        .map_err(explain)?;
    let readers = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .acquire_timeout(PATIENCE)
        .connect_with(options.pragma("query_only", "ON"))
        .await
        .map_err(explain)?;
    Ok(Db::Sqlite {
        readers,
        writer: group::Writer::new(connection, aside),
    })
}

/// How connections to a PostgreSQL server are made.
fn postgres_options(url: &str) -> Result<PgConnectOptions> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|e| {
            Error::invalid(
                "database.url",
                format!("{e}; write postgres://USER@HOST/NAME"),
            )
        })?
        // Compiling a query takes longer than any of ours runs.
        .options([("jit", "off")])
        // Its own figure is for disks that turn; by it a search would sooner read all rows.
        .options([("random_page_cost", "1.1")])
        // Many ask at once, and each of them has but one processor.
        .options([("max_parallel_workers_per_gather", "0")])
        // What was acknowledged is on the disk, whatever the server or the address says.
        .options([("synchronous_commit", "on")])
        .disable_statement_logging();
    let chosen = options.get_options().unwrap_or_default();
    if chosen.contains("lock_timeout") {
        return Ok(options);
    }
    Ok(options.options([("lock_timeout", LOCK_TIMEOUT)]))
}

/// Whether the session sees tables of ours.
async fn has_tables(connection: &mut PgConnection) -> Result<bool> {
    let query = "SELECT to_regclass($1) IS NOT NULL";
    let found = sqlx::query_scalar(query).bind(migrate::TABLE);
    Ok(found.fetch_one(connection).await?)
}

async fn open_postgres(url: &str, may_create: bool) -> Result<Db> {
    let options = postgres_options(url)?;
    let mut connection = reach(&options).await?;
    if !may_create && !has_tables(&mut connection).await? {
        return Err(files::without_tables(&name_of(&options)));
    }
    migrate::postgres(&mut connection).await?;
    connection.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await?;
    Ok(Db::Postgres {
        pool,
        failure: Arc::default(),
    })
}

/// Connects to a PostgreSQL server, which may be starting just now as this program is.
async fn reach(options: &PgConnectOptions) -> Result<PgConnection> {
    let mut tries = 0;
    loop {
        let connecting = PgConnection::connect_with(options);
        let error = match tokio::time::timeout(PATIENCE, connecting).await {
            Ok(Ok(connection)) => return Ok(connection),
            Ok(Err(error)) => error,
            Err(_late) => sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()),
        };
        tries += 1;
        if tries > TRIES || !failure::is_of_a_start(&error) {
            return Err(failure::of_server(&name_of(options), options, error));
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}

/// The database as its operator knows it, without a password.
fn name_of(options: &PgConnectOptions) -> String {
    let name = options.get_database().unwrap_or(options.get_username());
    match options.get_socket() {
        Some(socket) => format!("{name} at {}", socket.display()),
        None => format!("{name} at {}:{}", options.get_host(), options.get_port()),
    }
}
