//! One process at a time in a node's directory, and one on its SQLite database, from whichever
//! directory that is named.
//!
//! The locks are the operating system's, on the file `trenza.lock` of the directory and on one
//! beside the database: they end with the process, however that ends, so no stale lock has to
//! be removed by hand.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, fchown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::settings::{self, Settings};
use crate::store::files;

/// The lock's file inside a node's directory.
const FILE_NAME: &str = "trenza.lock";
/// How often a command looks again while another command holds the directory.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
/// The longest path that is read from a lock's file.
const LONGEST_PATH: u64 = 4096;

/// The directory and its database, held until this is dropped.
#[derive(Debug)]
#[must_use = "the directory is free again when this is dropped"]
pub struct Held {
    locks: Vec<Lock>,
}

/// A file that is locked until this is dropped.
#[derive(Debug)]
struct Lock {
    file: File,
    path: PathBuf,
    is_new: bool,
}

/// Who may work in the directory just now.
#[derive(Debug)]
pub enum Found {
    /// This process.
    Ours(Held),
    /// A running server, reached by this socket.
    Server(PathBuf),
}

/// What another process holds.
#[derive(Debug)]
enum InUse {
    /// The node's directory.
    Directory(PathBuf),
    /// Its database, for the node of another directory when that is known.
    Database { lock: PathBuf, by: Option<PathBuf> },
}

/// Where the server of a node's directory listens for commands.
pub fn socket(dir: &Path) -> PathBuf {
    dir.join("trenza.sock")
}

/// Takes the directory and its database; `None` when another process holds the directory.
///
/// # Errors
/// [`Error::Conflict`] when the node of another directory holds the database,
/// [`Error::Invalid`] when a lock's file cannot be made.
pub fn take(settings: &Settings) -> Result<Option<Held>> {
    match attempt(settings)? {
        Ok(held) => Ok(Some(held)),
        Err(InUse::Directory(_)) => Ok(None),
        Err(in_use) => Err(in_use.refusal()),
    }
}

/// Takes both, for what cannot do with less.
///
/// # Errors
/// [`Error::Conflict`] when another process holds either, [`Error::Invalid`] when a lock's file
/// cannot be made.
pub fn hold(settings: &Settings) -> Result<Held> {
    attempt(settings)?.map_err(|in_use| in_use.refusal())
}

/// Takes the directory or finds the server that holds it; waits a while for a short command
/// that does neither.
///
/// # Errors
/// [`Error::Conflict`] when the server of another directory holds the database, or another command
/// either of them for longer.
pub async fn take_or_find(settings: &Settings) -> Result<Found> {
    let mut looks = 0;
    loop {
        let in_use = match attempt(settings)? {
            Ok(held) => return Ok(Found::Ours(held)),
            Err(in_use) => in_use,
        };
        looks += 1;
        let at = in_use.directory().map(socket);
        let is_served = match &at {
            Some(at) => tokio::net::UnixStream::connect(at).await.is_ok(),
            None => false,
        };
        match (&in_use, at) {
            (InUse::Directory(_), Some(at)) if is_served => return Ok(Found::Server(at)),
            _ if is_served || looks == LOOKS => return Err(in_use.refusal()),
            _ => tokio::time::sleep(BETWEEN_LOOKS).await,
        }
    }
}

/// Takes both, or neither.
fn attempt(settings: &Settings) -> Result<std::result::Result<Held, InUse>> {
    let dir = &settings.dir;
    let Some(lock) = Lock::take(dir.join(FILE_NAME))? else {
        return Ok(Err(InUse::Directory(dir.clone())));
    };
    let mut locks = vec![lock];
    if let Some(path) = files::lock(&settings.database.url) {
        let mut lock = match Lock::take(path.clone()) {
            Ok(Some(lock)) => lock,
            in_vain => {
                Held { locks }.undo();
                let by = holder(&path);
                return in_vain.map(|_none| Err(InUse::Database { lock: path, by }));
            }
        };
        lock.give_to_owner_of(&path.with_extension(""));
        lock.say(dir);
        locks.push(lock);
    }
    Ok(Ok(Held { locks }))
}

/// The directory of whoever holds the lock at `path`, as it says itself.
fn holder(path: &Path) -> Option<PathBuf> {
    let mut text = String::new();
    let file = File::open(path).ok()?;
    file.take(LONGEST_PATH).read_to_string(&mut text).ok()?;
    (!text.is_empty()).then(|| PathBuf::from(text))
}

impl Held {
    /// Gives everything back, and takes away the locks' files that were not there before.
    pub fn undo(self) {
        for lock in self.locks.iter().filter(|lock| lock.is_new) {
            // One that stays does no harm.
            let _ = fs::remove_file(&lock.path);
        }
    }
}

impl InUse {
    fn directory(&self) -> Option<&Path> {
        match self {
            Self::Directory(dir) => Some(dir),
            Self::Database { by, .. } => by.as_deref(),
        }
    }

    fn refusal(&self) -> Error {
        match self {
            Self::Directory(dir) => {
                let dir = dir.display();
                let said = format!(
                    "a server or a command is at work in {dir}; stop that one, or wait for it"
                );
                Error::Conflict(said.into())
            }
            Self::Database { lock, by } => {
                let database = lock.with_extension("");
                let by = match by {
                    Some(dir) => format!(
                        "the node of {0}; stop that one, or ask it by --config {1}",
                        dir.display(),
                        dir.join(settings::FILE_NAME).display()
                    ),
                    None => "another process; stop that one".to_owned(),
                };
                let said = format!(
                    "the database {} is held (by its lock {}) by {by}",
                    database.display(),
                    lock.display()
                );
                Error::Conflict(said.into())
            }
        }
    }
}

impl Lock {
    /// Locks the file at `path`, made when it is missing; `None` when another holds it. What only
    /// leads to a file is refused: the system's account would write into whatever a lesser one
    /// has it lead to, and give that away.
    fn take(path: PathBuf) -> Result<Option<Self>> {
        loop {
            let found = fs::symlink_metadata(&path);
            if found.is_ok_and(|found| !found.is_file()) {
                let error = std::io::Error::other("it is no file of its own; remove it");
                return Err(refused(&path, &error));
            }
            // A new file is made at no end of a link.
            let made = File::options().write(true).create_new(true).open(&path);
            let is_new = made.is_ok();
            let opened = match made {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    File::options().write(true).open(&path)
                }
                other => other,
            };
            let file = match opened {
                Err(error) if error.kind() == ErrorKind::NotFound && has_folder(&path) => continue,
                opened => opened.map_err(|error| refused(&path, &error))?,
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(refused(&path, &error)),
            }
            // Whoever held it last may have taken the file away meanwhile.
            let ours = file.metadata().map_err(|error| refused(&path, &error))?;
            let there = fs::symlink_metadata(&path);
            if there.is_ok_and(|there| (there.dev(), there.ino()) == (ours.dev(), ours.ino())) {
                return Ok(Some(Self { file, path, is_new }));
            }
        }
    }

    /// A lock that another account made, such as the system's, is the database's owner's all
    /// the same: that one has to take it at its next start.
    fn give_to_owner_of(&self, database: &Path) {
        if self.has_one_name()
            && let Ok(found) = fs::metadata(database)
        {
            // Only the system's account can, and only its files need it.
            let _ = fchown(&self.file, Some(found.uid()), Some(found.gid()));
        }
    }

    /// Writes who holds it, for whoever is refused. It holds just as well without.
    fn say(&mut self, dir: &Path) {
        if !self.has_one_name() {
            return;
        }
        let _ = self.file.set_len(0);
        let _ = self.file.write_all(dir.as_os_str().as_encoded_bytes());
    }

    /// Whether the file is the lock alone, and not also something else under another name.
    fn has_one_name(&self) -> bool {
        self.file.metadata().is_ok_and(|found| found.nlink() == 1)
    }
}

fn has_folder(path: &Path) -> bool {
    path.parent().is_some_and(Path::is_dir)
}

fn refused(path: &Path, error: &std::io::Error) -> Error {
    let remedy = match error.kind() {
        ErrorKind::PermissionDenied => "; run this as the account that keeps the node",
        _ => "",
    };
    let said = format!("cannot be locked ({error}){remedy}");
    Error::invalid(path.display().to_string(), said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(dir: &Path, database: &str) -> Settings {
        let text =
            format!("public_url = \"https://a.example\"\n[database]\nurl = \"{database}\"\n");
        Settings::read(&text, "test", dir.to_owned(), false).unwrap()
    }

    #[test]
    fn one_holder_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let here = settings(dir.path(), "trenza.db");
        let held = take(&here).unwrap().expect("the directory is free");
        assert!(take(&here).unwrap().is_none());
        drop(held);
        assert!(take(&here).unwrap().is_some());
        assert!(take(&settings(&dir.path().join("missing"), "trenza.db")).is_err());
    }

    #[tokio::test]
    async fn one_holder_of_a_database_whatever_it_is_called() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = one.path().join("trenza.db");
        fs::write(&file, "").unwrap();
        let link = other.path().join("link.db");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let here = settings(one.path(), "trenza.db");
        let there = settings(other.path(), link.to_str().unwrap());
        let held = take(&here).unwrap().expect("it is free");
        let refusal = take(&there).unwrap_err().to_string();
        let named = one.path().canonicalize().unwrap().join("trenza.db.lock");
        assert!(refusal.contains(named.to_str().unwrap()), "{refusal}");
        assert!(refusal.contains("--config"), "{refusal}");
        // A command waits no longer than it takes to see that a server answers there.
        let _served = tokio::net::UnixListener::bind(socket(one.path())).unwrap();
        assert!(matches!(
            take_or_find(&there).await,
            Err(Error::Conflict(_))
        ));
        assert!(matches!(
            take_or_find(&here).await.unwrap(),
            Found::Server(_)
        ));
        drop(held);
        let held = take(&there).unwrap().expect("it is free");
        assert!(take(&here).unwrap_err().to_string().contains("is held"));
        let refused = hold(&there).unwrap_err().to_string();
        assert!(
            refused.contains("is at work in") && refused.contains("wait for it"),
            "{refused}"
        );
        drop(held);
        // A database on a server is for as many as wish.
        let shared = "postgres://a@localhost/trenza";
        let held = take(&settings(one.path(), shared)).unwrap();
        assert!(take(&settings(other.path(), shared)).unwrap().is_some());
        drop(held);
    }

    #[test]
    fn a_lock_writes_into_no_file_of_another_name() {
        let dir = tempfile::tempdir().unwrap();
        let here = settings(dir.path(), "trenza.db");
        let at = |name: &str| dir.path().join(name);
        fs::write(at("trenza.db"), "").unwrap();
        fs::write(at("another"), "theirs").unwrap();
        for (target, kept) in [("another", Some("theirs")), ("missing", None)] {
            for lock in [FILE_NAME, "trenza.db.lock"] {
                std::os::unix::fs::symlink(at(target), at(lock)).unwrap();
                let refusal = take(&here).unwrap_err().to_string();
                assert!(refusal.contains("no file of its own"), "{refusal}");
                fs::remove_file(at(lock)).unwrap();
                let found = fs::read_to_string(at(target)).ok();
                assert_eq!(found.as_deref(), kept, "{lock}");
            }
        }
        fs::hard_link(at("another"), at("trenza.db.lock")).unwrap();
        let held = take(&here).unwrap().expect("it is free");
        assert_eq!(fs::read_to_string(at("another")).unwrap(), "theirs");
        drop(held);
    }

    #[test]
    fn what_was_locked_in_vain_leaves_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let here = settings(dir.path(), "trenza.db");
        take(&here).unwrap().expect("it is free").undo();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        drop(take(&here).unwrap());
        take(&here).unwrap().expect("it is free").undo();
        assert!(dir.path().join(FILE_NAME).exists(), "it was there before");
    }
}
