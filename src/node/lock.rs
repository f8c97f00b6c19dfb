//! One process at a time in a node's directory.
//!
//! The lock is the operating system's, on the file `trenza.lock`: it ends with the process,
//! however that ends, so no stale lock has to be removed by hand.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Error, Result};

/// The lock's file inside a node's directory.
const FILE_NAME: &str = "trenza.lock";
/// How often a command looks again while another command holds the directory.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// The directory, held until this is dropped.
#[derive(Debug)]
#[must_use = "the directory is free again when this is dropped"]
pub struct Held(#[expect(dead_code, reason = "closing the file ends the lock")] File);

/// Who may work in the directory just now.
#[derive(Debug)]
pub enum Found {
    /// This process.
    Ours(Held),
    /// A running server, reached by this socket.
    Server(PathBuf),
}

/// Where the server of a node's directory listens for commands.
pub fn socket(dir: &Path) -> PathBuf {
    dir.join("trenza.sock")
}

/// Takes the directory; `None` when another process holds it.
///
/// # Errors
/// [`Error::Invalid`] when the lock's file cannot be made there.
pub fn take(dir: &Path) -> Result<Option<Held>> {
    let path = dir.join(FILE_NAME);
    let refuse = |error: &dyn std::fmt::Display| {
        Error::invalid(
            path.display().to_string(),
            format!("cannot be locked: {error}"),
        )
    };
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| refuse(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Held(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(refuse(&error)),
    }
}

/// Takes the directory or finds the server that holds it; waits a while for a short command
/// that does neither.
///
/// # Errors
/// [`Error::Unavailable`] when another command holds it for longer.
pub async fn take_or_find(dir: &Path) -> Result<Found> {
    for _ in 0..LOOKS {
        if let Some(held) = take(dir)? {
            return Ok(Found::Ours(held));
        }
        let path = socket(dir);
        if tokio::net::UnixStream::connect(&path).await.is_ok() {
            return Ok(Found::Server(path));
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    Err(Error::Unavailable(format!(
        "another trenza command is at work in {}; try again when it is done",
        dir.display()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let held = take(dir.path()).unwrap().expect("the directory is free");
        assert!(take(dir.path()).unwrap().is_none());
        drop(held);
        assert!(take(dir.path()).unwrap().is_some());
        assert!(take(&dir.path().join("missing")).is_err());
    }
}
