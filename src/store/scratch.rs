//! Temporary files, for work that is larger than the memory it may take. They have no name,
//! so that nothing is left of them when the process ends, however it ends.

use std::fs::File;
use std::path::PathBuf;

use crate::error::{Error, Result};

/// Where temporary files are made.
#[derive(Debug, Clone)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// In a folder.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Where the system has its temporary files.
    pub fn of_the_system() -> Self {
        Self(std::env::temp_dir())
    }

    /// An empty file without a name.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when none can be made there.
    pub fn file(&self) -> Result<File> {
        tempfile::tempfile_in(&self.0).map_err(|error| {
            Error::Unavailable(format!(
                "no temporary file can be made in {} ({error}); make room there",
                self.0.display()
            ))
        })
    }
}

/// What a failure to write or read a temporary file means.
pub fn broken(error: impl std::fmt::Display) -> Error {
    Error::Unavailable(format!(
        "a temporary file failed ({error}); make room on the disk, then try again"
    ))
}
