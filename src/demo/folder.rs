//! The folder that the nodes of a demonstration live in.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::cast::ROLES;
use crate::error::{Error, Result};
use crate::settings::{FILE_NAME, Settings};

/// A folder that stays, or one that goes with the demonstration.
#[derive(Debug)]
pub(super) enum Folder {
    /// Somebody named it.
    Kept(PathBuf),
    /// Made here under a random name. It goes even when the demonstration panics.
    Passing(TempDir),
}

impl Folder {
    /// Makes `keep` if it is not there, or a new folder that nobody else can read. A folder that
    /// holds anything but a demonstration is refused, since invented records belong in none.
    pub(super) fn make(keep: Option<&Path>) -> Result<Self> {
        let Some(keep) = keep else {
            let made = tempfile::Builder::new()
                .prefix("trenza-demo-")
                .permissions(Permissions::from_mode(0o700))
                .tempdir();
            let place = || std::env::temp_dir().display().to_string();
            let made = made.map_err(|error| Error::invalid(place(), error.to_string()))?;
            return Ok(Self::Passing(made));
        };
        let made = std::fs::create_dir_all(keep).and_then(|()| std::fs::canonicalize(keep));
        let path = made.map_err(|error| refused(keep, &error.to_string()))?;
        refuse_foreign(&path)?;
        Ok(Self::Kept(path))
    }

    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Kept(path) => path,
            Self::Passing(made) => made.path(),
        }
    }

    /// Removes it unless it is to be kept.
    pub(super) fn leave(self) -> Result<()> {
        match self {
            Self::Kept(_) => Ok(()),
            Self::Passing(made) => made.close().map_err(Error::internal),
        }
    }
}

/// Refuses a folder in which something lies that no demonstration left there.
fn refuse_foreign(folder: &Path) -> Result<()> {
    let unread = |error: std::io::Error| refused(folder, &error.to_string());
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        let name = entry.file_name();
        let settings = entry.path().join(FILE_NAME);
        let is_left = match ROLES.iter().find(|role| name == role.name) {
            Some(role) if settings.exists() => {
                let host = format!("{}.localhost", role.name);
                Settings::load(&settings)?.public_url.host_str() == Some(host.as_str())
            }
            role => role.is_some(),
        };
        if !is_left {
            let reason = format!(
                "holds {}, which is no demonstration's; name an empty folder",
                name.display()
            );
            return Err(refused(folder, &reason));
        }
    }
    Ok(())
}

fn refused(folder: &Path, reason: &str) -> Error {
    Error::invalid(folder.display().to_string(), reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passing_folder_is_private_and_leaves_and_a_kept_one_stays() {
        let passing = Folder::make(None).unwrap();
        let path = passing.path().to_owned();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        assert_ne!(Folder::make(None).unwrap().path(), path);
        std::fs::write(path.join("file"), "x").unwrap();
        passing.leave().unwrap();
        assert!(!path.exists());

        let place = tempfile::tempdir().unwrap();
        let kept = Folder::make(Some(&place.path().join("a/b"))).unwrap();
        let path = kept.path().to_owned();
        kept.leave().unwrap();
        assert!(path.is_dir());
    }

    #[test]
    fn a_folder_is_kept_again_and_one_that_holds_something_else_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let keep = || Folder::make(Some(place.path()));
        let lyon = place.path().join("lyon");
        std::fs::create_dir(&lyon).unwrap();
        keep().unwrap();
        let settings = |url: &str| {
            let text = format!("public_url = \"{url}\"\ninsecure_loopback = true\n");
            std::fs::write(lyon.join(FILE_NAME), text).unwrap();
        };
        settings("http://lyon.localhost:8541");
        keep().unwrap();
        // An office's own node that happens to bear the name.
        settings("http://lyon.example:8541");
        assert!(keep().unwrap_err().to_string().contains("holds lyon"));
        settings("http://lyon.localhost:8541");
        std::fs::write(place.path().join("letter.txt"), "x").unwrap();
        assert!(keep().unwrap_err().to_string().contains("holds letter.txt"));
    }
}
