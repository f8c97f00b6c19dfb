//! Copies of an SQLite database. A copy bears its name only once it is whole, checked and on
//! the disk: what a cut-off attempt leaves is called `.part` and is replaced by the next.

use std::fs::{self, File};
use std::path::Path;

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::open::sqlite_options;
use super::{failure, files, sqlite_path};
use crate::error::{Error, Result};

/// How a copy is called while it is written.
const PART: &str = ".part";

/// Copies the SQLite database at `url` to the new file `target`, beside a running server or
/// without one. It holds the private keys, so it is for its owner alone (mode 0600).
///
/// # Errors
/// [`Error::Invalid`] when the database is on a server, is missing, or `target` exists;
/// [`Error::Unavailable`] when the disk cannot hold the copy. Then none is left.
pub async fn copy(url: &str, target: &Path) -> Result<()> {
    let Some(path) = sqlite_path(url) else {
        return Err(Error::invalid(
            "database.url",
            "is PostgreSQL, which makes its own copies; use pg_dump",
        ));
    };
    files::refuse_missing(&path)?;
    let shown = target.display().to_string();
    if target.exists() {
        return Err(Error::invalid(
            shown,
            "exists already; name a file that does not",
        ));
    }
    let explain = |error| failure::of_file(&path, error);
    let mut connection = SqliteConnection::connect_with(&sqlite_options(&path))
        .await
        .map_err(explain)?;
    let written = write(&mut connection, target).await;
    connection.close().await.map_err(explain)?;
    written
}

/// Writes a copy of what `connection` has open to `target`, in place of an older one.
pub(super) async fn write(connection: &mut SqliteConnection, target: &Path) -> Result<()> {
    let part = files::beside(target, PART);
    let shown = part.display().to_string();
    let failed = |error: std::io::Error| {
        Error::Unavailable(format!("the copy {shown} cannot be made ({error})"))
    };
    discard(&part).map_err(failed)?;
    // SQLite writes into an empty file as it stands, and leaves its mode.
    let file = files::new_private(&part).map_err(failed)?;
    let whole = async {
        sqlx::query("VACUUM INTO $1")
            .bind(&shown)
            .execute(connection)
            .await
            .map_err(|error| failure::of_copy(target, error))?;
        check(&part).await?;
        file.sync_all().map_err(failed)?;
        fs::rename(&part, target).map_err(failed)?;
        // Some file systems cannot do this to a folder; the copy stands all the same.
        let synced = File::open(files::folder(target)).and_then(|folder| folder.sync_all());
        if let Err(error) = synced {
            tracing::warn!(%error, copy = %target.display(), "the copy's folder was not synced");
        }
        Ok::<_, Error>(())
    };
    let whole = whole.await;
    if whole.is_err() {
        // Whatever keeps it there, the next attempt removes it.
        discard(&part).ok();
    }
    whole
}

/// Removes a file if there is one.
fn discard(file: &Path) -> std::io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Refuses a copy that SQLite finds something wrong with.
async fn check(copy: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(copy)
        .read_only(true)
        .immutable(true);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    match found.first().map(String::as_str) {
        Some("ok") => Ok(()),
        first => Err(Error::Conflict(
            format!(
                "the copy of the database is damaged ({}); the database may be too: keep its \
                 files, and restore an older copy",
                first.unwrap_or("it was not checked")
            )
            .into(),
        )),
    }
}
