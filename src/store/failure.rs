//! The drivers' errors, sorted by what the caller can do about them.

use std::io::ErrorKind;
use std::path::Path;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnection;

use crate::error::{Error, Result};

/// PostgreSQL's SQLSTATE classes that time may mend: connection, resources, operator
/// intervention, system error, and serialization failures (PostgreSQL appendix A).
const PASSING_CLASSES: [&str; 5] = ["08", "40", "53", "57", "58"];

/// What is wrong, and whether time or the operator can mend it while the program goes on.
enum Fault {
    Passing(&'static str),
    Damage,
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let is_taken =
            matches!(&error, sqlx::Error::Database(inner) if inner.is_unique_violation());
        match fault(&error) {
            Some(Fault::Passing("")) => Self::Unavailable(error.to_string()),
            Some(Fault::Passing(remedy)) => Self::Unavailable(format!("{error}; {remedy}")),
            Some(Fault::Damage) => Self::internal(format!("{error}; {DAMAGED}")),
            // Another writer was first; whoever cares for the name has asked before.
            None if is_taken => Self::AlreadyExists("a record of that name or number".to_owned()),
            None => Self::internal(error),
        }
    }
}

const MAKE_ROOM: &str = "make room on the disk; it goes on by itself then";
const DAMAGED: &str = "stop the node, keep the database's files, and restore a copy";

fn fault(error: &sqlx::Error) -> Option<Fault> {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Io(_)
        | sqlx::Error::WorkerCrashed => Some(Fault::Passing("")),
        sqlx::Error::Database(inner) => {
            let code = inner.code()?;
            match code.parse::<i64>() {
                // A SQLSTATE has five characters; SQLite's codes are shorter.
                Ok(number) if code.len() < 5 => sqlite(number),
                _ => postgres(&code),
            }
        }
        _ => None,
    }
}

/// SQLite's result codes (sqlite.org/rescode.html). What extends them matters where room may be
/// what is missing.
fn sqlite(code: i64) -> Option<Fault> {
    Some(match code & 0xff {
        5 | 6 => Fault::Passing(
            "another program holds it: end that (a shell of sqlite3, a tool that copies it), and \
             try again",
        ),
        7 => Fault::Passing("the machine has no memory left"),
        8 => Fault::Passing(
            "the account that runs this may not write to it: change the owner of the database's \
             files, or mount their disk for writing",
        ),
        // SQLITE_IOERR_SHMSIZE: the index of what was written lately finds no room.
        10 if code == 4874 => Fault::Passing(MAKE_ROOM),
        // SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC: a quota and a limit of a file's size end so.
        10 if code == 778 || code == 1034 => Fault::Passing(
            "make room where a quota or a limit of a file's size is reached; it goes on by itself \
             then; else the disk fails: look at the machine's log",
        ),
        10 => Fault::Passing("the disk fails: look at the machine's log"),
        13 => Fault::Passing(MAKE_ROOM),
        14 => Fault::Passing("look whether its disk is mounted and this account may write there"),
        11 | 26 => Fault::Damage,
        _ => return None,
    })
}

fn postgres(code: &str) -> Option<Fault> {
    Some(match code {
        "53100" => {
            Fault::Passing("make room on the database server's disk; it goes on by itself then")
        }
        // lock_not_available
        "55P03" => Fault::Passing(
            "another session holds a lock on it: end that (pg_stat_activity names it), and try \
             again",
        ),
        // read_only_sql_transaction
        "25006" => Fault::Passing("name the server that takes writes, not a standby"),
        _ if PASSING_CLASSES.iter().any(|class| code.starts_with(class)) => Fault::Passing(""),
        _ => return None,
    })
}

/// Whether a PostgreSQL server lacks something itself, such as room on its disk, or failed at it;
/// another session's lock, for one, is no such thing.
pub(super) fn is_of_resources(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(inner) = error else {
        return false;
    };
    // insufficient_resources and system_error
    (inner.code()).is_some_and(|code| code.starts_with("53") || code.starts_with("58"))
}

/// Whether another program held an SQLite database (`SQLITE_BUSY`, `SQLITE_LOCKED`).
pub(super) fn is_of_a_lock(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(inner) = error else {
        return false;
    };
    let code = inner.code().unwrap_or_default();
    code.len() < 5 && (code.parse::<i64>()).is_ok_and(|number| matches!(number & 0xff, 5 | 6))
}

/// Why a copy of an SQLite database cannot be made: its disk may be another than the database's.
pub(super) fn of_copy(copy: &Path, error: sqlx::Error) -> Error {
    match fault(&error) {
        Some(Fault::Passing(MAKE_ROOM)) => Error::Unavailable(format!(
            "the copy {} cannot be made ({error}); make room on its disk, and try again",
            copy.display()
        )),
        _ => error.into(),
    }
}

/// Why an SQLite file cannot be opened, as a refusal that names it.
pub(super) fn of_file(path: &Path, error: sqlx::Error) -> Error {
    let shown = path.display();
    match fault(&error) {
        Some(Fault::Damage) => Error::invalid(
            "database.url",
            format!("{shown} is damaged, or no SQLite database ({error}); {DAMAGED}"),
        ),
        // Whatever opens it ends there, and nothing goes on by itself.
        Some(Fault::Passing(MAKE_ROOM)) => Error::Unavailable(format!(
            "{shown} cannot be opened, since its disk is full ({error}); make room there, and \
             start again"
        )),
        Some(Fault::Passing(remedy)) if !remedy.is_empty() => {
            Error::Unavailable(format!("{shown}: {error}; {remedy}"))
        }
        _ => error.into(),
    }
}

/// Whether a PostgreSQL server refuses as one does that is only starting.
pub(super) fn is_of_a_start(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(inner) => inner.kind() == ErrorKind::ConnectionRefused,
        // cannot_connect_now
        sqlx::Error::Database(inner) => inner.code().as_deref() == Some("57P03"),
        _ => false,
    }
}

/// Why a PostgreSQL database, which is called `shown`, cannot be opened: a refusal that names
/// it, without a password.
pub(super) fn of_server(shown: &str, options: &PgConnectOptions, error: sqlx::Error) -> Error {
    let code = match &error {
        sqlx::Error::Database(inner) => inner.code().unwrap_or_default().into_owned(),
        _ => String::new(),
    };
    let reason = match (&error, code.as_str()) {
        (sqlx::Error::Io(inner), _) => {
            format!("{shown} cannot be reached ({inner}); start that server, or mend the address")
        }
        // invalid_catalog_name
        (_, "3D000") => format!(
            "{shown} does not exist; make it (createdb {}), or mend the name",
            options.get_database().unwrap_or(options.get_username())
        ),
        // invalid_authorization_specification and invalid_password
        (_, "28000" | "28P01") => format!(
            "{shown} does not let {} in ({error}); mend user and password",
            options.get_username()
        ),
        _ => return error.into(),
    };
    Error::invalid("database.url", reason)
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

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use sqlx::error::{DatabaseError, ErrorKind};

    use super::*;

    /// What a database answers, by its code alone.
    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Answer(&'static str);

    impl DatabaseError for Answer {
        fn message(&self) -> &str {
            self.0
        }

        fn code(&self) -> Option<Cow<'_, str>> {
            Some(self.0.into())
        }

        fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
            self
        }

        fn as_error_mut(&mut self) -> &mut (dyn std::error::Error + Send + Sync + 'static) {
            self
        }

        fn into_error(self: Box<Self>) -> Box<dyn std::error::Error + Send + Sync + 'static> {
            self
        }

        fn kind(&self) -> ErrorKind {
            ErrorKind::Other
        }
    }

    fn answer(code: &'static str) -> sqlx::Error {
        sqlx::Error::Database(Box::new(Answer(code)))
    }

    #[test]
    fn whatever_lacks_room_is_told_with_what_to_do() {
        // SQLite's SQLITE_FULL, and what it says of its index, of a quota, and of a sync;
        // PostgreSQL's disk_full.
        for code in ["13", "4874", "778", "1034", "53100"] {
            let error = Error::from(answer(code));
            assert!(matches!(error, Error::Unavailable(_)), "{code}: {error}");
            let told = error.to_string();
            assert!(told.contains("make room"), "{code}: {told}");
            assert!(told.contains("goes on by itself"), "{code}: {told}");
        }
        let broken = Error::from(answer("266")).to_string();
        assert!(!broken.contains("make room"), "a read failed: {broken}");
    }

    #[test]
    fn a_copy_that_finds_no_room_names_its_own_disk() {
        let copy = Path::new("/backup/trenza.db");
        let told = of_copy(copy, answer("13")).to_string();
        assert!(told.contains("/backup/trenza.db"), "{told}");
        assert!(!told.contains("by itself"), "{told}");
        let damaged = of_copy(copy, answer("11"));
        assert!(matches!(damaged, Error::Internal(_)), "{damaged}");
    }

    #[test]
    fn a_file_whose_disk_is_full_is_named_and_nothing_is_said_to_go_on_by_itself() {
        for code in ["13", "4874"] {
            let told = of_file(Path::new("/srv/trenza.db"), answer(code)).to_string();
            for part in ["/srv/trenza.db", "disk is full", "make room", "start again"] {
                assert!(told.contains(part), "{code}: {told}");
            }
            assert!(!told.contains("by itself"), "{told}");
        }
    }

    #[test]
    fn what_a_server_lacks_speaks_against_it_and_what_another_session_does_not_yet() {
        for (code, expected) in [("53100", true), ("58030", true), ("40001", false)] {
            assert_eq!(is_of_resources(&answer(code)), expected, "{code}");
        }
        assert!(!is_of_resources(&sqlx::Error::PoolTimedOut));
    }
}
