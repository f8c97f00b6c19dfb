//! The folder that the nodes of a demonstration live in.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::{Error, Result};

/// A folder that stays, or one that goes with the demonstration.
#[derive(Debug)]
pub(super) enum Folder {
    /// Somebody named it.
    Kept(PathBuf),
    /// Made here under a random name. It goes even when the demonstration panics.
    Passing(TempDir),
}

impl Folder {
    /// Makes `keep` if it is not there, or a new folder that nobody else can read.
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
        std::fs::create_dir_all(keep)
            .and_then(|()| std::fs::canonicalize(keep))
            .map(Self::Kept)
            .map_err(|error| Error::invalid(keep.display().to_string(), error.to_string()))
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
}
