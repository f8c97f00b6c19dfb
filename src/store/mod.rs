//! The database: SQLite or PostgreSQL behind one [`Db`] and one [`Tx`].
//!
//! The same SQL text runs on either, with `$1` placeholders, `RETURNING` and
//! `ON CONFLICT`; [`on!`] and [`execute!`] give it to whichever connection a transaction
//! holds. Only the files of this module know a dialect.
//!
//! ```ignore
//! let mut tx = db.begin().await?;
//! let name: Option<String> = on!(tx, |c| sqlx::query_scalar("SELECT name FROM organizations WHERE id = $1")
//!     .bind(id)
//!     .fetch_optional(c))?;
//! let changed = execute!(tx, sqlx::query("UPDATE organizations SET name = $2 WHERE id = $1").bind(id).bind(new))?;
//! tx.commit().await?;
//! ```

/// Copies of an SQLite database.
pub mod backup;
mod checkpoint;
mod column;
mod failure;
/// The files of an SQLite database.
pub mod files;
mod group;
mod lease;
mod migrate;
mod open;
mod remembered;
/// Temporary files.
pub mod scratch;
/// Which texts were seen.
pub mod seen;
/// Numbers in order.
pub mod sorter;
/// Which part of an index is looked at first.
pub mod stretches;
/// Full-text search.
pub mod terms;
pub mod testing;
mod trial;
/// Which numbers a deed gave to what it wrote.
pub mod written;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{
    AssertSqlSafe, Database, Encode, PgPool, Postgres, QueryBuilder, Sqlite, SqlitePool, Type,
};

use crate::error::{Error, Result};
use scratch::Scratch;
use trial::LastFailure;

pub use column::{from_json, to_json};
pub use lease::Lease;
pub use remembered::Remembered;

/// How PostgreSQL gives one consistent view.
const POSTGRES_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A database. Cheap to clone; clones share connections.
#[derive(Debug, Clone)]
pub enum Db {
    /// The embedded database: many readers, one writer that commits in groups.
    Sqlite {
        /// Connections that only read.
        readers: SqlitePool,
        /// The one connection that writes.
        writer: group::Writer,
    },
    /// A PostgreSQL server, shared by as many processes as wish.
    Postgres {
        /// Its connections.
        pool: PgPool,
        /// What could not be written there.
        failure: Arc<LastFailure>,
    },
}

/// A transaction, ended by [`Tx::commit`]; one that is dropped leaves nothing behind. What it
/// fails of is kept in mind when that speaks against the database.
#[derive(Debug)]
pub struct Tx {
    held: Held,
    failure: Arc<LastFailure>,
    /// What it numbered of what a deed is told of once it is committed.
    written: Vec<i64>,
}

#[derive(Debug)]
enum Held {
    SqliteWrite(group::Turn),
    SqliteRead(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// The connection that a transaction holds, for [`on!`] and [`execute!`].
#[derive(Debug)]
pub enum Connected<'tx> {
    /// SQLite's.
    Sqlite(&'tx mut SqliteConnection),
    /// PostgreSQL's.
    Postgres(&'tx mut PgConnection),
}

/// Runs a query on the connection of `$tx`: `on!(tx, |c| sqlx::query_as(…).fetch_all(c))?`.
#[macro_export]
macro_rules! on {
    ($tx:expr, |$connection:ident| $query:expr) => {
        match $tx.connection() {
            $crate::store::Connected::Sqlite($connection) => $query.await,
            $crate::store::Connected::Postgres($connection) => $query.await,
        }
        .map_err(|error| $tx.failed(error))
    };
}

/// Runs a statement on the connection of `$tx` and gives the number of rows it touched.
#[macro_export]
macro_rules! execute {
    ($tx:expr, $statement:expr) => {
        match $tx.connection() {
            $crate::store::Connected::Sqlite(connection) => $statement
                .execute(connection)
                .await
                .map(|done| done.rows_affected()),
            $crate::store::Connected::Postgres(connection) => $statement
                .execute(connection)
                .await
                .map(|done| done.rows_affected()),
        }
        .map_err(|error| $tx.failed(error))
    };
}

pub use crate::{execute, on};

impl Db {
    /// Begins a transaction that may write. On SQLite writers take turns.
    pub async fn begin(&self) -> Result<Tx> {
        let held = match self {
            Self::Sqlite { writer, .. } => Held::SqliteWrite(writer.turn().await?),
            Self::Postgres { pool, .. } => Held::Postgres(pool.begin().await?),
        };
        Ok(Tx::new(held, self.last_failure()))
    }

    /// Begins a transaction that only reads, one consistent view, never in a writer's way.
    pub async fn read(&self) -> Result<Tx> {
        let held = match self {
            Self::Sqlite { readers, .. } => Held::SqliteRead(readers.begin().await?),
            Self::Postgres { pool, .. } => Held::Postgres(pool.begin_with(POSTGRES_READ).await?),
        };
        Ok(Tx::new(held, self.last_failure()))
    }

    /// Where work lies that is larger than the memory it may take: beside an embedded database,
    /// since there is room where it lies, and elsewhere where the system has it.
    pub fn scratch(&self) -> Scratch {
        let folder = match self {
            Self::Sqlite { readers, .. } => {
                let options = readers.connect_options();
                options.get_filename().parent().map(Path::to_path_buf)
            }
            Self::Postgres { .. } => None,
        };
        match folder {
            // A bare file name stands in the present folder.
            Some(folder) if folder.as_os_str().is_empty() => Scratch::in_folder("."),
            Some(folder) => Scratch::in_folder(folder),
            None => Scratch::of_the_system(),
        }
    }

    /// Whether this process alone writes here, so that what it remembers of the rows stays
    /// true. PostgreSQL may serve several processes.
    pub fn is_exclusive(&self) -> bool {
        matches!(self, Self::Sqlite { .. })
    }

    /// A number that is another after each [`Tx::commit`]; `None` where other processes commit
    /// too.
    pub fn commits(&self) -> Option<u64> {
        match self {
            Self::Sqlite { writer, .. } => Some(writer.commits()),
            Self::Postgres { .. } => None,
        }
    }

    /// Waits for running transactions and closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

impl Tx {
    fn new(held: Held, failure: &Arc<LastFailure>) -> Self {
        Self {
            held,
            failure: Arc::clone(failure),
            written: Vec::new(),
        }
    }

    /// Notes the numbers of what was written, which [`written::listening`] hears of when it is
    /// committed: the numbers of what is undone may become another's.
    pub fn wrote(&mut self, numbers: &[i64]) {
        self.written.extend(numbers);
    }

    /// The connection, for [`on!`] and [`execute!`].
    pub fn connection(&mut self) -> Connected<'_> {
        match &mut self.held {
            Held::SqliteWrite(turn) => Connected::Sqlite(turn.connection()),
            Held::SqliteRead(tx) => Connected::Sqlite(tx),
            Held::Postgres(tx) => Connected::Postgres(tx),
        }
    }

    /// What a query on [`Tx::connection`] failed of.
    pub fn failed(&self, error: sqlx::Error) -> Error {
        match self.held {
            Held::SqliteWrite(_) => self.failure.noted(error),
            Held::SqliteRead(_) => error.into(),
            Held::Postgres(_) => of_postgres(error, &self.failure),
        }
    }

    /// Ends the transaction; when this returns `Ok`, a power cut does not undo it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk or the server refused, and then nothing of the
    /// transaction stands.
    pub async fn commit(self) -> Result<()> {
        self.end(true).await
    }

    /// The same as [`Tx::commit`], of what nothing is made of that is [`Remembered`]: that stays.
    ///
    /// # Errors
    /// Those of [`Tx::commit`].
    pub async fn commit_aside(self) -> Result<()> {
        self.end(false).await
    }

    async fn end(self, is_counted: bool) -> Result<()> {
        match self.held {
            Held::SqliteWrite(turn) if is_counted => turn.commit().await?,
            Held::SqliteWrite(turn) => turn.commit_aside().await?,
            Held::SqliteRead(tx) => tx.commit().await?,
            Held::Postgres(tx) => {
                let done = tx.commit().await;
                done.map_err(|error| of_postgres(error, &self.failure))?;
            }
        }
        written::tell(self.written);
        Ok(())
    }

    /// The function that makes an array in JSON of what it is given.
    pub fn json_array(&self) -> &'static str {
        match self.held {
            Held::Postgres(_) => "JSON_BUILD_ARRAY",
            Held::SqliteWrite(_) | Held::SqliteRead(_) => "JSON_ARRAY",
        }
    }

    /// Whether this process alone writes to the database.
    pub fn is_exclusive(&self) -> bool {
        !matches!(self.held, Held::Postgres(_))
    }

    /// Keeps other writers from the row `id` of `table` until this transaction ends.
    /// SQLite has one writer anyway.
    pub async fn lock_row(&mut self, table: &'static str, id: &str) -> Result<()> {
        if let Held::Postgres(tx) = &mut self.held {
            let sql = format!("SELECT 1 FROM {table} WHERE id = $1 FOR UPDATE");
            sqlx::query(AssertSqlSafe(sql))
                .bind(id)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Keeps the others that take `name` out until this transaction ends: all of them, or
    /// when `is_shared` those alone that do not share it. SQLite has one writer anyway.
    pub async fn lock_name(&mut self, name: &'static str, is_shared: bool) -> Result<()> {
        if let Held::Postgres(tx) = &mut self.held {
            let sql = if is_shared {
                "SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))"
            } else {
                "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
            };
            sqlx::query(sql).bind(name).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// What ends a `SELECT` that claims work: on PostgreSQL rows that another process
    /// claims just now are passed over.
    pub fn for_claim(&self) -> &'static str {
        match &self.held {
            Held::Postgres(_) => " FOR UPDATE SKIP LOCKED",
            _ => "",
        }
    }
}

/// An error of a PostgreSQL server, kept in mind when the server itself lacks something.
fn of_postgres(error: sqlx::Error, failure: &LastFailure) -> Error {
    if failure::is_of_resources(&error) {
        failure.noted(error)
    } else {
        error.into()
    }
}

/// Adds a list of values to a statement that ends in `IN`.
pub fn push_list<'v, D, T>(statement: &mut QueryBuilder<D>, values: impl IntoIterator<Item = T>)
where
    D: Database,
    T: Encode<'v, D> + Type<D>,
{
    statement.push("(");
    let mut list = statement.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    statement.push(")");
}

/// Whether a statement with so many values in a list stays prepared. A long list is planned anew
/// each time: PostgreSQL would go on with what it planned while the table was small, and compare
/// each row with the whole list.
pub fn stays_prepared(values: usize) -> bool {
    values < 50
}

/// The path of a SQLite database named by `url`, `None` for a server.
pub fn sqlite_path(url: &str) -> Option<PathBuf> {
    let is_server = url.starts_with("postgres:") || url.starts_with("postgresql:");
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    (!is_server).then(|| PathBuf::from(path))
}
