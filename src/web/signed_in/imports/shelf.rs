//! The bytes of files that were brought: in the node's directory, each under its identifier,
//! readable by the node's own user alone.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::multipart::{Field, Multipart, MultipartError};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::spawn_blocking;

use crate::error::{Error, Result};
use crate::id::{self, BroughtFileId};
use crate::node::Node;
use crate::place::Territory;
use crate::registry::import::{self, Choice, Guess, Mapping, Reading, brought};
use crate::words::phrase;

/// The longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 120;

/// The folder of the shelf.
fn folder(node: &Node) -> PathBuf {
    node.settings.dir.join("brought")
}

fn path(node: &Node, id: &BroughtFileId) -> PathBuf {
    folder(node).join(id.as_str())
}

/// Writes the form's `file` to the shelf as it comes, for which so many bytes are `left`, and
/// tells what it is called and how many it has.
///
/// # Errors
/// [`Error::Invalid`] when no file was sent or it is too large, [`Error::Unavailable`] when the
/// disk does not take it.
pub(super) async fn keep(
    node: &Node,
    id: &BroughtFileId,
    left: u64,
    mut form: Multipart,
) -> Result<(String, u64)> {
    let broken = |error: MultipartError| {
        let reason = phrase!("file-not-whole", error = error.to_string());
        Error::invalid("file", reason)
    };
    while let Some(part) = form.next_field().await.map_err(broken)? {
        if part.name() == Some("file") {
            let name = name_of(&part)?;
            let size = write(node, id, left, part).await?;
            return Ok((name, size));
        }
    }
    Err(nothing_chosen())
}

/// The refusal of a form without a file.
pub(super) fn nothing_chosen() -> Error {
    Error::invalid("file", phrase!("file-choose"))
}

/// The file's own name, without the folders that some browsers send before it.
fn name_of(part: &Field<'_>) -> Result<String> {
    let whole = part.file_name().unwrap_or_default();
    let own = whole.rsplit(['/', '\\']).next().unwrap_or_default();
    let own: String = own
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    if own.trim().is_empty() {
        return Err(nothing_chosen());
    }
    Ok(own)
}

async fn write(node: &Node, id: &BroughtFileId, left: u64, mut part: Field<'_>) -> Result<u64> {
    let path = path(node, id);
    let full = |error: std::io::Error| {
        Error::Unavailable(format!("{} cannot take the file ({error})", path.display()))
    };
    if let Some(folder) = path.parent() {
        let mut maker = DirBuilder::new();
        maker
            .mode(0o700)
            .recursive(true)
            .create(folder)
            .map_err(full)?;
    }
    let mut options = std::fs::OpenOptions::new();
    let file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .map_err(full)?;
    let mut file = tokio::fs::File::from_std(file);
    let (mut size, most) = (0_u64, node.settings.limits.import_bytes);
    let broken = |error: MultipartError| {
        let reason = phrase!("file-not-whole", error = error.to_string());
        Error::invalid("file", reason)
    };
    while let Some(bytes) = part.chunk().await.map_err(broken)? {
        size += bytes.len() as u64;
        if size > most {
            let reason = phrase!("file-larger-than", most = most >> 20);
            return Err(Error::invalid("file", reason));
        }
        if size > left {
            let reason = phrase!("file-larger-than-room", left = left >> 20);
            return Err(Error::invalid("file", reason));
        }
        file.write_all(&bytes).await.map_err(full)?;
    }
    file.sync_all().await.map_err(full)?;
    Ok(size)
}

/// A turn at opening files, to be held until the file is closed again.
pub(super) type Turn = OwnedSemaphorePermit;

/// A turn, at once.
///
/// # Errors
/// [`Error::Invalid`] when too many files are open.
pub(super) fn turn(node: &Node) -> Result<Turn> {
    let turn = Arc::clone(&node.open_files).try_acquire_owned();
    let busy = |_| Error::invalid("file", phrase!("file-others-at-work"));
    turn.map_err(busy)
}

/// A turn, in the order in which they are asked for.
///
/// # Errors
/// [`Error::Internal`], never.
pub(super) async fn wait_for_turn(node: &Node) -> Result<Turn> {
    let turn = Arc::clone(&node.open_files).acquire_owned().await;
    turn.map_err(Error::internal)
}

/// Opens a file of the shelf, by what the office says of its columns where it says anything.
///
/// # Errors
/// [`Error::Invalid`] when it is no table, or the mapping does not fit it.
pub(super) async fn open(
    node: &Node,
    id: &BroughtFileId,
    name: &str,
    mapping: Option<&Mapping>,
) -> Result<Reading> {
    let (path, name, mapping) = (path(node, id), name.to_owned(), mapping.cloned());
    let home = Territory::home(&node.settings);
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
pub(super) async fn look(node: &Node, id: &BroughtFileId, name: &str) -> Result<Option<Guess>> {
    let (path, name) = (path(node, id), name.to_owned());
    let home = Territory::home(&node.settings);
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
pub(super) async fn open_guess(
    node: &Node,
    id: &BroughtFileId,
    name: &str,
    choice: Choice,
) -> Result<Guess> {
    let (path, name) = (path(node, id), name.to_owned());
    let home = Territory::home(&node.settings);
    let opening = spawn_blocking(move || {
        import::open_guess_at(bytes(&path, &name)?, &name, &choice, home.as_ref())
    });
    opening.await.map_err(Error::internal)?
}

fn bytes(path: &std::path::Path, name: &str) -> Result<File> {
    let gone = |_| Error::absent(format!("the file {name}"), "bring it once more");
    File::open(path).map_err(gone)
}

/// Takes a file from the shelf; one that is not there is no matter.
pub(super) fn clear(node: &Node, id: &BroughtFileId) {
    let _ = std::fs::remove_file(path(node, id));
}

/// Clears the shelf of what no file that waits has, as a crash leaves it. What is younger than
/// `age` may be on its way. Tells how many went.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub(super) async fn sweep(node: &Node, age: Duration) -> Result<usize> {
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
    let left = found.iter().filter(|id| !kept.contains(id) && is_old(id));
    let mut count = 0;
    for id in left {
        clear(node, id);
        count += 1;
    }
    Ok(count)
}
