//! Where the link of the first run is left when nobody looks at a screen: a file that the
//! node's own user alone can read. What a service says may be kept in a log that many read, and
//! the link is the right itself.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The file, in a node's directory.
fn path(dir: &Path) -> PathBuf {
    dir.join("first-link")
}

/// Leaves a link there, in the place of an earlier one, and tells where.
///
/// # Errors
/// [`Error::Unavailable`] when it cannot be written.
pub fn leave(dir: &Path, link: &str) -> Result<PathBuf> {
    let path = path(dir);
    let failed = |error| {
        let shown = path.display();
        Error::Unavailable(format!(
            "the first link cannot be left in {shown} ({error})"
        ))
    };
    take_away(dir)?;
    // One that somebody put there meanwhile, perhaps readable by all, is refused.
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .map_err(failed)?;
    writeln!(file, "{link}").map_err(failed)?;
    file.sync_all().map_err(failed)?;
    File::open(dir)
        .and_then(|folder| folder.sync_all())
        .map_err(failed)?;
    Ok(path)
}

/// Takes the link away, which nobody needs any more; none is no matter.
///
/// # Errors
/// [`Error::Unavailable`] when it cannot be removed.
pub fn take_away(dir: &Path) -> Result<()> {
    let path = path(dir);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            let shown = path.display();
            Err(Error::Unavailable(format!(
                "{shown} cannot be removed ({error})"
            )))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_link_is_left_for_the_nodes_own_user_and_taken_away() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(path(dir.path()), "an earlier one, readable by all").unwrap();
        let left = leave(dir.path(), "https://a.example/first-run/x").unwrap();
        let kept = std::fs::read_to_string(&left).unwrap();
        assert_eq!(kept, "https://a.example/first-run/x\n");
        let mode = std::fs::metadata(&left).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        take_away(dir.path()).unwrap();
        assert!(!left.exists());
        take_away(dir.path()).unwrap();
        assert!(leave(&dir.path().join("missing"), "x").is_err());
    }
}
