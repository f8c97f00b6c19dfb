//! The bytes of files that were brought: in the node's directory, each under its identifier,
//! readable by the node's own user alone.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::spawn_blocking;

use super::Node;
use crate::error::{Error, Result};
use crate::id::{self, BroughtFileId};
use crate::place::Territory;
use crate::registry::import::{self, Choice, Guess, Mapping, Reading, brought};
use crate::words::phrase;

/// The folder of the shelf.
fn folder(node: &Node) -> PathBuf {
    node.settings.dir.join("brought")
}

fn path(node: &Node, id: &BroughtFileId) -> PathBuf {
    folder(node).join(id.as_str())
}

/// A file on its way to the shelf.
#[derive(Debug)]
pub struct Arriving {
    path: PathBuf,
    file: tokio::fs::File,
    size: u64,
    /// How large it may be,
    most: u64,
    /// and how much room is left for it.
    left: u64,
}

impl Arriving {
    /// Begins a file, for which so many bytes are `left`.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk does not take it.
    pub fn begin(node: &Node, id: &BroughtFileId, left: u64) -> Result<Self> {
        let path = path(node, id);
        let full = |error| full(&path, &error);
        let mut maker = DirBuilder::new();
        let maker = maker.mode(0o700).recursive(true);
        maker.create(folder(node)).map_err(full)?;
        let mut options = File::options();
        let file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(full)?;
        Ok(Self {
            file: tokio::fs::File::from_std(file),
            path,
            size: 0,
            most: node.settings.limits.import_bytes,
            left,
        })
    }

    /// Writes the next bytes.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it gets too large, [`Error::Unavailable`] when the disk does not
    /// take them.
    pub async fn take(&mut self, bytes: &[u8]) -> Result<()> {
        let (most, left) = (self.most, self.left);
        self.size += bytes.len() as u64;
        if self.size > most {
            let reason = phrase!("file-larger-than", most = most >> 20);
            return Err(Error::invalid("file", reason));
        }
        if self.size > left {
            let reason = phrase!("file-larger-than-room", left = left >> 20);
            return Err(Error::invalid("file", reason));
        }
        let written = self.file.write_all(bytes).await;
        written.map_err(|error| full(&self.path, &error))
    }

    /// Ends it, safe on the disk, and tells how many bytes it has.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk does not take it.
    pub async fn end(self) -> Result<u64> {
        let safe = self.file.sync_all().await;
        safe.map_err(|error| full(&self.path, &error))?;
        Ok(self.size)
    }
}

fn full(path: &Path, error: &std::io::Error) -> Error {
    Error::Unavailable(format!("{} cannot take the file ({error})", path.display()))
}

/// A turn at opening files, to be held until the file is closed again.
pub type Turn = OwnedSemaphorePermit;

/// A turn, at once.
///
/// # Errors
/// [`Error::Invalid`] when too many files are open.
pub fn turn(node: &Node) -> Result<Turn> {
    let turn = Arc::clone(&node.open_files).try_acquire_owned();
    let busy = |_| Error::invalid("file", phrase!("file-others-at-work"));
    turn.map_err(busy)
}

/// A turn, in the order in which they are asked for.
///
/// # Errors
/// [`Error::Internal`], never.
pub async fn wait_for_turn(node: &Node) -> Result<Turn> {
    let turn = Arc::clone(&node.open_files).acquire_owned().await;
    turn.map_err(Error::internal)
}

/// Opens a file of the shelf, by what the office says of its columns where it says anything.
///
/// # Errors
/// [`Error::Invalid`] when it is no table, or the mapping does not fit it.
pub async fn open(
    node: &Node,
    id: &BroughtFileId,
    name: &str,
    mapping: Option<&Mapping>,
) -> Result<Reading> {
    let (path, name, mapping) = (path(node, id), name.to_owned(), mapping.cloned());
    let home = Territory::home(&node.shown().settings);
    let opening = spawn_blocking(move || {
        let file = bytes(&path, &name)?;
        // What the office chose, it chose of this very file.
        let said = mapping.as_ref();
        let choice = Choice {
            encoding: said.and_then(|said| said.encoding.clone()),
            delimiter: said.and_then(|said| said.delimiter.clone()),
            ..Choice::default()
        };
        match mapping {
            Some(mapping) => import::open_mapped(file, &name, &choice, &mapping),
            None => import::open_at(file, &name, &choice, home.as_ref()),
        }
    });
    opening.await.map_err(Error::internal)?
}

/// What a file of the shelf is taken for: the guess, or nothing where its shape is known.
///
/// # Errors
/// [`Error::Invalid`] when it is no table.
pub async fn look(node: &Node, id: &BroughtFileId, name: &str) -> Result<Option<Guess>> {
    let (path, name) = (path(node, id), name.to_owned());
    let home = Territory::home(&node.shown().settings);
    let opening = spawn_blocking(move || {
        let file = bytes(&path, &name)?;
        import::look_at(file, &name, &Choice::default(), home.as_ref())
    });
    opening.await.map_err(Error::internal)?
}

/// Guesses the columns of a file of the shelf, read as the office says.
///
/// # Errors
/// [`Error::Invalid`] when it is no table that way.
pub async fn open_guess(
    node: &Node,
    id: &BroughtFileId,
    name: &str,
    choice: Choice,
) -> Result<Guess> {
    let (path, name) = (path(node, id), name.to_owned());
    let home = Territory::home(&node.shown().settings);
    let opening = spawn_blocking(move || {
        import::open_guess_at(bytes(&path, &name)?, &name, &choice, home.as_ref())
    });
    opening.await.map_err(Error::internal)?
}

fn bytes(path: &Path, name: &str) -> Result<File> {
    let gone = |_| Error::absent(format!("the file {name}"), "bring it once more");
    File::open(path).map_err(gone)
}

/// Takes files from the shelf; one that is not there is no matter.
pub fn clear(node: &Node, files: &[BroughtFileId]) {
    for id in files {
        let _ = std::fs::remove_file(path(node, id));
    }
}

/// Clears the shelf of what no file that waits has, as a crash leaves it. What is younger than
/// `age` may be on its way. Tells how many went.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn sweep(node: &Node, age: Duration) -> Result<usize> {
    // The shelf first: what is put there afterwards is not looked at.
    let found: Vec<BroughtFileId> = std::fs::read_dir(folder(node))
        .into_iter()
        .flatten()
        .filter_map(|entry| BroughtFileId::parse(entry.ok()?.file_name().to_str()?).ok())
        .collect();
    if found.is_empty() {
        return Ok(0);
    }
    let mut tx = node.db.read().await?;
    let kept = brought::with_bytes(&mut tx).await?;
    drop(tx);
    let now = node.clock.now();
    let is_old = |id: &BroughtFileId| id::born(id.as_str()).is_none_or(|born| born + age <= now);
    let mut left = found;
    left.retain(|id| !kept.contains(id) && is_old(id));
    clear(node, &left);
    Ok(left.len())
}
