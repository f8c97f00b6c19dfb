//! The files of an SQLite database: they hold the node's private keys, so they are for the
//! account alone that runs it (mode 0600).

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::sqlite_path;
use crate::error::{Error, Result};

/// What SQLite lays beside its file: the log of writes and its index.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];
/// What stands in the name of a copy that was made before the schema changed.
pub(super) const BEFORE_SCHEMA: &str = ".before-schema-";
/// Everything that accounts beside the owner's may do with a file.
const OTHERS: u32 = 0o077;

/// Makes an empty file for its owner alone, from which SQLite makes a database and takes the
/// mode of what it lays beside it. A file that is there stays as it is.
pub(super) fn make(path: &Path) -> Result<()> {
    match new_private(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(refused(path, "cannot be made", &error)),
    }
}

/// A new, empty file for its owner alone.
pub(super) fn new_private(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true).mode(0o600).open(path)
}

/// Refuses a database's file that is not there, or holds nothing.
pub(super) fn refuse_missing(path: &Path) -> Result<()> {
    let shown = path.display();
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(Error::invalid(
            "database.url",
            format!("{shown} is a folder; name the database's file in it"),
        )),
        Ok(found) if found.len() == 0 => Err(without_tables(&shown.to_string())),
        Ok(_) => match File::options().read(true).write(true).open(path) {
            Ok(_) => Ok(()),
            Err(error) => Err(refused(path, "cannot be opened", &error)),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Error::invalid(
            "database.url",
            format!("{shown} is missing; mount or restore it, or run `trenza init`"),
        )),
        Err(error) => Err(refused(path, "cannot be opened", &error)),
    }
}

/// That what is called `shown` holds no table of ours.
pub(super) fn without_tables(shown: &str) -> Error {
    Error::invalid(
        "database.url",
        format!("{shown} holds no tables of Trenza; restore a copy, or run `trenza init`"),
    )
}

fn refused(path: &Path, what: &str, error: &std::io::Error) -> Error {
    let remedy = match error.kind() {
        ErrorKind::PermissionDenied => "run this as the account that keeps the node",
        ErrorKind::NotFound => "make its folder first",
        _ => "look at the disk",
    };
    Error::invalid(
        "database.url",
        format!("{} {what} ({error}); {remedy}", path.display()),
    )
}

/// Takes from other accounts what they may do with the database's files and copies, and
/// writes to the log what was open to them.
pub(super) fn close_to_others(path: &Path) {
    for (file, mode) in open_to_others(path) {
        let closed = fs::set_permissions(&file, Permissions::from_mode(mode & !OTHERS));
        let (file, mode) = (file.display(), format!("{mode:o}"));
        match closed {
            Ok(()) => tracing::warn!(
                %file, mode,
                "other accounts could read the private keys in it; it is closed to them now"
            ),
            Err(error) => tracing::error!(
                %file, mode, %error,
                "other accounts can read the private keys in it; change its mode to 600"
            ),
        }
    }
}

/// The files of the database at `url` that other accounts can use, with their modes. None of a
/// database on a server.
pub fn exposed(url: &str) -> Vec<(PathBuf, u32)> {
    sqlite_path(url).map_or_else(Vec::new, |path| open_to_others(&path))
}

/// Where the lock of the database at `url` lies: beside its file, whatever link leads there.
/// `None` where no file is, and on a server.
pub fn lock(url: &str) -> Option<PathBuf> {
    let real = fs::canonicalize(sqlite_path(url)?).ok()?;
    real.is_file().then(|| beside(&real, ".lock"))
}

fn open_to_others(path: &Path) -> Vec<(PathBuf, u32)> {
    // What a link leads to has its companions beside itself.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut files = vec![real.clone()];
    files.extend(COMPANIONS.map(|ending| beside(&real, ending)));
    files.extend(copies(&real));
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        // Copies are made beside the link.
        files.extend(copies(path));
    }
    let exposed = |file: PathBuf| Some((mode_for_others(&file)?, file));
    let found = files.into_iter().filter_map(exposed);
    found.map(|(mode, file)| (file, mode)).collect()
}

/// The mode of a file that other accounts than its owner's can use.
pub fn mode_for_others(file: &Path) -> Option<u32> {
    let mode = fs::metadata(file).ok()?.permissions().mode() & 0o777;
    (mode & OTHERS != 0).then_some(mode)
}

/// The path of a file beside another, called as that one and `ending`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The folder in which a file lies.
pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        // A bare file name stands in the present folder.
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The copies that were made before the schema changed.
fn copies(path: &Path) -> Vec<PathBuf> {
    let Some(name) = path.file_name() else {
        return Vec::new();
    };
    let start = format!("{}{BEFORE_SCHEMA}", name.to_string_lossy());
    let entries = fs::read_dir(folder(path)).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&start))
        .map(|entry| entry.path())
        .collect()
}
