//! Empty databases for tests: SQLite in the given folder, or a new PostgreSQL database
//! when `TRENZA_TEST_DB=postgres`, on the server that `TRENZA_TEST_PG` names.

use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use super::{Db, backup, migrate, on, sqlite_path};
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
    let url = next_url(folder).await?;
    Db::create(&url).await?.close().await;
    Ok(url)
}

/// An empty database with the present schema.
///
/// # Errors
/// As [`fresh_url`].
pub async fn fresh(folder: &Path) -> Result<Db> {
    Db::create(&next_url(folder).await?).await
}

/// The address of a database that nothing was written to, and whose tables are made when it is
/// opened if they are not there.
async fn next_url(folder: &Path) -> Result<String> {
    if is_on_postgres() {
        return postgres(Some(&with_tables().await?)).await;
    }
    unmade_url(folder).await
}

/// The address of a database that `init` has yet to make: SQLite's file is missing, and
/// PostgreSQL's holds no tables.
///
/// # Errors
/// As [`fresh_url`].
pub async fn unmade_url(folder: &Path) -> Result<String> {
    if is_on_postgres() {
        return postgres(None).await;
    }
    Ok(folder.join("trenza.db").to_string_lossy().into_owned())
}

fn is_on_postgres() -> bool {
    std::env::var("TRENZA_TEST_DB").as_deref() == Ok("postgres")
}

/// The address of a copy of the database at `url`, which nobody has open: SQLite's lies in
/// `folder`.
///
/// # Errors
/// Those of the database.
pub async fn copy_of(url: &str, folder: &Path) -> Result<String> {
    if sqlite_path(url).is_none() {
        let options: PgConnectOptions = url.parse()?;
        return postgres(options.get_database()).await;
    }
    let target = folder.join(format!("{}.db", id::mint(&Clock::system())));
    backup::copy(url, &target).await?;
    Ok(target.to_string_lossy().into_owned())
}

/// How the server for tests is reached.
fn server() -> Result<PgConnectOptions> {
    let remedy = "name a PostgreSQL server to test on, or run ./test, which starts one";
    let parsed = std::env::var("TRENZA_TEST_PG").map(|url| url.parse());
    let Ok(Ok(options)) = parsed else {
        return Err(Error::invalid("TRENZA_TEST_PG", remedy));
    };
    Ok(options)
}

/// A new database on the server for tests, without tables or as a copy of another, which is
/// named.
async fn postgres(like: Option<&str>) -> Result<String> {
    let options = server()?;
    let template = like.map_or_else(String::new, |name| format!(" TEMPLATE {name}"));
    let unique = id::mint(&Clock::system()).replace('-', "");
    let name = format!("{PREFIX}{}_{unique}", std::process::id());
    let mut connection = PgConnection::connect_with(&options).await?;
    if options.get_socket().is_some() {
        drop_those_of_ended_tests(&mut connection).await?;
    }
    let statement = AssertSqlSafe(format!("CREATE DATABASE {name}{template}"));
    connection.execute(statement).await?;
    connection.close().await?;
    Ok(options.database(&name).to_url_lossy().to_string())
}

/// The name of a database on the server for tests that has the present tables and is made once:
/// a copy of it is there in a tenth of the time that all steps to those tables take.
async fn with_tables() -> Result<String> {
    let options = server()?;
    let name = format!("trenza_tables_{:016x}", migrate::postgres_mark());
    let mut connection = PgConnection::connect_with(&options).await?;
    // The lock goes with the connection.
    let lock = "SELECT pg_advisory_lock(hashtext('trenza_tables'))";
    connection.execute(lock).await?;
    let query = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)";
    let is_made: bool = sqlx::query_scalar(query)
        .bind(&name)
        .fetch_one(&mut connection)
        .await?;
    if !is_made {
        let unmade = format!("{name}_unmade");
        for statement in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
            let statement = AssertSqlSafe(format!("{statement} {unmade}"));
            connection.execute(statement).await?;
        }
        let url = options.database(&unmade).to_url_lossy();
        Db::create(url.as_str()).await?.close().await;
        let made = AssertSqlSafe(format!("ALTER DATABASE {unmade} RENAME TO {name}"));
        connection.execute(made).await?;
    }
    connection.close().await?;
    Ok(name)
}

/// Drops the databases whose test has ended. Each takes 12 MiB, and a whole suite of them would
/// fill a small disk. Nothing tells a test's end to the server, so the name of its database bears
/// the number of its process, and the next test looks whether that is still there. The server
/// has to be this machine's for that, and the machine one that shows its processes as files.
async fn drop_those_of_ended_tests(connection: &mut PgConnection) -> Result<()> {
    let processes = Path::new("/proc");
    if !processes.join("self").exists() {
        return Ok(());
    }
    let query = "SELECT datname FROM pg_database WHERE starts_with(datname, $1)";
    let names: Vec<String> = sqlx::query_scalar(query)
        .bind(PREFIX)
        .fetch_all(&mut *connection)
        .await?;
    for name in names {
        let own = name
            .strip_prefix(PREFIX)
            .and_then(|own| own.split_once('_'));
        // A database that somebody named so by hand bears no number.
        let Some(process) = own.and_then(|(number, _)| number.parse::<u32>().ok()) else {
            continue;
        };
        if !processes.join(process.to_string()).exists() {
            // Another test may drop it at this moment, or the server may not have noticed yet
            // that nobody is connected; then the next test tries again.
            let statement = AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"));
            let _busy = connection.execute(statement).await;
        }
    }
    Ok(())
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
