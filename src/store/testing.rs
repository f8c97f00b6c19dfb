//! Empty databases for tests: SQLite in the given folder, or a new PostgreSQL database
//! when `TRENZA_TEST_DB=postgres`, on the server that `TRENZA_TEST_PG` names.

use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::Db;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id;

/// The address of a database that nothing was written to yet.
///
/// # Errors
/// [`Error::Invalid`] when PostgreSQL is asked for and `TRENZA_TEST_PG` names none.
pub async fn fresh_url(folder: &Path) -> Result<String> {
    if std::env::var("TRENZA_TEST_DB").as_deref() != Ok("postgres") {
        return Ok(folder.join("trenza.db").to_string_lossy().into_owned());
    }
    let remedy = "name a PostgreSQL server to test on, or run ./test, which starts one";
    let Ok(server) = std::env::var("TRENZA_TEST_PG") else {
        return Err(Error::invalid("TRENZA_TEST_PG", remedy));
    };
    let options: PgConnectOptions = server
        .parse()
        .map_err(|_error| Error::invalid("TRENZA_TEST_PG", remedy))?;
    let name = format!("trenza_{}", id::mint(&Clock::system()).replace('-', ""));
    let mut connection = PgConnection::connect_with(&options).await?;
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(options.database(&name).to_url_lossy().to_string())
}

/// An empty database with the present schema.
pub async fn fresh(folder: &Path) -> Result<Db> {
    Db::open(&fresh_url(folder).await?).await
}
