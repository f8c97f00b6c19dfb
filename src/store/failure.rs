//! The drivers' errors, sorted by what the caller can do about them.

use sqlx::sqlite::SqliteConnection;

use crate::error::{Error, Result};

/// SQLite's result codes that time may mend: busy, locked, out of memory, I/O error, full,
/// cannot open (sqlite.org/rescode.html). Extended codes carry them in the low byte.
const PASSING: [i64; 6] = [5, 6, 7, 10, 13, 14];
/// PostgreSQL's SQLSTATE classes that time may mend: connection, resources, operator
/// intervention, system error, and serialization failures (PostgreSQL appendix A).
const PASSING_CLASSES: [&str; 5] = ["08", "40", "53", "57", "58"];

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let is_taken =
            matches!(&error, sqlx::Error::Database(inner) if inner.is_unique_violation());
        if is_passing(&error) {
            Self::Unavailable(error.to_string())
        } else if is_taken {
            // Another writer was first; whoever cares for the name has asked before.
            Self::AlreadyExists("a record of that name or number".to_owned())
        } else {
            Self::internal(error)
        }
    }
}

fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Io(_)
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(inner) => inner.code().is_some_and(|code| {
            match code.parse::<i64>() {
                // A SQLSTATE has five characters; SQLite's codes are shorter.
                Ok(number) if code.len() < 5 => PASSING.contains(&(number & 0xff)),
                _ => PASSING_CLASSES.iter().any(|class| code.starts_with(class)),
            }
        }),
        _ => false,
    }
}

/// SQLite 3.7.0 to 3.51.2 can corrupt a WAL database that several connections use.
pub(super) async fn refuse_corrupting_sqlite(connection: &mut SqliteConnection) -> Result<()> {
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(connection)
        .await?;
    let number: Vec<u32> = version
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect();
    if number < vec![3, 51, 3] {
        let reason = format!("SQLite {version} may corrupt files; build with 3.51.3 or newer");
        return Err(Error::invalid("sqlite", reason));
    }
    Ok(())
}
