//! Empty databases for tests: SQLite in the given folder, or a new PostgreSQL database
//! when `TRENZA_TEST_DB=postgres`, on the server that `TRENZA_TEST_PG` names.

use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::{Db, backup, on, sqlite_path};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id;

/// How the names of the databases on the server for tests begin.
const PREFIX: &str = "trenza_test_";

/// The address of a database that has tables, and nothing was written to yet.
///
/// # Errors
/// [`Error::Invalid`] when PostgreSQL is asked for and `TRENZA_TEST_PG` names none.
pub async fn fresh_url(folder: &Path) -> Result<String> {
    let url = unmade_url(folder).await?;
    Db::create(&url).await?.close().await;
    Ok(url)
}

/// The address of a database that `init` has yet to make: SQLite's file is missing, and
/// PostgreSQL's holds no tables.
///
/// # Errors
/// As [`fresh_url`].
pub async fn unmade_url(folder: &Path) -> Result<String> {
    if std::env::var("TRENZA_TEST_DB").as_deref() != Ok("postgres") {
        return Ok(folder.join("trenza.db").to_string_lossy().into_owned());
    }
    postgres(None).await
}

/// The address of a copy of the database at `url`, which nobody has open: SQLite's lies in
/// `folder`.
///
/// # Errors
/// Those of the database.
pub async fn copy_of(url: &str, folder: &Path) -> Result<String> {
    if sqlite_path(url).is_none() {
        return postgres(Some(url)).await;
    }
    let target = folder.join(format!("{}.db", id::mint(&Clock::system())));
    backup::copy(url, &target).await?;
    Ok(target.to_string_lossy().into_owned())
}

/// A new database on the server for tests, without tables or as a copy of another.
async fn postgres(like: Option<&str>) -> Result<String> {
    let remedy = "name a PostgreSQL server to test on, or run ./test, which starts one";
    let Ok(server) = std::env::var("TRENZA_TEST_PG") else {
        return Err(Error::invalid("TRENZA_TEST_PG", remedy));
    };
    let parse = |url: &str| -> Result<PgConnectOptions> {
        url.parse()
            .map_err(|_error| Error::invalid("TRENZA_TEST_PG", remedy))
    };
    let options = parse(&server)?;
    let like = like.map(parse).transpose()?;
    let template = like.as_ref().and_then(PgConnectOptions::get_database);
    let template = template.map_or_else(String::new, |name| format!(" TEMPLATE {name}"));
    let unique = id::mint(&Clock::system()).replace('-', "");
    let name = format!("{PREFIX}{}_{unique}", std::process::id());
    let mut connection = PgConnection::connect_with(&options).await?;
    if options.get_socket().is_some() {
        drop_those_of_ended_tests(&mut connection).await?;
    }
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}{template}")))
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(options.database(&name).to_url_lossy().to_string())
}

/// Drops the databases whose test has ended. Each takes 12 MiB, and a whole suite of them would
/// fill a small disk. Nothing tells a test's end to the server, so the name of its database bears
/// the number of its process, and the next test looks whether that is still there. The server
/// has to be this machine's for that, and the machine one that shows its processes as files.
async fn drop_those_of_ended_tests(connection: &mut PgConnection) -> Result<()> {
    let query = "SELECT datname FROM pg_database WHERE starts_with(datname, $1)";
    let names: Vec<String> = sqlx::query_scalar(query)
        .bind(PREFIX)
        .fetch_all(&mut *connection)
        .await?;
    let processes = Path::new("/proc");
    for name in names {
        let process = name.trim_start_matches(PREFIX).split('_').next();
        let has_ended = process.is_some_and(|number| !processes.join(number).exists());
        if has_ended && processes.join("self").exists() {
            // Another test may drop it at this moment, or the server may not have noticed yet
            // that nobody is connected; then the next test tries again.
            let statement = AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"));
            let _busy = sqlx::query(statement).execute(&mut *connection).await;
        }
    }
    Ok(())
}

/// An empty database with the present schema.
pub async fn fresh(folder: &Path) -> Result<Db> {
    Db::create(&unmade_url(folder).await?).await
}

/// Lets an SQLite database grow by `pages` and no more: it answers then as on a full disk.
///
/// # Errors
/// Those of the database.
pub async fn leave_room(db: &Db, pages: i64) -> Result<()> {
    let mut tx = db.begin().await?;
    let query = "PRAGMA page_count";
    let present: i64 = on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))?;
    let limit = AssertSqlSafe(format!("PRAGMA max_page_count = {}", present + pages));
    on!(tx, |c| async {
        sqlx::query(limit).fetch_all(c).await.map(|_| ())
    })?;
    tx.commit().await
}
